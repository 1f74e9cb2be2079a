// Quorums that keepalived accepts and that do not do what they look like.

import type { Report } from '../../../config/diagnostic.js'
import { statementOf } from '../../../config/schema/block.js'
import { tellValues } from '../../../config/schema/cursor.js'
import { weightOf } from '../quorum.js'
import type { Settings } from '../service.js'
import type { BoundVirtualServer } from '../virtual-server.js'

export function lintQuorum(bound: BoundVirtualServer, settings: Settings, report: Report): void {
  const { quorum, hysteresis, realServers } = settings
  if (quorum === 1 && hysteresis === 0) return
  const total = weightOf(realServers)
  if (total === 0 || bound.values.quorum > total) return
  if (quorum + hysteresis > total) {
    tellUnreachable(bound, quorum, hysteresis, total, report)
    return
  }
  const weights = realServers.map(({ weight }) => weight).filter((weight) => weight > 0)
  if (weights.length > 1 && total - Math.min(...weights) < quorum - hysteresis) tellFragile(bound, total, report)
}

/** It is gained at quorum + hysteresis, so at the start already (QRM-02). */
function tellUnreachable(
  bound: BoundVirtualServer,
  quorum: number,
  hysteresis: number,
  total: number,
  report: Report,
): void {
  tellValues(report, statementOf(bound, 'hysteresis') ?? bound.statement, {
    code: 'unreachable-quorum',
    severity: 'warning',
    message: `The quorum is gained at ${quorum} + ${hysteresis} = ${quorum + hysteresis}, but all servers together weigh ${total}`,
    hint: 'The service never has its quorum, not even with every server up. Lower `hysteresis` or `quorum`.',
  })
}

function tellFragile(bound: BoundVirtualServer, total: number, report: Report): void {
  tellValues(report, statementOf(bound, 'quorum') ?? bound.statement, {
    code: 'fragile-quorum',
    severity: 'hint',
    message: `The failure of any one server takes the whole service down: all of them together weigh ${total}`,
    hint: 'Below its quorum a service sends nothing to the servers that are left. Usual is a quorum that some of them can reach.',
  })
}
