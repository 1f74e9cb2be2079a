// What keepalived accepts of one service, and is probably not meant. On the way of a sound service it looks at a few numbers only.

import type { Report } from '../../../config/diagnostic.js'
import { statementOf } from '../../../config/schema/block.js'
import { spanOfStatement, tellKeyword, tellValues } from '../../../config/schema/cursor.js'
import type { Span } from '../../../config/source.js'
import { Seconds } from '../../../config/values/time.js'
import type { RealServerConfig } from '../model.js'
import type { BoundRealServer } from '../real-server.js'
import { kernelSince, type Scheduler } from '../schedulers.js'
import type { Settings } from '../service.js'
import type { BoundVirtualServer } from '../virtual-server.js'
import { lintQuorum } from './quorum.js'
import { hasChecks } from './server.js'

/** What is said once for a whole file, or not more than a few times. */
export interface Lints {
  readonly schedulers: Set<Scheduler>
  /** Opening lines of services without any check. */
  readonly unchecked: Span[]
}

export const newLints = (): Lints => ({ schedulers: new Set(), unchecked: [] })

const ONE_PACKET = 0x04

/** With this many servers, checks more often than once a second are a load. */
const manyServers = 10

export function lintService(bound: BoundVirtualServer, settings: Settings, lints: Lints, report: Report): void {
  const { values } = bound
  lintChecks(bound, settings, lints, report)
  lintQuorum(bound, settings, report)
  lintOwnAddress(bound, settings, report)
  if (kernelSince.has(settings.scheduler) && !lints.schedulers.has(settings.scheduler)) {
    lints.schedulers.add(settings.scheduler)
    tellScheduler(bound, settings.scheduler, report)
  }
  if (values.onePacket && settings.persistenceTimeout > 0 && (settings.schedulerFlags & ONE_PACKET) !== 0) {
    tellOnePacket(bound, report)
  }
  if (values.persistenceEngine !== undefined && settings.persistenceTimeout === 0) tellEngine(bound, report)
  if (values.delayLoop !== undefined && values.delayLoop < Seconds(1) && settings.realServers.length >= manyServers) {
    tellOften(bound, settings.realServers.length, report)
  }
}

// ---- checks ---------------------------------------------------------------------------------------------------------------

function lintChecks(bound: BoundVirtualServer, { realServers }: Settings, lints: Lints, report: Report): void {
  let without = 0
  for (const { checkers } of realServers) if (checkers.length === 0) without++
  if (without === 0) return
  const bare = bound.values.realServers.filter((server) => !hasChecks(server))
  const [first] = bare
  if (first === undefined) return
  if (bare.length < bound.values.realServers.length) tellUnchecked(first, bare.length, report)
  else if (bound.values.alpha) tellAlpha(bound, report)
  else lints.unchecked.push(spanOfStatement(bound.statement))
}

function tellUnchecked({ statement }: BoundRealServer, count: number, report: Report): void {
  const more = count === 1 ? '' : ` The same holds for ${count - 1} more of this service.`
  tellValues(report, statement, {
    code: 'unchecked-server',
    severity: 'warning',
    message: 'This server has no check, although others of the service have one',
    hint: `It counts as up all the time: clients are sent to it even when it is dead. Add a check.${more}`,
  })
}

function tellAlpha(bound: BoundVirtualServer, report: Report): void {
  tellKeyword(report, statementOf(bound, 'alpha') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'warning',
    message: '`alpha` has no effect: no server of this service has a check',
    hint: 'Nothing could bring them up: they count as up all the time, as in keepalived. Add checks.',
  })
}

/** How many are reported one by one; the last of them tells how many more there are. */
const most = 3

export function tellUncheckedServices({ unchecked }: Lints, report: Report): void {
  unchecked.slice(0, most).forEach((span, index) => {
    const rest = index === most - 1 ? unchecked.length - most : 0
    const more = rest === 0 ? '' : ` The same holds for ${rest} more ${rest === 1 ? 'service' : 'services'}.`
    report({
      code: 'unchecked-service',
      severity: 'hint',
      message: 'No server of this service has a check: all count as up all the time',
      hint: `Clients are sent to servers that are dead, and neither quorum nor sorry server can help. Add checks.${more}`,
      span,
      related: [],
    })
  })
}

function tellOften(bound: BoundVirtualServer, count: number, report: Report): void {
  tellValues(report, statementOf(bound, 'delayLoop') ?? bound.statement, {
    code: 'frequent-checks',
    severity: 'hint',
    message: `Each of ${count} servers is checked more often than once a second`,
    hint: 'Checks are connections too, for the servers and for this director. A few seconds are usual; `retry` says how soon a failure counts.',
  })
}

// ---- addresses and scheduling ---------------------------------------------------------------------------------------------

function lintOwnAddress({ header, values }: BoundVirtualServer, { realServers }: Settings, report: Report): void {
  if (!('address' in header)) return
  for (const server of realServers) {
    if (server.address === header.address && server.port === header.port) {
      const bound = values.realServers.find((one) => one.header.address === server.address)
      if (bound !== undefined) tellOwnAddress(bound, server, report)
    }
  }
}

function tellOwnAddress({ statement }: BoundRealServer, { address, port }: RealServerConfig, report: Report): void {
  tellValues(report, statement, {
    code: 'server-is-service',
    severity: 'warning',
    message: `The real server ${address}${port === 0 ? '' : ` port ${port}`} is the service itself`,
    hint: 'Its packets go round in a circle, and checks of it ask the service. Name an address of the server itself.',
  })
}

function tellScheduler(bound: BoundVirtualServer, scheduler: Scheduler, report: Report): void {
  tellValues(report, statementOf(bound, 'scheduler') ?? bound.statement, {
    code: 'newer-scheduler',
    severity: 'hint',
    message: `The scheduler \`${scheduler}\` is in Linux ${kernelSince.get(scheduler) ?? ''} and later only`,
    hint: 'An older kernel refuses the service. `lvs-ha check --live` looks for its module on this machine.',
  })
}

function tellOnePacket(bound: BoundVirtualServer, report: Report): void {
  tellKeyword(report, statementOf(bound, 'onePacket') ?? bound.statement, {
    code: 'persistence-with-ops',
    severity: 'warning',
    message: 'One-packet scheduling and persistence contradict each other',
    hint: 'Persistence keeps the packets of a client with one server, `ops` would spread them. Choose one of the two.',
  })
}

function tellEngine(bound: BoundVirtualServer, report: Report): void {
  tellKeyword(report, statementOf(bound, 'persistenceEngine') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'warning',
    message: '`persistence_engine` has no effect on a service that is not persistent',
    hint: 'Add `persistence_timeout`, or remove the line.',
  })
}
