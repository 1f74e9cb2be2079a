// A configuration taken in, the first or a later one: old and new instances are matched by virtual router id, family and
// interface (LIFE-02), and only what differs is touched. An unchanged master misses no advert and loses no address; its pending
// announcements stay (GARP-13).

import { after } from '../../config/values/time.js'
import type { Instant } from '../../config/values/time.js'
import type { RunnableInstance as InstanceConfig, VirtualAddress, VrrpConfig } from '../config/model.js'
import { buildAdverts } from './adverts.js'
import { announce } from './announcements.js'
import type { InterfaceAddress, LinkState, VrrpEvent } from './events.js'
import { reconsider, updatePriority } from './instance.js'
import {
  createInstance,
  removeResidual,
  startGroup,
  startInstance,
  surveyInstance,
  virtualAddressesOf,
} from './start.js'
import type { Group, Instance, RouterState } from './state.js'
import { recover, settleFaults } from './sync-group.js'
import { masterDownInterval, skewOf } from './timers.js'
import { addAddresses, becomeFault, notifyInstance, removeAddresses } from './transitions.js'
import { logLine } from './turn.js'
import type { Turn } from './turn.js'
import { configureVips, heldVips, readVips } from './vips.js'

type Configured = Extract<VrrpEvent, { kind: 'configured' }>

/** An instance of the running configuration with what the new one wants of it. */
interface Kept {
  readonly instance: Instance
  readonly config: InstanceConfig
}

export function configure(turn: Turn, event: Configured): void {
  const { router } = turn
  const first = router.config === undefined
  router.links = new Map(event.links.map((link): [string, LinkState] => [link.name, link]))
  router.addresses = byInterface(event.addresses)
  if (first) startDelay(turn, event)

  const { kept, created, retired } = matchInstances(router, event.config, turn.now)
  const inUse = usedBy(kept)
  for (const instance of retired) retire(turn, instance, inUse)
  for (const pair of kept) removeOldAddresses(turn, pair, inUse)

  const old = router.config
  adoptModel(router, event.config, kept, created)
  for (const instance of router.instances.values()) {
    configureVips(instance.vips, virtualAddressesOf(instance.config))
    readVips(instance.vips, event.addresses)
  }
  for (const { instance, config } of kept) applyConfig(turn, instance, config, old)
  startNew(turn, created, event.adopted, inUse)
  for (const { instance } of kept) reconsider(turn, instance)
  for (const group of router.groups.values()) settleFaults(turn, group)
  for (const { instance } of kept) recover(turn, instance, 'sync-group')
}

/** Switch ports may need a while after a boot; but a process that died must not make its successor wait. */
function startDelay(turn: Turn, event: Configured): void {
  const delay = event.config.startupDelay
  if (delay === 0 || event.adopted.length > 0) return
  turn.router.startupDelayEnds = after(turn.now, delay)
  logLine(turn, `Delaying startup for ${delay / 1000} seconds`)
}

function byInterface(addresses: readonly InterfaceAddress[]): Map<string, InterfaceAddress[]> {
  const table = new Map<string, InterfaceAddress[]>()
  for (const address of addresses) {
    const known = table.get(address.interface)
    if (known === undefined) table.set(address.interface, [address])
    else known.push(address)
  }
  return table
}

const identityOf = (config: InstanceConfig): string => `${config.virtualRouterId} ${config.family} ${config.interface}`

function matchInstances(router: RouterState, config: VrrpConfig, now: Instant) {
  const old = new Map<string, Instance>()
  for (const instance of router.instances.values()) {
    const identity = identityOf(instance.config)
    if (!old.has(identity)) old.set(identity, instance)
  }
  const kept: Kept[] = []
  const created: Instance[] = []
  for (const wanted of config.instances) {
    const instance = old.get(identityOf(wanted))
    old.delete(identityOf(wanted))
    if (instance === undefined) created.push(createInstance(wanted, now))
    else kept.push({ instance, config: wanted })
  }
  const keptInstances = new Set(kept.map(({ instance }) => instance))
  const retired = [...router.instances.values()].filter((instance) => !keptInstances.has(instance))
  return { kept, created, retired }
}

/** Whether an address belongs to an instance that holds its addresses before and after: it must not be taken off. */
function usedBy(kept: readonly Kept[]): (vip: VirtualAddress) => boolean {
  const used = new Set<string>()
  for (const { instance, config } of kept)
    if (instance.holdsAddresses) for (const vip of virtualAddressesOf(config)) used.add(placeOf(vip))
  return (vip) => used.has(placeOf(vip))
}

const placeOf = (vip: VirtualAddress): string => `${vip.device} ${vip.address}/${vip.prefixLength}`

/** An instance that is no longer configured: priority 0, addresses off, FAULT (LIFE-04). */
function retire(turn: Turn, instance: Instance, inUse: (vip: VirtualAddress) => boolean): void {
  instance.allAddresses = instance.allAddresses.filter((vip) => !inUse(vip))
  instance.group = undefined
  if (instance.state === 'FAULT') notifyInstance(turn, instance, 'FAULT')
  else becomeFault(turn, instance, 'deleted')
}

