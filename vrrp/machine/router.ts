// step() over all instances of a process: every event goes in here, every effect comes out. Pure: no clock, no contact with the
// outside. The state belongs to the core and is changed in place.

import type { Instant } from '../../config/values/time.js'
import { earliest } from '../../config/values/time.js'
import { buildAdverts, sendPriorityZero } from './adverts.js'
import type { VrrpEffect } from './effects.js'
import type { InterfaceAddress, LinkState, VrrpEvent } from './events.js'
import { receiveAdvert, reconsider, rejectAdvert, runDeadlines } from './instance.js'
import { configure } from './reload.js'
import { isUp } from './state.js'
import type { Instance, RouterState } from './state.js'
import { dip, notifyGroup } from './sync-group.js'
import { instanceDeadline, isDue } from './timers.js'
import { becomeInit, notifyInstance, releaseAddresses } from './transitions.js'
import { logInstance, logLine, logProblem } from './turn.js'
import type { Turn } from './turn.js'
import { observeVip, requestFailed } from './vips.js'

export type { RouterState } from './state.js'

/** A router without configuration: it waits for `configured` and ignores everything else. */
export const createRouter = (): RouterState => ({
  config: undefined,
  instances: new Map(),
  groups: new Map(),
  byInterface: new Map(),
  links: new Map(),
  addresses: new Map(),
  virtualAddresses: new Set(),
  startupDelayEnds: undefined,
  stopped: false,
})

const NOTHING: readonly VrrpEffect[] = Object.freeze([])

/**
 * Takes in one event at the instant `now` of a monotonic clock (never earlier than the last one). The same state object comes
 * back. Effects are to be performed in order; packets of `sendAdvert` effects are reused (see adverts.ts).
 */
export function step(
  state: RouterState,
  event: VrrpEvent,
  now: Instant,
): { readonly state: RouterState; readonly effects: readonly VrrpEffect[] } {
  if (state.stopped || isIdle(state, event, now)) return { state, effects: NOTHING }
  const turn: Turn = { router: state, now, effects: [], starting: state.config === undefined }
  handle(turn, event)
  return { state, effects: turn.effects }
}

/** The earliest instant at which a `clock` event will do something; undefined = none. */
export function nextDeadline(state: RouterState): Instant | undefined {
  if (state.stopped) return undefined
  let next = state.startupDelayEnds
  for (const instance of state.instances.values()) next = earliest(next, instanceDeadline(instance))
  return next
}

function isIdle(state: RouterState, event: VrrpEvent, now: Instant): boolean {
  if (event.kind === 'clock') return !isDue(nextDeadline(state), now)
  return state.config === undefined && event.kind !== 'configured' && event.kind !== 'stop'
}

function handle(turn: Turn, event: VrrpEvent): void {
  const { router } = turn
  switch (event.kind) {
    case 'configured':
      return configure(turn, event)
    case 'advert': {
      const instance = router.instances.get(event.instance)
      if (instance !== undefined && router.startupDelayEnds === undefined) receiveAdvert(turn, instance, event.advert)
      return
    }
    case 'rejected': {
      const instance = router.instances.get(event.instance)
      if (instance !== undefined) rejectAdvert(turn, instance, event.source, event.fault)
      return
    }
    case 'clock':
      return runClock(turn)
    case 'link':
      return changeLink(turn, event.link)
    case 'address':
      return changeAddress(turn, event.address, event.present)
    case 'addressFailed':
      return onAddressFailed(turn, event)
    case 'sendFailed':
      return onSendFailed(turn, event)
    case 'stop':
      return stop(turn)
  }
}

/** Everything due, in the order of the deadlines: what should have happened first does happen first. */
function runClock(turn: Turn): void {
  const { router, now } = turn
  if (isDue(router.startupDelayEnds, now)) {
    router.startupDelayEnds = undefined
    logLine(turn, 'Delayed start completed')
  }
  const due: { readonly instance: Instance; readonly at: Instant }[] = []
  for (const instance of router.instances.values()) {
    const at = instanceDeadline(instance)
    if (isDue(at, now)) due.push({ instance, at })
  }
  if (due.length > 1) due.sort((a, b) => a.at - b.at)
  for (const { instance } of due) runDeadlines(turn, instance)
}

