// From the tree to values: applies a block's table to a block of the file. Every statement that is not in the table, and
// every word that is not what the table asks for, gives one diagnostic; values always result. On the way of a sound file it
// looks up one map entry for each statement and allocates only what it returns.

import { says, type Report } from '../diagnostic.js'
import type { Block, Statement } from '../tree.js'
import type { Arg } from './arg.js'
import type { BlockSchema, Bound, Filling, KeywordEntry } from './block.js'
import { Cursor, tellKeyword, unwritten } from './cursor.js'
import { lines, type Entry, type Field } from './keyword.js'
import type { Language } from './language.js'
import {
  extraParameters,
  faultOf,
  quoted,
  tellDeprecated,
  tellFlagValue,
  tellMissing,
  tellMissingBrace,
  tellMissingListBrace,
  tellNotYet,
  tellRepeated,
  tellSurplus,
  tellUnexpectedBlock,
  tellWrong,
  tellWrongEntry,
} from './complaints.js'
import { tellUnbound } from './unbound.js'

/** Statements of the top level as a block that has no keyword and no braces. */
export function bindTopLevel<V>(
  schema: BlockSchema<V>,
  statements: readonly Statement[],
  report: Report,
  language?: Language,
): Bound<V> {
  const block = { statements, closed: true }
  return fill(schema, undefined, unwritten(block), block, new Cursor(report, language))
}

type Values = Record<string, unknown>

/** The values of a block of the file; undefined when its header is wrong (reported; such a block is skipped whole). */
export function bind<V, H>(
  schema: BlockSchema<V, H>,
  statement: Statement,
  cursor: Cursor,
  around?: unknown,
  filling = fill,
): Bound<V, H> | undefined {
  const { block } = statement
  if (block === undefined) {
    tellMissingBrace(cursor, statement)
    return undefined
  }
  // A block whose opening brace is missing (reported) and that has no content.
  if (!block.closed && block.statements.length === 0) return undefined
  cursor.open(statement)
  let header = around as H | undefined
  if (schema.header !== undefined) {
    header = bindHeader(schema.header, statement, cursor)
    if (header === undefined) return undefined
  }
  if (cursor.next()) tellSurplus(cursor, schema.keyword)
  return filling(schema, header as H, statement, block, cursor)
}

function fill<V, H>(
  schema: BlockSchema<V, H>,
  header: H,
  statement: Statement,
  block: Block,
  cursor: Cursor,
): Bound<V, H> {
  const values: Values = { ...schema.template }
  const bound: Filling = { values, header, schema, statement, block, refused: undefined }
  if (schema.body === undefined) for (const child of block.statements) bindStatement(bound, child, cursor)
  else {
    const entries: Entry<unknown>[] = []
    values.entries = entries
    readEntries(bound, lines(schema.keyword, schema.body(header)), block, entries, cursor, schema.keyword)
  }
  for (const initial of schema.initials) if (values[initial.name] === undefined) values[initial.name] = initial.value
  return bound as Bound<V, H>
}

/** A block that is written again, word for word, has the values and the content of the first one, and a header of its own. */
function fillOnce<V, H>(
  schema: BlockSchema<V, H>,
  header: H,
  statement: Statement,
  block: Block,
  cursor: Cursor,
): Bound<V, H> {
  const { reuse } = cursor
  const { body } = block
  if (reuse === undefined) return fill(schema, header, statement, block, cursor)
  if (schema.placed) reuse.placed++
  if (body === undefined || schema.placed) return fill(schema, header, statement, block, cursor)
  const known = reuse.known.get(body)
  if (known?.schema === schema) {
    return { values: known.values as V, header, schema, statement, block: known.block, refused: known.refused }
  }
  const { placed } = reuse
  const bound = fill(schema, header, statement, block, cursor)
  if (placed === reuse.placed) reuse.known.set(body, bound)
  return bound
}

function bindHeader<H>(arg: Arg<H>, statement: Statement, cursor: Cursor): H | undefined {
  if (!cursor.next()) {
    if (cursor.isCutShort) return undefined
    tellKeyword(cursor.report, statement, {
      code: 'missing-value',
      severity: 'error',
      message: `\`${statement.keyword}\` must be followed by ${arg.expects}`,
      hint: 'The whole block is skipped.',
      keepalived: says(arg.fault?.('') ?? `${statement.keyword} must have a name`),
    })
    return undefined
  }
  const header = arg.read(cursor)
  if (header === undefined && !cursor.told) {
    cursor.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `${quoted(cursor.word)} is not valid after \`${statement.keyword}\`: ${arg.expects} is expected`,
      hint: 'The whole block is skipped, as in keepalived.',
      keepalived: faultOf(arg, cursor.word),
    })
  }
  return header
}

function bindStatement(bound: Filling, child: Statement, cursor: Cursor): void {
  const { values, schema } = bound
  const entry = schema.entries.get(child.keyword)
  if (entry === undefined) {
    tellUnbound(schema, child, cursor)
    return
  }
  const { notYet, notYetIf } = entry.field
  if (notYet !== undefined && notYetIf === undefined) tellNotYet(cursor, child, notYet)
  if (entry.deprecatedFor !== undefined) tellDeprecated(cursor, child, entry)
  switch (entry.field.kind) {
    case 'value':
      store(bound, entry, child, readValue(bound, entry.field, child, cursor), cursor)
      return
    case 'flag':
      cursor.open(child)
      if (cursor.next()) tellFlagValue(cursor, child.keyword)
      if (child.block !== undefined) tellUnexpectedBlock(cursor, child)
      values[entry.name] = entry.sets
      return
    case 'block':
    case 'blocks':
      bindNested(bound, entry, child, cursor)
      return
    case 'lines':
    case 'words':
      bindList(bound, entry, child, cursor)
      return
  }
}

