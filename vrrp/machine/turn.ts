// One call of step(): the instant, the router, and the effects gathered so far. Effects keep the order in which they were pushed.

import type { Instant } from '../../config/values/time.js'
import type { LogEntry, LogKind, LogLevel } from '../../config/values/log-entry.js'
import type { VrrpEffect } from './effects.js'
import type { Group, Instance, RouterState } from './state.js'

export interface Turn {
  readonly router: RouterState
  readonly now: Instant
  readonly effects: VrrpEffect[]
  /** The first configuration is being taken in: states are notified without mail. */
  readonly starting: boolean
}

type Fields = Readonly<Record<string, string | number>>

/** keepalived writes `(name) text` in front of nearly everything; `mark` is ' ' or ': ' where it has the colon. */
export interface LogOptions {
  readonly level?: LogLevel
  readonly detail?: boolean
  readonly kind?: LogKind
  readonly fields?: Fields
  readonly mark?: ' ' | ': '
}

export function logInstance(turn: Turn, instance: Instance, text: string, options: LogOptions = {}): void {
  const { name, virtualRouterId } = instance.config
  const fields = { instance: name, vrid: virtualRouterId, interface: instance.config.interface, ...options.fields }
  logLine(turn, `(${name})${options.mark ?? ' '}${text}`, { ...options, fields })
}

export function logGroup(turn: Turn, group: Group, text: string, options: LogOptions = {}): void {
  const fields = { group: group.config.name, ...options.fields }
  logLine(turn, `VRRP_Group(${group.config.name})${options.mark ?? ' '}${text}`, { ...options, fields })
}

export function logLine(turn: Turn, text: string, options: LogOptions = {}): void {
  const entry: LogEntry = {
    level: options.level ?? 'info',
    text,
    ...(options.detail === true ? { detail: true } : {}),
    ...(options.kind === undefined ? {} : { kind: options.kind }),
    ...(options.fields === undefined ? {} : { fields: options.fields }),
  }
  turn.effects.push({ kind: 'log', entry })
}

/** Logs a recurring problem once in a state period (RX-23). `problem` names its kind. */
export function logProblem(turn: Turn, instance: Instance, problem: string, text: string, fields: Fields = {}): void {
  if (instance.problemsLogged.has(problem)) return
  instance.problemsLogged.add(problem)
  logInstance(turn, instance, text, { level: 'warning', fields: { reason: problem, ...fields } })
}
