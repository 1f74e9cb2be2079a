// Keywords of global_defs about scripts: who runs them, whether that is safe, and the pipes and scripts that hear of every change.

import type { ScriptUser } from '../global-model.js'
import type { Arg } from '../schema/arg.js'
import { integer } from '../schema/args.js'
import { flag, keyword, type Field } from '../schema/keyword.js'
import { script, userOf } from '../schema/script.js'
import { onOff } from './fields.js'

/** USER [GROUP] */
const scriptUser = (): Arg<ScriptUser> => ({
  expects: 'a user, and optionally a group',
  read: (cursor) => {
    const user = cursor.word
    return user === '' ? undefined : userOf(user, cursor.next() ? cursor.word : undefined)
  },
})

/** A pipe that reports are written to. */
export interface Fifo {
  readonly path: string
  /** Who owns it; undefined = script_user. */
  readonly runAs: ScriptUser | undefined
}

/** PATH [USER [GROUP]] */
const fifo = (): Arg<Fifo> => ({
  expects: 'the path of a pipe, and optionally a user and a group',
  read: (cursor) => {
    const path = cursor.word
    const user = cursor.next() ? cursor.word : undefined
    return { path, runAs: userOf(user, user !== undefined && cursor.next() ? cursor.word : undefined) }
  },
})

/** `type` is '', 'vrrp_' or 'lvs_': keepalived names the pipe by it. */
const fifoField = (type: string): Field<Fifo | undefined> =>
  keyword(`${type}notify_fifo`, fifo(), {
    repeat: 'first',
    notYet: 'Nothing is written to the pipe: whoever reads it hears nothing.',
    saysMissing: () => `No ${type}notify_fifo name specified`,
    saysRepeated: (word) => `${type}notify_fifo already specified - ignoring ${word}`,
  })

const fifoScript = (type: string) =>
  keyword(`${type}notify_fifo_script`, script(), {
    repeat: 'first',
    notYet: 'The script is not started.',
    saysMissing: () => `No ${type}notify_fifo_script specified`,
    saysRepeated: (word) => `${type}notify_fifo_script already specified - ignoring ${word}`,
  })

/** A script around the life of the daemon; `when` is startup or shutdown. */
const lifeScript = (when: string) =>
  keyword(`${when}_script`, script(), {
    repeat: 'first',
    notYet: `The script is not run: let the service manager run it ${when === 'startup' ? 'before the daemon starts' : 'after the daemon has stopped'}.`,
    says: () => `Invalid ${when} script`,
    saysMissing: () => `${when} script missing`,
    saysRepeated: () => `${when} script already specified`,
  })

/** Whole seconds. */
const lifeScriptTimeout = (when: string) =>
  keyword(`${when}_script_timeout`, integer(1, 1000), {
    default: 10,
    notYet: 'The script is not run, so there is nothing to wait for.',
    says: (word) => `${when}_script_timeout '${word}' must be in [1, 1000] - ignoring`,
    saysMissing: () => `${when}_script_timeout requires value`,
  })

export const scriptFields = {
  scriptUser: keyword('script_user', scriptUser(), { saysMissing: () => 'No script username specified' }),
  enableScriptSecurity: flag('enable_script_security'),
  useSymlinkPaths: onOff('use_symlink_paths', {
    notYet: 'Scripts are run by the path as written; links in it are followed by the system.',
    says: (word) => `Invalid value '${word}' for global use_symlink_path specified`,
  }),
  setSupplementaryGroups: onOff('set_supplementary_groups', {
    notYet: 'Scripts have the group of their user only: files that another group may read stay closed to them.',
    says: (word) => `Invalid set_supplementary_groups parameter ${word}`,
  }),
  startupScript: lifeScript('startup'),
  startupScriptTimeout: lifeScriptTimeout('startup'),
  shutdownScript: lifeScript('shutdown'),
  shutdownScriptTimeout: lifeScriptTimeout('shutdown'),
  notifyFifo: fifoField(''),
  notifyFifoScript: fifoScript(''),
  vrrpNotifyFifo: fifoField('vrrp_'),
  vrrpNotifyFifoScript: fifoScript('vrrp_'),
  lvsNotifyFifo: fifoField('lvs_'),
  lvsNotifyFifoScript: fifoScript('lvs_'),
  vrrpNotifyPriorityChanges: onOff('vrrp_notify_priority_changes', {
    notYet: 'Scripts are run at changes of state only, not of priority.',
  }),
  fifoWriteStatesOnReload: flag('fifo_write_vrrp_states_on_reload', {
    notYet: 'Nothing is written to the pipe.',
  }),
}
