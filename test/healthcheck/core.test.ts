// The checkers' core in virtual time: what operators read, what the kernel is to hold, what scripts and mails are asked for.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Milliseconds, Seconds, asInstant } from '../../config/values/time.js'
import { createCheckers, step } from '../../healthcheck/state/core.js'
import type { CheckersEvent } from '../../healthcheck/state/events.js'
import type { Table } from '../../ipvs/table.js'
import {
  LOCAL,
  REFUSED,
  TIMEOUT,
  UP,
  command,
  describeTable,
  http,
  idle,
  logsOf,
  real,
  simulate,
  sorry,
  tcp,
  url,
  virtual,
  type Order,
  type World,
} from './support.js'

/** A world in which the servers named (last octet) are down. */
const without =
  (...down: number[]): World =>
  ({ server }) => ({ outcome: down.includes(Number(server.address.split('.').at(-1))) ? REFUSED : UP })

const VS = '[10.9.0.1]:tcp:80'
const RS = (octet: number) => `[10.9.0.${octet}]:tcp:80`
const rs = (octet: number, more = {}) => real(`10.9.0.${octet}`, 80, more)
const vs = (servers: Parameters<typeof virtual>[1], more = {}) => virtual('10.9.0.1', servers, more)

describe('a server', () => {
  it('CHK-03 starts up, in the pool, and is confirmed by its first success', () => {
    const run = simulate([vs([rs(11)])])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1'] })
    run.until(0)
    expect(run.lines()).toEqual([
      `Gained quorum 1+0=1 <= 1 for VS ${VS}`,
      `Activating healthchecker for service ${RS(11)} for VS ${VS}`,
      `TCP connection to ${RS(11)} success.`,
    ])
  })

  it('CHK-03 is out at its first failure if that is the very first run', () => {
    const run = simulate([vs([rs(11), rs(12)])], without(11))
    run.take()
    run.until(0)
    expect(run.lines()).toEqual([
      `TCP connection to ${RS(11)} failed.`,
      `TCP_CHECK on service ${RS(11)} failed.`,
      `Removing service ${RS(11)} from VS ${VS}`,
      `TCP connection to ${RS(12)} success.`,
    ])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1'] })
  })

  it('CHK-03 with alpha starts down, says so only for itself, and enters at its first success', () => {
    const alpha = [tcp('10.9.0.11', 80, { alpha: true })]
    const run = simulate([vs([rs(11, { checkers: alpha })])], without(11))
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': [] })
    run.take()
    run.until(0)
    expect(run.lines()).toEqual([`TCP_CHECK on service ${RS(11)} failed.`])
    run.world = without()
    run.until(6)
    expect(run.lines()).toEqual([
      `TCP connection to ${RS(11)} success.`,
      `Adding service ${RS(11)} to VS ${VS}`,
      `Gained quorum 1+0=1 <= 1 for VS ${VS}`,
    ])
  })

  it('CHK-04 leaves after 1 + retry failures and CHK-05 returns at the first success, lines in order', () => {
    const run = simulate([vs([rs(11), rs(12)])])
    run.until(1)
    run.world = without(11)
    run.take()
    run.until(14.9)
    expect(run.lines()).toEqual(new Array(3).fill(`TCP connection to ${RS(11)} failed.`))
    run.until(15)
    expect(run.lines()).toEqual([
      `TCP connection to ${RS(11)} failed.`,
      `TCP_CHECK on service ${RS(11)} failed after 3 retries.`,
      `Removing service ${RS(11)} from VS ${VS}`,
    ])
    run.until(32)
    expect(run.lines()).toEqual([])
    run.world = without()
    run.until(33)
    expect(run.lines()).toEqual([`TCP connection to ${RS(11)} success.`, `Adding service ${RS(11)} to VS ${VS}`])
  })

  it('CHK-02 is asked again delay_loop after the end of the last run', () => {
    const started: number[] = []
    const run = simulate([vs([rs(11)])], (_order, now) => {
      started.push(now)
      return { outcome: UP, takes: 500 }
    })
    run.until(20)
    expect(started).toEqual([0, 6.5, 13, 19.5])
  })

  it('CHK-07 is up exactly as long as none of its checkers has failed', () => {
    const checkers = [tcp('10.9.0.11', 80, { retry: 0 }), http('10.9.0.11', 80, { retry: 0 })]
    const run = simulate([vs([rs(11, { checkers }), rs(12)])])
    run.until(1)
    const fails =
      (...kinds: string[]): World =>
      ({ checker, server }) => ({
        outcome: server.address.endsWith('11') && kinds.includes(checker.kind) ? REFUSED : UP,
      })
    run.take()
    run.world = fails('TCP_CHECK')
    run.until(6)
    run.world = fails('TCP_CHECK', 'HTTP_GET')
    run.until(12)
    run.world = fails('HTTP_GET')
    run.until(18)
    run.world = fails()
    run.until(30)
    expect(run.lines().filter((line) => !line.includes('success'))).toEqual([
      `TCP connection to ${RS(11)} failed.`,
      `TCP_CHECK on service ${RS(11)} failed.`,
      `Removing service ${RS(11)} from VS ${VS}`,
      `Connection failed server ${RS(11)}.`,
      `HTTP_CHECK on service ${RS(11)} failed.`,
      `Remote Web server ${RS(11)} succeed on service.`,
      `Adding service ${RS(11)} to VS ${VS}`,
    ])
  })

  it('CHK-10 stays as it is while this host cannot ask, which is said once, and when it is over', () => {
    const run = simulate([vs([rs(11)])])
    run.until(1)
    run.take()
    run.world = () => ({ outcome: LOCAL })
    run.until(60)
    const entries = logsOf(run.take())
    expect(entries.map(({ level, text }) => [level, text])).toEqual([
      [
        'warning',
        `TCP_CHECK of service ${RS(11)} of VS ${VS} cannot run here: too many open files. Rescheduling; the server stays up`,
      ],
    ])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1'] })
    run.world = () => ({ outcome: UP })
    run.until(70)
    expect(run.lines()).toEqual([`TCP_CHECK of service ${RS(11)} of VS ${VS} can run again`])
  })

  it('CHK-12 names a timeout as such, and the reason is a field of every line about it', () => {
    const run = simulate([vs([rs(11, { checkers: [tcp('10.9.0.11', 80, { retry: 0 })] })])])
    run.until(1)
    run.take()
    run.world = () => ({ outcome: TIMEOUT, takes: 5000 })
    run.until(11)
    const entries = logsOf(run.take())
    expect(entries.map((entry) => [entry.text, entry.detail === true, entry.fields?.reason])).toEqual([
      [`TCP connection to ${RS(11)} timeout.`, true, 'timeout'],
      [`TCP_CHECK on service ${RS(11)} failed.`, false, 'timeout'],
      [`Removing service ${RS(11)} from VS ${VS}`, false, 'timeout'],
      [`Lost quorum 1-0=1 > 0 for VS ${VS}`, false, undefined],
    ])
    expect(entries[2]).toMatchObject({ kind: 'server-transition', fields: { service: VS, server: RS(11) } })
    expect(entries[3]).toMatchObject({ kind: 'quorum-transition', fields: { service: VS, weight: 0 } })
  })
})

