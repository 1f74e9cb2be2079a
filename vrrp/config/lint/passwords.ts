// What a password of VRRP protects, and what not. Passwords are compared here, and never shown.

import { statementOf } from '../../../config/schema/block.js'
import { spanOfStatement, tellKeyword } from '../../../config/schema/cursor.js'
import type { Report } from '../../../config/diagnostic.js'
import type { BoundInstance } from '../instance.js'
import type { VrrpRule } from './rule.js'

interface Use {
  readonly bound: BoundInstance
  readonly interface: string | undefined
}

export const checkPasswords: VrrpRule = ({ made }, report) => {
  const users = new Map<string, Use>()
  let said = false
  for (const [bound, config] of made) {
    const { authentication } = config
    if (authentication.type === 'none') continue
    // Once in a file: it is the same for all.
    if (authentication.type === 'pass' && !said) {
      said = true
      tellCleartext(bound, report)
    }
    const first = users.get(authentication.key)
    if (first === undefined) users.set(authentication.key, { bound, interface: config.interface })
    else if (first.interface !== config.interface) tellShared(bound, first.bound, report)
  }
}

function tellCleartext(bound: BoundInstance, report: Report): void {
  tellKeyword(report, lineOf(bound, 'authType'), {
    code: 'cleartext-password',
    severity: 'hint',
    message: '`auth_type PASS` sends the password in clear text with every advert',
    hint: 'It keeps routers apart that were configured by mistake, and nobody with access to the network out: `auth_hmac` does that.',
  })
}

function tellShared(bound: BoundInstance, first: BoundInstance, report: Report): void {
  tellKeyword(report, lineOf(bound, 'authPass'), {
    code: 'same-password',
    severity: 'hint',
    message: `\`${first.header}\` on another interface has the same password`,
    hint: 'Whoever listens on one network can then take the addresses of the other. Use a password for each network.',
    related: [{ message: 'the other one', span: spanOfStatement(lineOf(first, 'authPass')) }],
  })
}

function lineOf(bound: BoundInstance, field: 'authType' | 'authPass'): BoundInstance['statement'] {
  const block = bound.values.authentication.findLast((one) => one.values[field] !== undefined)
  return block === undefined ? bound.statement : (statementOf(block, field) ?? block.statement)
}
