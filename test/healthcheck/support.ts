// Configurations with defaults, and a run of the core in virtual time: probes take as long as the test says, nothing sleeps.

import type { LogEntry } from '../../config/values/log-entry.js'
import { parseIpAddress, type IpAddress } from '../../config/values/ip.js'
import { Milliseconds, Seconds, asInstant, earliest, type Instant } from '../../config/values/time.js'
import type {
  RunnableConfig,
  HttpGetConfig,
  HttpUrlConfig,
  RunnableServer,
  RunnableChecker,
  TcpCheckConfig,
  RunnableService,
} from '../../healthcheck/config/model.js'
import { createCheckers, nextDeadline, step } from '../../healthcheck/state/core.js'
import type { CheckersEffect } from '../../healthcheck/state/effects.js'
import type { CheckersEvent, ProbeOutcome } from '../../healthcheck/state/events.js'
import { countCheckers } from '../../healthcheck/state/reload.js'
import type { Table } from '../../ipvs/table.js'

export function ip(text: string): IpAddress {
  const address = parseIpAddress(text)
  if (address === undefined) throw new Error(`not an address: ${text}`)
  return address
}

const common = (address: string, port: number) => ({
  delayLoop: Seconds(6),
  warmup: Milliseconds(0),
  retry: 3,
  delayBeforeRetry: Seconds(3),
  alpha: false,
  logAllFailures: undefined,
  connection: {
    target: { address: ip(address), port },
    connectTimeout: Seconds(5),
    bindAddress: undefined,
    bindPort: 0,
    bindInterface: undefined,
    mark: undefined,
  },
})

export const tcp = (address: string, port = 80, more: Partial<TcpCheckConfig> = {}): TcpCheckConfig => ({
  kind: 'TCP_CHECK',
  ...common(address, port),
  ...more,
})

export const url = (path: string, more: Partial<HttpUrlConfig> = {}): HttpUrlConfig => ({
  path,
  virtualHost: undefined,
  digest: undefined,
  statusCodes: [{ from: 200, to: 299 }],
  regex: undefined,
  ...more,
})

export const http = (address: string, port = 80, more: Partial<HttpGetConfig> = {}): HttpGetConfig => ({
  kind: 'HTTP_GET',
  ...common(address, port),
  virtualHost: undefined,
  httpProtocol: '1.0',
  fastRecovery: false,
  urls: [url('/')],
  ...more,
})

export const real = (address: string, port = 80, more: Partial<RunnableServer> = {}): RunnableServer => ({
  address: ip(address),
  port,
  method: 'NAT',
  tunnel: undefined,
  weight: 1,
  upperThreshold: 0,
  lowerThreshold: 0,
  inhibitOnFailure: false,
  alpha: false,
  notifyUp: undefined,
  notifyDown: undefined,
  smtpAlert: false,
  snmpName: undefined,
  checkers: [tcp(address, port)],
  ...more,
})

export const virtual = (
  address: string,
  realServers: readonly RunnableServer[],
  more: Partial<RunnableService> = {},
): RunnableService => ({
  address: ip(address),
  port: 80,
  protocol: 'TCP',
  scheduler: 'wrr',
  schedulerFlags: 0,
  method: 'NAT',
  tunnel: undefined,
  persistenceTimeout: 0,
  persistencePrefix: 32,
  persistenceMask: undefined,
  persistenceEngine: undefined,
  haSuspend: false,
  snmpName: undefined,
  alpha: false,
  omega: false,
  quorum: 1,
  hysteresis: 0,
  quorumUp: undefined,
  quorumDown: undefined,
  sorryServer: undefined,
  smtpAlert: false,
  realServers,
  ...more,
})

export const sorry = (address: string, inhibit = false) =>
  ({ address: ip(address), port: 80, method: 'NAT', tunnel: undefined, inhibit }) as const

export const command = (...argv: string[]) => ({ argv, runAs: undefined })

export const UP: ProbeOutcome = { verdict: 'up' }
export const REFUSED: ProbeOutcome = { verdict: 'down', fault: 'connect', reason: 'connection refused' }
export const TIMEOUT: ProbeOutcome = { verdict: 'down', fault: 'connectTimeout', reason: 'timeout' }
export const LOCAL: ProbeOutcome = { verdict: 'local', reason: 'too many open files' }

