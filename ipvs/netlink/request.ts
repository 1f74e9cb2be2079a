// Netlink sockets for requests: one request at a time, each with a deadline, answers matched by sequence number and port.
// The only file that knows the netlink addon, which is loaded by the first socket, not by importing this.
// Knows framing, not what families mean; subscribe.ts opens its listening sockets through openRawSocket.
//
// What is made up for here: the addon ends the whole process when a receive buffer overflows, so every socket asks the
// kernel not to report that (NETLINK_NO_ENOBUFS): a lost answer then shows as a missed deadline. After a missed deadline
// nothing is known about what was asked, and the next request goes through a new socket.

import { createRequire } from 'node:module'
import type * as Addon from 'node-netlink'
import type { Duration } from '../../config/values/time.js'
import { findNetlinkDescriptor, setSocketOption } from '../../daemon/runtime/libc.js'
import { ERRNO, netlinkError, type NetlinkError } from './errors.js'
import { frame, NLM_F, NLMSG, plain, splitMessages, stampBatch, statusOf, type NetlinkMessage } from './framing.js'

export type NetlinkProtocol = 'route' | 'generic'

/** The answers to one request. An error says what the kernel answered, or ETIMEDOUT, ECANCELED: then the outcome is unknown. */
export type NetlinkReply =
  | { readonly ok: true; readonly messages: readonly NetlinkMessage[] }
  | { readonly ok: false; readonly error: NetlinkError }

/** What became of a batch. `failures` by position from 0; those absent succeeded. Not ok: unknown for all of them. */
export type BatchReply =
  | { readonly ok: true; readonly count: number; readonly failures: ReadonlyMap<number, NetlinkError> }
  | { readonly ok: false; readonly error: NetlinkError }

export interface NetlinkSocket {
  /** One request; REQUEST and ACK are added to `flags`. Resolves with the answers before the acknowledgement, if any. */
  request(type: number, flags: number, payload: Uint8Array): Promise<NetlinkReply>
  /** Everything of a kind. Asked again when the kernel says it changed meanwhile; EINTR when that does not end. */
  dump(type: number, payload: Uint8Array): Promise<NetlinkReply>
  /**
   * Whole requests end to end (at most MAX_BATCH_REQUESTS in MAX_BATCH_BYTES), done in order in one system call. Sequence
   * numbers, ports and flags are filled in. A failing one does not stop the rest. The bytes may be reused afterwards.
   */
  batch(messages: Uint8Array): Promise<BatchReply>
  /** Ends everything outstanding with ECANCELED. */
  close(): void
}

/** Should all of a batch fail, its answers still fit the default receive buffer, which holds 256 of them (NL-26). */
export const MAX_BATCH_REQUESTS = 200
export const MAX_BATCH_BYTES = 32 * 1024

const PROTOCOL_NUMBERS: Readonly<Record<NetlinkProtocol, number>> = { route: 0, generic: 16 }
const SOL_SOCKET = 1
const SO_RCVBUFFORCE = 33
const SOL_NETLINK = 270
const NETLINK_NO_ENOBUFS = 5
const NETLINK_CAP_ACK = 10
const NETLINK_EXT_ACK = 11
const REQUEST_BUFFER = 1024 * 1024
const DUMP_ATTEMPTS = 8

export type RawSocket = Addon.RawNetlinkSocket

/**
 * Opens and binds a socket whose overflows are silent. Throws the addon's error (with `errno`) when the system refuses a socket.
 * `forced` tells whether the overflow rule could be set: without it the caller must not listen to multicast groups.
 */
