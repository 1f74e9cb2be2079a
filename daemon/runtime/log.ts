// Log entries to where operators read them: readable lines on standard error, one JSON object per line, or the journal's
// native protocol. pino makes the records; its destination here never blocks the process and loses nothing at exit.
// Decides nothing about what is logged, except that `detail` lines need -D.

import { existsSync } from 'node:fs'
import { isatty } from 'node:tty'
import { pino } from 'pino'
import type { LogEntry, LogLevel } from '../../config/values/log-entry.js'
import { JOURNAL_SOCKET, encodeJournalEntry } from './journal.js'
import { createOutlet, datagramOutput, errorOutput, streamIdentity } from './outlet.js'
import type { Attempt } from './outlet.js'
import { prettyLine } from './pretty.js'

export type LogFormat = 'auto' | 'pretty' | 'json' | 'journal'

export interface LoggerOptions {
  /** syslog identity; the names are keepalived's. */
  readonly identity: 'Keepalived' | 'Keepalived_vrrp' | 'Keepalived_healthcheckers'
  /** auto: the journal when standard error is connected to it, else readable lines. */
  readonly format: LogFormat
  /** -D: also entries marked `detail`. */
  readonly detail: boolean
  /** Where the encoded entries go, instead of standard error or the journal: for tests. */
  readonly output?: Attempt
  readonly environment?: NodeJS.ProcessEnv
}

export interface Logger {
  write(entry: LogEntry): void
  /** Waits until everything is out, for at most FLUSH_MS. Happens by itself when the process exits. */
  flush(): void
}

/** A report of several lines, one entry each. */
export function writeReport(log: Pick<Logger, 'write'>, text: string): void {
  for (const line of text.trimEnd().split('\n'))
    if (line !== '') log.write({ level: 'info', text: line, kind: 'lifecycle' })
}

const FLUSH_MS = 300

/** pino's level numbers, with syslog's notice between info and warning. */
const levels: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, notice: 35, warning: 40, error: 50 }

/** What pino leaves on its destination before each write, when that asks for it. */
interface PinoMetadata {
  lastObj: { readonly entry?: LogEntry }
}

export function createLogger(options: LoggerOptions): Logger {
  const { identity, detail } = options
  const environment = options.environment ?? process.env
  const { format, attempt } = chooseOutput(options, environment)
  const colour = format === 'pretty' && options.output === undefined && isatty(2) && !environment.NO_COLOR

  const outlet = createOutlet({ attempt, lost: (chunks) => write(lostEntry(chunks)) })
  const destination = {
    [Symbol.for('pino.metadata')]: true,
    lastObj: {} as PinoMetadata['lastObj'],
    write(line: string) {
      const entry = destination.lastObj.entry
      if (format === 'json' || entry === undefined) outlet.write(Buffer.from(line))
      else if (format === 'journal') outlet.write(encodeJournalEntry(identity, process.pid, entry))
      else outlet.write(Buffer.from(prettyLine(identity, new Date(), entry, colour)))
    },
  }
  const records = pino<LogLevel>(
    {
      level: 'debug',
      customLevels: levels,
      useOnlyCustomLevels: true,
      base: { ident: identity, pid: process.pid },
      messageKey: 'text',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: flatten },
    },
    destination,
  )

  function write(entry: LogEntry): void {
    if (entry.detail === true && !detail) return
    records[entry.level]({ entry }, entry.text)
  }
  const flush = () => outlet.flush(FLUSH_MS)
  process.once('exit', flush)
  return { write, flush }
}

/** `kind` and `fields` beside level, time, ident and text in the JSON form. */
function flatten(object: { readonly entry?: LogEntry }): Record<string, unknown> {
  const { kind, fields } = object.entry ?? {}
  return { ...(kind === undefined ? {} : { kind }), ...(fields === undefined ? {} : { fields }) }
}

const lostEntry = (chunks: number): LogEntry => ({
  level: 'warning',
  text: `${chunks} log messages lost: they were not taken in time`,
  fields: { lost: chunks },
})

function chooseOutput(
  options: LoggerOptions,
  environment: NodeJS.ProcessEnv,
): { format: 'pretty' | 'json' | 'journal'; attempt: Attempt } {
  const wanted = options.format === 'auto' ? automaticFormat(environment) : options.format
  if (options.output !== undefined) return { format: wanted, attempt: options.output }
  if (wanted !== 'journal') return { format: wanted, attempt: errorOutput() }
  const journal = datagramOutput(JOURNAL_SOCKET)
  return journal === undefined ? { format: 'pretty', attempt: errorOutput() } : { format: 'journal', attempt: journal }
}

/** systemd.exec(5): JOURNAL_STREAM is inherited by everything below a service, so it counts only if it is our own stderr. */
function automaticFormat(environment: NodeJS.ProcessEnv): 'pretty' | 'journal' {
  const stream = environment.JOURNAL_STREAM
  return stream !== undefined && stream === streamIdentity(2) && existsSync(JOURNAL_SOCKET) ? 'journal' : 'pretty'
}
