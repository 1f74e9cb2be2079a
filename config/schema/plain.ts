// What a block means as plain data, by keyword: the same for files that mean the same, however they are written. It can be printed as
// JSON and compared; places in files are not in it. Generic over the tables: knows no keyword.

import type { Bound } from './block.js'
import type { Entry, Field } from './keyword.js'

export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject
export interface PlainObject {
  readonly [name: string]: Plain
}

export interface PlainBlock {
  /** What stands between the keyword and the brace; absent when nothing does. */
  readonly header?: Plain
  /** By keyword, in the order of the table; absent keywords have their defaults, or do not stand here when they have none. */
  readonly values: Readonly<Record<string, Plain | PlainBlock | readonly PlainBlock[]>>
}

export interface PlainOptions {
  /** Keywords whose values are shown as asterisks; the path is that of their block. */
  readonly isSecret?: (path: string, keyword: string) => boolean
}

export const MASKED = '****'

/** What the entries of a block without keywords stand under. */
export const ENTRIES = 'entries'

type AnyBound = Bound<unknown, unknown>

export function plainValues(bound: AnyBound, options: PlainOptions = {}): PlainBlock {
  const { schema } = bound
  const own = bound.values as Readonly<Record<string, unknown>>
  const values: Record<string, Plain | PlainBlock | readonly PlainBlock[]> = {}
  for (const [name, field] of fieldsOf(bound)) {
    const value = own[name]
    const keyword = keywordFor(field, value)
    if (value === undefined || keyword === undefined) continue
    values[keyword] =
      options.isSecret?.(schema.path, keyword) === true ? MASKED : plainField(field, value, keyword, options)
  }
  if (schema.body !== undefined) {
    const entry = schema.body(bound.header)
    values[ENTRIES] = (own.entries as readonly Entry<unknown>[]).map(({ value }) => plainWith(entry, value))
  }
  if (schema.header === undefined) return { values }
  return { header: plainWith(schema.header, bound.header), values }
}

/** Each field once, by its name. */
const fieldsOf = ({ schema }: AnyBound): ReadonlyMap<string, Field<unknown>> =>
  new Map([...schema.entries.values()].map(({ name, field }) => [name, field]))

/** The keyword that stands for the value: of several flags for one field, the one that sets it. */
function keywordFor({ kind, spellings, initial }: Field<unknown>, value: unknown): string | undefined {
  const current = spellings.filter((one) => one.deprecatedFor === undefined)
  if (kind !== 'flag' || (current.length === 1 && initial !== undefined)) return current[0]?.keyword
  return current.find((one) => one.sets === value)?.keyword
}

function plainField(
  field: Field<unknown>,
  value: unknown,
  keyword: string,
  options: PlainOptions,
): Plain | PlainBlock | readonly PlainBlock[] {
  switch (field.kind) {
    case 'value':
      return plainWith(field.arg, value)
    case 'flag':
      return value === field.spellings.find((one) => one.keyword === keyword)?.sets
    case 'block':
      return plainValues(value as AnyBound, options)
    case 'blocks':
      return (value as readonly AnyBound[]).map((one) => plainValues(one, options))
    case 'lines':
    case 'words':
      return (value as readonly Entry<unknown>[]).map((entry) => plainWith(field.arg, entry.value))
  }
}

const plainWith = (arg: Field<unknown>['arg'], value: unknown): Plain =>
  plainData(arg?.plain === undefined ? value : arg.plain(value))

/** Any value without what JSON has no place for. */
function plainData(value: unknown): Plain {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'object':
      return value === null ? null : plainObject(value)
    case 'bigint':
    case 'undefined':
    case 'symbol':
    case 'function':
      return String(value)
  }
}

function plainObject(value: object): Plain {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, plainData)
  if (value instanceof Set) return Array.from(value as Set<unknown>, plainData)
  if (value instanceof Map) return Array.from(value as Map<unknown, unknown>, (pair) => pair.map(plainData))
  const members = Object.entries(value).filter(([, member]) => member !== undefined && !isPlace(member))
  return Object.fromEntries(members.map(([name, member]) => [name, plainData(member)]))
}

/** A statement, a line or a span: values may carry them for complaints. */
const isPlace = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('source' in value || ('line' in value && 'from' in value))
