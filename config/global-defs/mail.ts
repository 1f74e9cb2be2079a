// Keywords of global_defs about mail: where it goes, and what it is sent for.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { anyWord, integer, parseInteger, raisedToOne, string } from '../schema/args.js'
import type { Cursor } from '../schema/cursor.js'
import { flag, keyword, words } from '../schema/keyword.js'
import { integerFault } from '../schema/numbers.js'
import { parseIpAddress } from '../values/ip.js'
import { onOff, onOffOrUnset } from './fields.js'

export interface MailServer {
  /** An address or a name, which is looked up when mail is sent. */
  readonly host: string
  /** 1–65535 */
  readonly port: number
}

const SMTP_PORT = 25

/** HOST [PORT]; HOST is an address or a name (which is not looked up here). */
const mailServer = (): Arg<MailServer> => ({
  expects: 'an address or host name, and optionally a port',
  read: (cursor) => {
    const host = cursor.word
    const { start, end } = cursor
    const isHost = host !== '' && (!/^[0-9.]+$|:/.test(host) || parseIpAddress(host) !== undefined)
    if (!cursor.next()) return isHost ? { host, port: SMTP_PORT } : undefined
    const fault = integerFault(cursor.word, 1, 65535, 'unsigned')
    if (fault !== undefined) return tellPort(cursor, host, fault)
    if (isHost) return { host, port: parseInteger(cursor.word) ?? SMTP_PORT }
    Object.assign(cursor, { word: host, start, end })
    return undefined
  },
})

function tellPort(cursor: Cursor, host: string, fault: string): undefined {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not a port: a whole number from 1 to 65535 is expected`,
    hint: 'The line is ignored, as in keepalived: no mail is sent.',
    keepalived: says(fault, `Invalid smtp server ${host} ${cursor.word}`),
  })
  return undefined
}

const timeoutSays = (word: string): string => `smtp_connect_timeout '${word}' must be in [0, 4294] - ignoring`

export const mailFields = {
  notificationEmail: words('notification_email', string('a mail address')),
  notificationEmailFrom: keyword('notification_email_from', string('a mail address'), {
    surplus: 'reported',
    saysMissing: () => 'emailfrom missing - ignoring',
    saysSurplus: (word) => `emailfrom - ignoring extra entries '${word}' ...`,
  }),
  smtpServer: keyword('smtp_server', mailServer(), { says: (word) => `Invalid smtp server ${word} ${SMTP_PORT}` }),
  smtpHeloName: keyword('smtp_helo_name', string('a name'), { saysMissing: () => undefined }),
  /** Whole seconds. */
  smtpConnectTimeout: keyword(
    'smtp_connect_timeout',
    raisedToOne(integer(0, 4294), 'smtp_conect_timeout must be greater than 0, setting to 1'),
    { default: 30, says: timeoutSays },
  ),
  routerId: keyword('router_id', anyWord('a name'), { saysMissing: () => 'routerid name missing - ignoring' }),
  smtpAlert: onOffOrUnset('smtp_alert'),
  smtpAlertVrrp: onOffOrUnset('smtp_alert_vrrp'),
  smtpAlertChecker: onOffOrUnset('smtp_alert_checker'),
  noEmailFaults: flag('no_email_faults', { notYet: 'Mail is sent for changes to FAULT, too.' }),
  noCheckerEmails: onOff('no_checker_emails', {
    notYet: 'Mail is sent for servers as without it.',
  }),
}
