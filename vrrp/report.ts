// The state of the VRRP core for people and programs: a plain object that prints as JSON, and the same as text. Reads the
// core, knows nothing of how it came to its state.

import type { IpAddress } from '../config/values/ip.js'
import type { Instant } from '../config/values/time.js'
import { faultText } from './machine/faults.js'
import { PRIORITY_OWNER } from './machine/timers.js'
import type { Counter, Group, Instance, RouterState, TransitionReason } from './machine/state.js'
import type { VrrpState } from './machine/effects.js'

export interface VrrpReport {
  readonly instances: readonly InstanceReport[]
  readonly groups: readonly GroupReport[]
}

export interface InstanceReport {
  readonly name: string
  readonly interface: string
  readonly virtualRouterId: number
  readonly state: VrrpState
  /** Seconds in this state. */
  readonly since: number
  readonly reason: TransitionReason
  /** Configured and effective. */
  readonly priority: number
  readonly effectivePriority: number
  readonly wantsMaster: boolean
  readonly preempt: boolean
  readonly interval: number
  readonly source: IpAddress | null
  /** Whose adverts count: our own source as MASTER; null = nobody's yet. */
  readonly master: IpAddress | null
  /** Priority of the last advert heard from another router; null = none since the last change of mastership. */
  readonly peer: { readonly address: IpAddress; readonly priority: number } | null
  /** Seconds until the instance takes over, or sends its next advert; null = neither. */
  readonly masterDownIn: number | null
  readonly advertIn: number | null
  readonly faults: readonly string[]
  readonly group: string | null
  readonly addresses: readonly string[]
  readonly counters: Readonly<Record<Counter, number>>
}

export interface GroupReport {
  readonly name: string
  readonly state: VrrpState
  readonly since: number
  readonly members: readonly string[]
}

/** A copy, detached from the core. `now` is the core's clock. */
export const reportRouter = (router: RouterState, now: Instant): VrrpReport => ({
  instances: [...router.instances.values()].map((instance) => reportInstance(instance, now)),
  groups: [...router.groups.values()].map((group) => reportGroup(group, now)),
})

function reportInstance(instance: Instance, now: Instant): InstanceReport {
  const { config } = instance
  return {
    name: config.name,
    interface: config.interface,
    virtualRouterId: config.virtualRouterId,
    state: instance.state,
    since: seconds(instance.since, now),
    reason: instance.reason,
    priority: config.priority,
    effectivePriority: instance.effectivePriority,
    wantsMaster: instance.wantsMaster,
    preempt: config.preempt,
    interval: config.advertInterval / 1000,
    source: instance.source ?? null,
    master: (instance.state === 'MASTER' ? instance.source : instance.master) ?? null,
    peer:
      instance.peerAddress === undefined ? null : { address: instance.peerAddress, priority: instance.peerPriority },
    masterDownIn: instance.masterDownAt === undefined ? null : seconds(now, instance.masterDownAt),
    advertIn: instance.advertAt === undefined ? null : seconds(now, instance.advertAt),
    faults: instance.faults.map((fault) => faultText(fault).reason),
    group: instance.group?.config.name ?? null,
    addresses: instance.allAddresses.map((vip) => `${vip.address}/${vip.prefixLength} dev ${vip.device}`),
    counters: { ...instance.counters },
  }
}

const reportGroup = (group: Group, now: Instant): GroupReport => ({
  name: group.config.name,
  state: group.state,
  since: seconds(group.since, now),
  members: group.members.map((member) => member.config.name),
})

/** To the millisecond, so that reports do not show the noise of floating point. */
const seconds = (from: Instant, to: Instant): number => Math.round(to - from) / 1000

/** One line for each instance and group; a second one for each instance that is not simply well. */
export function renderReport(report: VrrpReport): string {
  const lines: string[] = []
  for (const instance of report.instances) {
    lines.push(instanceLine(instance))
    for (const fault of instance.faults) lines.push(`    ${fault}`)
    const counted = Object.entries(instance.counters).filter(([, value]) => value > 0)
    if (counted.length > 0) lines.push(`    ${counted.map(([name, value]) => `${name} ${value}`).join(', ')}`)
  }
  for (const group of report.groups)
    lines.push(`group ${group.name}: ${group.state} for ${group.since} s (${group.members.join(', ')})`)
  return lines.map((line) => `${line}\n`).join('')
}

function instanceLine(instance: InstanceReport): string {
  const weighted = instance.effectivePriority === instance.priority ? '' : ` (configured ${instance.priority})`
  const owner = instance.priority === PRIORITY_OWNER ? ', address owner' : ''
  const master = instance.state === 'BACKUP' ? `, master ${instance.master ?? 'unknown'}` : ''
  return (
    `${instance.name}: ${instance.state} for ${instance.since} s (${instance.reason}), VRID ${instance.virtualRouterId} on ` +
    `${instance.interface}, priority ${instance.effectivePriority}${weighted}${owner}${master}`
  )
}
