// Generic words and script words.

import { describe, expect, it } from 'vitest'
import { splitCommand, splitScriptWords, splitWords } from '../../config/words.js'

describe('generic words', () => {
  it.each<[string, string, readonly string[]]>([
    ['are separated by blanks', ' a\tb \f c\v', ['a', 'b', 'c']],
    ['keep blanks inside double quotes', 'a "b c" d', ['a', 'b c', 'd']],
    ['may be empty when quoted', 'a "" b', ['a', '', 'b']],
    ['end at a quote', 'ab"c d"e', ['ab', 'c d', 'e']],
    ['know no single quotes', "a 'b c'", ['a', "'b", "c'"]],
    ['know no escapes', '"a\\" b', ['a\\', 'b']],
    ['lose the one whose quote is open', 'a b "c', ['a', 'b']],
    ['may be none', '  ', []],
  ])('%s', (_, text, expected) => {
    expect(splitWords(text).map((word) => word.text)).toEqual(expected)
  })

  it('know their place, quotes included', () => {
    expect(splitWords('xx a "b c" yy', 2, 10)).toEqual([
      { text: 'a', start: 3, end: 4, quoted: false },
      { text: 'b c', start: 5, end: 10, quoted: true },
    ])
  })

  it('do not reach beyond their statement', () => {
    expect(splitWords('a "b" c"', 0, 4).map((word) => word.text)).toEqual(['a'])
  })
})

describe('script words', () => {
  const words = (text: string): readonly string[] => splitScriptWords(text).words.map((word) => word.text)

  it.each<[string, string, readonly string[]]>([
    ['know both quotes', `notify "/a b" 'c d'`, ['notify', '/a b', 'c d']],
    ['join pieces that touch', `a'b c'd"e"`, ['ab cde']],
    ['keep the other quote', `"/n.sh arg 'two words'" user`, [`/n.sh arg 'two words'`, 'user']],
    ['keep escapes as they are', 'a\\ b "\\"c"', ['a\\ b', '\\"c']],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each<[string, string, number, readonly string[]]>([
    ['a "b', '"', 2, ['a']],
    ['a \'b"', "'", 2, ['a']],
    ['a b"c', '"', 3, ['a']],
  ])('%s tells its open quote', (text, quote, at, expected) => {
    const result = splitScriptWords(text)
    expect(result.unterminated).toEqual({ quote, at })
    expect(result.words.map((word) => word.text)).toEqual(expected)
  })

  it.each<[string, readonly string[]]>([
    ["/n.sh arg 'two words'", ['/n.sh', 'arg', 'two words']],
    ['a\\ b', ['a b']],
    ['\\a\\b\\E\\f\\n\\r\\t\\v', ['\x07\b\x1b\f\n\r\t\v']],
    ['\\101\\7\\x41\\x4g', ['A\x07A\x04g']],
    ['\\cA\\"\\\\\\q', ['\x01"\\q']],
    ['\\x', ['x']],
    ['end\\', ['end\\']],
    ["''", ['']],
  ])('of the command %j replace escapes', (command, argv) => {
    expect(splitCommand(command).words.map((word) => word.text)).toEqual(argv)
  })
})
