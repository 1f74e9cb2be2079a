// Trees in a form that is easy to write down: statements as their text, blocks in braces.

import type { Diagnostic } from '../../../config/diagnostic.js'
import { buildTree, type Block } from '../../../config/tree.js'
import { treeHints } from './hints.js'
import { problemOf, readText } from '../read/reading.js'

export interface Built {
  readonly root: Block
  /** `a 1; b { c; d {} }` */
  readonly shape: string
  readonly diagnostics: readonly Diagnostic[]
  readonly problems: readonly string[]
}

export function build(text: string, hints = treeHints): Built {
  const reading = readText(text)
  const diagnostics: Diagnostic[] = [...reading.diagnostics]
  const root = buildTree(reading.lines, (diagnostic) => void diagnostics.push(diagnostic), hints)
  return { root, shape: shapeOf(root), diagnostics, problems: diagnostics.map(problemOf) }
}

export const shapeOf = (block: Block): string =>
  block.statements
    .map((statement) => {
      const text = statement.line.text.slice(statement.from, statement.to)
      if (statement.block === undefined) return text
      const inside = shapeOf(statement.block)
      return inside === '' ? `${text} {}` : `${text} { ${inside} }`
    })
    .join('; ')
