// Everything that leaves the checkers' core, in the order in which it is to be done.

import type { Endpoint } from '../../config/values/ip.js'
import type { LogEntry } from '../../config/values/log-entry.js'
import type { ServiceKey, Table } from '../../ipvs/table.js'
import type { RunnableChecker, RunnableService } from '../config/model.js'

/** A command as configured. */
export type Script = NonNullable<RunnableService['quorumUp']>

export type CheckersEffect =
  /** Answered once by `probed` with the same number, unless aborted. */
  | {
      readonly kind: 'startProbe'
      readonly probe: number
      readonly checker: RunnableChecker
      /** The real server, whatever the checker connects to. */
      readonly server: Endpoint
      /** Which url of a list, from 0; 0 for checkers without one. */
      readonly url: number
    }
  | { readonly kind: 'abortProbe'; readonly probe: number }
  /** The whole table that is wanted, and the services that may be touched for it. */
  | {
      readonly kind: 'setTable'
      readonly table: Table
      readonly owned: ReadonlySet<ServiceKey>
      /** Look at the kernel again: somebody may have changed it (at a reload). */
      readonly reread: boolean
    }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  /** Health for whoever takes over when this process dies; `id` is `<vs> <rs>`. */
  | { readonly kind: 'serverState'; readonly id: string; readonly up: boolean }
  | { readonly kind: 'runScript'; readonly command: Script; readonly label: string }
  /** Subject without the router id. */
  | { readonly kind: 'mail'; readonly subject: string; readonly body: string }
  /** Everything is said; nothing follows. Only after `stop`. */
  | { readonly kind: 'stopped' }
