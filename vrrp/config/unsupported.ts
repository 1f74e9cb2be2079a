// Instances that must not run at all yet: with what is missing, two directors could both be master, or nobody would hear this
// one. Leaving them out, loudly, is the smaller evil. The keywords concerned are reported where they are bound.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { statementOf } from '../../config/schema/block.js'
import { tellAt, tellValues } from '../../config/schema/cursor.js'
import { familyOf } from '../../config/values/ip.js'
import type { BoundInstance } from './instance.js'

const partsPeers = new Set(['native_ipv6', 'auth_hmac', 'mcast_dst_ip'])

/** True when the instance is left out. */
export function isUnsupported(bound: BoundInstance, globals: GlobalValues, report: Report): boolean {
  // Both are asked, so that everything is reported at once.
  const version = usesVersion3(bound, globals, report)
  const family = usesIpv6(bound, report)
  return version || family || bound.block.statements.some(partsFromPeers)
}

const partsFromPeers = (statement: BoundInstance['statement']): boolean =>
  partsPeers.has(statement.keyword) ||
  (statement.keyword === 'unicast_peer' && statement.block !== undefined && statement.block.statements.length > 0)

function usesVersion3(bound: BoundInstance, globals: GlobalValues, report: Report): boolean {
  const version = bound.values.version ?? globals.vrrpVersion
  const statement = bound.values.version === '3' ? statementOf(bound, 'version') : undefined
  if (statement !== undefined) {
    tellValues(report, statement, {
      code: 'not-enforced-yet',
      severity: 'warning',
      message: 'VRRP version 3 is read, but not enforced yet',
      hint: 'The instance is left out: its peers do not speak version 2.',
    })
  }
  return version === '3'
}

/** The family is that of mcast_src_ip, else that of the first virtual address. */
function usesIpv6(bound: BoundInstance, report: Report): boolean {
  const { sourceAddress, addresses } = bound.values
  const complaint = {
    code: 'not-enforced-yet',
    severity: 'warning',
    message: 'VRRP over IPv6 is read, but not enforced yet',
    hint: 'The instance is left out.',
  } as const
  const source = statementOf(bound, 'sourceAddress')
  if (sourceAddress !== undefined && source !== undefined) {
    if (familyOf(sourceAddress) === 'inet') return false
    tellValues(report, source, complaint)
    return true
  }
  const first = addresses[0]
  if (first === undefined || familyOf(first.value.address) === 'inet') return false
  tellAt(report, first.statement, first.start, first.end, complaint)
  return true
}
