// What a master puts on the wire, field by field as captured at the client and at a server.

import { beforeAll, afterAll, describe, expect, it } from 'vitest'

import { capture, type Capture } from '../lab/capture.js'
import type { Advert } from '../lab/frames.js'
import { nat } from '../lab/network.js'
import { openPair, type Pair } from '../lab/pair.js'
import { until } from '../lab/wait.js'
import { testedKind } from './pairs.js'

const excluded = '113.226.77.99'
const second = '113.226.77.90'

describe('a master of the NAT pair with a second and an excluded address, from start to stop', () => {
  let pair: Pair
  let outer: Capture
  let inner: Capture
  let mac: string

  beforeAll(async () => {
    pair = await openPair(
      { a: testedKind, b: testedKind },
      {
        edit: (text) =>
          text.replace(
            '113.226.77.88\n    }',
            `113.226.77.88\n        ${second}\n    }\n    virtual_ipaddress_excluded {\n        ${excluded}/24\n    }`,
          ),
      },
    )
    outer = await capture(pair.lab.client)
    inner = await capture(pair.lab.servers[0])
    mac = (await pair.lab.a.run(['cat', '/sys/class/net/eth0/address'])).trim()
    pair.start('a')
    await pair.daemon('a').state('LVS_WAN', 'MASTER')
    await until('both bursts', () => outer.gratuitous(nat.outerVip).length >= 10, { within: 10_000 })
    await until('adverts after the second burst', () => outer.adverts().length >= 7)
    await pair.daemon('a').stop()
    await until('the last advert', () => outer.adverts().some(({ priority }) => priority === 0))
  })

  afterAll(() => pair.close())

  const first = (): Advert => {
    const advert = outer.adverts()[0]
    if (advert === undefined) throw new Error('no advert was captured')
    return advert
  }

  it('sends adverts of 20 + 32 bytes with TOS 0xC0, no fragment bits, TTL 255 and protocol 112, its checksums right (PKT-01, PKT-03, PKT-04)', () => {
    for (const { ip } of outer.adverts()) {
      expect(ip).toMatchObject({
        headerLength: 20,
        typeOfService: 0xc0,
        totalLength: 20 + 16 + 2 * 4,
        fragment: 0,
        ttl: 255,
        protocol: 112,
        checksumRight: true,
      })
    }
  })

  it('numbers its adverts 1, 2, 3 … in the IP identification (PKT-02)', () => {
    const numbers = outer.adverts().map(({ ip }) => ip.identification)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(inner.adverts()[0]?.ip.identification).toBe(1)
  })

  it('sends from the primary address and the MAC of the interface to 224.0.0.18 (PKT-05, PKT-06, PKT-07)', () => {
    for (const advert of outer.adverts()) {
      expect(advert.ip).toMatchObject({ source: nat.outer.a, destination: '224.0.0.18' })
      expect(advert.ethernet).toEqual({ source: mac, destination: '01:00:5e:00:00:12' })
    }
    expect(inner.adverts()[0]?.ip.source).toBe(nat.inner.a)
  })

  it('adds no padding to the frame (PKT-09)', () => {
    expect(first().bytes.length).toBe(14 + 44)
    expect(inner.adverts()[0]?.bytes.length).toBe(54)
  })

  it('describes itself in the VRRP header, lists its addresses in order, and ends with the password in clear (PKT-10, AUTH-01)', () => {
    expect(first()).toMatchObject({
      version: 2,
      type: 1,
      virtualRouterId: 100,
      priority: 100,
      count: 2,
      authType: 1,
      interval: 1,
      checksumRight: true,
      addresses: [nat.outerVip, second],
      authData: Buffer.from('1c7f545a').toString('hex'),
    })
    expect(inner.adverts()[0]).toMatchObject({
      count: 1,
      addresses: [nat.innerVip],
      authData: Buffer.from('9aa614f7').toString('hex'),
    })
  })

  it('never lists an excluded address (PKT-12)', () => {
    expect(outer.adverts().flatMap(({ addresses }) => addresses)).not.toContain(excluded)
  })

  it('advertises once a second, never 10 % early (TMR-12)', () => {
    const adverts = outer.adverts().filter(({ priority }) => priority > 0)
    const gaps = adverts.slice(1).map(({ time }, index) => time - (adverts[index]?.time ?? 0))
    for (const gap of gaps) {
      expect(gap).toBeGreaterThan(0.9)
      expect(gap).toBeLessThan(1.2)
    }
  })

  it('announces an address only after its first advert (ACT-02)', () => {
    expect(outer.gratuitous()[0]?.time).toBeGreaterThan(first().time)
  })

  it('sends five gratuitous ARPs for each address at once and five more five seconds later (GARP-02)', () => {
    for (const address of [nat.outerVip, second, excluded]) {
      const times = outer.gratuitous(address).map(({ time }) => time - first().time)
      expect(times).toHaveLength(10)
      for (const time of times.slice(0, 5)) expect(time).toBeLessThan(0.5)
      for (const time of times.slice(5)) {
        expect(time).toBeGreaterThan(4.95)
        expect(time).toBeLessThan(5.5)
      }
    }
    expect(inner.gratuitous(nat.innerVip)).toHaveLength(10)
  })

  it('announces round by round, each address in configured order, the excluded ones last (GARP-01)', () => {
    const order = outer.gratuitous().map(({ senderIp }) => senderIp)
    const round = [nat.outerVip, second, excluded]
    expect(order).toEqual(Array.from({ length: 10 }, () => round).flat())
  })

  it('announces with a broadcast ARP request whose target MAC is broadcast too, in 42 bytes (PKT-19)', () => {
    for (const arp of outer.gratuitous()) {
      expect(arp).toMatchObject({
        ethernet: { source: mac, destination: 'ff:ff:ff:ff:ff:ff' },
        operation: 1,
        senderMac: mac,
        targetMac: 'ff:ff:ff:ff:ff:ff',
      })
      expect(arp.bytes.length).toBe(42)
    }
  })

  it('says priority 0 once on each network when it stops, and nothing after it (FSM-48, LIFE-07)', () => {
    for (const wire of [outer, inner]) {
      const priorities = wire.adverts().map(({ priority }) => priority)
      expect(priorities.at(-1)).toBe(0)
      expect(priorities.filter((priority) => priority === 0)).toHaveLength(1)
    }
  })
})
