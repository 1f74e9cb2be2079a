// When a dead child is started again, and when it is not: a table of exits and a row of growing delays.
// Pure: is told how long the child ran and how it ended.

import { Milliseconds, Seconds, type Duration } from '../../config/values/time.js'
import { ExitStatus } from '../exit-status.js'

/** How a process ended: with a status, or by a signal (its name). */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
}

export type Verdict =
  | { readonly kind: 'restart'; readonly reason: string }
  /** Starting it again cannot help; the whole daemon ends with `status`. */
  | { readonly kind: 'permanent'; readonly reason: string; readonly status: number }

const PERMANENT: Readonly<Record<number, string>> = {
  [ExitStatus.fatal]: 'FATAL',
  [ExitStatus.config]: 'CONFIG',
  [ExitStatus.permission]: 'missing permission',
}

/** Judges an exit nobody asked for. `reason` follows the process's name in the log: `exited with status 3`. */
export function judgeExit(exit: Exit): Verdict {
  if (exit.signal !== null) return { kind: 'restart', reason: `exited due to signal ${exit.signal}` }
  const code = exit.code ?? ExitStatus.internal
  const permanent = PERMANENT[code]
  if (permanent !== undefined)
    return { kind: 'permanent', status: code, reason: `exited with permanent error ${permanent}. Terminating` }
  return { kind: 'restart', reason: `exited with status ${code}` }
}

/** A child that ran this long is healthy again: its next restart is immediate. */
const HEALTHY_AFTER = Seconds(60)
const LONGEST = Seconds(60)

/** What is remembered between deaths: the delay before the last start, undefined before the first death. */
export type RestartHistory = Duration | undefined

/**
 * The delay before the next start: 0, 1, 2, 4 … 60 s; from 0 again once a child has run for a minute.
 * The result is the history to pass the next time.
 */
export function restartDelay(history: RestartHistory, ranFor: Duration): Duration {
  if (history === undefined || ranFor >= HEALTHY_AFTER) return Milliseconds(0)
  if (history === 0) return Seconds(1)
  return Milliseconds(Math.min(history * 2, LONGEST))
}
