// Services on addresses that no instance of the file holds, and real servers that are an address of the director itself.

import type { Report } from '../../config/diagnostic.js'
import { spanAt } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { Span } from '../../config/source.js'
import { suggest } from '../../config/suggest.js'
import type { IpAddress } from '../../config/values/ip.js'
import { addressesOf, servicesIn } from './services.js'
import type { LintRule, Whole } from './whole.js'

/** How many are reported one by one; the last of them tells how many more there are. */
const most = 3

/**
 * A file may hold services for addresses that are routed to the director, or the instances of another file: it has to have instances, and
 * as long as no service at all is on one of their addresses, that is only a hint.
 */
export const checkServiceAddresses: LintRule = (whole, report) => {
  const held = heldAddresses(whole)
  if (held === undefined) return
  const unowned = new Map<IpAddress, Span | undefined>()
  let owned = false
  for (const { service, place } of servicesIn(whole)) {
    for (const address of addressesOf(service)) {
      if (held.has(address)) owned = true
      else if (!unowned.has(address)) unowned.set(address, place)
    }
  }
  const severity = owned ? 'warning' : 'hint'
  ;[...unowned].slice(0, most).forEach(([address, place], rank) => {
    tellUnowned(address, place, severity, guessFor(address, held), rank === most - 1 ? unowned.size - most : 0, report)
  })
}

/** Among many addresses any other is a near miss. */
function guessFor(address: IpAddress, held: ReadonlyMap<IpAddress, unknown>): string {
  const near = held.size > 100 ? undefined : suggest(address, [...held.keys()])
  return near === undefined ? '' : `Did you mean \`${near}\`? `
}

function tellUnowned(
  address: IpAddress,
  place: Span | undefined,
  severity: 'warning' | 'hint',
  guess: string,
  unsaid: number,
  report: Report,
): void {
  const more = unsaid === 0 ? '' : ` The same holds for ${unsaid} more ${unsaid === 1 ? 'address' : 'addresses'}.`
  report({
    code: 'unowned-service-address',
    severity,
    message: `No \`vrrp_instance\` has the address \`${address}\` of this service`,
    hint: `${guess}Clients reach it only if the address is routed to this director, or configured elsewhere. Otherwise add it to \`virtual_ipaddress\`.${more}`,
    ...(place === undefined ? {} : { span: place }),
    related: [],
  })
}

/** Packets for such a server come back to the director. */
export const checkServerAddresses: LintRule = (whole, report) => {
  const held = heldAddresses(whole)
  if (held === undefined) return
  const mayBeHeld = filterFor(held.keys())
  let told = 0
  for (const { service, place } of servicesIn(whole)) {
    for (const server of service.realServers) {
      const holder = mayBeHeld(server.address) ? held.get(server.address) : undefined
      if (holder === undefined) continue
      report({
        code: 'virtual-address-as-server',
        severity: 'warning',
        message: `The real server \`${server.address}\` of this service is a virtual address of this director`,
        hint: 'It is served by whichever director is master, and by the other only through the network. Name an address of the server itself.',
        ...(place === undefined ? {} : { span: place }),
        related: [{ message: 'the virtual address', span: placeOf(holder) }],
      })
      if (++told === most) return
    }
  }
}

/**
 * Says no to nearly every address that is not among the given ones. A map has to make a hash of each text it is asked for, and keeps it: for
 * tens of thousands of servers that takes longer than all other rules together.
 */
function filterFor(addresses: Iterable<IpAddress>): (address: IpAddress) => boolean {
  const marks = new Uint8Array(1 << 16)
  for (const address of addresses) marks[digestOf(address)] = 1
  return (address) => marks[digestOf(address)] === 1
}

/** Of a few characters near the end, where addresses differ. */
function digestOf(address: IpAddress): number {
  const end = address.length
  const near = address.charCodeAt(end - 1) * 961 + address.charCodeAt(end - 2) * 31 + address.charCodeAt(end - 3)
  return (near * 7 + address.charCodeAt(end - 5) * 4093 + end * 131) & 0xffff
}

type AddressEntry = Entry<{ readonly address: IpAddress }>

const placeOf = ({ statement, start, end }: AddressEntry): Span => spanAt(statement, start, end)

/**
 * The addresses of all instances, and those the machine always has; undefined when there are no services, or no instances with addresses.
 */
function heldAddresses({ root, services }: Whole): ReadonlyMap<IpAddress, AddressEntry> | undefined {
  if (services.places.length + services.leftOutPlaces.length === 0) return undefined
  const held = new Map<IpAddress, AddressEntry>()
  for (const { values } of root.values.instances) {
    for (const entry of values.addresses) held.set(entry.value.address, entry)
    for (const entry of values.excludedAddresses) held.set(entry.value.address, entry)
  }
  if (held.size === 0) return undefined
  return held
}
