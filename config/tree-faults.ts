// The wording of what is wrong with braces, with keepalived's own words.

import { says, saysAtEnd, type Diagnostic } from './diagnostic.js'
import { spanIn, type Line } from './read/line.js'
import { positionOf } from './source.js'
import type { Statement } from './tree.js'

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

/** Unclosed blocks that are reported: more of them are no slip, and help nobody. */
const mostUnclosed = 100

/** The same diagnostics, those of unclosed blocks with what keepalived says about all of them at the end of the file. */
export function unclosedAtEnd(diagnostics: readonly Diagnostic[], depth: number): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics
  const keepalived = depth === 0 ? [] : saysAtEnd(`There are ${depth} missing '}'s or extra '{'s`)
  let unclosed = 0
  return diagnostics.flatMap((one) => {
    if (one.code !== 'unclosed-block') return [one]
    unclosed++
    return unclosed <= mostUnclosed ? [{ ...one, keepalived }] : []
  })
}

export const extraBrace = (line: Line, at: number): Diagnostic => ({
  code: 'extra-brace',
  severity: 'error',
  message: 'This `}` closes nothing',
  hint: 'Remove it, or add the `{` it belongs to.',
  span: spanIn(line, at, at + 1),
  related: line.via ?? [],
  keepalived: says("Extra '}' found", "Unknown keyword '}'"),
})

export const unexpectedBrace = (line: Line, at: number): Diagnostic => ({
  code: 'unexpected-brace',
  severity: 'error',
  message: 'No block can start here: this `{` follows no keyword',
  hint: 'Remove it with its `}`, or write the keyword of the block before it. A brace that is part of a word needs double quotes.',
  span: spanIn(line, at, at + 1),
  related: line.via ?? [],
  keepalived: says("Unexpected '{' - ignoring"),
})

export const missingBrace = (opener: Statement): Diagnostic => ({
  code: 'missing-open-brace',
  severity: 'error',
  message: `\`${opener.keyword}\` opens a block, but its \`{\` is missing`,
  hint: `Write \`${own(opener)} {\`.`,
  span: spanIn(opener.line, opener.from, opener.to),
  related: opener.line.via ?? [],
  keepalived: says("Missing '{' at beginning of configuration block"),
})
