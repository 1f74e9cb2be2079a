// Compares what lvs-ha says of configurations with what keepalived's configuration test said of the same files. Plain JavaScript: the
// corpus table runs it on the built program, a unit test on the sources.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What keepalived says because of the machine it was asked on, not because of the text. */
const aboutTheMachine = [
  /^Disabling track script .* not found\/accessible/,
  /not found\/accessible/,
  /^Error setting global script uid\/gid/,
  /^Unable to set default user/,
  /^Unable to set uid\/gid for script/,
  /^Invalid smtp server/,
  /^SECURITY VIOLATION/,
  /^Non-existent interface specified/,
  /interface .* doesn't exist/,
  /^Interface .* doesn't exist/,
  /^iptables not supported, using nftables/,
  /^Config files missing/,
  /^unknown interface \S+ specified/,
  /^Routing table \S+ not found/,
  /^cp: cannot create/,
  /^(double free|free\(\): invalid|malloc)/,
  /process real-time priority \d+ greater than maximum/,
]

/**
 * @typedef {{ line: number | undefined, message: string, machine: boolean, follows: boolean }} Said
 * @typedef {{ code: string, severity: string, line: number | undefined, message: string, keepalived: readonly { message: string }[] }} Ours
 * @typedef {'same words' | 'same line' | 'opening line' | 'other line' | 'missing'} Match
 * @typedef {{ name: string, text: string, exit: number, said: readonly (Said & { match: Match, rules: readonly string[] })[], ours: readonly Ours[] }} Compared
 */

/** One file's answer: exit status and messages, each said once. @returns {{ exit: number, said: Said[] }} */
export function readOracle(/** @type {string} */ text) {
  const lines = text.split('\n').filter((line) => line !== '')
  const exit = Number(/^# exit (\d+)/.exec(lines[0] ?? '')?.[1] ?? NaN)
  const said = new Map()
  for (const whole of lines.filter((line) => !line.startsWith('#'))) {
    const placed = /^\((?:[^()]*: )?Line (\d+)\) (.*)$/.exec(whole)
    const message = (placed?.[2] ?? whole).trim()
    const line = placed === null ? undefined : Number(placed[1])
    said.set(`${line} ${message}`, {
      line,
      message,
      machine: aboutTheMachine.some((one) => one.test(message)),
      follows: false,
    })
  }
  const all = [...said.values()]
  const torn = all.some(({ message }) => bracesTorn.test(message))
  const wrongScheduler = all.some(({ message }) => message.startsWith('Invalid lvs_scheduler'))
  const follows = ({ message }) =>
    message === "Unknown keyword '}'" ||
    (torn && consequences.test(message)) ||
    (wrongScheduler && / only applies to sh scheduler/.test(message))
  return { exit, said: all.map((one) => ({ ...one, follows: follows(one) })) }
}

/** Once a brace is where it cannot be, or an unknown block is read on, every line after it can be wrong: here that is one mistake. */
const bracesTorn = /^(Unexpected '\{'|Extra '\}'|Missing '\{'|There are \d+ missing)/
const consequences = new RegExp(
  `${bracesTorn.source}|^(Unknown keyword|No file set for track_file|Virtual server .* has no real servers|.*No VIP specified)|already specified`,
)

/** A script that was dropped because its user is not there is then not found where it is tracked. */
function isOfDroppedScript(
  /** @type {string} */ message,
  /** @type {string} */ text,
  /** @type {readonly Said[]} */ said,
) {
  const script = / track script (\S+) not found/.exec(message)?.[1]
  if (script === undefined || !new RegExp(`vrrp_script\\s+${script}\\b`).test(text)) return false
  return said.some((one) => /^Unable to set (uid\/gid for script|default user)/.test(one.message))
}

/** @returns {Compared} */
export function compareFile(
  /** @type {{ name: string, text: string }} */ { name, text },
  /** @type {string} */ oracleText,
  /** @type {readonly Ours[]} */ ours,
) {
  const { exit, said: all } = readOracle(oracleText)
  const said = all.map((one) => ({ ...one, machine: one.machine || isOfDroppedScript(one.message, text, all) }))
  return { name, text, exit, ours, said: said.map((one) => ({ ...one, ...matchOf(one, ours) })) }
}

function matchOf(/** @type {Said} */ { line, message }, /** @type {readonly Ours[]} */ ours) {
  const worded = ours.filter((one) => one.keepalived.some((said) => said.message.trim() === message))
  const exact = worded.filter((one) => line === undefined || one.line === line)
  if (exact.length > 0) return { match: 'same words', rules: rulesOf(exact) }
  const near = ours.filter((one) => line !== undefined && one.line === line)
  if (near.length > 0) return { match: 'same line', rules: rulesOf(near) }
  // What keepalived finds at the end of a block stands there; ours stands where the block opens.
  const atEnd = worded.filter((one) => line !== undefined && one.line !== undefined && one.line < line)
  if (atEnd.length > 0) return { match: 'opening line', rules: rulesOf(atEnd) }
  return worded.length > 0 ? { match: 'other line', rules: rulesOf(worded) } : { match: 'missing', rules: [] }
}

const rulesOf = (/** @type {readonly Ours[]} */ ours) => [...new Set(ours.map((one) => `${one.severity} ${one.code}`))]

/** Our errors, fatal ones included. */
export const errorsOf = (/** @type {readonly Ours[]} */ ours) =>
  ours.filter((one) => one.severity === 'error' || one.severity === 'fatal')

/**
 * What keepalived makes of the text alone: an error, or none; `unfinished` when it ended before it looked at all of it, which it does
 * for a network namespace that is not there.
 * @returns {'rejected' | 'accepted' | 'unfinished'}
 */
export function theirVerdict(/** @type {Compared} */ { said, text }) {
  if (said.some((one) => !one.machine)) return 'rejected'
  return /^\s*net_namespace\s/m.test(text) ? 'unfinished' : 'accepted'
}

/**
 * Compares all NNN.conf of a folder with their NNN.oracle.txt. `check` gives our diagnostics of a path.
 * @returns {Compared[]}
 */
export function compareCorpus(/** @type {string} */ folder, /** @type {(path: string) => readonly Ours[]} */ check) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.conf'))
  return names.map((name) => {
    const oracle = readFileSync(join(folder, name.replace(/\.conf$/, '.oracle.txt')), 'utf8')
    const text = readFileSync(join(folder, name), 'utf8')
    return compareFile({ name, text }, oracle, check(join(folder, name)))
  })
}
