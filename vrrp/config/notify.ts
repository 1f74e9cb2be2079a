// The notification keywords that instances and sync groups share.

import { boolean } from '../../config/schema/args.js'
import { keyword } from '../../config/schema/keyword.js'
import { script } from '../../config/schema/script.js'
import type { ScriptCommand } from '../../config/global-model.js'
import type { GlobalValues } from '../../config/global-defs.js'
import type { NotifyConfig } from './model.js'

/** Fields of a block's table. A second script of a kind is refused. */
export const notifyFields = () => ({
  notifyMaster: keyword('notify_master', script(), { repeat: 'first' }),
  notifyBackup: keyword('notify_backup', script(), { repeat: 'first' }),
  notifyFault: keyword('notify_fault', script(), { repeat: 'first' }),
  notifyStop: keyword('notify_stop', script(), { repeat: 'first' }),
  notify: keyword('notify', script(), { repeat: 'first' }),
  smtpAlert: keyword('smtp_alert', boolean(), { bare: true }),
})

interface NotifyValues {
  readonly notifyMaster: ScriptCommand | undefined
  readonly notifyBackup: ScriptCommand | undefined
  readonly notifyFault: ScriptCommand | undefined
  readonly notifyStop: ScriptCommand | undefined
  readonly notify: ScriptCommand | undefined
  readonly smtpAlert: boolean | undefined
}

export const notifyConfig = (values: NotifyValues): NotifyConfig => ({
  master: values.notifyMaster,
  backup: values.notifyBackup,
  fault: values.notifyFault,
  stop: values.notifyStop,
  any: values.notify,
})

/** Own setting, else the one for VRRP, else the general one, else off. */
export const effectiveSmtpAlert = (values: NotifyValues, globals: GlobalValues): boolean =>
  values.smtpAlert ?? globals.smtpAlertVrrp ?? globals.smtpAlert ?? false
