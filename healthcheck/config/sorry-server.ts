// The sorry server of a service: method, port and inhibition as keepalived settles them.

import type { Report } from '../../config/diagnostic.js'
import { isMentioned, statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import { familyOf } from '../../config/values/ip.js'
import type { Method } from './forwarding.js'
import type { RealServerConfig, SorryServerConfig } from './model.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** undefined when the service has none, or none that it could use (reported). */
export function sorryServerConfig(
  bound: BoundVirtualServer,
  serviceMethod: Method,
  servers: readonly RealServerConfig[],
  report: Report,
): SorryServerConfig | undefined {
  const { sorryServer, sorryServerMethod, sorryServerInhibit } = bound.values
  const statement = statementOf(bound, 'sorryServer')
  if (sorryServer === undefined || statement === undefined) {
    if (sorryServerInhibit && !isMentioned(bound, 'sorryServer')) tellAlone(bound, report)
    return undefined
  }
  if (familyOf(sorryServer.address) !== 'inet') {
    tellValues(report, statement, {
      code: 'wrong-family',
      severity: 'error',
      message: `\`${sorryServer.address}\` is an IPv6 address in an IPv4 service`,
      hint: 'There is no sorry server.',
    })
    return undefined
  }
  const method = sorryServerMethod ?? serviceMethod
  const servicePort = bound.header.port
  let { port } = sorryServer
  if (port === 0) port = servicePort
  else if (method !== 'NAT' && port !== servicePort) {
    tellValues(report, statement, {
      code: 'port-forced',
      severity: 'error',
      message: `Port ${port} is not possible with ${method}: the port must be that of the service`,
      hint: `${servicePort} is used instead, as in keepalived.`,
    })
    port = servicePort
  }
  const twin = servers.find((server) => server.address === sorryServer.address && server.port === port)
  if (twin !== undefined && twin.inhibitOnFailure !== sorryServerInhibit) tellTwin(bound, twin, report)
  return { address: sorryServer.address, port, method, inhibit: twin?.inhibitOnFailure ?? sorryServerInhibit }
}

function tellAlone(bound: BoundVirtualServer, report: Report): void {
  tellKeyword(report, statementOf(bound, 'sorryServerInhibit') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: '`sorry_server_inhibit` has no effect without `sorry_server`',
    hint: 'It is ignored, as in keepalived.',
  })
}

function tellTwin(bound: BoundVirtualServer, twin: RealServerConfig, report: Report): void {
  tellKeyword(report, statementOf(bound, 'sorryServer') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: 'The sorry server is a real server of this service too, with another setting for being inhibited',
    hint: `It is ${twin.inhibitOnFailure ? 'inhibited' : 'not inhibited'} like the real server, as in keepalived.`,
  })
}
