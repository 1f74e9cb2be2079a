// Scripts, and nothing said of who may run them: they then run as root, even when others can write to them. keepalived says so at run time,
// and only where the scripts exist.

import { firstCommand } from './commands.js'
import type { LintRule } from './whole.js'

export const checkScriptSecurity: LintRule = (whole, report) => {
  const { enableScriptSecurity, scriptUser } = whole.globals
  if (enableScriptSecurity || scriptUser !== undefined) return
  const first = firstCommand(whole)
  if (first === undefined) return
  report({
    code: 'script-security',
    severity: 'hint',
    message: 'Scripts are run, and neither `script_user` nor `enable_script_security` is set',
    hint: 'They run as `keepalived_script` if that user exists, else as root, whoever can write to them. Add both to `global_defs`.',
    span: first.place,
    related: [],
  })
}
