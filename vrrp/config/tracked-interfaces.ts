// Which interfaces an instance tracks in the end: its own list, without its own interface and with the weights its sync group allows,
// then the list of the group (TRK-14).

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import { spanAt, tellAt, type Complaint } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { OWNER } from './election.js'
import type { Group } from './group-members.js'
import type { BoundInstance } from './instance.js'
import type { TrackedInterface } from './model.js'
import { withoutRepeats } from './trackers.js'

type TrackedEntry = Entry<TrackedInterface>

/** What a group tracks for all its members. */
export function trackedByGroup({ bound, members }: Group, report: Report): readonly TrackedEntry[] {
  const owner = members.some(isOwner)
  return withoutRepeats(bound.values.trackInterfaces).map((entry) => {
    if (entry.value.weight === 0 || !owner) return entry
    tellEntry(entry, report, {
      code: 'weight-in-group',
      severity: 'error',
      message: 'A weight is not possible in a group with a member of priority 255',
      hint: 'It is taken as 0, as in keepalived: the interface going down is a fault.',
      keepalived: saysAtEnd(
        `(${bound.header}) Cannot have weighted track interface '${entry.value.interface}' with member having priority 255 - clearing weight`,
      ),
    })
    return { ...entry, value: { ...entry.value, weight: 0 } }
  })
}

export const isOwner = ({ values }: BoundInstance): boolean =>
  (values.priority ?? (values.state === 'MASTER' ? OWNER : 0)) === OWNER

/** What an instance tracks beside its own interface. */
export function trackedBy(
  bound: BoundInstance,
  group: Group | undefined,
  ofGroup: readonly TrackedEntry[],
  report: Report,
): readonly TrackedInterface[] {
  const { interface: device, dontTrackPrimary } = bound.values
  const own = withoutRepeats(bound.values.trackInterfaces)
    .filter((entry) => !isOwnInterface(entry, bound, report))
    .flatMap((entry) => weighed(entry, bound, group, report))
  const tracked = own.map(({ value }) => value)
  for (const entry of ofGroup) {
    const index = own.findIndex(({ value }) => value.interface === entry.value.interface)
    const mine = own[index]
    if (mine !== undefined) {
      tellTwice(entry, bound, mine, report)
      // keepalived lets the group's weight count unless the instance's entry has none.
      if (mine.value.weight !== 0) tracked[index] = entry.value
    } else if (entry.value.interface !== device) tracked.push(entry.value)
    else if (dontTrackPrimary) tracked.push(entry.value)
    else tellTwice(entry, bound, undefined, report)
  }
  return tracked
}

function isOwnInterface(entry: TrackedEntry, bound: BoundInstance, report: Report): boolean {
  const { interface: device, dontTrackPrimary } = bound.values
  if (entry.value.interface !== device) return false
  const lost = dontTrackPrimary || entry.value.weight !== 0
  tellEntry(entry, report, {
    code: 'own-interface',
    severity: lost ? 'error' : 'warning',
    message: `\`${entry.value.interface}\` is the instance's own interface`,
    hint: lost
      ? 'The entry is dropped, as in keepalived: the own interface cannot be tracked with a weight or against `dont_track_primary`.'
      : 'The entry is not needed: the own interface is tracked anyway.',
    keepalived: saysAtEnd(`(${bound.header}) Ignoring track_interface ${entry.value.interface} since own interface`),
  })
  return true
}

/**
 * A member of a group may not change its priority alone: its weight counts only with sync_group_tracking_weight. The priority of an
 * owner never changes: what would change it is not tracked.
 */
function weighed(
  entry: TrackedEntry,
  bound: BoundInstance,
  group: Group | undefined,
  report: Report,
): readonly TrackedEntry[] {
  if (entry.value.weight === 0) return [entry]
  if (group !== undefined && !group.bound.values.trackingWeight) {
    tellEntry(entry, report, {
      code: 'weight-in-group',
      severity: 'error',
      message: `A weight is not possible in an instance of the sync group \`${group.bound.header}\``,
      hint: 'It is taken as 0, as in keepalived: the interface going down is a fault. `sync_group_tracking_weight` in the group allows weights.',
      keepalived: saysAtEnd(
        `(${bound.header}) ignoring ${entry.value.interface} tracked interface weight due to SYNC group`,
      ),
    })
    return [{ ...entry, value: { ...entry.value, weight: 0 } }]
  }
  if (!isOwner(bound)) return [entry]
  tellEntry(entry, report, {
    code: 'weight-of-owner',
    severity: 'error',
    message: 'A weight does nothing at priority 255: the priority of an owner never changes',
    hint: 'The interface is not tracked, as in keepalived. Use a priority of at most 254, or no weight: a failure is a fault then.',
    keepalived: saysAtEnd(`(${bound.header}) ignoring ${entry.value.interface} tracked interface due to address owner`),
  })
  return []
}

/** The group tracks what the member tracks already: its list, or its own interface. */
function tellTwice(entry: TrackedEntry, bound: BoundInstance, mine: TrackedEntry | undefined, report: Report): void {
  const { interface: device, weight } = entry.value
  const replaced = mine !== undefined && mine.value.weight !== 0
  const lost = replaced || weight !== 0
  tellEntry(entry, report, {
    code: 'tracked-twice',
    severity: lost ? 'error' : 'warning',
    message:
      mine === undefined
        ? `\`${device}\` is the own interface of \`${bound.header}\`, which tracks it anyway`
        : `\`${device}\` is tracked by \`${bound.header}\` itself and by its group`,
    hint: lost
      ? `Only the ${replaced ? "group's" : "instance's"} entry counts, as in keepalived. Remove one of them.`
      : 'One of the entries is enough: remove the other.',
    related:
      mine === undefined ? [] : [{ message: 'the other one', span: spanAt(mine.statement, mine.start, mine.end) }],
    keepalived: saysAtEnd(
      `(${bound.header}) track_interface ${device} is configured on VRRP instance and sync group. Remove vrrp instance or sync group config`,
    ),
  })
}

const tellEntry = (entry: Entry<unknown>, report: Report, complaint: Complaint): void => {
  tellAt(report, entry.statement, entry.start, entry.end, complaint)
}
