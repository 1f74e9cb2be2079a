// The IPVS family of generic netlink as tables: commands, attributes, and how our values stand in them (NL-07 … NL-13).
// Knows no socket: encoding goes into a writer, decoding takes the payload of one message.

import {
  addressBits,
  familyOf,
  ipFromBytes,
  ipToBytes,
  type AddressFamily,
  type IpAddress,
} from '../config/values/ip.js'
import {
  beginMessage,
  beginNest,
  decodeAttributes,
  endMessage,
  endNest,
  putAttribute,
  reserve,
  type AttributeValues,
  type MessageWriter,
} from './netlink/attributes.js'
import { LITTLE_ENDIAN, viewOf } from './netlink/framing.js'
import type { Destination, ForwardingMethod, Protocol, Service, ServiceIdentity } from './table.js'

export const FAMILY_NAME = 'IPVS'
const FAMILY_VERSION = 1

export const IPVS_CMD = {
  NEW_SERVICE: 1,
  SET_SERVICE: 2,
  DEL_SERVICE: 3,
  GET_SERVICE: 4,
  NEW_DEST: 5,
  SET_DEST: 6,
  DEL_DEST: 7,
  GET_DEST: 8,
  GET_INFO: 15,
} as const

const serviceAttributes = {
  family: [1, 'u16'],
  protocol: [2, 'u16'],
  address: [3, 'bytes'],
  port: [4, 'u16be'],
  fwmark: [5, 'u32'],
  scheduler: [6, 'string'],
  flags: [7, 'flags'],
  timeout: [8, 'u32'],
  /** IPv4: the mask as the kernel keeps it, in network order; IPv6: the prefix length in host order. */
  netmask: [9, 'bytes'],
} as const

const destinationAttributes = {
  address: [1, 'bytes'],
  port: [2, 'u16be'],
  method: [3, 'u32'],
  weight: [4, 'u32'],
  upperThreshold: [5, 'u32'],
  lowerThreshold: [6, 'u32'],
  family: [11, 'u16'],
} as const

export const ipvsAttributes = {
  service: [1, serviceAttributes],
  destination: [2, destinationAttributes],
} as const

type ServiceAttributes = AttributeValues<typeof serviceAttributes>

const AF: Readonly<Record<AddressFamily, number>> = { inet: 2, inet6: 10 }
const PROTOCOLS: Readonly<Record<Protocol, number>> = { TCP: 6, UDP: 17, SCTP: 132 }
const METHODS: Readonly<Record<ForwardingMethod, number>> = { NAT: 0, TUN: 2, DR: 3 }
const METHOD_LOCAL = 1
const METHOD_MASK = 0x07
const FLAG_PERSISTENT = 0x01
/** One-packet and the three scheduler flags: what Service.flags holds. */
const FLAGS_OURS = 0x3c

/** No request about a service and a destination is longer (140 today), so that a full batch of them fits its bytes. */
export const MAX_REQUEST_BYTES = 160

/** NEW_SERVICE or SET_SERVICE with all that can be set (NL-10). */
export function encodeService(writer: MessageWriter, family: number, command: number, service: Service): void {
  const { identity, scheduler, flags, persistenceTimeout, persistencePrefix } = service
  const message = beginCommand(writer, family, command)
  const nest = beginNest(writer, ipvsAttributes.service)
  putIdentity(writer, identity)
  putAttribute(writer, serviceAttributes.scheduler, scheduler)
  const persistent = persistenceTimeout > 0 ? FLAG_PERSISTENT : 0
  putAttribute(writer, serviceAttributes.flags, (flags & FLAGS_OURS) | persistent)
  putAttribute(writer, serviceAttributes.timeout, persistenceTimeout)
  putAttribute(writer, serviceAttributes.netmask, netmask(familyOfService(identity), persistencePrefix))
  endNest(writer, nest)
  endMessage(writer, message)
}

/** A command that names a service only: DEL_SERVICE, GET_SERVICE, GET_DEST. */
export function encodeIdentity(
  writer: MessageWriter,
  family: number,
  command: number,
  identity: ServiceIdentity,
): void {
  const message = beginCommand(writer, family, command)
  putService(writer, identity)
  endMessage(writer, message)
}

