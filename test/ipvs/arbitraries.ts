// Arbitrary services, destinations and tables. Few addresses and ports, so that tables overlap.

import fc from 'fast-check'

import type { IpAddress } from '../../config/values/ip.js'
import {
  destinationKey,
  serviceKey,
  type Destination,
  type Service,
  type ServiceEntry,
  type ServiceIdentity,
  type ServiceKey,
  type Table,
} from '../../ipvs/table.js'

const addresses = fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1').map((text) => text as IpAddress)

export const identities: fc.Arbitrary<ServiceIdentity> = fc.oneof(
  fc.record({
    address: addresses,
    port: fc.constantFrom(53, 80, 443),
    protocol: fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const),
  }),
  fc.record({ fwmark: fc.integer({ min: 1, max: 3 }), family: fc.constantFrom('inet' as const, 'inet6' as const) }),
)

export const services: fc.Arbitrary<Service> = identities.chain((identity) =>
  fc.record({
    identity: fc.constant(identity),
    scheduler: fc.constantFrom('rr', 'wrr', 'wlc', 'sh', 'fifteen-letters'),
    flags: fc.integer({ min: 0, max: 15 }).map((bits) => bits << 2),
    persistenceTimeout: fc.constantFrom(0, 1, 360, 86_400),
    persistencePrefix: fc.integer({ min: 1, max: isIpv6(identity) ? 128 : 32 }),
  }),
)

const isIpv6 = (identity: ServiceIdentity): boolean =>
  'fwmark' in identity ? identity.family === 'inet6' : identity.address.includes(':')

export const destinations: fc.Arbitrary<Destination> = fc.record({
  address: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '2001:db8::a').map((text) => text as IpAddress),
  port: fc.constantFrom(0, 80, 8080),
  method: fc.constantFrom('NAT' as const, 'DR' as const, 'TUN' as const),
  weight: fc.constantFrom(0, 1, 2, 0x7fff_ffff),
  upperThreshold: fc.constantFrom(0, 100),
  lowerThreshold: fc.constant(0),
})

export function tableOf(entries: readonly (readonly [Service, readonly Destination[]])[]): Table {
  return new Map(
    entries.map(([service, list]): [ServiceKey, ServiceEntry] => [
      serviceKey(service.identity),
      { service, destinations: new Map(list.map((each) => [destinationKey(each.address, each.port), each])) },
    ]),
  )
}

export const tables: fc.Arbitrary<Table> = fc
  .array(fc.tuple(services, fc.array(destinations, { maxLength: 5 })), { maxLength: 8 })
  .map(tableOf)
