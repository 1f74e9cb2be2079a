// Carries out what a change of state sets off: the scripts in order, then the mail, unless it was mailed already.

import type { GlobalConfig } from '../../config/global-model.js'
import type { Mailer } from './mail.js'
import { letterFor, scriptsFor, type NotifySubject, type VrrpStateMessage } from './notifications.js'
import { scriptRules } from './script-security.js'
import type { ScriptRunner } from './scripts.js'

export interface Notifier {
  notify(subject: NotifySubject, message: VrrpStateMessage, global: GlobalConfig): void
}

export function createNotifier(scripts: ScriptRunner, mailer: Mailer): Notifier {
  /** The state of each instance and group that was mailed last: keepalived mails a state once. */
  const lastMailed = new Map<string, string>()
  return {
    notify: (subject, message, global) => {
      const label = `${message.subject} ${message.name}`
      for (const script of scriptsFor(subject.notify, message)) scripts.run(script, label, scriptRules(global))
      if (!message.mail || !subject.smtpAlert || lastMailed.get(label) === message.state) return
      const letter = letterFor(message)
      if (letter === undefined) return
      lastMailed.set(label, message.state)
      mailer.post(global, letter)
    },
  }
}