/** NEW_DEST or SET_DEST with all that can be set (NL-12). */
export function encodeDestination(
  writer: MessageWriter,
  family: number,
  command: number,
  identity: ServiceIdentity,
  destination: Destination,
): void {
  const message = beginCommand(writer, family, command)
  putService(writer, identity)
  const nest = beginNest(writer, ipvsAttributes.destination)
  putDestinationIdentity(writer, destination.address, destination.port)
  putAttribute(writer, destinationAttributes.method, METHODS[destination.method])
  putAttribute(writer, destinationAttributes.weight, destination.weight)
  putAttribute(writer, destinationAttributes.upperThreshold, destination.upperThreshold)
  putAttribute(writer, destinationAttributes.lowerThreshold, destination.lowerThreshold)
  endNest(writer, nest)
  endMessage(writer, message)
}

/** DEL_DEST. */
export function encodeDestinationIdentity(
  writer: MessageWriter,
  family: number,
  command: number,
  identity: ServiceIdentity,
  address: IpAddress,
  port: number,
): void {
  const message = beginCommand(writer, family, command)
  putService(writer, identity)
  const nest = beginNest(writer, ipvsAttributes.destination)
  putDestinationIdentity(writer, address, port)
  endNest(writer, nest)
  endMessage(writer, message)
}

function beginCommand(writer: MessageWriter, family: number, command: number): number {
  const message = beginMessage(writer, family, 0)
  putGenericHeader(writer, command, FAMILY_VERSION)
  return message
}

/** genlmsghdr: u8 command, u8 version, u16 reserved. */
export function putGenericHeader(writer: MessageWriter, command: number, version: number): void {
  const start = reserve(writer, 4)
  writer.view.setUint8(start, command)
  writer.view.setUint8(start + 1, version)
}

/** The payload of a request without attributes: a generic header. */
export const barePayload = (command: number): Uint8Array => Uint8Array.of(command, FAMILY_VERSION, 0, 0)

function putService(writer: MessageWriter, identity: ServiceIdentity): void {
  const nest = beginNest(writer, ipvsAttributes.service)
  putIdentity(writer, identity)
  endNest(writer, nest)
}

function putIdentity(writer: MessageWriter, identity: ServiceIdentity): void {
  putAttribute(writer, serviceAttributes.family, AF[familyOfService(identity)])
  if ('fwmark' in identity) return putAttribute(writer, serviceAttributes.fwmark, identity.fwmark)
  putAttribute(writer, serviceAttributes.protocol, PROTOCOLS[identity.protocol])
  putAttribute(writer, serviceAttributes.address, addressUnion(identity.address))
  putAttribute(writer, serviceAttributes.port, identity.port)
}

function putDestinationIdentity(writer: MessageWriter, address: IpAddress, port: number): void {
  putAttribute(writer, destinationAttributes.address, addressUnion(address))
  putAttribute(writer, destinationAttributes.port, port)
  putAttribute(writer, destinationAttributes.family, AF[familyOf(address)])
}

const familyOfService = (identity: ServiceIdentity): AddressFamily =>
  'fwmark' in identity ? identity.family : familyOf(identity.address)

/** What `addressUnion` returns; it is copied at once, and written anew for the next address. */
const union = new Uint8Array(16)

/** IPv4 stands in the first four bytes of the union, the rest is zero. The result holds until the next call. */
function addressUnion(address: IpAddress): Uint8Array {
  union.fill(0)
  if (familyOf(address) === 'inet6') {
    union.set(ipToBytes(address))
    return union
  }
  let octet = 0
  let at = 0
  for (let i = 0; i < address.length; i++) {
    const code = address.charCodeAt(i)
    if (code === DOT) {
      union[at++] = octet
      octet = 0
    } else octet = octet * 10 + code - ZERO
  }
  union[at] = octet
  return union
}
const DOT = 0x2e
const ZERO = 0x30

