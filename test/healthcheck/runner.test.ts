// The checkers process without its channel: real sockets on loopback, real time, a table in memory.

import { afterEach, describe, expect, it } from 'vitest'
import type { LogEntry } from '../../config/values/log-entry.js'
import { Milliseconds } from '../../config/values/time.js'
import { monotonicClock } from '../../daemon/runtime/clock.js'
import { seededRandom } from '../../daemon/runtime/random.js'
import type { RunnableConfig } from '../../healthcheck/config/model.js'
import { createRunner, type Request, type Runner } from '../../healthcheck/edge/runner.js'
import { healthReport, renderHealth } from '../../healthcheck/report.js'
import { createMemoryIpvs } from '../../ipvs/memory.js'
import { netlinkError, ERRNO } from '../../ipvs/netlink/errors.js'
import { serve } from './edge-support.js'
import { command, describeTable, http, real, sorry, tcp, url, virtual } from './support.js'

const runners: Runner[] = []
afterEach(async () => {
  for (const runner of runners.splice(0)) {
    runner.stop()
    await runner.stopped
  }
})

function start(hasIpvs = true) {
  const memory = createMemoryIpvs()
  const log: LogEntry[] = []
  const asked: Request[] = []
  let tell: () => void = () => undefined
  const runner = createRunner({
    clock: monotonicClock,
    random: seededRandom(1),
    log: {
      write(entry) {
        log.push(entry)
        tell()
      },
    },
    recorder: { record: () => undefined, close: () => undefined },
    openIpvs: () =>
      Promise.resolve(
        hasIpvs
          ? { ok: true, client: memory }
          : { ok: false, reason: 'no-ipvs', error: netlinkError(ERRNO.ENOENT), remedy: 'load it' },
      ),
    ask: (request) => asked.push(request),
  })
  runners.push(runner)
  return {
    runner,
    log,
    asked,
    table: () => describeTable(memory.table()),
    /** Resolves when a line that contains the text has been written. */
    async line(text: string): Promise<void> {
      while (!log.some((entry) => entry.text.includes(text))) await new Promise<void>((resolve) => (tell = resolve))
      // Effects of the same step are performed; the table is a promise or two behind.
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const quick = { delayLoop: Milliseconds(60), delayBeforeRetry: Milliseconds(30), retry: 2 }

describe('the checkers process', () => {
  it('takes a server out when it dies and back when it lives, while the other serves', async () => {
    const a = await serve((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nhello\n'))
    const b = await serve(() => undefined)
    const run = start()
    const check = http('127.0.0.1', a.port, {
      ...quick,
      urls: [url('/', { digest: 'b1946ac92492d2347c6235b4d2611184' })],
    })
    const config: RunnableConfig = {
      virtualServers: [
        virtual('192.0.2.1', [
          real('127.0.0.1', a.port, { checkers: [check], notifyDown: command('/down'), smtpAlert: true }),
          real('127.0.0.1', b.port, { checkers: [tcp('127.0.0.1', b.port, quick)] }),
        ]),
      ],
    }
    run.runner.configure(config, {})
    await run.line('Remote Web server')
    expect(run.table()).toEqual({ 'TCP 192.0.2.1:80': [`127.0.0.1:${a.port}=1`, `127.0.0.1:${b.port}=1`] })
    await a.close()
    await run.line(`Removing service [127.0.0.1]:tcp:${a.port}`)
    expect(run.table()).toEqual({ 'TCP 192.0.2.1:80': [`127.0.0.1:${b.port}=1`] })
    expect(run.asked.slice(-3).map((request) => request.kind)).toEqual(['serverState', 'runScript', 'mail'])
    expect(renderHealth(healthReport(run.runner.state()))).toContain(
      `  RS [127.0.0.1]:tcp:${a.port} down, weight 1\n    HTTP_GET down: connection refused\n`,
    )
    await b.close()
    await run.line('Lost quorum')
    run.runner.stop()
    await run.runner.stopped
    expect(run.table()).toEqual({})
  })

  it('changes to a new configuration and leaves nothing of the old behind', async () => {
    const a = await serve(() => undefined)
    const run = start()
    const server = real('127.0.0.1', a.port, { checkers: [tcp('127.0.0.1', a.port, quick)] })
    run.runner.configure({ virtualServers: [virtual('192.0.2.1', [server]), virtual('192.0.2.2', [server])] }, {})
    await run.line('TCP connection')
    run.runner.configure(
      { virtualServers: [virtual('192.0.2.2', [server], { sorryServer: sorry('192.0.2.9', true) })] },
      {},
    )
    await run.line('Removing Virtual Server')
    expect(run.table()).toEqual({ 'TCP 192.0.2.2:80': [`127.0.0.1:${a.port}=1`, '192.0.2.9:80=0'] })
    await a.close()
  })

  it('goes on checking where the kernel has no IPVS, and says so once with what to do', async () => {
    const a = await serve(() => undefined)
    const run = start(false)
    const server = real('127.0.0.1', a.port, { checkers: [tcp('127.0.0.1', a.port, { ...quick, retry: 0 })] })
    run.runner.configure({ virtualServers: [virtual('192.0.2.1', [server])] }, {})
    await run.line('TCP connection to')
    await a.close()
    await run.line('Lost quorum')
    expect(run.log.filter((entry) => entry.text.includes('load it'))).toHaveLength(1)
    expect(run.asked.at(-1)).toEqual({
      kind: 'serverState',
      id: `[192.0.2.1]:tcp:80 [127.0.0.1]:tcp:${a.port}`,
      up: false,
    })
  })

  it('stops while probes are under way, without waiting for them', async () => {
    const mute = await serve(() => undefined)
    const run = start()
    const slow = http('127.0.0.1', mute.port)
    run.runner.configure(
      { virtualServers: [virtual('192.0.2.1', [real('127.0.0.1', mute.port, { checkers: [slow] })])] },
      {},
    )
    while (mute.received[0]?.endsWith('\r\n\r\n') !== true) await new Promise((resolve) => setImmediate(resolve))
    run.runner.stop()
    await run.runner.stopped
    await mute.closed(1)
    expect(run.table()).toEqual({})
    await mute.close()
  })
})
