// What the checkers' core remembers. The core owns these objects and changes them in place; nobody else does.

import type { Instant } from '../../config/values/time.js'
import type { DestinationKey, ServiceEntry, ServiceKey } from '../../ipvs/table.js'
import type { RunnableChecker, RunnableServer, RunnableService } from '../config/model.js'
import { createAgenda, type Agenda } from './agenda.js'
import type { Progress } from './schedule.js'

export interface CheckersState {
  services: Map<ServiceKey, ServiceState>
  /** Services that this configuration names and those the one before it did. */
  owned: ReadonlySet<ServiceKey>
  /** Running probes by number. */
  readonly running: Map<number, CheckerState>
  readonly agenda: Agenda<CheckerState>
  nextProbe: number
  phase: 'new' | 'working' | 'stopped'
}

export interface ServiceState {
  config: RunnableService
  readonly key: ServiceKey
  /** `<vs>` */
  readonly name: string
  /** The sorry server is in use exactly when this is false and one is configured. */
  quorumUp: boolean
  servers: Map<DestinationKey, ServerState>
  /** What of it should be in the kernel; undefined when that has to be worked out again. */
  entry: ServiceEntry | undefined
}

export interface ServerState {
  config: RunnableServer
  readonly service: ServiceState
  /** `<rs>` */
  readonly name: string
  /** `<vs> <rs>` */
  readonly id: string
  /** No checker has failed (CHK-07). */
  alive: boolean
  checkers: readonly CheckerState[]
}

export interface CheckerState {
  readonly config: RunnableChecker
  readonly server: ServerState
  progress: Progress
  /** When it runs next; undefined while it runs, and for good once it is gone. */
  due: Instant | undefined
  probe: number | undefined
  /** Why the last run failed; undefined after a success and before the first run. */
  reason: string | undefined
  /** Why this host cannot ask at present. */
  localFault: string | undefined
  /** The last remark about an answer, so that it is logged once. */
  remark: string | undefined
}

export const createCheckers = (): CheckersState => ({
  services: new Map(),
  owned: new Set(),
  running: new Map(),
  agenda: createAgenda(),
  nextProbe: 1,
  phase: 'new',
})
