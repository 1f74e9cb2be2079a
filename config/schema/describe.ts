// A keyword's table line in words: what follows it, what holds without it, and what a second one does. Knows no keyword.

import type { Arg } from './arg.js'
import { opensBlock } from './language.js'
import type { Field } from './keyword.js'

export interface FieldText {
  /** What follows the keyword, or what each entry of its list is; undefined = nothing. */
  readonly argument: string | undefined
  /** The value of the keyword alone; undefined = a value must follow. */
  readonly bare: string | undefined
  /** undefined = there is none. */
  readonly default: string | undefined
  readonly repeated: string
}

export function describeField(field: Field<unknown>): FieldText {
  const { kind, arg, schema, bare, initial } = field
  return {
    argument: opensBlock(field) && schema !== undefined ? schema.header?.expects : arg?.expects,
    bare: bare === undefined ? undefined : valueText(arg, bare),
    default: initial === undefined || (opensBlock(field) && kind !== 'block') ? undefined : valueText(arg, initial),
    repeated: repeatText(field),
  }
}

function repeatText({ kind, repeat, merge, spellings }: Field<unknown>): string {
  switch (kind) {
    case 'blocks':
      return 'each is a block of its own'
    case 'lines':
      return 'the entries are added'
    case 'words':
      return repeat === 'first' ? 'the first one is kept (an error)' : 'the entries are added'
    case 'flag':
      return spellings.length === 1 ? 'no difference' : 'the last one counts'
    case 'block':
    case 'value':
      if (merge !== undefined) return merge.hint === undefined ? 'both count' : inSentence(merge.hint)
      return repeat === 'first' ? 'the first one is kept (an error)' : 'the last one counts (a warning)'
  }
}

const inSentence = (hint: string): string => `${hint.charAt(0).toLowerCase()}${hint.slice(1).replace(/\.$/, '')}`

/** A value as it would be written. */
function valueText(arg: Arg<unknown> | undefined, value: unknown): string {
  const plain = arg?.plain === undefined ? value : arg.plain(value)
  if (typeof plain === 'boolean') return plain ? 'on' : 'off'
  if (plain === '') return '""'
  if (typeof plain !== 'object' || plain === null) return String(plain)
  const members = Object.entries(plain).filter(([, one]) => one !== undefined)
  if (members.length === 0) return 'none'
  return Array.isArray(plain) ? plain.map(String).join(' ') : members.map(([name, one]) => `${name} ${one}`).join(', ')
}
