// How virtual and real servers are named in log lines, mails, scripts and reports: `[192.0.2.1]:tcp:80`. The forms are
// keepalived's; monitoring matches them.

import type { IpAddress } from '../../config/values/ip.js'
import type { RunnableServer, RunnableService } from '../config/model.js'

const formOf = (address: IpAddress, protocol: RunnableService['protocol'], port: number): string =>
  `[${address}]:${protocol.toLowerCase()}:${port}`

/** `<vs>` */
export const serviceName = (service: RunnableService): string => formOf(service.address, service.protocol, service.port)

/** `<rs>`: always the server itself, never a checker's connect_ip. The protocol is its service's. */
export const serverName = (service: RunnableService, server: Pick<RunnableServer, 'address' | 'port'>): string =>
  formOf(server.address, service.protocol, server.port)

/** `<vs> <rs>`: names a server across processes. */
export const serverId = (service: RunnableService, server: Pick<RunnableServer, 'address' | 'port'>): string =>
  `${serviceName(service)} ${serverName(service, server)}`
