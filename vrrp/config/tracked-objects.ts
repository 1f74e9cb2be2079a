// Which scripts, files, processes and BFD sessions an instance tracks in the end, and with which weights: its own lists, as far as its
// sync group and its priority allow, then the lists of the group (TRK-14). Whether the names exist is asked in references.ts.

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import { tellAt, type Complaint } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { Statement } from '../../config/tree.js'
import type { Group } from './group-members.js'
import type { BoundInstance } from './instance.js'
import type { TrackedObject, TrackedObjects } from './model.js'
import type { BoundSyncGroup } from './sync-group.js'
import { isOwner } from './tracked-interfaces.js'
import { isKept, type TrackLine } from './trackers.js'
import { effectiveWeight } from './tracked-blocks.js'

type Kind = keyof TrackedObjects
type Lists = BoundInstance['values'] | BoundSyncGroup['values']

/** The weight of what is tracked, for lines that give none; undefined = there is nothing of that name before `owner`. */
export type TrackedDefaults = (
  kind: Kind,
  name: string,
  owner: Statement,
) => { readonly weight: number; readonly reverse: boolean } | undefined

interface KindFacts {
  readonly kind: Kind
  /** In messages of keepalived. */
  readonly word: string
  readonly lines: (values: Lists) => readonly Entry<TrackLine>[]
  /** What a group with an owner makes of a weight. */
  readonly cleared: string
}

const kinds: readonly KindFacts[] = [
  { kind: 'scripts', word: 'script', lines: (values) => values.trackScripts, cleared: 'clearing weight' },
  { kind: 'files', word: 'file', lines: (values) => values.trackFiles, cleared: 'setting weight 0' },
  { kind: 'processes', word: 'process', lines: (values) => values.trackProcesses, cleared: 'setting weight 0' },
  { kind: 'bfds', word: 'bfd', lines: (values) => values.trackBfds, cleared: 'setting weight 0' },
]

const nothing: TrackedObjects = { scripts: [], files: [], processes: [], bfds: [] }

/** What a group tracks for all its members. */
export function objectsOfGroup({ bound, members }: Group, defaults: TrackedDefaults, report: Report): TrackedObjects {
  const owner = members.some(isOwner)
  return forEachKind(bound, defaults, (facts, entry, object) => {
    if (object.weight === 0 || !owner) return object
    tellEntry(entry, report, {
      code: 'weight-in-group',
      severity: 'error',
      message: 'A weight is not possible in a group with a member of priority 255',
      hint: 'It is taken as 0, as in keepalived: a failure is a fault.',
      keepalived: saysAtEnd(
        `(${bound.header}) Cannot have weighted track ${facts.word} '${object.name}' with member having priority 255 - ${facts.cleared}`,
      ),
    })
    return { ...object, weight: 0 }
  })
}

/** What an instance tracks, its group's lists included. */
export function trackedObjects(
  bound: BoundInstance,
  group: Group | undefined,
  ofGroup: TrackedObjects | undefined,
  defaults: TrackedDefaults,
  report: Report,
): TrackedObjects {
  const cause = causeOf(bound, group)
  const own = forEachKind(bound, defaults, (facts, entry, object) =>
    object.weight === 0 || cause === undefined || facts.kind === 'processes'
      ? object
      : withoutWeight(bound, facts, entry, object, cause, report),
  )
  return ofGroup === undefined ? own : together(own, ofGroup)
}

interface Cause {
  readonly says: string
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/** Why weights do not count; undefined when they do. */
function causeOf(bound: BoundInstance, group: Group | undefined): Cause | undefined {
  if (group !== undefined && !group.bound.values.trackingWeight) {
    return {
      says: 'SYNC group',
      code: 'weight-in-group',
      message: `A weight is not possible in an instance of the sync group \`${group.bound.header}\``,
      remedy: '`sync_group_tracking_weight` in the group allows weights.',
    }
  }
  if (!isOwner(bound)) return undefined
  return {
    says: 'address_owner',
    code: 'weight-of-owner',
    message: 'A weight does nothing at priority 255: the priority of an owner never changes',
    remedy: 'Use a priority of at most 254, or no weight: a failure is a fault then.',
  }
}

/** A file with the usual weight is tracked without it; anything else with a weight is not tracked at all. */
function withoutWeight(
  bound: BoundInstance,
  { kind, word }: KindFacts,
  entry: Entry<TrackLine>,
  object: TrackedObject,
  cause: Cause,
  report: Report,
): TrackedObject | undefined {
  const { name, weight } = object
  const kept = kind === 'files' && weight === 1
  const said = kept
    ? `ignoring weight from tracked file ${name} due to ${cause.says}. specify weight 0`
    : kind === 'scripts'
      ? `ignoring tracked script ${name} with weights due to ${cause.says}`
      : `ignoring tracked ${word} ${name} with weight ${weight} due to ${cause.says}`
  tellEntry(entry, report, {
    code: cause.code,
    severity: 'error',
    message: cause.message,
    hint: `${kept ? 'It is taken as 0, as in keepalived: any number but 0 in the file is a fault.' : `The ${word} is not tracked, as in keepalived.`} ${cause.remedy}`,
    keepalived: saysAtEnd(`(${bound.header}) ${said}`),
  })
  return kept ? { ...object, weight: 0 } : undefined
}

/** The entries of all lists that are kept and stand for something, each name once. */
function forEachKind(
  bound: BoundInstance | BoundSyncGroup,
  defaults: TrackedDefaults,
  settle: (facts: KindFacts, entry: Entry<TrackLine>, object: TrackedObject) => TrackedObject | undefined,
): TrackedObjects {
  let found: Record<Kind, readonly TrackedObject[]> | undefined
  for (const facts of kinds) {
    const lines = facts.lines(bound.values)
    if (lines.length === 0) continue
    const seen = new Set<string>()
    const objects = lines.flatMap((entry) => {
      const { name } = entry.value
      const usual = defaults(facts.kind, name, bound.statement)
      if (usual === undefined || seen.has(name) || !isKept(entry.value)) return []
      seen.add(name)
      return settle(facts, entry, { name, ...effectiveWeight(entry.value, usual) }) ?? []
    })
    found ??= { ...nothing }
    found[facts.kind] = objects
  }
  return found ?? nothing
}

/** An instance's own entry counts before one of its group. */
function together(own: TrackedObjects, ofGroup: TrackedObjects): TrackedObjects {
  const both = (kind: Kind): readonly TrackedObject[] => {
    const names = new Set(own[kind].map(({ name }) => name))
    return [...own[kind], ...ofGroup[kind].filter(({ name }) => !names.has(name))]
  }
  return { scripts: both('scripts'), files: both('files'), processes: both('processes'), bfds: both('bfds') }
}

const tellEntry = (entry: Entry<unknown>, report: Report, complaint: Complaint): void => {
  tellAt(report, entry.statement, entry.start, entry.end, complaint)
}
