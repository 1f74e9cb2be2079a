// What the supervisor and its children say to each other: one union per direction. Plain values, sent with structured clone.

import type { RunnableConfig } from '../../healthcheck/config/model.js'
import type { VrrpConfig } from '../../vrrp/config/model.js'
import type { ScriptCommand } from '../../config/global-model.js'

export interface ChildOptions {
  readonly logFormat: 'auto' | 'pretty' | 'json' | 'journal'
  /** -D: also the lines marked `detail`. */
  readonly logDetail: boolean
  readonly ipvs: 'kernel' | 'memory'
}

export type ToVrrp =
  | {
      readonly kind: 'configure'
      readonly generation: number
      readonly config: VrrpConfig
      readonly adopted: readonly string[]
    }
  | { readonly kind: 'stop' }
  /** Write the state of everything to the log. */
  | { readonly kind: 'report' }
  /** Answered with `alive`; a child that does not answer is stuck. */
  | { readonly kind: 'ping'; readonly id: number }

export type ToCheckers =
  | {
      readonly kind: 'configure'
      readonly generation: number
      readonly config: RunnableConfig
      /** Health by `serverId` as last reported, when a previous checkers process died; empty otherwise. */
      readonly adopted: Readonly<Record<string, 'up' | 'down'>>
    }
  | { readonly kind: 'stop' }
  | { readonly kind: 'report' }
  | { readonly kind: 'ping'; readonly id: number }

export type FromChild =
  /** The role is loaded and waits for `configure`. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'configured'; readonly generation: number }
  | { readonly kind: 'failed'; readonly generation: number; readonly reason: string; readonly permanent: boolean }
  | { readonly kind: 'alive'; readonly id: number }
  /** State of a virtual router or sync group: scripts, mail and the supervisor's picture. */
  | {
      readonly kind: 'vrrpState'
      readonly subject: 'INSTANCE' | 'GROUP'
      readonly name: string
      readonly state: 'MASTER' | 'BACKUP' | 'FAULT' | 'STOP' | 'DELETED'
      readonly priority: number
      readonly mail: boolean
    }
  /** Health of a real server; `id` is `<vs> <rs>` in the forms of runtime-interface (`[ip]:tcp:port`). */
  | { readonly kind: 'serverState'; readonly id: string; readonly up: boolean }
  | { readonly kind: 'runScript'; readonly command: ScriptCommand; readonly label: string }
  | { readonly kind: 'mail'; readonly subject: string; readonly body: string }
  /** Sent last, when everything is cleaned up. */
  | { readonly kind: 'stopped' }
