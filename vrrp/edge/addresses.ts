// Interface addresses: reading all of them, adding and removing virtual ones.

import { formatError, type NetlinkError } from '../../ipvs/netlink/errors.js'
import { NLM_F } from '../../ipvs/netlink/framing.js'
import type { NetlinkReply } from '../../ipvs/netlink/request.js'
import type { VirtualAddress } from '../config/model.js'
import type { InterfaceAddress } from '../machine/events.js'
import { readLinkIndex, readLinks } from './links.js'
import {
  decodeAddress,
  encodeAddressRequest,
  encodeNewAddress,
  encodeOldAddress,
  routeSocket,
  RTM,
} from './rtnetlink.js'

export type AddressChange =
  /** `already`: it was there (or was not) before; nothing was changed. */
  | { readonly ok: true; readonly already: boolean }
  /** `errno` by name. */
  | { readonly ok: false; readonly errno: string; readonly reason: string }

/** All usable addresses of all interfaces, both families. Rejects when the kernel does not answer. */
export async function readAddresses(): Promise<InterfaceAddress[]> {
  const links = await readLinks()
  const names = new Map(links.map(({ index, name }) => [index, name]))
  const reply = await routeSocket().dump(RTM.GETADDR, encodeAddressRequest())
  if (!reply.ok) throw new Error(`cannot read addresses: ${formatError(reply.error)}`)
  const addresses: InterfaceAddress[] = []
  for (const { payload } of reply.messages) {
    const decoded = decodeAddress(payload)
    const name = decoded === undefined ? undefined : names.get(decoded.index)
    if (decoded?.usable === true && name !== undefined) addresses.push({ interface: name, ...decoded.address })
  }
  return addresses
}

/** Adds a virtual address. One that is there already, whoever added it, is left as it is (VIP-07). */
export function addAddress(virtual: VirtualAddress): Promise<AddressChange> {
  return change(virtual, 'add', 'EEXIST', (index) =>
    routeSocket().request(RTM.NEWADDR, NLM_F.CREATE | NLM_F.EXCL, encodeNewAddress(virtual, index)),
  )
}

/** Removes a virtual address. One that is not there, its interface included, counts as removed. */
export function removeAddress(virtual: VirtualAddress): Promise<AddressChange> {
  return change(virtual, 'remove', 'EADDRNOTAVAIL', (index) =>
    routeSocket().request(RTM.DELADDR, 0, encodeOldAddress(virtual, index)),
  )
}

async function change(
  virtual: VirtualAddress,
  what: 'add' | 'remove',
  doneAlready: string,
  send: (index: number) => Promise<NetlinkReply>,
): Promise<AddressChange> {
  const index = await readLinkIndex(virtual.device)
  const reply: NetlinkReply =
    index === undefined ? { ok: false, error: { errno: 19, name: 'ENODEV' } } : await send(index)
  if (reply.ok) return { ok: true, already: false }
  if (reply.error.name === doneAlready) return { ok: true, already: true }
  if (reply.error.name === 'ENODEV' && what === 'remove') return { ok: true, already: true }
  return { ok: false, errno: reply.error.name, reason: reasonOf(virtual, what, reply.error) }
}

const reasonOf = ({ address, prefixLength, device }: VirtualAddress, what: string, error: NetlinkError): string =>
  `cannot ${what} ${address}/${prefixLength} ${what === 'add' ? 'to' : 'from'} ${device}: ${formatError(error)}`
