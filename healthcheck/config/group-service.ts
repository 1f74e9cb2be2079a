// The service of a virtual_server_group: one configuration for all its addresses and firewall marks, whose family and ports have to fit.

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { spanOfStatement, tellValues } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { familyOf, type AddressFamily, type Endpoint } from '../../config/values/ip.js'
import type { AddressRange, GroupEntry, GroupService } from './model.js'
import { rangeName, serverName } from './naming.js'
import { protocolOf, sceneName, type Scene } from './service-defaults.js'
import { serviceFamily } from './service-family.js'
import { isEmpty, settingsOf, type Settings, type Workshop } from './service.js'
import type { VirtualServerGroup } from './virtual-server-group.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** undefined when keepalived has no service of it either (reported). `sequence`: how many of the group there are before it. */
export function groupService(
  bound: BoundVirtualServer,
  group: VirtualServerGroup,
  sequence: number,
  workshop: Workshop,
): GroupService | undefined {
  const { report } = workshop
  const { entries } = group
  const families = familiesOf(entries)
  const own = serviceFamily(bound, report)
  if (own !== undefined && families.some((family) => family !== own)) {
    tellFamily(bound, group, own, report)
    return undefined
  }
  if (isEmpty({ bound, protocol: bound.values.protocol, sequence }, report)) return undefined
  const ranges = entries.filter((entry) => 'first' in entry)
  const protocol = protocolOf(bound, ranges.length > 0)
  const scene: Scene = { bound, protocol, sequence }
  const marked = ranges.length < entries.length
  const portless = ranges.some(({ port }) => port === 0)
  const settings = settingsOf(scene, { family: own, portless, marked }, workshop)
  if (settings === undefined) return undefined
  checkPorts(scene, settings, ranges, marked, report)
  const [only = 'inet', second] = families
  return { group: group.name, entries, protocol, family: own ?? (second === undefined ? only : undefined), ...settings }
}

/** Of the entries that have one. */
function familiesOf(entries: readonly GroupEntry[]): readonly AddressFamily[] {
  const families = new Set<AddressFamily>()
  for (const entry of entries) {
    const family = 'first' in entry ? familyOf(entry.first) : entry.family
    if (family !== undefined) families.add(family)
  }
  return [...families]
}

/** keepalived only writes it into its log. */
function tellFamily(
  bound: BoundVirtualServer,
  { name, statement }: VirtualServerGroup,
  own: AddressFamily,
  report: Report,
): void {
  const [these, those] = own === 'inet' ? ['IPv4', 'IPv6'] : ['IPv6', 'IPv4']
  tellValues(report, bound.statement, {
    code: 'wrong-family',
    severity: 'warning',
    message: `This service is of ${these}, but the group \`${name}\` has entries of ${those}`,
    hint: 'It is left out, as in keepalived. Only a service whose servers are all behind tunnels (`TUN`) goes with any group.',
    related: [{ message: 'the group', span: spanOfStatement(statement) }],
  })
}

/** Only NAT maps ports, and a mark has none. */
function checkPorts(
  scene: Scene,
  settings: Settings,
  ranges: readonly AddressRange[],
  marked: boolean,
  report: Report,
): void {
  const { bound, protocol } = scene
  const name = sceneName(scene)
  const seen = new Set<string>()
  for (const server of bound.values.realServers) {
    const { header, statement } = server
    const config = settings.realServers.find((one) => one.address === header.address && one.port === header.port)
    const own = serverName(header.address, header.port, protocol)
    if (config === undefined || config.method === 'NAT' || seen.has(own)) continue
    seen.add(own)
    const said = portSayings(header, ranges, marked, {
      mark: `WARNING - fwmark virtual server ${name}, real server ${own} has port specified - port will be ignored`,
      range: (range) => `virtual server ${name}:[${rangeName(range)}] and real server ${own} ports don't match`,
    })
    if (said.length > 0) tellPort(statement, header, config.method, said, report)
  }
  const { sorryServer } = settings
  const header = bound.values.sorryServer
  if (sorryServer === undefined || header === undefined || sorryServer.method === 'NAT') return
  const said = portSayings(header, ranges, marked, {
    mark: `WARNING - fwmark virtual server ${name}, sorry server has port specified - port will be ignored`,
    range: () => `WARNING - virtual server ${name}, sorry server has port specified - port will be ignored`,
  })
  const statement = statementOf(bound, 'sorryServer') ?? bound.statement
  if (said.length > 0) tellPort(statement, header, sorryServer.method, said, report)
}

interface PortWording {
  readonly mark: string
  readonly range: (range: AddressRange) => string
}

/** keepalived says something for each entry the port does not fit; the same words once. */
function portSayings(
  { port }: Endpoint,
  ranges: readonly AddressRange[],
  marked: boolean,
  wording: PortWording,
): readonly string[] {
  if (port === 0) return []
  const said = ranges.filter((range) => range.port !== port).map(wording.range)
  return [...new Set(marked ? [wording.mark, ...said] : said)]
}

function tellPort(
  statement: Statement,
  { port }: Endpoint,
  method: string,
  said: readonly string[],
  report: Report,
): void {
  tellValues(report, statement, {
    code: 'port-forced',
    severity: 'error',
    message: `Port ${port} is not possible with ${method} for every entry of the group`,
    hint: 'Packets keep the port they came with. Only NAT maps ports; to check another port use `connect_port`.',
    keepalived: saysAtEnd(...said),
  })
}
