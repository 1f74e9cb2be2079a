// One HTTP exchange over a connection of ours: undici reads the answer, the request goes out as it was made (undici would
// send HTTP/1.1 with its own header names; digests and virtual hosts were configured against keepalived's request).
// One connection and one client for each probe, one deadline from connection to the end of the answer.

import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { Client, type Dispatcher } from 'undici'
import type { HttpExchange, HttpResponse, IoFailure } from '../checkers/define-checker.js'
import { connect, reasonOf, type ConnectTools } from './connect.js'

type Result = HttpResponse | IoFailure

/** Headers beyond this are a failure. */
const HEADER_LIMIT = 16 * 1024

/** Resolves once. Nothing of it is left then: socket and client are destroyed. */
export async function exchange(tools: ConnectTools, options: HttpExchange, signal: AbortSignal): Promise<Result> {
  const connected = await connect(tools, options.connection, signal)
  if (!connected.ok) return connected
  const { socket } = connected
  sendInstead(socket, options.head)
  const client = new Client('http://server.invalid', {
    // Not at once: undici asks while it is busy, and would not look again.
    connect: (_options, callback) => queueMicrotask(() => callback(null, socket)),
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: HEADER_LIMIT,
  })
  try {
    return await new Promise<Result>((resolve) => {
      const cancelAlarm = tools.alarms.set(options.answerTimeout, () => finish(timeout))
      const abort = () => finish({ ok: false, fault: 'local', reason: 'aborted' })
      const finish = (result: Result) => {
        cancelAlarm()
        signal.removeEventListener('abort', abort)
        resolve(result)
      }
      signal.addEventListener('abort', abort)
      const reader = readAnswer(options, socket, tools.heard, finish)
      client.dispatch({ method: 'GET', path: '/' }, reader)
    })
  } finally {
    socket.destroy()
    void client.destroy().catch(() => undefined)
  }
}

const timeout: IoFailure = { ok: false, fault: 'readTimeout', reason: 'timeout waiting for the answer' }

/** Replaces the first thing that is written to the socket, which is undici's request. */
function sendInstead(socket: Socket, head: string): void {
  const write = socket.write.bind(socket)
  socket.write = () => {
    socket.write = write
    return write(head)
  }
}

function readAnswer(
  { bodyLimit, digest }: HttpExchange,
  socket: Socket,
  heard: () => void,
  finish: (result: Result) => void,
): Dispatcher.DispatchHandler {
  const hash = digest ? createHash('md5') : undefined
  let status: number | undefined
  let announcedBytes: number | undefined
  let bodyBytes = 0
  let sawEnd = false
  socket.once('end', () => {
    sawEnd = true
  })
  const whole = (code: number): HttpResponse => ({
    ok: true,
    status: code,
    bodyBytes,
    announcedBytes,
    digest: hash?.digest('hex'),
  })
  return {
    onRequestStart: () => undefined,
    onResponseStart(_controller, statusCode, headers) {
      heard()
      // 1xx announce the answer, they are not it.
      if (statusCode < 200) return
      status = statusCode
      announcedBytes = contentLength(headers['content-length'])
    },
    onResponseData(controller, chunk) {
      heard()
      bodyBytes += chunk.length
      hash?.update(chunk)
      if (bodyBytes <= bodyLimit) return
      finish({ ok: false, fault: 'read', reason: `body of more than ${bodyLimit} bytes` })
      controller.abort(new Error('enough'))
    },
    onResponseEnd: () => finish(whole(status ?? 0)),
    onResponseError(_controller, error: NodeJS.ErrnoException) {
      if (!sawEnd || !isEnd(error)) finish({ ok: false, fault: 'read', reason: readReason(error) })
      // The server closed in order before the announced length: what came is the answer (HTTP-09).
      else if (status !== undefined) finish(whole(status))
      else finish({ ok: false, fault: 'noData', reason: endReason(socket.bytesRead) })
    },
  }
}

function contentLength(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

const endReason = (bytes: number): string =>
  bytes === 0 ? 'closed without an answer' : 'closed before the headers ended'

/** How undici and its parser call a connection that ended in the middle. */
const isEnd = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'UND_ERR_SOCKET' ||
  error.code === 'HPE_INVALID_EOF_STATE' ||
  error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'

function readReason(error: NodeJS.ErrnoException): string {
  if (error.code === 'UND_ERR_HEADERS_OVERFLOW') return 'headers too large'
  if (error.code === 'UND_ERR_SOCKET') return error.message
  return error.code?.startsWith('HPE_') === true ? `not HTTP: ${error.message}` : reasonOf(error)
}
