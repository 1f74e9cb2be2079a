// Runs notify scripts: directly (no shell), in a session of their own, one at a time for each label, in the order asked.
// Nobody waits for them but the next script of the same label, and that not for ever. Decides nothing about which and when.

import { spawn, type ChildProcess } from 'node:child_process'
import type { ScriptCommand } from '../../config/global-model.js'
import type { Duration } from '../../config/values/time.js'
import type { LogEntry } from '../../config/values/log-entry.js'
import { childEnvironment } from './child.js'
import { scriptFault, type ScriptRules } from './script-security.js'
import { identityOf, readUserDatabases, type Identity } from './users.js'

export interface ScriptTimings {
  /** After this long the next script of the label no longer waits; the slow one goes on. */
  readonly patience: Duration
}

export interface ScriptRunner {
  /** Runs a command after all earlier ones of the same label (the name of an instance, group or server). */
  run(command: ScriptCommand, label: string, rules: ScriptRules): void
  counts(): { readonly running: number; readonly waiting: number }
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>
  /** Starts nothing more, and asks what still runs to end (SIGTERM to its process group). */
  close(): void
}

/** Waiting scripts of one label: a router that changes state this often has outrun its scripts. */
const LONGEST_QUEUE = 100

export function createScriptRunner(log: (entry: LogEntry) => void, timings: ScriptTimings): ScriptRunner {
  const queues = new Map<string, (() => Promise<void>)[]>()
  const running = new Set<ChildProcess>()
  let closed = false
  let whenIdle: (() => void)[] = []

  const work = async (label: string, queue: (() => Promise<void>)[]): Promise<void> => {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      await next()
      queue.shift()
    }
    queues.delete(label)
    wakeIdle()
  }

  const wakeIdle = (): void => {
    if (queues.size > 0 || running.size > 0) return
    for (const wake of whenIdle) wake()
    whenIdle = []
  }

  const runOne = (command: ScriptCommand, label: string, rules: ScriptRules): Promise<void> => {
    const shown = command.argv.join(' ')
    const refused = (reason: string): Promise<void> => {
      log({ level: 'error', text: `Script ${shown} not run: ${reason}`, fields: { label } })
      return Promise.resolve()
    }
    if (closed) return Promise.resolve()
    const who = identityOf(command.runAs ?? rules.defaultUser, readUserDatabases())
    if (!who.ok) return refused(who.reason)
    const fault = scriptFault(command.argv[0] ?? '', who.identity)
    if (fault !== undefined && (fault.kind === 'missing' || rules.secure)) return refused(fault.reason)
    return new Promise((resolve) => {
      let child: ChildProcess
      try {
        child = start(command, who.identity)
      } catch (error) {
        resolve(refused(reasonOf(error)))
        return
      }
      running.add(child)
      const began = performance.now()
      const patience = setTimeout(() => {
        log({
          level: 'warning',
          text: `Script ${shown} still runs after ${Math.round(timings.patience / 1000)} s; the next one no longer waits for it`,
          fields: { label },
        })
        resolve()
      }, timings.patience)
      const ended = (entry: LogEntry): void => {
        if (!running.delete(child)) return
        clearTimeout(patience)
        log({ ...entry, fields: { label } })
        resolve()
        wakeIdle()
      }
      child.once('error', (error) => ended({ level: 'error', text: `Script ${shown} not run: ${reasonOf(error)}` }))
      child.once('exit', (code, signal) => ended(resultOf(shown, code, signal, performance.now() - began)))
    })
  }

  return {
    run: (command, label, rules) => {
      if (closed) return
      const queue = queues.get(label)
      const job = (): Promise<void> => runOne(command, label, rules)
      if (queue === undefined) {
        const fresh = [job]
        queues.set(label, fresh)
        void work(label, fresh)
        return
      }
      if (queue.length > LONGEST_QUEUE) {
        log({
          level: 'error',
          text: `Script ${command.argv.join(' ')} not run: ${LONGEST_QUEUE} scripts of ${label} wait already`,
        })
        return
      }
      queue.push(job)
    },
    counts: () => {
      const all = [...queues.values()].reduce((sum, queue) => sum + queue.length, 0)
      return { running: running.size, waiting: Math.max(0, all - queues.size) }
    },
    idle: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve)
        wakeIdle()
      }),
    close: () => {
      closed = true
      for (const child of running) terminateGroup(child)
    },
  }
}

/** Its own session and process group; output goes where the daemon's goes: to the terminal, or to the journal. */
function start(command: ScriptCommand, who: Identity): ChildProcess {
  const [file = '', ...rest] = command.argv
  // Without privilege there is only one user to run as; another one fails with EPERM, as it should.
  const same = process.getuid?.() === who.uid && process.getgid?.() === who.gid
  return spawn(file, rest, {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: scriptEnvironment(process.env),
    ...(same ? {} : { uid: who.uid, gid: who.gid }),
  })
}

/** The daemon's environment without what changes how a privileged program runs, and without the service manager's. */
export function scriptEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { IFS, LD_PRELOAD, LD_LIBRARY_PATH, ...rest } = childEnvironment(environment)
  void [IFS, LD_PRELOAD, LD_LIBRARY_PATH]
  return rest
}

function resultOf(shown: string, code: number | null, signal: string | null, ran: number): LogEntry {
  const time = `after ${(ran / 1000).toFixed(1)} s`
  if (signal !== null) return { level: 'warning', text: `Script ${shown} ended by signal ${signal} ${time}` }
  if (code === 0) return { level: 'info', text: `Script ${shown} succeeded ${time}`, detail: true }
  return { level: 'warning', text: `Script ${shown} failed, status ${code ?? 'unknown'} ${time}` }
}

function terminateGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  } catch {
    // Gone in the meantime.
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
