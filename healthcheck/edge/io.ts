// The checkers' I/O, made of sockets.

import type { CheckerIo, HttpExchange, HttpResponse, IoFailure } from '../checkers/define-checker.js'
import { connect, type ConnectTools } from './connect.js'
import { exchange } from './exchange.js'

export const createIo = (tools: ConnectTools): CheckerIo => ({
  async touch(connection, signal) {
    const connected = await connect(tools, connection, signal)
    if (!connected.ok) return connected
    connected.socket.destroy()
    return { ok: true }
  },
  exchange: (request: HttpExchange, signal: AbortSignal): Promise<HttpResponse | IoFailure> =>
    exchange(tools, request, signal),
})