/** All removals come before all additions: an address may move from one instance to another (LIFE-03). */
function removeOldAddresses(turn: Turn, { instance, config }: Kept, inUse: (vip: VirtualAddress) => boolean): void {
  if (!instance.holdsAddresses) return
  const wanted = virtualAddressesOf(config)
  const gone = instance.allAddresses.filter((vip) => {
    const replaced = wanted.find((other) => placeOf(other) === placeOf(vip))
    return replaced === undefined ? !inUse(vip) : !sameAddress(vip, replaced)
  })
  removeAddresses(turn, instance, gone)
}

const sameAddress = (a: VirtualAddress, b: VirtualAddress): boolean =>
  placeOf(a) === placeOf(b) && a.label === b.label && a.scope === b.scope && a.broadcast === b.broadcast

/** Puts the new model in place: names, groups, who answers for which virtual router id, what is virtual. */
function adoptModel(
  router: RouterState,
  config: VrrpConfig,
  kept: readonly Kept[],
  created: readonly Instance[],
): void {
  router.config = config
  const instances = new Map<string, Instance>()
  for (const { instance, config: wanted } of kept) instances.set(wanted.name, instance)
  for (const instance of created) instances.set(instance.config.name, instance)
  router.instances = new Map()
  router.byInterface = new Map()
  router.virtualAddresses = new Set()
  for (const wanted of config.instances) {
    const instance = instances.get(wanted.name)
    if (instance === undefined) continue
    router.instances.set(wanted.name, instance)
    instance.group = undefined
    for (const vip of virtualAddressesOf(wanted)) router.virtualAddresses.add(vip.address)
    const routers = router.byInterface.get(wanted.interface) ?? new Map<number, Instance>()
    router.byInterface.set(wanted.interface, routers)
    if (!routers.has(wanted.virtualRouterId)) routers.set(wanted.virtualRouterId, instance)
  }
  router.groups = makeGroups(router, config)
}

/** A group is known by its name; one that stays keeps its state. */
function makeGroups(router: RouterState, config: VrrpConfig): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const wanted of config.syncGroups) {
    const old = router.groups.get(wanted.name)
    const members = wanted.members.flatMap((name) => router.instances.get(name) ?? [])
    const group: Group = {
      config: wanted,
      state: old?.state ?? 'INIT',
      since: old?.since ?? (0 as Instant),
      members,
      notifiedState: old?.notifiedState ?? 'INIT',
    }
    for (const member of members) member.group = group
    groups.set(wanted.name, group)
  }
  return groups
}

/** What differs for an instance that stays. Its priority is looked at here, faults when all instances are in place. */
function applyConfig(turn: Turn, instance: Instance, config: InstanceConfig, oldModel: VrrpConfig | undefined): void {
  const old = instance.config
  const oldSkew = skewOf(instance)
  const oldAddresses = instance.allAddresses
  instance.config = config
  instance.allAddresses = virtualAddressesOf(config)
  if (config.sourceAddress !== undefined) instance.source = config.sourceAddress
  const moved = oldModel?.multicastGroup4 !== turn.router.config?.multicastGroup4
  if (moved || !sameValue(old, config)) buildAdverts(turn.router, instance)
  updatePriority(turn, instance, oldSkew)
  retime(turn, instance, old)
  addNewAddresses(turn, instance, oldAddresses)
  const { state } = instance
  if (old.name !== config.name && state !== 'INIT') notifyInstance(turn, instance, state, false)
}

/** Configurations are plain data. */
const sameValue = (a: InstanceConfig, b: InstanceConfig): boolean => JSON.stringify(a) === JSON.stringify(b)

function retime(turn: Turn, instance: Instance, old: InstanceConfig): void {
  const { config } = instance
  const intervalChanged = old.advertInterval !== config.advertInterval
  if (instance.advertAt !== undefined && intervalChanged) {
    const fromLast = instance.advertAt - old.advertInterval + config.advertInterval
    instance.advertAt = Math.max(turn.now, fromLast) as Instant
  }
  if (instance.masterDownAt !== undefined && (intervalChanged || old.downTimerAdverts !== config.downTimerAdverts))
    instance.masterDownAt = after(turn.now, masterDownInterval(instance))
  if (instance.state === 'MASTER' && old.garp.refresh !== config.garp.refresh)
    instance.refreshAt = config.garp.refresh > 0 ? after(turn.now, config.garp.refresh) : undefined
}

/** Adds and announces what is new; what is there already stays without being touched. */
function addNewAddresses(turn: Turn, instance: Instance, oldAddresses: readonly VirtualAddress[]): void {
  if (instance.state !== 'MASTER') return
  const held = new Set(heldVips(instance.vips, oldAddresses).map(placeOf))
  const fresh = instance.allAddresses.filter(
    (vip) => !held.has(placeOf(vip)) || !oldAddresses.some((old) => sameAddress(old, vip)),
  )
  addAddresses(turn, instance, fresh)
  if (fresh.length > 0) announce(turn, instance, instance.config.garp.repeat, fresh)
}

/** New instances, and groups that are new: surveyed first, so that a group knows of all its members' faults. */
function startNew(
  turn: Turn,
  created: readonly Instance[],
  adopted: readonly string[],
  inUse: (vip: VirtualAddress) => boolean,
): void {
  for (const instance of created) surveyInstance(turn.router, instance)
  for (const group of turn.router.groups.values()) if (group.state === 'INIT') startGroup(turn, group)
  for (const instance of created) {
    const isAdopted = adopted.includes(instance.config.name)
    if (!isAdopted) removeResidual(turn, instance, inUse)
    if (instance.state === 'INIT') startInstance(turn, instance, isAdopted)
  }
}
