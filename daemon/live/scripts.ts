// Whether the scripts a file names can be run on this machine, and whether somebody else could change what root runs. The rules are those
// of the supervisor (script-security.ts), which applies them when a script is due.

import { saysAtEnd, type KeepalivedSays } from '../../config/diagnostic.js'
import { commandsIn, type ConfiguredCommand } from '../lint/commands.js'
import type { FileFacts, Machine } from './machine.js'
import { tellLive, type LiveRule } from './rule.js'

interface Identity {
  readonly uid: number
  readonly gid: number
}

export const checkScripts: LiveRule = (whole, machine, report) => {
  const { enableScriptSecurity: secure, scriptUser } = whole.globals
  let anyFound: ConfiguredCommand | undefined
  let anyUnsafe = false
  const seen = new Set<string>()
  for (const one of commandsIn(whole)) {
    const [path = ''] = one.command.argv
    // `</path` only tests that a file can be opened.
    if (/^<\s*\//.test(path)) continue
    const who = identityFor(one.command.runAs ?? scriptUser, machine)
    if (who === undefined) continue
    const file = resolve(path, machine)
    const fault = file === undefined ? missing(path) : (notExecutable(file, who, machine) ?? unsafe(file, who, machine))
    if (file !== undefined) anyFound ??= one
    anyUnsafe ||= fault?.kind === 'unsafe'
    const key = `${path} ${who.uid} ${who.gid} ${one.keyword}`
    if (fault === undefined || seen.has(key)) continue
    seen.add(key)
    const disabled = fault.kind === 'missing' || secure
    const { severity, code } = judged(one, fault)
    tellLive(report, {
      code,
      severity,
      message: fault.message,
      hint: `${fateOf(one, disabled)} ${fault.advice}`,
      span: one.place,
      ...keepalivedOn(one, fault, disabled),
    })
  }
  if (anyFound !== undefined && !secure) tellUnprotected(anyFound, anyUnsafe, report)
}

/** undefined: there is no such user, which is told elsewhere. */
function identityFor(
  wanted: { user: string; group: string | undefined } | undefined,
  machine: Machine,
): Identity | undefined {
  if (wanted === undefined) return machine.user('keepalived_script') ?? { uid: 0, gid: 0 }
  const user = machine.user(wanted.user)
  if (user === undefined || wanted.group === undefined) return user
  const gid = machine.group(wanted.group)
  return gid === undefined ? undefined : { uid: user.uid, gid }
}

/** As named, or along PATH when there is no slash; links followed. */
function resolve(path: string, machine: Machine): string | undefined {
  const candidates = path.includes('/') ? [path] : machine.searchPath.split(':').map((folder) => `${folder}/${path}`)
  return candidates.find((candidate) => machine.file(candidate)?.kind === 'file')
}

interface Fault {
  readonly kind: 'missing' | 'unsafe'
  readonly message: string
  readonly advice: string
}

const missing = (path: string): Fault => ({
  kind: 'missing',
  message: path.includes('/') ? `There is no file \`${path}\`` : `There is no command \`${path}\` in PATH`,
  advice: 'Put the script there, or correct the path.',
})

function notExecutable(path: string, who: Identity, machine: Machine): Fault | undefined {
  const facts = machine.file(path)
  if (facts === undefined || mayExecute(facts, who)) return undefined
  return {
    kind: 'missing',
    message: `\`${path}\` is not executable for uid ${who.uid}, gid ${who.gid}`,
    advice: `chmod +x ${path}`,
  }
}

function mayExecute({ mode, uid, gid }: FileFacts, who: Identity): boolean {
  if (who.uid === 0) return (mode & 0o111) !== 0
  if (uid === who.uid) return (mode & 0o100) !== 0
  return (mode & (gid === who.gid ? 0o010 : 0o001)) !== 0
}

/** Only what runs as root needs protection. */
function unsafe(path: string, who: Identity, machine: Machine): Fault | undefined {
  if (who.uid !== 0 && who.gid !== 0) return undefined
  const real = machine.realPath(path) ?? path
  for (let part = real; ; part = part.replace(/\/[^/]*$/, '') || '/') {
    const facts = machine.file(part)
    const writer = facts === undefined ? undefined : writerOf(facts)
    if (writer !== undefined) {
      return {
        kind: 'unsafe',
        message: `\`${path}\` runs as root, but ${writer} can change ${part === real ? 'it' : `\`${part}\``}`,
        advice: `Let only root write there, or name a user for the script (\`script_user\`).`,
      }
    }
    if (part === '/' || !part.includes('/')) return undefined
  }
}

function writerOf({ mode, uid, gid }: FileFacts): string | undefined {
  if (uid !== 0 && (mode & 0o200) !== 0) return `its owner (uid ${uid})`
  if (gid !== 0 && (mode & 0o020) !== 0) return `its group (gid ${gid})`
  return (mode & 0o002) !== 0 ? 'everybody' : undefined
}

function judged({ block }: ConfiguredCommand, { kind }: Fault): { severity: 'error' | 'warning'; code: string } {
  if (kind === 'unsafe') return { severity: 'warning', code: 'unsafe-script' }
  return isTracked(block)
    ? { severity: 'error', code: 'missing-script' }
    : { severity: 'warning', code: 'missing-notify-script' }
}

/** Scripts whose result counts, as against those that are only told. */
const isTracked = (block: string): boolean => block === 'vrrp_script'

function fateOf({ block, keyword }: ConfiguredCommand, disabled: boolean): string {
  if (!disabled) return 'It is run all the same.'
  if (isTracked(block)) return 'The script is disabled, and instances do without it, as in keepalived.'
  return keyword === 'misc_path'
    ? 'The check is dropped, as in keepalived: the server counts as alive.'
    : 'It is not run when it is due.'
}

function keepalivedOn(
  { block, name }: ConfiguredCommand,
  { kind }: Fault,
  disabled: boolean,
): { keepalived?: readonly KeepalivedSays[] } {
  if (!isTracked(block) || !disabled) return {}
  const why = kind === 'missing' ? 'since not found/accessible' : 'due to insecure'
  return { keepalived: saysAtEnd(`Disabling track script ${name} ${why}`) }
}

function tellUnprotected(first: ConfiguredCommand, insecure: boolean, report: Parameters<LiveRule>[2]): void {
  const checks = first.block === 'virtual_server'
  const message = `SECURITY VIOLATION - ${checks ? 'check ' : ''}scripts are being executed but script_security not enabled.${insecure ? ' There are insecure scripts.' : ''}`
  tellLive(report, {
    code: 'script-security',
    severity: 'warning',
    message: 'Scripts are run without `enable_script_security`',
    hint: 'Whoever can write to a script or to a folder above it becomes root with it. Add `enable_script_security` to `global_defs`.',
    span: first.place,
    keepalived: [{ message, placed: false, status: 6 }],
  })
}
