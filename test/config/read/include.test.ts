// Includes: which files, in which order, and what counts as an error.

import { describe, expect, it } from 'vitest'
import { expandBraces, matchesSegment } from '../../../config/read/glob.js'
import { readFiles, type Files } from './reading.js'

describe('an include', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'inserts a file where it stands',
      { 'main.conf': 'a\ninclude b.conf\nc', 'b.conf': 'b1\nb2' },
      ['a', 'b1', 'b2', 'c'],
    ],
    [
      'reads matches in sorted order',
      { 'main.conf': 'include d/*.conf', 'd/2.conf': '2', 'd/1.conf': '1', 'd/x': 'x' },
      ['1', '2'],
    ],
    ['reads brace alternatives', { 'main.conf': 'include {b,a}.conf', 'a.conf': 'a', 'b.conf': 'b' }, ['b', 'a']],
    [
      'is relative to its own file',
      { 'main.conf': 'include d/a\nx', 'd/a': 'include b\na', 'd/b': 'b', b: 'wrong' },
      ['b', 'a', 'x'],
    ],
    ['may be absolute', { 'main.conf': 'include /etc/x', '/etc/x': 'x' }, ['x']],
    ['may use definitions', { 'main.conf': '$F=b.conf\ninclude $F', 'b.conf': 'b' }, ['b']],
    ['may come out of a definition', { 'main.conf': '$I=include b.conf\n$I', 'b.conf': 'b' }, ['b']],
    ['may be conditional', { 'main.conf': '@vm include b\n@x include b', b: 'b' }, ['b']],
    ['may be repeated', { 'main.conf': '~SEQ(I,1,2) include f$I', f1: '1', f2: '2' }, ['1', '2']],
    ['hands definitions on', { 'main.conf': '$A=1\ninclude b\n$A $B', b: 'b$A\n$B=2' }, ['b1', '1 2']],
    ['may hold a part of a block', { 'main.conf': 'a {\ninclude b\n}', b: 'x\n}\nb {' }, ['a {', 'x', '}', 'b {', '}']],
    [
      'may repeat a file that says something else each time',
      { 'main.conf': '$A=1\ninclude b\n$A=2\ninclude b', b: 'b$A' },
      ['b1', 'b2'],
    ],
    [
      'may repeat a file inside blocks',
      { 'main.conf': 'a {\ninclude b\n}\nb {\ninclude b\n}', b: 'b' },
      ['a {', 'b', '}', 'b {', 'b', '}'],
    ],
    [
      'is none without a name or a blank',
      { 'main.conf': 'include\nincluded x\nincludez y' },
      ['include', 'included x', 'includez y'],
    ],
  ])('%s', (_, files, expected) => {
    const { texts, problems } = readFiles(files)
    expect(texts).toEqual(expected)
    expect(problems).toEqual([])
  })

  it('leads from its lines back to itself', () => {
    const { lines } = readFiles({ 'main.conf': 'include a', a: '\ninclude b', b: 'x' })
    const via = lines[0]?.via ?? []
    expect(via.map(({ message, span }) => `${span.source.name}:${span.start} ${message}`)).toEqual([
      'a:1 included here',
      'main.conf:0 included here',
    ])
  })

  it.each<[string, string, string]>([
    ['a missing file', 'include', 'warning[include-not-found]'],
    ['a missing file', 'includer', 'warning[include-not-found]'],
    ['a missing file', 'includem', 'error[include-not-found]'],
    ['a missing file', 'includew', 'error[include-not-found]'],
    ['a missing file', 'includeb', 'warning[include-not-found]'],
    ['a missing file', 'includea', 'error[include-not-found]'],
    ['no match', 'include', 'warning[include-no-match]'],
    ['no match', 'includem', 'warning[include-no-match]'],
    ['no match', 'includew', 'error[include-no-match]'],
    ['no match', 'includea', 'error[include-no-match]'],
    ['a directory', 'include', 'warning[include-unreadable]'],
    ['a directory', 'includer', 'error[include-unreadable]'],
    ['an executable file', 'include', 'warning[include-executable]'],
    ['an executable file', 'includeb', 'error[include-executable]'],
    ['a missing alternative', 'includeb', 'error[include-not-found]'],
  ])('%s is for %s %s', (what, directive, expected) => {
    const name =
      { 'a missing file': 'no', 'no match': 'no*', 'a directory': 'd', 'an executable file': 'e' }[what] ?? '{no,a}'
    const { problems } = readFiles({ 'main.conf': `${directive} ${name}`, d: 'directory!', e: 'executable!', a: '' })
    expect(problems).toEqual([`${expected} 1:${directive.length + 2}`])
  })

  it.each<[string, string, string]>([
    ['turns on all without words', 'include_check', 'error'],
    ['turns on one word', 'include_check match', 'error'],
    ['adds a word', 'include_check +match', 'error'],
    ['removes a word', 'include_check\ninclude_check -match', 'warning'],
    ['ignores unknown words', 'include_check readable', 'warning'],
  ])('include_check %s', (_, check, severity) => {
    const { diagnostics } = readFiles({ 'main.conf': `global_defs {\n${check}\n}\ninclude no` })
    expect(diagnostics.map((one) => one.severity)).toEqual([severity])
  })

  it('forgets an include_check at the end of the file that has it', () => {
    const { diagnostics } = readFiles({ 'main.conf': 'include a\ninclude no', a: 'include_check\ninclude no' })
    expect(diagnostics.map((one) => one.severity)).toEqual(['error', 'warning'])
  })

  it.each<[string, Files, readonly string[]]>([
    ['by name', { 'main.conf': 'include b\ninclude b', b: 'b' }, ['warning[included-twice] 2:9']],
    [
      'by another spelling',
      { 'main.conf': 'include b\ninclude ./b', b: 'b', './b': 'b' },
      ['warning[included-twice] 2:9'],
    ],
    [
      'by patterns that overlap',
      { 'main.conf': 'include *.c\ninclude a*', 'a.c': 'a', 'b.c': 'b' },
      ['warning[included-twice] 2:9'],
    ],
    [
      'from two files',
      { 'main.conf': 'include a\ninclude b', a: 'include c', b: 'include c', c: 'c' },
      ['warning[included-twice] 1:9'],
    ],
    ['inside a block', { 'main.conf': 'a {\ninclude b\n}\nc { \ninclude b\n}', b: 'b' }, []],
    [
      'from a file included inside a block',
      { 'main.conf': 'include b\na {\ninclude c\n}', c: 'include b', b: 'b' },
      [],
    ],
    ['with definitions in it', { 'main.conf': '$A=1\ninclude b\ninclude b', b: 'b$A' }, []],
    ['with nothing in it', { 'main.conf': 'include b\ninclude b', b: '\n' }, []],
  ])('of the same file %s: %#', (_, files, expected) => {
    expect(readFiles(files).problems).toEqual(expected)
  })

  it('of the same file is one source, and leads to the first include', () => {
    const { sources, diagnostics } = readFiles({ 'main.conf': 'include b\ninclude b', b: 'b' })
    expect(sources.map(({ name }) => name)).toEqual(['main.conf', 'b'])
    expect(diagnostics[0]?.related).toMatchObject([{ message: 'included first here', span: { start: 8, end: 9 } }])
  })

  it.each<[string, string, readonly string[]]>([
    ['an include', 'a { include b\n}', ['a {', 'b', '}']],
    ['a definition', 'a { $X=1\nk$X\n}', ['a {', 'k1', '}']],
    ['a repetition', 'a { ~SEQ(I,1,2) k$I\n}', ['a {', 'k1', 'k2', '}']],
    ['an include_check', 'global_defs { include_check }\ninclude no', ['global_defs {', 'include_check }']],
  ])('may be, like %s, what stands behind a brace', (_, text, expected) => {
    const { texts, diagnostics } = readFiles({ 'main.conf': text, b: 'b' })
    expect(texts).toEqual(expected)
    expect(diagnostics.filter(({ severity }) => severity === 'error').length).toBe(text.includes('_check') ? 1 : 0)
  })

  it('of a file that is being read is reported, and reading goes on', () => {
    const { texts, problems } = readFiles({ 'main.conf': 'a\ninclude b\nc', b: 'b\ninclude main.conf\ninclude b\nd' })
    expect(texts).toEqual(['a', 'b', 'd', 'c'])
    expect(problems).toEqual(['error[include-loop] 2:9', 'error[include-loop] 3:9'])
  })

  it('ends when files include each other twice over', () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`f${i}`, `include f${i + 1}\ninclude f${i + 1}`]),
    )
    const { sources, problems } = readFiles({ 'main.conf': 'include f0', ...files, f20: 'x' })
    expect(sources.length).toBeLessThanOrEqual(5000)
    expect(problems.some((problem) => problem.startsWith('error[include-too-deep]'))).toBe(true)
  })
})

