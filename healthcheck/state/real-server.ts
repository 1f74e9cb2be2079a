// What follows when the health of a real server changes: pool, log, script, mail, in keepalived's order (QRM-12).
// Why it changed is the checkers' (schedule.ts); what it means for the service is quorum-changes.ts's.

import { checkerMailBody, removingBody, serverDown, serverMail, serverUp, shuttingDownBody } from './wording.js'
import { log, runScript, touch, type Turn } from './turn.js'
import type { CheckerState, ServerState } from './state.js'

/** CHK-07: up exactly when no checker has failed. A server without checkers is up. */
export const isHealthy = (server: ServerState): boolean => server.checkers.every((checker) => checker.progress.up)

/** Brings `alive` in line with the checkers, and says so when that is a change. */
export function updateServer(turn: Turn, server: ServerState, reason?: string): void {
  const healthy = isHealthy(server)
  if (healthy === server.alive) return
  server.alive = healthy
  touch(turn, server.service)
  log(turn, healthy ? serverUp(server) : serverDown(server, reason))
  tellState(turn, server)
  runServerScript(turn, server)
}

export const tellState = (turn: Turn, server: ServerState): void =>
  void turn.effects.push({ kind: 'serverState', id: server.id, up: server.alive })

function runServerScript(turn: Turn, server: ServerState, up = server.alive): void {
  const { notifyUp, notifyDown } = server.config
  runScript(turn, up ? notifyUp : notifyDown, `${up ? 'notify_up' : 'notify_down'} of ${server.id}`)
}

/** A checker has changed sides; the server may be where it was because of another one. */
export function mailChecker(turn: Turn, checker: CheckerState): void {
  const { server } = checker
  if (server.config.smtpAlert) turn.effects.push({ kind: 'mail', ...serverMail(server, checkerMailBody(checker)) })
}

/** `omega`: a server that goes with its service or with us is reported as if it had failed. */
export function tellLeaving(turn: Turn, server: ServerState, why: 'removed' | 'shutDown'): void {
  if (!server.service.config.omega || !server.alive) return
  runServerScript(turn, server, false)
  const body = why === 'removed' ? removingBody : shuttingDownBody
  if (server.config.smtpAlert) turn.effects.push({ kind: 'mail', ...serverMail(server, body, false) })
}
