// Which instances the names in a sync group stand for, and what can be said of the group as a whole.

import { says, saysAtEnd, type KeepalivedSays, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellAt, tellKeyword, type Complaint } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { BoundInstance } from './instance.js'
import type { BoundSyncGroup } from './sync-group.js'

export interface Group {
  readonly bound: BoundSyncGroup
  /** At least one, in configured order; each in one group only. */
  readonly members: readonly BoundInstance[]
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
    return [{ bound, members }]
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
      keepalived: saysAtEnd(
        `Virtual router ${entry.value} specified in sync group ${group.header} doesn't exist - ignoring`,
      ),
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
    keepalived: saysAtEnd(
      `Virtual router ${entry.value} cannot exist in more than one sync group; ignoring ${group.header}`,
    ),
  })
  return undefined
}

const tellMember = (entry: Entry<string>, report: Report, complaint: Complaint): void => {
  tellAt(report, entry.statement, entry.start, entry.end, complaint)
}

function tellEmpty(bound: BoundSyncGroup, report: Report): void {
  const list = statementOf(bound, 'members')
  const named = (bound.values.members ?? []).length > 0
  tellKeyword(report, bound.statement, {
    code: 'empty-group',
    severity: 'error',
    message: `The sync group \`${bound.header}\` has no members`,
    hint: 'It is removed, as in keepalived. Name its instances in `group { … }`.',
    keepalived: emptySays(bound.header, list !== undefined, named),
  })
}

function emptySays(name: string, listed: boolean, named: boolean): readonly KeepalivedSays[] {
  if (named) return saysAtEnd(`Sync group ${name}, no matching virtual router found in group declaration - removing`)
  const removed = saysAtEnd(`Sync group ${name} has no virtual router(s). removing`)
  return listed ? [...says(`Warning - sync group ${name} has empty group block`), ...removed] : removed
}

function tellSingle(bound: BoundSyncGroup, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'single-member-group',
    severity: 'warning',
    message: `The sync group \`${bound.header}\` has only one member`,
    hint: 'A group is for instances that must change state together.',
    keepalived: saysAtEnd(
      `Sync group ${bound.header} has only 1 virtual router(s) - this probably isn't what you want`,
    ),
  })
}
