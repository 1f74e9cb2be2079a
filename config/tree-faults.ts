// The wording of what is wrong with braces, and the indentation that tells where one was forgotten.

import type { Diagnostic } from './diagnostic.js'
import { spanIn, type Line } from './read/line.js'
import { positionOf } from './source.js'
import type { Statement } from './tree.js'

/** Columns before the first character of the line, tabs counting to the next multiple of eight. */
export function indentOf(line: Line): number {
  const text = line.source.text
  let column = 0
  for (let at = text.lastIndexOf('\n', line.start - 1) + 1; at < line.start; at++) {
    column = text.charCodeAt(at) === 9 ? column - (column % 8) + 8 : column + 1
  }
  return column
}

const own = (statement: Statement): string => statement.line.text.slice(statement.from, statement.to)

export function unclosedBlock(opener: Statement, before: Line | undefined): Diagnostic {
  return {
    code: 'unclosed-block',
    severity: 'error',
    message: `\`${own(opener)}\` is never closed: its \`}\` is missing`,
    hint:
      before === undefined
        ? 'Add it where the block ends.'
        : `Add it before line ${positionOf(before.source, before.start).line}.`,
    span: spanIn(opener.line, opener.from, opener.to),
    related: opener.line.via ?? [],
  }
}

export const extraBrace = (line: Line, at: number): Diagnostic => ({
  code: 'extra-brace',
  severity: 'error',
  message: 'This `}` closes nothing',
  hint: 'Remove it, or add the `{` it belongs to.',
  span: spanIn(line, at, at + 1),
  related: line.via ?? [],
})

export const unexpectedBrace = (line: Line, at: number): Diagnostic => ({
  code: 'unexpected-brace',
  severity: 'error',
  message: 'No block can start here: this `{` follows no keyword',
  hint: 'Remove it with its `}`, or write the keyword of the block before it. A brace that is part of a word needs double quotes.',
  span: spanIn(line, at, at + 1),
  related: line.via ?? [],
})

export const missingBrace = (opener: Statement): Diagnostic => ({
  code: 'missing-open-brace',
  severity: 'error',
  message: `\`${opener.keyword}\` opens a block, but its \`{\` is missing`,
  hint: `Write \`${own(opener)} {\`.`,
  span: spanIn(opener.line, opener.from, opener.to),
  related: opener.line.via ?? [],
})
