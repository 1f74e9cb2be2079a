// A log entry as a line for people: time, identity and text, as keepalived writes it to a console. Pure; the caller says
// what time it is and whether the terminal knows colours.

import type { LogEntry } from '../../config/values/log-entry.js'

/** Newline included. Local time to the millisecond; control characters in the text are made visible. */
export function prettyLine(identity: string, time: Date, entry: LogEntry, colour: boolean): string {
  const head = `${localTime(time)} ${identity}:`
  const text = entry.text.replace(controlCharacters, escapeCharacter)
  if (!colour) return `${head} ${text}\n`
  const code = colourOf(entry)
  return `\u001b[2m${head}\u001b[0m ${code === '' ? text : `\u001b[${code}m${text}\u001b[0m`}\n`
}

function colourOf(entry: LogEntry): string {
  if (entry.level === 'error') return '31'
  if (entry.level === 'warning') return '33'
  if (entry.kind === 'instance-transition' || entry.kind === 'group-transition') return '1'
  return ''
}

function localTime(time: Date): string {
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  return `${day}T${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Text may carry what a peer or a server sent: it must not steer a terminal. */
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g

const escapeCharacter = (character: string): string =>
  character === '\n' ? '\\n' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
