// Quorum and hysteresis of a service against the weight it has (QRM-03).

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { RealServerConfig } from './model.js'
import type { BoundVirtualServer } from './virtual-server.js'

export interface Quorum {
  readonly quorum: number
  readonly hysteresis: number
}

/** A quorum that can be reached, and a hysteresis below it. Without any weight the quorum is 1 and never reached. */
export function clampQuorum(asked: Quorum, total: number): Quorum {
  const quorum = Math.min(asked.quorum, Math.max(1, total))
  return { quorum, hysteresis: Math.min(asked.hysteresis, quorum - 1) }
}

export function weightOf(servers: readonly Pick<RealServerConfig, 'weight'>[]): number {
  let total = 0
  for (const server of servers) total += server.weight
  return total
}

/** `doubled` is weight that counts for keepalived only; `name` gives its name of the service. */
export function quorumOf(
  bound: BoundVirtualServer,
  total: number,
  doubled: number,
  name: () => string,
  report: Report,
): Quorum {
  const asked = bound.values
  const seen = total + doubled
  const thought = clampQuorum(asked, seen)
  const used = doubled === 0 ? thought : clampQuorum(asked, total)
  if (seen === 0) tellNoWeight(bound, name(), report)
  else if (thought.quorum < asked.quorum) tellQuorum(bound, seen, used, name(), report)
  if (thought.hysteresis < asked.hysteresis) tellHysteresis(bound, thought, used, name(), report)
  return used
}

const exceeds = (quorum: number, name: string, total: number): string =>
  `Warning - quorum ${quorum} for ${name} exceeds total weight of real servers ${total}, reducing quorum to ${total}`

const reaches = (hysteresis: number, name: string, quorum: number): string =>
  `Virtual server ${name}: hysteresis ${hysteresis} >= quorum ${quorum}; setting hysteresis to ${(quorum - 1) >>> 0}`

function tellNoWeight(bound: BoundVirtualServer, name: string, report: Report): void {
  const { quorum, hysteresis } = bound.values
  tellKeyword(report, bound.statement, {
    code: 'no-weight',
    severity: 'error',
    message: 'All real servers of this service have weight 0',
    hint: 'The service never has its quorum. Give at least one server a weight.',
    keepalived: saysAtEnd(exceeds(quorum, name, 0), reaches(hysteresis, name, 0)),
  })
}

function tellQuorum(bound: BoundVirtualServer, total: number, used: Quorum, name: string, report: Report): void {
  tellValues(report, statementOf(bound, 'quorum') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `The quorum is greater than the total weight of the real servers, ${total}`,
    hint: `${used.quorum} is used instead, as in keepalived.`,
    keepalived: saysAtEnd(exceeds(bound.values.quorum, name, total)),
  })
}

function tellHysteresis(
  bound: BoundVirtualServer,
  { quorum }: Quorum,
  used: Quorum,
  name: string,
  report: Report,
): void {
  tellValues(report, statementOf(bound, 'hysteresis') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `The hysteresis must be less than the quorum, ${quorum}`,
    hint: `${used.hysteresis} is used instead, as in keepalived.`,
    keepalived: saysAtEnd(reaches(bound.values.hysteresis, name, quorum)),
  })
}
