// smtp_alert asks for mail, but mail needs a server and somebody to write to: keepalived then sends none and says nothing.

import type { Report } from '../config/diagnostic.js'
import type { GlobalValues } from '../config/global-defs.js'
import { statementOf, type Bound } from '../config/schema/block.js'
import { tellKeyword } from '../config/schema/cursor.js'

interface Alerting {
  readonly smtpAlert: boolean | undefined
}

/** Reports the first smtp_alert of an instance or group that cannot lead to mail. */
export function checkMail(globals: GlobalValues, all: readonly Bound<Alerting, unknown>[], report: Report): void {
  const recipients = globals.notificationEmail?.length ?? 0
  if (globals.smtpServer !== undefined && recipients > 0) return
  const first = all.find((bound) => bound.values.smtpAlert === true)
  const statement = first === undefined ? undefined : statementOf(first, 'smtpAlert')
  if (statement === undefined) return
  tellKeyword(report, statement, {
    code: 'no-mail',
    severity: 'warning',
    message: `No mail is sent: ${globals.smtpServer === undefined ? '`smtp_server` is' : '`notification_email` is'} not set`,
    hint: 'Set `smtp_server` and `notification_email` in `global_defs`.',
  })
}