describe('CHK-06 the time to notice a failure', () => {
  const delay = 6
  const retry = 3
  const between = 3
  const noticed = (failsAt: number, outcome: typeof REFUSED, takes: number): number => {
    const run = simulate([vs([rs(11), rs(12)])])
    run.until(1)
    run.take()
    run.until(failsAt)
    run.world = ({ server }) => (server.address.endsWith('11') ? { outcome, takes } : { outcome: UP })
    run.until(failsAt + 200)
    const removal = run.take().find(({ effect }) => effect.kind === 'log' && effect.entry.text.startsWith('Removing'))
    if (removal === undefined) throw new Error('never noticed')
    return removal.at - failsAt
  }

  it('is between retry × delay_before_retry and delay_loop more than that when connections are refused', () => {
    expect(noticed(11.999, REFUSED, 0)).toBeCloseTo(retry * between, 2)
    expect(noticed(12.001, REFUSED, 0)).toBeCloseTo(delay + retry * between, 2)
    fc.assert(
      fc.property(fc.double({ min: 1, max: 100, noNaN: true }), (failsAt) => {
        const time = noticed(failsAt, REFUSED, 0)
        expect(time).toBeGreaterThanOrEqual(retry * between - 1e-6)
        expect(time).toBeLessThanOrEqual(delay + retry * between + 1e-6)
      }),
      { numRuns: 50 },
    )
  })

  it('is (retry + 1) × connect_timeout longer when packets vanish', () => {
    expect(noticed(11.999, TIMEOUT, 5000)).toBeCloseTo(retry * between + (retry + 1) * 5, 2)
    expect(noticed(12.001, TIMEOUT, 5000)).toBeCloseTo(delay + retry * between + (retry + 1) * 5, 2)
  })
})

