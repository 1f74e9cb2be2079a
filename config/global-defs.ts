// The global_defs block: all its keywords, and the values every process shares. Defaults for VRRP instances and checks are bound
// here too and handed to those who merge them; what they mean is not known here. The keywords stand in global-defs/, by what they
// are about.

import { fileFields } from './global-defs/files.js'
import { firewallFields } from './global-defs/firewall.js'
import { garpFields } from './global-defs/garp.js'
import { lvsFields } from './global-defs/lvs.js'
import { mailFields } from './global-defs/mail.js'
import { monitoringFields } from './global-defs/monitoring.js'
import { daemonFields } from './global-defs/namespaces.js'
import { processFields } from './global-defs/processes.js'
import { scriptFields } from './global-defs/scripts.js'
import { vrrpFields } from './global-defs/vrrp.js'
import type { GlobalConfig } from './global-model.js'
import { block, type Infer } from './schema/block.js'
import { blocks } from './schema/keyword.js'
import { Seconds, type Duration } from './values/time.js'

export const globalDefs = block('global_defs', {
  ...mailFields,
  ...scriptFields,
  ...processFields,
  ...vrrpFields,
  ...garpFields,
  ...lvsFields,
  ...firewallFields,
  ...monitoringFields,
  ...fileFields,
})

/** The keywords of the top level that concern the daemon as a whole. */
export const globalTopLevel = { ...daemonFields, globalDefs: blocks(globalDefs) }

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