export function openRawSocket(
  protocol: NetlinkProtocol,
  receiveBuffer: number,
): { readonly socket: RawSocket; readonly port: number; readonly forced: boolean } {
  const { RawNetlinkSocket } = createRequire(import.meta.url)('node-netlink') as typeof Addon
  const number = PROTOCOL_NUMBERS[protocol]
  const socket = new RawNetlinkSocket(number, { recvBufferSize: receiveBuffer, sendBufferSize: 4 * MAX_BATCH_BYTES })
  const { port } = socket.address()
  const fd = findNetlinkDescriptor(port, number)
  if (fd === undefined) return { socket, port, forced: false }
  const on = int(1)
  const forced = setSocketOption(fd, SOL_NETLINK, NETLINK_NO_ENOBUFS, on).ok
  setSocketOption(fd, SOL_NETLINK, NETLINK_CAP_ACK, on)
  setSocketOption(fd, SOL_NETLINK, NETLINK_EXT_ACK, on)
  setSocketOption(fd, SOL_SOCKET, SO_RCVBUFFORCE, int(receiveBuffer))
  return { socket, port, forced }
}

const int = (value: number): Uint8Array => new Uint8Array(new Int32Array([value]).buffer)

/** Closes outside the addon's callbacks, which must not lose their socket while they run. */
export function closeRawSocket(socket: RawSocket): void {
  socket.removeAllListeners()
  socket.on('error', () => undefined)
  setImmediate(() => socket.close())
}

