// The virtual addresses of an instance: duplicates and strangers dropped, devices filled in, the advert's limit kept.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { spanAt, tellAt, tellKeyword, type Complaint } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { notYet } from '../../config/schema/not-yet.js'
import { familyOf, type AddressFamily } from '../../config/values/ip.js'
import { familyName } from './family.js'
import type { BoundInstance } from './instance.js'
import type { VirtualAddress, VrrpVersion } from './model.js'
import type { AddressLine } from './virtual-address.js'

export interface InstanceAddresses {
  readonly addresses: readonly VirtualAddress[]
  readonly excludedAddresses: readonly VirtualAddress[]
  /** Excluded ones of the other family. */
  readonly otherFamily: readonly VirtualAddress[]
}

interface Owner {
  readonly device: string | undefined
  readonly family: AddressFamily
  readonly version: VrrpVersion
  readonly strict: boolean
  /** Bytes that authentication adds to an advert. */
  readonly trailer: number
}

/** Both lists of an instance. */
export function instanceAddresses(bound: BoundInstance, owner: Owner, report: Report): InstanceAddresses {
  const { values } = bound
  const seen = new Map<string, Entry<AddressLine>>()
  const listed = values.addresses.filter(
    (entry) =>
      isFamily(bound, entry, owner.family, report) && isNew(bound, entry, entry.value.address, seen, 'VIP', report),
  )
  const excluded = newlyExcluded(bound, seen, report)
  const limit = advertRoom(owner)
  const surplus = listed[limit]
  if (surplus !== undefined) tellTooMany(bound, surplus, listed.length, limit, report)
  if (listed.length === 0) tellNoAddress(bound, owner, report)
  const finish = (kind: string) => (entry: Entry<AddressLine>) => finished(bound, entry, owner.device, kind, report)
  const own = excluded.filter((entry) => familyOf(entry.value.address) === owner.family)
  const others = excluded.filter((entry) => familyOf(entry.value.address) !== owner.family)
  const [stranger] = others
  if (stranger !== undefined) {
    tellEntry(
      stranger,
      report,
      notYet(
        `An ${familyName(familyOf(stranger.value.address))} address of an ${familyName(owner.family)} instance`,
        'The address is left out.',
      ),
    )
  }
  return {
    addresses: listed.slice(0, limit).flatMap(finish('vip')),
    excludedAddresses: [...listed.slice(limit), ...own].flatMap(finish('evip')),
    otherFamily: others.flatMap(finish('evip')),
  }
}

function isFamily(bound: BoundInstance, entry: Entry<AddressLine>, family: AddressFamily, report: Report): boolean {
  const own = familyOf(entry.value.address)
  if (own === family) return true
  tellEntry(entry, report, {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${entry.value.address}\` is an ${familyName(own)} address in an ${familyName(family)} instance`,
    hint: 'The address is dropped, as in keepalived. Put it into `virtual_ipaddress_excluded`, or into an instance of its own.',
    keepalived: says(`(${bound.header}): address family must match VRRP instance [${textOf(entry)}] - ignoring`),
  })
  return false
}

/** Excluded addresses that are not there yet; one may repeat a virtual or an excluded one on another device. */
function newlyExcluded(
  bound: BoundInstance,
  listed: ReadonlyMap<string, Entry<AddressLine>>,
  report: Report,
): readonly Entry<AddressLine>[] {
  const seen = new Map<string, Entry<AddressLine>>()
  return bound.values.excludedAddresses.filter((entry) => {
    const same = listed.get(entry.value.address)
    if (same !== undefined && same.value.device === entry.value.device) {
      tellTwice(bound, entry, same, 'Excluded VIP duplicates a VIP', report)
      return false
    }
    const place = `${entry.value.address} ${entry.value.device ?? ''}`
    return isNew(bound, entry, place, seen, 'Excluded VIP', report)
  })
}

function isNew(
  bound: BoundInstance,
  entry: Entry<AddressLine>,
  key: string,
  seen: Map<string, Entry<AddressLine>>,
  kind: 'VIP' | 'Excluded VIP',
  report: Report,
): boolean {
  const first = seen.get(key)
  if (first === undefined) {
    seen.set(key, entry)
    return true
  }
  tellTwice(bound, entry, first, `${kind} duplicates ${kind === 'VIP' ? 'a VIP' : 'an excluded VIP'}`, report)
  return false
}

