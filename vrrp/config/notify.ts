// The notification keywords that instances and sync groups share.

import { boolean } from '../../config/schema/args.js'
import { keyword } from '../../config/schema/keyword.js'
import { script } from '../../config/schema/script.js'
import type { ScriptCommand } from '../../config/global-model.js'
import type { GlobalValues } from '../../config/global-defs.js'
import type { NotifyConfig } from './model.js'
import { named } from './wording.js'

/** Fields of a block's table. A second script of a kind is refused. `kind` is the block's name in keepalived's messages. */
export const notifyFields = (kind: 'vrrp_instance' | 'vrrp_group') => ({
  notifyMaster: keyword('notify_master', script(), once(kind, 'notify_master')),
  notifyBackup: keyword('notify_backup', script(), once(kind, 'notify_backup')),
  notifyFault: keyword('notify_fault', script(), once(kind, 'notify_fault')),
  notifyStop: keyword('notify_stop', script(), once(kind, 'notify_stop')),
  notify: keyword('notify', script(), once(kind, 'notify')),
  smtpAlert: keyword('smtp_alert', boolean(), {
    bare: true,
    says: (word) => `Invalid ${kind} smtp_alert parameter ${word}`,
  }),
  notifyPriorityChanges: keyword('notify_priority_changes', boolean(), {
    bare: true,
    notYet: 'Nothing is written when the priority changes.',
    notYetIf: (value) => value,
    says: named(
      (word) =>
        `Invalid value '${word}' for ${kind === 'vrrp_group' ? 'sync group ' : ''}notify_priority_changes specified`,
    ),
  }),
})

/** A keyword for one script: the first stays. */
const once = (kind: 'vrrp_instance' | 'vrrp_group', name: string) => ({
  repeat: 'first' as const,
  saysRepeated: (word: string, _before: ScriptCommand, header: unknown): string => {
    const who = kind === 'vrrp_instance' ? `(${String(header)})` : `vrrp group ${String(header)}:`
    return `${who} ${name} script already specified - ignoring ${word}`
  },
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
