// The configuration of one service from its virtual_server block, with keepalived's defaults and corrections (NL-32, NL-33,
// QRM-03). What concerns several services is in rules.ts.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { isMentioned, statementOf } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword, tellValues, type Complaint } from '../../config/schema/cursor.js'
import type { IpAddress } from '../../config/values/ip.js'
import { builtIn } from './checker-fields.js'
import type { RealServerConfig, VirtualServerConfig } from './model.js'
import { quorumOf } from './quorum.js'
import { realServerConfig, type BoundRealServer, type ServiceDefaults } from './real-server.js'
import { schedulerFlags } from './scheduler-flags.js'
import { sorryServerConfig } from './sorry-server.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** The configuration of one service; undefined when it cannot run (reported). */
export function serviceConfig(
  bound: BoundVirtualServer,
  globals: GlobalValues,
  report: Report,
): VirtualServerConfig | undefined {
  const { values, header } = bound
  const protocol = protocolOf(bound, report)
  if (protocol === undefined) return undefined
  const method = values.method ?? 'NAT'
  if (values.method === undefined) tellDefault(bound, 'method', 'forwarding method', 'lb_kind', method, report)
  const scheduler = values.scheduler ?? 'wlc'
  if (values.scheduler === undefined) tellDefault(bound, 'scheduler', 'scheduler', 'lb_algo', scheduler, report)
  checkFamily(bound, report)
  const realServers = serversOf(bound, defaultsOf(bound, method), globals, report)
  if (realServers.length === 0) {
    tellNoServer(bound, report)
    return undefined
  }
  const { quorum, hysteresis } = quorumOf(bound, realServers, report)
  return {
    address: header.address,
    port: header.port,
    protocol,
    scheduler,
    schedulerFlags: schedulerFlags(bound, scheduler, protocol, report),
    method,
    persistenceTimeout: persistenceOf(bound, report),
    persistencePrefix: values.persistencePrefix,
    alpha: values.alpha,
    omega: values.omega,
    quorum,
    hysteresis,
    quorumUp: values.quorumUp,
    quorumDown: values.quorumDown,
    sorryServer: sorryServerConfig(bound, method, realServers, report),
    smtpAlert: values.smtpAlert ?? globals.smtpAlertChecker ?? globals.smtpAlert ?? false,
    realServers,
  }
}

function protocolOf(bound: BoundVirtualServer, report: Report): 'TCP' | 'UDP' | undefined {
  const { protocol } = bound.values
  const statement = statementOf(bound, 'protocol')
  if (protocol === 'SCTP') {
    tellValues(report, statement ?? bound.statement, {
      code: 'not-enforced-yet',
      severity: 'warning',
      message: 'SCTP is read, but not enforced yet',
      hint: 'The service is left out.',
    })
    return undefined
  }
  if (protocol === undefined) tellDefault(bound, 'protocol', 'protocol', 'protocol', 'UDP', report)
  return protocol ?? 'UDP'
}

/** A default that is used although the keyword should be there. After a wrong value everything has been said. */
function tellDefault(
  bound: BoundVirtualServer,
  field: 'protocol' | 'method' | 'scheduler',
  what: string,
  keyword: string,
  used: string,
  report: Report,
): void {
  if (isMentioned(bound, field)) return
  tellService(bound, report, {
    code: `no-${what.replace(' ', '-')}`,
    severity: 'warning',
    message: `This service has no ${what}: ${used} is used`,
    hint: `keepalived does the same and reports it as an error. Add \`${keyword}\`.`,
  })
}

function checkFamily(bound: BoundVirtualServer, report: Report): void {
  const statement = bound.values.ipFamily === 'inet6' ? statementOf(bound, 'ipFamily') : undefined
  if (statement === undefined) return
  tellValues(report, statement, {
    code: 'wrong-family',
    severity: 'error',
    message: '`inet6` is not possible for an IPv4 address',
    hint: 'The line is ignored, as in keepalived.',
  })
}

function defaultsOf(bound: BoundVirtualServer, method: ServiceDefaults['method']): ServiceDefaults {
  const { values } = bound
  return {
    port: bound.header.port,
    method,
    weight: values.weight,
    inhibitOnFailure: values.inhibitOnFailure,
    alpha: values.alpha,
    retry: values.retry,
    delayBeforeRetry: values.delayBeforeRetry,
    warmup: values.warmup,
    connectTimeout: values.connectTimeout ?? builtIn.connectTimeout,
    delayLoop: values.delayLoop ?? builtIn.delayLoop,
    virtualHost: values.virtualHost,
  }
}

function serversOf(
  bound: BoundVirtualServer,
  defaults: ServiceDefaults,
  globals: GlobalValues,
  report: Report,
): readonly RealServerConfig[] {
  const addresses = new Set<IpAddress>()
  const servers: RealServerConfig[] = []
  for (const server of bound.values.realServers) {
    const config = realServerConfig(server, defaults, globals, report)
    if (config === undefined) continue
    const known = addresses.has(config.address)
    if (known && servers.some((other) => other.address === config.address && other.port === config.port)) {
      tellDuplicate(server, bound, report)
      continue
    }
    addresses.add(config.address)
    servers.push(config)
  }
  return servers
}

function tellDuplicate(server: BoundRealServer, service: BoundVirtualServer, report: Report): void {
  const { address, port } = server.header
  const first = service.values.realServers.find(
    (other) =>
      other.header.address === address && (other.header.port === port || port === 0 || other.header.port === 0),
  )
  tellValues(report, server.statement, {
    code: 'duplicate-real-server',
    severity: 'error',
    message: 'This real server is already in the service',
    hint: 'The second one is dropped, as in keepalived.',
    related: first === undefined ? [] : [{ message: 'the first one', span: spanOfStatement(first.statement) }],
  })
}

function tellNoServer(bound: BoundVirtualServer, report: Report): void {
  tellService(bound, report, {
    code: 'no-real-server',
    severity: 'error',
    message: 'This service has no real server',
    hint: 'It is left out, as in keepalived.',
  })
}

/** A service for all ports must be persistent; keepalived makes it so. */
function persistenceOf(bound: BoundVirtualServer, report: Report): number {
  const { persistenceTimeout } = bound.values
  if (persistenceTimeout !== undefined || bound.header.port !== 0) return persistenceTimeout ?? 0
  tellService(bound, report, {
    code: 'persistence-added',
    severity: 'warning',
    message: 'A service without port must be persistent: a timeout of 360 seconds is used',
    hint: 'keepalived does the same. Add `persistence_timeout`, or a port.',
  })
  return 360
}

const tellService = (bound: BoundVirtualServer, report: Report, complaint: Complaint): void => {
  tellKeyword(report, bound.statement, complaint)
}
