// The pid file: tells monitors whom to signal, and a second daemon that there is a first.
// A file whose process is gone, or is another program by now, is stale and replaced.

import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'

export type PidFileResult =
  | { readonly ok: true; readonly pidFile: PidFile }
  | { readonly ok: false; readonly kind: 'running'; readonly pid: number }
  | { readonly ok: false; readonly kind: 'failed'; readonly reason: string }

export interface PidFile {
  /** Removes the file if it is still ours. */
  remove(): void
}

/** Programs whose pid in the file means "already running". */
const DAEMONS = /(?:^|[/\0 ])(?:lvs-ha|keepalived)(?:[\0 :]|$)|daemon\/main\.js/

/**
 * Creates the file with this process's pid and a newline, mode 0644. Never writes through a link.
 * @param commandLine the command line of a process, undefined when there is no such process
 */
export function createPidFile(
  path: string,
  pid = process.pid,
  commandLine: (pid: number) => string | undefined = commandLineOf,
): PidFileResult {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const fd = openSync(path, 'wx', 0o644)
      writeSync(fd, `${pid}\n`)
      closeSync(fd)
      return { ok: true, pidFile: { remove: () => removeOwn(path, pid) } }
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) return { ok: false, kind: 'failed', reason: reasonOf(error) }
    }
    const other = pidIn(path)
    const line = other === undefined || other === pid ? undefined : commandLine(other)
    if (other !== undefined && line !== undefined && DAEMONS.test(line))
      return { ok: false, kind: 'running', pid: other }
    try {
      unlinkSync(path)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) return { ok: false, kind: 'failed', reason: reasonOf(error) }
    }
  }
  return { ok: false, kind: 'failed', reason: `${path} is being written by others` }
}

function pidIn(path: string): number | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim()
    return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
  } catch {
    return undefined
  }
}

function commandLineOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return undefined
  }
}

function removeOwn(path: string, pid: number): void {
  if (pidIn(path) !== pid) return
  try {
    unlinkSync(path)
  } catch {
    // Gone already, or its directory is: nothing of ours is left behind.
  }
}

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
