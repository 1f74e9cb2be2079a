// Where log lines leave the process: written at once when the other side takes them, otherwise kept in a bounded queue and
// tried again, so that a terminal on hold or a journal that hangs never holds up an advertisement. What had to be dropped is
// counted and said. Knows nothing of what is written.

import { constants, fstatSync, openSync, writeSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { openUnixDatagramSocket, sendToPeer, sendUnixDatagram } from './libc.js'

/**
 * Hands a chunk to the other side without blocking: how many of its bytes were taken (0 = none now, try again), or -1 when
 * it will never be taken.
 */
export type Attempt = (chunk: Uint8Array) => number

export interface Outlet {
  write(chunk: Uint8Array): void
  /** Tries until everything is out, for at most so many milliseconds. Blocks: for the end of a process. */
  flush(milliseconds: number): void
}

export interface OutletOptions {
  readonly attempt: Attempt
  /** Called when there is room again after chunks were dropped; what it writes stands where they are missing. */
  readonly lost: (chunks: number) => void
  /** Bytes that may wait. Default 1 MiB. */
  readonly capacity?: number
}

const RETRY_MS = 50
const FLUSH_STEP_MS = 5

export function createOutlet(options: OutletOptions): Outlet {
  const { attempt, lost } = options
  const capacity = options.capacity ?? 1_048_576
  const waiting: Uint8Array[] = []
  let waitingBytes = 0
  let dropped = 0
  let retry: NodeJS.Timeout | undefined

  function drain(): void {
    for (let head = waiting[0]; head !== undefined; head = waiting[0]) {
      const taken = attempt(head)
      if (taken >= 0 && taken < head.length) {
        waiting[0] = head.subarray(taken)
        waitingBytes -= taken
        break
      }
      waiting.shift()
      waitingBytes -= head.length
    }
    if (dropped > 0 && waitingBytes < capacity / 2) {
      const count = dropped
      dropped = 0
      lost(count)
    }
    if (waiting.length > 0) retry ??= setTimeout(again, RETRY_MS).unref()
  }

  function again(): void {
    retry = undefined
    drain()
  }

  return {
    write(chunk) {
      if (dropped > 0 || waitingBytes + chunk.length > capacity) {
        dropped++
        return
      }
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waiting.length === 1) drain()
    },
    flush(milliseconds) {
      const pause = new Int32Array(new SharedArrayBuffer(4))
      for (let left = milliseconds; ; left -= FLUSH_STEP_MS) {
        drain()
        if (waiting.length === 0 || left <= 0) break
        Atomics.wait(pause, 0, 0, FLUSH_STEP_MS)
      }
      if (retry !== undefined) clearTimeout(retry)
      retry = undefined
    },
  }
}

/**
 * Standard error, whatever it is. Descriptor 2 itself stays as it is: its flags are shared with the shell and every other
 * process that has it. So a pipe or terminal is opened a second time, non-blocking, and a socket is written to by a
 * call that does not block.
 */
export function errorOutput(): Attempt {
  const status = statusOf(2)
  if (status?.isSocket() === true) return socketOutput(2)
  const own = status?.isFIFO() === true || status?.isCharacterDevice() === true
  return fileOutput((own ? reopenWithoutBlocking(2) : undefined) ?? 2)
}

function fileOutput(descriptor: number): Attempt {
  return (chunk) => {
    try {
      return writeSync(descriptor, chunk)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : -1
    }
  }
}

function socketOutput(descriptor: number): Attempt {
  const plain = fileOutput(descriptor)
  return (chunk) => {
    try {
      const sent = sendToPeer(descriptor, chunk)
      if (sent.ok) return sent.value
      return passing.has(sent.errno) ? 0 : -1
    } catch {
      // koffi has no binary for this machine.
      return plain(chunk)
    }
  }
}

function reopenWithoutBlocking(descriptor: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return undefined
  }
}

function statusOf(descriptor: number): Stats | undefined {
  try {
    return fstatSync(descriptor)
  } catch {
    return undefined
  }
}

/** Failures that pass: the queue of the receiver is full, or it is being restarted. */
const passing: ReadonlySet<string> = new Set(['EAGAIN', 'EWOULDBLOCK', 'ENOBUFS', 'ECONNREFUSED', 'ENOENT', 'EINTR'])

/** Datagrams to a UNIX socket, one for each chunk; undefined when this process cannot have such a socket. */
export function datagramOutput(path: string): Attempt | undefined {
  let descriptor: number
  try {
    const socket = openUnixDatagramSocket()
    if (!socket.ok) return undefined
    descriptor = socket.value
  } catch {
    // koffi has no binary for this machine.
    return undefined
  }
  return (chunk) => {
    const sent = sendUnixDatagram(descriptor, path, chunk)
    if (sent.ok) return chunk.length
    return passing.has(sent.errno) ? 0 : -1
  }
}

/** The file behind a descriptor as JOURNAL_STREAM writes it; undefined when it is closed. */
export function streamIdentity(descriptor: number): string | undefined {
  try {
    const status = fstatSync(descriptor, { bigint: true })
    return `${status.dev}:${status.ino}`
  } catch {
    return undefined
  }
}
