// Whatever a file holds: reading and nesting end, throw nothing, and every place they name lies in its text.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../config/diagnostic.js'
import { spanIn } from '../../config/read/line.js'
import { renderJson } from '../../config/render/json.js'
import { renderPlain } from '../../config/render/plain.js'
import { renderSnippet } from '../../config/render/snippet.js'
import type { Span } from '../../config/source.js'
import { buildTree, type Block } from '../../config/tree.js'
import { splitCommand, splitScriptWords, splitWords } from '../../config/words.js'
import { mutationsOf, noise, realFiles, sample } from './mutated.js'
import { readFiles, readText, type Files } from './read/reading.js'
import { bindText } from './schema/bind-text.js'
import { build } from './tree/shape.js'

function expectSound(text: string): void {
  const { root, diagnostics } = build(text)
  const spans = diagnostics.flatMap(({ span, related }) => [...(span ? [span] : []), ...related.map((one) => one.span)])
  const outside = [...spans, ...spansOf(root)].filter(
    ({ source, start, end }) => !(start >= 0 && start <= end && end <= source.text.length),
  )
  expect(outside).toEqual([])
  expectRendered(diagnostics)
}

function spansOf(block: Block): Span[] {
  return block.statements.flatMap((statement) => {
    const { line, from, to } = statement
    expect(from < to && to <= line.text.length).toBe(true)
    expect(splitWords(line.text, from, to)[0]?.text ?? '').toBe(
      line.text[from] === '"' && splitWords(line.text, from, to).length === 0 ? '' : statement.keyword,
    )
    return [spanIn(line, from, to), ...(statement.block === undefined ? [] : spansOf(statement.block))]
  })
}

function expectRendered(diagnostics: readonly Diagnostic[]): void {
  JSON.parse(renderJson(diagnostics))
  for (const diagnostic of diagnostics) {
    expect(renderPlain(diagnostic)).not.toContain('undefined')
    const rows = renderSnippet(diagnostic, { colour: false }).split('\n')
    if (diagnostic.span !== undefined) expect(rows[2]).toMatch(/^ +\| *\^+$/)
  }
}

describe('reading and nesting', () => {
  it('survive noise', () => {
    fc.assert(fc.property(noise, expectSound), { numRuns: 1500 })
  })

  it('survive any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), expectSound), { numRuns: 300 })
  })

  it('survive real files and changed ones', () => {
    for (const text of realFiles) expectSound(text)
    fc.assert(fc.property(mutationsOf([sample, ...realFiles]), expectSound), { numRuns: 500 })
  })

  it('find nothing wrong with the braces of a sound file, and something when any of them is gone', () => {
    const sound = 'vrrp_instance A {\n  virtual_ipaddress\n  {\n    1\n  }\n  track_script { a }\n}\nglobal_defs {\n}\n'
    const braces = (text: string): string[] => build(text).problems.filter((problem) => /block|brace/.test(problem))
    expect(braces(sound)).toEqual([])
    for (const { index } of sound.matchAll(/[{}]/g)) {
      expect(braces(sound.slice(0, index) + ' ' + sound.slice(index + 1)).length).toBeGreaterThan(0)
    }
  })
})

describe('binding', () => {
  it('survives changed files', () => {
    const expectModel = (text: string): void => {
      expect(bindText(text).model).toBeDefined()
    }
    fc.assert(fc.property(mutationsOf([sample, ...realFiles]), expectModel), { numRuns: 200 })
  })
})

