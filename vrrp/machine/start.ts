// A new instance: made from its configuration, put into its first state (FSM-20 … FSM-23). The same for the first start, for an instance
// that a reload brings, and for one adopted from a process that died.

import { Milliseconds } from '../../config/values/time.js'
import type { Duration, Instant } from '../../config/values/time.js'
import type { RunnableInstance as InstanceConfig, VirtualAddress } from '../config/model.js'
import { buildAdverts } from './adverts.js'
import { findFaults } from './faults.js'
import { logFaults } from './instance.js'
import { effectivePriority } from './priority.js'
import { findSource } from './sources.js'
import { isUp, newCounters } from './state.js'
import type { Group, Instance, RouterState } from './state.js'
import { fallIntoFault, isHeldInFault, isUnhinderedOwner, notifyGroup } from './sync-group.js'
import { initialMasterInterval, masterDownInterval, PRIORITY_OWNER } from './timers.js'
import { becomeBackup, removeAddresses } from './transitions.js'
import { logGroup, logInstance } from './turn.js'
import type { Turn } from './turn.js'
import { claimForeign, configureVips, presentVips } from './vips.js'

/** In INIT, with nothing known about its surroundings yet. */
export function createInstance(config: InstanceConfig, now: Instant): Instance {
  const instance: Instance = {
    config,
    state: 'INIT',
    since: now,
    reason: 'startup',
    group: undefined,
    wantsMaster: false,
    faults: [],
    effectivePriority: config.priority,
    source: undefined,
    master: undefined,
    peerAddress: undefined,
    peerPriority: 0,
    masterDownAt: undefined,
    takeoverReason: 'receive-timeout',
    preemptAt: undefined,
    advertAt: undefined,
    secondBurstAt: undefined,
    lowerPriorityBurstAt: undefined,
    refreshAt: undefined,
    holdsAddresses: false,
    allAddresses: virtualAddressesOf(config),
    vips: new Map(),
    advertised: [],
    adverts: undefined,
    identification: 0,
    problemsLogged: new Set(),
    notifiedState: 'INIT',
    counters: newCounters(),
  }
  configureVips(instance.vips, instance.allAddresses)
  return instance
}

/** Addresses, then excluded addresses: the order of adding, removing and announcing. */
export const virtualAddressesOf = (config: InstanceConfig): readonly VirtualAddress[] => [
  ...config.addresses,
  ...config.excludedAddresses,
]

/** Looks around for the first time: what is the host's own, where adverts come from, what stands in the way. */
export function surveyInstance(router: RouterState, instance: Instance): void {
  for (const vip of presentVips(instance.vips, instance.allAddresses))
    if (isHostsOwn(instance, vip)) claimForeign(instance.vips, vip)
  instance.source = findSource(router, instance)
  buildAdverts(router, instance)
  instance.effectivePriority = effectivePriority(instance.config, (name) => isUp(router, name))
  instance.faults = findFaults(router, instance)
}

/**
 * An address owner's addresses are the host's real ones: with a subnet, they are configured elsewhere and not ours to remove
 * (VIP-07). An address alone (/32) is what we add ourselves.
 */
const isHostsOwn = (instance: Instance, vip: VirtualAddress): boolean =>
  instance.config.priority === PRIORITY_OWNER && vip.prefixLength < 32

/** The first state of a new group, before its members have theirs: its line comes first at start (SYN-01, SYN-12). */
export function startGroup(turn: Turn, group: Group): void {
  const faulty = group.members.some((member) => member.faults.length > 0)
  const started = group.members.filter((member) => member.state !== 'INIT')
  if (!faulty && started.length > 0 && started.every((member) => member.state === 'MASTER')) group.state = 'MASTER'
  else group.state = faulty ? 'FAULT' : 'BACKUP'
  group.since = turn.now
  notifyGroup(turn, group, group.state)
}

/** INIT to BACKUP, or to FAULT when something stands in the way of it or of a companion. */
export function startInstance(turn: Turn, instance: Instance, adopted: boolean): void {
  instance.holdsAddresses = adopted
  warnOfUnadvertised(turn, instance)
  if (isHeldInFault(instance)) return startInFault(turn, instance)
  const { wantsMaster, timer, takeover } = firstWish(instance, adopted)
  instance.wantsMaster = wantsMaster
  becomeBackup(turn, instance, 'startup', { timer, takeover })
}

function startInFault(turn: Turn, instance: Instance): void {
  const [own] = instance.faults
  if (own !== undefined) logFaults(turn, instance)
  else if (instance.group !== undefined)
    logGroup(turn, instance.group, `Syncing ${instance.config.name} to FAULT state`, {
      mark: ': ',
      fields: { instance: instance.config.name },
    })
  fallIntoFault(turn, instance, own?.kind ?? 'sync-group')
}

interface Wish {
  readonly wantsMaster: boolean
  readonly timer: Duration
  readonly takeover: 'address-owner' | 'startup' | 'receive-timeout'
}

function firstWish(instance: Instance, adopted: boolean): Wish {
  if (isUnhinderedOwner(instance)) return { wantsMaster: true, timer: Milliseconds(0), takeover: 'address-owner' }
  const short = initialMasterInterval(instance)
  if (adopted || (instance.config.initialState === 'MASTER' && instance.group === undefined))
    return { wantsMaster: true, timer: short, takeover: 'startup' }
  return { wantsMaster: false, timer: masterDownInterval(instance), takeover: 'receive-timeout' }
}

/** What a process that was killed left on the interfaces (VIP-04), unless another instance is just using it. */
export function removeResidual(turn: Turn, instance: Instance, inUse: (vip: VirtualAddress) => boolean): void {
  const residual = presentVips(instance.vips, instance.allAddresses).filter((vip) => !inUse(vip))
  removeAddresses(turn, instance, residual)
}

function warnOfUnadvertised(turn: Turn, instance: Instance): void {
  const left = instance.config.addresses.length - instance.advertised.length
  if (left > 0 && instance.source !== undefined)
    logInstance(turn, instance, `${left} virtual addresses do not fit into an advertisement`, { level: 'error' })
}
