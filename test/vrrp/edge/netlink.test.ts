// rtnetlink's links and addresses as bytes. The vectors were captured on Linux 6.18 from a veth pair and the loopback.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { IpAddress } from '../../../config/values/ip.js'
import type { VirtualAddress } from '../../../vrrp/config/model.js'
import {
  decodeAddress,
  decodeLink,
  encodeLinkRequest,
  encodeNewAddress,
  encodeOldAddress,
} from '../../../vrrp/edge/rtnetlink.js'

const unhex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** ifinfomsg of Ethernet device 3 with its name, MTU and hardware address. */
const link = (flags: string, { family = '00', type = '0100', mac = '0a00 0100 02aabbccddee 0000' } = {}): Uint8Array =>
  unhex(`${family}00 ${type} 03000000 ${flags} 00000000 0900 0300 6574683000 000000 0800 0400 dc050000 ${mac}`)

describe('a link', () => {
  it.each([
    ['up and running', '43100100', { up: true, noArp: false }],
    ['up without carrier (IF-01)', '03100000', { up: false, noArp: false }],
    ['running but administratively down', '40100000', { up: false, noArp: false }],
    ['without ARP', 'c3000100', { up: true, noArp: true }],
  ])('is read when it is %s', (_, flags, expected) => {
    expect(decodeLink(link(flags), true)).toEqual({
      name: 'eth0',
      index: 3,
      exists: true,
      mtu: 1500,
      mac: '02:aa:bb:cc:dd:ee',
      ...expected,
    })
  })

  it('that vanished is not up, whatever its flags say', () => {
    expect(decodeLink(link('43100100'), false)).toMatchObject({ exists: false, up: false })
  })

  it.each([
    ['the loopback, whose address is not Ethernet’s', { type: '0403' }],
    ['a tunnel, whose address has four bytes', { mac: '0800 0100 0a000001' }],
    ['a device without an address', { mac: '' }],
  ])('has no MAC when it is %s', (_, more) => {
    expect(decodeLink(link('43100100', more), true)?.mac).toBeUndefined()
  })

  it.each([
    ['speaks for a bridge about its port', link('43100100', { family: '07' })],
    ['has no name', unhex('0000 0100 03000000 43100100 00000000')],
    ['is cut short', link('43100100').subarray(0, 15)],
    ['has an attribute that cannot be', unhex('0000 0100 03000000 43100100 00000000 ff00 0300 65746830')],
  ])('is not read from a message that %s', (_, bytes) => {
    expect(decodeLink(bytes, true)).toBeUndefined()
  })

  it('is asked for by name, without statistics', () => {
    expect(hex(encodeLinkRequest('eth0'))).toBe(`${'00'.repeat(16)}0900030065746830000000000800` + '1d0008000000')
  })
})

describe('an address', () => {
  const address = (flags: string, attributes: string, head = '02 18'): Uint8Array =>
    unhex(`${head} ${flags} 00 03000000 ${attributes}`)
  const plain = '0800 0100 0a010203 0800 0200 0a010203'

  it.each([
    ['primary', address('80', `${plain} 0800 0800 80000000`), { secondary: false }],
    ['secondary', address('81', `${plain} 0800 0800 81000000`), { secondary: true }],
    ['secondary, from a kernel that says so in the header only', address('01', plain), { secondary: true }],
  ])('that is %s is read', (_, bytes, expected) => {
    expect(decodeAddress(bytes)).toEqual({
      index: 3,
      address: { address: '10.1.2.3', prefixLength: 24, scope: 0, ...expected },
      usable: true,
    })
  })

  it('of a point-to-point link is the local one, not the peer’s', () => {
    const bytes = address('00', '0800 0100 0a010209 0800 0200 0a010203')
    expect(decodeAddress(bytes)?.address.address).toBe('10.1.2.3')
  })

  it.each([
    ['proven', '80', true],
    ['tentative (IF-10)', 'c0', false],
    ['tentative but optimistic', '44', true],
    ['a duplicate of another host’s (IF-10)', '08', false],
  ])('of IPv6 that is %s', (_, flags, usable) => {
    const bytes = address(flags, `1400 0100 20010db8000000000000000000000005 0800 0800 ${flags}000000`, '0a 40')
    expect(decodeAddress(bytes)).toMatchObject({
      address: { address: '2001:db8::5', prefixLength: 64, secondary: false },
      usable,
    })
  })

  it.each([
    ['another family', address('00', plain, '07 18')],
    ['no address', address('00', '')],
    ['an address too short for its family', address('00', plain, '0a 40')],
    ['too few bytes', unhex('0218')],
  ])('is not read from a message with %s', (_, bytes) => {
    expect(decodeAddress(bytes)).toBeUndefined()
  })
})

