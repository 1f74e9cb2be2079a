// Options within a line of global_defs: words that name something, each with a value behind it. Knows no keyword.

import { says } from '../diagnostic.js'
import { tellAt, type Complaint, type Cursor } from '../schema/cursor.js'
import { splitWords, type Word } from '../words.js'

/** All words from the cursor on, which then stands behind the last of them. */
export function restOf(cursor: Cursor): readonly Word[] {
  const { statement, start } = cursor
  cursor.skipRest()
  return splitWords(statement.line.text, start, statement.to)
}

/** Reports about one of those words. */
export function tellWord(cursor: Cursor, word: Word, complaint: Complaint): void {
  cursor.told = true
  tellAt(cursor.report, cursor.statement, word.start, word.end, complaint)
}

/** An option that nobody knows; it is passed over. */
export const tellUnknownOption = (cursor: Cursor, word: Word, known: readonly string[]): void => {
  const name = cursor.statement.keyword
  tellWord(cursor, word, {
    code: 'unknown-option',
    severity: 'error',
    message: `\`${word.text}\` is no option of \`${name}\`: ${known.map((one) => `\`${one}\``).join(', ')} are`,
    hint: 'The word is ignored, as in keepalived.',
    keepalived: says(`Unknown option ${word.text} specified for ${name}`),
  })
}

/** An option at the end of the line that needs a value. */
export const tellNoValue = (cursor: Cursor, option: Word, own: string): void =>
  tellWord(cursor, option, {
    code: 'missing-value',
    severity: 'error',
    message: `\`${option.text}\` must be followed by its value`,
    hint: 'The option is ignored, as in keepalived.',
    keepalived: says(own),
  })

/** An option with a value that is not one. */
export const tellWrongOption = (
  cursor: Cursor,
  option: string,
  value: Word,
  expects: string,
  own: readonly string[],
): void =>
  tellWord(cursor, value, {
    code: 'wrong-value',
    severity: 'error',
    message: `\`${value.text}\` is not valid for \`${option}\`: ${expects} is expected`,
    hint: 'The option is ignored, as in keepalived.',
    keepalived: says(...own),
  })
