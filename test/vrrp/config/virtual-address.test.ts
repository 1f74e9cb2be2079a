import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Seconds } from '../../../config/values/time.js'
import { parseIpAddress, type IpAddress } from '../../../config/values/ip.js'
import type { AddressLine } from '../../../vrrp/config/address-line.js'
import { staticAddress, virtualAddress } from '../../../vrrp/config/virtual-address.js'
import { expectSound, readLine, saidBy, soupOf, theirsIn, valueOf } from './line-text.js'

const ip = (text: string): IpAddress => parseIpAddress(text) as IpAddress
const bare = { device: undefined, label: undefined, scope: 0, broadcast: undefined }

describe('a virtual address', () => {
  it.each<[string, AddressLine]>([
    ['10.0.0.1', { address: ip('10.0.0.1'), prefixLength: 32, ...bare }],
    ['2001:DB8::1', { address: ip('2001:db8::1'), prefixLength: 128, ...bare }],
    ['10.0.0.1/24 brd +', { address: ip('10.0.0.1'), prefixLength: 24, ...bare, broadcast: '+' }],
    [
      '10.0.0.1/24 dev eth1 label eth1:1 scope link broadcast 10.0.0.255',
      {
        address: ip('10.0.0.1'),
        prefixLength: 24,
        device: 'eth1',
        label: 'eth1:1',
        scope: 253,
        broadcast: ip('10.0.0.255'),
      },
    ],
    ['10.0.0.1 scope 0x10', { address: ip('10.0.0.1'), prefixLength: 32, ...bare, scope: 16 }],
    ['10.0.0.1/', { address: ip('10.0.0.1'), prefixLength: 0, ...bare }],
    ['10.0.0.1/+8', { address: ip('10.0.0.1'), prefixLength: 8, ...bare }],
    [
      'fe80::1/64 home -nodad mngtmpaddr noprefixroute autojoin no_track use_vmac preferred_lft 60',
      {
        address: ip('fe80::1'),
        prefixLength: 64,
        ...bare,
        unenforced: {
          home: true,
          noDuplicateDetection: true,
          manageTemporary: true,
          noPrefixRoute: true,
          autojoin: true,
          untracked: true,
          virtualMac: true,
          preferredLifetime: Seconds(60),
        },
      },
    ],
    [
      '10.0.0.1 peer 10.0.0.2 preferred_lft forever',
      {
        address: ip('10.0.0.1'),
        prefixLength: 32,
        ...bare,
        unenforced: { peer: ip('10.0.0.2'), preferredLifetime: 'forever' },
      },
    ],
  ])('`%s` is read', (line, expected) => {
    expect(valueOf(virtualAddress(), line)).toEqual(expected)
  })

  it('has no further field when there is nothing that is not done yet', () => {
    expect(Object.keys(valueOf(virtualAddress(), '10.0.0.1/24 dev eth0'))).not.toContain('unenforced')
  })

  it('says of every option that is not done yet that it is not', () => {
    expect(saidBy(readLine(virtualAddress(), 'fe80::1/64 home no_track use_vmac'))).toEqual([
      'warning not-enforced-yet: home',
      'warning not-enforced-yet: no_track',
      'warning not-enforced-yet: use_vmac',
    ])
  })

  it.each<[string, readonly string[], readonly string[]]>([
    ['10.0.0.1/', ['warning wrong-value: 10.0.0.1/'], []],
    [
      '10.0.0.3/99',
      ['error wrong-value: 10.0.0.3/99'],
      ["number '99' outside range [0, 32]", 'Invalid address prefix len 99 for address 10.0.0.3/99 - using 32'],
    ],
    [
      '10.0.0.4/x',
      ['error wrong-value: 10.0.0.4/x'],
      ["invalid number 'x'", 'Invalid address prefix len x for address 10.0.0.4/x - using 32'],
    ],
    [
      'xxx/125',
      ['error wrong-value: xxx/125'],
      [
        "number '125' outside range [0, 32]",
        'Invalid address prefix len 125 for address xxx/125 - using 32',
        'VRRP parsed invalid IP xxx/125. skipping IP...',
      ],
    ],
    ['10.0.0', ['error wrong-value: 10.0.0'], ['VRRP parsed invalid IP 10.0.0. skipping IP...']],
    [
      '10.0.0.5 peer 10.0.0.6 peer 10.0.0.7',
      ['warning not-enforced-yet: 10.0.0.6', 'error repeated-keyword: 10.0.0.7'],
      [
        'Peer 10.0.0.7 - another peer has already been specified',
        "Unknown configuration entry '10.0.0.7' for ip address - ignoring",
      ],
    ],
    [
      '10.0.0.5/24 peer 10.0.0.6',
      ['warning not-enforced-yet: 10.0.0.6', 'error adjusted-value: 10.0.0.6'],
      ['Cannot specify address prefix when specifying peer address - ignoring'],
    ],
    ['10.0.0.5 peer fe80::1', ['error wrong-family: fe80::1'], ['Peer address fe80::1 does not match address family']],
    [
      '10.0.0.5 peer x',
      ['error wrong-value: x'],
      ['VRRP parsed invalid IP x. skipping IP...', 'Invalid peer address x'],
    ],
    ['10.0.0.8 scope -1', ['error wrong-value: -1'], ["Invalid scope '-1' specified for 10.0.0.8 - ignoring"]],
    ['10.0.0.9 foo', ['error unknown-option: foo'], ["Unknown configuration entry 'foo' for ip address - ignoring"]],
    [
      '10.0.0.9/24 brd + peer 10.0.0.1',
      [
        'warning not-enforced-yet: 10.0.0.1',
        'error adjusted-value: 10.0.0.1',
        'error ignored-flag: 10.0.0.9/24 brd + peer 10.0.0.1',
      ],
      [
        'Cannot specify address prefix when specifying peer address - ignoring',
        'Cannot specify broadcast and peer addresses - ignoring broadcast address',
      ],
    ],
    [
      '10.0.0.9/31 brd -',
      ['error wrong-value: 10.0.0.9/31 brd -'],
      ['Address prefix length 31 too long for broadcast'],
    ],
    [
      'fe80::1 scope link label x',
      ['error wrong-family: fe80::1 scope link label x', 'error wrong-family: fe80::1 scope link label x'],
      [
        'Cannot specify scope for IPv6 addresses (fe80::1) - ignoring scope',
        'Cannot specify label for IPv6 addresses (fe80::1) - ignoring label',
      ],
    ],
    ['10.0.0.1 preferred_lft x', ['error wrong-value: x'], ["invalid number 'x'", 'preferred_lft x is invalid']],
    [
      '10.0.0.1 track_group g',
      ['error unknown-option: track_group', 'error unknown-option: g'],
      [
        "Unknown configuration entry 'track_group' for ip address - ignoring",
        "Unknown configuration entry 'g' for ip address - ignoring",
      ],
    ],
  ])('`%s` is complained about in both wordings', (line, ours, theirs) => {
    const read = readLine(virtualAddress(), line)
    expect(saidBy(read)).toEqual(ours)
    expect(theirsIn(read)).toEqual(theirs)
  })

  it.each<[string, string]>([
    ['10.0.0.1 dev', 'No dev parameter specified for 10.0.0.1'],
    ['10.0.0.1/8 dev a dev b', 'Cannot specify ipaddress device more than once for 10.0.0.1/8'],
    [
      '10.0.0.1 label 1234567890123456',
      'Address label 1234567890123456 is longer than maximum length 15 - removing address',
    ],
    [
      'fe80::1/64 brd 10.0.0.1',
      'VRRP is trying to assign a broadcast brd to the IPv6 address fe80::1/64 !!?? WTF... skipping VIP...',
    ],
    ['10.0.0.1 brd fe80::1', 'VRRP is trying to assign invalid broadcast fe80::1. skipping VIP...'],
  ])('`%s` is dropped', (line, theirs) => {
    const read = readLine(virtualAddress(), line)
    expect([read.value, theirsIn(read)]).toEqual([undefined, [theirs]])
  })
})