describe('HTTP_GET', () => {
  const digest = 'b1946ac92492d2347c6235b4d2611184'
  const checkers = [http('10.9.0.11', 80, { retry: 2, urls: [url('/a', { digest }), url('/b')] })]

  it('HTTP-13 tells which url passed on the way back, and comes up after a whole pass', () => {
    const asked: string[] = []
    const paths = (order: Order) => {
      const { checker } = order
      return checker.kind === 'HTTP_GET' ? (checker.urls[order.url]?.path ?? '') : ''
    }
    const failing =
      (path: string): World =>
      (order) => {
        asked.push(paths(order))
        return {
          outcome: paths(order) === path ? { verdict: 'down', fault: 'status', reason: 'status 500' } : UP,
        }
      }
    const run = simulate([vs([rs(11, { checkers })])], failing(''))
    run.until(7)
    expect(run.lines().at(-1)).toBe(`Remote Web server ${RS(11)} succeed on service.`)
    run.world = failing('/b')
    run.until(40)
    expect(run.lines()).toEqual([
      ...new Array<string>(3).fill(`HTTP status code error to server ${RS(11)}.`),
      `HTTP_CHECK on service ${RS(11)} failed after 2 retries.`,
      `Removing service ${RS(11)} from VS ${VS}`,
      `Lost quorum 1-0=1 > 0 for VS ${VS}`,
    ])
    asked.length = 0
    run.world = failing('')
    run.until(60)
    expect(asked).toEqual(['/b', '/a', '/b', '/a'])
    expect(run.lines()).toEqual([
      `HTTP status code success to ${RS(11)} url(/b)`,
      `MD5 digest success to ${RS(11)} url(/a)`,
      `HTTP status code success to ${RS(11)} url(/b)`,
      `Remote Web server ${RS(11)} succeed on service.`,
      `Adding service ${RS(11)} to VS ${VS}`,
      `Gained quorum 1+0=1 <= 1 for VS ${VS}`,
    ])
  })

  it('names its retries even for the very first failure', () => {
    const run = simulate([vs([rs(11, { checkers })])], without(11))
    run.until(0)
    expect(run.lines()).toContain(`HTTP_CHECK on service ${RS(11)} failed after 2 retries.`)
  })

  it('HTTP-09 says once that an answer was shorter than announced', () => {
    const remark = 'content_length (100) does not match received bytes (6)'
    const run = simulate([vs([rs(11, { checkers: [http('10.9.0.11')] })])], () => ({
      outcome: { verdict: 'up', remark },
    }))
    run.until(60)
    expect(run.lines().filter((line) => line.includes('content_length'))).toEqual([
      `http_check for RS ${RS(11)} VS ${VS} url /: ${remark}`,
    ])
  })
})

describe('inhibit_on_failure', () => {
  it('QRM-09 keeps a failed server at weight 0 and words it so', () => {
    const checkers = [tcp('10.9.0.11', 80, { retry: 0 })]
    const run = simulate([vs([rs(11, { inhibitOnFailure: true, weight: 2, checkers }), rs(12)])])
    run.until(1)
    run.take()
    run.world = without(11)
    run.until(6)
    expect(run.lines()).toContain(`Disabling service ${RS(11)} of VS ${VS}`)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1', '10.9.0.11:80=0'] })
    run.world = without()
    run.until(12)
    expect(run.lines()).toContain(`Enabling service ${RS(11)} of VS ${VS}`)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=2', '10.9.0.12:80=1'] })
  })

  it('QRM-09 has an alpha server at weight 0 from the start', () => {
    const checkers = [tcp('10.9.0.11', 80, { alpha: true })]
    expect(simulate([vs([rs(11, { inhibitOnFailure: true, checkers })])]).table()).toEqual({
      'TCP 10.9.0.1:80': ['10.9.0.11:80=0'],
    })
  })
})

