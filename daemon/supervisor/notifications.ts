// What one change of state of a virtual router or sync group sets off: scripts in order, and a mail.
// Pure: reads the configuration, starts and sends nothing.

import type { ScriptCommand } from '../../config/global-model.js'
import type { RunnableConfig } from '../../healthcheck/config/model.js'
import type { NotifyConfig, VrrpConfig } from '../../vrrp/config/model.js'
import type { FromChild } from '../ipc/messages.js'

export type VrrpStateMessage = Extract<FromChild, { kind: 'vrrpState' }>

export interface Letter {
  readonly subject: string
  readonly body: string
}

/** What an instance and a group have in common here. */
export interface NotifySubject {
  readonly notify: NotifyConfig
  readonly smtpAlert: boolean
}

/** The instance or group a message is about; undefined when the configuration has none of that name. */
export function subjectOf(config: VrrpConfig, message: VrrpStateMessage): NotifySubject | undefined {
  const all: readonly (NotifySubject & { readonly name: string })[] =
    message.subject === 'INSTANCE' ? config.instances : config.syncGroups
  return all.find((one) => one.name === message.name)
}

/** keepalived has no script of its own for a deleted instance without notify_deleted: FAULT is notified then. */
const SPECIFIC: Readonly<Record<VrrpStateMessage['state'], keyof NotifyConfig | undefined>> = {
  MASTER: 'master',
  BACKUP: 'backup',
  FAULT: 'fault',
  STOP: 'stop',
  DELETED: undefined,
}

/**
 * Scripts for a change, in the order in which they run: the state's own without further arguments, then the generic one
 * with `INSTANCE|GROUP name state priority` appended (NTF-01).
 */
export function scriptsFor(notify: NotifyConfig, message: VrrpStateMessage): ScriptCommand[] {
  const key = SPECIFIC[message.state]
  const specific = key === undefined ? undefined : notify[key]
  const generic = notify.any
  const scripts: ScriptCommand[] = []
  if (specific !== undefined) scripts.push(specific)
  if (generic !== undefined) {
    const told = [message.subject, message.name, message.state, String(message.priority)]
    scripts.push({ ...generic, argv: [...generic.argv, ...told] })
  }
  return scripts
}

/** Subject (without the router id) and body of the mail about a change; undefined when there is none for it. */
export function letterFor(message: VrrpStateMessage): Letter | undefined {
  const { name, state } = message
  if (message.subject === 'GROUP') {
    if (state === 'DELETED') return undefined
    if (state === 'STOP')
      return { subject: `VRRP Group ${name} - Stopping`, body: '=> All VRRP group instances are now stopping <=' }
    return {
      subject: `VRRP Group ${name} - Entering ${state} state`,
      body: `=> All VRRP group instances are now in ${state} state <=`,
    }
  }
  switch (state) {
    case 'MASTER':
      return {
        subject: `VRRP Instance ${name} - Entering MASTER state`,
        body: '=> VRRP Instance is now owning VRRP VIPs <=',
      }
    case 'BACKUP':
    case 'FAULT':
      return {
        subject: `VRRP Instance ${name} - Entering ${state} state`,
        body: '=> VRRP Instance is no longer owning VRRP VIPs <=',
      }
    case 'STOP':
      return { subject: `VRRP Instance ${name} - Stopping`, body: '=> VRRP Instance stopping <=' }
    case 'DELETED':
      return { subject: `VRRP Instance ${name} - Deleted`, body: '=> VRRP Deleted at reload <=' }
  }
}

/** Every command a configuration may make the supervisor run, for checks when it comes into force. */
export function configuredCommands(vrrp: VrrpConfig, healthcheck: RunnableConfig): ScriptCommand[] {
  const subjects: readonly NotifySubject[] = [...vrrp.instances, ...vrrp.syncGroups]
  const all = [
    ...subjects.flatMap(({ notify }) => [notify.master, notify.backup, notify.fault, notify.stop, notify.any]),
    ...healthcheck.virtualServers.flatMap((service) => [
      service.quorumUp,
      service.quorumDown,
      ...service.realServers.flatMap((server) => [server.notifyUp, server.notifyDown]),
    ]),
  ]
  return all.filter((command) => command !== undefined)
}
