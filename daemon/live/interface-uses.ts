// Every place where a file names an interface, with what becomes of it when there is none, and what keepalived says then.

import { spanOf } from '../../config/schema/block.js'
import { spanAt } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { Span } from '../../config/source.js'
import type { BoundInstance } from '../../vrrp/config/instance.js'
import type { RouteLine, RuleLine } from '../../vrrp/config/route-model.js'
import type { Whole } from '../lint/whole.js'

export interface InterfaceUse {
  readonly interface: string
  readonly place: Span
  /** What keepalived does about it without dynamic_interfaces. */
  readonly fate: string
  /** What becomes of it as long as it is missing: `The instance is in FAULT`. */
  readonly waits: string
  /** undefined: keepalived does not look. */
  readonly says: string | undefined
  readonly placed: boolean
  /** Whether keepalived refuses the whole VRRP configuration because of it. */
  readonly refuses: boolean
  readonly status: 4 | 5
}

const refusal = 'keepalived refuses the whole VRRP configuration.'

export function* usesIn(whole: Whole): Generator<InterfaceUse> {
  const { root, globals } = whole
  const [definitions] = root.values.globalDefs
  if (globals.defaultInterface !== undefined && definitions !== undefined) {
    yield use(globals.defaultInterface, spanOf(definitions, 'defaultInterface'), undefined, 'What relies on it waits')
  }
  yield* standingUses(whole)
  for (const bound of root.values.instances) yield* instanceUses(bound)
  for (const { values, header } of root.values.syncGroups) {
    for (const entry of values.trackInterfaces) yield tracked(entry, header)
  }
}

/** In blocks of the top level. */
function* standingUses({ root: { values } }: Whole): Generator<InterfaceUse> {
  for (const entry of values.staticAddresses) yield* ofAddress(entry)
  for (const entry of values.staticRoutes) yield* ofRoute(entry)
  for (const entry of values.staticRules) yield* ofRule(entry)
  for (const entry of values.linkbeatInterfaces) {
    yield listed(entry, 'linkbeat interface', 'It is not polled')
  }
  for (const entry of values.interfaceDelays) yield listed(entry, 'up/down delay', 'The delay does not count')
  for (const group of values.garpGroups) {
    const place = spanOf(group, 'interface')
    const said = (name: string): string => `WARNING - interface ${name} specified for garp_group doesn't exist`
    for (const name of group.values.interface ?? [])
      yield use(name, place, said(name), 'The limit does not count for it')
    for (const entry of group.values.interfaces ?? []) {
      yield use(entry.value, placeOf(entry), said(entry.value), 'The limit does not count for it')
    }
  }
}

function* instanceUses(bound: BoundInstance): Generator<InterfaceUse> {
  const { values, header } = bound
  if (values.interface !== undefined) {
    const said = `WARNING - interface ${values.interface} for vrrp_instance ${header} doesn't exist`
    yield use(values.interface, spanOf(bound, 'interface'), said, 'The instance is in FAULT')
  }
  if (values.vrf !== undefined) {
    const said = `(${header}) WARNING - VRF interface ${values.vrf} doesn't exist`
    yield use(values.vrf, spanOf(bound, 'vrf'), said, 'The instance is in FAULT')
  }
  for (const entry of values.trackInterfaces) yield tracked(entry, header)
  for (const entry of values.addresses) yield* ofAddress(entry)
  for (const entry of values.excludedAddresses) yield* ofAddress(entry)
  for (const entry of values.routes) yield* ofRoute(entry)
  for (const entry of values.rules) yield* ofRule(entry)
}

const use = (name: string, place: Span, said: string | undefined, waits: string): InterfaceUse => ({
  interface: name,
  place,
  fate: refusal,
  waits,
  says: said,
  placed: true,
  refuses: true,
  status: 5,
})

const placeOf = ({ statement, start, end }: Entry<unknown>): Span => spanAt(statement, start, end)

/** keepalived stops at these at once. */
const listed = (entry: Entry<{ readonly interface: string }>, what: string, waits: string): InterfaceUse => ({
  ...use(
    entry.value.interface,
    placeOf(entry),
    `unknown interface ${entry.value.interface} specified for ${what}`,
    waits,
  ),
  refuses: false,
  status: 4,
})

const tracked = (entry: Entry<{ readonly interface: string }>, owner: string): InterfaceUse =>
  use(
    entry.value.interface,
    placeOf(entry),
    `(${owner}) tracked interface ${entry.value.interface} doesn't exist`,
    'It counts as down',
  )

/** `dev NAME`: the mark covers the address, which is what is lost. */
function* ofAddress(entry: Entry<{ readonly device: string | undefined }>): Generator<InterfaceUse> {
  const { device } = entry.value
  if (device === undefined) return
  const word = entry.statement.line.text.slice(entry.start, entry.end)
  const said = `WARNING - interface ${device} for ip address ${word} doesn't exist`
  yield use(device, placeOf(entry), said, 'The address is not set')
}

function* ofRoute(entry: Entry<RouteLine>): Generator<InterfaceUse> {
  for (const { device } of [entry.value, ...entry.value.nexthops]) {
    if (device === undefined) continue
    const said = `WARNING - interface ${device} for VROUTE nexthop doesn't exist`
    yield use(device, placeOf(entry), said, 'The route is not set')
  }
}

function* ofRule(entry: Entry<RuleLine>): Generator<InterfaceUse> {
  for (const device of [entry.value.inputDevice, entry.value.outputDevice]) {
    if (device === undefined) continue
    yield use(device, placeOf(entry), `WARNING - interface ${device} for rule doesn't exist`, 'The rule is not set')
  }
}
