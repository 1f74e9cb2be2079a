// What a configuration means, as a tree that can be compared: blocks by keyword and name, keywords with their values, lists in order.
// Where things stand, how they were written and in how many files does not show in it. Passwords count, but are not shown.

import { statementOf, type Bound } from '../../config/schema/block.js'
import { valueRange } from '../../config/schema/cursor.js'
import { describeField } from '../../config/schema/describe.js'
import type { Entry, Field } from '../../config/schema/keyword.js'
import { MASKED, plainValues, type Plain, type PlainBlock } from '../../config/schema/plain.js'
import type { Statement } from '../../config/tree.js'

export interface Value {
  /** Equal for equal meanings only. */
  readonly key: string
  /** For people; passwords are asterisks. */
  readonly text: string
  /** It stands in the file: it is no default. */
  readonly written: boolean
  /** What writes it, unless it stands for something that is read and not enforced yet. */
  readonly statement?: Statement | undefined
}

export interface Outline {
  /** Keyword and name of the block, as for people; empty for the whole file. */
  readonly title: string
  /** By keyword. */
  readonly values: ReadonlyMap<string, Value>
  /** By keyword, in order. */
  readonly lists: ReadonlyMap<string, readonly Value[]>
  /** By identity: keyword, name, and a number for those that have the same. */
  readonly blocks: ReadonlyMap<string, Outline>
}

type AnyBound = Bound<Record<string, unknown>, unknown>

export const outlineOf = (bound: AnyBound): Outline => outlined(bound, plainValues(bound), '')

/** `plain` is the same block as plain data: its keys stand for the fields that have a value. */
function outlined(bound: AnyBound, plain: PlainBlock, title: string): Outline {
  const values = new Map<string, Value>()
  const lists = new Map<string, readonly Value[]>()
  const blocks = new Map<string, Outline>()
  for (const [keyword, content] of Object.entries(plain.values)) {
    if (bound.schema.body !== undefined)
      addList(
        lists,
        '',
        { kind: 'lines' },
        bound.values.entries as readonly Entry<unknown>[],
        content as readonly Plain[],
      )
    const entry = bound.schema.entries.get(keyword)
    if (entry === undefined) continue
    const { name, field } = entry
    const value = bound.values[name]
    switch (field.kind) {
      case 'value':
        values.set(keyword, valueOf(bound, name, field, keyword, content))
        break
      case 'flag':
        if (value !== field.initial)
          values.set(keyword, { key: keyOf(content), text: '', written: true, statement: enforced(bound, name, field) })
        break
      case 'block':
        addBlock(blocks, value as AnyBound, content as PlainBlock)
        break
      case 'blocks':
        for (const [index, one] of (value as readonly AnyBound[]).entries())
          addBlock(blocks, one, (content as readonly PlainBlock[])[index] ?? { values: {} })
        break
      case 'lines':
      case 'words':
        addList(lists, keyword, field, value as readonly Entry<unknown>[], content as readonly Plain[])
        break
    }
  }
  return { title, values, lists, blocks }
}

const keyOf = (content: unknown): string => JSON.stringify(content)

function addBlock(blocks: Map<string, Outline>, bound: AnyBound, plain: PlainBlock): void {
  const { keyword } = bound.schema
  const { from, to } = valueRange(bound.statement)
  const name = bound.schema.header === undefined ? '' : bound.statement.line.text.slice(from, to)
  const identity = `${keyword} ${keyOf(plain.header ?? null)}`
  let key = identity
  for (let count = 2; blocks.has(key); count++) key = `${identity} #${count}`
  blocks.set(key, outlined(bound, plain, name === '' ? keyword : `${keyword} ${name}`))
}

function addList(
  lists: Map<string, readonly Value[]>,
  keyword: string,
  { kind, notYet }: Pick<Field<unknown>, 'kind' | 'notYet'>,
  entries: readonly Entry<unknown>[],
  plain: readonly Plain[],
): void {
  if (entries.length === 0) return
  const text = ({ statement, start, end }: Entry<unknown>): string =>
    kind === 'words' ? statement.line.text.slice(start, end) : written(statement, statement.from)
  lists.set(
    keyword,
    entries.map((entry, index) => ({
      key: keyOf(plain[index] ?? null),
      text: masked(text(entry)),
      written: true,
      statement: notYet === undefined ? entry.statement : undefined,
    })),
  )
}

/** The words of the file where they say all; otherwise the value as the table would have it. */
function valueOf(bound: AnyBound, name: string, field: Field<unknown>, keyword: string, content: unknown): Value {
  const key = keyOf(content)
  const statement = statementOf(bound, name)
  const isWritten = statement !== undefined
  if (isSecret(keyword)) return { key, text: MASKED, written: isWritten }
  const range = statement === undefined || field.merge !== undefined ? undefined : valueRange(statement)
  const text =
    statement === undefined || range === undefined || range.from === statement.from
      ? (describeField({ ...field, initial: bound.values[name] }).default ?? '')
      : masked(written(statement, range.from))
  return { key, text, written: isWritten, statement: enforced(bound, name, field) }
}

const enforced = (bound: AnyBound, name: string, field: Field<unknown>): Statement | undefined =>
  field.notYet === undefined ? statementOf(bound, name) : undefined

const written = (statement: Statement, from: number): string =>
  statement.line.text.slice(from, statement.to).trim().replace(/\s+/g, ' ')

const isSecret = (keyword: string): boolean => /^(?:auth_pass\w*|password|key)$/.test(keyword)

const masked = (text: string): string => text.replace(/(^|\s)(auth_pass\w*|password|key)(\s+).*/, `$1$2$3${MASKED}`)
