import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { asInstant, Seconds } from '../../../config/values/time.js'
import type { FaultCounter } from '../../../vrrp/machine/events.js'
import { receivePacket } from '../../../vrrp/machine/receive.js'
import { nextDeadline, step } from '../../../vrrp/machine/router.js'
import { EMPTY_KEY } from '../../../vrrp/packet/auth.js'
import { internetChecksum, writeUint16 } from '../../../vrrp/packet/checksum.js'
import { writeIpv4Header } from '../../../vrrp/packet/ipv4.js'
import { advertLength, writeAdvert } from '../../../vrrp/packet/vrrp-v2.js'
import type { AdvertV2 } from '../../../vrrp/packet/vrrp-v2.js'
import { config, instance, ip } from '../fixtures.js'
import { lab, master, single } from './harness.js'

const KEY = '6162636465666768'
const good: AdvertV2 = {
  virtualRouterId: 51,
  priority: 200,
  authType: 1,
  interval: Seconds(1),
  addresses: [ip('192.0.2.100')],
  key: KEY,
}

/** A packet from 192.0.2.2, with something done to its bytes before (body) or after summing. */
function packet(advert: Partial<AdvertV2> = {}, change: (bytes: Uint8Array) => void = () => undefined): Uint8Array {
  const whole = { ...good, ...advert }
  const bytes = new Uint8Array(20 + advertLength(whole.addresses.length))
  const addresses = { source: ip('192.0.2.2'), destination: ip('224.0.0.18') }
  writeIpv4Header(bytes, { totalLength: bytes.length, identification: 1, ...addresses })
  writeAdvert(bytes, 20, whole)
  change(bytes)
  return bytes
}

function resum(bytes: Uint8Array): void {
  writeUint16(bytes, 26, 0)
  writeUint16(bytes, 26, internetChecksum(bytes, 20, bytes.length - 20))
}

const padded = (bytes: Uint8Array, length: number): Uint8Array => {
  const longer = new Uint8Array(length)
  longer.set(bytes)
  return longer
}

const listener = () => single({ authentication: { type: 'pass', key: KEY } })

interface Case {
  readonly name: string
  readonly bytes: Uint8Array
  readonly counter: FaultCounter
  readonly text: string
}

const refused: readonly Case[] = [
  {
    name: 'RX-05: an authentication header',
    bytes: (() => {
      const bytes = packet()
      const ah = new Uint8Array(bytes.length + 24)
      ah.set(bytes.subarray(0, 20))
      ah[9] = 51
      ah.set(bytes.subarray(20), 44)
      return ah
    })(),
    counter: 'authTypeMismatch',
    text: 'received a 2 auth from 192.0.2.2, expecting 1!',
  },
  {
    name: 'RX-06: a packet too short for its address count',
    bytes: packet({}, (bytes) => (bytes[23] = 2)),
    counter: 'packetLengthErrors',
    text: 'vrrp packet from 192.0.2.2 too short, length 40 and expect 44',
  },
  {
    name: 'RX-06: a packet longer than its address count, and not by padding',
    bytes: padded(packet(), 44),
    counter: 'packetLengthErrors',
    text: 'vrrp packet from 192.0.2.2 too long, length 44 and expect 40',
  },
  {
    name: 'RX-07, TTL-01: TTL 254',
    bytes: packet({}, (bytes) => (bytes[8] = 254)),
    counter: 'ipTtlErrors',
    text: 'invalid TTL/HL from 192.0.2.2. Received 254 and expect 255',
  },
  {
    name: 'RX-08: version 3',
    bytes: packet({}, (bytes) => {
      bytes[20] = 0x31
      resum(bytes)
    }),
    counter: 'versionErrors',
    text: 'wrong VRRP version from 192.0.2.2. Received 3 and expect 2',
  },
  {
    name: 'RX-10: an auth type that does not exist',
    bytes: packet({ authType: 7 }),
    counter: 'invalidAuthType',
    text: 'Invalid auth type: 7 received from 192.0.2.2',
  },
  {
    name: 'RX-11: no password where one is expected',
    bytes: packet({ authType: 0, key: EMPTY_KEY }),
    counter: 'authTypeMismatch',
    text: 'received a 0 auth from 192.0.2.2, expecting 1!',
  },
  {
    name: 'RX-12: a wrong password',
    bytes: packet({ key: '6162636465666769' }),
    counter: 'authFailure',
    text: 'received an invalid passwd from 192.0.2.2!',
  },
  {
    name: 'RX-14: another interval',
    bytes: packet({ interval: Seconds(2) }),
    counter: 'advertIntervalErrors',
    text: "advertisement interval mismatch with 192.0.2.2 mine=1 sec rcv'd=2 sec",
  },
  {
    name: 'RX-15: another type',
    bytes: packet({}, (bytes) => {
      bytes[20] = 0x22
      resum(bytes)
    }),
    counter: 'invalidTypeReceived',
    text: 'Invalid VRRP packet type 2 received from 192.0.2.2',
  },
  {
    name: 'RX-16: an IP length that is not what arrived',
    bytes: packet({}, (bytes) => (bytes[3] = 44)),
    counter: 'packetLengthErrors',
    text: 'vrrp packet from 192.0.2.2 too long, length 44 and expect 40',
  },
  {
    name: 'RX-18: a wrong checksum',
    bytes: packet({}, (bytes) => (bytes[26] = (bytes[26] ?? 0) ^ 1)),
    counter: 'checksumErrors',
    text: 'Invalid VRRPv2 checksum from 192.0.2.2',
  },
  {
    name: 'RX-19, TTL-07: a unicast packet',
    bytes: packet({}, (bytes) => bytes.set([192, 0, 2, 1], 16)),
    counter: 'addressListErrors',
    text: 'Expected multicast packet but received unicast packet from 192.0.2.2',
  },
]