/** Codes with how often they were reported. */
const counted = (diagnostics: readonly Diagnostic[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { code } of diagnostics) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

describe('a file made to break the reader', () => {
  it.each<[string, string, Readonly<Record<string, number>>]>([
    [
      'doubles a value forty times',
      Array.from({ length: 40 }, (_, i) => `$A${i + 1}=\${A${i}}\${A${i}}\n`).join('') + '$A0=x\nk ${A40}\n',
      { 'definition-loop': 1 },
    ],
    [
      'doubles lines forty times',
      Array.from({ length: 40 }, (_, i) => `$A${i + 1}= \\\n$A${i} \\\n$A${i}\n`).join('') + '$A0=x\n$A40\n',
      { 'expansion-too-large': 1 },
    ],
    ['counts to two thousand million', '~SEQ(I,1,2000000000) a$I\n', { 'expansion-too-large': 1 }],
    [
      'squares lists',
      '~LST(A,' + 'a,'.repeat(400) + 'b) ~LST(B,' + 'a,'.repeat(50) + 'b) ~SEQ(C,1,100) $X=$A\n',
      { 'expansion-too-large': 1 },
    ],
    ['has a line of eight million characters', 'a' + ' b'.repeat(4_000_000) + '\nc\n', { 'line-too-long': 1 }],
    ['has eight million blanks', ' '.repeat(8_000_000) + 'a {\n}\n', { 'line-too-long': 1 }],
    ['has a quote of eight million characters', 'auth_pass "' + 'x'.repeat(8_000_000), { 'line-too-long': 1 }],
    ['has a million braces that fit', 'a {\n'.repeat(500_000) + '}\n'.repeat(500_000), {}],
    ['has a hundred thousand blocks that stay open', 'a {\n'.repeat(100_000), { 'unclosed-block': 100 }],
    ['is nothing but NUL', '\0'.repeat(100_000), { 'nul-byte': 1 }],
    ['is UTF-16', '\ufffd\ufffda\0\n\0b\0\n\0', { 'nul-byte': 1, 'not-utf8': 1 }],
  ])('%s: the reader ends, and says so once', (_, text, expected) => {
    const diagnostics: Diagnostic[] = []
    const { lines, diagnostics: reading } = readText(text)
    buildTree(lines, (diagnostic) => void diagnostics.push(diagnostic))
    expect(counted([...reading, ...diagnostics])).toEqual(expected)
    expectRendered([...reading, ...diagnostics])
    expect(lines.length).toBeLessThanOrEqual(1_000_000)
  })

  it('closes too many braces: each is reported', () => {
    expect(counted(build('}\n'.repeat(2000)).diagnostics)).toEqual({ 'extra-brace': 2000 })
  })

  it('includes ten thousand files: all are read', () => {
    const files: Record<string, string> = { 'main.conf': '' }
    for (let i = 0; i < 10_000; i++) {
      files[`f${i}`] = `line ${i}`
      files['main.conf'] += `include f${i}\n`
    }
    const { texts, diagnostics } = readFiles(files)
    expect([texts.length, diagnostics.length]).toEqual([10_000, 0])
  })

  it('includes one file in twelve thousand blocks, by a definition: it does not take long', () => {
    const main = '$I= \\\ninclude part \\\n\n' + 'a {\n$I\n}\n'.repeat(6000) + 'a {\ninclude part\n}\n'.repeat(6000)
    const { texts, diagnostics } = readFiles({ 'main.conf': main, part: 'b {\n}\n' })
    expect([texts.length, diagnostics.length]).toEqual([48_000, 0])
  })

  it.each<[string, Files]>([
    ['itself', { 'main.conf': 'include main.conf\n', a: '' }],
    ['itself by another spelling', { 'main.conf': 'include ./main.conf\n', './main.conf': 'include main.conf\n' }],
    ['one that includes it', { 'main.conf': 'include a\n', a: 'include main.conf\n' }],
  ])('includes %s: it is told', (_, files) => {
    expect(counted(readFiles(files).diagnostics)).toEqual({ 'include-loop': 1 })
  })
})

describe('splitting', () => {
  const line = fc
    .array(fc.constantFrom('"', "'", '\\', ' ', 'a', 'x4', 'c', '\t', '7'), { maxLength: 30 })
    .map((p) => p.join(''))

  it('gives words that lie in the line, in order, apart from each other', () => {
    fc.assert(
      fc.property(line, (text) => {
        for (const words of [splitWords(text), splitScriptWords(text).words, splitCommand(text).words]) {
          let end = 0
          for (const word of words) {
            expect(word.start).toBeGreaterThanOrEqual(end)
            expect(word.end).toBeGreaterThan(word.start)
            end = word.end
          }
          expect(end).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })

  it('gives back what was quoted', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 10 }).filter((text) => !text.includes('"'))
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitWords(words.map((one) => `"${one}"`).join(' ')).map((one) => one.text)).toEqual(words)
      }),
    )
  })
})
