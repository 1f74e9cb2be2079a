// One child process in one role: forked, given its configuration, pinged, restarted when it dies, stopped in order.
// Knows how a process lives and dies, not what the role does; the supervisor decides what a death means for the whole.

import { fork, type ChildProcess } from 'node:child_process'
import { Milliseconds, type Duration } from '../../config/values/time.js'
import type { FromChild, ToCheckers, ToVrrp } from '../ipc/messages.js'
import { judgeExit, restartDelay, type RestartHistory } from './restart-policy.js'

export type Role = 'vrrp' | 'checkers'

/** Names of a role in the log: keepalived's. */
export const ROLE_NAMES: Readonly<Record<Role, { readonly title: string; readonly identity: string }>> = {
  vrrp: { title: 'VRRP', identity: 'Keepalived_vrrp' },
  checkers: { title: 'Healthcheck', identity: 'Keepalived_healthcheckers' },
}

/** A program to fork: an entry point and its arguments. */
export interface Program {
  readonly path: string
  readonly arguments: readonly string[]
}

export interface ChildTimings {
  /** Between two pings. */
  readonly ping: Duration
  /** Unanswered pings in a row after which the process counts as stuck. Counted, not timed: when the machine itself
   * stood still, that is one ping and not a minute of them. */
  readonly stuckAfter: number
  /** The same before the process has said `ready`: loading takes longer on a busy machine. */
  readonly stuckAfterStart: number
}

export interface ChildEvents {
  /** Each start, the first included. */
  readonly started: (pid: number) => void
  /** The role waits for `configure`; after every start. */
  readonly ready: () => void
  readonly message: (message: FromChild) => void
  readonly stuck: (pid: number, unanswered: number) => void
  /** Died unasked and will be started again after `delay`. */
  readonly died: (pid: number, reason: string, delay: Duration) => void
  /** Died unasked and stays down. */
  readonly ended: (pid: number, reason: string, status: number) => void
}

export interface Child {
  readonly role: Role
  /** The running process; undefined between a death and the next start. */
  pid(): number | undefined
  /** True when the process answers its pings; a dead one that waits for its restart is not stuck. */
  responsive(): boolean
  /** Sends a message to the running process; lost when there is none (it will ask with `ready`). */
  send(message: ToVrrp | ToCheckers): void
  /** Asks to stop in order; resolves when the process is gone, killed after `patience`. No restart afterwards. */
  stop(patience: Duration): Promise<void>
}

/** Starts a role and keeps it running until `stop`. */
export function startChild(role: Role, program: Program, timings: ChildTimings, events: ChildEvents): Child {
  let running: ChildProcess | undefined
  let isReady = false
  let unanswered = 0
  let startedAt = 0
  let history: RestartHistory
  let restartTimer: NodeJS.Timeout | undefined
  let stopping: Promise<void> | undefined
  let killTimer: NodeJS.Timeout | undefined
  let gone = (): void => undefined

  const start = (): void => {
    restartTimer = undefined
    isReady = false
    unanswered = 0
    startedAt = performance.now()
    // A process group of its own: Ctrl-C reaches the supervisor alone, which then stops its children in order.
    const child = fork(program.path, program.arguments, {
      serialization: 'advanced',
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: childEnvironment(process.env),
    })
    running = child
    child.on('message', (message) => receive(message as FromChild))
    child.once('exit', (code, signal) => exited(child, code, signal))
    // Not started at all (out of memory or processes): no 'exit' follows then.
    child.on('error', () => {
      if (child.pid === undefined) exited(child, null, null)
    })
    if (child.pid !== undefined) events.started(child.pid)
  }

  const receive = (message: FromChild): void => {
    if (message.kind === 'alive') unanswered = 0
    else if (message.kind === 'ready') {
      isReady = true
      unanswered = 0
      events.ready()
    } else events.message(message)
  }

  const exited = (child: ChildProcess, code: number | null, signal: string | null): void => {
    if (running !== child) return
    running = undefined
    const pid = child.pid ?? 0
    if (stopping !== undefined) return gone()
    const verdict = judgeExit({ code, signal })
    if (verdict.kind === 'permanent') {
      clearInterval(pings)
      return events.ended(pid, verdict.reason, verdict.status)
    }
    history = restartDelay(history, Milliseconds(performance.now() - startedAt))
    restartTimer = setTimeout(start, history)
    events.died(pid, verdict.reason, history)
  }

  const ping = (): void => {
    if (running === undefined || stopping !== undefined) return
    if (unanswered === stuckAfter()) {
      events.stuck(running.pid ?? 0, unanswered)
      running.kill('SIGKILL')
    }
    unanswered++
    deliver(running, { kind: 'ping', id: unanswered })
  }

  const stuckAfter = (): number => (isReady ? timings.stuckAfter : timings.stuckAfterStart)

  const stop = (patience: Duration): Promise<void> => {
    stopping ??= new Promise<void>((resolve) => {
      clearInterval(pings)
      clearTimeout(restartTimer)
      gone = () => {
        clearTimeout(killTimer)
        resolve()
      }
      if (running === undefined) return resolve()
      const child = running
      killTimer = setTimeout(() => child.kill('SIGKILL'), patience)
      deliver(child, { kind: 'stop' })
    })
    return stopping
  }

  const pings = setInterval(ping, timings.ping)
  start()
  return {
    role,
    pid: () => running?.pid,
    responsive: () => running === undefined || unanswered <= stuckAfter() + 1,
    send: (message) => {
      if (running !== undefined) deliver(running, message)
    },
    stop,
  }
}

/** A closed channel is not an error here: the exit that follows it is handled. */
function deliver(child: ChildProcess, message: ToVrrp | ToCheckers): void {
  if (child.connected) child.send(message, () => undefined)
}

/** The service manager talks to the supervisor only. */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, ...rest } = environment
  void [NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID]
  return rest
}
