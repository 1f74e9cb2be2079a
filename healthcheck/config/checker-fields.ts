// What every checker's block has: when to check, and for those that connect, where to and from where. And how a value that
// is not given comes from the real server, the virtual server or keepalived's default, in that order.

import { boolean, integer, ipAddress, longestSeconds, port, seconds } from '../../config/schema/args.js'
import { keyword } from '../../config/schema/keyword.js'
import type { IpAddress } from '../../config/values/ip.js'
import { Seconds, type Duration } from '../../config/values/time.js'
import type { ConnectionConfig } from './model.js'

const counter = 4294967295

/** Timing fields of virtual servers and real servers: defaults for their checkers. */
export const inheritedFields = () => ({
  retry: keyword('retry', integer(1, counter)),
  delayBeforeRetry: keyword('delay_before_retry', seconds(0, longestSeconds)),
  warmup: keyword('warmup', seconds(0, longestSeconds)),
  connectTimeout: keyword('connect_timeout', seconds(1e-6, 4294.967295)),
  delayLoop: keyword('delay_loop', seconds(1e-6, longestSeconds)),
})

/** Fields of a checker that connects. `oldRetry`: other spellings of retry that the checker knows. */
export const connectingFields = (oldRetry: readonly string[] = []) => ({
  connectIp: keyword('connect_ip', ipAddress()),
  connectPort: keyword('connect_port', port()),
  bindTo: keyword('bindto', ipAddress()),
  bindPort: keyword('bind_port', port()),
  connectTimeout: keyword('connect_timeout', seconds(1e-6, 4294.967295)),
  retry: keyword('retry', integer(0, counter), { deprecated: oldRetry }),
  delayBeforeRetry: keyword('delay_before_retry', seconds(0, longestSeconds)),
  warmup: keyword('warmup', seconds(0, longestSeconds)),
  delayLoop: keyword('delay_loop', seconds(1e-6, longestSeconds)),
  alpha: keyword('alpha', boolean(), { bare: true }),
})

export interface ConnectingValues {
  readonly connectIp: IpAddress | undefined
  readonly connectPort: number | undefined
  readonly bindTo: IpAddress | undefined
  readonly bindPort: number | undefined
  readonly connectTimeout: Duration | undefined
  readonly retry: number | undefined
  readonly delayBeforeRetry: Duration | undefined
  readonly warmup: Duration | undefined
  readonly delayLoop: Duration | undefined
  readonly alpha: boolean | undefined
}

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

/** Where a checker connects to and from. */
export const connectionOf = (values: ConnectingValues, inherited: Inherited): ConnectionConfig => ({
  target: { address: values.connectIp ?? inherited.address, port: values.connectPort ?? inherited.port },
  connectTimeout: values.connectTimeout ?? inherited.connectTimeout,
  bindAddress: values.bindTo,
  bindPort: values.bindPort ?? 0,
})
