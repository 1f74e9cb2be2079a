// All services of a file, whether they are run or not, with the places they open at.

import type { Span } from '../../config/source.js'
import type { IpAddress } from '../../config/values/ip.js'
import type { VirtualServerConfig } from '../../healthcheck/config/model.js'
import type { Whole } from './whole.js'

export interface PlacedService {
  readonly service: VirtualServerConfig
  readonly place: Span | undefined
}

/** Those that run first, then the others, each in file order and with all that the file says of it. */
export function servicesIn({ services }: Whole): readonly PlacedService[] {
  const { config, full, places, leftOutPlaces } = services
  const all: PlacedService[] = []
  full.forEach((service, index) => all.push({ service, place: places[index] }))
  config.leftOut.forEach((service, index) => all.push({ service, place: leftOutPlaces[index] }))
  return all
}

/**
 * Those that have more than is run of them. A service that is run whole has none of the checks that are not made yet, so that rules about these
 * need not look at it.
 */
export function servicesNotRunWhole({ services }: Whole): readonly VirtualServerConfig[] {
  const { config, full } = services
  const partly = full.filter((service, index) => service !== config.virtualServers[index])
  return config.leftOut.length === 0 ? partly : [...partly, ...config.leftOut]
}

/** As the file writes it: `10.0.0.1 80 TCP`, `fwmark 5`, `group WEB TCP`. */
export function serviceTitle(service: VirtualServerConfig): string {
  if ('fwmark' in service) return `fwmark ${service.fwmark}${service.family === 'inet6' ? ' inet6' : ''}`
  const protocol = service.protocol === undefined ? '' : ` ${service.protocol}`
  if ('group' in service) return `group ${service.group}${protocol}`
  return `${service.address}${service.port === 0 ? '' : ` ${service.port}`}${protocol}`
}

/** The single addresses of a service; those of ranges are not counted up. */
export function addressesOf(service: VirtualServerConfig): readonly IpAddress[] {
  if ('address' in service) return [service.address]
  if ('fwmark' in service) return []
  return service.entries.flatMap((entry) => ('first' in entry && entry.first === entry.last ? [entry.first] : []))
}
