// All rules about VRRP that keepalived does not have, one line each.

import type { Report } from '../../../config/diagnostic.js'
import { checkAddresses, checkSharedAddresses } from './addresses.js'
import { checkPasswords } from './passwords.js'
import { checkGroups } from './groups.js'
import { checkOwner, checkTakeover } from './election.js'
import type { LintedVrrp, VrrpRule } from './rule.js'
import { checkStrict } from './strict.js'
import { checkUnicast } from './unicast.js'
import { checkWeights } from './weights.js'

const rules: readonly VrrpRule[] = [
  checkSharedAddresses,
  checkAddresses,
  checkOwner,
  checkTakeover,
  checkStrict,
  checkPasswords,
  checkUnicast,
  checkGroups,
  checkWeights,
]

export function lintVrrp(linted: LintedVrrp, report: Report): void {
  for (const rule of rules) rule(linted, report)
}
