// The formatter: what it changes, what it leaves alone, and that the meaning of a file is not among what it changes.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatText } from '../../../config/format/format-text.js'
import type { Block } from '../../../config/tree.js'
import { splitScriptWords, splitWords } from '../../../config/words.js'
import { mutationsOf, noise, realFiles, sample } from '../mutated.js'
import { bindText } from '../schema/bind-text.js'
import { build } from '../tree/shape.js'

describe('a formatted file', () => {
  it.each<[string, string, string]>([
    ['is indented by its blocks', 'a {\nb\n\tc {\n d\n}\n}\n', 'a {\n    b\n    c {\n        d\n    }\n}\n'],
    ['has no blanks at line ends', 'a  \nb\t\r\n', 'a\nb\n'],
    ['ends with one line feed', 'a', 'a\n'],
    ['has one empty line at most', '\n\na\n\n \n\nb\n\n', 'a\n\nb\n'],
    ['may be empty', ' \n\n', ''],
    ['has the brace on the line of its keyword', 'a b\n{\nc\n}\n', 'a b {\n    c\n}\n'],
    ['has a blank before the brace', 'a{\n}\n', 'a {\n}\n'],
    ['has one blank between words', 'a  \tb   "c  d"  e\n', 'a b "c  d" e\n'],
    [
      'keeps its comments where they are',
      '# x\na {\n# in\nb   # behind\n}\n',
      '# x\na {\n    # in\n    b   # behind\n}\n',
    ],
    ['keeps the comment of a brace it has moved', 'a\n{ # why\n}\n', 'a { # why\n}\n'],
    ['keeps blocks on one line', 'a { b { c } }\nd\n', 'a { b { c } }\nd\n'],
    ['goes out for leading braces', 'a {\nb {\nc\n} }\nd\n', 'a {\n    b {\n        c\n} }\nd\n'],
    ['keeps a byte order mark', '\ufeff a\n', '\ufeffa\n'],
    ['indents values of definitions', '$A= \\\nb { \\\nc \\\n}\nd\n', '$A= \\\n    b { \\\n        c \\\n    }\nd\n'],
    ['keeps the conditions of lines', 'a {\n@vm\tb\n}\n', 'a {\n    @vm b\n}\n'],
    ['takes neighbouring conditions for alternatives', '@x a {\n@y b {\nc\n}\nd\n', '@x a {\n@y b {\n    c\n}\nd\n'],
    ['keeps the steps of braces that do not fit', 'a {\n  b {\n    c\n  d\n}\n', 'a {\n    b {\n        c\n    d\n}\n'],
    ['may be the end of a block', '  state MASTER\n}\n', '    state MASTER\n}\n'],
  ])('%s', (_, text, expected) => {
    expect(formatText(text)).toBe(expected)
  })

  it.each<[string, string]>([
    ['the value of a definition', '$A=b  c\n'],
    ['what is repeated', '~SEQ(I,1,2)  $A=b  c\n'],
    ['a single quote', "script 'a  b'\n"],
    ['a backslash', 'regex a\\  b\n'],
    ['a definition', 'a $B  c\n'],
    ['an include', 'include a  b.conf\n'],
    ['an open quote', 'a  "b\n'],
    ['a NUL byte', 'a  \0 b\n'],
    ['more than can be read', `a  ${'b'.repeat(1030)}\n`],
  ])('leaves a line alone that has %s', (_, text) => {
    expect(formatText(text)).toBe(text)
  })

  it.each<[string, string]>([
    ['with a condition', '@vm a\n{\n}\n'],
    ['that may have several lines', 'a $B\n{\n}\n'],
    ['that is repeated', '~SEQ(I,1,2) a\n{\n}\n'],
    ['that has been closed', 'a { b }\n{\n}\n'],
  ])('moves no brace to a line %s', (_, text) => {
    expect(formatText(text)).toContain('\n{')
  })

  it('keeps the order of columns where a brace is missing, so that its place can still be told', () => {
    const text = 'vrrp_instance A {\n  virtual_ipaddress {\n    10.0.0.1\n  priority 100\n}\nvrrp_instance B {\n}\n'
    expect(build(formatText(text)).shape).toBe(build(text).shape)
  })

  it('does not let a line grow longer than what is read', () => {
    const long = `"${'x'.repeat(1015)}"`
    expect(formatText(`a {\nb ${long}\n}\n`)).toBe(`a {\nb ${long}\n}\n`)
  })
})

/** Where braces had to be guessed from indentation, formatting may change the guess. */
const guessed = /missing-open-brace|unclosed-block|extra-brace|unexpected-brace|unterminated-quote/
/** About the form of lines, which changes. */
const aboutForm = /line-too-long|stray-backslash/

/** A tree as the words of its statements, split in both ways there are. */
const wordsOf = (block: Block): readonly unknown[] =>
  block.statements.map(({ line, from, to, block: inner }) => [
    splitWords(line.text, from, to).map((word) => word.text),
    splitScriptWords(line.text, from, to).words.map((word) => word.text),
    inner === undefined ? [] : wordsOf(inner),
  ])

const codesOf = (problems: readonly string[]): readonly string[] =>
  problems
    .map((one) => one.split(' ')[0] ?? '')
    .filter((one) => !aboutForm.test(one))
    .sort()

function expectSame(text: string): void {
  const formatted = formatText(text)
  expect(formatText(formatted)).toBe(formatted)
  const before = build(text)
  if (before.problems.some((problem) => guessed.test(problem))) return
  const after = build(formatted)
  expect(wordsOf(after.root)).toEqual(wordsOf(before.root))
  expect(codesOf(after.problems)).toEqual(codesOf(before.problems))
}

describe('formatting', () => {
  it('does not change what real files mean', () => {
    for (const text of realFiles) {
      expectSame(text)
      expect(JSON.stringify(bindText(formatText(text)).model)).toBe(JSON.stringify(bindText(text).model))
    }
  })

  it('does not change what changed files mean', () => {
    fc.assert(fc.property(mutationsOf([sample, ...realFiles]), expectSame), { numRuns: 300 })
  })

  it('does not change what noise means', () => {
    fc.assert(fc.property(noise, expectSame), { numRuns: 1000 })
  })

  it('keeps every word and every comment', () => {
    const bare = (text: string): string => text.replace(/[\s]/g, '')
    const keepsAll = (text: string): void => {
      expect(bare(formatText(text))).toBe(bare(text))
    }
    fc.assert(fc.property(mutationsOf([sample, ...realFiles]), keepsAll))
  })
})
