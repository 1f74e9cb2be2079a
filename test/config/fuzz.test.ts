// Whatever a file holds: reading and nesting end, throw nothing, and every place they name lies in its text.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../config/diagnostic.js'
import { spanIn } from '../../config/read/line.js'
import { renderJson } from '../../config/render/json.js'
import { renderPlain } from '../../config/render/plain.js'
import { renderSnippet } from '../../config/render/snippet.js'
import type { Span } from '../../config/source.js'
import type { Block } from '../../config/tree.js'
import { splitCommand, splitScriptWords, splitWords } from '../../config/words.js'
import { build } from './tree/shape.js'

const samples = `
! a sample with a bit of everything
global_defs {
    router_id "LVS \\# 1"   # name
    notification_email { a@example.org b@example.org }
}
$PRIO=100
$RS= \\
real_server 10.0.0.\${N} 80 { \\
    weight 1 \\
    TCP_CHECK { connect_timeout 3 } \\
}
@vm vrrp_instance VI_1 {
    state MASTER
    priority $PRIO
    virtual_ipaddress
    {
        ~SEQ(I, 1, 3) 10.0.0.$I/24 dev eth0
        ~LST({A,B}, {1,2}, {3}) 10.1.\${A}.\${B}
    }
    notify "/bin/n.sh 'a b'" root
}
virtual_server 10.0.0.1 80 {
    ~SEQ(N, 4, 5) $RS
    include other.conf
}
`.split('\n')

const corpus = new URL('../../../shared/corpus/', import.meta.url)
const realFiles = existsSync(corpus)
  ? readdirSync(corpus)
      .filter((name) => name.endsWith('.conf'))
      .map((name) => readFileSync(new URL(name, corpus), 'utf8').split('\n'))
  : []

const piece = fc.constantFrom(
  ...[
    '{',
    '}',
    '"',
    "'",
    '\\',
    '#',
    '!',
    '$',
    '${',
    '$A',
    '${A}',
    '$A=',
    '@',
    '@vm ',
    '@^',
    '~SEQ(',
    '~SEQ(I,1,3) ',
    '~LST(',
    '~LST(A,b) ',
  ],
  ...[
    ')',
    ',',
    ' ',
    '\t',
    '\n',
    '\n',
    '\r\n',
    '\0',
    '\ufeff',
    '\u200b',
    'é',
    '😀',
    '\ud800',
    'a',
    'key',
    '10',
    'include ',
    'include_check',
  ],
  ...[
    'vrrp_instance V',
    'virtual_ipaddress',
    'track_script',
    'real_server',
    'auth_pass x',
    '${_RANDOM 1 2}',
    '${_HASH}',
    ' \\\n',
  ],
)
const noise = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''))

type Edit = readonly [kind: 'drop' | 'double' | 'swap' | 'insert' | 'cut', at: number, text: string]
const edit: fc.Arbitrary<Edit> = fc.tuple(fc.constantFrom('drop', 'double', 'swap', 'insert', 'cut'), fc.nat(), noise)

/** A file with some lines dropped, doubled, swapped, cut, or noise put in. */
function mutated(lines: readonly string[], edits: readonly Edit[]): string {
  const result = [...lines]
  for (const [kind, at, text] of edits) {
    const index = at % Math.max(1, result.length)
    const line = result[index] ?? ''
    if (kind === 'drop') result.splice(index, 1)
    else if (kind === 'double') result.splice(index, 0, line)
    else if (kind === 'swap') result.splice(index, 2, result[index + 1] ?? '', line)
    else if (kind === 'insert') result.splice(index, 0, text)
    else result[index] = line.slice(0, at % (line.length + 1))
  }
  return result.join('\n')
}

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

  it('survive changed files', () => {
    const edits = fc.array(edit, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(edits, (some) => expectSound(mutated(samples, some))),
      { numRuns: 500 },
    )
  })

  it.runIf(realFiles.length > 0)('survive real files and changed ones', () => {
    for (const lines of realFiles) expectSound(lines.join('\n'))
    const edits = fc.array(edit, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.constantFrom(...realFiles), edits, (lines, some) => expectSound(mutated(lines, some))),
      { numRuns: 400 },
    )
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
