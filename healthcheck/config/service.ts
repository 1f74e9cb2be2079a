// The configuration of one service from its virtual_server block, with keepalived's defaults and corrections (NL-32, NL-33,
// QRM-03). What concerns several services is in rules.ts, what runs of a service in runnable.ts.

import { saysAtEnd, type Diagnostic, type Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { bind } from '../../config/schema/bind.js'
import { Cursor, spanOfStatement, tellValues } from '../../config/schema/cursor.js'
import type { AddressFamily } from '../../config/values/ip.js'
import { builtIn } from './checker-fields.js'
import { defaultForwarding } from './forwarding.js'
import { lintService, type Lints } from './lint/service.js'
import type { AddressService, Forwarding, MarkService, RealServerConfig } from './model.js'
import { serverName } from './naming.js'
import { persistenceOf } from './persistence.js'
import { quorumOf, weightOf } from './quorum.js'
import { realServer, realServerConfig, type BoundRealServer, type ServiceDefaults } from './real-server.js'
import { schedulerFlags } from './scheduler-flags.js'
import { defaultScheduler } from './schedulers.js'
import {
  protocolOf,
  sceneName,
  tellDefaults,
  tellNoSuspend,
  tellService,
  timeoutWithoutPort,
  type Scene,
} from './service-defaults.js'
import { serviceFamily } from './service-family.js'
import { sorryServerConfig } from './sorry-server.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** What the services of a file are made with. */
export interface Workshop {
  readonly globals: GlobalValues
  readonly report: Report
  /** What `report` has been told of the service at hand; undefined: it is no longer to be had. */
  readonly told: Diagnostic[] | undefined
  readonly lints: Lints
}

/** The configuration of a service of an address or a firewall mark; undefined when keepalived has none of it either (reported). */
export function serviceConfig(bound: BoundVirtualServer, workshop: Workshop): AddressService | MarkService | undefined {
  const { header } = bound
  if ('group' in header) return undefined
  const { report } = workshop
  if (isEmpty({ bound, protocol: bound.values.protocol, sequence: 0 }, report)) return undefined
  const family = serviceFamily(bound, report) ?? 'inet'
  const protocol = protocolOf(bound, 'address' in header)
  const traits = { family, portless: 'address' in header && header.port === 0, marked: 'fwmark' in header }
  const settings = settingsOf({ bound, protocol, sequence: 0 }, traits, workshop)
  if (settings === undefined) return undefined
  return 'address' in header
    ? { address: header.address, port: header.port, protocol: protocol ?? 'UDP', ...settings }
    : { fwmark: header.fwmark, family, ...settings }
}

export type Settings = Omit<MarkService, 'fwmark' | 'family'>

export interface Traits {
  /** undefined: not known; then all servers are behind tunnels. */
  readonly family: AddressFamily | undefined
  /** Whether it, or one of its addresses, is for all ports. */
  readonly portless: boolean
  /** Whether it is of a firewall mark, or one of its entries is. */
  readonly marked: boolean
}

/** What services of all kinds have. */
export function settingsOf(scene: Scene, traits: Traits, workshop: Workshop): Settings | undefined {
  const { family, portless, marked } = traits
  const { bound, protocol } = scene
  const { report, globals, lints } = workshop
  const { values } = bound
  const forwarding = values.forwarding ?? defaultForwarding
  const defaults = defaultsOf(scene, family, forwarding, globals)
  const { realServers, doubled } = serversOf(scene, defaults, report)
  if (realServers.length === 0) {
    tellNoServer(scene, report)
    return undefined
  }
  if (values.haSuspend && marked) tellNoSuspend(scene, report)
  const flags = schedulerFlags(bound, protocol, report)
  const persistence = persistenceOf(bound, family ?? 'inet', report)
  const { quorum, hysteresis } = quorumOf(bound, weightOf(realServers), doubled, () => sceneName(scene), report)
  const settings: Settings = {
    scheduler: values.scheduler ?? defaultScheduler,
    schedulerFlags: flags,
    method: forwarding.method,
    tunnel: forwarding.tunnel,
    persistenceTimeout: persistence.timeout === 0 && portless ? timeoutWithoutPort(scene, report) : persistence.timeout,
    persistencePrefix: persistence.prefix,
    persistenceMask: persistence.mask,
    persistenceEngine: values.persistenceEngine,
    haSuspend: values.haSuspend && !marked,
    snmpName: values.snmpName,
    alpha: values.alpha,
    omega: values.omega,
    quorum,
    hysteresis,
    quorumUp: values.quorumUp,
    quorumDown: values.quorumDown,
    sorryServer: sorryServerConfig(bound, defaults, realServers, report),
    smtpAlert: values.smtpAlert ?? globals.smtpAlertChecker ?? globals.smtpAlert ?? false,
    realServers,
  }
  tellDefaults(scene, settings, workshop.told, report)
  lintService(bound, settings, lints, report)
  return settings
}

function defaultsOf(
  { bound, protocol }: Scene,
  family: AddressFamily | undefined,
  forwarding: Forwarding,
  globals: GlobalValues,
): ServiceDefaults {
  const { values, header } = bound
  return {
    header,
    family,
    protocol,
    port: 'address' in header ? header.port : 0,
    forwarding,
    weight: values.weight,
    inhibitOnFailure: values.inhibitOnFailure,
    alpha: values.alpha,
    retry: values.retry,
    delayBeforeRetry: values.delayBeforeRetry,
    warmup: values.warmup,
    connectTimeout: values.connectTimeout ?? builtIn.connectTimeout,
    delayLoop: values.delayLoop ?? builtIn.delayLoop,
    virtualHost: values.virtualHost,
    smtpAlert: globals.smtpAlertChecker ?? globals.smtpAlert ?? true,
  }
}

interface Servers {
  readonly realServers: readonly RealServerConfig[]
  /** Weight of those that are dropped because the kernel would take them for others, which keepalived does not notice. */
  readonly doubled: number
}

function serversOf(scene: Scene, defaults: ServiceDefaults, report: Report): Servers {
  const addresses = new Set<string>()
  let doubled = 0
  const servers: RealServerConfig[] = []
  for (const server of scene.bound.values.realServers) {
    const config = serverConfig(server, defaults, report)
    if (config === undefined) continue
    const known = addresses.has(config.address)
    if (known && servers.some((other) => other.address === config.address && other.port === config.port)) {
      if (!tellDuplicate(server, scene, report)) doubled += config.weight
      continue
    }
    addresses.add(config.address)
    servers.push(config)
  }
  return { realServers: servers, doubled }
}

/**
 * The configuration of one server. What is inside its block may have been bound where it was written first: when there is something to
 * say, the block is bound by itself, so that it is said of the right place.
 */
function serverConfig(
  server: BoundRealServer,
  defaults: ServiceDefaults,
  report: Report,
): RealServerConfig | undefined {
  let told = false
  const config = realServerConfig(server, defaults, () => (told = true))
  if (!told) return config
  const alone = bind(realServer, server.statement, new Cursor(() => undefined)) ?? server
  return realServerConfig(alone, defaults, report)
}

/**
 * Whether keepalived notices: it compares them as they are written, so not one that has a port and one that takes it from the
 * service.
 */
function tellDuplicate(server: BoundRealServer, scene: Scene, report: Report): boolean {
  const { address, port } = server.header
  const { realServers } = scene.bound.values
  const before = realServers.slice(0, realServers.indexOf(server)).filter(({ header }) => header.address === address)
  const same = before.find(({ header }) => header.port === port)
  const first = same ?? before.find(({ header }) => header.port === 0 || port === 0) ?? before[0]
  tellValues(report, server.statement, {
    code: 'duplicate-real-server',
    severity: same === undefined ? 'warning' : 'error',
    message: 'This real server is already in the service',
    hint: `The second one is dropped${same === undefined ? '' : ', as in keepalived'}.`,
    related: first === undefined ? [] : [{ message: 'the first one', span: spanOfStatement(first.statement) }],
    keepalived:
      same === undefined
        ? undefined
        : saysAtEnd(
            `VS ${sceneName(scene)}: real server ${serverName(address, port, scene.protocol)} is duplicated - removing second rs`,
          ),
  })
  return same !== undefined
}

/** Nothing else is said of such a service. */
export function isEmpty(scene: Scene, report: Report): boolean {
  if (scene.bound.values.realServers.length > 0) return false
  tellNoServer(scene, report)
  return true
}

function tellNoServer(scene: Scene, report: Report): void {
  const { bound } = scene
  const protocol = bound.values.protocol
  tellService(bound, report, {
    code: 'no-real-server',
    severity: 'error',
    message: 'This service has no real server',
    hint: 'It is left out, as in keepalived.',
    keepalived: saysAtEnd(`Virtual server ${sceneName({ ...scene, protocol })} has no real servers - ignoring`),
  })
}