describe('receiving a packet', () => {
  it('a good one becomes an advert, its usual address list being the very array of the instance', () => {
    const { router, the } = listener()
    const event = receivePacket(router, 'eth0', packet())
    const advert = { source: '192.0.2.2', priority: 200, interval: Seconds(1), addresses: ['192.0.2.100'] }
    expect(event).toEqual({ kind: 'advert', instance: 'VI_1', advert })
    expect(event?.kind === 'advert' && event.advert.addresses).toBe(the().advertised)
  })

  it.each(refused)('$name is rejected, counted and named', ({ bytes, counter, text }) => {
    const event = receivePacket(listener().router, 'eth0', bytes)
    const fault = { counter, text }
    expect(event).toEqual({ kind: 'rejected', instance: 'VI_1', source: '192.0.2.2', fault })
  })

  it('RX-20: another list of addresses, even an empty one, is passed on', () => {
    for (const addresses of [[], [ip('192.0.2.101')], [ip('192.0.2.100'), ip('192.0.2.101')]])
      expect(receivePacket(listener().router, 'eth0', packet({ addresses }))).toMatchObject({
        kind: 'advert',
        advert: { addresses },
      })
  })

  it('PKT-09, RX-06, RX-16: Ethernet padding to 46 bytes is forgiven', () => {
    const { router } = listener()
    expect(receivePacket(router, 'eth0', padded(packet(), 46))?.kind).toBe('advert')
    expect(receivePacket(router, 'eth0', padded(packet({ addresses: [] }), 46))?.kind).toBe('advert')
  })

  it('RX-24: IP options before the advert are skipped', () => {
    const bytes = packet()
    const longer = new Uint8Array(bytes.length + 40)
    longer.set(bytes.subarray(0, 20))
    longer.set(bytes.subarray(20), 60)
    longer[0] = 0x4f
    writeUint16(longer, 2, longer.length)
    expect(receivePacket(listener().router, 'eth0', longer)?.kind).toBe('advert')
  })

  it.each([
    ['RX-02: too short for headers', 'eth0', packet().subarray(0, 27)],
    ['RX-03: another VRID', 'eth0', packet({ virtualRouterId: 52 })],
    ['RX-03: another interface', 'eth1', packet()],
    ['another protocol', 'eth0', packet({}, (bytes) => (bytes[9] = 89))],
    ['another multicast group', 'eth0', packet({}, (bytes) => (bytes[19] = 19))],
  ])('%s is for nobody', (_name, device, bytes) => {
    expect(receivePacket(listener().router, device, bytes)).toBeUndefined()
  })

  it('RX-01, RX-04: nothing is heard in FAULT, during the startup delay, or after the stop', () => {
    const faulty = single({}, { links: [] })
    const delayed = lab(config([instance()], [], { startupDelay: Seconds(5) }))
    const stopped = single()
    stopped.send({ kind: 'stop' })
    const bytes = packet({ authType: 0, key: EMPTY_KEY })
    for (const { router } of [faulty, delayed, stopped]) expect(receivePacket(router, 'eth0', bytes)).toBeUndefined()
    delayed.until(5)
    expect(receivePacket(delayed.router, 'eth0', bytes)?.kind).toBe('advert')
  })

  it('whatever the bytes are, nothing is thrown, and what is not perfect is no advert', () => {
    const { router } = listener()
    const reference = packet()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 39 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.nat({ max: 60 }),
        (changes, length) => {
          const bytes = padded(reference, 60)
          for (const [where, value] of changes) bytes[where] = value
          const cut = bytes.subarray(0, length)
          const event = receivePacket(router, 'eth0', cut)
          if (event?.kind === 'advert')
            expect(internetChecksum(cut, ((cut[0] ?? 0) & 15) * 4, advertLength(cut[23] ?? 0))).toBe(0)
        },
      ),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void receivePacket(router, 'eth0', bytes)))
  })
})

describe('bad packets', () => {
  const events = refused.map(({ bytes }) => bytes)

  it.each([
    ['RX-28, FSM-26: in BACKUP', listener, 1],
    ['RX-27, FSM-38: in MASTER', () => master({ authentication: { type: 'pass', key: KEY } }), 5],
  ] as const)('%s leave every deadline where it was, in any number', (_name, make, start) => {
    const { router, until, now } = make()
    until(start)
    const before = nextDeadline(router)
    for (let i = 0; i < 10_000; i++) {
      const event = receivePacket(router, 'eth0', events[i % events.length] ?? packet())
      expect(event?.kind).toBe('rejected')
      if (event !== undefined) step(router, event, asInstant(now() * 1000 + i / 100))
    }
    expect(nextDeadline(router)).toBe(before)
  })

  it('RX-27: a stream of them from second to second delays no advert of a master', () => {
    const quiet = master()
    const busy = master()
    const sent: number[][] = [[], []]
    for (const [which, { router, send }] of [quiet, busy].entries()) {
      const list = sent[which] ?? []
      for (let ms = 3610; ms < 13_620; ms++) {
        if (which === 1)
          send({
            kind: 'rejected',
            instance: 'VI_1',
            source: ip('192.0.2.9'),
            fault: { counter: 'checksumErrors', text: 'x' },
          })
        if ((nextDeadline(router) ?? Infinity) > ms) continue
        const { effects } = step(router, { kind: 'clock' }, asInstant(ms))
        if (effects.some((effect) => effect.kind === 'sendAdvert')) list.push(ms)
      }
    }
    expect(sent[1]).toEqual(sent[0])
    expect(sent[0]).toHaveLength(10)
  })
})
