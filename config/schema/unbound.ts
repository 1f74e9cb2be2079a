// Statements that the table of their block does not take. Each gives exactly one diagnostic, with the place the keyword belongs to or
// the one that was probably meant; whole blocks are skipped with it.

import { says } from '../diagnostic.js'
import { suggest } from '../suggest.js'
import type { Statement } from '../tree.js'
import type { BlockSchema } from './block.js'
import { tellKeyword, type Cursor } from './cursor.js'
import type { Language } from './language.js'
import { otherName } from './other-names.js'
import { oddityOf, visible } from './oddities.js'

type AnySchema = Pick<BlockSchema<unknown, unknown>, 'path' | 'keyword' | 'entries'>

/** Reports a statement whose keyword is not in the block's table. */
export function tellUnbound(schema: AnySchema, statement: Statement, cursor: Cursor): void {
  const { keyword } = statement
  const other = otherName(schema.path, keyword)
  const where = schema.path === '' ? 'at the top level' : `in \`${schema.keyword}\``
  const fate = statement.block === undefined ? 'The line is ignored, as in keepalived.' : 'The whole block is skipped.'
  const advice =
    other?.instead === undefined ? adviceOn(schema, keyword, cursor.language) : `Did you mean \`${other.instead}\`?`
  tellKeyword(cursor.report, statement, {
    code: other?.message === undefined ? 'unknown-keyword' : 'obsolete-keyword',
    severity: other?.severity ?? 'error',
    message: other?.message ?? `Unknown keyword \`${visible(keyword)}\` ${where}`,
    hint: other?.hint ?? (advice === undefined ? fate : `${advice} ${fate}`),
    keepalived: says(`Unknown keyword '${keyword}'`, ...(statement.block === undefined ? [] : [braceTooMany])),
  })
}

/** It does not skip the block: its brace and what is inside are read as if they stood in the block around it. */
const braceTooMany = "Unexpected '{' - ignoring"

function adviceOn(schema: AnySchema, keyword: string, language: Language | undefined): string | undefined {
  const odd = oddityOf(keyword, (word) => schema.entries.has(word))
  if (odd !== undefined) return odd
  const sibling = siblingOf(schema, keyword)
  if (sibling !== undefined) return `Did you mean \`${sibling}\`?`
  const elsewhere = language?.blocksWith(keyword) ?? []
  if (elsewhere.length > 0) return `It belongs ${listOf(elsewhere)}.`
  const near = suggest(keyword, schema.entries.keys())
  return near === undefined ? undefined : `Did you mean \`${near}\`?`
}

/** global_defs has the defaults of instances under their names with `vrrp_` before them. */
function siblingOf({ entries }: AnySchema, keyword: string): string | undefined {
  const short = keyword.replace(/^vrrp_/, '')
  return [`vrrp_${keyword}`, short].find((other) => other !== keyword && entries.has(other))
}

/** At most three places, the outermost ones. */
function listOf(paths: readonly string[]): string {
  const depth = (path: string): number => path.split('/').length
  const least = Math.min(...paths.map(depth))
  const shown = paths.filter((path) => depth(path) === least).slice(0, 3)
  return shown.map((path) => (path === '' ? 'at the top level' : `in \`${path.replaceAll('/', ' ')}\``)).join(' or ')
}
