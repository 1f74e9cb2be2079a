// What every checker's block has: when to check, and for those that connect, where to and from where. And how a value that
// is not given comes from the real server, the virtual server or keepalived's default, in that order.

import { oneWord, type Arg } from '../../config/schema/arg.js'
import { boolean, integer, ipAddress, longestSeconds, parseInteger, port, seconds } from '../../config/schema/args.js'
import type { BlockSchema, Bound, Values } from '../../config/schema/block.js'
import { block } from '../../config/schema/block.js'
import { blocks, keyword, type Field, type OldSpelling } from '../../config/schema/keyword.js'
import type { IpAddress } from '../../config/values/ip.js'
import { Seconds, type Duration } from '../../config/values/time.js'
import type { CheckerTimes } from './model.js'

const counter = 4294967295

/** For checkers that the daemon cannot run yet. */
export const notMade = 'This check is not made: a server without another check counts as up all the time.'

/**
 * keepalived's second message about a time it refuses; none where the number before the trailing characters is in range, because then
 * it speaks of those characters only.
 */
const aboutTime =
  (min: 0 | 1, says: (word: string) => string) =>
  (word: string): string | undefined => {
    const leading = parseFloat(word)
    if (word.startsWith('-') || parseInteger(word.replace('.', '')) !== undefined) return says(word)
    return (Number.isNaN(leading) ? 0 : leading) >= min * 1e-6 ? undefined : says(word)
  }

const delay = (): Arg<Duration> => seconds(0, longestSeconds)
const interval = (): Arg<Duration> => seconds(1e-6, longestSeconds)
const timeout = (): Arg<Duration> => seconds(1e-6, 4294.967295)

/** Timing fields of virtual servers and real servers: defaults for their checkers. */
export const inheritedFields = (level: 'virtual server' | 'real server' = 'virtual server') => {
  const [retryWord, loopWord] =
    level === 'virtual server' ? ['delay before retry', 'delay loop'] : ['delay_before_retry', 'delay_loop']
  return {
    retry: keyword('retry', integer(1, counter), { says: (word) => `retry value invalid - ${word}` }),
    delayBeforeRetry: keyword('delay_before_retry', delay(), {
      says: aboutTime(0, (word) => `${level} ${retryWord} '${word}' invalid - ignoring`),
    }),
    warmup: keyword('warmup', delay(), {
      says: aboutTime(0, (word) => `${level} warmup '${word}' invalid - ignoring`),
    }),
    connectTimeout: keyword('connect_timeout', timeout(), {
      says: aboutTime(1, (word) => `${level} connect_timeout ${word} invalid - ignoring`),
    }),
    delayLoop: keyword('delay_loop', interval(), {
      says: aboutTime(1, (word) => `${level} ${loopWord} '${word}' invalid - ignoring`),
    }),
  }
}

interface FieldOptions {
  /** Whether the daemon runs this checker: only then is it worth saying what of it is not enforced. */
  readonly runs?: boolean
  /** Another spelling of retry that the checker knows. */
  readonly oldRetry?: OldSpelling
}

const without = (options: FieldOptions, consequence: string) =>
  options.runs === true ? { notYet: consequence } : undefined

/** Fields of any checker that runs at intervals. */
export const timingFields = (options: FieldOptions = {}) => ({
  retry: keyword('retry', integer(0, counter), {
    deprecated: options.oldRetry === undefined ? [] : [options.oldRetry],
    says: (word) => `Invalid retry connection value '${word}'`,
  }),
  delayBeforeRetry: keyword('delay_before_retry', delay(), {
    says: aboutTime(0, (word) => `Invalid delay_before_retry connection value '${word}'`),
  }),
  warmup: keyword('warmup', delay(), { says: aboutTime(0, (word) => `Invalid warmup connection value '${word}'`) }),
  delayLoop: keyword('delay_loop', interval(), {
    says: aboutTime(1, (word) => `delay_loop '${word}' is invalid - ignoring`),
  }),
  alpha: keyword('alpha', boolean(), { bare: true, says: (word) => `Invalid alpha parameter ${word}` }),
  logAllFailures: keyword('log_all_failures', boolean(), {
    bare: true,
    says: (word) => `Invalid log_all_failures parameter ${word}`,
    notYetIf: (on) => on,
    ...without(options, 'Failures that a further try makes good are not logged.'),
  }),
})

