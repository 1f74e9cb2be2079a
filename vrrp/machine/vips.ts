// Where each virtual address of an instance should be by now, and whether the kernel's news about it is the echo of our own request
// or somebody else's doing (IF-06). Requests and news travel apart: an address taken off and put back within a
// millisecond is reported as gone when we have long asked for it again.
//
// Each request that will change something is expected to be echoed. An expectation that is never met was met before we knew
// (the address was there already, or gone already) and is taken as done after a while, so that lost news cannot hide a
// later removal for ever.

import type { IpAddress } from '../../config/values/ip.js'
import { after, Seconds } from '../../config/values/time.js'
import type { Duration, Instant } from '../../config/values/time.js'
import type { VirtualAddress } from '../config/model.js'
import type { InterfaceAddress } from './events.js'

/** How long the echo of a request may take; requests are answered in milliseconds. */
export const ECHO_WITHIN: Duration = Seconds(3)

/** own = the echo of a request; removed, appeared = done by others; known = nothing new; other = not one of ours. */
export type News = 'own' | 'removed' | 'appeared' | 'known' | 'other'

export interface Vip {
  present: boolean
  /** The host's own address, in place before an address owner started: left alone (VIP-07). */
  foreign: boolean
  readonly expected: { readonly present: boolean; readonly until: Instant }[]
}

const keyOf = (vip: VirtualAddress): string => `${vip.device} ${vip.address}/${vip.prefixLength}`
const keyOfNews = (news: InterfaceAddress): string => `${news.interface} ${news.address}/${news.prefixLength}`

/** Keyed by device, address and prefix length: what the kernel tells addresses apart by. */
export type VipTable = Map<string, Vip>

/** Makes the entries exactly these, keeping what is known of the ones that stay. */
export function configureVips(table: VipTable, addresses: readonly VirtualAddress[]): void {
  const keys = new Set(addresses.map(keyOf))
  for (const key of table.keys()) if (!keys.has(key)) table.delete(key)
  for (const address of addresses) entry(table, address)
}

/** Sets what a reading of the whole kernel table showed; what is still to be echoed stays as it is. */
export function readVips(table: VipTable, kernel: Iterable<InterfaceAddress>): void {
  const there = new Set<string>()
  for (const address of kernel) there.add(keyOfNews(address))
  for (const [key, vip] of table) if (vip.expected.length === 0) vip.present = there.has(key)
}

/** Those of `addresses` that are on their interfaces, as far as we know. */
export const presentVips = (table: VipTable, addresses: readonly VirtualAddress[]): VirtualAddress[] =>
  addresses.filter((address) => table.get(keyOf(address))?.present === true)

/** Those of `addresses` that will be in place once all our requests are done. */
export const heldVips = (table: VipTable, addresses: readonly VirtualAddress[]): VirtualAddress[] =>
  addresses.filter((address) => {
    const vip = table.get(keyOf(address))
    return vip !== undefined && predicted(vip)
  })

/** Notes that an address was there first and is not ours. */
export function claimForeign(table: VipTable, address: VirtualAddress): void {
  entry(table, address).foreign = true
}

export const isForeign = (table: VipTable, address: InterfaceAddress): boolean =>
  table.get(keyOfNews(address))?.foreign === true

/** Notes that the addresses are about to be added. */
export function expectAdded(table: VipTable, addresses: readonly VirtualAddress[], now: Instant): void {
  for (const address of addresses) expect(entry(table, address), true, now)
}

/** Notes that the addresses are about to be removed; returns those to be removed: never the host's own. */
export function expectRemoved(
  table: VipTable,
  addresses: readonly VirtualAddress[],
  now: Instant,
): readonly VirtualAddress[] {
  const ours = addresses.filter((address) => !entry(table, address).foreign)
  for (const address of ours) expect(entry(table, address), false, now)
  return ours
}

/** A request for the address failed: the oldest one outstanding will have no echo. */
export function requestFailed(table: VipTable, address: IpAddress): void {
  for (const [key, vip] of table) if (key.includes(` ${address}/`)) vip.expected.shift()
}

/** Takes in the kernel's news of an address. */
export function observeVip(table: VipTable, news: InterfaceAddress, present: boolean, now: Instant): News {
  const vip = table.get(keyOfNews(news))
  if (vip === undefined) return 'other'
  settle(vip, now)
  if (vip.expected[0]?.present === present) {
    vip.expected.shift()
    vip.present = present
    return 'own'
  }
  if (vip.present === present) return 'known'
  vip.present = present
  if (!present) vip.foreign = false
  return present ? 'appeared' : 'removed'
}

function entry(table: VipTable, address: VirtualAddress): Vip {
  const key = keyOf(address)
  const found = table.get(key)
  if (found !== undefined) return found
  const made: Vip = { present: false, foreign: false, expected: [] }
  table.set(key, made)
  return made
}

const predicted = (vip: Vip): boolean => vip.expected.at(-1)?.present ?? vip.present

/** A request that changes nothing has no echo. */
function expect(vip: Vip, present: boolean, now: Instant): void {
  settle(vip, now)
  if (predicted(vip) !== present) vip.expected.push({ present, until: after(now, ECHO_WITHIN) })
}

/** Takes expectations whose echo is overdue as met. */
function settle(vip: Vip, now: Instant): void {
  for (let head = vip.expected[0]; head !== undefined && head.until <= now; head = vip.expected[0]) {
    vip.present = head.present
    vip.expected.shift()
  }
}
