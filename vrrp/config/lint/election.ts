// Settings of the election that often mean something else than they say: priority 255, and a takeover that takes long.

import { statementOf } from '../../../config/schema/block.js'
import { tellValues } from '../../../config/schema/cursor.js'
import { OWNER } from '../election.js'
import type { VrrpRule } from './rule.js'

/** 255 is not just the highest priority. */
export const checkOwner: VrrpRule = ({ made }, report) => {
  for (const [bound, config] of made) {
    const statement = statementOf(bound, 'priority')
    if (config.priority !== OWNER || statement === undefined) continue
    tellValues(report, statement, {
      code: 'owner-priority',
      severity: 'hint',
      message: 'Priority 255 says that this machine owns the virtual addresses: they are configured on its interface',
      hint: 'No tracked failure lowers it, and it takes over at once when it comes back. If the addresses only move between routers, use up to 254.',
    })
  }
}

/** Half a minute without service is seldom meant. */
const LONG = 30_000

export const checkTakeover: VrrpRule = ({ made }, report) => {
  for (const [bound, config] of made) {
    const { advertInterval: interval, downTimerAdverts, priority, version } = config
    const skew = ((256 - priority) / 256) * (version === 2 ? 1000 : interval)
    const wait = downTimerAdverts * interval + skew
    const statement = statementOf(bound, 'advertInterval') ?? statementOf(bound, 'downTimerAdverts')
    if (wait <= LONG || statement === undefined) continue
    tellValues(report, statement, {
      code: 'slow-takeover',
      severity: 'hint',
      message: `It takes ${Math.round(wait / 1000)} seconds until a backup notices that the master is gone`,
      hint: `It waits for ${downTimerAdverts} intervals of ${interval / 1000} seconds. Usual is an interval of 1 second.`,
    })
  }
}
