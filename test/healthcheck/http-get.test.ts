// HTTP_GET against servers on loopback that behave, and many that do not.

import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { Milliseconds } from '../../config/values/time.js'
import type { HttpGetOptions, HttpGetUrl } from '../../healthcheck/checkers/http-get.js'
import { httpGet } from '../../healthcheck/checkers/http-get.js'
import { exchange } from '../../healthcheck/edge/exchange.js'
import { createIo } from '../../healthcheck/edge/io.js'
import { createTools, serve, to } from './edge-support.js'
import { ip, url } from './support.js'

const tools = createTools()
afterAll(() => tools.close())
const never = new AbortController().signal
const HELLO = 'b1946ac92492d2347c6235b4d2611184'

function probe(port: number, asked: HttpGetUrl = url('/'), more: Partial<HttpGetOptions> = {}, signal = never) {
  const options: HttpGetOptions = {
    connection: to(port),
    virtualHost: undefined,
    httpProtocol: '1.0',
    urls: [asked],
    ...more,
  }
  return httpGet.probe({
    options,
    server: { address: ip('10.9.9.9'), port: 8080 },
    url: 0,
    io: createIo(tools),
    signal,
  })
}

/** Asks a server that answers like this, and closes. */
async function ask(answer: string | Buffer, asked?: HttpGetUrl, more?: Partial<HttpGetOptions>) {
  const server = await serve((socket) => socket.end(answer))
  const result = await probe(server.port, asked, more)
  await server.closed(1)
  await server.close()
  return result
}

