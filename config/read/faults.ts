// The wording of what can be wrong with a file and with its lines as they stand, before anything has a meaning; with keepalived's own
// words where it says something, too.

import { says, type Diagnostic, type KeepalivedSays } from '../diagnostic.js'
import { shownText } from '../shown-text.js'
import type { Source } from '../source.js'
import type { ReadFailure } from './include.js'

/** A diagnostic that still lacks its place. */
export type Fault = Omit<Diagnostic, 'span' | 'related'>

/** The status of what is no error. */

/** What keepalived mentions and does not count as an error. */
export const mentions = (message: string, placed: boolean): readonly KeepalivedSays[] => [
  { message, placed, status: 0 },
]

/** How keepalived names what it does not read. */
export function skippedFile(name: string, reason: ReadFailure | 'executable', detail: string): string {
  if (reason === 'missing') return `Config files missing '${name}'.`
  if (reason === 'directory') return `Configuration file '${name.replace(/\/*$/, '/')}' is a directory - skipping`
  if (reason === 'unreadable') return `Configuration file '${name}' open problem (${detail}) - skipping`
  return `Configuration file '${name}' is not a regular non-executable file - skipping`
}

export const cannotRead = (name: string, reason: ReadFailure, detail: string): Diagnostic => ({
  code: 'cannot-read-file',
  severity: 'fatal',
  message: `Cannot read \`${name}\`: ${detail}`,
  related: [],
  keepalived: mentions(skippedFile(name, reason, detail), false),
})

export const executableMain = (name: string): Diagnostic => ({
  code: 'executable-file',
  severity: 'warning',
  message: `\`${name}\` has an execute bit: keepalived would not read it`,
  hint: `Run \`chmod a-x ${name}\`.`,
  related: [],
  keepalived: mentions(skippedFile(name, 'executable', ''), false),
})

export const byteOrderMark = (source: Source): Diagnostic => ({
  code: 'byte-order-mark',
  severity: 'warning',
  message: 'The file starts with a byte order mark: keepalived would take it as part of the first keyword',
  hint: 'Save the file as UTF-8 without byte order mark.',
  span: { source, start: 0, end: 1 },
  related: [],
})

export const notUtf8 = (source: Source, at: number): Diagnostic => ({
  code: 'not-utf8',
  severity: 'warning',
  message: 'The file is not UTF-8: from here on some of its characters are unknown',
  hint: 'Names and passwords with such characters are not what keepalived reads. Save the file as UTF-8.',
  span: { source, start: at, end: at + 1 },
  related: [],
})

export const nulByte: Fault = {
  code: 'nul-byte',
  severity: 'error',
  message: 'The line contains a NUL byte and is ignored',
  hint: 'Remove it; if the file is UTF-16, save it as UTF-8.',
  keepalived: says('configuration appears to have embedded NULs - ignoring line'),
}

export const lineTooLong = (length: number): Fault => ({
  code: 'line-too-long',
  severity: 'error',
  message: `The line has ${length} bytes, more than the 1022 that are read, and is ignored`,
  hint: 'Shorten it; a long command can move into a script of its own.',
  keepalived: says('line too long - ignoring'),
})

/** keepalived does not replace the definitions of such a line, and mentions it in its log only. */
export const substitutedTooLong = (length: number): Fault => ({
  code: 'line-too-long',
  severity: 'error',
  message: `With its definitions replaced the line has ${length} bytes, more than the 1022 that are read, and is ignored`,
  hint: 'Shorten the values, or put them into lines of their own.',
})

export const blanksTooLong: Fault = {
  code: 'line-too-long',
  severity: 'warning',
  message: 'With its blanks and its comment the line is longer than 1022 bytes: keepalived would drop its beginning',
  hint: 'Move the comment to a line of its own, or split it.',
  keepalived: says('line too long - ignoring'),
}

/**
 * `unread` is the line without its comment; undefined when its quotes only look odd to one who knows escapes. `words` is what would be
 * split into words; undefined when that is not done here, as for the value of a definition.
 */
export const unterminatedQuote = (unread: string | undefined, words: string | undefined): Fault => ({
  code: 'unterminated-quote',
  severity: 'error',
  message: 'This double quote is never closed',
  hint: 'The word it starts is dropped. Close it on the same line; a quoted word has no escapes.',
  keepalived: [
    ...(unread === undefined ? [] : says(`Unterminated quote '${shownText(unread)}'`)),
    ...(words === undefined ? [] : says(`Unmatched quote: '${shownText(words)}'`)),
  ],
})

export const strayBackslash: Fault = {
  code: 'stray-backslash',
  severity: 'warning',
  message: 'A backslash at the end of a line does not continue the line: it is a word of it',
  hint: 'Remove it; only the value of a definition, `$NAME=`, can go on in the next line.',
}

/** The same at the end of a comment, where some versions of keepalived take it for a keyword. */
export const strayBackslashInComment: Fault = {
  code: 'stray-backslash',
  severity: 'warning',
  message: 'A backslash at the end of a comment does not continue it',
  hint: 'Remove it, or put another character behind it: keepalived may read it as a keyword.',
  keepalived: says("Unknown keyword '\\'"),
}

/** A value that was to go on, and a blank line or a comment that ended it. */
export const cutDefinition = (name: string): Fault => ({
  code: 'stray-backslash',
  severity: 'warning',
  message: `The value of \`$${name}\` has ended before this line: it is read as if it stood alone`,
  hint: 'A blank line, or a comment without a backslash behind it, ends a value. Remove it, or end the comment in a backslash.',
})
