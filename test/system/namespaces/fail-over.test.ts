// Fail-over of a director pair on real interfaces: lvs-ha with itself and with keepalived in either role. What is asserted is what the
// wire shows (a capture at the client), what the client notices (a datagram per millisecond), and which addresses the machines hold.

import { describe, expect, it } from 'vitest'

import { capture } from '../lab/capture.js'
import type { Advert } from '../lab/frames.js'
import { nat, type DirectorName } from '../lab/network.js'
import { instances, type Pair } from '../lab/pair.js'
import { startProbe } from '../lab/traffic.js'
import { until } from '../lab/wait.js'
import { pairFor, testedPairs, type TestContext } from './pairs.js'

/** 3 × 1 s + (256 − 99)/256 s, LIFE-09 with the backup's priority. */
const downInterval = 3_613
const skew = 613

describe.concurrent.each(testedPairs)('%s and %s as a pair', (a, b) => {
  const startPair = async (context: TestContext): Promise<Pair> => {
    const pair = await pairFor(context, { a, b })
    pair.start('a')
    pair.start('b')
    await pair.held('a')
    return pair
  }

  it('takes over after three intervals and the skew when the master loses power, and the first gives way on return (LIFE-09, FSM-32)', async (context) => {
    const pair = await startPair(context)
    const probe = await startProbe(pair.lab, nat.outerVip)
    const wire = await capture(pair.lab.client)
    await probe.answered('a')
    await until('two adverts of a', () => from(wire.adverts(), 'a').length >= 2)
    await pair.powerOff('a')
    await pair.held('b')
    const outage = await probe.outage(0)
    expect(outage).toMatchObject({ before: 'a', after: 'b' })
    const lastOfA = from(wire.adverts(), 'a').at(-1)
    const firstOfB = from(wire.adverts(), 'b')[0]
    expect(milliseconds(lastOfA, firstOfB)).toBeGreaterThan(downInterval - 30)
    expect(milliseconds(lastOfA, firstOfB)).toBeLessThan(downInterval + 300)
    expect(outage.milliseconds).toBeLessThan(downInterval + 500)

    await pair.powerOn('a')
    pair.start('a')
    await pair.held('a')
    await probe.answered('a')
    for (const instance of instances)
      expect(pair.daemon('b').printed(new RegExp(`\\(${instance}\\) Entering BACKUP STATE"?`))).toBe(true)
  })

  it('takes over after the skew alone when the master is stopped, which lets go first (LIFE-07, FSM-27)', async (context) => {
    const pair = await startPair(context)
    const probe = await startProbe(pair.lab, nat.outerVip)
    const [outer, inner] = await Promise.all([capture(pair.lab.client), capture(pair.lab.servers[0])])
    await probe.answered('a')
    await until('an advert of a', () => from(outer.adverts(), 'a').length >= 1)
    const status = await pair.daemon('a').stop()
    expect(status).toBe(0)
    await pair.held('b')
    const outage = await probe.outage(0)
    for (const wire of [outer, inner]) {
      const zero = wire.adverts().find(({ priority }) => priority === 0)
      const firstOfB = wire.adverts().find(({ priority }) => priority === 99)
      expect(zero).toMatchObject({ virtualRouterId: 100, checksumRight: true })
      expect(milliseconds(zero, firstOfB)).toBeGreaterThan(skew - 30)
      expect(milliseconds(zero, firstOfB)).toBeLessThan(skew + 200)
    }
    expect(outage.milliseconds).toBeLessThan(skew + 400)
  })

  it.for([
    { side: 'outer', other: 'inner' },
    { side: 'inner', other: 'outer' },
  ] as const)(
    'moves both addresses when the $side link of the master is lost, and back when it returns (SYN-06, SYN-07)',
    async ({ side, other }, context) => {
      const pair = await startPair(context)
      const probe = await startProbe(pair.lab, nat.outerVip)
      const wire = await capture(other === 'outer' ? pair.lab.client : pair.lab.servers[0])
      await probe.answered('a')
      const before = pair.daemon('a').lines.length
      await pair.lab.unplug('a', side)
      await Promise.all(instances.map((instance) => pair.daemon('a').state(instance, 'FAULT', { from: before })))
      await pair.held('b')
      await probe.answered('b')
      expect(wire.adverts().some(({ priority }) => priority === 0)).toBe(true)
      const outage = await probe.outage(0)
      expect(outage.milliseconds).toBeLessThan(downInterval + 500)

      await pair.lab.plug('a', side)
      await pair.held('a')
      await probe.answered('a')
      expect(pair.daemon('a').printed(/VRRP_Group\(HK_GRP1\) Syncing instances to MASTER state/, before)).toBe(true)
    },
  )

  it('takes over from a master whose processes were killed while its addresses stayed, and the addresses are cleaned up on its return', async (context) => {
    const pair = await startPair(context)
    const probe = await startProbe(pair.lab, nat.outerVip)
    await probe.answered('a')
    await pair.daemon('a').crash()
    await Promise.all(instances.map((instance) => pair.daemon('b').state(instance, 'MASTER')))
    await probe.answered('b')
    const before = pair.daemon('b').lines.length
    pair.start('a')
    await Promise.all(instances.map((instance) => pair.daemon('b').state(instance, 'BACKUP', { from: before })))
    await pair.held('a')
    await probe.answered('a')
  })
})

function milliseconds(first: Advert | undefined, second: Advert | undefined): number {
  if (first === undefined || second === undefined) throw new Error('an advert is missing')
  return (second.time - first.time) * 1000
}

function from(adverts: readonly Advert[], name: DirectorName): Advert[] {
  const source = nat.outer[name]
  return adverts.filter(({ ip }) => ip.source === source)
}
