// The real_server block: its keywords and the configuration of one server with what it inherits from its service.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import { anyWord, boolean, integer } from '../../config/schema/args.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { tellValues } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import { script } from '../../config/schema/script.js'
import { familyOf, type AddressFamily, type Endpoint } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'
import { inheritedFields } from './checker-fields.js'
import { checkerFields, checkersOf } from './checkers.js'
import { realServerHeader } from './endpoint.js'
import { forwarding, saysUnknownMethod } from './forwarding.js'
import { lintServer } from './lint/server.js'
import type { Forwarding, Method, Protocol, RealServerConfig } from './model.js'
import { familyName, serverName, serviceName, type ServiceHeader } from './naming.js'

const counter = 4294967295

/** keepalived's words about a script given twice. */
const saysSecondScript = (name: string) => (word: string) =>
  `((null)) ${name} script already specified - ignoring ${word}`

const snmpMissing = () => 'real server snmp_name missing or extra parameters'

export const realServer = block(
  'virtual_server/real_server',
  {
    weight: keyword('weight', integer(0, 2147483647), {
      says: (word) => `Real server weight ${word} is outside range 0-2147483647`,
    }),
    forwarding: keyword('lvs_method', forwarding('real'), { says: saysUnknownMethod('real') }),
    upperThreshold: keyword('uthreshold', integer(0, counter), {
      says: (word) => `Invalid real_server uthreshold '${word}' - ignoring`,
    }),
    lowerThreshold: keyword('lthreshold', integer(0, counter), {
      says: (word) => `Invalid real_server lthreshold '${word}' - ignoring`,
    }),
    inhibitOnFailure: keyword('inhibit_on_failure', boolean(), {
      bare: true,
      says: (word) => `Invalid inhibit_on_failure parameter ${word}`,
    }),
    notifyUp: keyword('notify_up', script(), { repeat: 'first', saysRepeated: saysSecondScript('notify_up') }),
    notifyDown: keyword('notify_down', script(), { repeat: 'first', saysRepeated: saysSecondScript('notify_down') }),
    alpha: keyword('alpha', boolean(), { bare: true, says: (word) => `Invalid alpha parameter ${word}` }),
    ...inheritedFields('real server'),
    smtpAlert: keyword('smtp_alert', boolean(), {
      bare: true,
      says: (word) => `Invalid real_server smtp_alert parameter ${word}`,
    }),
    virtualHost: keyword('virtualhost', anyWord('a host name'), {
      saysMissing: () => 'real server virtualhost missing',
    }),
    snmpName: keyword('snmp_name', anyWord('a name'), {
      notYet: 'There is no SNMP agent.',
      surplus: 'refused',
      saysMissing: snmpMissing,
      saysSurplus: snmpMissing,
    }),
    ...checkerFields,
  },
  { header: realServerHeader() },
)

export type BoundRealServer = Bound<Infer<typeof realServer>, Endpoint>

/** What a service hands down to its servers. */
export interface ServiceDefaults {
  readonly header: ServiceHeader
  readonly family: AddressFamily | undefined
  readonly protocol: Protocol | undefined
  /** 0: the service has none, or several. */
  readonly port: number
  readonly forwarding: Forwarding
  readonly weight: number
  readonly inhibitOnFailure: boolean
  readonly alpha: boolean
  readonly retry: number | undefined
  readonly delayBeforeRetry: Duration | undefined
  readonly warmup: Duration | undefined
  readonly connectTimeout: Duration
  readonly delayLoop: Duration
  readonly virtualHost: string | undefined
  readonly smtpAlert: boolean
}

/** The configuration of one server; undefined when it cannot belong to the service (reported). */
export function realServerConfig(
  bound: BoundRealServer,
  service: ServiceDefaults,
  report: Report,
): RealServerConfig | undefined {
  const { values, header } = bound
  const { method, tunnel } = values.forwarding ?? service.forwarding
  const { address } = header
  if (method !== 'TUN' && service.family !== undefined && familyOf(address) !== service.family) {
    tellFamily(bound, report)
    return undefined
  }
  const port = header.port === 0 ? service.port : header.port
  const alpha = values.alpha ?? service.alpha
  const config: RealServerConfig = {
    address,
    port: method === 'NAT' || port === service.port ? port : forcedPort(bound, method, service, report),
    method,
    tunnel,
    weight: values.weight ?? service.weight,
    upperThreshold: values.upperThreshold ?? 0,
    lowerThreshold: values.lowerThreshold ?? 0,
    inhibitOnFailure: values.inhibitOnFailure ?? service.inhibitOnFailure,
    alpha,
    notifyUp: values.notifyUp,
    notifyDown: values.notifyDown,
    smtpAlert: values.smtpAlert ?? service.smtpAlert,
    snmpName: values.snmpName,
    checkers: checkersOf(
      bound,
      {
        address,
        port,
        retry: values.retry ?? service.retry,
        delayBeforeRetry: values.delayBeforeRetry ?? service.delayBeforeRetry,
        warmup: values.warmup ?? service.warmup,
        connectTimeout: values.connectTimeout ?? service.connectTimeout,
        delayLoop: values.delayLoop ?? service.delayLoop,
        alpha,
        virtualHost: values.virtualHost ?? service.virtualHost,
      },
      report,
    ),
  }
  lintServer(bound, config, report)
  return config
}

/** NAT may map ports; the other methods do not touch packets, so the port is the service's (NL-33). A group is looked at as a whole. */
function forcedPort({ header, statement }: BoundRealServer, method: Method, service: ServiceDefaults, report: Report) {
  const { address, port } = header
  if ('group' in service.header) return port
  const named = `virtual server ${serviceName(service.header, service.protocol)}`
  const own = `real server ${serverName(address, port, service.protocol)}`
  const marked = 'fwmark' in service.header
  tellValues(report, statement, {
    code: 'port-forced',
    severity: 'error',
    message: `Port ${port} is not possible with ${method}: the port must be that of the ${marked ? 'packet' : 'service'}`,
    hint: `${marked ? 'It is ignored' : `${service.port} is used instead`}, as in keepalived. Only NAT maps ports; to check another port use \`connect_port\`.`,
    keepalived: saysAtEnd(
      marked
        ? `WARNING - fwmark ${named}, ${own} has port specified - clearing`
        : `WARNING - ${named} and ${own} ports don't match - resetting`,
    ),
  })
  return service.port
}

/** Only a tunnel leads from one family to the other. */
function tellFamily(bound: BoundRealServer, report: Report): void {
  const { address } = bound.header
  const own = familyName(address)
  tellValues(report, bound.statement, {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${address}\` is an ${own} address in an ${own === 'IPv4' ? 'IPv6' : 'IPv4'} service`,
    hint: 'The server is dropped, as in keepalived. Only tunnels (`TUN`) lead from one family to the other.',
    keepalived: says(`Address family of virtual server and real server ${address} don't match - skipping real server.`),
  })
}
