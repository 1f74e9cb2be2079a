// Virtual routers that cannot be told apart on the wire: the same id for one family on one interface and in one multicast group, or
// between the same unicast addresses.

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { spanOf, statementOf } from '../../config/schema/block.js'
import { tellValues } from '../../config/schema/cursor.js'
import type { BoundInstance } from './instance.js'
import type { InstanceConfig } from './model.js'

interface Known {
  readonly bound: BoundInstance
  readonly config: InstanceConfig
}

/** The instances whose id another one before them has already (reported). */
export function sharedIds(
  made: ReadonlyMap<BoundInstance, InstanceConfig>,
  globals: GlobalValues,
  report: Report,
): ReadonlySet<BoundInstance> {
  const seen = new Map<string, Known[]>()
  const shared = new Set<BoundInstance>()
  for (const [bound, config] of made) {
    const key = `${config.virtualRouterId} ${config.family} ${config.unenforced.unicast === undefined ? '' : 'unicast'}`
    const known = seen.get(key)
    const earlier = known?.find((other) => collide(other.config, config, globals))
    if (known === undefined) seen.set(key, [{ bound, config }])
    else known.push({ bound, config })
    if (earlier === undefined) continue
    shared.add(bound)
    tellShared(bound, config, earlier, report)
  }
  return shared
}

/** Both use the same id, family and way of sending. */
function collide(a: InstanceConfig, b: InstanceConfig, globals: GlobalValues): boolean {
  const peersOfA = a.unenforced.unicast?.peers
  const peersOfB = b.unenforced.unicast?.peers
  if (peersOfA === undefined || peersOfB === undefined) {
    return a.interface === b.interface && groupOf(a, globals) === groupOf(b, globals)
  }
  if (a.interface !== undefined && b.interface !== undefined && a.interface !== b.interface) return false
  // An absent source is the address of the interface, whatever that is.
  const sameSource = a.sourceAddress === b.sourceAddress
  return sameSource && peersOfA.some(({ address }) => peersOfB.some((peer) => peer.address === address))
}

/** The multicast group; instances without one of their own share the global one. */
const groupOf = ({ family, unenforced }: InstanceConfig, globals: GlobalValues): string =>
  unenforced.multicastGroup ??
  (family === 'inet' ? (globals.multicastGroup4 ?? '224.0.0.18') : (globals.multicastGroup6 ?? 'ff02::12'))

function tellShared(bound: BoundInstance, config: InstanceConfig, earlier: Known, report: Report): void {
  const { virtualRouterId: id, interface: device, family, unenforced } = config
  const place = device === undefined ? '' : ` on \`${device}\``
  const said =
    unenforced.unicast === undefined
      ? `${earlier.config.name} and ${config.name} both use VRID ${id} with IPv${family === 'inet' ? 4 : 6} on interface ${device ?? ''}`
      : `(${earlier.config.name}) duplicate VRID conflict with ${config.name} VRID ${id}`
  tellValues(report, statementOf(bound, 'virtualRouterId') ?? bound.statement, {
    code: 'duplicate-virtual-router-id',
    severity: 'fatal',
    message: `\`${earlier.config.name}\` already is virtual router ${id}${place}`,
    hint: 'Give each virtual router on an interface its own id; keepalived refuses the whole VRRP configuration because of this.',
    related: [{ message: 'the first one', span: spanOf(earlier.bound, 'virtualRouterId') }],
    keepalived: saysAtEnd(said),
  })
}
