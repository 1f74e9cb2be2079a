// A block's table made ready for binding, and what binding a block of a file gives. Knows no particular block.

import type { Span } from '../source.js'
import type { Block, Statement } from '../tree.js'
import type { Arg } from './arg.js'
import { spanAt, valueRange } from './cursor.js'
import type { Entry, Field, Spelling } from './keyword.js'

/** One keyword of a block: the field it fills and how it is spelt. */
export interface KeywordEntry {
  readonly name: string
  readonly field: Field<unknown>
  readonly sets: unknown
  readonly deprecatedFor: string | undefined
  /** What keepalived's test says about the old spelling; undefined = nothing. */
  readonly saysOld: string | undefined
}

export interface BlockSchema<V, H = undefined> {
  /** Never present; carries the type for Infer. */
  readonly infer?: V
  /** Keywords from the top level down, joined by `/`. The top level itself is the empty path. */
  readonly path: string
  /** The last of them. */
  readonly keyword: string
  /** What follows the keyword; undefined = nothing does. */
  readonly header: Arg<H> | undefined
  readonly entries: ReadonlyMap<string, KeywordEntry>
  /** All fields, undefined: copied for each block, so that all bound objects have one shape. */
  readonly template: Readonly<Record<string, undefined>>
  readonly initials: readonly { readonly name: string; readonly value: unknown }[]
  /** Of a block with a header whose lines are entries, not keywords: what one of them is. They are the value `entries`. */
  readonly body: ((header: unknown) => Arg<unknown>) | undefined
  /** Whether what is made of such a block names its place in the file: each of them is then bound by itself. */
  readonly placed: boolean
}

/** The values of a block's fields. */
export type Infer<S> = S extends BlockSchema<infer V, unknown> ? V : never

/** A block of the file with the values of its fields and the place it came from. */
export interface Bound<V, H = undefined> {
  readonly values: V
  readonly header: H
  readonly schema: BlockSchema<unknown, unknown>
  /** The statement that opens it. */
  readonly statement: Statement
  readonly block: Block
  /** Statements that set nothing: their value was wrong, or the first one stays. undefined = there are none. */
  readonly refused: ReadonlySet<Statement> | undefined
}

/** A bound block while its values are being filled in. */
export type Filling = Omit<Bound<Record<string, unknown>, unknown>, 'refused'> & { refused: Set<Statement> | undefined }

/** The values a table of fields gives. */
export type Values<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

/** A block with a table of fields. `header` reads what stands between the keyword and the brace. */
export function block<F extends Readonly<Record<string, Field<unknown>>>, H = undefined>(
  path: string,
  fields: F,
  options: { readonly header?: Arg<H>; readonly placed?: boolean } = {},
): BlockSchema<Values<F>, H> {
  const entries = new Map<string, KeywordEntry>()
  for (const [name, field] of Object.entries(fields))
    for (const spelling of field.spellings) addEntry(entries, path, name, field, spelling)
  return {
    path,
    keyword: path.slice(path.lastIndexOf('/') + 1),
    header: options.header,
    entries,
    template: Object.fromEntries(Object.keys(fields).map((name) => [name, undefined])),
    initials: Object.entries(fields)
      .filter(([, field]) => field.initial !== undefined)
      .map(([name, field]) => ({ name, value: field.initial })),
    body: undefined,
    placed: options.placed ?? false,
  }
}

/** A block with a header and one entry on each line; `entry` may need the header for what it says. */
export const listBlock = <T, H>(
  path: string,
  header: Arg<H>,
  entry: (header: H) => Arg<T>,
): BlockSchema<{ readonly entries: readonly Entry<T>[] }, H> => {
  const { infer: _, ...schema } = block(path, {}, { header })
  return { ...schema, body: (of) => entry(of as H) }
}

function addEntry(
  entries: Map<string, KeywordEntry>,
  path: string,
  name: string,
  field: Field<unknown>,
  spelling: Spelling,
): void {
  if (entries.has(spelling.keyword)) throw new Error(`two fields of ${path} claim the keyword ${spelling.keyword}`)
  const { keyword, sets, deprecatedFor, saysOld } = spelling
  entries.set(keyword, { name, field, sets, deprecatedFor, saysOld })
}

/** The statement that set a field (the last one when several did); undefined when none did. */
export function statementOf<V, H>(bound: Bound<V, H>, field: keyof V & string): Statement | undefined {
  const { statements } = bound.block
  for (let i = statements.length - 1; i >= 0; i--) {
    const statement = statements[i]
    if (statement === undefined || bound.schema.entries.get(statement.keyword)?.name !== field) continue
    if (bound.refused?.has(statement) !== true) return statement
  }
  return undefined
}

/** Whether a field's keyword stands in the block, even if with a wrong value (which has then been reported). */
export const isMentioned = <V, H>(bound: Bound<V, H>, field: keyof V & string): boolean =>
  bound.block.statements.some((statement) => bound.schema.entries.get(statement.keyword)?.name === field)

/** Where a field's value stands; the keyword when it has none, the block's opening line when the field is absent. */
export function spanOf<V, H>(bound: Bound<V, H>, field: keyof V & string): Span {
  const statement = statementOf(bound, field) ?? bound.statement
  const { from, to } = valueRange(statement)
  return spanAt(statement, from, to)
}