describe('quorum and sorry server', () => {
  const strict = (octet: number, more = {}) =>
    rs(octet, { checkers: [tcp(`10.9.0.${octet}`, 80, { retry: 0 })], ...more })

  it('QRM-04 the sorry server replaces the alive servers when the quorum is lost, QRM-05 and goes when it is back', () => {
    const run = simulate([
      vs([strict(11, { weight: 2 }), strict(12, { inhibitOnFailure: true }), strict(13)], {
        quorum: 3,
        sorryServer: sorry('10.9.0.99'),
      }),
    ])
    run.until(1)
    run.take()
    run.world = without(11)
    run.until(6)
    expect(run.lines().slice(2)).toEqual([
      `Removing service ${RS(11)} from VS ${VS}`,
      `Lost quorum 3-0=3 > 2 for VS ${VS}`,
      `Adding sorry server ${RS(99)} to VS ${VS}`,
      `Removing alive servers from the pool for VS ${VS}`,
    ])
    // QRM-07: an inhibited server waits at weight 0; the sorry server is the first of the map, so that it is added first.
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.99:80=1', '10.9.0.12:80=0'] })
    run.world = without()
    run.until(12)
    expect(run.lines().slice(1)).toEqual([
      `Adding service ${RS(11)} to VS ${VS}`,
      `Gained quorum 3+0=3 <= 4 for VS ${VS}`,
      `Removing sorry server ${RS(99)} from VS ${VS}`,
      `Adding alive servers to the pool for VS ${VS}`,
    ])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=2', '10.9.0.12:80=1', '10.9.0.13:80=1'] })
  })

  it('QRM-07 remembers what happens to servers while the sorry server serves, without touching the pool', () => {
    const run = simulate([vs([strict(11), strict(12), strict(13)], { quorum: 3, sorryServer: sorry('10.9.0.99') })])
    run.until(1)
    run.world = without(11)
    run.until(7)
    run.take()
    run.world = without(11, 12)
    run.until(13)
    expect(run.lines()).toContain(`Removing service ${RS(12)} from VS ${VS}`)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.99:80=1'] })
  })

  it('QRM-06 alive servers stay when there is no sorry server', () => {
    const run = simulate([vs([strict(11), strict(12)], { quorum: 2 })])
    run.until(1)
    run.take()
    run.world = without(11)
    run.until(6)
    expect(run.lines().slice(2)).toEqual([
      `Removing service ${RS(11)} from VS ${VS}`,
      `Lost quorum 2-0=2 > 1 for VS ${VS}`,
    ])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1'] })
  })

  it('QRM-08 an inhibited sorry server is in the pool at weight 0 while it is not used', () => {
    const run = simulate([vs([strict(11)], { sorryServer: sorry('10.9.0.99', true) })])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1', '10.9.0.99:80=0'] })
    run.until(1)
    run.take()
    run.world = without(11)
    run.until(6)
    expect(run.lines()).toContain(`Enabling sorry server ${RS(99)} to VS ${VS}`)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.99:80=1'] })
    run.world = without()
    run.until(12)
    expect(run.lines()).toContain(`Disabling sorry server ${RS(99)} from VS ${VS}`)
  })

  it('QRM-11 a service that starts without enough servers says so when it has a sorry server', () => {
    const alpha = { checkers: [tcp('10.9.0.11', 80, { alpha: true })] }
    const options = { quorum: 2, hysteresis: 1, smtpAlert: true, quorumDown: command('/bin/down') }
    const run = simulate([vs([rs(11, alpha)], { ...options, sorryServer: sorry('10.9.0.98', true) })], without(11))
    const seen = run.take()
    expect(logsOf(seen).map(({ text }) => text)).toEqual([
      `Starting with quorum down 2-1=3 > 0 for VS ${VS}`,
      `Enabling sorry server ${RS(98)} to VS ${VS}`,
      `Removing alive servers from the pool for VS ${VS}`,
      `Activating healthchecker for service ${RS(11)} for VS ${VS}`,
    ])
    expect(seen.map(({ effect }) => effect.kind)).toEqual(
      expect.arrayContaining(['setTable', 'runScript', 'mail', 'serverState']),
    )
    const silent = simulate([vs([rs(11, alpha)], options)], without(11))
    expect(silent.take().map(({ effect }) => effect.kind)).toEqual(['setTable', 'serverState', 'log'])
  })

  it('QRM-02 hysteresis keeps a service that wavers where it is', () => {
    const run = simulate([vs([strict(11), strict(12), strict(13)], { quorum: 2, hysteresis: 1 })])
    run.until(1)
    run.take()
    run.world = without(11)
    run.until(7)
    run.world = without(11, 12)
    run.until(13)
    run.world = without(11)
    run.until(19)
    expect(run.lines().filter((line) => line.includes('quorum'))).toEqual([])
    run.world = without(11, 12, 13)
    run.until(25)
    expect(run.lines()).toContain(`Lost quorum 2-1=1 > 0 for VS ${VS}`)
    run.world = without(11)
    run.until(31)
    expect(run.lines().filter((line) => line.includes('quorum'))).toEqual([])
    run.world = without()
    run.until(37)
    expect(run.lines()).toContain(`Gained quorum 2+1=3 <= 3 for VS ${VS}`)
  })

  it('QRM-10 a server of weight 0 is in the pool and counts nothing', () => {
    const run = simulate([vs([strict(11, { weight: 0 }), strict(12)])])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1', '10.9.0.11:80=0'] })
    run.until(1)
    run.world = without(12)
    run.until(7)
    expect(run.lines()).toContain(`Lost quorum 1-0=1 > 0 for VS ${VS}`)
  })

  it('puts a server that is its own sorry server into the pool once, as the one that takes traffic', () => {
    const run = simulate([vs([strict(11, { weight: 5 })], { sorryServer: sorry('10.9.0.11', true) })])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=5'] })
    run.until(1)
    run.world = without(11)
    run.until(7)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1'] })
  })
})

