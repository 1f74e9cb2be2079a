// The virtual addresses of an instance: duplicates and strangers dropped, devices filled in, the advert's limit kept.

import type { Report } from '../../config/diagnostic.js'
import { tellAt, tellKeyword, type Complaint } from '../../config/schema/cursor.js'
import { spanAt } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { familyOf } from '../../config/values/ip.js'
import type { BoundInstance } from './instance.js'
import type { VirtualAddress } from './model.js'
import type { AddressLine } from './virtual-address.js'

/** Addresses that fit into one advert of version 2 (PKT-13 with an MTU of 1500 would allow 362; the count is one byte). */
const perAdvert = 255

interface InstanceAddresses {
  readonly addresses: readonly VirtualAddress[]
  readonly excludedAddresses: readonly VirtualAddress[]
}

/** Both lists of an IPv4 instance on `device`. */
export function instanceAddresses(bound: BoundInstance, device: string, report: Report): InstanceAddresses {
  const { values } = bound
  const seen = new Map<string, Entry<AddressLine>>()
  const listed = values.addresses.filter(
    (entry) => isFamily(entry, report, 'wrong-family') && isNew(entry, entry.value.address, seen, report),
  )
  const excluded = values.excludedAddresses.filter((entry) => isFamily(entry, report, 'not-enforced-yet'))
  const alone = excluded.filter((entry) => {
    const same = seen.get(entry.value.address)
    // An excluded address may repeat a virtual one on another device.
    const elsewhere = same !== undefined && same.value.device !== entry.value.device
    const key = elsewhere ? `${entry.value.address} ${entry.value.device ?? device}` : entry.value.address
    return isNew(entry, key, seen, report)
  })
  if (listed.length === 0 && !values.noAddresses) tellNoAddress(bound, report)
  const surplus = listed[perAdvert]
  if (surplus !== undefined) tellTooMany(surplus, report)
  const finish = (entry: Entry<AddressLine>): VirtualAddress => ({
    ...entry.value,
    device: entry.value.device ?? device,
  })
  return {
    addresses: listed.slice(0, perAdvert).map(finish),
    excludedAddresses: [...listed.slice(perAdvert), ...alone].map(finish),
  }
}

function isFamily(entry: Entry<AddressLine>, report: Report, code: string): boolean {
  if (familyOf(entry.value.address) === 'inet') return true
  tellEntry(entry, report, {
    code,
    severity: 'error',
    message:
      code === 'wrong-family'
        ? `\`${entry.value.address}\` is an IPv6 address in an IPv4 instance`
        : 'IPv6 addresses are read, but not enforced yet',
    hint: 'The address is dropped.',
  })
  return false
}

function isNew(entry: Entry<AddressLine>, key: string, seen: Map<string, Entry<AddressLine>>, report: Report): boolean {
  const first = seen.get(key)
  if (first === undefined) {
    seen.set(key, entry)
    return true
  }
  tellEntry(entry, report, {
    code: 'duplicate-entry',
    severity: 'error',
    message: `\`${entry.value.address}\` is already an address of this instance`,
    hint: 'The second one is dropped.',
    related: [{ message: 'the first one', span: spanAt(first.statement, first.start, first.end) }],
  })
  return false
}

function tellNoAddress(bound: BoundInstance, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'no-addresses',
    severity: 'warning',
    message: `\`vrrp_instance ${bound.header}\` has no virtual address`,
    hint: 'Add `virtual_ipaddress { ADDRESS }`, or say `no_virtual_ipaddress` if it is meant.',
  })
}

const tellTooMany = (entry: Entry<AddressLine>, report: Report): void => {
  tellEntry(entry, report, {
    code: 'too-many-addresses',
    severity: 'error',
    message: `An advert has room for ${perAdvert} addresses: this one and those after it do not fit`,
    hint: 'They are added without being advertised, as in keepalived. Put them into `virtual_ipaddress_excluded`.',
  })
}

const tellEntry = (entry: Entry<unknown>, report: Report, complaint: Complaint): void => {
  tellAt(report, entry.statement, entry.start, entry.end, complaint)
}
