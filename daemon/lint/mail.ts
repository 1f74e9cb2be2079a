// smtp_alert asks for mail, but mail needs a server and somebody to write to: keepalived then sends none and says nothing.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { statementOf } from '../../config/schema/block.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import type { Span } from '../../config/source.js'
import type { LintRule, Whole } from './whole.js'

/** Reports the first smtp_alert of an instance, group or service that cannot lead to mail. */
export const checkMail: LintRule = (whole, report) => {
  const { globals } = whole
  const recipients = globals.notificationEmail?.length ?? 0
  if (globals.smtpServer !== undefined && recipients > 0) return
  const place = inVrrp(whole) ?? inServices(whole)
  if (place !== undefined) tellNoMail(globals, place, report)
}

function inVrrp({ root }: Whole): Span | undefined {
  const all = [...root.values.syncGroups, ...root.values.instances]
  const first = all.find((bound) => bound.values.smtpAlert === true)
  const statement = first === undefined ? undefined : statementOf<{ smtpAlert: unknown }, unknown>(first, 'smtpAlert')
  return statement === undefined ? undefined : spanOfStatement(statement)
}

/** That of all services together is told with the first of them. */
function inServices({ services }: Whole): Span | undefined {
  const index = services.full.findIndex((service) => service.smtpAlert)
  return index < 0 ? undefined : services.places[index]
}

const tellNoMail = (globals: GlobalValues, span: Span, report: Report): void => {
  report({
    code: 'no-mail',
    severity: 'warning',
    message: `No mail is sent: ${globals.smtpServer === undefined ? '`smtp_server` is' : '`notification_email` is'} not set`,
    hint: 'Set `smtp_server` and `notification_email` in `global_defs`.',
    span,
    related: [],
  })
}
