// The journal's native protocol: a log entry as one datagram of fields (systemd's "Native Journal Protocol"). Pure encoding;
// knows nothing of sockets. MESSAGE_IDs are part of our interface: they never change, so that `journalctl MESSAGE_ID=…` and
// catalogs keep working.

import type { LogEntry, LogKind, LogLevel } from '../../config/values/log-entry.js'

export const JOURNAL_SOCKET = '/run/systemd/journal/socket'

export const messageIds: Readonly<Record<LogKind, string>> = {
  'instance-transition': 'eeaba0da180f47f5b95e9f6900148ca1',
  'group-transition': '1f18a5540d0c4dfc8d4a614693174b7d',
  'server-transition': '995c49a02dcd4cc4bc13f6800d4600c7',
  'quorum-transition': 'f4491234a7174068921e8e7215bfaf69',
  late: 'f7733e48456045f4adff8e0e193dfc45',
  lifecycle: 'd09dfa724e2c429c9f118f2c9fca0304',
}

/** syslog(3) severities. */
const priorities: Readonly<Record<LogLevel, number>> = { error: 3, warning: 4, notice: 5, info: 6, debug: 7 }

/** LOG_DAEMON */
const FACILITY = 3

/** Far below the send buffer's limit for a datagram (about 200 KiB by default). */
const longestText = 49_152

/** Names whose upper case form the journal gives a meaning of its own. */
const renamed: Readonly<Record<string, string>> = {
  priority: 'VRRP_PRIORITY',
  message: 'LVS_HA_MESSAGE',
  message_id: 'LVS_HA_MESSAGE_ID',
}

/** One datagram. `identity` becomes SYSLOG_IDENTIFIER, `fields` become upper-case fields of the same name. */
export function encodeJournalEntry(identity: string, pid: number, entry: LogEntry): Buffer {
  const parts = [
    encodeField('MESSAGE', shorten(entry.text)),
    encodeField('PRIORITY', String(priorities[entry.level])),
    encodeField('SYSLOG_IDENTIFIER', identity),
    encodeField('SYSLOG_FACILITY', String(FACILITY)),
    encodeField('SYSLOG_PID', String(pid)),
  ]
  if (entry.kind !== undefined) parts.push(encodeField('MESSAGE_ID', messageIds[entry.kind]))
  for (const [name, value] of Object.entries(entry.fields ?? {}))
    parts.push(encodeField(journalName(name), shorten(String(value))))
  return Buffer.concat(parts)
}

/**
 * The journal takes A–Z, 0–9 and _, at most 64 of them, and neither a digit nor _ in front; it drops other fields
 * silently, so everything else becomes _.
 */
export function journalName(name: string): string {
  const known = Object.hasOwn(renamed, name) ? renamed[name] : undefined
  if (known !== undefined) return known
  const upper = name.toUpperCase().replace(/[^A-Z0-9_]/g, '_')
  const reserved = upper.startsWith('SYSLOG_') || !/^[A-Z]/.test(upper)
  return (reserved ? `LVS_HA_${upper}` : upper).slice(0, 64)
}

/** `NAME=value\n`, or for a value of several lines `NAME\n`, its length in 64 bits little-endian, the value, `\n`. */
function encodeField(name: string, value: string): Buffer {
  if (!value.includes('\n')) return Buffer.from(`${name}=${value}\n`)
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(bytes.length))
  return Buffer.concat([Buffer.from(`${name}\n`), length, bytes, Buffer.from('\n')])
}

const shorten = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)} … (${text.length - longestText} characters cut)`
