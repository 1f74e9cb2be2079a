// Which instances the names in a sync group stand for, and what the group tracks for all of them.

import type { Report } from '../../config/diagnostic.js'
import { tellAt, tellKeyword, type Complaint } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { BoundInstance } from './instance.js'
import type { TrackedInterface } from './model.js'
import type { BoundSyncGroup } from './sync-group.js'
import { withoutRepeats } from './trackers.js'

export interface Group {
  readonly bound: BoundSyncGroup
  /** At least one, in configured order; each in one group only. */
  readonly members: readonly BoundInstance[]
  readonly tracked: readonly TrackedInterface[]
}

/** The groups that have members (SYN-11); the others are removed and reported. */
export function membersOf(
  groups: readonly BoundSyncGroup[],
  instances: readonly BoundInstance[],
  report: Report,
): readonly Group[] {
  const byName = new Map(instances.map((instance) => [instance.header, instance]))
  const taken = new Map<BoundInstance, BoundSyncGroup>()
  return groups.flatMap((bound) => {
    const members = (bound.values.members ?? []).flatMap((entry) => memberOf(entry, bound, byName, taken, report) ?? [])
    if (members.length === 0) {
      tellEmpty(bound, report)
      return []
    }
    if (members.length === 1) tellSingle(bound, report)
    return [{ bound, members, tracked: trackedFor(bound, members, report) }]
  })
}

function memberOf(
  entry: Entry<string>,
  group: BoundSyncGroup,
  byName: ReadonlyMap<string, BoundInstance>,
  taken: Map<BoundInstance, BoundSyncGroup>,
  report: Report,
): BoundInstance | undefined {
  const instance = byName.get(entry.value)
  if (instance === undefined) {
    tellMember(entry, report, {
      code: 'unknown-member',
      severity: 'error',
      message: `There is no \`vrrp_instance ${entry.value}\``,
      hint: 'The name is ignored, as in keepalived.',
    })
    return undefined
  }
  const other = taken.get(instance)
  if (other === undefined) {
    taken.set(instance, group)
    return instance
  }
  tellMember(entry, report, {
    code: 'member-twice',
    severity: 'error',
    message:
      other === group
        ? `\`${entry.value}\` stands twice in this group`
        : `\`${entry.value}\` is in the sync group \`${other.header}\` already`,
    hint: 'The second mention is ignored, as in keepalived: an instance can be in one group only.',
  })
  return undefined
}

const tellMember = (entry: Entry<string>, report: Report, complaint: Complaint): void => {
  tellAt(report, entry.statement, entry.start, entry.end, complaint)
}

const tellEmpty = (bound: BoundSyncGroup, report: Report): void => {
  tellKeyword(report, bound.statement, {
    code: 'empty-group',
    severity: 'error',
    message: `The sync group \`${bound.header}\` has no members`,
    hint: 'It is removed, as in keepalived. Name its instances in `group { … }`.',
  })
}

const tellSingle = (bound: BoundSyncGroup, report: Report): void => {
  tellKeyword(report, bound.statement, {
    code: 'single-member-group',
    severity: 'warning',
    message: `The sync group \`${bound.header}\` has only one member`,
    hint: 'A group is for instances that must change state together.',
  })
}

/** A group with an address owner cannot weigh: its priority never changes. */
function trackedFor(
  bound: BoundSyncGroup,
  members: readonly BoundInstance[],
  report: Report,
): readonly TrackedInterface[] {
  const owner = members.some((member) => member.values.priority === 255)
  return withoutRepeats(bound.values.trackInterfaces, report).map((entry) => {
    if (entry.value.weight === 0 || (bound.values.trackingWeight && !owner)) return entry.value
    tellAt(report, entry.statement, entry.start, entry.end, {
      code: 'weight-in-group',
      severity: 'error',
      message: owner
        ? 'A weight is not possible in a group with a member of priority 255'
        : 'A weight is not possible in a sync group without `sync_group_tracking_weight`',
      hint: 'It is taken as 0, as in keepalived: the interface going down is a fault.',
    })
    return { ...entry.value, weight: 0 }
  })
}
