// `lvs-ha check --live`: whether this machine has what a file asks for. Looks and changes nothing; needs no rights, but sees more with them.

import type { Diagnostic } from '../../config/diagnostic.js'
import type { Source } from '../../config/source.js'
import type { Whole } from '../lint/whole.js'
import { checkCertificates, checkKeyFiles, checkTrackedFiles } from './files.js'
import { hostMachine } from './host.js'
import { checkInstanceInterfaces, checkInterfaces } from './interfaces.js'
import { checkKernel } from './kernel.js'
import { checkAdvertLength, checkRights } from './limits.js'
import type { Machine } from './machine.js'
import { checkDaemons, checkHeldAddresses } from './presence.js'
import type { LiveRule } from './rule.js'
import { checkScripts } from './scripts.js'
import { checkAnswers, checkBinding, checkForwarding, checkSourceFilter } from './settings.js'
import { checkUsers } from './users.js'

/** All rules about the machine, one line each. */
const liveRules: readonly LiveRule[] = [
  checkInterfaces,
  checkInstanceInterfaces,
  checkScripts,
  checkUsers,
  checkKeyFiles,
  checkCertificates,
  checkTrackedFiles,
  checkKernel,
  checkForwarding,
  checkSourceFilter,
  checkAnswers,
  checkBinding,
  checkHeldAddresses,
  checkDaemons,
  checkAdvertLength,
  checkRights,
]

/** What this machine lacks. `sources` are the files as they were read. */
export const checkLive = (whole: Whole, _sources: readonly Source[]): readonly Diagnostic[] =>
  checkMachine(whole, hostMachine())

export function checkMachine(whole: Whole, machine: Machine): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const rule of liveRules) rule(whole, machine, (diagnostic) => void found.push(diagnostic))
  return found
}
