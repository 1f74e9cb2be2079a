// smtp_alert asks for mail, but mail needs a server and somebody to write to: keepalived then sends none and says nothing.

import { statementOf } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import type { LintRule } from './whole.js'

/** Reports the first smtp_alert of an instance or group that cannot lead to mail. */
export const checkMail: LintRule = ({ root, globals }, report) => {
  const recipients = globals.notificationEmail?.length ?? 0
  if (globals.smtpServer !== undefined && recipients > 0) return
  const all = [...root.values.syncGroups, ...root.values.instances]
  const first = all.find((bound) => bound.values.smtpAlert === true)
  const statement = first === undefined ? undefined : statementOf<{ smtpAlert: unknown }, unknown>(first, 'smtpAlert')
  if (statement === undefined) return
  tellKeyword(report, statement, {
    code: 'no-mail',
    severity: 'warning',
    message: `No mail is sent: ${globals.smtpServer === undefined ? '`smtp_server` is' : '`notification_email` is'} not set`,
    hint: 'Set `smtp_server` and `notification_email` in `global_defs`.',
  })
}
