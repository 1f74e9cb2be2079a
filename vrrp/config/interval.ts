// How often an instance advertises: what its version can say on the wire (TMR-01).

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellValues } from '../../config/schema/cursor.js'
import { Milliseconds, Seconds, type Duration } from '../../config/values/time.js'
import type { BoundInstance } from './instance.js'
import type { VrrpVersion } from './model.js'

/** Twelve bits of centiseconds. */
const LONGEST_V3 = 40.95

export function intervalOf(bound: BoundInstance, version: VrrpVersion, report: Report): Duration {
  return version === 2 ? wholeInterval(bound, report) : fineInterval(bound, report)
}

/** Version 2 knows whole seconds only: half a second and more is rounded up, and 0 is raised to 1. */
function wholeInterval(bound: BoundInstance, report: Report): Duration {
  const asked = bound.values.advertInterval / 1000
  const used = Math.max(1, Math.round(asked))
  if (used !== asked) {
    tellAdjusted(bound, report, {
      message: `VRRP version 2 cannot advertise every ${asked} seconds: the interval must be a whole number`,
      hint: `${used} is used instead, as in keepalived. Version 3 can: \`version 3\` on all routers.`,
      says: `VRRPv2 advertisement interval ${asked.toFixed(6)}s must be an integer. rounding`,
    })
  }
  return Seconds(used)
}

/** Version 3 knows hundredths of a second, up to 40.95. */
function fineInterval(bound: BoundInstance, report: Report): Duration {
  const asked = bound.values.advertInterval / 1000
  if (asked >= LONGEST_V3 + 0.01) {
    tellAdjusted(bound, report, {
      message: `VRRP version 3 cannot advertise every ${asked} seconds: ${LONGEST_V3} is the longest`,
      hint: `${LONGEST_V3} is used instead, as in keepalived.`,
      says: `VRRPv3 advertisement interval ${asked.toFixed(2)}s is out of range. Must be less than 40.96s. Setting to 40.95s`,
    })
    return Seconds(LONGEST_V3)
  }
  const used = Math.min(4095, Math.max(1, Math.round(asked * 100)))
  if (Math.abs(used - asked * 100) > 1e-6) {
    tellAdjusted(bound, report, {
      message: `VRRP version 3 cannot advertise every ${asked} seconds: the interval is counted in hundredths`,
      hint: `${used / 100} is used instead, as in keepalived.`,
      says: `VRRPv3 advertisement interval ${asked.toFixed(6)}s must be in units of 10ms - rounding`,
    })
  }
  return Milliseconds(used * 10)
}

interface Adjustment {
  readonly message: string
  readonly hint: string
  readonly says: string
}

function tellAdjusted(bound: BoundInstance, report: Report, { message, hint, says }: Adjustment): void {
  const statement = statementOf(bound, 'advertInterval')
  if (statement === undefined) return
  tellValues(report, statement, {
    code: 'adjusted-value',
    severity: 'error',
    message,
    hint,
    keepalived: saysAtEnd(`(${bound.header}) ${says}`),
  })
}
