// Rules about checkers that keepalived does not have: what happens as written, but probably is not what was meant. Only what the
// checker says itself is held against it, so that a setting of the service is not reported once for each server.

import type { Report } from '../../config/diagnostic.js'
import { statementOf, type Bound } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword, tellValues, type Complaint } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { inSeconds, type Duration } from '../../config/values/time.js'
import type { ConnectingValues } from './checker-fields.js'
import type { Made } from './checkers.js'
import type { CheckerConfig, CheckerTimes, HttpUrlConfig, MiscCheckConfig, UdpCheckConfig } from './model.js'

type AnyBound = Bound<object>
type OpenBound = Bound<Readonly<Record<string, unknown>>>

/** What concerns one checker alone. */
export function lintChecker(config: CheckerConfig, bound: AnyBound, report: Report): void {
  if (config.kind === 'FILE_CHECK' || config.kind === 'BFD_CHECK') return
  const timeout = config.kind === 'MISC_CHECK' ? (config.timeout ?? config.delayLoop) : config.connection.connectTimeout
  if (isSlow(config, timeout)) tellSlow(config, timeout, bound, report)
  else if (timeout > config.delayLoop) tellTimeout(config, timeout, bound, report)
  if (config.warmup > config.delayLoop) tellWarmup(config, bound, report)
  if (config.retry === 0 && config.delayLoop <= shortest) tellNoRetry(config, bound, report)
  lintKind(config, bound, report)
}

function lintKind(
  config: Exclude<CheckerConfig, { kind: 'FILE_CHECK' | 'BFD_CHECK' }>,
  bound: AnyBound,
  report: Report,
): void {
  switch (config.kind) {
    case 'HTTP_GET':
    case 'SSL_GET':
      lintPort(config.kind, config.connection.target.port, bound, report)
      lintPaths(config.urls, bound, report)
      return
    case 'MISC_CHECK':
      lintCommand(config, bound, report)
      return
    case 'PING_CHECK':
      lintPingPorts(bound, report)
      return
    case 'UDP_CHECK':
      lintReplyLengths(config, bound, report)
      return
    case 'TCP_CHECK':
    case 'SMTP_CHECK':
    case 'DNS_CHECK':
  }
}

type Named = keyof ConnectingValues | 'timeout' | 'command' | 'minReplyLength' | 'maxReplyLength' | 'dynamic'

/** Where one of the fields stands; undefined when the checker says nothing of them. */
function ownOf(bound: AnyBound, ...fields: readonly Named[]): Statement | undefined {
  for (const field of fields) {
    const statement = statementOf(bound as OpenBound, field)
    if (statement !== undefined) return statement
  }
  return undefined
}

function tellOwn(statement: Statement | undefined, report: Report, complaint: Complaint): void {
  if (statement !== undefined) tellValues(report, statement, complaint)
}

const shown = (time: Duration): string => `${Number(inSeconds(time).toFixed(3))} s`

// ---- times ----------------------------------------------------------------------------------------------------------------

/** A silent server that takes longer than this to be noticed is worth a word. */
const tolerable = 60_000
/** Checks that follow each other faster than this need a second try. */
const shortest = 1000

/** From the beginning of the check that fails first to the failure. */
const longestFailure = ({ retry, delayBeforeRetry }: CheckerTimes, timeout: Duration): number =>
  timeout * (retry + 1) + delayBeforeRetry * retry

function isSlow(config: CheckerTimes, timeout: Duration): boolean {
  const failure = longestFailure(config, timeout)
  return failure > tolerable && failure > config.delayLoop && config.retry > 0
}

function tellTimeout(config: CheckerTimes, timeout: Duration, bound: AnyBound, report: Report): void {
  tellOwn(ownOf(bound, 'timeout', 'connectTimeout'), report, {
    code: 'timeout-over-interval',
    severity: 'hint',
    message: `A check may take ${shown(timeout)}, although there should be one every ${shown(config.delayLoop)}`,
    hint: 'A server that does not answer is checked less often than one that does. Lower the timeout, or raise `delay_loop`.',
  })
}

function tellSlow(config: CheckerTimes, timeout: Duration, bound: AnyBound, report: Report): void {
  const failure = longestFailure(config, timeout)
  tellOwn(ownOf(bound, 'retry', 'delayBeforeRetry', 'connectTimeout', 'timeout'), report, {
    code: 'slow-failure-detection',
    severity: 'hint',
    message: `A server that is silent counts as up for ${Math.round(failure / 1000)} s after the first failed try`,
    hint: `${config.retry + 1} tries of ${shown(timeout)}, ${shown(config.delayBeforeRetry)} apart: until the last of them has failed, clients are sent to it.`,
  })
}

function tellWarmup(config: CheckerTimes, bound: AnyBound, report: Report): void {
  tellOwn(ownOf(bound, 'warmup'), report, {
    code: 'long-warmup',
    severity: 'hint',
    message: `The first check may be as late as ${shown(config.warmup)} after the start, later than any check after it`,
    hint: `Until then the server counts as ${config.alpha ? 'down' : 'up'} without having been asked. Usual is at most \`delay_loop\`.`,
  })
}

function tellNoRetry(config: CheckerTimes, bound: AnyBound, report: Report): void {
  tellOwn(ownOf(bound, 'retry', 'delayLoop'), report, {
    code: 'no-retry',
    severity: 'hint',
    message: `There is no second try, and a check every ${shown(config.delayLoop)}`,
    hint: 'One lost packet takes the server out of service and the next check puts it back. Give `retry` at least 1.',
  })
}

// ---- what is checked ------------------------------------------------------------------------------------------------------

