// Whether a script can be run, and whether somebody who is not root could change what root is about to run.
// Looks at the file system only; whether an unsafe script runs is the configuration's decision (enable_script_security).

import { realpathSync, statSync, type Stats } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { GlobalConfig, ScriptCommand, ScriptUser } from '../../config/global-model.js'
import type { LogEntry } from '../../config/values/log-entry.js'
import { identityOf, readUserDatabases, type Identity } from './users.js'

export interface ScriptRules {
  /** script_user; see identityOf. */
  readonly defaultUser: ScriptUser | undefined
  /** enable_script_security: what others may change is not run as root. */
  readonly secure: boolean
}

export const scriptRules = (global: GlobalConfig): ScriptRules => ({
  defaultUser: global.scriptUser,
  secure: global.enableScriptSecurity,
})

export interface ScriptFault {
  /** missing: cannot be run at all; unsafe: would run as root, and others can change it. */
  readonly kind: 'missing' | 'unsafe'
  readonly reason: string
}

/** Where a command is, links followed: as named, or along PATH when it has no slash. */
export function resolveCommand(command: string, path = process.env.PATH ?? '/usr/bin:/bin'): string | undefined {
  const candidates = command.includes('/') ? [command] : path.split(delimiter).map((folder) => join(folder, command))
  for (const candidate of candidates) {
    try {
      if (statSync(candidate).isFile()) return realpathSync(candidate)
    } catch {
      // Not this one.
    }
  }
  return undefined
}

/** What speaks against running a command as `who`; undefined when nothing does. */
export function scriptFault(command: string, who: Identity): ScriptFault | undefined {
  const file = resolveCommand(command)
  try {
    if (file !== undefined) return faultOf(command, file, who)
  } catch {
    // Vanished while being looked at.
  }
  return { kind: 'missing', reason: `Unable to access script \`${command}\`` }
}

function faultOf(command: string, file: string, who: Identity): ScriptFault | undefined {
  if (!executable(statSync(file), who))
    return { kind: 'missing', reason: `script '${command}' is not executable for uid:gid ${who.uid}:${who.gid}` }
  if (who.uid !== 0 && who.gid !== 0) return undefined
  for (let part = file; ; part = dirname(part)) {
    if (writableByOthers(statSync(part)))
      return {
        kind: 'unsafe',
        reason: `Unsafe permissions found for script '${command}' (${part} can be changed by others than root)`,
      }
    if (part === '/') return undefined
  }
}

function executable(stats: Stats, who: Identity): boolean {
  if (who.uid === 0) return (stats.mode & 0o111) !== 0
  if (stats.uid === who.uid) return (stats.mode & 0o100) !== 0
  if (stats.gid === who.gid) return (stats.mode & 0o010) !== 0
  return (stats.mode & 0o001) !== 0
}

/** A sticky directory such as /tmp counts too: what stands in it can be put there by anybody first. */
function writableByOthers(stats: Stats): boolean {
  if (stats.uid !== 0 && (stats.mode & 0o200) !== 0) return true
  if (stats.gid !== 0 && (stats.mode & 0o020) !== 0) return true
  return (stats.mode & 0o002) !== 0
}

/** The lines to log about all configured scripts when a configuration comes into force. */
export function scriptWarnings(commands: readonly ScriptCommand[], rules: ScriptRules): LogEntry[] {
  const databases = readUserDatabases()
  const entries: LogEntry[] = []
  let unsafe = false
  for (const command of new Map(
    commands.map((one) => [`${one.argv[0] ?? ''} ${one.runAs?.user ?? ''}`, one]),
  ).values()) {
    const who = identityOf(command.runAs ?? rules.defaultUser, databases)
    const fault = who.ok
      ? scriptFault(command.argv[0] ?? '', who.identity)
      : { kind: 'missing', reason: `Script ${command.argv[0] ?? ''}: ${who.reason}` }
    if (fault === undefined) continue
    unsafe ||= fault.kind === 'unsafe'
    const disabled = fault.kind === 'missing' || rules.secure ? ' - disabling.' : '.'
    entries.push({ level: 'warning', text: `WARNING - ${fault.reason}${disabled}` })
  }
  if (commands.length > 0 && !rules.secure)
    entries.push({
      level: 'warning',
      text: `SECURITY VIOLATION - scripts are being executed but script_security not enabled.${unsafe ? ' There are insecure scripts.' : ''}`,
    })
  return entries
}