describe('the request on the wire', () => {
  it.each(['1.0', '1.0C', '1.1'] as const)(
    'HTTP-01 is byte for byte what http_protocol %s means',
    async (httpProtocol) => {
      const server = await serve((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n'))
      expect(await probe(server.port, url('/x/../y?a=1 b'), { httpProtocol })).toEqual({ verdict: 'up' })
      const close = httpProtocol === '1.0' ? '' : 'Connection: close\r\n'
      const version = httpProtocol === '1.1' ? '1.1' : '1.0'
      expect(server.received).toEqual([
        `GET /x/../y?a=1 b HTTP/${version}\r\nUser-Agent: KeepAliveClient\r\n${close}Host: 10.9.9.9:8080\r\n\r\n`,
      ])
      await server.close()
    },
  )

  it('HTTP-01 names the host of the url, else of the checker', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n'))
    await probe(server.port, url('/', { virtualHost: 'of.url:81' }), { virtualHost: 'of.checker' })
    await probe(server.port, url('noslash'), { virtualHost: 'of.checker' })
    expect(server.received.map((text) => text.split('\r\n')[2])).toEqual(['Host: of.url:81', 'Host: of.checker'])
    expect(server.received[1]).toContain('GET noslash HTTP/1.0')
    await server.close()
  })
})

describe('answers that are good', () => {
  const withDigest = url('/', { digest: HELLO })
  it.each<[string, string]>([
    ['HTTP-09 with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n'],
    ['HTTP-10 with a length in lower case', 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello\n'],
    ['HTTP-02 without a length, to the end of the connection', 'HTTP/1.0 200 OK\r\n\r\nhello\n'],
    ['HTTP-02 HTTP/1.1 without a length', 'HTTP/1.1 200 OK\r\nServer: x\r\n\r\nhello\n'],
    ['HTTP-09 with more bytes than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\nmore and more'],
    [
      'in chunks: the digest is that of the body',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n4\r\nllo\n\r\n0\r\n\r\n',
    ],
    [
      'compressed in name: the digest is that of the bytes sent',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\nhello\n',
    ],
    ['HTTP-06 without a reason phrase', 'HTTP/1.1 200\r\nContent-Length: 6\r\n\r\nhello\n'],
    [
      'after an early hint',
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n',
    ],
  ])('%s', async (_title, answer) => {
    expect(await ask(answer, withDigest)).toEqual({ verdict: 'up' })
  })

  it('HTTP-09 a body that is shorter than announced counts as it is', async () => {
    for (const version of ['1.0', '1.1'])
      expect(await ask(`HTTP/${version} 200 OK\r\nContent-Length: 100\r\n\r\nhello\n`, withDigest)).toEqual({
        verdict: 'up',
        remark: 'content_length (100) does not match received bytes (6)',
      })
  })

  it('HTTP-02 ends with the announced length, though the server keeps the connection open', async () => {
    const server = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n'))
    expect(await probe(server.port, withDigest)).toEqual({ verdict: 'up' })
    await server.closed(1)
    await server.close()
  })

  it('HTTP-02 ends with the last chunk, too', async () => {
    const server = await serve((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n0\r\n\r\n'),
    )
    expect(await probe(server.port, withDigest, { httpProtocol: '1.1' })).toEqual({ verdict: 'up' })
    await server.close()
  })

  it('HTTP-07 a redirect is an answer and is not followed', async () => {
    const answer = 'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n'
    expect(await ask(answer, url('/', { statusCodes: [{ from: 302, to: 302 }] }))).toEqual({ verdict: 'up' })
    expect(await ask(answer)).toEqual({ verdict: 'down', fault: 'status', reason: 'status 302' })
  })

  it('a large body arrives whole, byte by byte or at once', async () => {
    const body = Buffer.alloc(3_000_000, 'abc\u0000\xff')
    const digest = createHash('md5').update(body).digest('hex')
    const head = Buffer.from(`HTTP/1.0 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`)
    expect(await ask(Buffer.concat([head, body]), url('/', { digest }))).toEqual({ verdict: 'up' })
    const server = await serve((socket) => {
      const text = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n')
      const next = (at: number) => {
        if (at < text.length) socket.write(text.subarray(at, at + 1), () => setImmediate(next, at + 1))
      }
      socket.setNoDelay(true)
      next(0)
    })
    expect(await probe(server.port, withDigest)).toEqual({ verdict: 'up' })
    await server.close()
  })
})

describe('answers that are not', () => {
  it.each<[string, string, object]>([
    ['HTTP-07 a status out of range', 'HTTP/1.0 500 Oops\r\n\r\nhello\n', { fault: 'status', reason: 'status 500' }],
    ['HTTP-08 another body', 'HTTP/1.0 200 OK\r\n\r\nhellO\n', { fault: 'digest' }],
    ['HTTP-08 a status alone is not enough when a digest is asked for', 'HTTP/1.0 200 OK\r\n\r\n', { fault: 'digest' }],
    ['nothing at all', '', { fault: 'noData', reason: 'closed without an answer' }],
    ['half a status line', 'HTTP/1.0 2', { fault: 'noData', reason: 'closed before the headers ended' }],
    ['headers without an end', 'HTTP/1.0 200 OK\r\nServer: x\r\n', {}],
    ['HTTP-05 bare line feeds', 'HTTP/1.0 200 OK\nServer: x\n\nhello\n', {}],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', { fault: 'read' }],
    ['HTTP-06 a status that is no number', 'HTTP/1.0 2xx OK\r\n\r\nhello\n', { fault: 'read' }],
    ['HTTP-07 only 100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n', {}],
    [
      'headers without end in size',
      `HTTP/1.0 200 OK\r\nX: ${'y'.repeat(100_000)}\r\n\r\nhello\n`,
      { fault: 'read', reason: 'headers too large' },
    ],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\n', { fault: 'read' }],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\nhello\n', { fault: 'read' }],
  ])('%s', async (_title, answer, expected) => {
    expect(await ask(answer, url('/', { digest: HELLO }))).toMatchObject({ verdict: 'down', ...expected })
  })

  it.each<[string, string, object]>([
    ['before an answer', '', { fault: 'read', reason: 'connection reset' }],
    ['in the headers', 'HTTP/1.0 200 OK\r\n', {}],
  ])('a connection that is reset %s', async (_title, sent, expected) => {
    const server = await serve((socket) => socket.write(sent, () => setImmediate(() => socket.resetAndDestroy())))
    expect(await probe(server.port)).toMatchObject({ verdict: 'down', ...expected })
    await server.close()
  })

  const stall: [string, (socket: Socket) => void][] = [
    ['says nothing', () => undefined],
    ['stops in the headers', (socket) => socket.write('HTTP/1.0 200 OK\r\nSer')],
    ['stops in the body', (socket) => socket.write('HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\nhello')],
    ['HTTP-03 drips', (socket) => drip(socket)],
  ]
  it.each(stall)(
    'a server that %s has the time from connection to end of answer, and no more',
    async (_title, answer) => {
      const server = await serve(answer)
      const connection = to(server.port, { connectTimeout: Milliseconds(150) })
      const start = performance.now()
      expect(await probe(server.port, url('/'), { connection })).toEqual({
        verdict: 'down',
        fault: 'readTimeout',
        reason: 'timeout waiting for the answer',
      })
      expect(performance.now() - start).toBeLessThan(1500)
      await server.closed(1)
      await server.close()
    },
  )

  it('HTTP-03 a body without end stops at the cap', async () => {
    const server = await serve((socket) => {
      const more = () => {
        while (socket.writable && socket.write(Buffer.alloc(65_536)));
        socket.once('drain', more)
      }
      socket.write('HTTP/1.0 200 OK\r\n\r\n')
      more()
    })
    const request = {
      connection: to(server.port),
      head: 'GET / HTTP/1.0\r\n\r\n',
      answerTimeout: Milliseconds(5000),
      bodyLimit: 1_000_000,
      digest: false,
    }
    expect(await exchange(tools, request, never)).toEqual({
      ok: false,
      fault: 'read',
      reason: 'body of more than 1000000 bytes',
    })
    await server.closed(1)
    await server.close()
  })

  it('ends at once when it is aborted, and leaves no connection', async () => {
    const stop = new AbortController()
    const server = await serve(() => stop.abort())
    expect(await probe(server.port, url('/'), {}, stop.signal)).toMatchObject({ verdict: 'local', reason: 'aborted' })
    await server.closed(1)
    await server.close()
  })

  it('HTTP-15 does not ask for a path with a line end', async () => {
    const server = await serve(() => undefined)
    expect(await probe(server.port, url('/\r\nX: y'))).toMatchObject({ verdict: 'local' })
    expect(server.received).toEqual([])
    await server.close()
  })
})

/** One byte each few milliseconds, for ever. */
function drip(socket: Socket): void {
  socket.write('HTTP/1.0 200 OK\r\n\r\n')
  const timer = setInterval(() => socket.write('x'), 20)
  socket.once('close', () => clearInterval(timer))
}