describe('scripts and mails', () => {
  const said = (run: ReturnType<typeof simulate>) =>
    run.take().flatMap(({ effect }) => {
      if (effect.kind === 'runScript') return [`script ${effect.command.argv.join(' ')}`]
      if (effect.kind === 'mail') return [`${effect.subject}: ${effect.body}`]
      if (effect.kind === 'serverState') return [`${effect.id} ${effect.up ? 'up' : 'down'}`]
      if (effect.kind === 'setTable') return ['table']
      return []
    })

  it('QRM-12 tell of a server that goes down in order: pool, server, quorum', () => {
    const checkers = [tcp('10.9.0.11', 80, { retry: 0 })]
    const notify = { notifyUp: command('/up', '11'), notifyDown: command('/down', '11'), smtpAlert: true, checkers }
    const quorum = { quorumUp: command('/quorum', 'up'), quorumDown: command('/quorum', 'down'), smtpAlert: true }
    const run = simulate([vs([rs(11, notify)], quorum)])
    expect(said(run)).toEqual([
      'table',
      `${VS} ${RS(11)} up`,
      'script /quorum up',
      `Virtualserver ${VS} - UP: => Starting with quorum up 1+0=1 <= 1 <=`,
    ])
    run.until(1)
    run.world = without(11)
    expect(said(run)).toEqual([])
    run.until(6)
    expect(said(run)).toEqual([
      'table',
      `${VS} ${RS(11)} down`,
      'script /down 11',
      'script /quorum down',
      `Virtualserver ${VS} - DOWN: => Lost quorum 1+0=1 <= 0 <=`,
      `Realserver ${RS(11)} of virtual server ${VS} - DOWN: => TCP CHECK failed on service <=`,
    ])
    run.world = without()
    run.until(12)
    expect(said(run)).toEqual([
      'table',
      `${VS} ${RS(11)} up`,
      'script /up 11',
      'script /quorum up',
      `Virtualserver ${VS} - UP: => Gained quorum 1+0=1 <= 1 <=`,
      `Realserver ${RS(11)} of virtual server ${VS} - UP: => TCP CHECK succeed on service <=`,
    ])
  })

  it('CHK-14 mail every change of a checker, with the state of the server as subject', () => {
    const checkers = [tcp('10.9.0.11', 80, { retry: 0 }), http('10.9.0.11', 80, { retry: 0, fastRecovery: true })]
    const run = simulate([vs([rs(11, { checkers, smtpAlert: true })])])
    run.until(1)
    run.world = without(11)
    run.until(6)
    run.take()
    run.world = ({ checker }) => ({ outcome: checker.kind === 'TCP_CHECK' ? UP : REFUSED })
    run.until(12)
    expect(said(run)).toEqual([
      `Realserver ${RS(11)} of virtual server ${VS} - DOWN: => TCP CHECK succeed on service <=`,
    ])
    run.world = without()
    run.until(18)
    expect(said(run).at(-1)).toBe(`Realserver ${RS(11)} of virtual server ${VS} - UP: => CHECK succeed on service <=`)
    run.world = ({ checker }) => ({ outcome: checker.kind === 'TCP_CHECK' ? UP : REFUSED })
    run.until(24)
    expect(said(run).at(-1)).toBe(
      `Realserver ${RS(11)} of virtual server ${VS} - DOWN: => CHECK failed on service : HTTP request failed <=`,
    )
  })
})

