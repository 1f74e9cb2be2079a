// The flag bits of a service: one-packet scheduling and the three bits whose meaning is the scheduler's (NL-09).

import type { Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import type { BoundVirtualServer } from './virtual-server.js'

const ONE_PACKET = 0x04
const FLAG_1 = 0x08
const FLAG_2 = 0x10
const FLAG_3 = 0x20

/** Fields that are a flag, the bit, and the scheduler that must be in use (undefined = any). */
const flags = [
  ['flag1', FLAG_1, undefined],
  ['flag2', FLAG_2, undefined],
  ['flag3', FLAG_3, undefined],
  ['shFallback', FLAG_1, 'sh'],
  ['shPort', FLAG_2, 'sh'],
  ['mhFallback', FLAG_1, 'mh'],
  ['mhPort', FLAG_2, 'mh'],
] as const

export function schedulerFlags(
  bound: BoundVirtualServer,
  scheduler: string,
  protocol: 'TCP' | 'UDP',
  report: Report,
): number {
  const { values } = bound
  let bits = 0
  for (const [field, bit, needs] of flags) {
    if (!values[field]) continue
    if (needs === undefined || needs === scheduler) bits |= bit
    else
      tellIgnored(
        bound,
        field,
        `It belongs to the scheduler \`${needs}\`, but this service uses \`${scheduler}\``,
        report,
      )
  }
  if (values.hashed && scheduler !== 'sh' && scheduler !== 'mh') {
    tellIgnored(bound, 'hashed', 'It is obsolete', report)
  }
  if (!values.onePacket) return bits
  if (protocol === 'UDP') return bits | ONE_PACKET
  tellIgnored(bound, 'onePacket', 'One-packet scheduling is possible for UDP only', report)
  return bits
}

type FlagField = (typeof flags)[number][0] | 'hashed' | 'onePacket'

function tellIgnored(bound: BoundVirtualServer, field: FlagField, why: string, report: Report): void {
  const statement = statementOf(bound, field) ?? bound.statement
  tellKeyword(report, statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: `\`${statement.keyword}\` has no effect here`,
    hint: `${why}. It is ignored, as in keepalived.`,
  })
}