/** Runs what the addon calls back. An exception must not pass through it: it would end the process without a word of why. */
export function calledBack(run: () => void): void {
  try {
    run()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}

interface Job {
  readonly kind: 'request' | 'dump' | 'batch'
  /** Sequence number of the first request. */
  readonly first: number
  readonly last: number
  /** Bytes to send once the socket's port is known. */
  readonly encode: (port: number) => Uint8Array
  readonly messages: NetlinkMessage[]
  readonly failures: Map<number, NetlinkError>
  readonly finish: (error: NetlinkError | undefined) => void
  /** Messages received for it so far: a dump that moves is not late. */
  progress: number
  interrupted: boolean
}

/**
 * A socket for requests, opened by the first one and again after a missed deadline.
 * `deadline` is the longest silence: a dump may take longer as long as it moves. An idle socket does not keep the process alive.
 */
export function openNetlink(protocol: NetlinkProtocol, options: { readonly deadline: Duration }): NetlinkSocket {
  const waiting: Job[] = []
  let current: Job | undefined
  let raw: { readonly socket: RawSocket; readonly port: number } | undefined
  let timer: NodeJS.Timeout | undefined
  let sequence = 0
  let closed = false

  function take(count: number): number {
    if (sequence + count > 0xffff_fff0) sequence = 0
    const first = sequence + 1
    sequence += count
    return first
  }

  function submit(
    kind: Job['kind'],
    count: number,
    encode: (port: number, first: number) => Uint8Array,
  ): Promise<Done> {
    return new Promise((resolve) => {
      const first = take(count)
      const job: Job = {
        kind,
        first,
        last: first + count - 1,
        encode: (port) => encode(port, first),
        messages: [],
        failures: new Map(),
        finish: (error) => resolve({ job, error }),
        progress: 0,
        interrupted: false,
      }
      if (closed) return job.finish(netlinkError(ERRNO.ECANCELED))
      waiting.push(job)
      next()
    })
  }

  function next(): void {
    if (current !== undefined) return
    current = waiting.shift()
    if (current === undefined) return
    const job = current
    try {
      raw ??= open()
      raw.socket.ref()
      const bytes = job.encode(raw.port)
      raw.socket.send(bytes, undefined, (error) => {
        if (error !== undefined) calledBack(() => fail(job, error.errno))
      })
    } catch (error) {
      return fail(job, errnoOf(error))
    }
    watch(job)
  }

  function open(): { socket: RawSocket; port: number } {
    const opened = openRawSocket(protocol, REQUEST_BUFFER)
    const { socket } = opened
    socket.on('message', (bytes, from) => {
      // Anybody may send to a netlink port; only the kernel has number 0 (NL-30).
      if (from.port === 0 && raw?.socket === socket) calledBack(() => receive(plain(bytes)))
    })
    socket.on('error', (error) => {
      const job = current
      if (raw?.socket === socket && job !== undefined) calledBack(() => fail(job, error.errno))
    })
    return opened
  }

  /**
   * A timer that is due runs before the loop looks at sockets, so after a pause the answer may be waiting:
   * two turns of the loop go by before a deadline counts as missed.
   */
  function watch(job: Job): void {
    const seen = job.progress
    timer = setTimeout(() => {
      setImmediate(() =>
        setImmediate(() => {
          if (current !== job) return
          if (job.progress === seen) fail(job, ERRNO.ETIMEDOUT)
          else watch(job)
        }),
      )
    }, options.deadline)
  }

  function receive(bytes: Uint8Array): void {
    for (const message of splitMessages(bytes)) {
      const job = current
      if (job === undefined) return
      if (message.port !== raw?.port || message.sequence < job.first || message.sequence > job.last) continue
      job.progress++
      accept(job, message)
    }
  }

  function accept(job: Job, message: NetlinkMessage): void {
    if ((message.flags & NLM_F.DUMP_INTR) !== 0 && job.kind === 'dump') job.interrupted = true
    if (message.type === NLMSG.NOOP || message.type === NLMSG.OVERRUN) return
    if (message.type === NLMSG.DONE) return end(job, statusOf(message))
    if (message.type !== NLMSG.ERROR) {
      job.messages.push(message)
      return
    }
    const error = statusOf(message)
    if (job.kind !== 'batch') return end(job, error)
    if (error !== undefined) job.failures.set(message.sequence - job.first, error)
    if (message.sequence === job.last) end(job, undefined)
  }

  function end(job: Job, error: NetlinkError | undefined): void {
    if (current !== job) return
    clearTimeout(timer)
    current = undefined
    raw?.socket.unref()
    job.finish(error)
    next()
  }

  /** Ends a request whose outcome is unknown: answers still under way must not meet the next one. */
  function fail(job: Job, errno: number): void {
    if (current !== job) return
    discard()
    end(job, netlinkError(errno))
  }

  function discard(): void {
    if (raw === undefined) return
    closeRawSocket(raw.socket)
    raw = undefined
  }

  return {
    async request(type, flags, payload) {
      const encode = (port: number, first: number): Uint8Array =>
        frame(type, flags | NLM_F.REQUEST | NLM_F.ACK, first, port, payload)
      const { job, error } = await submit('request', 1, encode)
      return error === undefined ? { ok: true, messages: job.messages } : { ok: false, error }
    },

    async dump(type, payload) {
      const encode = (port: number, first: number): Uint8Array =>
        frame(type, NLM_F.REQUEST | NLM_F.DUMP, first, port, payload)
      for (let attempt = 1; attempt <= DUMP_ATTEMPTS; attempt++) {
        const { job, error } = await submit('dump', 1, encode)
        if (error !== undefined) return { ok: false, error }
        if (!job.interrupted) return { ok: true, messages: job.messages }
      }
      return { ok: false, error: netlinkError(ERRNO.EINTR) }
    },

    async batch(messages) {
      const count = stampBatch(messages, 0, 0)
      if (count === undefined || count > MAX_BATCH_REQUESTS || messages.length > MAX_BATCH_BYTES)
        throw new RangeError(`a batch of ${count ?? 'malformed'} requests in ${messages.length} bytes`)
      if (count === 0) return { ok: true, count, failures: new Map() }
      const { job, error } = await submit('batch', count, (port, first) => {
        stampBatch(messages, first, port)
        return messages
      })
      return error === undefined ? { ok: true, count, failures: job.failures } : { ok: false, error }
    },

    close() {
      closed = true
      const cancelled = waiting.splice(0)
      if (current !== undefined) fail(current, ERRNO.ECANCELED)
      for (const job of cancelled) job.finish(netlinkError(ERRNO.ECANCELED))
      discard()
    },
  }
}

interface Done {
  readonly job: Job
  readonly error: NetlinkError | undefined
}

function errnoOf(error: unknown): number {
  if (error instanceof Error && 'errno' in error && typeof error.errno === 'number') return Math.abs(error.errno)
  throw error
}
