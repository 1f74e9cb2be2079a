// Reading and nesting in portions, as large files are read, gives what reading at once gives.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../../config/diagnostic.js'
import { ConfigReader } from '../../../config/read/read.js'
import { TreeBuilder } from '../../../config/tree-builder.js'
import type { Statement } from '../../../config/tree.js'
import { treeHints } from './hints.js'
import { fileReader, options, problemOf } from '../read/reading.js'
import { build, shapeOf } from './shape.js'

function buildInPortions(text: string, portion: number): { shape: string; problems: readonly string[] } {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const reader = new ConfigReader(fileReader({ 'main.conf': text, other: '$B=2\nb $B {\n}' }), options, report)
  const tree = new TreeBuilder(treeHints)
  const statements: Statement[] = []
  let lines = reader.open('main.conf') ? reader.next(portion) : undefined
  for (; lines !== undefined; lines = reader.next(portion)) {
    tree.add(lines)
    statements.push(...tree.take())
  }
  statements.push(...tree.finish(report).statements)
  return { shape: shapeOf({ statements, closed: true }), problems: diagnostics.map(problemOf).sort() }
}

const line = fc.constantFrom(
  ...[
    'vrrp_instance A {',
    'vrrp_instance B',
    '{',
    '}',
    '  virtual_ipaddress {',
    '  virtual_ipaddress',
    '    10.0.0.1',
    '  }',
    '} }',
  ],
  ...[
    '  priority 1',
    'global_defs {',
    'x { y { z } }',
    '# comment',
    '',
    '$A=1',
    'a $A',
    '$L= \\',
    'b \\',
    '$L',
    '~SEQ(I,1,3) s$I',
    '{ {',
  ],
)

describe('portions', () => {
  it('make no difference', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.integer({ min: 1, max: 10 }), (lines, portion) => {
        const text = lines.join('\n')
        const { shape, problems } = build(text)
        expect(buildInPortions(text, portion)).toEqual({ shape, problems: [...problems].sort() })
      }),
      { numRuns: 2000 },
    )
  })

  it('let nothing pile up: a block is handed over when the next one has begun', () => {
    const tree = new TreeBuilder(treeHints)
    const reader = new ConfigReader(fileReader({ 'main.conf': 'a {\n}\nb {\n}\nc {\n}\n' }), options, () => undefined)
    reader.open('main.conf')
    const taken: string[][] = []
    for (let lines = reader.next(2); lines !== undefined; lines = reader.next(2)) {
      tree.add(lines)
      taken.push(tree.take().map((statement) => statement.keyword))
    }
    expect(taken).toEqual([[], ['a'], ['b']])
  })
})
