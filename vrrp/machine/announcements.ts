// Gratuitous ARP: when the addresses of a master are announced, and how often (section "gratuitous ARP" of keepalived.conf).
// Only a master has announcement deadlines, so a burst can never outlive its mastership (GARP-07).

import { after } from '../../config/values/time.js'
import type { VirtualAddress } from '../config/model.js'
import type { Instance } from './state.js'
import { nextDue } from './timers.js'
import { logInstance } from './turn.js'
import type { Turn } from './turn.js'

/** One burst: `repeat` rounds over the addresses in order (GARP-01), without those on links that do no ARP (GARP-10). */
export function announce(turn: Turn, instance: Instance, repeat: number, which = instance.allAddresses): void {
  const addresses = which.filter((vip) => !doesNoArp(turn, vip))
  if (repeat === 0 || addresses.length === 0) return
  for (const vip of addresses)
    logInstance(turn, instance, `Sending/queueing gratuitous ARPs on ${vip.device} for ${vip.address}`, {
      detail: true,
    })
  turn.effects.push({ kind: 'announce', instance: instance.config.name, addresses, repeat })
}

const doesNoArp = (turn: Turn, vip: VirtualAddress): boolean => turn.router.links.get(vip.device)?.noArp === true

/** The first burst of a new master; the second one and the refreshes are put on their deadlines (ACT-01). */
export function announceMastership(turn: Turn, instance: Instance): void {
  const { garp } = instance.config
  announce(turn, instance, garp.repeat)
  if (garp.delay > 0) instance.secondBurstAt = after(turn.now, garp.delay)
  if (garp.refresh > 0) instance.refreshAt = after(after(turn.now, garp.delay), garp.refresh)
}

/**
 * Somebody with a lower priority believed itself master and may have spoilt the neighbours' tables (FSM-40): a burst at once and
 * one after the delay. However many such adverts come, one delayed burst is pending: the one after the last of them.
 */
export function announceAgain(turn: Turn, instance: Instance): void {
  const { garp } = instance.config
  if (garp.lowerPriorityRepeat === 0) return
  announce(turn, instance, garp.lowerPriorityRepeat)
  if (garp.lowerPriorityDelay > 0) instance.lowerPriorityBurstAt = after(turn.now, garp.lowerPriorityDelay)
}

export function secondBurstDue(turn: Turn, instance: Instance): void {
  instance.secondBurstAt = undefined
  announce(turn, instance, instance.config.garp.repeat)
}

export function lowerPriorityBurstDue(turn: Turn, instance: Instance): void {
  instance.lowerPriorityBurstAt = undefined
  announce(turn, instance, instance.config.garp.lowerPriorityRepeat)
}

export function refreshDue(turn: Turn, instance: Instance): void {
  const { garp } = instance.config
  instance.refreshAt = nextDue(instance.refreshAt ?? turn.now, turn.now, garp.refresh)
  announce(turn, instance, garp.refreshRepeat)
}

/** Leaving MASTER: nothing is announced any more. */
export function stopAnnouncing(instance: Instance): void {
  instance.secondBurstAt = undefined
  instance.lowerPriorityBurstAt = undefined
  instance.refreshAt = undefined
}
