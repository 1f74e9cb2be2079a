// One keyword of one block as the table has it: argument, default, what a second one does, other spellings, whether it is enforced.

import { twoColumns } from '../../config/render/wrap.js'
import type { BlockSchema, KeywordEntry } from '../../config/schema/block.js'
import { describeField } from '../../config/schema/describe.js'
import type { Field } from '../../config/schema/keyword.js'
import { meaningOf } from '../explain/meanings.js'

export type AnySchema = Pick<BlockSchema<unknown, unknown>, 'path' | 'keyword' | 'entries'>

type Row = readonly [string, string]

/** `in virtual_server real_server`, `at the top level`. */
export const placeName = ({ path }: AnySchema): string =>
  path === '' ? 'at the top level' : `in ${path.replaceAll('/', ' ')}`

/** Everything but the meaning. The block knows the keyword. */
export function bodyOf(schema: AnySchema, keyword: string, width: number): string {
  const entry = schema.entries.get(keyword)
  if (entry === undefined) return ''
  const { field } = entry
  const { argument, bare, default: initial, repeated } = describeField(field)
  const rows: readonly Row[] = [
    ...argumentRows(field, argument),
    ...row('without one', bare),
    ...row('default', field.kind === 'flag' ? flagDefault(entry) : initial),
    ...otherSpellings(schema, keyword, entry),
    ['given twice', repeated],
    ['enforced', enforcement(field)],
  ]
  const inner = field.schema
  const list = inner === undefined ? '' : `\n  Keywords:\n\n${keywordList(inner, width, '    ')}`
  return `${twoColumns(rows, width, '  ')}${list}`
}

/** The keywords of a block, each with its meaning. */
export const keywordList = (schema: AnySchema, width: number, indent: string): string =>
  twoColumns(
    [...schema.entries].map(([keyword, { deprecatedFor }]) => [
      keyword,
      deprecatedFor === undefined ? (meaningOf(schema.path, keyword) ?? '') : `Old spelling of ${deprecatedFor}.`,
    ]),
    width,
    indent,
  )

const row = (name: string, text: string | undefined): readonly Row[] => (text === undefined ? [] : [[name, text]])

function argumentRows({ kind }: Field<unknown>, argument: string | undefined): readonly Row[] {
  switch (kind) {
    case 'flag':
    case 'value':
      return [['argument', argument ?? 'none']]
    case 'block':
    case 'blocks':
      return [['opens', 'a block'], ...row('header', argument)]
    case 'lines':
      return [['opens', 'a list, one entry on each line'], ...row('entry', argument)]
    case 'words':
      return [['opens', 'a list of words'], ...row('entry', argument)]
  }
}

/** Whether what the keyword sets is so without it. */
const flagDefault = ({ sets, field: { initial } }: KeywordEntry): string | undefined =>
  initial === undefined ? undefined : initial === sets ? 'on' : 'off'

function enforcement({ notYet, notYetIf }: Field<unknown>): string {
  if (notYet === undefined) return 'yes'
  return notYetIf === undefined ? `not yet: ${notYet}` : `not with every value yet: ${notYet}`
}

function otherSpellings(schema: AnySchema, keyword: string, entry: KeywordEntry): readonly Row[] {
  const others = [...schema.entries].filter(([name, one]) => name !== keyword && one.field === entry.field)
  const same = others.filter(([, one]) => one.sets === entry.sets && one.deprecatedFor === undefined)
  return [
    ...row('old', entry.deprecatedFor === undefined ? undefined : `write ${entry.deprecatedFor}`),
    ...row('also', entry.deprecatedFor === undefined ? namesOf(same) : undefined),
    ...row('old names', namesOf(others.filter(([, one]) => one.deprecatedFor === keyword))),
    ...row('instead of', namesOf(others.filter(([, one]) => one.sets !== entry.sets))),
  ]
}

const namesOf = (entries: readonly (readonly [string, KeywordEntry])[]): string | undefined =>
  entries.length === 0 ? undefined : entries.map(([name]) => name).join(', ')
