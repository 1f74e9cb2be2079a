// A new configuration in a running process: what is equal keeps everything, the rest starts or goes.

import { describe, expect, it } from 'vitest'
import { Seconds } from '../../config/values/time.js'
import type { RunnableServer } from '../../healthcheck/config/model.js'
import { REFUSED, UP, command, http, logsOf, real, simulate, sorry, tcp, virtual, type World } from './support.js'

const VS = '[10.9.0.1]:tcp:80'
const RS = (octet: number) => `[10.9.0.${octet}]:tcp:80`
const rs = (octet: number, more: Partial<RunnableServer> = {}) =>
  real(`10.9.0.${octet}`, 80, { checkers: [tcp(`10.9.0.${octet}`, 80, { retry: 1 })], ...more })
const without =
  (...down: number[]): World =>
  ({ server }) => ({ outcome: down.includes(Number(server.address.split('.').at(-1))) ? REFUSED : UP })
const one = (servers: readonly RunnableServer[], more = {}) => ({
  virtualServers: [virtual('10.9.0.1', servers, more)],
})

describe('a reload', () => {
  it('NL-34 CHK-13 without changes aborts nothing, says nothing, and keeps the schedule', () => {
    const started: number[] = []
    const world: World = (_order, now) => {
      started.push(now)
      return { outcome: UP, takes: 1000 }
    }
    const run = simulate(one([rs(11)]).virtualServers, world)
    run.until(7.5)
    expect(run.running).toBe(1)
    const before = run.table()
    run.take()
    run.configure(one([rs(11)]))
    expect(run.take().map(({ effect }) => effect.kind)).toEqual(['setTable'])
    expect(run.running).toBe(1)
    expect(run.table()).toEqual(before)
    run.until(15)
    expect(started).toEqual([0, 7, 14])
  })

  it('CHK-13 keeps the retry count of an equal checker', () => {
    const run = simulate(one([rs(11), rs(12)]).virtualServers)
    run.until(1)
    run.world = without(11)
    run.until(7)
    run.configure(one([rs(11), rs(12)]))
    run.until(8.9)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1', '10.9.0.12:80=1'] })
    run.until(9)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1'] })
  })

  it('CHK-13 a changed checker begins with the state of its server: down stays out, up keeps its retries', () => {
    const changed = (octet: number) =>
      rs(octet, { checkers: [tcp(`10.9.0.${octet}`, 80, { retry: 1, delayLoop: Seconds(2) })] })
    const run = simulate(one([rs(11), rs(12)]).virtualServers, without(11))
    run.until(1)
    run.take()
    run.configure(one([changed(11), changed(12)]))
    expect(run.lines()).toEqual(
      [11, 12].map((octet) => `Activating healthchecker for service ${RS(octet)} for VS ${VS}`),
    )
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.12:80=1'] })
    run.world = without(12)
    run.until(1)
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1', '10.9.0.12:80=1'] })
  })

  it('QRM-10 words changes of weight and evaluates the quorum', () => {
    const run = simulate(one([rs(11), rs(12)], { quorum: 2 }).virtualServers, without(12))
    run.until(0)
    run.take()
    run.configure(one([rs(11, { weight: 5 }), rs(12, { weight: 6 })], { quorum: 2 }))
    expect(run.lines()).toEqual([
      `Changing weight from 1 to 5 for active service ${RS(11)} of VS ${VS}`,
      `Changing weight from 1 to 6 for inactive service ${RS(12)} of VS ${VS}`,
      `Gained quorum 2+0=2 <= 5 for VS ${VS}`,
    ])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=5'] })
  })

  it('removes servers and services, and still owns what has to go', () => {
    const inhibited = { inhibitOnFailure: true }
    const run = simulate(
      [virtual('10.9.0.1', [rs(11), rs(12, inhibited), rs(13)]), virtual('10.9.0.2', [rs(21), rs(22)])],
      without(12, 22),
    )
    run.until(0)
    run.take()
    run.configure(one([rs(11)]))
    const seen = run.take()
    expect(logsOf(seen).map(({ text }) => text)).toEqual([
      'Removing Virtual Server [10.9.0.2]:tcp:80',
      `Removing service ${RS(21)} from VS [10.9.0.2]:tcp:80`,
      `service ${RS(12)} no longer exist`,
      `Removing (inhibited) service ${RS(12)} from VS ${VS}`,
      `service ${RS(13)} no longer exist`,
      `Removing service ${RS(13)} from VS ${VS}`,
    ])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1'] })
    expect(seen[0]?.effect).toMatchObject({
      kind: 'setTable',
      owned: new Set(['TCP 10.9.0.1:80', 'TCP 10.9.0.2:80']),
      reread: true,
    })
    run.configure(one([rs(11)]))
    expect(run.take()[0]?.effect).toMatchObject({ owned: new Set(['TCP 10.9.0.1:80']) })
    run.until(60)
    expect(run.lines()).toEqual([])
  })

  it('aborts the probes of what is gone and ignores their results', () => {
    const run = simulate(one([rs(11), rs(12)]).virtualServers, () => ({ outcome: REFUSED, takes: 1000 }))
    run.until(0.5)
    run.take()
    run.configure(one([rs(12)]))
    const aborted = run.take().flatMap(({ effect }) => (effect.kind === 'abortProbe' ? [effect.probe] : []))
    expect(aborted).toEqual([1])
    run.give({ kind: 'probed', probe: 1, outcome: REFUSED })
    expect(run.take()).toEqual([])
  })

  it('brings a server up when the checker that had failed is gone', () => {
    const both = [tcp('10.9.0.11', 80, { retry: 0 }), http('10.9.0.11', 80, { retry: 0 })]
    const run = simulate(one([rs(11, { checkers: both, notifyUp: command('/up') })]).virtualServers, ({ checker }) => ({
      outcome: checker.kind === 'HTTP_GET' ? REFUSED : UP,
    }))
    run.until(0)
    run.take()
    run.configure(one([rs(11, { checkers: both.slice(0, 1), notifyUp: command('/up') })]))
    const seen = run.take()
    expect(logsOf(seen).map(({ text }) => text)).toEqual([
      `Adding service ${RS(11)} to VS ${VS}`,
      `Gained quorum 1+0=1 <= 1 for VS ${VS}`,
    ])
    expect(seen.some(({ effect }) => effect.kind === 'runScript')).toBe(true)
  })

  it('exchanges a sorry server that is in use', () => {
    const run = simulate(one([rs(11)], { sorryServer: sorry('10.9.0.99') }).virtualServers, without(11))
    run.until(0)
    run.take()
    run.configure(one([rs(11)], { sorryServer: sorry('10.9.0.98', true) }))
    expect(run.lines()).toEqual([
      `Removing sorry server ${RS(99)} from VS ${VS}`,
      `Enabling sorry server ${RS(98)} to VS ${VS}`,
    ])
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.98:80=1'] })
  })

  it('does not take the health of a process before it: it knows better itself', () => {
    const run = simulate(one([rs(11)]).virtualServers)
    run.until(1)
    run.configure(one([rs(11), rs(12)]), { [`${VS} ${RS(11)}`]: 'down', [`${VS} ${RS(12)}`]: 'down' })
    expect(run.table()).toEqual({ 'TCP 10.9.0.1:80': ['10.9.0.11:80=1', '10.9.0.12:80=1'] })
  })
})
