// From all bound instances and sync groups to the VRRP configuration: names used once, members that exist, one virtual router
// per id and interface. An instance that cannot run takes its group with it: half a group would break what it is for.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { spanOf, statementOf, type Bound } from '../../config/schema/block.js'
import { spanOfStatement, tellAt, tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { parseIpv4, type IpAddress } from '../../config/values/ip.js'
import { Seconds } from '../../config/values/time.js'
import { membersOf, type Group } from './group-members.js'
import { instanceConfig, type BoundInstance } from './instance.js'
import type { InstanceConfig, SyncGroupConfig, TrackedInterface, VrrpConfig } from './model.js'
import { effectiveSmtpAlert, notifyConfig } from './notify.js'
import type { BoundVrrpTopLevel } from './top-level.js'
import { withoutRepeats } from './trackers.js'

const defaultGroup4 = parseIpv4('224.0.0.18') as IpAddress

/** The VRRP part of the configuration; everything wrong between blocks is reported. */
export function vrrpConfig(
  { values: { instances: allInstances, syncGroups: allGroups } }: Pick<BoundVrrpTopLevel, 'values' | 'block'>,
  globals: GlobalValues,
  report: Report,
): VrrpConfig {
  const instances = withoutDuplicates(allInstances, 'vrrp_instance', report)
  const groups = membersOf(withoutDuplicates(allGroups, 'vrrp_sync_group', report), instances, report)
  const groupOf = new Map(groups.flatMap((group) => group.members.map((member) => [member, group] as const)))
  const made = new Map<BoundInstance, InstanceConfig>()
  for (const bound of instances) {
    const tracked = trackedBy(bound, groupOf.get(bound), report)
    const config = instanceConfig(bound, globals, tracked, report)
    if (config !== undefined) made.set(bound, config)
  }
  dropSharedIds(made, report)
  for (const group of groups) checkGroup(group, made, report)
  checkSharedAddresses(made, report)
  return {
    instances: instances.flatMap((bound) => made.get(bound) ?? []),
    syncGroups: groups
      .filter((group) => group.members.some((member) => made.has(member)))
      .map((group) => groupConfig(group, globals)),
    multicastGroup4: globals.multicastGroup4 ?? defaultGroup4,
    startupDelay: globals.startupDelay ?? Seconds(0),
  }
}

function withoutDuplicates<B extends Bound<unknown, string>>(
  all: readonly B[],
  kind: string,
  report: Report,
): readonly B[] {
  const first = new Map<string, B>()
  return all.filter((bound) => {
    const earlier = first.get(bound.header)
    if (earlier === undefined) {
      first.set(bound.header, bound)
      return true
    }
    tellValues(report, bound.statement, {
      code: 'duplicate-name',
      severity: 'error',
      message: `There is already a \`${kind} ${bound.header}\``,
      hint: 'The second one is skipped, as in keepalived. Give it another name.',
      related: [{ message: 'the first one', span: spanOfStatement(earlier.statement) }],
    })
    return false
  })
}

/** What an instance tracks: its own entries, then those of its group (TRK-14). */
function trackedBy(bound: BoundInstance, group: Group | undefined, report: Report): readonly TrackedInterface[] {
  const own = withoutRepeats(bound.values.trackInterfaces, report)
    .filter((entry) => !isOwnInterface(entry, bound, report))
    .map((entry) => (group === undefined ? entry.value : weighedIn(entry, group, report)))
  if (group === undefined) return own
  const known = new Set([bound.values.interface, ...own.map((tracked) => tracked.interface)])
  return [...own, ...group.tracked.filter((tracked) => !known.has(tracked.interface))]
}

function isOwnInterface(entry: Entry<TrackedInterface>, bound: BoundInstance, report: Report): boolean {
  const { interface: device, dontTrackPrimary } = bound.values
  if (entry.value.interface !== device) return false
  const lost = dontTrackPrimary || entry.value.weight !== 0
  tellAt(report, entry.statement, entry.start, entry.end, {
    code: 'own-interface',
    severity: lost ? 'error' : 'warning',
    message: `\`${entry.value.interface}\` is the instance's own interface`,
    hint: lost
      ? 'The entry is dropped, as in keepalived: the own interface cannot be tracked with a weight or against `dont_track_primary`.'
      : 'The entry is not needed: the own interface is tracked anyway.',
  })
  return true
}

/** A member of a group may not change its priority alone: its weight counts only with sync_group_tracking_weight. */
function weighedIn(entry: Entry<TrackedInterface>, group: Group, report: Report): TrackedInterface {
  if (entry.value.weight === 0 || group.bound.values.trackingWeight) return entry.value
  tellAt(report, entry.statement, entry.start, entry.end, {
    code: 'weight-in-group',
    severity: 'error',
    message: `A weight is not possible in an instance of the sync group \`${group.bound.header}\``,
    hint: 'It is taken as 0, as in keepalived: the interface going down is a fault. `sync_group_tracking_weight` in the group allows weights.',
  })
  return { ...entry.value, weight: 0 }
}

/** Two virtual routers with one id on one interface cannot be told apart on the wire. */
function dropSharedIds(made: Map<BoundInstance, InstanceConfig>, report: Report): void {
  const first = new Map<string, BoundInstance>()
  for (const [bound, config] of made) {
    const key = `${config.virtualRouterId} ${config.interface}`
    const earlier = first.get(key)
    if (earlier === undefined) {
      first.set(key, bound)
      continue
    }
    made.delete(bound)
    tellValues(report, statementOf(bound, 'virtualRouterId') ?? bound.statement, {
      code: 'duplicate-virtual-router-id',
      severity: 'fatal',
      message: `\`${earlier.header}\` already is virtual router ${config.virtualRouterId} on \`${config.interface}\``,
      hint: 'Give each virtual router on an interface its own id; keepalived refuses the whole VRRP configuration because of this.',
      related: [{ message: 'the first one', span: spanOf(earlier, 'virtualRouterId') }],
    })
  }
}

function checkGroup(group: Group, made: Map<BoundInstance, InstanceConfig>, report: Report): void {
  const missing = group.members.find((member) => !made.has(member))
  const present = group.members.flatMap((member) => made.get(member) ?? [])
  if (missing !== undefined) {
    for (const member of group.members) made.delete(member)
    if (present.length > 0) {
      tellKeyword(report, group.bound.statement, {
        code: 'incomplete-group',
        severity: 'error',
        message: `\`${missing.header}\` of this group is left out`,
        hint: `The other members are left out with it: ${present.map((config) => config.name).join(', ')}.`,
      })
    }
    return
  }
  const owners = present.filter((config) => config.priority === 255)
  if (owners.length > 0 && owners.length < present.length) {
    tellKeyword(report, group.bound.statement, {
      code: 'mixed-owners',
      severity: 'warning',
      message: `Only ${owners.map((config) => `\`${config.name}\``).join(', ')} of this group has priority 255`,
      hint: 'All members or none should own their addresses: use priorities up to 254.',
    })
  }
}

/** keepalived says nothing about this; both masters would answer for the address. */
function checkSharedAddresses(made: Map<BoundInstance, InstanceConfig>, report: Report): void {
  const holder = new Map<IpAddress, BoundInstance>()
  for (const bound of made.keys()) {
    for (const entry of [...bound.values.addresses, ...bound.values.excludedAddresses]) {
      const earlier = holder.get(entry.value.address)
      if (earlier === undefined) holder.set(entry.value.address, bound)
      else if (earlier !== bound) {
        tellAt(report, entry.statement, entry.start, entry.end, {
          code: 'shared-address',
          severity: 'warning',
          message: `\`${entry.value.address}\` is an address of \`${earlier.header}\` too`,
          hint: 'When the instances are master on different machines, both answer for it. Keep it in one of them.',
        })
      }
    }
  }
}

const groupConfig = (group: Group, globals: GlobalValues): SyncGroupConfig => ({
  name: group.bound.header,
  members: group.members.map((member) => member.header),
  notify: notifyConfig(group.bound.values),
  smtpAlert: effectiveSmtpAlert(group.bound.values, globals),
})
