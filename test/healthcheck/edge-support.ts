// What the edge tests stand on: alarms over the real scheduler, and raw servers on loopback that behave as told.

import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Milliseconds } from '../../config/values/time.js'
import { monotonicClock } from '../../daemon/runtime/clock.js'
import { createScheduler } from '../../daemon/runtime/scheduler.js'
import type { ConnectionOptions } from '../../healthcheck/checkers/define-checker.js'
import { createAlarms, type Alarms } from '../../healthcheck/edge/alarms.js'
import type { ConnectTools } from '../../healthcheck/edge/connect.js'
import { ip } from './support.js'

export interface TestTools extends ConnectTools {
  readonly alarms: Alarms
  close(): void
}

export function createTools(): TestTools {
  let heard = 0
  const alarms = createAlarms(monotonicClock, () => scheduler.update())
  const scheduler = createScheduler({
    clock: monotonicClock,
    deadline: () => alarms.next(),
    due: (now) => alarms.ring(now),
    packetsSeen: () => heard,
  })
  return { alarms, heard: () => void heard++, close: () => scheduler.close() }
}

export interface TestServer {
  readonly port: number
  /** Bytes received on each connection, as they came. */
  readonly received: string[]
  /** Remote endpoints of the connections. */
  readonly peers: { readonly address: string | undefined; readonly port: number | undefined }[]
  /** Resolves when the n-th connection (from 1) has been closed by either side. */
  closed(count: number): Promise<void>
  close(): Promise<void>
}

/** `answer` is called for each connection when the end of a request has arrived, or at once with `immediately`. */
export async function serve(
  answer: (socket: Socket, request: string) => void,
  options: { readonly immediately?: boolean; readonly host?: string } = {},
): Promise<TestServer> {
  const received: string[] = []
  const peers: TestServer['peers'][number][] = []
  const open = new Set<Socket>()
  const closings: Promise<void>[] = []
  const connections: (() => void)[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const at = received.push('') - 1
    peers.push({ address: socket.remoteAddress, port: socket.remotePort })
    open.add(socket)
    closings.push(new Promise((resolve) => socket.once('close', () => resolve(void open.delete(socket)))))
    connections.forEach((tell) => tell())
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    socket.on('data', (chunk) => {
      received[at] += chunk.toString('latin1')
      if (received[at]?.endsWith('\r\n\r\n') === true) answer(socket, received[at])
    })
    if (options.immediately === true) answer(socket, '')
  })
  await new Promise<void>((resolve) => server.listen(0, options.host ?? '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    peers,
    async closed(count) {
      while (closings.length < count) await new Promise<void>((resolve) => connections.push(resolve))
      await closings[count - 1]
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export const to = (port: number, more: Partial<ConnectionOptions> = {}): ConnectionOptions => ({
  target: { address: ip('127.0.0.1'), port },
  connectTimeout: Milliseconds(2000),
  bindAddress: undefined,
  bindPort: 0,
  ...more,
})