/** Fields of a checker that connects. */
export const connectingFields = (options: FieldOptions = {}) => ({
  connectIp: keyword('connect_ip', ipAddress(), { says: (word) => `Invalid connect_ip address ${word} - ignoring` }),
  connectPort: keyword('connect_port', port(), { says: (word) => `Invalid checker connect_port '${word}'` }),
  bindTo: keyword('bindto', ipAddress(), { says: (word) => `Invalid bindto address ${word} - ignoring` }),
  bindPort: keyword('bind_port', port(), { says: (word) => `Invalid checker bind_port '${word}'` }),
  bindInterface: keyword(
    'bind_if',
    oneWord('an interface name of at most 15 characters', (word) => (word.length <= 15 ? word : undefined)),
    {
      says: (word) => `Interface name ${word} is too long - ignoring`,
      ...without(options, 'The system chooses the interface.'),
    },
  ),
  connectTimeout: keyword('connect_timeout', timeout(), {
    says: aboutTime(1, (word) => `connect_timeout ${word} invalid - ignoring`),
  }),
  mark: keyword('fwmark', integer(0, counter), {
    says: (word) => `Invalid fwmark connection value '${word}'`,
    notYetIf: (mark) => mark !== 0,
    ...without(options, 'Its packets carry no mark: rules that look for it do not apply to them.'),
  }),
  ...timingFields(options),
})

export type TimingValues = Values<ReturnType<typeof timingFields>>
export type ConnectingValues = Values<ReturnType<typeof connectingFields>>
export type BoundConnecting = Bound<ConnectingValues>

const path = 'virtual_server/real_server'

/** The block of a checker: nothing between its keyword and the brace means anything. */
export const checkerBlock = <F extends Readonly<Record<string, Field<unknown>>>>(
  name: string,
  fields: F,
  options: { readonly placed?: boolean } = {},
) => block(`${path}/${name}`, fields, options)

/** Blocks of one checker's keyword in a real server; undefined when there is none: most servers have one kind only. */
export const checks = <V>(
  schema: BlockSchema<V>,
  options: { readonly notYet?: string } = {},
): Field<readonly Bound<V>[] | undefined> => ({ ...blocks(schema, options), initial: undefined })

/** What the checkers of one real server inherit: its own settings over the service's, undefined where neither has any. */
export interface Inherited {
  readonly address: IpAddress
  /** The real server's own port, else the service's. */
  readonly port: number
  readonly retry: number | undefined
  readonly delayBeforeRetry: Duration | undefined
  readonly warmup: Duration | undefined
  readonly connectTimeout: Duration
  readonly delayLoop: Duration
  readonly alpha: boolean
  readonly virtualHost: string | undefined
}

/** keepalived's built-in connect_timeout and delay_loop. */
export const builtIn = { connectTimeout: Seconds(5), delayLoop: Seconds(60) }

/** What a kind of checker has of its own where no one says anything; without delayBeforeRetry it is the delay_loop. */
export interface TimeDefaults {
  readonly retry: number
  readonly delayBeforeRetry: Duration | undefined
}

/** retry 1 and delay_before_retry 1 second: of most checkers. */
export const usualTimes: TimeDefaults = { retry: 1, delayBeforeRetry: Seconds(1) }

/** When a checker runs. */
export function timesOf(values: TimingValues, inherited: Inherited, defaults: TimeDefaults): CheckerTimes {
  const delayLoop = values.delayLoop ?? inherited.delayLoop
  return {
    delayLoop,
    warmup: values.warmup ?? inherited.warmup ?? delayLoop,
    retry: values.retry ?? inherited.retry ?? defaults.retry,
    delayBeforeRetry: values.delayBeforeRetry ?? inherited.delayBeforeRetry ?? defaults.delayBeforeRetry ?? delayLoop,
    alpha: values.alpha ?? inherited.alpha,
    logAllFailures: values.logAllFailures,
  }
}
