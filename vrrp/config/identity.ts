// Where an instance is on the network: its id, and an interface or the address its unicast adverts come from.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import { isMentioned, statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { Protocol } from './family.js'
import { refused, type BoundInstance } from './instance.js'

/** False when the instance has no place on the network: no id, or neither an interface nor a source address. */
export function checkIdentity(
  bound: BoundInstance,
  protocol: Protocol,
  { strict, unicast }: { readonly strict: boolean; readonly unicast: boolean },
  report: Report,
): boolean {
  const { values } = bound
  const name = `(${bound.header})`
  const loopback = values.interface === 'lo'
  if (loopback) tellLoopback(bound, report)
  tellMissing(bound, 'virtualRouterId', 'virtual_router_id', `${name} the virtual router id must be set`, report)
  if (values.interface === undefined && !unicast) {
    tellMissing(bound, 'interface', 'interface', `${name} Unknown interface!`, report)
    return false
  }
  if (strict && unicast && values.interface !== undefined) tellStrictUnicast(bound, report)
  const placed = values.interface !== undefined || checkWithoutInterface(bound, protocol, report)
  return placed && !loopback && values.virtualRouterId !== undefined
}

function tellLoopback(bound: BoundInstance, report: Report): void {
  tellValues(report, statementOf(bound, 'interface') ?? bound.statement, {
    code: 'loopback-interface',
    severity: 'fatal',
    message: 'Nobody else hears adverts on the loopback interface',
    hint: `Give the interface that is shared with the other routers: ${refused}`,
    keepalived: [
      ...says(`(${bound.header}) cannot use a loopback interface (lo) for vrrp - ignoring`),
      ...saysAtEnd(`(${bound.header}) Unknown interface!`),
    ],
  })
}

function tellMissing(
  bound: BoundInstance,
  field: 'interface' | 'virtualRouterId',
  keyword: string,
  said: string,
  report: Report,
): void {
  // A wrong value has been reported where it stands.
  if (isMentioned(bound, field)) return
  tellValues(report, bound.statement, {
    code: 'missing-keyword',
    severity: 'fatal',
    message: `\`vrrp_instance ${bound.header}\` has no \`${keyword}\``,
    hint: `Add it: ${refused}`,
    keepalived: saysAtEnd(said),
  })
}

function tellStrictUnicast(bound: BoundInstance, report: Report): void {
  tellKeyword(report, statementOf(bound, 'unicastPeers') ?? bound.statement, {
    code: 'strict-unicast',
    severity: 'fatal',
    message: 'Strict mode does not allow unicast on an interface that can do multicast',
    hint: `Do without \`strict_mode\` and \`vrrp_strict\`, or without peers: ${refused}`,
    keepalived: saysAtEnd(`(${bound.header}) Unicast peers are not supported in strict mode`),
  })
}

/** Unicast may leave the interface to the routing table when it says where adverts come from. */
function checkWithoutInterface(bound: BoundInstance, { sourceAddress, family }: Protocol, report: Report): boolean {
  const name = `(${bound.header})`
  if (bound.values.virtualMac !== undefined || bound.values.ipvlan !== undefined) {
    tellKeyword(report, statementOf(bound, 'virtualMac') ?? statementOf(bound, 'ipvlan') ?? bound.statement, {
      code: 'ignored-flag',
      severity: 'error',
      message: 'An interface of its own needs an `interface` to stand on',
      hint: 'It is ignored, as in keepalived. Add `interface`.',
      keepalived: says(`${name}: Cannot use VMAC/ipvlan with unicast and no interface - clearing use_vmac`),
    })
  }
  if (isMentioned(bound, 'interface')) return false
  if (sourceAddress === undefined) {
    tellValues(report, bound.statement, {
      code: 'missing-keyword',
      severity: 'fatal',
      message: `\`vrrp_instance ${bound.header}\` has neither \`interface\` nor \`unicast_src_ip\``,
      hint: `Add one of them: ${refused}`,
      keepalived: saysAtEnd(`${name}: Unicast instances must have unicast_src_ip or interface`),
    })
    return false
  }
  if (family === 'inet' || !/^fe[89ab]/.test(sourceAddress)) return true
  tellValues(report, statementOf(bound, 'sourceAddress') ?? bound.statement, {
    code: 'link-local-source',
    severity: 'fatal',
    message: `\`${sourceAddress}\` is link-local: without \`interface\` it says nothing`,
    hint: `Use another address, or add \`interface\`: ${refused}`,
    keepalived: saysAtEnd(`${name} Non link-local address required if interface omitted`),
  })
  return false
}
