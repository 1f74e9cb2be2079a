// A configuration as it is read, written out: it reads back to the same statements.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderExpanded, type ExpandedOptions } from '../../config/expanded.js'
import { buildTree, type Block } from '../../config/tree.js'
import { mutationsOf, noise, realFiles, sample } from './mutated.js'
import { readFiles, readText } from './read/reading.js'

const expanded = (text: string, options: ExpandedOptions = {}): string => renderExpanded(readText(text).lines, options)

describe('the expanded file', () => {
  it.each<[string, string, string]>([
    ['is indented by its blocks', 'a {\nb {\nc\n}\n}\n', 'a {\n    b {\n        c\n    }\n}\n'],
    ['has one statement on a line', 'a { b } c\n{ d }', 'a {\n    b\n}\nc {\n    d\n}\n'],
    ['has no comments', '# x\na # y\n', 'a\n'],
    ['has definitions replaced', '$A=1\nk $A\n', 'k 1\n'],
    ['has repetitions written out', '~SEQ(I,1,2) k$I\n', 'k1\nk2\n'],
    ['has conditions decided', '@vm a\n@x b\n', 'a\n'],
    ['has escapes where they are needed', 'a\\#b "c#d"\n', 'a\\#b "c#d"\n'],
    ['keeps what only looks like a condition', '@vm @x y\n', '@^ @x y\n'],
    ['keeps the brace of an include without a name apart', 'include\n{ a }\n', 'include\n{\n    a\n}\n'],
  ])('%s', (_, text, expected) => {
    expect(expanded(text)).toBe(expected)
  })

  it('says where its lines come from', () => {
    const files = { 'main.conf': '$N=5\n$B= \\\n x \\\n y$N\na\ninclude c.conf\n', 'c.conf': '\n$B\n~SEQ(I,1,2) z$I' }
    const text = renderExpanded(readFiles(files).lines, { origins: true })
    expect(text.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'a # main.conf:5',
      'x # main.conf:3 < c.conf:2 < main.conf:6',
      'y5 # main.conf:4 < main.conf:1 < c.conf:2 < main.conf:6',
      'z1 # c.conf:3 < main.conf:6',
      'z2 # c.conf:3 < main.conf:6',
      '',
    ])
  })

  it('hides passwords when asked to', () => {
    const text = 'authentication {\nauth_pass secret\n}\n'
    expect(expanded(text)).toContain('secret')
    expect(expanded(text, { hideSecrets: true })).not.toContain('secret')
  })
})

/** Where braces have to be guessed from indentation, the guess may be another one. */
const guessed = /missing-open-brace|unclosed-block|extra-brace|unexpected-brace/

interface Told {
  readonly statements: readonly unknown[]
  readonly guessed: boolean
}

function told(text: string): Told {
  let unsure = false
  const root = buildTree(readText(text).lines, ({ code }) => (unsure ||= guessed.test(code)))
  return { statements: statementsOf(root), guessed: unsure }
}

const statementsOf = (block: Block): readonly unknown[] =>
  block.statements.map(({ line, from, to, block: inner }) => [
    line.text.slice(from, to),
    inner === undefined ? undefined : statementsOf(inner),
  ])

function expectToReadBack(text: string): void {
  const before = told(text)
  if (before.guessed) return
  for (const origins of [false, true]) expect(told(expanded(text, { origins })).statements).toEqual(before.statements)
}

describe('the expanded file reads back to the same statements', () => {
  it('for real files', () => {
    for (const text of realFiles) expectToReadBack(text)
  })

  it('for changed files', () => {
    fc.assert(fc.property(mutationsOf([sample, ...realFiles]), expectToReadBack), { numRuns: 300 })
  })

  it('for noise', () => {
    fc.assert(fc.property(noise, expectToReadBack), { numRuns: 1000 })
  })
})
