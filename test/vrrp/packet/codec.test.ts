import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Seconds } from '../../../config/values/time.js'
import { bytesToKey, EMPTY_KEY, keysEqual, keyToBytes } from '../../../vrrp/packet/auth.js'
import { decodeGratuitousArp, encodeGratuitousArp } from '../../../vrrp/packet/arp.js'
import { internetChecksum } from '../../../vrrp/packet/checksum.js'
import { decodeIpv4, nextIdentification, writeIpv4Header } from '../../../vrrp/packet/ipv4.js'
import { advertChecksum, advertLength, decodeAdvert, encodeAdvert } from '../../../vrrp/packet/vrrp-v2.js'
import type { AdvertV2 } from '../../../vrrp/packet/vrrp-v2.js'
import { ip } from '../fixtures.js'

const unhex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const plain: AdvertV2 = {
  virtualRouterId: 51,
  priority: 100,
  authType: 0,
  interval: Seconds(1),
  addresses: [ip('192.0.2.100')],
  key: EMPTY_KEY,
}

const vectors: readonly { name: string; source: string; hex: string; value: AdvertV2 }[] = [
  { name: 'V1', source: 'computed', hex: '213364010001b865 c0000264 0000000000000000', value: plain },
  {
    name: 'V1z',
    source: 'computed',
    hex: '2133000100011c66 c0000264 0000000000000000',
    value: { ...plain, priority: 0 },
  },
  {
    name: 'V2',
    source: 'computed',
    hex: '2133960201013169 c0000264 c0000265 6162636465666768',
    value: {
      ...plain,
      priority: 150,
      authType: 1,
      addresses: [ip('192.0.2.100'), ip('192.0.2.101')],
      key: '6162636465666768',
    },
  },
  {
    name: 'V3',
    source: 'computed',
    hex: '21339601010120ff c0000264 3132333400000000',
    value: { ...plain, priority: 150, authType: 1, key: '3132333400000000' },
  },
  {
    name: 'OBS1',
    source: 'captured from keepalived',
    hex: '213364010001705d 0a090064 0000000000000000',
    value: { ...plain, addresses: [ip('10.9.0.100')] },
  },
]

const octet = fc.integer({ min: 0, max: 255 })
const anyAddress = fc.tuple(octet, octet, octet, octet).map((octets) => ip(octets.join('.')))
const anyAdvert: fc.Arbitrary<AdvertV2> = fc.record({
  virtualRouterId: octet,
  priority: octet,
  authType: fc.integer({ min: 0, max: 2 }),
  interval: octet.map(Seconds),
  addresses: fc.array(anyAddress, { maxLength: 255 }),
  key: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => bytesToKey(bytes)),
})

describe('VRRP version 2 messages', () => {
  it.each(vectors)('PKT-10, CKS-01: $name is encoded and decoded as known', ({ hex: text, value }) => {
    expect(hex(encodeAdvert(value))).toBe(text.replaceAll(' ', ''))
    expect(decodeAdvert(unhex(text))).toEqual({ ok: true, advert: value })
  })

  it('any advert survives the way there and back', () => {
    fc.assert(
      fc.property(anyAdvert, (advert) => {
        const bytes = encodeAdvert(advert)
        expect(bytes).toHaveLength(advertLength(advert.addresses.length))
        expect(decodeAdvert(bytes)).toEqual({ ok: true, advert })
      }),
    )
  })

  it('CKS-01: any single flipped bit is found out', () => {
    fc.assert(
      fc.property(anyAdvert, fc.nat(), (advert, at) => {
        const bytes = encodeAdvert(advert)
        const bit = at % (bytes.length * 8)
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(decodeAdvert(bytes).ok).toBe(false)
      }),
    )
  })

  it('a message cut short anywhere is a fault, never an exception', () => {
    const bytes = encodeAdvert(plain)
    for (let length = 0; length < bytes.length; length++) expect(decodeAdvert(bytes.subarray(0, length)).ok).toBe(false)
  })

  it('any bytes at all decode to a value or a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1200 }), (bytes) => {
        const decoded = decodeAdvert(bytes)
        if (decoded.ok) expect(bytes).toHaveLength(advertLength(decoded.advert.addresses.length))
      }),
    )
  })

  it.each([
    ['too short', '2133', { kind: 'too short', length: 2, expected: 8 }],
    ['another version', '313364010001b865 c0000264 0000000000000000', { kind: 'version', version: 3 }],
    ['another type', '223364010001b865 c0000264 0000000000000000', { kind: 'type', type: 2 }],
    ['too long', '213364010001b865 c0000264 0000000000000000 00', { kind: 'length', length: 21, expected: 20 }],
    ['a wrong checksum', '213364010001b866 c0000264 0000000000000000', { kind: 'checksum' }],
  ])('%s is named as the fault', (_name, text, fault) => {
    expect(decodeAdvert(unhex(text))).toEqual({ ok: false, fault })
  })

  it('CKS-11: a sum that comes to zero is sent as zero and accepted', () => {
    for (let last = 0; last < 65536; last++) {
      const advert = { ...plain, authType: 1, key: `${last.toString(16).padStart(4, '0')}000000000000` }
      const bytes = encodeAdvert(advert)
      if (advertChecksum(bytes) !== 0) continue
      expect(decodeAdvert(bytes)).toEqual({ ok: true, advert })
      return
    }
    expect.unreachable('no key gives a zero checksum')
  })

  it('refuses to encode what does not fit', () => {
    expect(() =>
      encodeAdvert({ ...plain, addresses: new Array(256).fill(ip('10.0.0.1')) as AdvertV2['addresses'] }),
    ).toThrow()
    expect(() => encodeAdvert({ ...plain, interval: Seconds(0.5) })).toThrow()
    expect(() => encodeAdvert({ ...plain, interval: Seconds(256) })).toThrow()
  })
})

