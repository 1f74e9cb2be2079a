// Mail addresses in global_defs that keepalived takes, and that no mail will reach.

import type { Report } from '../diagnostic.js'
import type { GlobalValues } from '../global-defs.js'
import { statementOf, type Bound } from '../schema/block.js'
import { tellAt, tellValues, type Complaint } from '../schema/cursor.js'
import type { Statement } from '../tree.js'

/** Domains of the sample configuration that comes with keepalived; nobody has them. */
const sampleDomain = /@firewall\.loc>?$/i

/** Of sample addresses the first is told: where one has been copied, all have. */
export function checkMailAddresses(bound: Bound<GlobalValues>, report: Report): void {
  const from = bound.values.notificationEmailFrom
  const statement = statementOf(bound, 'notificationEmailFrom')
  const recipients = bound.values.notificationEmail ?? []
  const sample = recipients.find(({ value }) => sampleDomain.test(value))
  if (sample !== undefined) tellAt(report, sample.statement, sample.start, sample.end, fromSample(sample.value))
  if (from !== undefined && statement !== undefined) {
    if (!sampleDomain.test(from)) tellIncompleteSender(from, statement, report)
    else if (sample === undefined) tellValues(report, statement, fromSample(from))
  }
  for (const { value, statement: line, start, end } of recipients) {
    if (!value.includes('@')) tellAt(report, line, start, end, incomplete(value, 'the recipient', 'hint'))
  }
}

function tellIncompleteSender(from: string, statement: Statement, report: Report): void {
  if (!from.includes('@')) tellValues(report, statement, incomplete(from, '`notification_email_from`', 'warning'))
}

const fromSample = (address: string): Complaint => ({
  code: 'sample-mail-address',
  severity: 'hint',
  message: `\`${address}\` is from a sample configuration`,
  hint: 'Mail to and from it is lost. Write the address of somebody who reads it.',
})

const incomplete = (address: string, what: string, severity: 'hint' | 'warning'): Complaint => ({
  code: 'mail-address-without-domain',
  severity,
  message: `\`${address}\` has no \`@\`: ${what} is no complete mail address`,
  hint: 'Many servers refuse it. Write NAME@DOMAIN.',
})
