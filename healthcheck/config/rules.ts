// From all bound virtual servers to the health-check configuration: one service for each address, port and protocol, firewall mark or group.

import type { Diagnostic, Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { bind } from '../../config/schema/bind.js'
import { Cursor, spanOfStatement, tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { Language } from '../../config/schema/language.js'
import { newReuse } from '../../config/schema/reuse.js'
import type { Span } from '../../config/source.js'
import { suggest } from '../../config/suggest.js'
import type { Statement } from '../../config/tree.js'
import { groupService } from './group-service.js'
import { newLints, tellUncheckedServices } from './lint/service.js'
import type { HealthcheckConfig, RunnableService, VirtualServerConfig } from './model.js'
import { runnableService } from './runnable.js'
import { serviceConfig } from './service.js'
import { checkSslBlocks } from './ssl.js'
import type { BoundHealthcheckTopLevel } from './top-level.js'
import { readGroups, type VirtualServerGroup } from './virtual-server-group.js'
import { virtualServer, type BoundVirtualServer } from './virtual-server.js'

/** The services of a file, and where each of them opens. */
export interface Services {
  readonly config: HealthcheckConfig
  /** For each of config.virtualServers the place of its opening line. */
  readonly places: readonly Span[]
  /**
   * For each of config.virtualServers all that the file says of it, with checks that are not made and servers that are not used.
   * Where nothing is left out of it, it is the same object.
   */
  readonly full: readonly VirtualServerConfig[]
  /** For each of config.leftOut the place of its opening line. */
  readonly leftOutPlaces: readonly Span[]
  /** Services of groups, which are not known before the end of the file; settled, there are none. */
  readonly pending: readonly BoundVirtualServer[]
}

/**
 * The services of the virtual_server blocks of the file; everything wrong in and between them is reported. Blocks are taken one
 * at a time and not kept: there may be very many. What they need of other blocks is settled by settleServices.
 */
export function readServices(
  blocks: Iterable<Statement>,
  globals: GlobalValues,
  report: Report,
  language?: Language,
): Services {
  const seen = new Map<string, Statement>()
  const virtualServers: RunnableService[] = []
  const places: Span[] = []
  const full: VirtualServerConfig[] = []
  const leftOut: VirtualServerConfig[] = []
  const leftOutPlaces: Span[] = []
  const pending: BoundVirtualServer[] = []
  // What is said of one service is kept until all of it is known.
  const told: Diagnostic[] = []
  const collect = (diagnostic: Diagnostic): void => void told.push(diagnostic)
  const reuse = newReuse(collect)
  const cursor = new Cursor(reuse.report, language, reuse)
  const workshop = { globals, report: collect, told, lints: newLints() }
  for (const statement of blocks) {
    if (told.length > 0) told.splice(0).forEach(report)
    const bound = bind(virtualServer, statement, cursor)
    if (bound === undefined) continue
    if ('group' in bound.header) {
      pending.push(bound)
      continue
    }
    const config = serviceConfig(bound, workshop)
    if (config === undefined || isSecond(config, statement, seen, collect)) continue
    const runnable = runnableService(config, bound, collect)
    if (runnable === undefined) {
      leftOut.push(config)
      leftOutPlaces.push(spanOfStatement(statement))
    } else {
      virtualServers.push(runnable)
      full.push(config)
      places.push(spanOfStatement(statement))
    }
  }
  told.forEach(report)
  tellUncheckedServices(workshop.lints, report)
  return { config: { virtualServers, leftOut }, places, full, leftOutPlaces, pending }
}

/** The services once the rest of the file is known: groups of virtual servers may stand behind the services that name them. */
export function settleServices(
  services: Services,
  root: Pick<BoundHealthcheckTopLevel, 'values' | 'block'>,
  globals: GlobalValues,
  report: Report,
): Services {
  const settled = settleGroups(services, readGroups(root.values.virtualServerGroups, report), globals, report)
  const { ssl } = root.values
  if (ssl.length > 0) checkSslBlocks(ssl, usesTls(settled), report)
  return settled
}

const usesTls = ({ full, config }: Services): boolean =>
  [...full, ...config.leftOut].some(({ realServers }) =>
    realServers.some(({ checkers }) => checkers.some(({ kind }) => kind === 'SSL_GET')),
  )

function settleGroups(
  services: Services,
  groups: ReadonlyMap<string, VirtualServerGroup>,
  globals: GlobalValues,
  report: Report,
): Services {
  const { pending } = services
  if (pending.length === 0 && groups.size === 0) return services
  const workshop = { globals, report, told: undefined, lints: newLints() }
  const seen = new Map<string, Statement>()
  const sequences = new Map<string, number>()
  const used = new Set<string>()
  const found: { readonly config: VirtualServerConfig; readonly place: Span }[] = services.config.leftOut.map(
    (config, index) => ({ config, place: services.leftOutPlaces[index] as Span }),
  )
  for (const bound of pending) {
    const { statement } = bound
    const name = 'group' in bound.header ? bound.header.group : ''
    const group = groups.get(name)
    used.add(name)
    if (group === undefined) tellUnknownGroup(statement, name, groups, used, report)
    if (group === undefined || group.entries.length === 0) continue
    const sequence = sequences.get(name) ?? 0
    sequences.set(name, sequence + 1)
    const config = groupService(bound, group, sequence, workshop)
    if (config === undefined || isSecond(config, statement, seen, report)) continue
    runnableService(config, bound, report)
    found.push({ config, place: spanOfStatement(statement) })
  }
  tellUncheckedServices(workshop.lints, report)
  for (const group of groups.values()) if (!used.has(group.name)) tellUnused(group, report)
  const order = inFileOrder(found)
  return {
    ...services,
    config: { ...services.config, leftOut: order.map(({ config }) => config) },
    leftOutPlaces: order.map(({ place }) => place),
    pending: [],
  }
}

/** Services of one file as they stand in it; those of several stay as they are. */
const inFileOrder = <Placed extends { readonly place: Span }>(found: readonly Placed[]): readonly Placed[] =>
  [...found].sort((a, b) => (a.place.source === b.place.source ? a.place.start - b.place.start : 0))

/** Whether there is such a service already (reported). */
function isSecond(
  config: VirtualServerConfig,
  statement: Statement,
  seen: Map<string, Statement>,
  report: Report,
): boolean {
  const key = keyOf(config)
  const earlier = seen.get(key)
  if (earlier === undefined) {
    seen.set(key, { ...statement, block: undefined })
    return false
  }
  tellDuplicate(statement, earlier, report)
  return true
}

function keyOf(config: VirtualServerConfig): string {
  if ('address' in config) return `${config.protocol} ${config.address} ${config.port}`
  return 'fwmark' in config ? `${config.family} ${config.fwmark}` : `${config.protocol ?? ''} ${config.group}`
}

/** keepalived does not notice; the kernel has one such service only, and both blocks would fight for it. */
function tellDuplicate(statement: Statement, earlier: Statement, report: Report): void {
  tellValues(report, statement, {
    code: 'duplicate-service',
    severity: 'warning',
    message: 'There is already a virtual server with this address, port and protocol',
    hint: 'The second one is left out. Put all real servers into one block.',
    related: [{ message: 'the first one', span: spanOfStatement(earlier) }],
  })
}

/** keepalived only writes it into its log. The group that was probably meant counts as used: that is no second mistake. */
function tellUnknownGroup(
  statement: Statement,
  name: string,
  groups: ReadonlyMap<string, VirtualServerGroup>,
  used: Set<string>,
  report: Report,
): void {
  const near = suggest(name, groups.keys())
  if (near !== undefined) used.add(near)
  tellValues(report, statement, {
    code: 'unknown-server-group',
    severity: 'warning',
    message: `There is no \`virtual_server_group\` named \`${name}\``,
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}The service is left out, as in keepalived.`,
  })
}

function tellUnused({ name, statement }: VirtualServerGroup, report: Report): void {
  tellKeyword(report, statement, {
    code: 'unused-server-group',
    severity: 'warning',
    message: `No \`virtual_server\` names the group \`${name}\``,
    hint: `Its entries are not served. Write \`virtual_server group ${name}\`, or remove it.`,
  })
}
