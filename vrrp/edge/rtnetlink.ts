// Links and addresses as rtnetlink carries them: messages to our values and back. Bytes only; the socket the readers and
// writers beside it share is opened here, by the first who needs it.
//
//   link:    u8 family | u8 0 | u16 device type | s32 index | u32 flags | u32 change mask | attributes
//   address: u8 family | u8 prefix length | u8 flags | u8 scope | u32 index | attributes

import {
  addressBits,
  familyOf,
  ipFromBytes,
  ipToBytes,
  type AddressFamily,
  type IpAddress,
} from '../../config/values/ip.js'
import { Seconds } from '../../config/values/time.js'
import { createWriter, decodeAttributes, encodeAttributes, reserve, written } from '../../ipvs/netlink/attributes.js'
import { LITTLE_ENDIAN, viewOf } from '../../ipvs/netlink/framing.js'
import { openNetlink, type NetlinkSocket } from '../../ipvs/netlink/request.js'
import type { VirtualAddress } from '../config/model.js'
import type { InterfaceAddress, LinkState } from '../machine/events.js'

export const RTM = { NEWLINK: 16, DELLINK: 17, GETLINK: 18, NEWADDR: 20, DELADDR: 21, GETADDR: 22 } as const
export const RTNLGRP = { LINK: 1, IPV4_IFADDR: 5, IPV6_IFADDR: 9 } as const

const AF: Readonly<Record<AddressFamily, number>> = { inet: 2, inet6: 10 }
const ARPHRD_ETHER = 1
const IFF_UP = 0x01
const IFF_RUNNING = 0x40
const IFF_NOARP = 0x80
const IFA_F_SECONDARY = 0x01
const IFA_F_NODAD = 0x02
const IFA_F_OPTIMISTIC = 0x04
const IFA_F_DADFAILED = 0x08
const IFA_F_TENTATIVE = 0x40
/** Tells addresses of this program from others (VIP-03); kernels before 5.18 do not keep it. */
const IFAPROT_KEEPALIVED = 0x12
const RTEXT_FILTER_SKIP_STATS = 8

const linkAttributes = {
  address: [1, 'bytes'],
  name: [3, 'string'],
  mtu: [4, 'u32'],
  filter: [29, 'u32'],
} as const

const addressAttributes = {
  address: [1, 'bytes'],
  local: [2, 'bytes'],
  label: [3, 'string'],
  broadcast: [4, 'bytes'],
  flags: [8, 'u32'],
  protocol: [11, 'u8'],
} as const

/** How long the kernel may keep silent. */
const DEADLINE = Seconds(1)
let shared: NetlinkSocket | undefined

/** One socket for all requests of the process. Idle, it does not keep the process alive. */
export function routeSocket(): NetlinkSocket {
  shared ??= openNetlink('route', { deadline: DEADLINE })
  return shared
}

/** The payload that asks for links: all of them in a dump, or the one of that name. */
export function encodeLinkRequest(name?: string): Uint8Array {
  const writer = createWriter(128)
  reserve(writer, 16)
  encodeAttributes(writer, linkAttributes, { name, filter: RTEXT_FILTER_SKIP_STATS })
  return written(writer)
}

/** The payload that asks for the addresses of both families. */
export const encodeAddressRequest = (): Uint8Array => new Uint8Array(8)

/**
 * A link from RTM_NEWLINK or RTM_DELLINK. undefined for what is no link of its own: a bridge speaks of its ports with
 * the same messages under its own family, and those of a port that leaves must not be taken for the port's end.
 */
export function decodeLink(payload: Uint8Array, exists: boolean): LinkState | undefined {
  if (payload.length < 16 || payload[0] !== 0) return undefined
  const view = viewOf(payload)
  const decoded = decodeAttributes(linkAttributes, payload.subarray(16))
  if (!decoded.ok || decoded.values.name === undefined) return undefined
  const { name, mtu = 0, address } = decoded.values
  const flags = view.getUint32(8, LITTLE_ENDIAN)
  const ethernet = view.getUint16(2, LITTLE_ENDIAN) === ARPHRD_ETHER && address?.length === 6
  return {
    name,
    index: view.getInt32(4, LITTLE_ENDIAN),
    exists,
    up: exists && (flags & IFF_UP) !== 0 && (flags & IFF_RUNNING) !== 0,
    mtu,
    mac: ethernet ? [...address].map((byte) => byte.toString(16).padStart(2, '0')).join(':') : undefined,
    noArp: (flags & IFF_NOARP) !== 0,
  }
}

