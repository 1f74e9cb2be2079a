// How virtual and real servers are named in log lines, mails, scripts and reports: `[192.0.2.1]:tcp:80`. The forms are
// keepalived's; monitoring matches them.

import type { IpAddress } from '../../config/values/ip.js'
import type { RealServerConfig, VirtualServerConfig } from '../config/model.js'

const formOf = (address: IpAddress, protocol: VirtualServerConfig['protocol'], port: number): string =>
  `[${address}]:${protocol.toLowerCase()}:${port}`

/** `<vs>` */
export const serviceName = (service: VirtualServerConfig): string =>
  formOf(service.address, service.protocol, service.port)

/** `<rs>`: always the server itself, never a checker's connect_ip. The protocol is its service's. */
export const serverName = (service: VirtualServerConfig, server: Pick<RealServerConfig, 'address' | 'port'>): string =>
  formOf(server.address, service.protocol, server.port)

/** `<vs> <rs>`: names a server across processes. */
export const serverId = (service: VirtualServerConfig, server: Pick<RealServerConfig, 'address' | 'port'>): string =>
  `${serviceName(service)} ${serverName(service, server)}`
