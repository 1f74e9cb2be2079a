// All rules across features, one line each. Rules inside one feature are in its own config folder.

import { checkMail } from './mail.js'
import type { LintRule } from './whole.js'

export const lintRules: readonly LintRule[] = [checkMail]
