import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultOfPattern } from '../../../healthcheck/config/pattern.js'
import { readCheckers } from './checker-text.js'

const readUrl = (lines: string) => {
  const read = readCheckers(`HTTP_GET {\nurl {\npath /\n${lines}\n}\n}`)
  const [checker] = read.checkers
  return { ...read, regex: checker?.kind === 'HTTP_GET' ? checker.urls[0]?.regex : undefined }
}

describe('the pattern of a url', () => {
  it.each([
    ['regex ok', 'ok'],
    ['regex "a b"', 'a b'],
    ["regex 'a b'", 'a b'],
    ['regex a\\\\.b', 'a\\.b'],
    ['regex a\\.b', 'a.b'],
    ['regex "a"\'b\'c', 'abc'],
    ['regex \\x41\\102', 'AB'],
  ])('is split like a script: %s', (line, pattern) => {
    const read = readUrl(line)
    expect(read.regex?.pattern).toBe(pattern)
    expect(read.problems).toEqual([])
  })

  it('has options, offsets and a stack', () => {
    const lines = 'regex_no_match\nregex_options caseless dotall\nregex_options utf\n'
    expect(readUrl(`${lines}regex x\nregex_min_offset 3\nregex_max_offset 9\nregex_stack 1024 4096`).regex).toEqual({
      pattern: 'x',
      options: ['caseless', 'dotall', 'utf'],
      noMatch: true,
      minOffset: 3,
      maxOffset: 9,
      stack: { start: 1024, max: 4096 },
    })
    expect(readUrl('regex x').regex).toEqual({
      pattern: 'x',
      options: [],
      noMatch: false,
      minOffset: 0,
      maxOffset: undefined,
      stack: undefined,
    })
  })

  it.each([
    ['regex_options caseles', 'warning unknown-option: caseles'],
    ['regex_min_offset -1', 'warning wrong-value: -1'],
    ['regex_min_offset 1 2', 'warning wrong-value: 2'],
    ['regex_min_offset', 'warning missing-value: regex_min_offset'],
    ['regex_max_offset x', 'warning wrong-value: x'],
    ['regex_stack 5', 'warning wrong-value: 5'],
    ['regex_stack 5 4', 'warning wrong-value: 5 4'],
    ['regex_stack', 'warning missing-value: regex_stack'],
    ['regex_min_offset 5\nregex_max_offset 4', 'warning empty-range: 4'],
  ])('a mistake that keepalived accepts is a warning: %j', (lines, problem) => {
    const read = readUrl(`regex x\n${lines}`)
    expect(read.problems).toEqual([problem])
    expect(read.regex).toMatchObject({ pattern: 'x', minOffset: 0, stack: undefined })
  })

  it('is what its settings need', () => {
    expect(readUrl('regex_no_match\nregex_options utf').problems).toEqual(['warning ignored-flag: regex_no_match'])
    expect(readUrl('regex_stack 1 2').problems).toEqual(['warning ignored-flag: regex_stack'])
    expect(readUrl('regex a b\nregex_no_match').problems).toEqual(['error surplus-words: a b'])
  })

  it('closes its quotes', () => {
    const read = readUrl("regex 'a b")
    expect(read.problems).toEqual(["error unterminated-quote: 'a b"])
    expect(read.said).toEqual(["String ''a b': missing terminating '"])
  })

  it('is reported where it stands when it cannot be right', () => {
    expect(readUrl('regex "(a"').problems).toEqual(['warning invalid-regex: "(a"'])
  })
})

describe('what cannot be right in PCRE2', () => {
  it.each([
    ['(', 'a `(` is never closed'],
    ['a(b(c)', 'a `(` is never closed'],
    ['a)', 'a `)` closes nothing'],
    ['[a', 'a `[` is never closed'],
    ['[]', 'a `[` is never closed'],
    ['[^]', 'a `[` is never closed'],
    ['[[:alpha:]', 'a `[` is never closed'],
    ['*a', 'there is nothing before `*` that it could repeat'],
    ['a|+', 'there is nothing before `+` that it could repeat'],
    ['(?:?)', 'there is nothing before `?` that it could repeat'],
    ['a\\', 'it ends in a backslash'],
    ['(?#never', 'a `(` is never closed'],
  ])('%s', (pattern, fault) => {
    expect(faultOfPattern(pattern, [])).toBe(fault)
  })

  it.each([
    '',
    'a',
    '(a|b)*?',
    'a{2,3}',
    '{',
    '[]a]',
    '[^]a]',
    '[[:alpha:]]',
    '[[:alpha]',
    '[(]',
    '[a\\]b]',
    '\\(',
    '\\Q(*[\\E',
    '\\Qunended (',
    '[\\Q]\\E]',
    '(?#a (comment)b',
    '(*UTF)a',
    '(*positive_lookahead:a)b',
    '(?<name>x)(?P=name)',
    '(?i)a',
    '(?(1)a|b)',
    '^*',
    'a**',
    '\\c(',
    '|a',
    '(|a)',
  ])('not %s', (pattern) => {
    expect(faultOfPattern(pattern, [])).toBeUndefined()
  })

  it('nothing is said where an option changes what characters mean', () => {
    expect(faultOfPattern('a # (', ['extended'])).toBeUndefined()
    expect(faultOfPattern('(?x) a # (', [])).toBeUndefined()
    expect(faultOfPattern('[]', ['allow_empty_class'])).toBeUndefined()
  })

  it('never finds a fault in what JavaScript compiles in its strict mode', () => {
    const pieces = fc.constantFrom(
      'a',
      '(',
      ')',
      '[',
      ']',
      '*',
      '+',
      '?',
      '|',
      '(?:',
      '\\d',
      '\\(',
      '^',
      '$',
      '.',
      '(?=',
      '[^x]',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const pattern = parts.join('')
        // Empty classes and a `]` that is not closed mean something else in PCRE2.
        fc.pre(!pattern.includes('[]') && !pattern.includes('[^]'))
        try {
          new RegExp(pattern, 'u')
        } catch {
          return
        }
        expect(faultOfPattern(pattern, [])).toBeUndefined()
      }),
    )
  })

  it('is asked without ever throwing', () => {
    fc.assert(fc.property(fc.string(), (pattern) => void faultOfPattern(pattern, [])))
  })
})