describe('the Internet checksum', () => {
  it('is the one of the worked example of RFC 1071', () => {
    expect(internetChecksum(unhex('0001f203f4f5f6f7'), 0, 8)).toBe(0x220d)
  })

  it('counts an odd last byte as padded and folds many carries', () => {
    expect(internetChecksum(unhex('ff'), 0, 1)).toBe(0x00ff)
    expect(internetChecksum(new Uint8Array(60_000).fill(0xff), 0, 60_000)).toBe(0)
  })
})

describe('the IPv4 header', () => {
  const header = { totalLength: 40, identification: 1, source: ip('198.51.100.10'), destination: ip('224.0.0.18') }

  it('PKT-01, PKT-03, PKT-04: has TOS 0xC0, no DF, TTL 255, protocol 112 and leaves its checksum to the kernel', () => {
    const bytes = new Uint8Array(40)
    writeIpv4Header(bytes, header)
    expect(hex(bytes.subarray(0, 20))).toBe('45c0002800010000ff700000c633640ae0000012')
    expect(decodeIpv4(bytes)).toEqual({ ok: true, header: { ...header, headerLength: 20, ttl: 255, protocol: 112 } })
  })

  it('PKT-02: the identification starts at 1 and skips 0', () => {
    expect(nextIdentification(0)).toBe(1)
    expect(nextIdentification(1)).toBe(2)
    expect(nextIdentification(65535)).toBe(1)
  })

  it('RX-24: options are skipped up to 60 bytes of header', () => {
    const bytes = new Uint8Array(80)
    writeIpv4Header(bytes, header)
    bytes[0] = 0x4f
    expect(decodeIpv4(bytes)).toMatchObject({ ok: true, header: { headerLength: 60 } })
    expect(decodeIpv4(bytes.subarray(0, 59))).toEqual({ ok: false, fault: 'too short' })
  })

  it.each([
    ['nothing', '', 'too short'],
    ['IPv6', `60${'00'.repeat(39)}`, 'not IPv4'],
    ['a header length of 16', `44${'00'.repeat(39)}`, 'bad header length'],
  ])('%s is a fault', (_name, text, fault) => {
    expect(decodeIpv4(unhex(text))).toEqual({ ok: false, fault })
  })

  it('any bytes at all decode to a value or a fault', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => typeof decodeIpv4(bytes).ok === 'boolean'))
  })
})

describe('text authentication', () => {
  it('AUTH-01: a key is eight bytes in sixteen digits', () => {
    expect(hex(keyToBytes('3132333400000000'))).toBe('3132333400000000')
    expect(bytesToKey(unhex('ffff3132333400000000'), 2)).toBe('3132333400000000')
    expect(() => keyToBytes('secret')).toThrow(/16 hexadecimal/)
  })

  it('AUTH-02: all eight bytes count, and a missing byte is not a zero byte', () => {
    const key = keyToBytes('6162636465666768')
    expect(keysEqual(key, unhex('006162636465666768'), 1)).toBe(true)
    for (let i = 0; i < 8; i++) {
      const other = key.slice()
      other[i] = (other[i] ?? 0) ^ 1
      expect(keysEqual(key, other)).toBe(false)
    }
    expect(keysEqual(keyToBytes(EMPTY_KEY), new Uint8Array(7))).toBe(false)
  })
})

describe('gratuitous ARP', () => {
  const arp = { mac: '02:00:00:00:00:01', address: ip('192.0.2.100') }
  const frame =
    'ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 c0000264 ffffffffffff c0000264'.replaceAll(
      ' ',
      '',
    )

  it('PKT-19: is a broadcast request of 42 bytes for the address itself, target MAC broadcast', () => {
    expect(hex(encodeGratuitousArp(arp))).toBe(frame)
    expect(encodeGratuitousArp(arp)).toHaveLength(42)
  })

  it('is read back, padded or not, and anything else is not taken for one', () => {
    expect(decodeGratuitousArp(unhex(frame))).toEqual(arp)
    expect(decodeGratuitousArp(unhex(frame + '00'.repeat(18)))).toEqual(arp)
    expect(decodeGratuitousArp(unhex(frame).subarray(0, 41))).toBeUndefined()
    for (const at of [12, 14, 16, 18, 19, 21, 41]) {
      const other = unhex(frame)
      other[at] = (other[at] ?? 0) ^ 0x10
      expect(decodeGratuitousArp(other)).toBeUndefined()
    }
  })

  it('refuses a MAC that is none', () => {
    expect(() => encodeGratuitousArp({ ...arp, mac: '02:00' })).toThrow(/Ethernet/)
  })
})
