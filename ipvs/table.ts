// The IPVS table as values: services, destinations, their keys and equality. No counters, no I/O.

import type { AddressFamily, IpAddress } from '../config/values/ip.js'

export type Protocol = 'TCP' | 'UDP' | 'SCTP'
/** NAT = masquerading, DR = direct route (gatewaying), TUN = IP in IP. */
export type ForwardingMethod = 'NAT' | 'DR' | 'TUN'

/** What identifies a service: address, port and protocol, or a firewall mark. */
export type ServiceIdentity =
  | { readonly address: IpAddress; readonly port: number; readonly protocol: Protocol }
  | { readonly fwmark: number; readonly family: AddressFamily }

export interface Service {
  readonly identity: ServiceIdentity
  /** Kernel name, at most 15 characters: rr, wrr, lc, wlc … */
  readonly scheduler: string
  /** Scheduler flag bits 0x08, 0x10, 0x20 (NL-09) and one-packet 0x04. */
  readonly flags: number
  /** Seconds; 0 = not persistent. */
  readonly persistenceTimeout: number
  /** Prefix length of the persistence granularity: 32 (128) = the single client. */
  readonly persistencePrefix: number
}

export interface Destination {
  readonly address: IpAddress
  readonly port: number
  readonly method: ForwardingMethod
  /** 0–2147483647; 0 = no new connections. */
  readonly weight: number
  readonly upperThreshold: number
  readonly lowerThreshold: number
  /** Only as read back: the kernel found the address to be this host's own, and no longer says the method (NL-13). */
  readonly local?: true
}

export type ServiceKey = string & { readonly __serviceKey: unique symbol }
export type DestinationKey = string & { readonly __destinationKey: unique symbol }

export interface ServiceEntry {
  readonly service: Service
  readonly destinations: ReadonlyMap<DestinationKey, Destination>
}

export type Table = ReadonlyMap<ServiceKey, ServiceEntry>

/** `TCP 192.0.2.1:80` (IPv6 in brackets) or `FWM inet 7`. */
export function serviceKey(identity: ServiceIdentity): ServiceKey {
  if ('fwmark' in identity) return `FWM ${identity.family} ${identity.fwmark}` as ServiceKey
  return `${identity.protocol} ${formatEndpoint(identity.address, identity.port)}` as ServiceKey
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`. */
export const destinationKey = (address: IpAddress, port: number): DestinationKey =>
  formatEndpoint(address, port) as DestinationKey

const formatEndpoint = (address: IpAddress, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

export const sameService = (a: Service, b: Service): boolean =>
  a.scheduler === b.scheduler &&
  a.flags === b.flags &&
  a.persistenceTimeout === b.persistenceTimeout &&
  a.persistencePrefix === b.persistencePrefix

/** Equality of what can be changed; the method of a destination local to this host cannot be compared (NL-13). */
export const sameDestination = (a: Destination, b: Destination): boolean =>
  (a.method === b.method || a.local === true || b.local === true) &&
  a.weight === b.weight &&
  a.upperThreshold === b.upperThreshold &&
  a.lowerThreshold === b.lowerThreshold