/** undefined: nothing is to be stored. */
function readValue(bound: Filling, field: Field<unknown>, child: Statement, cursor: Cursor): unknown {
  const { arg } = field
  cursor.open(child)
  if (child.block !== undefined) tellUnexpectedBlock(cursor, child)
  if (!cursor.next()) {
    if (cursor.isCutShort) return undefined
    if (field.bare === undefined) tellMissing(cursor, child, field, bound.header)
    else if (field.notYet !== undefined && field.notYetIf?.(field.bare) === true)
      tellNotYet(cursor, child, field.notYet)
    return field.bare
  }
  const value = arg?.read(cursor)
  if (value === undefined) {
    if (!cursor.told) tellWrong(cursor, child.keyword, field, bound.header)
    return field.wrong
  }
  if (field.notYet !== undefined && field.notYetIf?.(value) === true) tellNotYet(cursor, child, field.notYet)
  if (!cursor.next()) return value
  tellSurplus(cursor, child.keyword, field.surplus, field.saysSurplus?.(cursor.word, bound.header))
  return field.surplus === 'refused' ? undefined : value
}

function store(bound: Filling, entry: KeywordEntry, child: Statement, value: unknown, cursor: Cursor): void {
  if (value === undefined) {
    refuse(bound, child)
    return
  }
  const { values } = bound
  const before = values[entry.name]
  if (before !== undefined) {
    const { merge } = entry.field
    if (merge === undefined || merge.hint !== undefined) tellRepeated(bound, entry, child, cursor)
    if (merge !== undefined) {
      values[entry.name] = merge.choose(before, value)
      return
    }
    if (entry.field.repeat === 'first') {
      refuse(bound, child)
      return
    }
  }
  values[entry.name] = value
}

function refuse(bound: Filling, child: Statement): void {
  bound.refused ??= new Set()
  bound.refused.add(child)
}

function bindNested(bound: Filling, entry: KeywordEntry, child: Statement, cursor: Cursor): void {
  const { schema, kind } = entry.field
  if (schema === undefined) return
  const inner = bind(schema, child, cursor, bound.header, fillOnce)
  if (inner === undefined) return
  if (kind === 'blocks') {
    append(bound.values, entry.name, inner)
    return
  }
  if (bound.values[entry.name] !== undefined) tellRepeated(bound, entry, child, cursor)
  bound.values[entry.name] = inner
}

function append(values: Values, name: string, item: unknown): void {
  const before = values[name] as unknown[] | undefined
  if (before === undefined) values[name] = [item]
  else before.push(item)
}

function bindList(bound: Filling, entry: KeywordEntry, child: Statement, cursor: Cursor): void {
  const { field, name } = entry
  const { values } = bound
  const { block } = child
  if (block === undefined) {
    tellMissingListBrace(cursor, child)
    return
  }
  if (values[name] !== undefined && field.repeat === 'first') {
    tellRepeated(bound, entry, child, cursor)
    return
  }
  cursor.open(child)
  if (cursor.next()) tellSurplus(cursor, child.keyword, 'reported', extraParameters(child.keyword, cursor.word))
  const list = (values[name] ?? []) as Entry<unknown>[]
  values[name] = list
  readEntries(bound, field, block, list, cursor, child.keyword)
}

/** The entries of a list, each a line or a word of its block. */
function readEntries(
  bound: Filling,
  field: Field<unknown>,
  block: Block,
  list: Entry<unknown>[],
  cursor: Cursor,
  name: string,
): void {
  for (const line of block.statements) {
    if (line.block !== undefined) {
      tellUnexpectedBlock(cursor, line)
      continue
    }
    cursor.openEntry(line)
    if (field.kind === 'lines') readLine(bound, field, line, list, cursor, name)
    else readWords(bound, field, line, list, cursor, name)
  }
}

function readLine(
  bound: Filling,
  field: Field<unknown>,
  line: Statement,
  list: Entry<unknown>[],
  cursor: Cursor,
  name: string,
): void {
  if (!cursor.next()) return
  const { start, end } = cursor
  const value = field.arg?.read(cursor)
  if (value === undefined) {
    if (!cursor.told) tellWrongEntry(cursor, name, field, bound.header)
    return
  }
  list.push({ value, statement: line, start, end })
  if (cursor.next()) tellSurplus(cursor, name)
}

function readWords(
  bound: Filling,
  field: Field<unknown>,
  line: Statement,
  list: Entry<unknown>[],
  cursor: Cursor,
  name: string,
): void {
  while (cursor.next()) {
    const { start, end } = cursor
    const value = field.arg?.read(cursor)
    if (value !== undefined) list.push({ value, statement: line, start, end })
    else if (!cursor.told) tellWrongEntry(cursor, name, field, bound.header)
  }
}
