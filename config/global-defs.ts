// The global_defs block: its keywords, and the values every process shares. Defaults for VRRP instances and checks are bound
// here too and handed to those who merge them; what they mean is not known here.

import type { Report } from './diagnostic.js'
import type { GlobalConfig, ScriptUser } from './global-model.js'
import type { Arg } from './schema/arg.js'
import {
  boolean,
  integer,
  interfaceName,
  multicastGroup4,
  oneOf,
  parseInteger,
  raisedToOne,
  seconds,
  string,
  wholeSeconds,
} from './schema/args.js'
import { block, statementOf, type Bound, type Infer } from './schema/block.js'
import { tellKeyword, tellValues, type Cursor } from './schema/cursor.js'
import { blocks, flag, keyword, words } from './schema/keyword.js'
import { userOf } from './schema/script.js'
import { parseIpAddress } from './values/ip.js'
import { Seconds, type Duration } from './values/time.js'

interface MailServer {
  readonly host: string
  readonly port: number
}

/** HOST [PORT]; HOST is an address or a name (which is not looked up here). */
const mailServer = (): Arg<MailServer> => ({
  expects: 'an address or host name, and optionally a port',
  read: (cursor) => {
    const host = cursor.word
    if (host === '' || (/^[0-9.]+$|:/.test(host) && parseIpAddress(host) === undefined)) return undefined
    if (!cursor.next()) return { host, port: 25 }
    const port = parseInteger(cursor.word)
    return port !== undefined && port >= 1 && port <= 65535 ? { host, port } : undefined
  },
})

/** USER [GROUP] */
const scriptUser = (): Arg<ScriptUser> => ({
  expects: 'a user, and optionally a group',
  read: (cursor) => {
    const user = cursor.word
    return user === '' ? undefined : userOf(user, cursor.next() ? cursor.word : undefined)
  },
})

/** A valid minimum gap is bound only to be reported: keeping one is not supported yet. */
const unsupportedGap = (): Arg<Duration> => {
  const gap = seconds(1e-6, 4294.967295)
  return {
    expects: gap.expects,
    read: (cursor) => {
      const value = gap.read(cursor)
      if (value !== undefined) tellGap(cursor)
      return value
    },
  }
}

const tellGap = (cursor: Cursor): void => {
  tellKeyword(cursor.report, cursor.statement, {
    code: 'not-enforced-yet',
    severity: 'warning',
    message: `\`${cursor.statement.keyword}\` is read, but not enforced yet`,
    hint: 'Announcements are sent without a gap between them.',
  })
}

const largest = {
  hint: 'The longest counts, as in keepalived.',
  choose: (before: Duration, next: Duration): Duration => (before > next ? before : next),
}
const counter = 4294967295

