// Strict mode keeps to the standards, one of which says that only the owner of an address takes packets to it.

import { statementOf } from '../../../config/schema/block.js'
import { tellKeyword } from '../../../config/schema/cursor.js'
import { OWNER } from '../election.js'
import type { VrrpRule } from './rule.js'

/** Said once in a file: it is one setting in `global_defs` as a rule. */
export const checkStrict: VrrpRule = ({ made }, report) => {
  for (const [bound, config] of made) {
    const { strict, accept } = config.unenforced
    const unasked = bound.values.accept !== false
    if (!strict || accept || !unasked || config.priority === OWNER) continue
    tellKeyword(report, statementOf(bound, 'strictMode') ?? bound.statement, {
      code: 'strict-no-accept',
      severity: 'warning',
      message: `In strict mode the virtual addresses of \`${bound.header}\` do not answer: packets to them are dropped`,
      hint:
        config.version === 2
          ? 'keepalived drops them while master. Without strict mode the addresses can be reached.'
          : 'keepalived drops them while master. Add `accept`, or do without strict mode.',
    })
    return
  }
}
