// What can be said about one statement while it is bound: which word is wrong, missing, too many, repeated, old; and what
// keepalived makes of it. The checks themselves are in bind.ts.

import { says, type KeepalivedSays } from '../diagnostic.js'
import { suggest } from '../suggest.js'
import type { Statement } from '../tree.js'
import { splitWords } from '../words.js'
import type { Arg } from './arg.js'
import { statementOf, type Filling, type KeywordEntry } from './block.js'
import { spanOfStatement, tellAt, tellKeyword, type Cursor } from './cursor.js'
import type { Field, Says, Surplus } from './keyword.js'
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

const saysOf = (said: ReturnType<Says>): readonly KeepalivedSays[] =>
  typeof said === 'string' ? says(said) : (said ?? [])

const fateOf = (field: Field<unknown>): string =>
  field.wrong === undefined
    ? (field.fatal ??
      `The line is ignored, as in keepalived${field.fallback === undefined ? '' : `: ${field.fallback} is used`}.`)
    : `${shown(field.wrong)} is used instead, as in keepalived.`

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : 'The default'

export function tellWrongEntry(cursor: Cursor, name: string, field: Field<unknown>, header: unknown): void {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `${quoted(cursor.word)} is not valid in \`${name}\`: ${field.arg?.expects ?? 'nothing'} is expected`,
    hint: 'The entry is dropped, as in keepalived.',
    keepalived: [...faultOf(field.arg, cursor.word), ...saysOf(field.says?.(cursor.word, header))],
  })
}

/** keepalived does not stop for a word that is missing where the keyword looks itself, and says nothing there if it does not mind. */
export function tellMissing(cursor: Cursor, child: Statement, field: Field<unknown>, header: unknown): void {
  const own = field.saysMissing === undefined ? undefined : saysOf(field.saysMissing('', header))
  const minor = own?.length === 0
  tellKeyword(cursor.report, child, {
    code: 'missing-value',
    severity: minor ? 'warning' : field.fatal === undefined ? 'error' : 'fatal',
    message: `\`${child.keyword}\` must be followed by ${field.arg?.expects ?? 'a value'}`,
    hint: field.fatal ?? (own === undefined ? stopsHere : 'The line is ignored, as in keepalived.'),
    keepalived: own ?? endsWithout(cursor),
  })
}

const stopsHere = 'The line is ignored; keepalived stops at it and does not start.'

/**
 * A missing word ends keepalived's configuration test, except where the keyword looks itself. The cursor stands on the last word
 * there is.
 */
export function endsWithout(cursor: Cursor): readonly KeepalivedSays[] {
  const { statement, end } = cursor
  const words = splitWords(statement.line.text, statement.from, end)
  const first = words[0]?.text ?? statement.keyword
  const last = words.at(-1)?.text ?? first
  return [
    {
      message: `*** Configuration line starting \`${first}\` is missing a parameter after keyword \`${last}\` at word position ${words.length + 1}`,
      placed: true,
      status: 2,
    },
  ]
}

export function tellSurplus(cursor: Cursor, name: string, fate: Surplus = 'ignored', own?: ReturnType<Says>): void {
  cursor.tellRest({
    code: 'surplus-words',
    severity: fate === 'ignored' ? 'warning' : 'error',
    message: `\`${cursor.word}\` is one word too many after \`${name}\``,
    hint: `${fate === 'refused' ? 'The line' : 'It'} is ignored, as in keepalived.`,
    keepalived: saysOf(own),
  })
}

/** keepalived's words about words between the keyword of a list and its brace. */
export const extraParameters = (name: string, word: string): string => `Block ${name} has extra parameters ${word} ...`

/** A word after a keyword that takes none: `log_unknown_vrids off` turns it on. */
export function tellFlagValue(cursor: Cursor, name: string): void {
  if (!turnsOff.has(cursor.word)) {
    tellSurplus(cursor, name)
    return
  }
  cursor.tellRest({
    code: 'surplus-words',
    severity: 'warning',
    message: `\`${name}\` takes no value: it is in force although \`${cursor.word}\` follows`,
    hint: 'The word is ignored, as in keepalived. Remove the whole line to do without it.',
  })
}

const turnsOff: ReadonlySet<string> = new Set(['off', 'no', 'false', '0'])

export function tellRepeated(bound: Filling, entry: KeywordEntry, child: Statement, cursor: Cursor): void {
  const first = entry.field.repeat === 'first'
  const earlier = statementBefore(bound, entry.name, child)
  const word = entry.field.saysRepeated === undefined ? '' : firstWordOf(child)
  tellKeyword(cursor.report, child, {
    code: 'repeated-keyword',
    severity: first ? 'error' : 'warning',
    message: `\`${child.keyword}\` was already given in this block`,
    hint:
      entry.field.merge?.hint ??
      (first ? 'The first one is kept, as in keepalived.' : 'The last one counts, as in keepalived.'),
    related: earlier === undefined ? [] : [{ message: 'the one before', span: spanOfStatement(earlier) }],
    keepalived: saysOf(entry.field.saysRepeated?.(word, bound.values[entry.name], bound.header)),
  })
}

const firstWordOf = ({ line, from, to }: Statement): string => splitWords(line.text, from, to)[1]?.text ?? ''

function statementBefore(bound: Filling, name: string, child: Statement): Statement | undefined {
  const { statements } = bound.block
  const until = statements.indexOf(child)
  return statementOf({ ...bound, block: { statements: statements.slice(0, until), closed: true } }, name)
}

export function tellDeprecated(cursor: Cursor, child: Statement, { deprecatedFor, saysOld }: KeywordEntry): void {
  const instead = deprecatedFor ?? ''
  tellKeyword(cursor.report, child, {
    code: 'deprecated-keyword',
    severity: saysOld === undefined ? 'hint' : 'warning',
    message: `\`${child.keyword}\` is an old spelling of \`${instead}\``,
    hint: `Write \`${instead}\`; the old word works, but keepalived${saysOld === undefined ? ' asks for the new one' : "'s configuration test rejects it"}.`,
    keepalived: saysOf(saysOld),
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

/** keepalived only logs a missing brace of a list; what it says is about the closing one, which is then too many. */
export function tellMissingListBrace(cursor: Cursor, child: Statement): void {
  tellKeyword(cursor.report, child, {
    code: 'missing-open-brace',
    severity: 'error',
    message: `\`${child.keyword}\` is a list: \`{\` is missing after it`,
    hint: 'The line is ignored.',
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
