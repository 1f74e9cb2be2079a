// The fields a block can have, as data: which keyword fills a field, with which argument, and what happens when it is
// missing, wrong or repeated. Field and keyword share a line in a block's table. How tables are applied is in bind.ts.

import type { KeepalivedSays } from '../diagnostic.js'
import type { Statement } from '../tree.js'
import type { Arg } from './arg.js'
import type { BlockSchema, Bound } from './block.js'

/** What a second use of a keyword does: the last value wins (a warning), or the first stays (an error). */
export type Repeat = 'last' | 'first'

/** What becomes of words that are too many: nothing is said in keepalived's test, they are reported, or the line is refused. */
export type Surplus = 'ignored' | 'reported' | 'refused'

export type FieldKind = 'value' | 'flag' | 'block' | 'blocks' | 'lines' | 'words'

/** One way to spell a field. */
export interface Spelling {
  readonly keyword: string
  /** For flags: the value that the keyword stands for. */
  readonly sets?: unknown
  /** The keyword to use instead. */
  readonly deprecatedFor?: string
  /** keepalived's test rejects the old spelling in these words; undefined = it takes it. */
  readonly saysOld?: string | undefined
}

/** An old spelling: the keyword alone, or with what keepalived's test says about it. */
export type OldSpelling = string | { readonly keyword: string; readonly says: string }

export interface Field<T> {
  /** Never present; carries the type for Infer. */
  readonly infer?: T
  readonly kind: FieldKind
  readonly spellings: readonly Spelling[]
  readonly arg?: Arg<unknown> | undefined
  readonly schema?: BlockSchema<unknown, unknown> | undefined
  /** Value of the keyword alone; undefined = a word must follow. */
  readonly bare?: unknown
  /** Value stored when the word is wrong; undefined = the line is ignored. */
  readonly wrong?: unknown
  /** Value when the keyword is absent. */
  readonly initial?: unknown
  readonly repeat: Repeat
  /** Decides between the value so far and a repeated one, instead of `repeat`. */
  readonly merge?: Merge<unknown> | undefined
  /** Set when a wrong value stops everything, and what to say then. */
  readonly fatal?: string | undefined
  /** What is used when a wrong value is ignored, for the message, where that is not plain. */
  readonly fallback?: string | undefined
  readonly surplus: Surplus
  /** Set while the daemon reads the keyword and does nothing about it: what the operator has to reckon with. */
  readonly notYet?: string | undefined
  /** Whether that is so with this value; undefined = with any. */
  readonly notYetIf?: Asks<unknown>['ofValue'] | undefined
  /** keepalived's message about a wrong word, after what it says of the word itself. `header` is that of the block. */
  readonly says?: Says | undefined
  /** keepalived's message when the value is missing; undefined = its test ends there with status 2. */
  readonly saysMissing?: Says | undefined
  /** keepalived's message about words that are too many; `word` is the first of them. */
  readonly saysSurplus?: Says | undefined
  /** keepalived's message about a second use; `word` is its value, `before` the one there is. */
  readonly saysRepeated?: Asks<unknown>['ofRepeated'] | undefined
}

/** Questions about values of one field. Methods, because nobody asks them about values of another. */
interface Asks<T> {
  ofValue(value: T): boolean
  ofRepeated(word: string, before: T, header: unknown): string | undefined
}

/** keepalived's own words about a statement; `word` is the value in question. */
export type Says = (word: string, header: unknown) => string | readonly KeepalivedSays[] | undefined

/** An entry of a list, with the place it stands at. */
export interface Entry<T> {
  readonly value: T
  readonly statement: Statement
  /** Offsets into statement.line.text. */
  readonly start: number
  readonly end: number
}

export interface Merge<T> {
  /** What becomes of the values: `The largest counts, as in keepalived.` Absent when repeating is nothing to speak of. */
  readonly hint?: string
  choose(before: T, next: T): T
}

interface CommonOptions {
  readonly notYet?: string
  readonly says?: Says
  readonly saysMissing?: Says
}

interface ValueOptions<T> extends CommonOptions {
  readonly notYetIf?: Asks<T>['ofValue']
  readonly saysSurplus?: Says
  readonly saysRepeated?: Asks<T>['ofRepeated']
  readonly bare?: T
  readonly wrong?: T
  readonly repeat?: Repeat
  readonly merge?: Merge<T>
  readonly fatal?: string
  readonly fallback?: string
  readonly surplus?: Surplus
  /** Other keywords with the same meaning. */
  readonly aliases?: readonly string[]
  /** Old spellings that still work. */
  readonly deprecated?: readonly OldSpelling[]
}

