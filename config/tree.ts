// The shape of a configuration before it means anything: statements, some of which open blocks.
// How the rest of a statement splits into words depends on its keyword, so it stays raw here (words.ts splits it).

import type { Line } from './read/line.js'

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

export interface Block {
  readonly statements: readonly Statement[]
  /** False when the file ended before the closing brace (already reported). */
  readonly closed: boolean
}
