// Who will be master of what: at start, after each single failure, and when the failure is over. A pure function of what both directors
// ask for; it knows no file and no wording. It follows the machine (FSM-20 to FSM-57, SYN-01 to SYN-07, TRK-01, TRK-02), not a clock.

import { compareIp } from '../../config/values/ip.js'
import {
  conditionsOf,
  opposite,
  type Condition,
  type Failure,
  type OutlookSide,
  type OutlookTracker,
  type OutlookUnit,
  type SideName,
} from './standing.js'

/** either: which of the two cannot be told from the files. */
export type Master = SideName | 'both' | 'none' | 'either'

export type Cause =
  | { readonly kind: 'start' }
  | { readonly kind: 'dead'; readonly side: SideName }
  | { readonly kind: 'tracker'; readonly side: SideName; readonly tracker: OutlookTracker }

export interface Prospect {
  readonly cause: Cause
  readonly master: Master
  /** Who is master once the cause is gone. */
  readonly afterwards: Master
  /** The side's priority before and after, where it changes and is that of all members; at start those of the own and the other side. */
  readonly priorities: { readonly before: number; readonly after: number; readonly opposite: number } | undefined
  /** A tracked file: the master depends on its value, and this is the first that moves it; undefined = none does. */
  readonly fileValue: { readonly moves: number | undefined } | undefined
  /** The side that would take over if it did not have `nopreempt`. */
  readonly heldBack: SideName | undefined
}

/** All prospects of a unit: the start, each director dead, then each thing tracked, own side first. */
export function outlookOf(unit: OutlookUnit): readonly Prospect[] {
  const sound = conditionsOf(unit, undefined)
  const start = masterAtStart(unit, sound)
  const plain = { priorities: undefined, fileValue: undefined, heldBack: undefined }
  const prospects: Prospect[] = [
    { ...plain, cause: { kind: 'start' }, master: start, afterwards: start, priorities: prioritiesIn(sound) },
  ]
  for (const side of sides) {
    const master = settle(unit, sound, 'either', opposite(side))
    const afterwards = settle(unit, sound, master)
    prospects.push({ ...plain, cause: { kind: 'dead', side }, master, afterwards })
  }
  for (const side of sides) {
    for (const tracker of trackersOf(unit, side)) prospects.push(afterFailure(unit, sound, start, { side, tracker }))
  }
  return prospects
}

const sides = ['own', 'other'] as const

function afterFailure(unit: OutlookUnit, sound: readonly Condition[], start: Master, failure: Failure): Prospect {
  const { side, tracker } = failure
  const cause = { kind: 'tracker', side, tracker } as const
  if (tracker.kind === 'file' && tracker.weight !== 0) {
    const moves = firstMovingValue(unit, start, failure)
    return { cause, master: start, afterwards: start, priorities: undefined, fileValue: { moves }, heldBack: undefined }
  }
  const failed = conditionsOf(unit, failure)
  const master = settle(unit, failed, start)
  return {
    cause,
    master,
    afterwards: settle(unit, sound, master),
    priorities: changeOf(sound, failed, side),
    fileValue: undefined,
    heldBack: heldBackIn(unit, failed, master),
  }
}

/** The value nearest to 0 that makes somebody else master; the file of the side that is no master is asked upwards as well. */
function firstMovingValue(unit: OutlookUnit, start: Master, failure: Failure): number | undefined {
  for (let size = 1; size <= 254; size++) {
    for (const value of [-size, size]) {
      const conditions = conditionsOf(unit, { ...failure, value })
      if (settle(unit, conditions, start) !== start) return value
    }
  }
  return undefined
}

/** The things a side tracks in any member, each once. */
export function trackersOf(unit: OutlookUnit, side: SideName): readonly OutlookTracker[] {
  const found = new Map<string, OutlookTracker>()
  for (const member of unit) {
    for (const tracker of member[side].trackers) {
      const key = `${tracker.kind} ${tracker.name}`
      const known = found.get(key)
      // A fault outweighs a change of priority.
      if (known === undefined || (known.weight !== 0 && tracker.weight === 0)) found.set(key, tracker)
    }
  }
  return [...found.values()]
}

function prioritiesIn(sound: readonly Condition[]): Prospect['priorities'] {
  const [own, other] = [uniformIn(sound, 'own'), uniformIn(sound, 'other')]
  return own === undefined || other === undefined ? undefined : { before: own, after: own, opposite: other }
}

