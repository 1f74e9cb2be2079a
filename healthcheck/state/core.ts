// The checkers' core: events in, effects out. Which probe runs when, what its result means for checker, server and service.
// Pure: no clock, no sockets; `now` and random numbers are handed in.

import { after, type Instant } from '../../config/values/time.js'
import type { CheckersEffect } from './effects.js'
import type { CheckersEvent, ProbeOutcome } from './events.js'
import { tellQuorumLeaving, updateQuorum } from './quorum-changes.js'
import { mailChecker, tellLeaving, updateServer } from './real-server.js'
import { applyConfig, dropChecker } from './reload.js'
import { judge } from './schedule.js'
import type { CheckerState, CheckersState } from './state.js'
import { beginTurn, endTurn, log, type Turn } from './turn.js'
import {
  canAskAgain,
  cannotAsk,
  checkerFailed,
  checkerPassed,
  oddAnswer,
  serverShutDown,
  tryFailed,
  urlPassed,
} from './wording.js'

export { createCheckers, type CheckersState } from './state.js'

/** Changes `state` in place and returns it. After `stop` nothing has effects any more. */
export function step(
  state: CheckersState,
  event: CheckersEvent,
  now: Instant,
): { state: CheckersState; effects: readonly CheckersEffect[] } {
  if (state.phase === 'stopped') return { state, effects: [] }
  const turn = beginTurn(state)
  switch (event.kind) {
    case 'configured':
      applyConfig(turn, event, now)
      break
    case 'clock':
      startDue(turn, now)
      break
    case 'probed':
      takeOutcome(turn, event.probe, event.outcome, now)
      break
    case 'stop':
      stop(turn)
  }
  return { state, effects: endTurn(turn) }
}

/** When `clock` has something to do next. */
export function nextDeadline({ agenda }: CheckersState): Instant | undefined {
  for (let first = agenda.first(); first !== undefined; first = agenda.first()) {
    if (first.item.due === first.at) return first.at
    agenda.take()
  }
  return undefined
}

function startDue(turn: Turn, now: Instant): void {
  const { state } = turn
  for (let next = nextDeadline(state); next !== undefined && next <= now; next = nextDeadline(state)) {
    const checker = state.agenda.take()?.item
    if (checker !== undefined) startProbe(turn, checker)
  }
}

function startProbe(turn: Turn, checker: CheckerState): void {
  const { state } = turn
  const probe = state.nextProbe++
  checker.due = undefined
  checker.probe = probe
  state.running.set(probe, checker)
  const { address, port } = checker.server.config
  const { url } = checker.progress
  turn.effects.push({ kind: 'startProbe', probe, checker: checker.config, server: { address, port }, url })
}

function takeOutcome(turn: Turn, probe: number, outcome: ProbeOutcome, now: Instant): void {
  const { state } = turn
  const checker = state.running.get(probe)
  if (checker === undefined) return
  state.running.delete(probe)
  checker.probe = undefined
  const wait =
    outcome.verdict === 'local' ? takeLocalFault(turn, checker, outcome.reason) : take(turn, checker, outcome)
  checker.due = after(now, wait)
  state.agenda.add(checker.due, checker)
}

/** CHK-10: nothing is known about the server; asked again after the usual time. Said once, and when it is over. */
function takeLocalFault(turn: Turn, checker: CheckerState, reason: string) {
  if (checker.localFault !== reason) log(turn, cannotAsk(checker, reason))
  checker.localFault = reason
  return checker.config.delayLoop
}

function take(turn: Turn, checker: CheckerState, outcome: Exclude<ProbeOutcome, { verdict: 'local' }>) {
  if (checker.localFault !== undefined) log(turn, canAskAgain(checker))
  checker.localFault = undefined
  const before = checker.progress
  const { progress, wait, result } = judge(checker.config, before, outcome.verdict)
  checker.progress = progress
  checker.reason = outcome.verdict === 'down' ? outcome.reason : undefined
  logOutcome(turn, checker, before, outcome, result)
  if (progress.up !== before.up) {
    updateServer(turn, checker.server, checker.reason)
    updateQuorum(turn, checker.server.service)
    mailChecker(turn, checker)
  }
  return wait
}

function logOutcome(
  turn: Turn,
  checker: CheckerState,
  before: CheckerState['progress'],
  outcome: Exclude<ProbeOutcome, { verdict: 'local' }>,
  result: ReturnType<typeof judge>['result'],
): void {
  const isNews = before.hasRun ? before.up !== checker.progress.up : result === 'passed' || result === 'failed'
  if (outcome.verdict === 'down') {
    if (before.up) log(turn, tryFailed(checker, outcome.fault))
    if (isNews && result === 'failed') log(turn, checkerFailed(checker, !before.hasRun))
    return
  }
  const { remark } = outcome
  if (remark !== undefined && remark !== checker.remark) log(turn, oddAnswer(checker, before.url, remark))
  checker.remark = remark
  const stepped = before.up ? undefined : urlPassed(checker, before.url)
  if (stepped !== undefined) log(turn, stepped)
  if (isNews && result === 'passed') log(turn, checkerPassed(checker))
}

/** Services are taken out of the kernel; `omega` reports what was up as down. */
function stop(turn: Turn): void {
  const { state } = turn
  for (const service of state.services.values()) {
    for (const server of service.servers.values()) {
      for (const checker of server.checkers) dropChecker(turn, checker)
      log(turn, serverShutDown(server))
      tellLeaving(turn, server, 'shutDown')
    }
    tellQuorumLeaving(turn, service)
  }
  state.owned = new Set([...state.owned, ...state.services.keys()])
  state.services = new Map()
  state.phase = 'stopped'
  turn.tableChanged = true
  turn.effects.push({ kind: 'stopped' })
}