function lintPort(kind: 'HTTP_GET' | 'SSL_GET', port: number, bound: AnyBound, report: Report): void {
  if (port !== (kind === 'HTTP_GET' ? 443 : 80)) return
  const complaint: Complaint = {
    code: 'port-protocol-mismatch',
    severity: 'hint',
    message: kind === 'HTTP_GET' ? '`HTTP_GET` asks port 443 without TLS' : '`SSL_GET` asks port 80 with TLS',
    hint: `Most servers answer with an error. Use \`${kind === 'HTTP_GET' ? 'SSL_GET' : 'HTTP_GET'}\`, or another \`connect_port\`.`,
  }
  const own = ownOf(bound, 'connectPort')
  if (own === undefined) tellKeyword(report, bound.statement, complaint)
  else tellValues(report, own, complaint)
}

function lintPaths(urls: readonly HttpUrlConfig[], bound: AnyBound, report: Report): void {
  for (const { path } of urls) {
    if (path.startsWith('/') || path === '*' || path.includes('://')) continue
    tellOwn(statementWith(bound, 'path', path) ?? bound.statement, report, {
      code: 'path-without-slash',
      severity: 'warning',
      message: `The path \`${path}\` does not begin with a slash`,
      hint: `It is sent as it stands, and most servers answer \`400 Bad Request\`. Write \`/${path}\`.`,
    })
  }
}

/** The first statement of an inner block that has this keyword and contains the word. */
const statementWith = (bound: AnyBound, keyword: string, word: string): Statement | undefined =>
  bound.block.statements
    .flatMap(({ block }) => block?.statements ?? [])
    .find((inner) => inner.keyword === keyword && inner.line.text.slice(inner.from, inner.to).includes(word))

function lintCommand(config: MiscCheckConfig, bound: AnyBound, report: Report): void {
  const program = config.command.argv[0] ?? ''
  if (program.startsWith('/') || !program.includes('/')) return
  tellOwn(ownOf(bound, 'command'), report, {
    code: 'relative-script-path',
    severity: 'warning',
    message: `\`${program}\` is looked for in the directory the daemon happens to work in`,
    hint: 'Write the path from the root: a script that is not found is not run, and the server then counts as up.',
  })
}

function lintPingPorts(bound: AnyBound, report: Report): void {
  const port = ownOf(bound, 'connectPort', 'bindPort')
  if (port === undefined) return
  tellKeyword(report, port, {
    code: 'ignored-flag',
    severity: 'warning',
    message: `\`${port.keyword}\` has no effect in \`PING_CHECK\`: an echo request has no port`,
    hint: 'Remove the line; use `TCP_CHECK` to check a port.',
  })
}

function lintReplyLengths(config: UdpCheckConfig, bound: AnyBound, report: Report): void {
  if (config.reply !== undefined) return
  const length = ownOf(bound, 'minReplyLength', 'maxReplyLength')
  if (length === undefined) return
  tellKeyword(report, length, {
    code: 'ignored-flag',
    severity: 'warning',
    message: `\`${length.keyword}\` has no effect unless \`require_reply\` says what a reply begins with`,
    hint: config.requireReply ? 'Replies of any length will do.' : 'No reply is waited for: add `require_reply`.',
  })
}

// ---- checkers of one server -----------------------------------------------------------------------------------------------

/** What concerns several checkers of one server; those that remain. */
export function lintTogether(made: readonly Made[], report: Report): readonly Made[] {
  const kept: Made[] = []
  for (const one of made) {
    const twin = kept.find((other) => other.bound !== one.bound && sameCheck(other.config, one.config))
    if (twin !== undefined) tellTwin(one, twin, report)
    // One server follows a session once; keepalived refuses the second.
    if (twin === undefined || one.config.kind !== 'BFD_CHECK') kept.push(one)
  }
  const [first, second] = kept.filter(({ config }) => config.kind === 'MISC_CHECK' && config.dynamic)
  if (first !== undefined && second !== undefined) tellDynamic(first, second, report)
  return kept
}

function tellTwin({ config, bound }: Made, twin: Made, report: Report): void {
  const session = config.kind === 'BFD_CHECK'
  tellKeyword(report, bound.statement, {
    code: 'duplicate-checker',
    severity: session ? 'error' : 'warning',
    message: session
      ? `This real server already follows the BFD session \`${config.name}\``
      : `This real server already has such a \`${bound.statement.keyword}\``,
    hint: session ? 'The second one is dropped, as in keepalived.' : 'Both ask the same thing. Remove one of them.',
    related: [{ message: 'the first one', span: spanOfStatement(twin.bound.statement) }],
  })
}

function tellDynamic(first: Made, second: Made, report: Report): void {
  const statement = ownOf(second.bound, 'dynamic')
  if (statement === undefined) return
  tellKeyword(report, statement, {
    code: 'dynamic-weights-add-up',
    severity: 'hint',
    message: 'Two checks of this server set its weight with `misc_dynamic`',
    hint: 'What each takes from the configured weight or adds to it is added up: two that both ask for half of it leave none.',
    related: [
      { message: 'the first one', span: spanOfStatement(ownOf(first.bound, 'dynamic') ?? first.bound.statement) },
    ],
  })
}

/** Whether two checkers ask the same; how often and how patiently does not matter, nor where the lines stand. */
function sameCheck(a: CheckerConfig, b: CheckerConfig): boolean {
  if (a.kind !== b.kind) return false
  if ('connection' in a && 'connection' in b && a.connection.target.port !== b.connection.target.port) return false
  return question(a) === question(b)
}

const withoutTimes = new Set(['delayLoop', 'warmup', 'retry', 'delayBeforeRetry', 'alpha', 'logAllFailures', 'place'])

const question = (config: CheckerConfig): string =>
  JSON.stringify(config, (key, value: unknown) =>
    withoutTimes.has(key) || key === 'connectTimeout' ? undefined : value,
  )
