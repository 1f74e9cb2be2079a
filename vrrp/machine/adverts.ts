// Adverts going out: IPv4 header and VRRP message, written once for an instance and afterwards only stamped with identification,
// priority and checksum.
//
// Sending makes no garbage: each instance has a ring of packets with their effects. An effect and its packet stay as they are
// until the instance has sent RING more adverts; who performs effects later than that must copy.

import type { IpAddress } from '../../config/values/ip.js'
import type { RunnableInstance as InstanceConfig } from '../config/model.js'
import { AUTH_NONE, AUTH_TEXT, EMPTY_KEY, keyToBytes } from '../packet/auth.js'
import { IPV4_HEADER_LENGTH, nextIdentification, writeIdentification, writeIpv4Header } from '../packet/ipv4.js'
import { advertLength, MAX_ADDRESSES, writeAdvert, writePriority } from '../packet/vrrp-v2.js'
import type { VrrpEffect } from './effects.js'
import type { Instance, RouterState } from './state.js'
import { logInstance } from './turn.js'
import type { Turn } from './turn.js'

const RING = 4
const ETHERNET_HEADER = 14
const ASSUMED_MTU = 1500

type SendAdvert = Extract<VrrpEffect, { kind: 'sendAdvert' }>
type MutableSendAdvert = { -readonly [K in keyof SendAdvert]: SendAdvert[K] }

export interface AdvertSlots {
  readonly source: IpAddress
  readonly ring: readonly MutableSendAdvert[]
  next: number
  /** The password our peers must show. */
  readonly key: Uint8Array
}

/** The auth type byte of an instance's adverts. */
export const authTypeOf = (config: InstanceConfig): number =>
  config.authentication.type === 'pass' ? AUTH_TEXT : AUTH_NONE

/**
 * How many addresses fit into one advert: limited by the count byte and the MTU. keepalived takes the Ethernet header off
 * as well although the MTU does not contain it; so do we, to advertise the same list (PKT-13).
 */
export const addressLimit = (mtu: number | undefined): number =>
  Math.max(
    0,
    Math.min(
      MAX_ADDRESSES,
      Math.floor(((mtu ?? ASSUMED_MTU) - ETHERNET_HEADER - IPV4_HEADER_LENGTH - advertLength(0)) / 4),
    ),
  )

/** Makes the packets again after a change of source, addresses, interval or password. Without a source there are none. */
export function buildAdverts(router: RouterState, instance: Instance): void {
  const { config } = instance
  const limit = addressLimit(router.links.get(config.interface)?.mtu)
  instance.advertised = config.addresses.slice(0, limit).map((vip) => vip.address)
  const { source } = instance
  if (source === undefined || router.config === undefined) {
    instance.adverts = undefined
    return
  }
  const destination = router.config.multicastGroup4
  const packet = new Uint8Array(IPV4_HEADER_LENGTH + advertLength(instance.advertised.length))
  writeIpv4Header(packet, { totalLength: packet.length, identification: 1, source, destination })
  const key = config.authentication.type === 'pass' ? config.authentication.key : EMPTY_KEY
  writeAdvert(packet, IPV4_HEADER_LENGTH, {
    virtualRouterId: config.virtualRouterId,
    priority: 0,
    authType: authTypeOf(config),
    interval: config.advertInterval,
    addresses: instance.advertised,
    key,
  })
  const ring: MutableSendAdvert[] = []
  for (let i = 0; i < RING; i++)
    ring.push({
      kind: 'sendAdvert',
      instance: config.name,
      interface: config.interface,
      destination,
      priority: 0,
      packet: packet.slice(),
    })
  instance.adverts = { source, ring, next: 0, key: keyToBytes(key) }
}

/** Sends an advert; priority 0 says that we stop being master. Timers are the caller's. */
export function sendAdvert(turn: Turn, instance: Instance, priority: number): void {
  const slots = instance.adverts
  const effect = slots?.ring[slots.next]
  if (slots === undefined || effect === undefined) return
  slots.next = (slots.next + 1) % RING
  instance.identification = nextIdentification(instance.identification)
  writeIdentification(effect.packet, instance.identification)
  writePriority(effect.packet, IPV4_HEADER_LENGTH, priority)
  effect.priority = priority
  turn.effects.push(effect)
  if (priority === 0) instance.counters.priorityZeroSent++
  else instance.counters.advertSent++
}

/** The last word of a master: its peers need not wait for their timers (FSM-10). */
export function sendPriorityZero(turn: Turn, instance: Instance): void {
  if (instance.adverts === undefined) return
  sendAdvert(turn, instance, 0)
  logInstance(turn, instance, 'sent 0 priority', { detail: true })
}
