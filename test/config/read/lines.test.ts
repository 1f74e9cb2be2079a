// Physical lines: ends, blanks, comments, lengths.

import { describe, expect, it } from 'vitest'
import { readText } from './reading.js'

describe('a physical line', () => {
  it.each<[string, string, readonly string[]]>([
    ['loses blanks at both ends', ' \t a b \t\n', ['a b']],
    ['may end in CR LF', 'a\r\nb\r\n', ['a', 'b']],
    ['need not end', 'a\nb', ['a', 'b']],
    ['is dropped when blank', '\n \n\t\n\r\na', ['a']],
    ['ends at #', 'a # b', ['a']],
    ['ends at !', 'a ! b', ['a']],
    ['ends at a mark inside a word', 'x#y z', ['x']],
    ['keeps marks inside double quotes', 'a "b#c!d" e # f', ['a "b#c!d" e']],
    ['does not protect marks in single quotes', "'a#b'", ["'a"]],
    ['takes an escaped mark literally', 'a\\#b \\!c', ['a#b !c']],
    ['keeps other escapes whole', 'a\\tb \\\\ c', ['a\\tb \\\\ c']],
    ['keeps an escaped mark inside quotes as it is', '"a\\#b"', ['"a\\#b"']],
    ['is dropped when it is a comment alone', '# a\n! b\n  # c\nd', ['d']],
    ['knows vertical tab and form feed as blanks', '\v\fa\f', ['a']],
  ])('%s', (_, text, expected) => {
    const { texts, problems } = readText(text)
    expect(texts).toEqual(expected)
    expect(problems).toEqual([])
  })

  it('keeps the place of what is left of it', () => {
    const { lines } = readText('# first\n\t key value # comment\n')
    expect(lines).toMatchObject([{ start: 10, end: 19, verbatim: true, text: 'key value' }])
  })

  it('is not verbatim once an escape was replaced, but keeps its place', () => {
    const { lines } = readText('  a\\#b')
    expect(lines).toMatchObject([{ start: 2, end: 6, verbatim: false, text: 'a#b' }])
  })

  it.each<[string, string, readonly string[]]>([
    ['with an odd quote is reported at the quote', 'notify "/bin/true', ['error[unterminated-quote] 1:8']],
    ['with an escaped quote is reported, as words know no escapes', 'a "x\\"y"', ['error[unterminated-quote] 1:3']],
    ['with a NUL byte is reported and dropped', 'a\nb \0 c\n', ['error[nul-byte] 2:1']],
    ['that ends in a backslash is reported', 'priority 100 \\\n', ['warning[stray-backslash] 1:1']],
    ['that is a comment ending in a backslash is reported', '# a \\\n', ['warning[stray-backslash] 1:1']],
    ['behind a byte order mark is read, and the mark reported', '\ufeffa\n', ['warning[byte-order-mark] 1:1']],
  ])('%s', (_, text, expected) => {
    expect(readText(text).problems).toEqual(expected)
  })

  it('counts its length in bytes, a character that could not be read as one', () => {
    expect(readText(`"${'é'.repeat(520)}"`).problems).toEqual(['error[line-too-long] 1:1'])
    expect(readText(`"${'é'.repeat(500)}"`).problems).toEqual([])
    expect(readText(`"${'\ufffd'.repeat(1000)}"`).problems).toEqual(['warning[not-utf8] 1:2'])
  })

  it('drops a NUL line and nothing else', () => {
    expect(readText('a\nb \0 c\nd').texts).toEqual(['a', 'd'])
  })

  it.each<[string, string, readonly string[], number]>([
    ['of 1022 characters is read', 'a'.repeat(1022) + '\nb', [], 2],
    ['of 1022 characters and CR LF is read', 'a'.repeat(1022) + '\r\nb', [], 2],
    ['of 1023 characters is dropped', 'a'.repeat(1023) + '\nb', ['error[line-too-long] 1:1'], 1],
    ['is kept when only its comment is too long', `a # ${'b'.repeat(1023)}\nb`, ['warning[line-too-long] 1:1'], 2],
    ['that is one long comment changes nothing', `# ${'b'.repeat(1023)}\nb`, ['warning[line-too-long] 1:1'], 1],
  ])('%s', (_, text, problems, count) => {
    const reading = readText(text)
    expect(reading.problems).toEqual(problems)
    expect(reading.lines).toHaveLength(count)
  })
})
