// Quorum and hysteresis of a service against the weight it has (QRM-03).

import type { Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { RealServerConfig } from './model.js'
import type { BoundVirtualServer } from './virtual-server.js'

interface Quorum {
  readonly quorum: number
  readonly hysteresis: number
}

/** A quorum that can be reached, and a hysteresis below it. Without any weight the quorum is 1 and never reached. */
export function quorumOf(bound: BoundVirtualServer, servers: readonly RealServerConfig[], report: Report): Quorum {
  let total = 0
  for (const server of servers) total += server.weight
  if (total === 0) tellNoWeight(bound, report)
  const asked = bound.values
  const quorum = Math.min(asked.quorum, Math.max(1, total))
  if (quorum < asked.quorum && total > 0) tellQuorum(bound, total, report)
  const hysteresis = Math.min(asked.hysteresis, quorum - 1)
  if (hysteresis < asked.hysteresis) tellHysteresis(bound, quorum, report)
  return { quorum, hysteresis }
}

function tellNoWeight(bound: BoundVirtualServer, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'no-weight',
    severity: 'error',
    message: 'All real servers of this service have weight 0',
    hint: 'The service never has its quorum. Give at least one server a weight.',
  })
}

function tellQuorum(bound: BoundVirtualServer, total: number, report: Report): void {
  tellValues(report, statementOf(bound, 'quorum') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `The quorum is greater than the total weight of the real servers, ${total}`,
    hint: `${total} is used instead, as in keepalived.`,
  })
}

function tellHysteresis(bound: BoundVirtualServer, quorum: number, report: Report): void {
  tellValues(report, statementOf(bound, 'hysteresis') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `The hysteresis must be less than the quorum, ${quorum}`,
    hint: `${quorum - 1} is used instead, as in keepalived.`,
  })
}