function tellTwice(
  bound: BoundInstance,
  entry: Entry<AddressLine>,
  first: Entry<AddressLine>,
  said: string,
  report: Report,
): void {
  tellEntry(entry, report, {
    code: 'duplicate-entry',
    severity: 'warning',
    message: `\`${entry.value.address}\` is already an address of this instance`,
    hint: 'The second one is dropped, as in keepalived.',
    related: [{ message: 'the first one', span: spanAt(first.statement, first.start, first.end) }],
    keepalived: says(`(${bound.header}): ${said} ${textOf(entry)} - ignoring`),
  })
}

/** Without a device anywhere an address has no place to be. */
function finished(
  bound: BoundInstance,
  entry: Entry<AddressLine>,
  device: string | undefined,
  kind: string,
  report: Report,
): readonly VirtualAddress[] {
  const own = entry.value.device ?? device
  if (own !== undefined) return [{ ...entry.value, device: own }]
  tellEntry(entry, report, {
    code: 'missing-value',
    severity: 'error',
    message: `\`${entry.value.address}\` has no interface: the instance has none`,
    hint: 'The address is dropped, as in keepalived. Add `dev INTERFACE`.',
    keepalived: saysAtEnd(`(${bound.header}): no interface for ${kind} ${entry.value.address} - removing`),
  })
  return []
}

const ETHERNET = 14
const MTU = 1500

/**
 * How many addresses an advert has room for: the count is one byte, and the packet must fit into the usual MTU (PKT-13). The
 * Ethernet header is taken off as well although the MTU does not contain it, to list what keepalived lists.
 */
export function advertRoom({ family, version, trailer }: Pick<Owner, 'family' | 'version' | 'trailer'>): number {
  const header = family === 'inet' ? 20 + 8 + (version === 2 ? 8 : 0) : 40 + 8
  const room = Math.floor((MTU - ETHERNET - header - trailer) / (family === 'inet' ? 4 : 16))
  return Math.min(255, room)
}

function tellTooMany(
  bound: BoundInstance,
  entry: Entry<AddressLine>,
  count: number,
  limit: number,
  report: Report,
): void {
  tellEntry(entry, report, {
    code: 'too-many-addresses',
    severity: 'error',
    message: `An advert has room for ${limit} addresses: this one and those after it do not fit`,
    hint: 'They are added without being advertised, as in keepalived. Put them into `virtual_ipaddress_excluded`.',
    keepalived: saysAtEnd(
      `(${bound.header}) Number of VIPs (${count}) exceeds maximum/space available in packet (max ${limit} addresses) - excess moved to eVIPs`,
    ),
  })
}

/** Version 3 and strict mode need an address; otherwise it is a question of sense. */
function tellNoAddress(bound: BoundInstance, owner: Owner, report: Report): void {
  const { values } = bound
  const name = `(${bound.header})`
  if (values.noAddresses && owner.strict) {
    tellKeyword(report, statementOf(bound, 'noAddresses') ?? bound.statement, {
      code: 'no-addresses',
      severity: 'fatal',
      message: 'Strict mode does not allow an instance without virtual address',
      hint: 'Add `virtual_ipaddress { ADDRESS }`: keepalived refuses the whole VRRP configuration because of this.',
      keepalived: saysAtEnd(
        `${name} no_virtual_ipaddress and strict mode incompatible, clearing no_virtual_ipaddress`,
        `${name} No VIP specified; at least one is required`,
      ),
    })
    return
  }
  if (values.noAddresses) return
  const needed = owner.version === 3 || owner.strict
  const lost = values.addresses.length > 0 || bound.block.statements.some(hasAddressLines)
  tellKeyword(report, bound.statement, {
    code: 'no-addresses',
    // Lines that were there and were dropped have been reported.
    severity: needed ? 'fatal' : lost ? 'hint' : 'warning',
    message: `\`vrrp_instance ${bound.header}\` has no virtual address${lost ? ' left' : ''}`,
    hint: needed
      ? 'Add `virtual_ipaddress { ADDRESS }`: keepalived refuses the whole VRRP configuration because of this.'
      : 'Add `virtual_ipaddress { ADDRESS }`, or say `no_virtual_ipaddress` if it is meant.',
    keepalived: saysAtEnd(`${name} No VIP specified; at least one is ${needed ? 'required' : 'sensible'}`),
  })
}

const hasAddressLines = ({ keyword, block }: BoundInstance['statement']): boolean =>
  keyword === 'virtual_ipaddress' && (block?.statements.length ?? 0) > 0

const textOf = (entry: Entry<unknown>): string => entry.statement.line.text.slice(entry.start, entry.end)

const tellEntry = (entry: Entry<unknown>, report: Report, complaint: Complaint): void => {
  tellAt(report, entry.statement, entry.start, entry.end, complaint)
}
