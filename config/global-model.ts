// The global_defs block as every process sees it, defaults applied. Made by global-defs.ts.

import type { Duration } from './values/time.js'

export interface GlobalConfig {
  /** router_id; the host name when absent. Appears in mail subjects. */
  readonly routerId: string
  readonly mail: MailConfig
  /** smtp_alert, smtp_alert_vrrp, smtp_alert_checker: undefined = not set. */
  readonly smtpAlert: boolean | undefined
  readonly smtpAlertVrrp: boolean | undefined
  readonly smtpAlertChecker: boolean | undefined
  /** script_user: who runs scripts that name nobody; undefined = keepalived_script if that user exists, else root. */
  readonly scriptUser: ScriptUser | undefined
  readonly enableScriptSecurity: boolean
  /** child_wait_time, default 5 s. */
  readonly childWaitTime: Duration
}

export interface MailConfig {
  /** notification_email */
  readonly to: readonly string[]
  /** notification_email_from; undefined = keepalived@<host name> */
  readonly from: string | undefined
  /** smtp_server; undefined = no mail is sent */
  readonly server: { readonly host: string; readonly port: number } | undefined
  /** smtp_helo_name; undefined = host name */
  readonly heloName: string | undefined
  /** smtp_connect_timeout, default 30 s */
  readonly connectTimeout: Duration
}

export interface ScriptUser {
  readonly user: string
  readonly group: string | undefined
}

/** A command as configured: words after quoting and escapes, no shell. */
export interface ScriptCommand {
  readonly argv: readonly string[]
  readonly runAs: ScriptUser | undefined
}