const oldSpelling = (old: OldSpelling, name: string): Spelling =>
  typeof old === 'string'
    ? { keyword: old, deprecatedFor: name }
    : { keyword: old.keyword, deprecatedFor: name, saysOld: old.says }

/** A keyword with a value. Without `default` the field is undefined when the keyword is absent. */
export function keyword<T>(
  name: string,
  arg: Arg<T>,
  options: ValueOptions<NoInfer<T>> & { readonly default: NoInfer<T> },
): Field<T>
export function keyword<T>(name: string, arg: Arg<T>, options?: ValueOptions<NoInfer<T>>): Field<T | undefined>
export function keyword<T>(
  name: string,
  arg: Arg<T>,
  options: ValueOptions<NoInfer<T>> & { readonly default?: NoInfer<T> } = {},
): Field<T | undefined> {
  return {
    kind: 'value',
    spellings: [
      { keyword: name },
      ...(options.aliases ?? []).map((alias) => ({ keyword: alias })),
      ...(options.deprecated ?? []).map((old) => oldSpelling(old, name)),
    ],
    arg,
    bare: options.bare,
    wrong: options.wrong,
    initial: options.default,
    repeat: options.repeat ?? 'last',
    merge: options.merge,
    fatal: options.fatal,
    fallback: options.fallback,
    surplus: options.surplus ?? 'ignored',
    notYet: options.notYet,
    says: options.says,
    saysMissing: options.saysMissing,
    saysSurplus: options.saysSurplus,
    notYetIf: options.notYetIf,
    saysRepeated: options.saysRepeated,
  }
}

/** A keyword without value: true when it is there. */
export const flag = (
  name: string,
  options: { readonly deprecated?: readonly OldSpelling[]; readonly notYet?: string } = {},
): Field<boolean> => ({
  kind: 'flag',
  spellings: [
    { keyword: name, sets: true },
    ...(options.deprecated ?? []).map((old) => ({ ...oldSpelling(old, name), sets: true })),
  ],
  initial: false,
  repeat: 'last',
  surplus: 'ignored',
  notYet: options.notYet,
})

/** Keywords without values that set one field; the last one wins. undefined when none is there. */
export const choice = <T>(
  sets: Readonly<Record<string, T>>,
  options: { readonly notYet?: string } = {},
): Field<T | undefined> => ({
  kind: 'flag',
  spellings: Object.entries(sets).map(([name, value]) => ({ keyword: name, sets: value })),
  repeat: 'last',
  surplus: 'ignored',
  notYet: options.notYet,
})

/** A block of which there is at most one (a second one replaces it). */
export const nested = <V, H>(
  schema: BlockSchema<V, H>,
  options: { readonly notYet?: string } = {},
): Field<Bound<V, H> | undefined> => ({
  kind: 'block',
  spellings: [{ keyword: schema.keyword }],
  schema,
  repeat: 'last',
  surplus: 'ignored',
  notYet: options.notYet,
})

/** Blocks of which there may be many, in file order. */
export const blocks = <V, H>(
  schema: BlockSchema<V, H>,
  options: { readonly notYet?: string } = {},
): Field<readonly Bound<V, H>[]> => ({
  kind: 'blocks',
  spellings: [{ keyword: schema.keyword }],
  schema,
  initial: [],
  repeat: 'last',
  surplus: 'ignored',
  notYet: options.notYet,
})

interface ListOptions {
  readonly notYet?: string
  /** About an entry that is wrong; `header` is that of the block around the list. */
  readonly says?: Says
}

/** A block that is a list with one entry on each line; repeated blocks add entries. */
export const lines = <T>(name: string, arg: Arg<T>, options: ListOptions = {}): Field<readonly Entry<T>[]> => ({
  kind: 'lines',
  spellings: [{ keyword: name }],
  arg,
  initial: [],
  repeat: 'last',
  surplus: 'ignored',
  notYet: options.notYet,
  says: options.says,
})

/** A block that is a list of words over any number of lines. With repeat 'first' a second block is refused. */
export const words = <T>(
  name: string,
  arg: Arg<T>,
  options: ListOptions & { readonly repeat?: Repeat } = {},
): Field<readonly Entry<T>[] | undefined> => ({
  kind: 'words',
  spellings: [{ keyword: name }],
  arg,
  repeat: options.repeat ?? 'last',
  surplus: 'ignored',
  notYet: options.notYet,
  says: options.says,
})
