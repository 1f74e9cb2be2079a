// The state of services, servers and checkers for people and programs. Values and text; who asks and where it goes is the
// caller's business.

import type { CheckerState, CheckersState, ServerState, ServiceState } from './state/state.js'
import { sorryInUse } from './state/desired.js'
import { serverName } from './state/names.js'
import { liveWeight } from './state/quorum.js'

export interface HealthReport {
  readonly virtualServers: readonly ServiceReport[]
}

export interface ServiceReport {
  /** `[192.0.2.1]:tcp:80` */
  readonly name: string
  readonly quorumUp: boolean
  readonly quorum: number
  readonly hysteresis: number
  readonly liveWeight: number
  readonly sorryServer: { readonly name: string; readonly inUse: boolean } | undefined
  readonly realServers: readonly ServerReport[]
}

export interface ServerReport {
  readonly name: string
  readonly up: boolean
  readonly weight: number
  readonly inhibitOnFailure: boolean
  readonly checkers: readonly CheckerReport[]
}

export interface CheckerReport {
  readonly kind: string
  readonly up: boolean
  readonly hasRun: boolean
  /** Failures in a row that do not count yet. */
  readonly failedTries: number
  readonly retry: number
  /** Why the last run failed. */
  readonly reason: string | undefined
  /** Why this host cannot ask at present. */
  readonly localFault: string | undefined
}

export const healthReport = (state: CheckersState): HealthReport => ({
  virtualServers: [...state.services.values()].map(serviceReport),
})

const serviceReport = (service: ServiceState): ServiceReport => {
  const { config, name, quorumUp, servers } = service
  const { sorryServer } = config
  return {
    name,
    quorumUp,
    quorum: config.quorum,
    hysteresis: config.hysteresis,
    liveWeight: liveWeight(servers.values()),
    sorryServer:
      sorryServer === undefined ? undefined : { name: serverName(config, sorryServer), inUse: sorryInUse(service) },
    realServers: [...servers.values()].map(serverReport),
  }
}

const serverReport = ({ name, alive, config, checkers }: ServerState): ServerReport => ({
  name,
  up: alive,
  weight: config.weight,
  inhibitOnFailure: config.inhibitOnFailure,
  checkers: checkers.map(checkerReport),
})

const checkerReport = ({ config, progress, reason, localFault }: CheckerState): CheckerReport => ({
  kind: config.kind,
  up: progress.up,
  hasRun: progress.hasRun,
  failedTries: progress.hasRun && progress.up ? progress.tries : 0,
  retry: config.retry,
  reason,
  localFault,
})

/** One line for each service, server and checker, indented. */
export function renderHealth(report: HealthReport): string {
  const lines: string[] = []
  for (const service of report.virtualServers) {
    const quorum = `quorum ${service.quorumUp ? 'up' : 'down'} (${service.liveWeight} of ${service.quorum})`
    const sorry = service.sorryServer?.inUse === true ? `, sorry server ${service.sorryServer.name} in use` : ''
    lines.push(`VS ${service.name} ${quorum}${sorry}`)
    for (const server of service.realServers) {
      lines.push(`  RS ${server.name} ${server.up ? 'up' : 'down'}, weight ${server.weight}`)
      for (const checker of server.checkers) lines.push(`    ${checkerLine(checker)}`)
    }
  }
  return lines.map((line) => `${line}\n`).join('')
}

function checkerLine(checker: CheckerReport): string {
  const tries = checker.failedTries === 0 ? '' : `, failed ${checker.failedTries} of ${checker.retry + 1} tries`
  const why = checker.localFault ?? checker.reason
  const state = checker.hasRun ? (checker.up ? 'up' : 'down') : `${checker.up ? 'up' : 'down'}, not run yet`
  return `${checker.kind} ${state}${tries}${why === undefined ? '' : `: ${why}`}`
}