describe('stop', () => {
  it('aborts probes, empties the table of what is owned, and has no effects afterwards', () => {
    const run = simulate([vs([rs(11), rs(12, { inhibitOnFailure: true })])], (order) =>
      order.server.address.endsWith('12') ? { outcome: REFUSED } : { outcome: UP, takes: 900 },
    )
    run.until(0.5)
    expect(run.running).toBe(1)
    run.take()
    run.give({ kind: 'stop' })
    const seen = run.take()
    expect(seen.map(({ effect }) => effect.kind)).toEqual(['setTable', 'abortProbe', 'log', 'log', 'stopped'])
    expect(seen[0]?.effect).toMatchObject({ table: new Map(), owned: new Set(['TCP 10.9.0.1:80']) })
    expect(logsOf(seen).map(({ text }) => text)).toEqual([
      `Shutting down service ${RS(11)} from VS ${VS}`,
      `Shutting down (inhibited) service ${RS(12)} from VS ${VS}`,
    ])
    run.until(100)
    expect(run.take()).toEqual([])
  })

  it('QRM-11 with omega reports what was up as down', () => {
    const options = { notifyDown: command('/down'), smtpAlert: true }
    const run = simulate([
      vs([rs(11, options), rs(12, options)], { omega: true, smtpAlert: true, quorumDown: command('/quorum') }),
    ])
    run.world = without(12)
    run.until(0)
    run.take()
    run.give({ kind: 'stop' })
    expect(
      run
        .take()
        .flatMap(({ effect }) =>
          effect.kind === 'mail'
            ? [`${effect.subject}: ${effect.body}`]
            : effect.kind === 'runScript'
              ? [effect.command.argv[0]]
              : [],
        ),
    ).toEqual([
      '/down',
      `Realserver ${RS(11)} of virtual server ${VS} - DOWN: => Shutting down <=`,
      '/quorum',
      `Virtualserver ${VS} - DOWN: => Shutting down <=`,
    ])
  })
})