export interface DecodedAddress {
  readonly index: number
  /** Without the interface's name, which the message does not hold. */
  readonly address: Omit<InterfaceAddress, 'interface'>
  /** False while or after duplicate address detection says it is not to be used (IF-10). */
  readonly usable: boolean
}

/** An address from RTM_NEWADDR or RTM_DELADDR; undefined for other families and for what cannot be read. */
export function decodeAddress(payload: Uint8Array): DecodedAddress | undefined {
  const family = payload[0] === AF.inet ? 'inet' : payload[0] === AF.inet6 ? 'inet6' : undefined
  if (payload.length < 8 || family === undefined) return undefined
  const decoded = decodeAttributes(addressAttributes, payload.subarray(8))
  if (!decoded.ok) return undefined
  const { address, local = address, flags = payload[2] ?? 0 } = decoded.values
  if (local === undefined || local.length < addressBits(family) / 8) return undefined
  const unproven = (flags & IFA_F_TENTATIVE) !== 0 && (flags & IFA_F_OPTIMISTIC) === 0
  return {
    index: viewOf(payload).getUint32(4, LITTLE_ENDIAN),
    address: {
      address: ipFromBytes(local, family),
      prefixLength: payload[1] ?? 0,
      scope: payload[3] ?? 0,
      // The same bit means "temporary" for IPv6.
      secondary: family === 'inet' && (flags & IFA_F_SECONDARY) !== 0,
    },
    usable: family === 'inet' || (!unproven && (flags & IFA_F_DADFAILED) === 0),
  }
}

/** The payload of RTM_NEWADDR for a virtual address on the interface of that index. IPv6: without duplicate detection (VIP-02). */
export function encodeNewAddress(virtual: VirtualAddress, index: number): Uint8Array {
  const family = familyOf(virtual.address)
  const bytes = ipToBytes(virtual.address)
  return encodeAddress(virtual, index, {
    local: bytes,
    address: bytes,
    label: virtual.label,
    broadcast: broadcastOf(virtual),
    flags: family === 'inet6' ? IFA_F_NODAD : undefined,
    protocol: IFAPROT_KEEPALIVED,
  })
}

/** The payload of RTM_DELADDR: address, prefix length and interface decide; labels and the like need not match. */
export function encodeOldAddress(virtual: VirtualAddress, index: number): Uint8Array {
  const bytes = ipToBytes(virtual.address)
  return encodeAddress(virtual, index, { local: bytes, address: bytes })
}

function encodeAddress(
  { address, prefixLength, scope }: VirtualAddress,
  index: number,
  values: Parameters<typeof encodeAttributes<typeof addressAttributes>>[2],
): Uint8Array {
  const writer = createWriter(256)
  writer.bytes.set([AF[familyOf(address)], prefixLength, 0, scope], reserve(writer, 8))
  writer.view.setUint32(4, index, LITTLE_ENDIAN)
  encodeAttributes(writer, addressAttributes, values)
  return written(writer)
}

/** '+' sets the host bits, '-' clears them, as ip-address(8) does. IPv6 has no broadcast. */
function broadcastOf({ address, prefixLength, broadcast }: VirtualAddress): Uint8Array | undefined {
  if (broadcast === undefined || familyOf(address) === 'inet6') return undefined
  if (broadcast !== '+' && broadcast !== '-') return ipToBytes(broadcast satisfies IpAddress)
  return ipToBytes(address).map((byte, i) => {
    const host = 0xff >> Math.min(8, Math.max(0, prefixLength - 8 * i))
    return broadcast === '+' ? byte | host : byte & ~host
  })
}
