// The MISC_CHECK block: its keywords and its configuration. Whether the program exists is not asked.

import { says, type Report } from '../../config/diagnostic.js'
import type { ScriptUser } from '../../config/global-model.js'
import type { Arg } from '../../config/schema/arg.js'
import { wholeSeconds } from '../../config/schema/args.js'
import { isMentioned, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword, type Cursor } from '../../config/schema/cursor.js'
import { flag, keyword } from '../../config/schema/keyword.js'
import { userOf } from '../../config/schema/script.js'
import { Seconds } from '../../config/values/time.js'
import { splitCommand, splitScriptWords } from '../../config/words.js'
import { checkerBlock, timesOf, timingFields, type Inherited, type TimeDefaults } from './checker-fields.js'
import type { MiscCheckConfig } from './model.js'

/** A command; quoted as a whole when it has arguments. Further words mean nothing: the user has a keyword of its own. */
const command = (): Arg<readonly string[]> => ({
  expects: 'a command, quoted as a whole when it has arguments',
  read: (cursor) => {
    const { statement, start } = cursor
    const { text } = statement.line
    const { words, unterminated } = splitScriptWords(text, start, statement.to)
    const [whole, loose] = words
    cursor.skipRest()
    if (unterminated !== undefined)
      return tellOpenQuote(cursor, text.slice(statement.from, statement.to), unterminated.quote)
    if (whole === undefined) return undefined
    const argv = splitCommand(whole.text)
    if (argv.unterminated !== undefined) return tellOpenQuote(cursor, whole.text, argv.unterminated.quote)
    if (argv.words.length === 0) return undefined
    if (loose !== undefined) {
      cursor.start = loose.start
      cursor.tellRest({
        code: 'unquoted-arguments',
        severity: 'warning',
        message: `\`${loose.text}\` is ignored: only a command stands after \`misc_path\``,
        hint: 'Put the command and its arguments into one pair of quotes.',
      })
    }
    return argv.words.map((word) => word.text)
  },
})

function tellOpenQuote(cursor: Cursor, text: string, quote: string): undefined {
  cursor.tellRest({
    code: 'unterminated-quote',
    severity: 'error',
    message: 'A quote of this command is never closed',
    hint: 'The check is dropped, as in keepalived. Close the quote.',
    keepalived: says(`String '${text.trimEnd()}': missing terminating ${quote}`),
  })
  return undefined
}

/** USER [GROUP] */
const user = (): Arg<ScriptUser | false> => ({
  expects: 'a user, and optionally a group',
  read: (cursor) => {
    const name = cursor.word
    return userOf(name, cursor.next() ? cursor.word : undefined) ?? false
  },
})

export const miscCheck = checkerBlock('MISC_CHECK', {
  ...timingFields(),
  command: keyword('misc_path', command()),
  timeout: keyword('misc_timeout', wholeSeconds(0, 4294), {
    fallback: '`delay_loop` of the virtual server',
    says: (word) => `Invalid misc_timeout value '${word}'`,
  }),
  dynamic: flag('misc_dynamic'),
  // false: the keyword stands alone, which is reported where the command is known.
  user: keyword('user', user(), { bare: false }),
})

type BoundMiscCheck = Bound<Infer<typeof miscCheck>>

/** No further try, unlike other checkers. */
const defaults: TimeDefaults = { retry: 0, delayBeforeRetry: Seconds(1) }

/** undefined when there is nothing to run (reported). */
export function miscCheckConfig(
  bound: BoundMiscCheck,
  inherited: Inherited,
  report: Report,
): MiscCheckConfig | undefined {
  const { values } = bound
  if (values.command === undefined) {
    if (!isMentioned(bound, 'command')) {
      tellKeyword(report, bound.statement, {
        code: 'missing-keyword',
        severity: 'error',
        message: '`MISC_CHECK` has no `misc_path`',
        hint: 'The check is dropped, as in keepalived: the server is not checked by it.',
        keepalived: says('No script path has been specified for MISC_CHECKER - skipping'),
      })
    }
    return undefined
  }
  return {
    kind: 'MISC_CHECK',
    ...timesOf(values, inherited, defaults),
    command: {
      argv: values.command,
      runAs: values.user === false ? tellNoUser(bound, values.command, report) : values.user,
    },
    timeout: values.timeout === 0 ? undefined : values.timeout,
    dynamic: values.dynamic,
  }
}

function tellNoUser(bound: BoundMiscCheck, argv: readonly string[], report: Report): undefined {
  tellKeyword(report, statementOf(bound, 'user') ?? bound.statement, {
    code: 'missing-value',
    severity: 'error',
    message: '`user` must be followed by a user, and optionally a group',
    hint: 'The line is ignored, as in keepalived: the program runs as `script_user`.',
    keepalived: says(`No user specified for misc checker script ${argv.map((word) => `'${word}'`).join(' ')}`),
  })
  return undefined
}
