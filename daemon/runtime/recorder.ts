// An optional record of everything a core was given, one JSON object per line, so that what happened on a director can be
// replayed as a test. Knows nothing of the events; it must never be the reason why the daemon fails.

import { closeSync, openSync, writeSync } from 'node:fs'
import type { Instant } from '../../config/values/time.js'

export interface Recorder {
  /** Writes `{"at": <ms>, "event": …}`; byte arrays become `{"hex": "…"}`. */
  record(at: Instant, event: unknown): void
  close(): void
}

/** Names the directory in which each process writes `<role>-<pid>.jsonl`. */
export const RECORD_VARIABLE = 'LVS_HA_RECORD'

const nothing: Recorder = { record: () => undefined, close: () => undefined }

/** The recorder that the environment asks for; one that does nothing when it does not. */
export function openRecorder(role: string, environment: NodeJS.ProcessEnv = process.env): Recorder {
  const directory = environment[RECORD_VARIABLE]
  if (directory === undefined || directory === '') return nothing
  return recordTo(`${directory}/${role}-${process.pid}.jsonl`)
}

/** Appends to the file; gives up quietly at the first write that fails (a full disk must not stop the daemon). */
export function recordTo(path: string): Recorder {
  let descriptor: number | undefined
  try {
    // 0600: events carry the virtual routers' passwords.
    descriptor = openSync(path, 'a', 0o600)
  } catch {
    return nothing
  }
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor)
    descriptor = undefined
  }
  return {
    record(at, event) {
      if (descriptor === undefined) return
      try {
        writeSync(descriptor, encodeRecord(at, event))
      } catch {
        close()
      }
    },
    close,
  }
}

/** One line, newline included. */
export function encodeRecord(at: Instant, event: unknown): string {
  return `${JSON.stringify({ at, event }, (_key, value: unknown) => (isBytes(value) ? { hex: hex(value) } : value))}\n`
}

/** The value that was recorded; undefined for a line that is none. */
export function decodeRecord(line: string): { at: Instant; event: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line, (_key, inner: unknown) => bytesOf(inner) ?? inner)
    if (typeof value !== 'object' || value === null || !('at' in value) || !('event' in value)) return undefined
    return typeof value.at === 'number' ? { at: value.at as Instant, event: value.event } : undefined
  } catch {
    return undefined
  }
}

/** Also matches what Buffer.toJSON made of a Buffer before the replacer saw it. */
function isBytes(value: unknown): value is Uint8Array | { data: number[] } {
  if (value instanceof Uint8Array) return true
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
}

const hex = (value: Uint8Array | { data: number[] }): string =>
  Buffer.from(value instanceof Uint8Array ? value : value.data).toString('hex')

function bytesOf(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'object' || value === null || !('hex' in value)) return undefined
  if (Object.keys(value).length !== 1 || typeof value.hex !== 'string') return undefined
  return Uint8Array.from(Buffer.from(value.hex, 'hex'))
}
