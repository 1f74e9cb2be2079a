// Statements that no table of ours takes: known to keepalived and not supported yet, or known to nobody. Each gives exactly
// one diagnostic; whole blocks are skipped with it.

import { says } from '../diagnostic.js'
import { suggest } from '../suggest.js'
import type { Statement } from '../tree.js'
import type { BlockSchema } from './block.js'
import { tellKeyword, type Cursor } from './cursor.js'
import { blocksWith, knownKeywords } from './known-keywords.js'
import { lossOf } from './not-supported.js'
import { notYet } from './not-yet.js'
import { otherName } from './other-names.js'

type AnySchema = Pick<BlockSchema<unknown, unknown>, 'path' | 'keyword' | 'entries'>

/** Reports a statement whose keyword is not in the block's table. */
export function tellUnbound(schema: AnySchema, statement: Statement, cursor: Cursor): void {
  const { keyword } = statement
  const known = knownKeywords().get(schema.path)?.get(keyword)
  if (known === undefined) {
    tellUnknown(schema, statement, cursor)
    return
  }
  const { hint } = lossOf(schema.path, keyword, known.opensBlock)
  tellKeyword(cursor.report, statement, notYet(`\`${keyword}\``, hint))
}

function tellUnknown(schema: AnySchema, statement: Statement, cursor: Cursor): void {
  const { keyword } = statement
  const other = otherName(schema.path, keyword)
  const where = schema.path === '' ? 'at the top level' : `in \`${schema.keyword}\``
  const fate = statement.block === undefined ? 'The line is ignored, as in keepalived.' : 'The whole block is skipped.'
  const advice = other?.instead === undefined ? adviceOn(schema, keyword) : `Did you mean \`${other.instead}\`?`
  tellKeyword(cursor.report, statement, {
    code: other?.message === undefined ? 'unknown-keyword' : 'obsolete-keyword',
    severity: other?.severity ?? 'error',
    message: other?.message ?? `Unknown keyword \`${visible(keyword)}\` ${where}`,
    hint: other?.hint ?? (advice === undefined ? fate : `${advice} ${fate}`),
    keepalived: says(`Unknown keyword '${keyword}'`),
  })
}

function adviceOn(schema: AnySchema, keyword: string): string | undefined {
  if (visible(keyword) !== keyword) return 'The word contains characters that cannot be seen: delete them.'
  const elsewhere = blocksWith(keyword)
  if (elsewhere.length > 0) return `It belongs ${listOf(elsewhere)}.`
  const candidates = new Set([...schema.entries.keys(), ...(knownKeywords().get(schema.path)?.keys() ?? [])])
  const near = suggest(keyword, candidates)
  return near === undefined ? undefined : `Did you mean \`${near}\`?`
}

/** At most three places, the outermost ones. */
function listOf(paths: readonly string[]): string {
  const depth = (path: string): number => path.split('/').length
  const least = Math.min(...paths.map(depth))
  const shown = paths.filter((path) => depth(path) === least).slice(0, 3)
  return shown.map((path) => (path === '' ? 'at the top level' : `in \`${path.replaceAll('/', ' ')}\``)).join(' or ')
}

/** Control and zero-width characters as their code points: they come from copying out of web pages and word processors. */
const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\u00a0\u3000]/gu,
    (c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
