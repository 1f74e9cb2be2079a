// Connections to real sockets on loopback, and which errors are whose.

import { afterAll, describe, expect, it } from 'vitest'
import { Milliseconds } from '../../config/values/time.js'
import { connect, connectFailure } from '../../healthcheck/edge/connect.js'
import { createIo } from '../../healthcheck/edge/io.js'
import { tcpCheck } from '../../healthcheck/checkers/tcp-check.js'
import { createTools, serve, to } from './edge-support.js'
import { ip } from './support.js'

const tools = createTools()
afterAll(() => tools.close())
const never = new AbortController().signal

const probe = (connection: ReturnType<typeof to>, signal = never) =>
  tcpCheck.probe({ options: { connection }, server: connection.target, url: 0, io: createIo(tools), signal })

describe('TCP_CHECK', () => {
  it('TCP-01 is content with a connection, sends nothing and closes it', async () => {
    const server = await serve(() => undefined)
    expect(await probe(to(server.port))).toEqual({ verdict: 'up' })
    await server.closed(1)
    expect(server.received).toEqual([''])
    await server.close()
  })

  it('CHK-12 a refused connection is a failure of the server', async () => {
    const server = await serve(() => undefined)
    await server.close()
    expect(await probe(to(server.port))).toEqual({ verdict: 'down', fault: 'connect', reason: 'connection refused' })
  })

  it('CHK-11 comes from bindto and bind_port', async () => {
    const server = await serve(() => undefined)
    const spare = await serve(() => undefined, { host: '127.0.0.9' })
    await spare.close()
    const from = { bindAddress: ip('127.0.0.9'), bindPort: spare.port }
    // Twice: the port that the first one used must not be taken for the second.
    for (const count of [1, 2]) {
      expect(await probe(to(server.port, from))).toEqual({ verdict: 'up' })
      await server.closed(count)
    }
    expect(server.peers[0]).toEqual({ address: '127.0.0.9', port: spare.port })
    await server.close()
  })

  it('CHK-10 an address that is not on this host is not a failure of the server', async () => {
    const server = await serve(() => undefined)
    expect(await probe(to(server.port, { bindAddress: ip('192.0.2.1') }))).toEqual({
      verdict: 'local',
      reason: 'cannot assign the local address',
    })
    await server.close()
  })

  it('ends at once when it is aborted, before and after it began', async () => {
    expect(await probe(to(1), AbortSignal.abort())).toMatchObject({ verdict: 'local' })
    const stop = new AbortController()
    const server = await serve(() => undefined)
    const pending = probe(to(server.port), stop.signal)
    stop.abort()
    expect(await pending).toMatchObject({ verdict: 'local', reason: 'aborted' })
    await server.close()
  })
})

it('CHK-12 a connection that takes too long is a timeout, and its socket is gone', async () => {
  let ring: () => void = () => undefined
  let waited = 0
  const alarms = {
    set(wait: number, run: () => void) {
      waited = wait
      ring = run
      return () => undefined
    },
  }
  const server = await serve(() => undefined)
  const slow = to(server.port, { connectTimeout: Milliseconds(3000) })
  const pending = connect({ alarms, heard: () => undefined }, slow, never)
  // The connection has been asked for, but nobody has heard of it yet.
  process.nextTick(ring)
  expect(await pending).toEqual({ ok: false, fault: 'connectTimeout', reason: 'timeout' })
  expect(waited).toBe(3000)
  await server.closed(1)
  await server.close()
})

it.each<[string, string | undefined, string, string]>([
  ['ECONNREFUSED', 'connect', 'connect', 'connection refused'],
  ['EHOSTUNREACH', 'connect', 'connect', 'no route to host'],
  ['ENETUNREACH', 'connect', 'connect', 'network unreachable'],
  ['ECONNRESET', 'connect', 'connect', 'connection reset'],
  ['ETIMEDOUT', 'connect', 'connectTimeout', 'timeout'],
  ['EMFILE', 'connect', 'local', 'too many open files'],
  ['EADDRNOTAVAIL', 'connect', 'local', 'cannot assign the local address'],
  ['EADDRINUSE', 'bind', 'local', 'local address already in use'],
  ['EACCES', 'bind', 'local', 'permission denied'],
  ['EACCES', 'connect', 'connect', 'permission denied'],
  ['ESTRANGE', undefined, 'connect', 'ESTRANGE'],
])('CHK-10 CHK-12 %s of %s is %s: %s', (code, syscall, fault, reason) => {
  const error = Object.assign(new Error('x'), { code, ...(syscall === undefined ? {} : { syscall }) })
  expect(connectFailure(error)).toEqual({ ok: false, fault, reason })
})
