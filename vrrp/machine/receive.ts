// From the bytes of a raw socket to an event: every check of a received advertisement, in keepalived's order (section E),
// because the first failed check decides which counter moves and what is logged. Reads the router, changes nothing.

import { Seconds } from '../../config/values/time.js'
import { AUTH_HEADER, AUTH_TEXT, keysEqual } from '../packet/auth.js'
import { decodeIpv4, PROTOCOL_AH, PROTOCOL_VRRP, VRRP_TTL } from '../packet/ipv4.js'
import type { Ipv4Header } from '../packet/ipv4.js'
import {
  advertFields,
  advertLength,
  checksumHolds,
  FIXED_LENGTH,
  readAddresses,
  TYPE_ADVERTISEMENT,
} from '../packet/vrrp-v2.js'
import type { IpAddress } from '../../config/values/ip.js'
import { authTypeOf } from './adverts.js'
import type { AdvertFault, FaultCounter, VrrpEvent } from './events.js'
import type { Instance, RouterState } from './state.js'

/** Bytes of an authentication header with a 96-bit digest. */
const AH_LENGTH = 24
/** The least an Ethernet frame carries; shorter packets may arrive padded. */
const ETHERNET_MINIMUM = 46

/**
 * Judges one IPv4 packet, header included, that arrived on an interface: an `advert` or `rejected` event for the instance it is
 * meant for; undefined when it is for none (another VRID, another group, no VRRP) or the instance does not listen (RX-01 … RX-04).
 * Never throws and never reads past the end, whatever the bytes are.
 */
export function receivePacket(router: RouterState, interfaceName: string, packet: Uint8Array): VrrpEvent | undefined {
  if (router.stopped || router.startupDelayEnds !== undefined) return undefined
  const decoded = decodeIpv4(packet)
  if (!decoded.ok) return undefined
  const { header } = decoded
  if (header.protocol !== PROTOCOL_VRRP && header.protocol !== PROTOCOL_AH) return undefined
  const at = header.headerLength + (header.protocol === PROTOCOL_AH ? AH_LENGTH : 0)
  if (packet.length < at + FIXED_LENGTH) return undefined
  const vrid = advertFields.virtualRouterId(packet, at)
  const instance = router.byInterface.get(interfaceName)?.get(vrid)
  if (instance === undefined || instance.state === 'FAULT' || instance.state === 'INIT') return undefined
  if (isForAnotherGroup(router, header.destination)) return undefined

  const fault = findFault(instance, header, packet, at)
  const { name } = instance.config
  if (fault !== undefined) return { kind: 'rejected', instance: name, source: header.source, fault }
  return {
    kind: 'advert',
    instance: name,
    advert: {
      source: header.source,
      priority: advertFields.priority(packet, at),
      interval: Seconds(advertFields.intervalSeconds(packet, at)),
      addresses: sharedAddresses(instance, packet, at),
    },
  }
}

/** The first failed check of RX-05 … RX-19; undefined = the packet is good. */
function findFault(instance: Instance, header: Ipv4Header, packet: Uint8Array, at: number): AdvertFault | undefined {
  const from = header.source
  if (header.protocol === PROTOCOL_AH) return authMismatch(instance, from, AUTH_HEADER)
  return (
    checkLength(header, packet, at) ??
    checkTtl(header) ??
    checkVersion(instance, from, packet, at) ??
    checkAuthentication(instance, from, packet, at) ??
    checkInterval(instance, from, packet, at) ??
    checkType(from, packet, at) ??
    checkTotalLength(header, packet, at) ??
    (checksumHolds(packet, at) ? undefined : fault('checksumErrors', `Invalid VRRPv2 checksum from ${from}`)) ??
    checkDestination(header)
  )
}

const fault = (counter: FaultCounter, text: string): AdvertFault => ({ counter, text })

/** RX-06: exactly the header, the addresses and the authentication field; Ethernet padding is forgiven. */
function checkLength(header: Ipv4Header, packet: Uint8Array, at: number): AdvertFault | undefined {
  const expected = at + advertLength(advertFields.count(packet, at))
  if (packet.length === expected || isPadding(expected, packet.length)) return undefined
  return lengthFault(header.source, packet.length, expected)
}

const isPadding = (expected: number, received: number): boolean =>
  received > expected && expected < ETHERNET_MINIMUM && (received - expected) % 4 === 2