function netmask(family: AddressFamily, prefix: number): Uint8Array {
  if (family === 'inet6') return new Uint8Array(new Uint32Array([prefix]).buffer)
  const mask = new Uint8Array(4)
  for (let bit = 0; bit < prefix && bit < 32; bit++) mask[bit >> 3] = (mask[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  return mask
}

function prefixOf(family: AddressFamily, bytes: Uint8Array): number {
  if (family === 'inet6') return viewOf(bytes).getUint32(0, LITTLE_ENDIAN)
  let prefix = 0
  while (prefix < 32 && ((bytes[prefix >> 3] ?? 0) & (0x80 >> (prefix & 7))) !== 0) prefix++
  return prefix
}

export type DecodedMessage<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string }

const fault = (text: string): { ok: false; fault: string } => ({ ok: false, fault: text })

/** One message of a GET_SERVICE answer (command NEW_SERVICE), as the payload behind the netlink header. */
export function decodeService(payload: Uint8Array): DecodedMessage<Service> {
  const nest = decodeNests(payload)
  if (!nest.ok) return nest
  const values = nest.values.service
  if (values === undefined) return fault('no service in the message')
  const identity = decodeIdentity(values)
  if (!identity.ok) return identity
  const { scheduler, flags = 0, timeout = 0, netmask: mask } = values
  if (scheduler === undefined || (mask !== undefined && mask.length < 4)) return fault('incomplete service')
  const family = familyOfService(identity.value)
  return {
    ok: true,
    value: {
      identity: identity.value,
      scheduler,
      flags: flags & FLAGS_OURS,
      persistenceTimeout: (flags & FLAG_PERSISTENT) === 0 ? 0 : timeout,
      persistencePrefix: mask === undefined ? addressBits(family) : prefixOf(family, mask),
    },
  }
}

function decodeIdentity(values: ServiceAttributes): DecodedMessage<ServiceIdentity> {
  const family = familyFrom(values.family)
  if (family === undefined) return fault(`address family ${values.family}`)
  if (values.fwmark !== undefined && values.fwmark !== 0) return { ok: true, value: { fwmark: values.fwmark, family } }
  const protocol = protocolFrom(values.protocol)
  const address = addressFrom(values.address, family)
  if (protocol === undefined || address === undefined || values.port === undefined)
    return fault('service without protocol, address or port')
  return { ok: true, value: { address, port: values.port, protocol } }
}

/**
 * One message of a GET_DEST answer (command NEW_DEST). `serviceFamily` holds where the kernel does not name a family.
 * A destination the kernel reports as local to this host comes back as such: its method can no longer be told (NL-13).
 */
export function decodeDestination(payload: Uint8Array, serviceFamily: AddressFamily): DecodedMessage<Destination> {
  const nest = decodeNests(payload)
  if (!nest.ok) return nest
  const values = nest.values.destination
  if (values === undefined) return fault('no destination in the message')
  const family = values.family === undefined ? serviceFamily : familyFrom(values.family)
  const address = family === undefined ? undefined : addressFrom(values.address, family)
  if (address === undefined || values.port === undefined) return fault('destination without address or port')
  const number = (values.method ?? 0) & METHOD_MASK
  const method = number === METHOD_LOCAL ? 'DR' : methodFrom(number)
  if (method === undefined) return fault(`forwarding method ${number}`)
  const destination = {
    address,
    port: values.port,
    method,
    weight: (values.weight ?? 0) | 0,
    upperThreshold: values.upperThreshold ?? 0,
    lowerThreshold: values.lowerThreshold ?? 0,
  }
  return { ok: true, value: number === METHOD_LOCAL ? { ...destination, local: true } : destination }
}

function decodeNests(payload: Uint8Array): ReturnType<typeof decodeAttributes<typeof ipvsAttributes>> {
  return payload.length < 4 ? fault('no generic header') : decodeAttributes(ipvsAttributes, payload.subarray(4))
}

const familyFrom = (number: number | undefined): AddressFamily | undefined =>
  number === AF.inet ? 'inet' : number === AF.inet6 ? 'inet6' : undefined

const protocolFrom = (number: number | undefined): Protocol | undefined =>
  (['TCP', 'UDP', 'SCTP'] as const).find((protocol) => PROTOCOLS[protocol] === number)

const methodFrom = (number: number): ForwardingMethod | undefined =>
  (['NAT', 'DR', 'TUN'] as const).find((method) => METHODS[method] === number)

/** Old kernels may shorten the union to the address itself. */
function addressFrom(bytes: Uint8Array | undefined, family: AddressFamily): IpAddress | undefined {
  if (bytes === undefined || bytes.length < addressBits(family) / 8) return undefined
  return ipFromBytes(bytes, family)
}
