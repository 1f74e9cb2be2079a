// The real_server block: its keywords and the configuration of one server with what it inherits from its service.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { boolean, integer, string } from '../../config/schema/args.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { tellValues } from '../../config/schema/cursor.js'
import { blocks, keyword } from '../../config/schema/keyword.js'
import { script } from '../../config/schema/script.js'
import { familyOf } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'
import { inheritedFields, type Inherited } from './checker-fields.js'
import { endpoint, method, type Method } from './forwarding.js'
import { httpGet, httpGetConfig } from './http-get.js'
import type { CheckerConfig, RealServerConfig } from './model.js'
import { tcpCheck, tcpCheckConfig } from './tcp-check.js'

export const realServer = block(
  'virtual_server/real_server',
  {
    weight: keyword('weight', integer(0, 2147483647)),
    method: keyword('lvs_method', method()),
    upperThreshold: keyword('uthreshold', integer(0, 4294967295)),
    lowerThreshold: keyword('lthreshold', integer(0, 4294967295)),
    inhibitOnFailure: keyword('inhibit_on_failure', boolean(), { bare: true }),
    notifyUp: keyword('notify_up', script(), { repeat: 'first' }),
    notifyDown: keyword('notify_down', script(), { repeat: 'first' }),
    alpha: keyword('alpha', boolean(), { bare: true }),
    ...inheritedFields(),
    smtpAlert: keyword('smtp_alert', boolean(), { bare: true }),
    virtualHost: keyword('virtualhost', string('a host name')),
    tcpChecks: blocks(tcpCheck),
    httpGets: blocks(httpGet),
  },
  { header: endpoint() },
)

export type BoundRealServer = Bound<
  Infer<typeof realServer>,
  { readonly address: RealServerConfig['address']; readonly port: number }
>

/** What a service hands down to its servers. */
export interface ServiceDefaults {
  readonly port: number
  readonly method: Method
  readonly weight: number
  readonly inhibitOnFailure: boolean
  readonly alpha: boolean
  readonly retry: number | undefined
  readonly delayBeforeRetry: Duration | undefined
  readonly warmup: Duration | undefined
  readonly connectTimeout: Duration
  readonly delayLoop: Duration
  readonly virtualHost: string | undefined
}

/** The configuration of one server; undefined when it cannot belong to the service (reported). */
export function realServerConfig(
  bound: BoundRealServer,
  service: ServiceDefaults,
  globals: GlobalValues,
  report: Report,
): RealServerConfig | undefined {
  const { values, header } = bound
  if (familyOf(header.address) !== 'inet') {
    tellFamily(bound, report)
    return undefined
  }
  const method = values.method ?? service.method
  const alpha = values.alpha ?? service.alpha
  return {
    address: header.address,
    port: portOf(bound, method, service.port, report),
    method,
    weight: values.weight ?? service.weight,
    upperThreshold: values.upperThreshold ?? 0,
    lowerThreshold: values.lowerThreshold ?? 0,
    inhibitOnFailure: values.inhibitOnFailure ?? service.inhibitOnFailure,
    alpha,
    notifyUp: values.notifyUp,
    notifyDown: values.notifyDown,
    smtpAlert: values.smtpAlert ?? globals.smtpAlertChecker ?? globals.smtpAlert ?? true,
    checkers: checkersOf(bound, service, alpha, report),
  }
}

function checkersOf(
  bound: BoundRealServer,
  service: ServiceDefaults,
  alpha: boolean,
  report: Report,
): readonly CheckerConfig[] {
  const { values, header } = bound
  const inherited: Inherited = {
    address: header.address,
    port: header.port === 0 ? service.port : header.port,
    retry: values.retry ?? service.retry,
    delayBeforeRetry: values.delayBeforeRetry ?? service.delayBeforeRetry,
    warmup: values.warmup ?? service.warmup,
    connectTimeout: values.connectTimeout ?? service.connectTimeout,
    delayLoop: values.delayLoop ?? service.delayLoop,
    alpha,
    virtualHost: values.virtualHost ?? service.virtualHost,
  }
  const checkers: CheckerConfig[] = []
  for (const check of values.tcpChecks) checkers.push(tcpCheckConfig(check, inherited))
  for (const check of values.httpGets) {
    const config = httpGetConfig(check, inherited, report)
    if (config !== undefined) checkers.push(config)
  }
  return checkers
}

/** NAT may map ports; the other methods do not touch packets, so the port is the service's (NL-33). */
function portOf(bound: BoundRealServer, method: Method, servicePort: number, report: Report): number {
  const { port } = bound.header
  if (port === 0 || port === servicePort) return servicePort
  if (method === 'NAT') return port
  tellValues(report, bound.statement, {
    code: 'port-forced',
    severity: 'error',
    message: `Port ${port} is not possible with ${method}: the port must be that of the service`,
    hint: `${servicePort} is used instead, as in keepalived. Only NAT maps ports; to check another port use \`connect_port\`.`,
  })
  return servicePort
}

const tellFamily = (bound: BoundRealServer, report: Report): void => {
  tellValues(report, bound.statement, {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${bound.header.address}\` is an IPv6 address in an IPv4 service`,
    hint: 'The server is dropped.',
  })
}