describe('a static address', () => {
  it('may name a track group, and has no virtual MAC address', () => {
    expect(valueOf(staticAddress(), '10.0.0.1 dev eth0 track_group g').unenforced).toEqual({ trackGroup: 'g' })
    expect(saidBy(readLine(staticAddress(), '10.0.0.1 use_vmac'))).toEqual(['error unknown-option: use_vmac'])
  })

  it('takes the first of two track groups, and nothing after them', () => {
    const read = readLine(staticAddress(), '10.0.0.1 track_group g track_group h foo')
    expect(read.value?.unenforced).toEqual({ trackGroup: 'g' })
    expect(theirsIn(read)).toEqual(['track_group h is a duplicate'])
  })
})

const words = [
  ...'10.0.0.1 10.0.0.1/24 fe80::1/64 dev eth0 scope link brd + - broadcast label peer home -nodad autojoin'.split(' '),
  ...'mngtmpaddr noprefixroute no_track preferred_lft forever 60 track_group g use_vmac "" "a b" x'.split(' '),
]

describe('any line', () => {
  it('is read or complained about, inside the line', () => {
    fc.assert(
      fc.property(soupOf(words), (line) => {
        expectSound(virtualAddress(), line)
        expectSound(staticAddress(), line)
      }),
      { numRuns: 2000 },
    )
  })

  it('of an address comes back as it was written', () => {
    const address = fc.record({
      address: fc.constantFrom(ip('10.0.0.7'), ip('192.0.2.1'), ip('2001:db8::7')),
      prefixLength: fc.integer({ min: 0, max: 32 }),
      device: fc.constantFrom(undefined, 'eth0', 'bond0.5'),
      options: fc.subarray(['home', '-nodad', 'mngtmpaddr', 'noprefixroute', 'autojoin', 'no_track', 'use_vmac']),
    })
    fc.assert(
      fc.property(address, ({ address: found, prefixLength, device, options }) => {
        const line = `${found}/${prefixLength}${device === undefined ? '' : ` dev ${device}`} ${options.join(' ')}`
        const value = valueOf(virtualAddress(), line.trim())
        expect(value).toMatchObject({ address: found, prefixLength, device })
        expect(Object.keys(value.unenforced ?? {})).toHaveLength(options.length)
      }),
    )
  })
})
