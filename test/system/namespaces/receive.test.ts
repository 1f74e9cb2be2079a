// Packets that must change nothing, sent by a stranger on the wire, and the one that must: a table of faults against a master and a backup.

import { describe, expect, it } from 'vitest'

import { capture } from '../lab/capture.js'
import { craftAdvert, type CraftedAdvert } from '../lab/frames.js'
import { nat } from '../lab/network.js'
import { sendFrames } from '../lab/send.js'
import { until } from '../lab/wait.js'
import { pairFor, testedKind } from './pairs.js'

/** What a rightful router of the outer network with a higher priority would send. */
const right: CraftedAdvert = {
  source: '113.226.77.200',
  virtualRouterId: 100,
  priority: 200,
  addresses: [nat.outerVip],
  password: '1c7f545a',
}

const faults: readonly (readonly [string, Partial<CraftedAdvert>])[] = [
  ['a wrong password (RX-12)', { password: 'wrong' }],
  ['no authentication (RX-11)', { authType: 0 }],
  ['AH as its authentication type (RX-11)', { authType: 2 }],
  ['an unknown authentication type (RX-10)', { authType: 7 }],
  ['a wrong checksum (RX-18)', { checksumError: 1 }],
  ['TTL 254 (RX-07)', { ttl: 254 }],
  ['another virtual router id (RX-03)', { virtualRouterId: 101 }],
  ['version 3 (RX-08)', { version: 3 }],
  ['another type (RX-15)', { type: 2 }],
  ['another interval (RX-14)', { interval: 2 }],
  ['the header alone (RX-06)', { cutTo: 8 }],
  ['less than a header (RX-02)', { cutTo: 4 }],
  ['half of the authentication data (RX-06)', { cutTo: 16 }],
  ['no body at all (RX-02)', { cutTo: 0 }],
  ['an IP length shorter than the packet (RX-16)', { ipLength: 28 }],
]

describe.concurrent('a stranger on the wire', () => {
  it('changes nothing in a master with any broken packet of priority 200, however many, nor makes an advert late (RX-27)', async (context) => {
    const pair = await pairFor(context, { a: testedKind, b: testedKind })
    const daemon = pair.start('a')
    await pair.held('a')
    const wire = await capture(pair.lab.client)
    const before = daemon.lines.length
    const frames = faults.map(([, fault]) => craftAdvert({ ...right, ...fault }))
    await sendFrames(pair.lab.client, frames, { count: 200, gap: 1 })
    await until('two more adverts', () => wire.adverts().filter(({ ip }) => ip.source === nat.outer.a).length >= 4)
    expect(daemon.printed(/Entering (BACKUP|FAULT) STATE/, before)).toBe(false)
    const own = wire.adverts().filter(({ ip }) => ip.source === nat.outer.a)
    const gaps = own.slice(1).map(({ time }, index) => time - (own[index]?.time ?? 0))
    expect(Math.max(...gaps)).toBeLessThan(1.15)
    expect(Math.min(...gaps)).toBeGreaterThan(0.9)
  })

  it.for(faults)('changes nothing in a master with %s', async ([, fault], context) => {
    const pair = await pairFor(context, { a: testedKind, b: testedKind })
    const daemon = pair.start('a')
    await pair.held('a')
    const before = daemon.lines.length
    await sendFrames(pair.lab.client, [craftAdvert({ ...right, ...fault })], { count: 3, gap: 20 })
    // The right packet at the end shows that the wire works: what came before it was seen and refused.
    expect(daemon.printed(/Entering BACKUP STATE/, before)).toBe(false)
    await sendFrames(pair.lab.client, [craftAdvert(right)])
    const { text } = await daemon.state('LVS_WAN', 'BACKUP', { from: before })
    expect(text).toContain('LVS_WAN')
    expect(
      daemon.lines.slice(before).filter((line) => line.text.includes('(LVS_WAN) Entering BACKUP STATE')),
    ).toHaveLength(1)
    await pair.held('nobody')
  })

  it('does not hold a backup back: broken packets leave its remaining time as it is (RX-28)', async (context) => {
    const pair = await pairFor(context, { a: testedKind, b: testedKind })
    pair.start('b')
    await pair.daemon('b').state('LVS_WAN', 'BACKUP')
    const wire = await capture(pair.lab.client)
    const frames = faults.map(([, fault]) => craftAdvert({ ...right, ...fault }))
    // One rightful advert on each network starts the count; then nothing but broken ones on the outer.
    const inner: CraftedAdvert = {
      ...right,
      source: '192.168.168.200',
      addresses: [nat.innerVip],
      password: '9aa614f7',
    }
    await Promise.all([
      sendFrames(pair.lab.client, [craftAdvert(right)]),
      sendFrames(pair.lab.servers[0], [craftAdvert(inner)]),
    ])
    const start = wire.adverts().find(({ ip }) => ip.source === right.source)?.time ?? 0
    await sendFrames(pair.lab.client, frames, { count: 20, gap: 10 })
    await pair.daemon('b').state('LVS_WAN', 'MASTER')
    const own = await until('its first advert', () => wire.adverts().find(({ ip }) => ip.source === nat.outer.b))
    expect(own.time - start).toBeGreaterThan(3.58)
    expect(own.time - start).toBeLessThan(4)
  })

  it('makes a master answer an advert of lower priority at once and announce its addresses again (FSM-40, SYN-08)', async (context) => {
    const pair = await pairFor(
      context,
      { a: testedKind, b: testedKind },
      { edit: (text) => text.replaceAll('advert_int 1', 'advert_int 3') },
    )
    pair.start('a')
    await pair.held('a')
    const [outer, inner] = await Promise.all([capture(pair.lab.client), capture(pair.lab.servers[0])])
    await sendFrames(pair.lab.client, [craftAdvert({ ...right, priority: 50, interval: 3 })])
    const stranger = await until('the packet', () => outer.adverts().find(({ ip }) => ip.source === right.source))
    const answer = await until('the answer', () =>
      outer.adverts().find(({ ip, time }) => ip.source === nat.outer.a && time > stranger.time),
    )
    expect(answer.time - stranger.time).toBeLessThan(0.1)
    const soon = (time: number): boolean => time > stranger.time && time < stranger.time + 0.3
    await until('the announcements', () => outer.gratuitous(nat.outerVip).filter(({ time }) => soon(time)).length === 5)
    await until(
      'the announcements inside',
      () => inner.gratuitous(nat.innerVip).filter(({ time }) => soon(time)).length === 5,
    )
  })
})
