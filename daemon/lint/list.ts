// All rules across features, one line each. Rules inside one feature are in its own config folder.

import { checkReferences } from './check-references.js'
import { checkMail } from './mail.js'
import { checkScriptSecurity } from './script-security.js'
import { checkServerAddresses, checkServiceAddresses } from './service-addresses.js'
import { checkSyncDaemon } from './sync-daemon.js'
import { checkUnusedBlocks } from './unused-blocks.js'
import type { LintRule } from './whole.js'

export const lintRules: readonly LintRule[] = [
  checkMail,
  checkServiceAddresses,
  checkServerAddresses,
  checkScriptSecurity,
  checkSyncDaemon,
  checkReferences,
  checkUnusedBlocks,
]
