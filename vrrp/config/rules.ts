// From all bound instances and sync groups to the VRRP configuration: names used once, members that exist, one virtual router
// per id and interface. An instance that cannot run takes its group with it: half a group would break what it is for.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import type { Bound } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword, tellValues } from '../../config/schema/cursor.js'
import { parseIpv4, type IpAddress } from '../../config/values/ip.js'
import { Seconds } from '../../config/values/time.js'
import { OWNER } from './election.js'
import { membersOf, type Group } from './group-members.js'
import { instanceConfig, type Membership } from './instance-config.js'
import type { BoundInstance } from './instance.js'
import { isRunnable } from './left-out.js'
import { lintVrrp } from './lint/list.js'
import type { InstanceConfig, RunnableInstance, SyncGroupConfig, VrrpConfig } from './model.js'
import { effectiveSmtpAlert, notifyConfig } from './notify.js'
import { tellSyncDaemons } from './old-keywords.js'
import { checkReferences } from './references.js'
import { sharedIds } from './router-ids.js'
import type { BoundVrrpTopLevel } from './top-level.js'
import { trackedDefaultsOf } from './tracked-defaults.js'
import { trackedBy, trackedByGroup } from './tracked-interfaces.js'
import { objectsOfGroup, trackedObjects, type TrackedDefaults } from './tracked-objects.js'
import { tellSharedNames } from './virtual-mac.js'

const defaultGroup4 = parseIpv4('224.0.0.18') as IpAddress

/** The VRRP part of the configuration; everything wrong between blocks is reported. */
export function vrrpConfig(
  root: Pick<BoundVrrpTopLevel, 'values' | 'block'>,
  globals: GlobalValues,
  report: Report,
): VrrpConfig {
  const { values } = root
  const instances = withoutDuplicates(values.instances, 'vrrp_instance', 'vrrp instance', report)
  const named = withoutDuplicates(values.syncGroups, 'vrrp_sync_group', 'vrrp sync group', report)
  const groups = membersOf(named, instances, report)
  const multicastGroup4 = globals.multicastGroup4 ?? defaultGroup4
  const made = makeAll(instances, groups, trackedDefaultsOf(root), globals, report)
  tellSharedNames(instances, report)
  tellSyncDaemons(instances, report)
  for (const group of groups) checkOwners(group, made, report)
  const shared = sharedIds(made, globals, report)
  const running = runnable(made, shared, groups, multicastGroup4, report)
  checkReferences(root, report)
  lintVrrp({ made, groups, globals }, report)
  return {
    instances: [...running.values()],
    leftOut: [...made].flatMap(([bound, config]) => (running.has(bound) || shared.has(bound) ? [] : [config])),
    syncGroups: groups
      .filter((group) => group.members.some((member) => running.has(member)))
      .map((group) => groupConfig(group, globals)),
    multicastGroup4,
    startupDelay: globals.startupDelay ?? Seconds(0),
  }
}

/** Every instance that can run anywhere, in file order. */
function makeAll(
  instances: readonly BoundInstance[],
  groups: readonly Group[],
  defaults: TrackedDefaults,
  globals: GlobalValues,
  report: Report,
): ReadonlyMap<BoundInstance, InstanceConfig> {
  const groupOf = new Map(
    groups.flatMap((group) => {
      const interfaces = trackedByGroup(group, report)
      const objects = objectsOfGroup(group, defaults, report)
      return group.members.map((member) => [member, { group, interfaces, objects }] as const)
    }),
  )
  const made = new Map<BoundInstance, InstanceConfig>()
  for (const bound of instances) {
    const found = groupOf.get(bound)
    const tracked = {
      interfaces: trackedBy(bound, found?.group, found?.interfaces ?? [], report),
      objects: trackedObjects(bound, found?.group, found?.objects, defaults, report),
    }
    const config = instanceConfig(bound, globals, membershipIn(found?.group), tracked, report)
    if (config !== undefined) made.set(bound, config)
  }
  return made
}

const membershipIn = (group: Group | undefined): Membership | undefined =>
  group === undefined
    ? undefined
    : { name: group.bound.header, notifyPriorityChanges: group.bound.values.notifyPriorityChanges }

function withoutDuplicates<B extends Bound<unknown, string>>(
  all: readonly B[],
  kind: string,
  said: string,
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
      keepalived: says(`${said} ${bound.header} already defined`),
    })
    return false
  })
}

/** The instances that are run: of a group all members, or none. */
function runnable(
  made: ReadonlyMap<BoundInstance, InstanceConfig>,
  shared: ReadonlySet<BoundInstance>,
  groups: readonly Group[],
  multicastGroup4: IpAddress,
  report: Report,
): ReadonlyMap<BoundInstance, RunnableInstance> {
  const running = new Map<BoundInstance, RunnableInstance>()
  for (const [bound, config] of made) {
    if (!shared.has(bound) && isRunnable(config, bound, multicastGroup4)) running.set(bound, config)
  }
  for (const group of groups) {
    const missing = group.members.find((member) => !running.has(member))
    if (missing === undefined) continue
    const others = group.members.filter((member) => running.delete(member))
    // What is wrong with a file needs no second word about what follows from it.
    if (others.length > 0 && made.has(missing) && !shared.has(missing)) tellIncomplete(group, missing, others, report)
  }
  return running
}

function tellIncomplete(group: Group, missing: BoundInstance, others: readonly BoundInstance[], report: Report): void {
  tellKeyword(report, group.bound.statement, {
    code: 'incomplete-group',
    severity: 'warning',
    message: `\`${missing.header}\` of this group is left out`,
    hint: `The other members are left out with it: ${others.map((member) => member.header).join(', ')}.`,
  })
}

/** Members change state together, and nobody replaces an owner (SYN-01). */
function checkOwners(
  { bound, members }: Group,
  made: ReadonlyMap<BoundInstance, InstanceConfig>,
  report: Report,
): void {
  const present = members.flatMap((member) => made.get(member) ?? [])
  const owners = present.filter((config) => config.priority === OWNER)
  if (owners.length === 0 || owners.length === present.length) return
  tellKeyword(report, bound.statement, {
    code: 'mixed-owners',
    severity: 'warning',
    message: `Only ${owners.map((config) => `\`${config.name}\``).join(', ')} of this group has priority ${OWNER}`,
    hint: 'All members or none should own their addresses: use priorities up to 254.',
    keepalived: saysAtEnd(
      `Sync group ${bound.header} has some member(s) as address owner and some not as address owner. This won't work.`,
    ),
  })
}

const groupConfig = (group: Group, globals: GlobalValues): SyncGroupConfig => ({
  name: group.bound.header,
  members: group.members.map((member) => member.header),
  notify: notifyConfig(group.bound.values),
  smtpAlert: effectiveSmtpAlert(group.bound.values, globals),
})