export type Order = Extract<CheckersEffect, { kind: 'startProbe' }>
/** What a probe finds, and after how many milliseconds. */
export type World = (order: Order, now: number) => { readonly outcome: ProbeOutcome; readonly takes?: number }

export interface Simulation {
  configure(config: RunnableConfig, adopted?: Readonly<Record<string, 'up' | 'down'>>, chance?: number): void
  /** Runs until the time is `seconds` since the start, that moment included. */
  until(seconds: number): void
  /** Hands an event to the core now. */
  give(event: CheckersEvent): void
  world: World
  now(): number
  /** Everything that came out since the last call, with the second at which it did. */
  take(): Seen[]
  /** Log lines among what `take` would return, taken. */
  lines(): string[]
  /** Destinations as `address:port=weight` by service key, as last set. */
  table(): Record<string, string[]>
  /** Every table that was set so far. */
  readonly tables: Table[]
  /** Every event so far, with its second. */
  readonly events: { readonly at: number; readonly event: CheckersEvent }[]
  readonly running: number
}

export interface Seen {
  readonly at: number
  readonly effect: CheckersEffect
}

export function simulate(virtualServers: readonly RunnableService[], world: World = () => ({ outcome: UP })) {
  const simulation = idle(world)
  simulation.configure({ virtualServers })
  return simulation
}

export function idle(world: World = () => ({ outcome: UP })): Simulation {
  const state = createCheckers()
  let now: Instant = asInstant(0)
  let seen: Seen[] = []
  const ends = new Map<number, { readonly at: Instant; readonly outcome: ProbeOutcome }>()

  function give(event: CheckersEvent): void {
    simulation.events.push({ at: now / 1000, event })
    for (const effect of step(state, event, now).effects) {
      seen.push({ at: now / 1000, effect })
      if (effect.kind === 'setTable') simulation.tables.push(effect.table)
      if (effect.kind === 'abortProbe') ends.delete(effect.probe)
      if (effect.kind === 'startProbe') {
        const { outcome, takes = 0 } = simulation.world(effect, now / 1000)
        ends.set(effect.probe, { at: asInstant(now + takes), outcome })
      }
    }
  }

  function next(): Instant | undefined {
    let at = nextDeadline(state)
    for (const end of ends.values()) at = earliest(at, end.at)
    return at
  }

  const simulation: Simulation = {
    world,
    tables: [],
    events: [],
    get running() {
      return ends.size
    },
    give,
    now: () => now / 1000,
    configure(config, adopted = {}, chance = 0) {
      give({ kind: 'configured', config, adopted, chances: new Array<number>(countCheckers(config)).fill(chance) })
    },
    until(seconds) {
      const end = seconds * 1000
      for (let at = next(); at !== undefined && at <= end; at = next()) {
        now = asInstant(Math.max(at, now))
        for (const [probe, { at: ready, outcome }] of [...ends]) {
          if (ready > now) continue
          ends.delete(probe)
          give({ kind: 'probed', probe, outcome })
        }
        give({ kind: 'clock' })
      }
      now = asInstant(end)
    },
    take() {
      const all = seen
      seen = []
      return all
    },
    lines: () => logsOf(simulation.take()).map((entry) => entry.text),
    table: () => describeTable(simulation.tables.at(-1) ?? new Map()),
  }
  return simulation
}

export const logsOf = (seen: readonly Seen[]): LogEntry[] =>
  seen.flatMap(({ effect }) => (effect.kind === 'log' ? [effect.entry] : []))

export const describeTable = (table: Table): Record<string, string[]> =>
  Object.fromEntries(
    [...table].map(([key, { destinations }]) => [
      key,
      [...destinations.values()].map(({ address, port, weight }) => `${address}:${port}=${weight}`),
    ]),
  )

/** All checkers of a configuration, in order. */
export const checkersOf = (config: RunnableConfig): RunnableChecker[] =>
  config.virtualServers.flatMap((service) => service.realServers.flatMap((server) => server.checkers))
