// The shape of a configuration before it means anything: statements, some of which open blocks.
// How the rest of a statement splits into words depends on its keyword, so it stays raw here (words.ts splits it).
// Braces are recognised anywhere outside double quotes; what follows one is a statement of its own. The tree needs no keyword:
// the hints only help to find the place where a brace was forgotten.

import type { Report } from './diagnostic.js'
import type { Body } from './read/bodies.js'
import type { Line } from './read/line.js'
import { TreeBuilder } from './tree-builder.js'

export interface Statement {
  /** First word of the statement. In blocks that are lists (virtual_ipaddress, group …) the first word of the entry. */
  readonly keyword: string
  /** The line it stands on. */
  readonly line: Line
  /** The statement's own text is line.text.slice(from, to): keyword included, braces and what follows them excluded. */
  readonly from: number
  readonly to: number
  /** Present when the statement opens a block; undefined otherwise. */
  readonly block: Block | undefined
}

/** The top level: its statements can be gone through, more than once, but need not be in memory all at the same time. */
export interface TopLevel {
  readonly statements: Iterable<Statement>
}

export interface Block extends TopLevel {
  readonly statements: readonly Statement[]
  /** False when a brace of it is missing (already reported). */
  readonly closed: boolean
  /** What it consists of, when it is one of several blocks that have the same keyword and the same content. */
  readonly body?: Body | undefined
}

/** What is known of the language beforehand; it decides where a missing brace is reported, never what is valid. */
export interface TreeHints {
  /** Keywords that are legal at top level only: met inside a block, they show that a closing brace is missing before them. */
  readonly topLevel: ReadonlySet<string>
  /** By enclosing keyword ('' for the top level), the keywords that always open a block there. */
  readonly blocksIn: ReadonlyMap<string, ReadonlySet<string>>
}

export const noHints: TreeHints = { topLevel: new Set(), blocksIn: new Map() }

/**
 * Nests lines into statements. Never throws; every brace that does not fit is reported once, where it was forgotten if that can
 * be told from the indentation, and the rest of the file keeps its meaning.
 */
export function buildTree(lines: readonly Line[], report: Report, hints: TreeHints = noHints): Block {
  const builder = new TreeBuilder(hints)
  builder.add(lines)
  return builder.finish(report)
}
