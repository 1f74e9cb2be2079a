// The flag bits of a service: one-packet scheduling and the three bits whose meaning is the scheduler's (NL-09). A flag of a scheduler
// stands behind the line that chooses the scheduler.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { splitWords } from '../../config/words.js'
import type { Protocol } from './model.js'
import { serviceName } from './naming.js'
import type { BoundVirtualServer } from './virtual-server.js'

const ONE_PACKET = 0x04
const FLAG_1 = 0x08
const FLAG_2 = 0x10
const FLAG_3 = 0x20

/** Keywords that are flags of a scheduler, and their bits; 0 = it has no effect any more. */
const schedulerFlag: ReadonlyMap<string, readonly ['sh' | 'mh' | undefined, number]> = new Map([
  ['sh-fallback', ['sh', FLAG_1]],
  ['sh-port', ['sh', FLAG_2]],
  ['mh-fallback', ['mh', FLAG_1]],
  ['mh-port', ['mh', FLAG_2]],
  ['hashed', [undefined, 0]],
])

/** `protocol` is undefined for services of firewall marks. */
export function schedulerFlags(bound: BoundVirtualServer, protocol: Protocol | undefined, report: Report): number {
  const { values } = bound
  let bits = (values.flag1 ? FLAG_1 : 0) | (values.flag2 ? FLAG_2 : 0) | (values.flag3 ? FLAG_3 : 0)
  if (values.shFallback || values.shPort || values.mhFallback || values.mhPort || values.hashed) {
    bits |= namedFlags(bound, report)
  }
  if (!values.onePacket) return bits
  if (protocol === undefined || protocol === 'UDP') return bits | ONE_PACKET
  tellOnePacket(bound, protocol, report)
  return bits
}

/** In the order of the file: a flag is for the scheduler chosen before it. */
function namedFlags(bound: BoundVirtualServer, report: Report): number {
  let scheduler: string | undefined
  let bits = 0
  for (const statement of bound.block.statements) {
    const field = bound.schema.entries.get(statement.keyword)?.name
    if (field === 'scheduler' && bound.refused?.has(statement) !== true) scheduler = wordOf(statement)
    const known = schedulerFlag.get(statement.keyword)
    if (known === undefined) continue
    const [needs, bit] = known
    if (needs !== undefined && needs === scheduler) bits |= bit
    else if (needs !== undefined || (scheduler !== 'sh' && scheduler !== 'mh')) {
      tellIgnored(bound, statement, needs, scheduler, report)
    }
  }
  return bits
}

const wordOf = ({ line, from, to }: Statement): string | undefined => splitWords(line.text, from, to)[1]?.text

function tellIgnored(
  bound: BoundVirtualServer,
  statement: Statement,
  needs: 'sh' | 'mh' | undefined,
  scheduler: string | undefined,
  report: Report,
): void {
  const accepted = scheduler === 'sh' || scheduler === 'mh'
  tellKeyword(report, statement, {
    code: 'ignored-flag',
    severity: accepted ? 'warning' : 'error',
    message: `\`${statement.keyword}\` has no effect here`,
    hint: `${reason(bound, needs, scheduler)} It is ignored, as in keepalived.`,
    keepalived: accepted ? undefined : says(`${statement.keyword} only applies to sh scheduler - ignoring`),
  })
}

function reason(bound: BoundVirtualServer, needs: 'sh' | 'mh' | undefined, scheduler: string | undefined): string {
  if (needs === undefined) return 'It is obsolete.'
  if (bound.values.scheduler === needs) return `Put it behind the line that chooses the scheduler \`${needs}\`.`
  const used = scheduler ?? bound.values.scheduler
  return `It belongs to the scheduler \`${needs}\`${used === undefined ? '' : `, but this service uses \`${used}\``}.`
}

function tellOnePacket(bound: BoundVirtualServer, protocol: Protocol, report: Report): void {
  tellKeyword(report, statementOf(bound, 'onePacket') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: `\`ops\` has no effect with ${protocol}`,
    hint: 'One-packet scheduling is possible for UDP only. It is ignored, as in keepalived.',
    keepalived: saysAtEnd(
      `Virtual server ${serviceName(bound.header, protocol)}: one packet scheduling requires UDP - resetting`,
    ),
  })
}
