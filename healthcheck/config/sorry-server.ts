// The sorry server of a service: method, port and inhibition as keepalived settles them. Its own keywords stand behind `sorry_server`.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { familyOf, type Endpoint } from '../../config/values/ip.js'
import type { RealServerConfig, SorryServerConfig } from './model.js'
import { familyName, serverName, serviceName } from './naming.js'
import type { ServiceDefaults } from './real-server.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** undefined when the service has none, or none that it could use (reported). */
export function sorryServerConfig(
  bound: BoundVirtualServer,
  service: ServiceDefaults,
  servers: readonly RealServerConfig[],
  report: Report,
): SorryServerConfig | undefined {
  const { sorryServer, sorryServerForwarding, sorryServerInhibit } = bound.values
  if (sorryServer === undefined && sorryServerForwarding === undefined && !sorryServerInhibit) return undefined
  const { inhibited, hasMethod } = ownKeywords(bound, report)
  if (sorryServer === undefined) return undefined
  const { method, tunnel } = (hasMethod ? sorryServerForwarding : undefined) ?? service.forwarding
  const { address } = sorryServer
  if (method !== 'TUN' && service.family !== undefined && familyOf(address) !== service.family) {
    tellFamily(bound, sorryServer, report)
    return undefined
  }
  const twin = servers.find((server) => server.address === address && server.port === portIn(sorryServer, service))
  const port =
    method === 'NAT' || 'group' in service.header || sorryServer.port === 0 || sorryServer.port === service.port
      ? portIn(sorryServer, service)
      : forcedPort(bound, sorryServer, service, report)
  if (twin !== undefined) {
    if (twin.inhibitOnFailure !== inhibited) tellTwin(bound, twin, service, report)
    else tellInService(bound, report)
  }
  return { address, port, method, tunnel, inhibit: twin?.inhibitOnFailure ?? inhibited }
}

const portIn = (server: Endpoint, service: ServiceDefaults): number => (server.port === 0 ? service.port : server.port)

interface OwnKeywords {
  readonly inhibited: boolean
  readonly hasMethod: boolean
}

/** Which of its keywords count: those behind a `sorry_server` that has an address. */
function ownKeywords(bound: BoundVirtualServer, report: Report): OwnKeywords {
  let known = false
  let inhibited = false
  let hasMethod = false
  for (const statement of bound.block.statements) {
    const field = bound.schema.entries.get(statement.keyword)?.name
    const refused = bound.refused?.has(statement) === true
    if (field === 'sorryServer') known ||= !refused
    else if (field === 'sorryServerInhibit') {
      if (known) inhibited = true
      else tellEarly(bound, statement, report)
    } else if (field === 'sorryServerForwarding') {
      if (!known) tellEarly(bound, statement, report)
      else if (!refused) hasMethod = true
    }
  }
  return { inhibited, hasMethod }
}

function tellEarly(bound: BoundVirtualServer, statement: Statement, report: Report): void {
  const inhibit = statement.keyword === 'sorry_server_inhibit'
  const behind = bound.values.sorryServer !== undefined
  tellKeyword(report, statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: `\`${statement.keyword}\` has no effect ${behind ? 'before' : 'without'} \`sorry_server\``,
    hint: `It is ignored, as in keepalived.${behind ? ' Put it behind that line.' : ''}`,
    keepalived: says(
      inhibit
        ? 'Ignoring sorry_server inhibit used before or without sorry_server'
        : 'sorry_server forwarding used without sorry_server',
    ),
  })
}

const statementIn = (bound: BoundVirtualServer): Statement => statementOf(bound, 'sorryServer') ?? bound.statement

function tellFamily(bound: BoundVirtualServer, { address }: Endpoint, report: Report): void {
  const own = familyName(address)
  tellValues(report, statementIn(bound), {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${address}\` is an ${own} address in an ${own === 'IPv4' ? 'IPv6' : 'IPv4'} service`,
    hint: 'There is no sorry server, as in keepalived. Only tunnels (`TUN`) lead from one family to the other.',
    keepalived: says(
      `Address family of virtual server and sorry server ${address} don't match - skipping sorry server.`,
    ),
  })
}

/** Packets that are not rewritten keep the port of the service. */
function forcedPort(bound: BoundVirtualServer, server: Endpoint, service: ServiceDefaults, report: Report): number {
  const named = `virtual server ${serviceName(service.header, service.protocol)}`
  const marked = 'fwmark' in service.header
  tellValues(report, statementIn(bound), {
    code: 'port-forced',
    severity: 'error',
    message: `Port ${server.port} of the sorry server is not possible without NAT: the port must be that of the ${marked ? 'packet' : 'service'}`,
    hint: `${marked ? 'It is ignored' : `${service.port} is used instead`}, as in keepalived.`,
    keepalived: saysAtEnd(
      marked
        ? `WARNING - ${named}, sorry server has port specified - clearing`
        : `WARNING - ${named} and sorry server ports don't match - resetting`,
    ),
  })
  return service.port
}

function tellInService(bound: BoundVirtualServer, report: Report): void {
  tellValues(report, statementIn(bound), {
    code: 'sorry-server-in-service',
    severity: 'hint',
    message: 'The sorry server is a real server of this service too',
    hint: 'When no server is left it is down as well, and clients are sent to it all the same. Name a server that is there for this only.',
  })
}

/** keepalived compares them as they are written: it does not notice one that has a port and one that takes it from the service. */
function tellTwin(
  bound: BoundVirtualServer,
  { inhibitOnFailure }: RealServerConfig,
  service: ServiceDefaults,
  report: Report,
): void {
  const { address, port } = bound.values.sorryServer ?? { address: undefined, port: 0 }
  const noticed = bound.values.realServers.some(({ header }) => header.address === address && header.port === port)
  tellKeyword(report, statementIn(bound), {
    code: 'adjusted-value',
    severity: noticed ? 'error' : 'warning',
    message: 'The sorry server is a real server of this service too, with another setting for being inhibited',
    hint: `It is ${inhibitOnFailure ? 'inhibited' : 'not inhibited'} like the real server, as in keepalived.`,
    keepalived:
      noticed && address !== undefined
        ? saysAtEnd(
            `Virtual server ${serviceName(service.header, service.protocol)}: real server ${serverName(address, port, service.protocol)} matches sorry server, but inhibit setting differs, ${inhibitOnFailure ? 'sett' : 'clear'}ing on sorry server`,
          )
        : undefined,
  })
}
