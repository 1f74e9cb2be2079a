// What can be said about one statement while it is bound: which word is wrong, missing, too many, repeated, old; and what
// keepalived makes of it. The checks themselves are in bind.ts.

import { says, type KeepalivedSays } from '../diagnostic.js'
import { suggest } from '../suggest.js'
import type { Statement } from '../tree.js'
import type { Arg } from './arg.js'
import { statementOf, type Filling, type KeywordEntry } from './block.js'
import { spanOfStatement, tellAt, tellKeyword, type Cursor } from './cursor.js'
import type { Field } from './keyword.js'
import { notYet } from './not-yet.js'

/** A word as messages show it. */
export const quoted = (word: string): string => (word === '' ? 'An empty word' : `\`${word}\``)

/** keepalived's words about a wrong word. */
export const faultOf = (arg: Arg<unknown> | undefined, word: string): readonly KeepalivedSays[] => {
  const fault = arg?.fault?.(word)
  return fault === undefined ? [] : says(fault)
}

export function tellWrong(cursor: Cursor, name: string, field: Field<unknown>, header: unknown): void {
  const near = suggest(cursor.word, field.arg?.words ?? [])
  const guess = near === undefined ? '' : `Did you mean \`${near}\`? `
  cursor.tell({
    code: 'wrong-value',
    severity: field.fatal === undefined ? 'error' : 'fatal',
    message: `${quoted(cursor.word)} is not valid for \`${name}\`: ${field.arg?.expects ?? 'nothing'} is expected`,
    hint: guess + fateOf(field),
    keepalived: [...faultOf(field.arg, cursor.word), ...saysOf(field.says?.(cursor.word, header))],
  })
}

const saysOf = (message: string | undefined): readonly KeepalivedSays[] => (message === undefined ? [] : says(message))

const fateOf = (field: Field<unknown>): string =>
  field.wrong === undefined
    ? (field.fatal ??
      `The line is ignored, as in keepalived${field.fallback === undefined ? '' : `: ${field.fallback} is used`}.`)
    : `${shown(field.wrong)} is used instead, as in keepalived.`

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : 'The default'

export function tellWrongEntry(cursor: Cursor, name: string, field: Field<unknown>): void {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `${quoted(cursor.word)} is not valid in \`${name}\`: ${field.arg?.expects ?? 'nothing'} is expected`,
    hint: 'The entry is dropped, as in keepalived.',
    keepalived: [...faultOf(field.arg, cursor.word), ...saysOf(field.says?.(cursor.word, undefined))],
  })
}

export function tellMissing(cursor: Cursor, child: Statement, field: Field<unknown>, header: unknown): void {
  tellKeyword(cursor.report, child, {
    code: 'missing-value',
    severity: field.fatal === undefined ? 'error' : 'fatal',
    message: `\`${child.keyword}\` must be followed by ${field.arg?.expects ?? 'a value'}`,
    hint: field.fatal ?? 'The line is ignored; keepalived may refuse to start because of it.',
    keepalived: field.saysMissing === undefined ? endsWithout(child.keyword) : saysOf(field.saysMissing('', header)),
  })
}

/** A missing word ends keepalived's configuration test, except where the keyword looks itself. */
const endsWithout = (keyword: string): readonly KeepalivedSays[] => [
  {
    message: `*** Configuration line starting \`${keyword}\` is missing a parameter after keyword \`${keyword}\` at word position 2`,
    placed: true,
    status: 2,
  },
]

/** What keepalived makes of words that are too many: nothing, an error, or an error and the line is ignored. */
export type SurplusFate = 'ignored' | 'reported' | 'refused'

export function tellSurplus(cursor: Cursor, name: string, fate: SurplusFate = 'ignored'): void {
  cursor.tellRest({
    code: 'surplus-words',
    severity: fate === 'ignored' ? 'warning' : 'error',
    message: `\`${cursor.word}\` is one word too many after \`${name}\``,
    hint: `${fate === 'refused' ? 'The line' : 'It'} is ignored, as in keepalived.`,
  })
}

export function tellRepeated(bound: Filling, entry: KeywordEntry, child: Statement, cursor: Cursor): void {
  const first = entry.field.repeat === 'first'
  const earlier = statementBefore(bound, entry.name, child)
  tellKeyword(cursor.report, child, {
    code: 'repeated-keyword',
    severity: first ? 'error' : 'warning',
    message: `\`${child.keyword}\` was already given in this block`,
    hint:
      entry.field.merge?.hint ??
      (first ? 'The first one is kept, as in keepalived.' : 'The last one counts, as in keepalived.'),
    related: earlier === undefined ? [] : [{ message: 'the one before', span: spanOfStatement(earlier) }],
  })
}

function statementBefore(bound: Filling, name: string, child: Statement): Statement | undefined {
  const { statements } = bound.block
  const until = statements.indexOf(child)
  return statementOf({ ...bound, block: { statements: statements.slice(0, until), closed: true } }, name)
}

export function tellDeprecated(cursor: Cursor, child: Statement, instead: string): void {
  tellKeyword(cursor.report, child, {
    code: 'deprecated-keyword',
    severity: 'hint',
    message: `\`${child.keyword}\` is an old spelling of \`${instead}\``,
    hint: `Write \`${instead}\`; the old word works, but keepalived's configuration test rejects it.`,
  })
}

/** What is read and not acted on. */
export function tellNotYet(cursor: Cursor, child: Statement, consequence: string): void {
  tellKeyword(cursor.report, child, notYet(`\`${child.keyword}\``, consequence))
}

export function tellMissingBrace(cursor: Cursor, child: Statement): void {
  tellKeyword(cursor.report, child, {
    code: 'missing-open-brace',
    severity: 'error',
    message: `\`${child.keyword}\` opens a block: \`{\` is missing after it`,
    hint: 'The line is ignored.',
    keepalived: says("Missing '{' at beginning of configuration block"),
  })
}

export function tellUnexpectedBlock(cursor: Cursor, child: Statement): void {
  tellAt(cursor.report, child, child.from, child.to, {
    code: 'unexpected-block',
    severity: 'error',
    message: `\`${child.keyword}\` cannot open a block here`,
    hint: 'What stands between its braces is skipped. Remove the braces.',
    keepalived: says("Unexpected '{' - ignoring"),
  })
}