export const globalDefs = block('global_defs', {
  notificationEmail: words('notification_email', string('a mail address')),
  notificationEmailFrom: keyword('notification_email_from', string('a mail address'), { surplus: 'refused' }),
  smtpServer: keyword('smtp_server', mailServer()),
  smtpHeloName: keyword('smtp_helo_name', string('a name')),
  smtpConnectTimeout: keyword('smtp_connect_timeout', raisedToOne(integer(0, 4294)), { default: 30 }),
  routerId: keyword('router_id', string('a name')),
  smtpAlert: keyword('smtp_alert', boolean(), { bare: true }),
  smtpAlertVrrp: keyword('smtp_alert_vrrp', boolean(), { bare: true }),
  smtpAlertChecker: keyword('smtp_alert_checker', boolean(), { bare: true }),
  scriptUser: keyword('script_user', scriptUser()),
  enableScriptSecurity: flag('enable_script_security'),
  defaultInterface: keyword('default_interface', interfaceName()),
  multicastGroup4: keyword('vrrp_mcast_group4', multicastGroup4()),
  startupDelay: keyword('vrrp_startup_delay', seconds(0.001, 4294.967295), { merge: largest }),
  vrrpVersion: keyword('vrrp_version', oneOf(['2', '3']), { default: '2' }),
  vrrpStrict: keyword('vrrp_strict', boolean(), { bare: true, default: false }),
  garpMasterDelay: keyword('vrrp_garp_master_delay', wholeSeconds(0, 4294)),
  garpMasterRepeat: keyword('vrrp_garp_master_repeat', raisedToOne(integer(0, counter))),
  garpMasterRefresh: keyword('vrrp_garp_master_refresh', wholeSeconds(0, counter), { wrong: Seconds(0) }),
  garpMasterRefreshRepeat: keyword('vrrp_garp_master_refresh_repeat', raisedToOne(integer(0, counter))),
  garpLowerPrioDelay: keyword('vrrp_garp_lower_prio_delay', wholeSeconds(0, 4294)),
  garpLowerPrioRepeat: keyword('vrrp_garp_lower_prio_repeat', integer(0, 2147483647)),
  garpInterval: keyword('vrrp_garp_interval', unsupportedGap()),
  gnaInterval: keyword('vrrp_gna_interval', unsupportedGap()),
  minGarp: keyword('vrrp_min_garp', boolean(), { bare: true, default: false }),
  skipCheckAdvAddr: keyword('vrrp_skip_check_adv_addr', boolean(), { bare: true, default: false }),
  higherPrioSendAdvert: keyword('vrrp_higher_prio_send_advert', boolean(), { bare: true, default: false }),
  lowerPrioNoAdvert: keyword('vrrp_lower_prio_no_advert', boolean(), { bare: true, default: false }),
  downTimerAdverts: keyword('vrrp_down_timer_adverts', integer(1, 100), { default: 3 }),
})

/** The keywords of the top level that concern the daemon as a whole. */
export const globalTopLevel = {
  childWaitTime: keyword('child_wait_time', wholeSeconds(0, 4294967295), { default: Seconds(5) }),
  globalDefs: blocks(globalDefs),
}

export type GlobalValues = Infer<typeof globalDefs>

/** global_defs without any keyword: what holds when a file has no such block. */
export const noGlobalValues = Object.freeze({
  ...globalDefs.template,
  ...Object.fromEntries(globalDefs.initials.map(({ name, value }) => [name, value])),
}) as unknown as GlobalValues

/** The shared values; `hostName` stands in for an absent router_id. */
export function globalConfig(values: GlobalValues, childWaitTime: Duration, hostName: string): GlobalConfig {
  return {
    routerId: values.routerId ?? hostName,
    mail: {
      to: (values.notificationEmail ?? []).map((entry) => entry.value),
      from: values.notificationEmailFrom,
      server: values.smtpServer,
      heloName: values.smtpHeloName,
      connectTimeout: Seconds(values.smtpConnectTimeout),
    },
    smtpAlert: values.smtpAlert,
    smtpAlertVrrp: values.smtpAlertVrrp,
    smtpAlertChecker: values.smtpAlertChecker,
    scriptUser: values.scriptUser,
    enableScriptSecurity: values.enableScriptSecurity,
    childWaitTime,
  }
}

/** Complains about what does not depend on other blocks. */
export function checkGlobalDefs(bound: Bound<GlobalValues>, report: Report): void {
  const { values } = bound
  const list = statementOf(bound, 'notificationEmail')
  if (list !== undefined && values.notificationEmail?.length === 0) {
    tellKeyword(report, list, {
      code: 'empty-block',
      severity: 'warning',
      message: '`notification_email` names nobody',
      hint: 'No mail is sent. Name somebody, or remove the block.',
    })
  }
  const version = values.vrrpVersion === '3' ? statementOf(bound, 'vrrpVersion') : undefined
  if (version !== undefined) {
    tellValues(report, version, {
      code: 'not-enforced-yet',
      severity: 'warning',
      message: 'VRRP version 3 is read, but not enforced yet',
      hint: 'Instances that do not say `version 2` themselves are left out.',
    })
  }
  const strict = values.vrrpStrict ? statementOf(bound, 'vrrpStrict') : undefined
  if (strict !== undefined) {
    tellKeyword(report, strict, {
      code: 'not-enforced-yet',
      severity: 'warning',
      message: '`vrrp_strict` is read, but not enforced yet',
      hint: 'Of its rules only one is followed: instances do without authentication.',
    })
  }
}
