// The daemon as a family of processes: what the network sees when one of them is killed, and that a stop leaves nothing behind.

import { describe, expect, it } from 'vitest'

import { capture } from '../lab/capture.js'
import { waitForPart } from '../lab/daemon.js'
import { nat } from '../lab/network.js'
import { virtualAddresses } from '../lab/pair.js'
import { descendants } from '../lab/process.js'
import { startProbe } from '../lab/traffic.js'
import { until } from '../lab/wait.js'
import { pairFor } from './pairs.js'

describe.concurrent('the processes of a director', () => {
  it('stop within a second on SIGTERM: priority 0, addresses gone, status 0, nothing left running', async (context) => {
    const pair = await pairFor(context, { a: 'lvs-ha', b: 'lvs-ha' }, { ipvs: 'memory' })
    pair.start('a')
    await pair.held('a')
    const wire = await capture(pair.lab.client)
    const family = [pair.daemon('a').pid, ...descendants(pair.daemon('a').pid)]
    const start = performance.now()
    pair.daemon('a').signal('SIGTERM')
    expect(await pair.daemon('a').ended).toBe(0)
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(await virtualAddresses(pair.lab, 'a')).toEqual([])
    await until('the last advert', () => wire.adverts().at(-1)?.priority === 0)
    expect(family.filter(isAlive)).toEqual([])
  })

  it('a killed vrrp process is started again and takes its addresses over, and the backup stays one (LIFE-08)', async (context) => {
    const pair = await pairFor(context, { a: 'lvs-ha', b: 'lvs-ha' })
    pair.start('a')
    pair.start('b')
    await pair.held('a')
    const probe = await startProbe(pair.lab, nat.outerVip)
    await probe.answered('a')
    const before = { a: pair.daemon('a').lines.length, b: pair.daemon('b').lines.length }
    const killed = await waitForPart(pair.daemon('a'), 'vrrp')
    const wire = await capture(pair.lab.client)
    await until('an advert', () => wire.adverts().length >= 1)
    process.kill(killed, 'SIGKILL')
    const restarted = await waitForPart(pair.daemon('a'), 'vrrp', killed)
    expect(restarted).not.toBe(killed)
    const sent = wire.adverts().length
    await until('it advertising again', () => wire.adverts().length >= sent + 3)
    expect(wire.adverts().every(({ ip, priority }) => ip.source === nat.outer.a && priority === 100)).toBe(true)
    await pair.held('a')
    expect(pair.daemon('b').printed(/Entering MASTER STATE/, before.b)).toBe(false)
    await probe.report()
    expect(probe.outages).toEqual([])
  })

  it('a killed checkers process is started again, and mastership is not touched by it', async (context) => {
    const pair = await pairFor(context, { a: 'lvs-ha', b: 'lvs-ha' }, { ipvs: 'memory' })
    pair.start('a')
    await pair.held('a')
    const before = pair.daemon('a').lines.length
    const killed = await waitForPart(pair.daemon('a'), 'checkers')
    process.kill(killed, 'SIGKILL')
    await waitForPart(pair.daemon('a'), 'checkers', killed)
    await pair.held('a')
    expect(pair.daemon('a').printed(/Entering (BACKUP|FAULT) STATE/, before)).toBe(false)
  })

  it('a killed supervisor takes its children with it in order: priority 0, addresses removed, the backup takes over after the skew (LIFE-08)', async (context) => {
    const pair = await pairFor(context, { a: 'lvs-ha', b: 'lvs-ha' }, { ipvs: 'memory' })
    pair.start('a')
    pair.start('b')
    await pair.held('a')
    const wire = await capture(pair.lab.client)
    const children = descendants(pair.daemon('a').pid)
    expect(children.length).toBeGreaterThanOrEqual(2)
    pair.daemon('a').signal('SIGKILL')
    await pair.held('b')
    const zero = wire.adverts().find(({ priority }) => priority === 0)
    const firstOfB = wire.adverts().find(({ ip }) => ip.source === nat.outer.b)
    expect(zero?.ip.source).toBe(nat.outer.a)
    expect((firstOfB?.time ?? 0) - (zero?.time ?? 0)).toBeLessThan(0.9)
    await until('the children gone', () => !children.some(isAlive))
  })

  it('a stopped and continued master sends one overdue advert, not all that it missed (TMR-13)', async (context) => {
    const pair = await pairFor(context, { a: 'lvs-ha', b: 'lvs-ha' })
    pair.start('a')
    await pair.held('a')
    const wire = await capture(pair.lab.client)
    await until('an advert', () => wire.adverts().length >= 1)
    const pid = await waitForPart(pair.daemon('a'), 'vrrp')
    process.kill(pid, 'SIGSTOP')
    const quiet = await quietFor(() => wire.adverts().length, 2_500)
    process.kill(pid, 'SIGCONT')
    await until('three more adverts', () => wire.adverts().length >= quiet + 3)
    const times = wire
      .adverts()
      .slice(quiet)
      .map(({ time }) => time)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(0.9)
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits until `count` has not changed for `span` milliseconds, and returns it. */
async function quietFor(count: () => number, span: number): Promise<number> {
  let last = count()
  let since = performance.now()
  await until(`${span} ms of silence`, () => {
    const now = count()
    if (now !== last) {
      last = now
      since = performance.now()
    }
    return performance.now() - since >= span
  })
  return last
}
