// From health to the IPVS table that is wanted. Whole tables, so that sorry server and real servers change places in one
// difference: what takes traffic is added before anything is taken away (QRM-04, QRM-05).

import {
  destinationKey,
  type Destination,
  type DestinationKey,
  type Service,
  type ServiceEntry,
  type ServiceKey,
  type Table,
} from '../../ipvs/table.js'
import type { RunnableServer, SorryServerConfig, RunnableService } from '../config/model.js'
import { clampWeight } from './quorum.js'
import type { CheckersState, ServerState, ServiceState } from './state.js'

/** Works out only what has changed since the last time. */
export function desiredTable(state: CheckersState): Table {
  const table = new Map<ServiceKey, ServiceEntry>()
  for (const service of state.services.values()) {
    service.entry ??= desiredService(service)
    table.set(service.key, service.entry)
  }
  return table
}

export const sorryInUse = (service: ServiceState): boolean =>
  !service.quorumUp && service.config.sorryServer !== undefined

export function desiredService(state: ServiceState): ServiceEntry {
  const { config } = state
  const sorryActive = sorryInUse(state)
  const all = new Map<DestinationKey, Destination>()
  const put = (destination: Destination): void => {
    const key = destinationKey(destination.address, destination.port)
    const known = all.get(key)
    // A server may be its service's sorry server as well: whichever takes traffic counts.
    if (known === undefined || known.weight === 0) all.set(key, destination)
  }
  for (const server of state.servers.values()) {
    const weight = weightOf(server, sorryActive)
    if (weight !== undefined) put(destinationOf(server.config, weight))
  }
  const { sorryServer } = config
  if (sorryServer !== undefined && (sorryActive || sorryServer.inhibit))
    put(sorryDestination(sorryServer, sorryActive ? 1 : 0))
  // The order of the map is that of the operations: first those that take traffic.
  const destinations = new Map([...all].sort(([, a], [, b]) => rank(a) - rank(b)))
  return { service: serviceOf(config), destinations }
}

const rank = (destination: Destination): number => (destination.weight > 0 ? 0 : 1)

/** undefined: not in the pool. With inhibit_on_failure a server that gets nothing stays, at weight 0 (NL-36, QRM-09). */
function weightOf({ alive, config }: ServerState, sorryActive: boolean): number | undefined {
  if (alive && !sorryActive) return clampWeight(config.weight)
  return config.inhibitOnFailure ? 0 : undefined
}

const destinationOf = (server: RunnableServer, weight: number): Destination => ({
  address: server.address,
  port: server.port,
  method: server.method,
  weight,
  upperThreshold: server.upperThreshold,
  lowerThreshold: server.lowerThreshold,
})

const sorryDestination = (server: SorryServerConfig, weight: number): Destination => ({
  address: server.address,
  port: server.port,
  method: server.method,
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
})

const serviceOf = (config: RunnableService): Service => ({
  identity: { address: config.address, port: config.port, protocol: config.protocol },
  scheduler: config.scheduler,
  flags: config.schedulerFlags,
  persistenceTimeout: config.persistenceTimeout,
  persistencePrefix: config.persistencePrefix,
})
