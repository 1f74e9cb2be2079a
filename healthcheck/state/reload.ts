// A configuration into state, by difference: what is equal in the old and the new one keeps its health, its retries and its
// place in the schedule (CHK-13); the rest starts or goes.

import { destinationKey, serviceKey, type DestinationKey, type ServiceKey } from '../../ipvs/table.js'
import type { Instant } from '../../config/values/time.js'
import type { RunnableChecker, RunnableConfig, RunnableServer, RunnableService } from '../config/model.js'
import type { CheckersEvent } from './events.js'
import { serverId, serverName, serviceName } from './names.js'
import { adoptQuorum, changeSorry, startQuorum, updateQuorum } from './quorum-changes.js'
import { isHealthy, tellLeaving, tellState, updateServer } from './real-server.js'
import { firstRun, startProgress } from './schedule.js'
import type { CheckerState, ServerState, ServiceState } from './state.js'
import { log, touch, type Turn } from './turn.js'
import { activating, serverGone, serverRemoved, serviceRemoved, weightChanged } from './wording.js'

type Configured = Extract<CheckersEvent, { kind: 'configured' }>

/** How many numbers a `configured` event needs in `chances`. */
export function countCheckers(config: RunnableConfig): number {
  let count = 0
  for (const service of config.virtualServers) for (const server of service.realServers) count += server.checkers.length
  return count
}

/** What one application of a configuration carries along. */
interface Arrival {
  readonly turn: Turn
  readonly adopted: Configured['adopted']
  readonly added: CheckerState[]
}

export function applyConfig(turn: Turn, event: Configured, now: Instant): void {
  const { state } = turn
  const before = state.services
  const first = state.phase === 'new'
  const arrival: Arrival = { turn, adopted: first ? event.adopted : {}, added: [] }
  state.phase = 'working'
  state.services = new Map()
  turn.tableChanged = true
  turn.reread = !first

  for (const config of event.config.virtualServers) {
    const key = serviceKey(config)
    if (!state.services.has(key)) state.services.set(key, before.get(key) ?? emptyService(config, key))
  }
  for (const [key, service] of before) if (!state.services.has(key)) removeService(turn, service)
  state.owned = new Set([...before.keys(), ...state.services.keys()])
  for (const config of event.config.virtualServers) {
    const key = serviceKey(config)
    const service = state.services.get(key)
    if (service === undefined) continue
    if (before.has(key)) changeService(arrival, service, config)
    else startService(arrival, service)
  }
  scheduleNew(arrival, chancesByChecker(turn, event), now)
}

function emptyService(config: RunnableService, key: ServiceKey): ServiceState {
  return { config, key, name: serviceName(config), quorumUp: false, servers: new Map(), entry: undefined }
}

function startService(arrival: Arrival, service: ServiceState): void {
  let known = false
  for (const server of service.config.realServers) {
    const state = addServer(arrival, service, server, service.servers)
    known ||= arrival.adopted[state.id] !== undefined
  }
  if (known) adoptQuorum(service)
  else startQuorum(arrival.turn, service)
}

function changeService(arrival: Arrival, service: ServiceState, config: RunnableService): void {
  const { turn } = arrival
  const { config: before, servers: old } = service
  const servers = new Map<DestinationKey, ServerState>()
  const names = new Set(config.realServers.map((server) => destinationKey(server.address, server.port)))
  for (const [key, server] of old) if (!names.has(key)) removeServer(turn, server)
  service.config = config
  service.servers = servers
  touch(turn, service)
  for (const next of config.realServers) {
    const key = destinationKey(next.address, next.port)
    const server = old.get(key)
    if (server === undefined) addServer(arrival, service, next, servers)
    else {
      servers.set(key, server)
      changeServer(arrival, server, next)
    }
  }
  changeSorry(turn, service, before)
  updateQuorum(turn, service)
}

function addServer(
  arrival: Arrival,
  service: ServiceState,
  config: RunnableServer,
  servers: Map<DestinationKey, ServerState>,
): ServerState {
  const id = serverId(service.config, config)
  const name = serverName(service.config, config)
  const server: ServerState = { config, service, name, id, alive: true, checkers: [] }
  servers.set(destinationKey(config.address, config.port), server)
  const known = arrival.adopted[id]
  server.checkers = config.checkers.map((checker) =>
    addChecker(arrival, server, checker, known === undefined ? !checker.alpha : known === 'up', known !== undefined),
  )
  server.alive = isHealthy(server)
  tellState(arrival.turn, server)
  return server
}

function changeServer(arrival: Arrival, server: ServerState, config: RunnableServer): void {
  const { turn } = arrival
  if (config.weight !== server.config.weight) log(turn, weightChanged(server, server.config.weight, config.weight))
  const left = [...server.checkers]
  const known = left.length > 0
  server.config = config
  server.checkers = config.checkers.map((checker) => {
    const at = left.findIndex((old) => sameChecker(old.config, checker))
    const [kept] = at < 0 ? [] : left.splice(at, 1)
    return kept ?? addChecker(arrival, server, checker, server.alive, known)
  })
  for (const checker of left) dropChecker(turn, checker)
  updateServer(turn, server, 'reload')
}

/** Plain values made by the same code: their texts are equal when they are. */
const sameChecker = (a: RunnableChecker, b: RunnableChecker): boolean => JSON.stringify(a) === JSON.stringify(b)

function addChecker(
  arrival: Arrival,
  server: ServerState,
  config: RunnableChecker,
  up: boolean,
  known: boolean,
): CheckerState {
  const checker: CheckerState = {
    config,
    server,
    progress: startProgress(config, up, known),
    due: undefined,
    probe: undefined,
    reason: undefined,
    localFault: undefined,
    remark: undefined,
  }
  arrival.added.push(checker)
  return checker
}

/** The number for each checker, by its place in the configuration. */
function chancesByChecker(turn: Turn, event: Configured): Map<CheckerState, number> {
  const chances = new Map<CheckerState, number>()
  let place = 0
  for (const service of turn.state.services.values())
    for (const server of service.servers.values())
      for (const checker of server.checkers) chances.set(checker, event.chances[place++] ?? 0)
  return chances
}

function scheduleNew({ turn, added }: Arrival, chances: ReadonlyMap<CheckerState, number>, now: Instant): void {
  for (const checker of added) {
    const at = firstRun(checker.config, now, chances.get(checker) ?? 0)
    checker.due = at
    turn.state.agenda.add(at, checker)
    log(turn, activating(checker))
  }
}

function removeService(turn: Turn, service: ServiceState): void {
  log(turn, serviceRemoved(service))
  for (const server of service.servers.values()) {
    if (server.alive || server.config.inhibitOnFailure) log(turn, serverRemoved(server))
    tellLeaving(turn, server, 'removed')
    for (const checker of server.checkers) dropChecker(turn, checker)
  }
}

function removeServer(turn: Turn, server: ServerState): void {
  log(turn, serverGone(server))
  if (server.alive || server.config.inhibitOnFailure) log(turn, serverRemoved(server))
  tellLeaving(turn, server, 'removed')
  for (const checker of server.checkers) dropChecker(turn, checker)
}

/** Its probe is aborted, and what the agenda still holds of it no longer counts. */
export function dropChecker(turn: Turn, checker: CheckerState): void {
  checker.due = undefined
  if (checker.probe === undefined) return
  turn.state.running.delete(checker.probe)
  turn.effects.push({ kind: 'abortProbe', probe: checker.probe })
  checker.probe = undefined
}
