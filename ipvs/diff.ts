// From the table we want and the table there is to the operations between them, and what an operation does to a table.
// Touches owned services only. Knows no kernel: the order is for it, the reasons are traffic's.
//
// Order: add services, change services, add or change destinations, delete destinations, delete services. So a service that
// has destinations before and after is never without one in between.

import type { IpAddress } from '../config/values/ip.js'
import {
  destinationKey,
  sameDestination,
  sameService,
  serviceKey,
  type Destination,
  type DestinationKey,
  type Service,
  type ServiceEntry,
  type ServiceIdentity,
  type ServiceKey,
  type Table,
} from './table.js'

export type Operation =
  | { readonly kind: 'addService' | 'changeService'; readonly service: Service }
  | {
      readonly kind: 'addDestination' | 'changeDestination'
      readonly identity: ServiceIdentity
      readonly destination: Destination
    }
  | {
      readonly kind: 'deleteDestination'
      readonly identity: ServiceIdentity
      readonly address: IpAddress
      readonly port: number
    }
  /** Its destinations go with it. */
  | { readonly kind: 'deleteService'; readonly identity: ServiceIdentity }

/** What turns `actual` into `desired` for the services in `owned`; a desired service counts as owned. */
export function diffTables(desired: Table, actual: Table, owned: ReadonlySet<ServiceKey>): Operation[] {
  const services: Operation[] = []
  const destinations: Operation[] = []
  const deletions: Operation[] = []
  for (const [key, want] of desired) {
    const have = actual.get(key)
    if (have === undefined) services.push({ kind: 'addService', service: want.service })
    else if (!sameService(want.service, have.service)) services.push({ kind: 'changeService', service: want.service })
    diffDestinations(want, have?.destinations ?? new Map(), destinations, deletions)
  }
  const serviceDeletions: Operation[] = []
  for (const key of owned) {
    const have = actual.get(key)
    if (have !== undefined && !desired.has(key))
      serviceDeletions.push({ kind: 'deleteService', identity: have.service.identity })
  }
  services.sort((a, b) => rank(a) - rank(b))
  return [...services, ...destinations, ...deletions, ...serviceDeletions]
}

const rank = (operation: Operation): number => (operation.kind === 'addService' ? 0 : 1)

function diffDestinations(
  want: ServiceEntry,
  have: ReadonlyMap<DestinationKey, Destination>,
  changes: Operation[],
  deletions: Operation[],
): void {
  const { identity } = want.service
  for (const [key, destination] of want.destinations) {
    const present = have.get(key)
    if (present === undefined) changes.push({ kind: 'addDestination', identity, destination })
    else if (!sameDestination(destination, present)) changes.push({ kind: 'changeDestination', identity, destination })
  }
  for (const [key, { address, port }] of have)
    if (!want.destinations.has(key)) deletions.push({ kind: 'deleteDestination', identity, address, port })
}

/** Why the kernel refuses an operation that does not fit its table. */
export type Refusal = 'EEXIST' | 'ENOENT' | 'ESRCH'

export type MutableTable = Map<ServiceKey, { service: Service; destinations: Map<DestinationKey, Destination> }>

export function copyTable(table: Table): MutableTable {
  const copy: MutableTable = new Map()
  for (const [key, { service, destinations }] of table) copy.set(key, { service, destinations: new Map(destinations) })
  return copy
}

/** Does to `table` what the kernel does to its own (R.6): undefined when done, else why not. */
export function applyOperation(table: MutableTable, operation: Operation): Refusal | undefined {
  switch (operation.kind) {
    case 'addService':
    case 'changeService':
      return applyService(table, operation.kind, operation.service)
    case 'addDestination':
    case 'changeDestination':
      return applyDestination(table, operation.kind, operation.identity, operation.destination)
    case 'deleteDestination': {
      const entry = table.get(serviceKey(operation.identity))
      if (entry === undefined) return 'ESRCH'
      return entry.destinations.delete(destinationKey(operation.address, operation.port)) ? undefined : 'ENOENT'
    }
    case 'deleteService':
      return table.delete(serviceKey(operation.identity)) ? undefined : 'ESRCH'
  }
}

function applyService(
  table: MutableTable,
  kind: 'addService' | 'changeService',
  service: Service,
): Refusal | undefined {
  const key = serviceKey(service.identity)
  const entry = table.get(key)
  if (kind === 'addService') {
    if (entry !== undefined) return 'EEXIST'
    table.set(key, { service, destinations: new Map() })
    return undefined
  }
  if (entry === undefined) return 'ESRCH'
  entry.service = service
  return undefined
}

function applyDestination(
  table: MutableTable,
  kind: 'addDestination' | 'changeDestination',
  identity: ServiceIdentity,
  destination: Destination,
): Refusal | undefined {
  const entry = table.get(serviceKey(identity))
  if (entry === undefined) return 'ESRCH'
  const key = destinationKey(destination.address, destination.port)
  const exists = entry.destinations.has(key)
  if (kind === 'addDestination' && exists) return 'EEXIST'
  if (kind === 'changeDestination' && !exists) return 'ENOENT'
  entry.destinations.set(key, destination)
  return undefined
}
