// The vrrp_script block: a command that is run at intervals, and whose exit status instances can track.

import { says, type Report } from '../../config/diagnostic.js'
import type { ScriptUser } from '../../config/global-model.js'
import type { Arg } from '../../config/schema/arg.js'
import { integer, seconds, string } from '../../config/schema/args.js'
import { block, isMentioned, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword, tellValues } from '../../config/schema/cursor.js'
import { flag, keyword } from '../../config/schema/keyword.js'
import { script, userOf } from '../../config/schema/script.js'
import { Seconds, type Duration } from '../../config/values/time.js'
import { blockWeight } from './block-weight.js'
import { namedColon } from './wording.js'

/** USER [GROUP] */
const user = (): Arg<ScriptUser> => ({
  expects: 'a user, optionally followed by a group',
  read: (cursor) => userOf(cursor.word, cursor.next() ? cursor.word : undefined),
  plain: ({ user: name, group }) => (group === undefined ? name : `${name} ${group}`),
})

const mostSeconds = 4294
const mostRuns = 2147483647

export const vrrpScript = block(
  'vrrp_script',
  {
    script: keyword('script', script(), { saysMissing: () => undefined }),
    interval: keyword('interval', seconds(0, mostSeconds, 3), {
      default: Seconds(1),
      says: namedColon((word) => `vrrp script interval '${word}' must be between 1 and ${mostSeconds} - ignoring`),
    }),
    timeout: keyword('timeout', seconds(0, mostSeconds, 3), {
      says: namedColon((word) => `vrrp script timeout '${word}' invalid - ignoring`),
    }),
    weight: keyword('weight', blockWeight(253), {
      surplus: 'reported',
      says: (word, header) => `vrrp_script ${String(header)} weight ${word} must be in [-253, 253]`,
      saysSurplus: (word, header) => `vrrp_script ${String(header)} unknown weight option ${word}`,
    }),
    rise: keyword('rise', integer(1, mostRuns), {
      default: 1,
      wrong: 1,
      says: namedColon((word) => `vrrp script rise value '${word}' invalid, defaulting to 1`),
    }),
    fall: keyword('fall', integer(1, mostRuns), {
      default: 1,
      wrong: 1,
      says: namedColon((word) => `vrrp script fall value '${word}' invalid, defaulting to 1`),
    }),
    user: keyword('user', user()),
    initFail: flag('init_fail'),
  },
  { header: string('the name of the script') },
)

export type BoundScript = Bound<Infer<typeof vrrpScript>, string>

/** How often it is run: 0 counts as 1 s. */
export const intervalOf = ({ values }: BoundScript): Duration => values.interval || Seconds(1)

/** How long a run may take; the interval when nothing is said. 0 counts as 1 s. */
export const timeoutOf = (bound: BoundScript): Duration =>
  bound.values.timeout === undefined ? intervalOf(bound) : bound.values.timeout || Seconds(1)

/** A script without a command does not exist for those who track it. */
export const isUsable = ({ values }: BoundScript): boolean => values.script !== undefined

/** What is wrong with the block as a whole. */
export function checkScript(bound: BoundScript, report: Report): void {
  if (!isUsable(bound)) {
    // A wrong command has been reported where it stands.
    if (!isMentioned(bound, 'script')) tellNoCommand(bound, report)
    return
  }
  tellZero(bound, 'interval', report)
  tellZero(bound, 'timeout', report)
  const timeout = statementOf(bound, 'timeout')
  if (timeout === undefined || timeoutOf(bound) <= intervalOf(bound)) return
  const interval = statementOf(bound, 'interval')
  tellValues(report, timeout, {
    code: 'timeout-over-interval',
    severity: 'hint',
    message: `A run may take ${timeoutOf(bound) / 1000} s, and there is one every ${intervalOf(bound) / 1000} s`,
    hint: 'While a run takes longer than the interval, the next one waits: a hanging script is noticed late. Make the timeout shorter.',
    related: interval === undefined ? [] : [{ message: 'the interval', span: spanOfStatement(interval) }],
  })
}

function tellNoCommand(bound: BoundScript, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'missing-keyword',
    severity: 'error',
    message: `\`vrrp_script ${bound.header}\` has no \`script\``,
    hint: 'It is removed, as in keepalived, and nothing can track it. Add `script "COMMAND"`.',
    keepalived: says(`No script set for vrrp_script ${bound.header} - removing`),
  })
}

function tellZero(bound: BoundScript, field: 'interval' | 'timeout', report: Report): void {
  const statement = statementOf(bound, field)
  if (statement === undefined || bound.values[field] !== 0) return
  tellValues(report, statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `0 is too small for \`${field}\``,
    hint: '1 is used instead, as in keepalived.',
    keepalived: says(`(${bound.header}): vrrp script ${field} must be greater than 0, setting to 1`),
  })
}
