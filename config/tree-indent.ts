// The indentation of lines, which tells where a brace was forgotten. It is asked only when braces do not fit.

import type { Line } from './read/line.js'
import type { Statement } from './tree.js'

/** Columns before the first character of the line, tabs counting to the next multiple of eight. */
export function indentOf(line: Line): number {
  const text = line.source.text
  return columnsOf(text, text.lastIndexOf('\n', line.start - 1) + 1, line.start)
}

/** Columns of text[from, to), which starts a line. */
export function columnsOf(text: string, from: number, to: number): number {
  let column = 0
  for (let at = from; at < to; at++) {
    column = text.charCodeAt(at) === 9 ? column - (column % 8) + 8 : column + 1
  }
  return column
}

/** Whether the indentation of these lines can be compared: they come from one file, or from one use of a definition. */
export function isOneStretch(lines: readonly Line[]): boolean {
  const first = lines[0]
  return first !== undefined && lines.every((line) => line.source === first.source && line.via === first.via)
}

/** Whether what follows a block keyword without its brace is the content of the block. */
export function continues(opener: Statement, next: Line, closingAt: number | undefined): boolean {
  if (next === opener.line) return closingAt === undefined
  if (next.source !== opener.line.source) return false
  const own = indentOf(opener.line)
  const indent = indentOf(next)
  if (closingAt === 0) return indent === own
  return indent > own
}