describe('a virtual address', () => {
  const virtual: VirtualAddress = {
    address: '10.1.2.3' as IpAddress,
    prefixLength: 24,
    device: 'eth0',
    label: undefined,
    scope: 0,
    broadcast: undefined,
  }
  const head = (prefix: string, scope = '00'): string => `02${prefix}00${scope}07000000`
  const both = '080001000a010203' + '080002000a010203'
  const marked = '05000b0012000000'

  it('is added with itself as peer and marked as this program’s (VIP-03)', () => {
    expect(hex(encodeNewAddress(virtual, 7))).toBe(head('18') + both + marked)
  })

  it('carries its label and scope', () => {
    expect(hex(encodeNewAddress({ ...virtual, label: 'eth0:1', scope: 253 }, 7))).toBe(
      head('18', 'fd') + both + '0b000300657468303a310000' + marked,
    )
  })

  it.each([
    ['an address of its own', '10.1.2.200' as IpAddress, 24, '0a0102c8'],
    ['+, the host bits set', '+' as const, 24, '0a0102ff'],
    ['-, the host bits clear', '-' as const, 24, '0a010200'],
    ['+ for a prefix between octets', '+' as const, 20, '0a010fff'],
    ['- for a prefix between octets', '-' as const, 31, '0a010202'],
    ['+ for a single address', '+' as const, 32, '0a010203'],
  ])('has the broadcast address of %s', (_, broadcast, prefixLength, expected) => {
    expect(hex(encodeNewAddress({ ...virtual, broadcast, prefixLength }, 7))).toContain(`08000400${expected}`)
  })

  it('of IPv6 is added without duplicate address detection (VIP-02) and without broadcast', () => {
    const six = { ...virtual, address: '2001:db8::5' as IpAddress, prefixLength: 64, broadcast: '+' as const }
    const bytes = '20010db8000000000000000000000005'
    expect(hex(encodeNewAddress(six, 7))).toBe(
      `0a40000007000000` + `14000100${bytes}14000200${bytes}` + '0800080002000000' + marked,
    )
  })

  it('is removed by address, prefix length and interface alone', () => {
    expect(hex(encodeOldAddress({ ...virtual, label: 'eth0:1', broadcast: '+' }, 7))).toBe(head('18') + both)
  })

  it('reads back as it was written', () => {
    const given = fc.record({
      octets: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
      prefixLength: fc.integer({ min: 0, max: 32 }),
      scope: fc.integer({ min: 0, max: 255 }),
      index: fc.integer({ min: 1, max: 0x7fff_ffff }),
    })
    fc.assert(
      fc.property(given, ({ octets, prefixLength, scope, index }) => {
        const address = octets.join('.') as IpAddress
        expect(decodeAddress(encodeNewAddress({ ...virtual, address, prefixLength, scope }, index))).toEqual({
          index,
          address: { address, prefixLength, scope, secondary: false },
          usable: true,
        })
      }),
    )
  })
})

describe('any bytes', () => {
  it('give a value or none, never a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, family) => {
        if (family && bytes.length > 0) bytes[0] = bytes.length & 1 ? 2 : 0
        decodeLink(bytes, true)
        decodeAddress(bytes)
      }),
    )
  })
})
