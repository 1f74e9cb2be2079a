// Whether the users and groups scripts are to run as exist here.

import { says } from '../../config/diagnostic.js'
import { spanOf } from '../../config/schema/block.js'
import type { ScriptUser } from '../../config/global-model.js'
import type { Span } from '../../config/source.js'
import { commandsIn } from '../lint/commands.js'
import type { Machine } from './machine.js'
import { tellLive, type LiveRule } from './rule.js'

export const checkUsers: LiveRule = (whole, machine, report) => {
  const { globals, root } = whole
  const [definitions] = root.values.globalDefs
  if (globals.scriptUser !== undefined && definitions !== undefined) {
    tellUnknown(globals.scriptUser, machine, spanOf(definitions, 'scriptUser'), report, {
      fate: 'No script that names no user of its own is run.',
      said: 'Error setting global script uid/gid',
    })
  }
  const seen = new Set<string>()
  for (const { command, place } of commandsIn(whole)) {
    const { runAs } = command
    const key = `${runAs?.user ?? ''} ${runAs?.group ?? ''}`
    if (runAs === undefined || seen.has(key)) continue
    seen.add(key)
    tellUnknown(runAs, machine, place, report, { fate: 'The script is not run.', said: undefined })
  }
}

interface Wording {
  readonly fate: string
  readonly said: string | undefined
}

function tellUnknown(
  { user, group }: ScriptUser,
  machine: Machine,
  place: Span,
  report: Parameters<LiveRule>[2],
  { fate, said }: Wording,
): void {
  const what =
    machine.user(user) === undefined
      ? `user \`${user}\``
      : group !== undefined && machine.group(group) === undefined
        ? `group \`${group}\``
        : undefined
  if (what === undefined) return
  tellLive(report, {
    code: 'unknown-user',
    severity: 'error',
    message: `There is no ${what} on this machine`,
    hint: `${fate} Create it, for example as a system user without a shell.`,
    span: place,
    ...(said === undefined ? {} : { keepalived: says(said) }),
  })
}
