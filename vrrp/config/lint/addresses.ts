// Virtual addresses that cannot work where they stand: shared by two instances, no host's address, or somebody's own address.

import { saysAtEnd, type Report } from '../../../config/diagnostic.js'
import { spanAt, tellAt } from '../../../config/schema/cursor.js'
import type { Entry } from '../../../config/schema/keyword.js'
import { familyOf, type IpAddress } from '../../../config/values/ip.js'
import type { BoundInstance } from '../instance.js'
import type { InstanceConfig } from '../model.js'
import type { AddressLine } from '../virtual-address.js'
import type { VrrpRule } from './rule.js'

/** Both masters would answer for the address. */
export const checkSharedAddresses: VrrpRule = ({ made }, report) => {
  const holder = new Map<IpAddress, { readonly bound: BoundInstance; readonly entry: Entry<AddressLine> }>()
  for (const bound of made.keys()) {
    for (const entry of [...bound.values.addresses, ...bound.values.excludedAddresses]) {
      const earlier = holder.get(entry.value.address)
      if (earlier === undefined) holder.set(entry.value.address, { bound, entry })
      else if (earlier.bound !== bound) {
        tellAt(report, entry.statement, entry.start, entry.end, {
          code: 'shared-address',
          severity: 'warning',
          message: `\`${entry.value.address}\` is an address of \`${earlier.bound.header}\` too`,
          hint: 'When the instances are master on different machines, both answer for it. Keep it in one of them.',
          related: [
            { message: 'the first one', span: spanAt(earlier.entry.statement, earlier.entry.start, earlier.entry.end) },
          ],
        })
      }
    }
  }
}

export const checkAddresses: VrrpRule = ({ made }, report) => {
  for (const [bound, config] of made) {
    for (const entry of bound.values.addresses) checkAddress(entry, config, report)
    for (const entry of bound.values.excludedAddresses) checkAddress(entry, config, report)
    checkFirst(bound, config, report)
  }
}

function checkAddress(entry: Entry<AddressLine>, config: InstanceConfig, report: Report): void {
  const { address } = entry.value
  const why = unusable(entry.value)
  if (why !== undefined) {
    tell(
      entry,
      report,
      'unusable-address',
      `\`${address}\` is ${why}`,
      'No host can use it. Correct the address or its prefix length.',
    )
  } else if (address === config.sourceAddress) {
    tell(
      entry,
      report,
      'address-is-source',
      `\`${address}\` is also where the adverts come from`,
      'Only the master has a virtual address: adverts must come from an address that stays. Correct one of the two.',
    )
  } else if (config.unenforced.unicast?.peers.some((peer) => peer.address === address) === true) {
    tell(
      entry,
      report,
      'address-is-peer',
      `\`${address}\` is also a unicast peer`,
      'A virtual address moves: adverts to it reach the master itself. Name the address that the other router always has.',
    )
  }
}

/** Why no host can have the address; undefined when one can. */
function unusable({ address, prefixLength }: AddressLine): string | undefined {
  if (familyOf(address) === 'inet6') {
    if (address === '::') return 'no address, but the absence of one'
    return address.startsWith('ff') && address.includes(':') && /^ff[0-9a-f]{2}:/.test(address)
      ? 'a multicast address'
      : undefined
  }
  const value = valueOf(address)
  const first = value >>> 24
  if (first === 0) return 'no address of a host'
  if (first >= 224 && first < 240) return 'a multicast address'
  if (value === 0xffffffff) return 'the broadcast address'
  if (prefixLength >= 31 || prefixLength === 0) return undefined
  const hostBits = value & (2 ** (32 - prefixLength) - 1)
  if (hostBits === 0) return `the address of its network (/${prefixLength}), not of a host in it`
  return hostBits === 2 ** (32 - prefixLength) - 1
    ? `the broadcast address of its network (/${prefixLength})`
    : undefined
}

const valueOf = (address: IpAddress): number =>
  address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0) >>> 0

/** Neighbours know a virtual IPv6 router by its link-local address (RFC 9568 §5.2.9). */
function checkFirst(bound: BoundInstance, config: InstanceConfig, report: Report): void {
  const { strict, unicast } = config.unenforced
  const listed = config.addresses[0]
  if (config.family === 'inet' || unicast !== undefined || listed === undefined) return
  if (/^fe[89ab]/.test(listed.address)) return
  const entry = bound.values.addresses.find((one) => one.value.address === listed.address)
  if (entry === undefined) return
  tellAt(report, entry.statement, entry.start, entry.end, {
    code: 'link-local-first',
    severity: strict ? 'error' : 'hint',
    message: 'The first address of an IPv6 virtual router should be a link-local one',
    hint: 'Hosts that learn their router by router discovery need it. Put an address of fe80::/10 before the others.',
    keepalived: strict ? saysAtEnd(`(${bound.header}) the first IPv6 VIP address must be link local`) : undefined,
  })
}

function tell(entry: Entry<unknown>, report: Report, code: string, message: string, hint: string): void {
  tellAt(report, entry.statement, entry.start, entry.end, { code, severity: 'warning', message, hint })
}
