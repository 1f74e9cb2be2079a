// One step of the core while it is under way: collects effects. The table goes out first and once, however many servers
// changed, so that it is on its way to the kernel before scripts hear of it.

import type { LogEntry } from '../../config/values/log-entry.js'
import { desiredTable } from './desired.js'
import type { CheckersEffect, Script } from './effects.js'
import type { CheckersState, ServiceState } from './state.js'

export interface Turn {
  readonly state: CheckersState
  readonly effects: CheckersEffect[]
  tableChanged: boolean
  reread: boolean
}

export const beginTurn = (state: CheckersState): Turn => ({ state, effects: [], tableChanged: false, reread: false })

/** All effects, in order. */
export function endTurn(turn: Turn): readonly CheckersEffect[] {
  if (!turn.tableChanged) return turn.effects
  const { state, reread } = turn
  return [{ kind: 'setTable', table: desiredTable(state), owned: state.owned, reread }, ...turn.effects]
}

/** The service's part of the table has to be worked out again. */
export function touch(turn: Turn, service: ServiceState): void {
  service.entry = undefined
  turn.tableChanged = true
}

export const log = (turn: Turn, entry: LogEntry): void => void turn.effects.push({ kind: 'log', entry })

export function runScript(turn: Turn, command: Script | undefined, label: string): void {
  if (command !== undefined) turn.effects.push({ kind: 'runScript', command, label })
}
