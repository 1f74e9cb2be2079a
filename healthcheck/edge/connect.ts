// TCP connections for probes: from a given local address and port, within a time, with the reason when there is none.
// Tells a server that cannot be reached from a host that cannot ask (CHK-10, CHK-12).

import { connect as openSocket, type Socket } from 'node:net'
import type { ConnectionOptions, IoFailure } from '../checkers/define-checker.js'
import { familyOf } from '../../config/values/ip.js'
import type { Alarms } from './alarms.js'

export interface ConnectTools {
  readonly alarms: Pick<Alarms, 'set'>
  /** Something arrived from the network: the scheduler lets what waits be read before a deadline counts. */
  readonly heard: () => void
}

export type Connected = { readonly ok: true; readonly socket: Socket } | IoFailure

/** Resolves once; when the signal aborts, as a local failure nobody waits for. The socket's owner has to destroy it. */
export function connect(tools: ConnectTools, options: ConnectionOptions, signal: AbortSignal): Promise<Connected> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(aborted)
      return
    }
    const socket = openSocket({
      host: options.target.address,
      port: options.target.port,
      family: familyOf(options.target.address) === 'inet6' ? 6 : 4,
      autoSelectFamily: false,
      ...(options.bindAddress === undefined ? {} : { localAddress: options.bindAddress }),
      ...(options.bindPort === 0 ? {} : { localPort: options.bindPort }),
    })
    const cancelAlarm = tools.alarms.set(options.connectTimeout, () =>
      finish({ ok: false, fault: 'connectTimeout', reason: 'timeout' }),
    )
    const abort = () => finish(aborted)
    const finish = (result: Connected) => {
      cancelAlarm()
      signal.removeEventListener('abort', abort)
      socket.off('connect', established).off('error', refused)
      // Whatever still happens to it is of no interest, but must not be thrown.
      socket.on('error', ignore)
      if (!result.ok) socket.destroy()
      resolve(result)
    }
    const established = () => {
      tools.heard()
      finish({ ok: true, socket })
    }
    const refused = (error: NodeJS.ErrnoException) => {
      tools.heard()
      finish(connectFailure(error))
    }
    signal.addEventListener('abort', abort)
    socket.once('connect', established).once('error', refused)
  })
}

const aborted: IoFailure = { ok: false, fault: 'local', reason: 'aborted' }
const ignore = () => undefined

/** Errors of the host that asks: no descriptors, no memory, no local port, an address that is not here. */
const LOCAL = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EADDRINUSE', 'EAFNOSUPPORT'])

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network unreachable',
  EHOSTDOWN: 'host is down',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EPIPE: 'connection closed',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files in the system',
  ENOBUFS: 'no buffer space',
  ENOMEM: 'out of memory',
  EADDRNOTAVAIL: 'cannot assign the local address',
  EADDRINUSE: 'local address already in use',
  EAFNOSUPPORT: 'address family not supported',
}

/** An error of a socket in words. */
export const reasonOf = (error: NodeJS.ErrnoException): string => {
  const known = REASONS[error.code ?? '']
  return known ?? error.code ?? error.message
}

/** Everything bind() complains of is local. */
export function connectFailure(error: NodeJS.ErrnoException): IoFailure {
  const reason = reasonOf(error)
  if (error.syscall === 'bind' || LOCAL.has(error.code ?? '')) return { ok: false, fault: 'local', reason }
  return { ok: false, fault: error.code === 'ETIMEDOUT' ? 'connectTimeout' : 'connect', reason }
}