function changeLink(turn: Turn, link: LinkState): void {
  const { router } = turn
  const wasUp = isUp(router, link.name)
  const before = router.links.get(link.name)
  router.links.set(link.name, link)
  if (!link.exists) router.addresses.delete(link.name)
  const users = [...router.instances.values()].filter((instance) => uses(instance, link.name))
  if (users.length > 0) logLinkNews(turn, link, before, wasUp)
  for (const instance of users) {
    if (before?.mtu !== link.mtu) buildAdverts(router, instance)
    reconsider(turn, instance)
  }
}

const uses = (instance: Instance, name: string): boolean =>
  instance.config.interface === name || instance.config.trackInterfaces.some((tracked) => tracked.interface === name)

function logLinkNews(turn: Turn, link: LinkState, before: LinkState | undefined, wasUp: boolean): void {
  const fields = { interface: link.name }
  const existed = before?.exists === true
  if (existed !== link.exists)
    logLine(turn, `Interface ${link.name} ${link.exists ? 'added' : 'deleted'}`, { fields, detail: link.exists })
  const up = isUp(turn.router, link.name)
  if (up !== wasUp) logLine(turn, `Netlink reports ${link.name} ${up ? 'up' : 'down'}`, { fields })
}

function changeAddress(turn: Turn, address: InterfaceAddress, present: boolean): void {
  const { router } = turn
  rememberAddress(router, address, present)
  for (const instance of router.instances.values()) {
    const news = observeVip(instance.vips, address, present, turn.now)
    if (news === 'removed' && instance.state === 'MASTER') addressTaken(turn, instance, address)
  }
  for (const instance of router.instances.values())
    if (instance.config.interface === address.interface) reconsider(turn, instance)
}

/** Somebody removed a virtual address under a master's hands (IF-06). */
function addressTaken(turn: Turn, instance: Instance, address: InterfaceAddress): void {
  logLine(turn, `Netlink reflector reports IP ${address.address} removed from ${address.interface}`, {
    level: 'warning',
    fields: { instance: instance.config.name, interface: address.interface },
  })
  dip(turn, instance)
}

function rememberAddress(router: RouterState, address: InterfaceAddress, present: boolean): void {
  const known = router.addresses.get(address.interface) ?? []
  const at = known.findIndex(
    (other) => other.address === address.address && other.prefixLength === address.prefixLength,
  )
  if (present && at >= 0) known[at] = address
  else if (present) known.push(address)
  else if (at >= 0) known.splice(at, 1)
  router.addresses.set(address.interface, known)
}

function onAddressFailed(turn: Turn, event: Extract<VrrpEvent, { kind: 'addressFailed' }>): void {
  const instance = turn.router.instances.get(event.instance)
  if (instance === undefined) return
  requestFailed(instance.vips, event.address)
  instance.counters.addressErrors++
  logInstance(turn, instance, `virtual address ${event.address}: ${event.reason}`, { level: 'error' })
}

/** A link that is down cannot send: nobody needs to be told (ACT-08). */
function onSendFailed(turn: Turn, event: Extract<VrrpEvent, { kind: 'sendFailed' }>): void {
  const instance = turn.router.instances.get(event.instance)
  if (instance === undefined) return
  instance.counters.sendErrors++
  if (isUp(turn.router, instance.config.interface))
    logProblem(turn, instance, 'send', `sending an advertisement failed: ${event.reason}`)
}

/** Priority 0 from all masters first, so that their peers start at once; then addresses, then scripts (LIFE-07). */
function stop(turn: Turn): void {
  const { router } = turn
  const instances = [...router.instances.values()]
  for (const instance of instances) if (instance.state === 'MASTER') sendPriorityZero(turn, instance)
  for (const instance of instances) {
    releaseAddresses(turn, instance)
    becomeInit(turn, instance, 'stop')
  }
  for (const instance of instances) notifyInstance(turn, instance, 'STOP', true)
  for (const group of router.groups.values()) notifyGroup(turn, group, 'STOP', true)
  turn.effects.push({ kind: 'stopped' })
  router.stopped = true
}