describe('a process that takes over', () => {
  const config = {
    virtualServers: [
      vs([rs(11, { notifyDown: command('/down') }), rs(12)], {
        sorryServer: sorry('10.9.0.99'),
        quorumUp: command('/quorum'),
      }),
    ],
  }

  it('has the table that its predecessor had, at once, and reports nothing twice', () => {
    const run = idle(without(11))
    run.configure(config, { [`${VS} ${RS(11)}`]: 'down', [`${VS} ${RS(12)}`]: 'up' })
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1'] })
    run.until(60)
    expect(run.lines().filter((line) => !line.startsWith('Activating'))).toEqual([])
  })

  it('goes on with the sorry server when nothing was alive, and with retries for what was', () => {
    const run = idle(without(11, 12))
    run.configure(config, { [`${VS} ${RS(11)}`]: 'down', [`${VS} ${RS(12)}`]: 'down' })
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.99:80=1'] })
    const other = idle(without(11))
    other.configure(config, { [`${VS} ${RS(11)}`]: 'up', [`${VS} ${RS(12)}`]: 'up' })
    other.until(8.9)
    expect(other.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1', '10.9.0.12:80=1'] })
    other.until(9)
    expect(other.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1'] })
  })
})

describe('for any farm and any weather', () => {
  const server = fc.record({
    weight: fc.nat(3),
    inhibitOnFailure: fc.boolean(),
    retry: fc.nat(2),
    alpha: fc.boolean(),
    second: fc.boolean(),
  })
  const farm = fc.record({
    servers: fc.array(server, { minLength: 1, maxLength: 4 }),
    quorum: fc.integer({ min: 1, max: 4 }),
    sorry: fc.option(fc.boolean()),
    /** For each period: which servers are down, as bits. */
    weather: fc.array(fc.nat(15), { minLength: 1, maxLength: 12 }),
  })

  it('the table holds exactly the alive servers, or the sorry server, and inhibited ones at weight 0', () => {
    fc.assert(
      fc.property(farm, (drawn) => {
        const servers = drawn.servers.map((one, i) => {
          const options = { retry: one.retry, alpha: one.alpha, delayBeforeRetry: Seconds(1) }
          const checkers = [tcp(`10.9.0.${11 + i}`, 80, options)]
          if (one.second) checkers.push(tcp(`10.9.0.${11 + i}`, 80, { ...options, delayLoop: Seconds(7) }))
          return rs(11 + i, { weight: one.weight, inhibitOnFailure: one.inhibitOnFailure, checkers })
        })
        const sorryServer = drawn.sorry === null ? undefined : sorry('10.9.0.99', drawn.sorry)
        const alive = new Map(servers.map((one) => [one.address as string, one.checkers.every((c) => !c.alpha)]))
        const run = simulate([vs(servers, { quorum: drawn.quorum, sorryServer })])
        for (const [period, bits] of [...drawn.weather.entries()]) {
          run.world = ({ server: asked }) => ({
            outcome: (bits >> (Number(asked.address.split('.').at(-1)) - 11)) & 1 ? REFUSED : UP,
            takes: 10,
          })
          run.until((period + 1) * 10)
          for (const { effect } of run.take())
            if (effect.kind === 'serverState') alive.set(/\[(10[.\d]+)\]:tcp:80$/.exec(effect.id)?.[1] ?? '', effect.up)
          const live = servers.reduce((sum, one) => sum + (alive.get(one.address) === true ? one.weight : 0), 0)
          const inUse = sorryServer !== undefined && (live === 0 || live < drawn.quorum)
          const expected = new Set<string>()
          for (const one of servers) {
            const isUp = alive.get(one.address) === true && !inUse
            if (isUp || one.inhibitOnFailure) expected.add(`${one.address}:80=${isUp ? one.weight : 0}`)
          }
          if (sorryServer !== undefined && (inUse || sorryServer.inhibit)) expected.add(`10.9.0.99:80=${inUse ? 1 : 0}`)
          expect(new Set(Object.values(run.table())[0])).toEqual(expected)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('with a sorry server no table in between lacks somebody who takes traffic', () => {
    fc.assert(
      fc.property(farm, (drawn) => {
        const servers = drawn.servers.map((one, i) =>
          rs(11 + i, { weight: one.weight, checkers: [tcp(`10.9.0.${11 + i}`, 80, { retry: one.retry })] }),
        )
        const run = simulate([vs(servers, { quorum: drawn.quorum, sorryServer: sorry('10.9.0.99') })])
        for (const [period, bits] of drawn.weather.entries()) {
          run.world = ({ server: asked }) => ({
            outcome: (bits >> (Number(asked.address.split('.').at(-1)) - 11)) & 1 ? REFUSED : UP,
          })
          run.until((period + 1) * 8)
        }
        for (const table of run.tables) expect(heaviest(table)).toBeGreaterThan(0)
      }),
      { numRuns: 100 },
    )
  })

  const heaviest = (table: Table): number =>
    Math.max(...[...table.values()].flatMap(({ destinations }) => [...destinations.values()].map((one) => one.weight)))

  it('the same events, written as JSON and read again, have the same effects', () => {
    fc.assert(
      fc.property(farm, (drawn) => {
        const servers = drawn.servers.map((one, i) => rs(11 + i, { weight: one.weight }))
        const run = idle()
        run.configure({ virtualServers: [vs(servers, { quorum: drawn.quorum, sorryServer: sorry('10.9.0.99') })] })
        for (const [period, bits] of drawn.weather.entries()) {
          run.world = ({ server: asked }) => ({
            outcome: (bits >> (Number(asked.address.split('.').at(-1)) - 11)) & 1 ? REFUSED : UP,
          })
          run.until((period + 1) * 8)
        }
        const state = createCheckers()
        const again = run.events.flatMap(({ at, event }) => {
          const read = JSON.parse(JSON.stringify(event)) as CheckersEvent
          return step(state, read, asInstant(at * 1000)).effects
        })
        expect(again).toEqual(run.take().map(({ effect }) => effect))
      }),
      { numRuns: 30 },
    )
  })

  it('a clock with nothing due changes nothing', () => {
    const run = simulate([vs([rs(11, { checkers: [tcp('10.9.0.11', 80, { warmup: Milliseconds(5000) })] })])])
    run.take()
    run.give({ kind: 'clock' })
    expect(run.take()).toEqual([])
    expect(describeTable(run.tables.at(-1) ?? new Map())).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1'] })
  })
})