function lengthFault(from: IpAddress, length: number, expected: number): AdvertFault {
  const kind = length < expected ? 'too short' : 'too long'
  return fault('packetLengthErrors', `vrrp packet from ${from} ${kind}, length ${length} and expect ${expected}`)
}

/** RX-07: anything else has passed a router (RFC 3768 §7.1). */
function checkTtl(header: Ipv4Header): AdvertFault | undefined {
  if (header.ttl === VRRP_TTL) return undefined
  const text = `invalid TTL/HL from ${header.source}. Received ${header.ttl} and expect ${VRRP_TTL}`
  return fault('ipTtlErrors', text)
}

/** RX-08 */
function checkVersion(instance: Instance, from: IpAddress, packet: Uint8Array, at: number): AdvertFault | undefined {
  const version = advertFields.version(packet, at)
  const expected = instance.config.version
  if (version === expected) return undefined
  return fault('versionErrors', `wrong VRRP version from ${from}. Received ${version} and expect ${expected}`)
}

/** RX-10 … RX-12 */
function checkAuthentication(
  instance: Instance,
  from: IpAddress,
  packet: Uint8Array,
  at: number,
): AdvertFault | undefined {
  const type = advertFields.authType(packet, at)
  if (type > AUTH_HEADER) return fault('invalidAuthType', `Invalid auth type: ${type} received from ${from}`)
  if (type !== authTypeOf(instance.config)) return authMismatch(instance, from, type)
  if (type !== AUTH_TEXT) return undefined
  const key = instance.adverts?.key
  if (key !== undefined && keysEqual(key, packet, advertFields.keyOffset(packet, at))) return undefined
  return fault('authFailure', `received an invalid passwd from ${from}!`)
}

/** RX-05, RX-11 */
const authMismatch = (instance: Instance, from: IpAddress, type: number): AdvertFault =>
  fault('authTypeMismatch', `received a ${type} auth from ${from}, expecting ${authTypeOf(instance.config)}!`)

/** RX-14: in version 2 all routers of a virtual router have one interval (RFC 3768 §7.1). */
function checkInterval(instance: Instance, from: IpAddress, packet: Uint8Array, at: number): AdvertFault | undefined {
  const received = advertFields.intervalSeconds(packet, at)
  const ours = instance.config.advertInterval / 1000
  if (received === ours) return undefined
  const text = `advertisement interval mismatch with ${from} mine=${ours} sec rcv'd=${received} sec`
  return fault('advertIntervalErrors', text)
}

/** RX-15 */
function checkType(from: IpAddress, packet: Uint8Array, at: number): AdvertFault | undefined {
  const type = advertFields.type(packet, at)
  if (type === TYPE_ADVERTISEMENT) return undefined
  return fault('invalidTypeReceived', `Invalid VRRP packet type ${type} received from ${from}`)
}

/** RX-16: what the IP header says must be what arrived, or what should have arrived when it was padded. */
function checkTotalLength(header: Ipv4Header, packet: Uint8Array, at: number): AdvertFault | undefined {
  const expected = at + advertLength(advertFields.count(packet, at))
  if (header.totalLength === packet.length || header.totalLength === expected) return undefined
  return lengthFault(header.source, header.totalLength, expected)
}

/** RX-19: our instances all use multicast. */
function checkDestination(header: Ipv4Header): AdvertFault | undefined {
  if (isMulticast(header.destination)) return undefined
  const text = `Expected multicast packet but received unicast packet from ${header.source}`
  return fault('addressListErrors', text)
}

const isMulticast = (address: IpAddress): boolean => {
  const first = Number(address.slice(0, address.indexOf('.')))
  return first >= 224 && first <= 239
}

/** Another multicast group is another set of routers, whose packets a socket bound to our group would not have shown us. */
const isForAnotherGroup = (router: RouterState, destination: IpAddress): boolean =>
  isMulticast(destination) && destination !== router.config?.multicastGroup4

/** The usual list is our own: then the instance's array itself is handed on, and nothing is made. */
function sharedAddresses(instance: Instance, packet: Uint8Array, at: number): readonly IpAddress[] {
  const own = instance.adverts?.ring[0]?.packet
  const length = 4 * advertFields.count(packet, at)
  if (own === undefined || advertFields.count(packet, at) !== instance.advertised.length)
    return readAddresses(packet, at)
  const ownStart = own.length - advertLength(instance.advertised.length) + FIXED_LENGTH
  for (let i = 0; i < length; i++)
    if (own[ownStart + i] !== packet[at + FIXED_LENGTH + i]) return readAddresses(packet, at)
  return instance.advertised
}
