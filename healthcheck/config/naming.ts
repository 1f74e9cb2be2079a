// How keepalived's configuration test names services and servers in its messages. Only made when there is something to say.

import { familyOf, type IpAddress } from '../../config/values/ip.js'
import type { AddressRange, Protocol } from './model.js'

/** What a virtual_server block names: an address with a port (0 = none), a firewall mark, or a group. */
export type ServiceHeader =
  { readonly address: IpAddress; readonly port: number } | { readonly fwmark: number } | { readonly group: string }

/** undefined: none is set. */
type ProtocolSet = Protocol | undefined

/** `sequence`: how many services of the same group stand before it. */
export function serviceName(header: ServiceHeader, protocol: ProtocolSet, sequence = 0): string {
  if ('group' in header) return `[${header.group}]:${sequence}`
  if ('fwmark' in header) return `FWM ${header.fwmark}`
  return serverName(header.address, header.port, protocol)
}

export const serverName = (address: IpAddress, port: number, protocol: ProtocolSet): string =>
  `[${address}]:${protocol?.toLowerCase() ?? 'none'}:${port}`

export const rangeName = ({ first, last, port }: AddressRange): string =>
  `${first === last ? first : `${first}-${last}`},${port}`

/** A family as people call it. */
export const familyName = (address: IpAddress): string => (familyOf(address) === 'inet' ? 'IPv4' : 'IPv6')
