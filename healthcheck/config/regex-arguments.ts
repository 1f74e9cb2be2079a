// The arguments of a url's regular expression. keepalived logs most mistakes in them and does not count them as errors: here they are
// warnings. What a pattern may be is not asked here.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { parseInteger } from '../../config/schema/args.js'
import { tellValues, type Cursor } from '../../config/schema/cursor.js'
import { suggest } from '../../config/suggest.js'
import { splitCommand } from '../../config/words.js'

const options = [
  'allow_empty_class',
  'alt_bsux',
  'alt_circumflex',
  'alt_verbnames',
  'auto_callout',
  'caseless',
  'dollar_endonly',
  'dotall',
  'dupnames',
  'extended',
  'firstline',
  'match_unset_backref',
  'multiline',
  'never_backslash_c',
  'never_ucp',
  'never_utf',
  'no_auto_capture',
  'no_auto_possess',
  'no_dotstar_anchor',
  'no_start_optimize',
  'ucp',
  'ungreedy',
  'use_offset_limit',
  'utf',
] as const

export type RegexOption = (typeof options)[number]

const isOption = (word: string): word is RegexOption => (options as readonly string[]).includes(word)

/** One pattern; quotes and escapes are those of script lines, so that `\\.` in the file is `\.` in the pattern. */
export const pattern = (): Arg<string> => ({
  expects: 'one regular expression, quoted when it has blanks',
  read: (cursor) => {
    const { statement, start } = cursor
    const { words, unterminated } = splitCommand(statement.line.text.slice(start, statement.to))
    cursor.skipRest()
    const [first] = words
    if (unterminated === undefined && first !== undefined && words.length === 1) return first.text
    cursor.tellRest(
      unterminated === undefined
        ? {
            code: 'surplus-words',
            severity: 'error',
            message: '`regex` takes exactly one pattern',
            hint: 'The line is ignored, as in keepalived. Put a pattern with blanks into quotes.',
            keepalived: says('regex missing or too many fields'),
          }
        : {
            code: 'unterminated-quote',
            severity: 'error',
            message: 'A quote of this pattern is never closed',
            hint: 'The line is ignored, as in keepalived. Close the quote.',
            keepalived: says(
              `String '${statement.line.text.slice(start, statement.to).trimEnd()}': missing terminating ${unterminated.quote}`,
            ),
          },
    )
    return undefined
  },
})

/** A word that is no option is dropped on its own. */
export const regexOptions = (): Arg<readonly RegexOption[]> => ({
  expects: 'options of PCRE2',
  words: options,
  read: (cursor) => {
    const found: RegexOption[] = []
    do {
      if (isOption(cursor.word)) found.push(cursor.word)
      else tellUnknownOption(cursor)
    } while (cursor.next())
    return found
  },
})

function tellUnknownOption(cursor: Cursor): void {
  const near = suggest(cursor.word, options)
  cursor.tell({
    code: 'unknown-option',
    severity: 'warning',
    message: `Unknown option \`${cursor.word}\` for a regular expression`,
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}The word is ignored, as in keepalived.`,
  })
}

/** A number of bytes; anything else counts as 0 and is no error in keepalived. */
export const offset = (): Arg<number> => ({
  expects: 'a number of bytes',
  read: (cursor) => {
    const value = parseInteger(cursor.word)
    if (value === undefined) return tellNoNumber(cursor, `\`${cursor.word}\` is not a number of bytes`)
    if (!cursor.next()) return value
    return tellNoNumber(cursor, `\`${cursor.word}\` is one word too many after \`${cursor.statement.keyword}\``)
  },
})

function tellNoNumber(cursor: Cursor, message: string): number {
  cursor.skipRest()
  cursor.tell({ code: 'wrong-value', severity: 'warning', message, hint: '0 is used instead, as in keepalived.' })
  return 0
}

export interface RegexStack {
  readonly start: number
  readonly max: number
}

/** START MAX; false: they are wrong, which is no error. */
export const stack = (): Arg<RegexStack | false> => ({
  expects: 'two sizes in bytes, the first no larger than the second',
  read: (cursor) => {
    const start = parseInteger(cursor.word)
    const max = cursor.next() ? parseInteger(cursor.word) : undefined
    if (start !== undefined && max !== undefined && start <= max && !cursor.next()) return { start, max }
    cursor.skipRest()
    tellValues(cursor.report, cursor.statement, {
      code: 'wrong-value',
      severity: 'warning',
      message: '`regex_stack` takes two sizes in bytes, the first no larger than the second',
      hint: 'The line is ignored, as in keepalived.',
    })
    return false
  },
})
