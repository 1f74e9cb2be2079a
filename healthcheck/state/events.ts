// Everything that enters the checkers' core. Plain values: a recording of them replays as a test.

import type { RunnableConfig } from '../config/model.js'

export type CheckersEvent =
  /** First configuration, or a new one (reload): applied by difference. */
  | {
      readonly kind: 'configured'
      readonly config: RunnableConfig
      /** Health by `<vs> <rs>` when a previous checkers process died. Counts for the first configuration only. */
      readonly adopted: Readonly<Record<string, 'up' | 'down'>>
      /** A number in 0 ≤ n < 1 for every checker of `config`, in order: where in its warmup it runs first (CHK-01). */
      readonly chances: readonly number[]
    }
  /** A deadline may have passed. Changes nothing when nothing is due. */
  | { readonly kind: 'clock' }
  /** A probe has ended by itself. One that was aborted is not reported, or ignored. */
  | { readonly kind: 'probed'; readonly probe: number; readonly outcome: ProbeOutcome }
  /** Stop in order: probes aborted, services removed. */
  | { readonly kind: 'stop' }

export type ProbeOutcome =
  /** `remark`: something odd about an answer that is good enough. */
  | { readonly verdict: 'up'; readonly remark?: string }
  | { readonly verdict: 'down'; readonly fault: ProbeFault; readonly reason: string }
  /** This host could not ask (no socket, address not here): says nothing about the server (CHK-10). */
  | { readonly verdict: 'local'; readonly reason: string }

/** At which point a server failed; each has its own line in the log. */
export type ProbeFault = 'connect' | 'connectTimeout' | 'read' | 'readTimeout' | 'noData' | 'status' | 'digest'