/** The priority that all members have. */
function uniformIn(conditions: readonly Condition[], side: SideName): number | undefined {
  const [first, ...rest] = conditions.map((one) => one[side].priority)
  return rest.every((one) => one === first) ? first : undefined
}

function changeOf(sound: readonly Condition[], failed: readonly Condition[], side: SideName): Prospect['priorities'] {
  const before = uniformIn(sound, side)
  const after = uniformIn(failed, side)
  const against = uniformIn(failed, opposite(side))
  if (before === undefined || after === undefined || against === undefined || before === after) return undefined
  return failed[0]?.[side].fault === true ? undefined : { before, after, opposite: against }
}

// ---- who is master ------------------------------------------------------------------------------------------------------

/** Both come up at the same moment. */
function masterAtStart(unit: OutlookUnit, conditions: readonly Condition[]): Master {
  const settled = settle(unit, conditions, 'either')
  if (settled !== 'either') return settled
  const [member] = unit
  const [condition] = conditions
  const higher = member === undefined || condition === undefined ? undefined : higherOf(condition)
  if (!conditions.every((one) => higherOf(one) === higher)) return 'either'
  if (unit.length > 1 || member === undefined) return higher ?? 'either'
  const { own, other } = member
  if (own.startsAsMaster !== other.startsAsMaster && (higher === undefined || !member[higher].preempt))
    return own.startsAsMaster ? 'own' : 'other'
  if (higher !== undefined) return higher
  return 'either'
}

/**
 * Who is master when things have come to rest. `before`: who was, `either` when that is open. `alive`: the only director left.
 */
function settle(unit: OutlookUnit, conditions: readonly Condition[], before: Master, alive?: SideName): Master {
  const [first] = conditions
  if (first === undefined) return 'none'
  if (alive !== undefined) return first[alive].fault ? 'none' : alive
  if (first.own.fault) return first.other.fault ? 'none' : 'other'
  if (first.other.fault) return 'own'
  if (!unit.every(({ own, other }) => own.hears && other.hears)) return settleDeaf(unit, conditions, before)
  const ownTakes = takesOver('own', unit, conditions)
  const otherTakes = takesOver('other', unit, conditions)
  if (before === 'own') return otherTakes ? 'other' : 'own'
  if (before === 'other') return ownTakes ? 'own' : 'other'
  return ownTakes ? 'own' : otherTakes ? 'other' : 'either'
}

/** A group takes over when each of its members would: one that still accepts adverts holds the others back. */
const takesOver = (side: SideName, unit: OutlookUnit, conditions: readonly Condition[]): boolean =>
  unit.every((member, index) => {
    const condition = conditions[index]
    return condition !== undefined && higherOf(condition) === side && canPreempt(member[side])
  })

const canPreempt = ({ preempt, priority }: OutlookSide): boolean => preempt || priority === 255

const higherOf = ({ own, other }: Condition): SideName | undefined =>
  own.priority > other.priority ? 'own' : own.priority < other.priority ? 'other' : undefined

/** Whoever hears nothing is master; whoever hears a better one is not. */
function settleDeaf(unit: OutlookUnit, conditions: readonly Condition[], before: Master): Master {
  const yields = (side: SideName): boolean =>
    unit.some((member, index) => {
      const condition = conditions[index]
      if (condition === undefined || !member[side].hears) return false
      const higher = higherOf(condition)
      const stays = higher === side && canPreempt(member[side])
      return higher === opposite(side) || (before !== side && !stays)
    })
  const ownYields = yields('own')
  const otherYields = yields('other')
  if (ownYields === otherYields) return ownYields ? 'either' : 'both'
  return ownYields ? 'other' : 'own'
}

function heldBackIn(unit: OutlookUnit, conditions: readonly Condition[], master: Master): SideName | undefined {
  if (master !== 'own' && master !== 'other') return undefined
  const waiting = opposite(master)
  const higher = conditions.every((one) => higherOf(one) === waiting && !one[waiting].fault)
  return higher && unit.some((member) => !canPreempt(member[waiting])) ? waiting : undefined
}

/** The side whose adverts come from the higher address: it stays when both claim at the same moment with equal priorities. */
export function higherAddress(unit: OutlookUnit): SideName | undefined {
  const found = new Set(
    unit.map(({ own, other }) => {
      if (own.source === undefined || other.source === undefined) return undefined
      const order = compareIp(own.source, other.source)
      return order > 0 ? 'own' : order < 0 ? 'other' : undefined
    }),
  )
  const [only] = found
  return found.size === 1 ? only : undefined
}
