// What each side of a pair is worth while everything tracked is well, and after one failure: its priority, or a fault (TRK-01, TRK-02, TRK-08).

import type { IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'

export type SideName = 'own' | 'other'

export interface OutlookTracker {
  readonly kind: 'interface' | 'script' | 'file' | 'process' | 'bfd'
  readonly name: string
  /** 0 = a fault instead. */
  readonly weight: number
  readonly reverse: boolean
}

/** One virtual router as one director runs it. */
export interface OutlookSide {
  readonly priority: number
  readonly preempt: boolean
  readonly preemptDelay: Duration
  /** `state MASTER` where it counts: outside of sync groups. */
  readonly startsAsMaster: boolean
  /** Where its adverts come from; undefined = an address of the interface. */
  readonly source: IpAddress | undefined
  /** How long it waits for adverts before it takes over. */
  readonly patience: Duration
  /** Whether it accepts the adverts of the other. */
  readonly hears: boolean
  /** Its own interface included. */
  readonly trackers: readonly OutlookTracker[]
}

export interface OutlookMember {
  readonly own: OutlookSide
  readonly other: OutlookSide
}

/** What changes state together: the pairs of a sync group, or one pair alone. At least one. */
export type OutlookUnit = readonly OutlookMember[]

export const opposite = (side: SideName): SideName => (side === 'own' ? 'other' : 'own')

export interface Failure {
  readonly side: SideName
  readonly tracker: OutlookTracker
  /** For a file: what it holds. */
  readonly value?: number
}

export interface Condition {
  readonly own: Worth
  readonly other: Worth
}

interface Worth {
  /** Of any member of the group: they fall together. */
  readonly fault: boolean
  readonly priority: number
}

export function conditionsOf(unit: OutlookUnit, failure: Failure | undefined): readonly Condition[] {
  const worth = (side: SideName): readonly Worth[] => {
    const each = unit.map((member) => worthOf(member[side], failure?.side === side ? failure : undefined))
    const fault = each.some((one) => one.fault)
    return each.map(({ priority }) => ({ priority, fault }))
  }
  const own = worth('own')
  const other = worth('other')
  return own.map((one, index) => ({ own: one, other: other[index] ?? one }))
}

function worthOf(side: OutlookSide, failure: Failure | undefined): Worth {
  let fault = false
  let change = 0
  for (const tracker of side.trackers) {
    const failed = failure?.tracker.kind === tracker.kind && failure.tracker.name === tracker.name
    if (tracker.kind === 'file' && tracker.weight !== 0) {
      const product = failed ? (failure.value ?? 0) * tracker.weight * (tracker.reverse ? -1 : 1) : 0
      fault ||= product <= -254
      change += Math.min(253, product)
      continue
    }
    const content = failed === tracker.reverse
    if (tracker.weight === 0) fault ||= !content
    else if (tracker.weight > 0 === content) change += tracker.weight
  }
  return { fault, priority: clamped(side.priority, change) }
}

/** The owner's 255 never changes. */
const clamped = (priority: number, change: number): number =>
  priority === 255 ? 255 : Math.min(254, Math.max(1, priority + change))

export interface Reach {
  readonly min: number
  readonly max: number
}

/** The lowest and highest priority a side can have without a fault. */
export function reachOf({ priority, trackers }: Pick<OutlookSide, 'priority' | 'trackers'>): Reach {
  let down = 0
  let up = 0
  for (const { kind, weight } of trackers) {
    if (kind === 'file' && weight !== 0) {
      down -= 253
      up += 253
    } else if (weight > 0) up += weight
    else down += weight
  }
  return { min: clamped(priority, down), max: clamped(priority, up) }
}
