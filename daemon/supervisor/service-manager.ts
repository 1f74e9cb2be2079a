// Tells systemd how the daemon fares (sd_notify(3)): ready, reloading, stopping, a status line, and that it is alive.
// Silent and without native code when no service manager listens.

import { Milliseconds, type Duration } from '../../config/values/time.js'

export interface ServiceManager {
  ready(status: string): void
  reloading(): void
  stopping(): void
  /** Sent only when it changed. */
  status(text: string): void
  /** A child ended for good: EINVAL (22) for its configuration, EPERM (1) for a missing permission. */
  failed(errno: number): void
  alive(): void
  /** How often `alive` is expected, already halved; undefined: not at all. */
  readonly watchdog: Duration | undefined
}

/** Sends one datagram; the bytes are lines of `NAME=value`. */
export type SendDatagram = (bytes: Uint8Array) => void

/** The lines of each message. @param send undefined when nobody listens. */
export function createServiceManager(send: SendDatagram | undefined, watchdog: Duration | undefined): ServiceManager {
  let shown: string | undefined
  const tell = (...lines: readonly string[]): void => send?.(Buffer.from(`${lines.join('\n')}\n`))
  return {
    ready: (status) => {
      shown = status
      tell('READY=1', `MAINPID=${process.pid}`, `STATUS=${status}`)
    },
    reloading: () => tell('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`),
    stopping: () => tell('STOPPING=1', 'STATUS=stopping'),
    status: (text) => {
      if (text === shown) return
      shown = text
      tell(`STATUS=${text}`)
    },
    failed: (errno) => tell(`ERRNO=${errno}`),
    alive: () => tell('WATCHDOG=1'),
    watchdog,
  }
}

/** The service manager that started this process, by its environment; loads libc only when there is one. */
export async function connectServiceManager(
  environment: NodeJS.ProcessEnv,
  complain: (text: string) => void,
): Promise<ServiceManager> {
  const path = environment.NOTIFY_SOCKET
  if (path === undefined || path === '') return createServiceManager(undefined, undefined)
  const libc = await import('../runtime/libc.js')
  const socket = libc.openUnixDatagramSocket()
  if (!socket.ok) {
    complain(`cannot talk to the service manager: ${socket.errno}`)
    return createServiceManager(undefined, undefined)
  }
  let complained = false
  const send: SendDatagram = (bytes) => {
    const result = libc.sendUnixDatagram(socket.value, path, bytes)
    if (result.ok || complained) return
    complained = true
    complain(`cannot talk to the service manager at ${path}: ${result.errno}`)
  }
  return createServiceManager(send, watchdogInterval(environment, process.pid))
}

/** Half of WATCHDOG_USEC, when the watchdog is meant for this process (sd_watchdog_enabled(3)). */
export function watchdogInterval(environment: NodeJS.ProcessEnv, pid: number): Duration | undefined {
  const { WATCHDOG_USEC, WATCHDOG_PID } = environment
  const microseconds = Number(WATCHDOG_USEC)
  if (WATCHDOG_USEC === undefined || !Number.isInteger(microseconds) || microseconds <= 0) return undefined
  if (WATCHDOG_PID !== undefined && Number(WATCHDOG_PID) !== pid) return undefined
  return Milliseconds(microseconds / 2000)
}
