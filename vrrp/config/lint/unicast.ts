// Unicast between routers: adverts that go to oneself, and adverts that are taken from anybody.

import type { Report } from '../../../config/diagnostic.js'
import { statementOf } from '../../../config/schema/block.js'
import { spanOfStatement, tellAt, tellKeyword } from '../../../config/schema/cursor.js'
import type { BoundInstance } from '../instance.js'
import type { InstanceConfig } from '../model.js'
import type { VrrpRule } from './rule.js'

export const checkUnicast: VrrpRule = ({ made }, report) => {
  for (const [bound, config] of made) {
    if (config.unenforced.unicast === undefined) continue
    checkOwnAddress(bound, config, report)
    checkSender(bound, config, report)
  }
}

/** The same file on both routers. */
function checkOwnAddress(bound: BoundInstance, { sourceAddress }: InstanceConfig, report: Report): void {
  const source = statementOf(bound, 'sourceAddress')
  if (source === undefined || sourceAddress === undefined) return
  const entry = bound.values.unicastPeers.find(({ value }) => value.address === sourceAddress)
  if (entry === undefined) return
  tellAt(report, entry.statement, entry.start, entry.end, {
    code: 'own-address-as-peer',
    severity: 'warning',
    message: `\`${sourceAddress}\` is this router's own address`,
    hint: 'Adverts to it reach nobody else. List the other routers only: each router has a list of its own.',
    related: [{ message: 'the own address', span: spanOfStatement(source) }],
  })
}

/** Unlike multicast, unicast adverts may come from anywhere. */
function checkSender(bound: BoundInstance, { authentication, unenforced }: InstanceConfig, report: Report): void {
  if (authentication.type !== 'none' || unenforced.hmac !== undefined) return
  if (unenforced.unicast?.checkSource !== false) return
  tellKeyword(report, statementOf(bound, 'unicastPeers') ?? bound.statement, {
    code: 'open-unicast',
    severity: 'hint',
    message: 'Adverts are taken from any address that can reach this machine',
    hint: 'Add `check_unicast_src`, which takes those of the peers only, or `auth_hmac`.',
  })
}
