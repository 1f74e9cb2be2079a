// What follows when a service has enough servers, or no longer: sorry server, log, script, mail. The arithmetic is quorum.ts's.

import type { SorryServerConfig, RunnableService } from '../config/model.js'
import { serverName } from './names.js'
import { liveWeight, quorumAfter } from './quorum.js'
import { log, runScript, touch, type Turn } from './turn.js'
import type { ServiceState } from './state.js'
import {
  poolLine,
  quorumGained,
  quorumLost,
  quorumMailBody,
  quorumMissing,
  serviceMail,
  shuttingDownBody,
  sorryLine,
  type QuorumNews,
} from './wording.js'

/** After a change of health or weight. */
export function updateQuorum(turn: Turn, service: ServiceState): void {
  const live = liveWeight(service.servers.values())
  const up = quorumAfter(service.config, live, service.quorumUp)
  if (up === service.quorumUp) return
  service.quorumUp = up
  touch(turn, service)
  log(turn, up ? quorumGained(service, live) : quorumLost(service, live))
  swapSorry(turn, service)
  runQuorumScript(turn, service)
  mail(turn, service, up ? 'Gained quorum' : 'Lost quorum', live)
}

/** A service that is new: the quorum begins down. Without a sorry server nothing is said about one that is missing (QRM-11). */
export function startQuorum(turn: Turn, service: ServiceState): void {
  const live = liveWeight(service.servers.values())
  service.quorumUp = quorumAfter(service.config, live, false)
  if (service.quorumUp) log(turn, quorumGained(service, live))
  else if (service.config.sorryServer === undefined) return
  else {
    log(turn, quorumMissing(service, live))
    swapSorry(turn, service)
  }
  runQuorumScript(turn, service)
  mail(turn, service, service.quorumUp ? 'Starting with quorum up' : 'Starting with quorum down', live)
}

/** A service whose health is known from before: as it was, as far as can be told, without a word. */
export function adoptQuorum(service: ServiceState): void {
  service.quorumUp = quorumAfter(service.config, liveWeight(service.servers.values()), true)
}

/** Another sorry server while one is in use. */
export function changeSorry(turn: Turn, service: ServiceState, before: RunnableService): void {
  const old = before.sorryServer
  const { sorryServer } = service.config
  if (service.quorumUp || sameSorry(old, sorryServer)) return
  if (old !== undefined) log(turn, sorry(service, old, false))
  if (sorryServer !== undefined) log(turn, sorry(service, sorryServer, true))
}

const sameSorry = (a: SorryServerConfig | undefined, b: SorryServerConfig | undefined): boolean =>
  a?.address === b?.address && a?.port === b?.port

/** `omega`: the service goes with us; what was up is reported down. */
export function tellQuorumLeaving(turn: Turn, service: ServiceState): void {
  if (!service.config.omega || !service.quorumUp) return
  runScript(turn, service.config.quorumDown, `quorum_down of ${service.name}`)
  if (service.config.smtpAlert) turn.effects.push({ kind: 'mail', ...serviceMail(service, false, shuttingDownBody) })
}

function swapSorry(turn: Turn, service: ServiceState): void {
  const { sorryServer } = service.config
  if (sorryServer === undefined) return
  log(turn, sorry(service, sorryServer, !service.quorumUp))
  log(turn, poolLine(service, service.quorumUp))
}

const sorry = (service: ServiceState, server: SorryServerConfig, use: boolean) =>
  sorryLine(service, serverName(service.config, server), server.inhibit, use)

function runQuorumScript(turn: Turn, service: ServiceState): void {
  const { quorumUp, quorumDown } = service.config
  if (service.quorumUp) runScript(turn, quorumUp, `quorum_up of ${service.name}`)
  else runScript(turn, quorumDown, `quorum_down of ${service.name}`)
}

function mail(turn: Turn, service: ServiceState, news: QuorumNews, live: number): void {
  if (!service.config.smtpAlert) return
  const body = quorumMailBody(service, news, live)
  turn.effects.push({ kind: 'mail', ...serviceMail(service, service.quorumUp, body) })
}