describe('the main file', () => {
  it.each<[string, string, Files]>([
    ['is missing', 'no.conf', {}],
    ['is a directory', 'd', { d: 'directory!' }],
  ])('gives a fatal report when it %s', (_, name, files) => {
    const { problems, sources, lines } = readFiles(files, name)
    expect(problems).toEqual(['fatal[cannot-read-file]'])
    expect([sources, lines]).toEqual([[], []])
  })

  it('may be a pattern', () => {
    expect(readFiles({ 'b.conf': 'b', 'a.conf': 'a' }, '*.conf').texts).toEqual(['a', 'b'])
  })

  it('is read although it has an execute bit, with a warning', () => {
    const { problems, sources } = readFiles({ e: 'executable!' }, 'e')
    expect(problems).toEqual(['warning[executable-file]'])
    expect(sources).toHaveLength(1)
  })
})

describe('file name patterns', () => {
  it.each<[string, string, boolean]>([
    ['*', 'abc', true],
    ['*', '.hidden', false],
    ['.*', '.hidden', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abbd', false],
    ['?.conf', 'a.conf', true],
    ['?.conf', 'ab.conf', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[!a-c]x', 'dx', true],
    ['[]]', ']', true],
    ['[', '[', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['', '', true],
  ])('%s and %s: %s', (pattern, name, expected) => {
    expect(matchesSegment(pattern, name)).toBe(expected)
  })

  it('do not take long for patterns with many stars', () => {
    expect(matchesSegment('*a'.repeat(200) + 'b', 'a'.repeat(1000))).toBe(false)
  })

  it('stand for all combinations of their alternatives', () => {
    expect(expandBraces('{a,b}{1,2}')).toEqual(['a1', 'a2', 'b1', 'b2'])
    expect(expandBraces('x{a,{b,c}}')).toEqual(['xa', 'xb', 'xa', 'xc'])
  })

  it('are refused when they have too many alternatives', () => {
    expect(expandBraces('{a,b}'.repeat(40))).toBeUndefined()
  })
})
