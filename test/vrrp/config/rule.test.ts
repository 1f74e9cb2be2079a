import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIpAddress, type AddressFamily, type IpAddress } from '../../../config/values/ip.js'
import type { RuleLine, TableEntry } from '../../../vrrp/config/route-model.js'
import { staticRule, virtualRule } from '../../../vrrp/config/rule.js'
import { expectSound, readLine, saidBy, soupOf, theirsIn, valueOf } from './line-text.js'
import { bindText } from '../../config/schema/bind-text.js'
import { keepalivedSays } from './vrrp-text.js'

const ip = (text: string): IpAddress => parseIpAddress(text) as IpAddress
const ten = { address: ip('10.0.0.0'), length: 8 }

const plain: RuleLine = {
  family: 'inet',
  inverted: false,
  from: ten,
  to: undefined,
  inputDevice: undefined,
  outputDevice: undefined,
  tos: undefined,
  fwmark: undefined,
  uidRange: undefined,
  ipProtocol: undefined,
  sourcePorts: undefined,
  destinationPorts: undefined,
  tunnelId: undefined,
  action: { kind: 'table', table: 100 },
  preference: 1,
  realms: undefined,
  suppressPrefixLength: undefined,
  suppressInterfaceGroup: undefined,
  protocol: 18,
  tracked: true,
  trackGroup: undefined,
}

const base = 'from 10.0.0.0/8 table 100 preference 1'

describe('a policy rule', () => {
  it.each<[string, Partial<RuleLine>]>([
    [base, {}],
    ['lookup 100 order 0x1 from 10.0.0.0/8', {}],
    [
      'not from 10.0.0.0/8 priority 010 table main',
      { inverted: true, preference: 8, action: { kind: 'table', table: 254 } },
    ],
    ['from all to 10.0.0.0/8 nop preference 1', { from: 'default', to: ten, action: { kind: 'nop' } }],
    [`${base} dev eth0 oif eth1 tos 4`, { inputDevice: 'eth0', outputDevice: 'eth1', tos: 4 }],
    [`${base} fwmark 0x10/0xff`, { fwmark: { mark: 16, mask: 255 } }],
    [`${base} fwmark 7`, { fwmark: { mark: 7, mask: undefined } }],
    [`${base} fwmark 1/`, { fwmark: { mark: 1, mask: 0 } }],
    [`${base} uidrange 1000-1001x`, { uidRange: { first: 1000, last: 1001 } }],
    [
      `${base} ipproto tcp sport 80-90 dport 443-443`,
      { ipProtocol: 6, sourcePorts: { first: 80, last: 90 }, destinationPorts: { first: 443, last: 443 } },
    ],
    [`${base} ipproto UDP`, { ipProtocol: 17 }],
    [`${base} ipproto skip`, { ipProtocol: { name: 'skip' } }],
    [`${base} tunnel-id 18446744073709551615`, { tunnelId: '18446744073709551615' }],
    [
      `${base} realms 1/2 sup_pl 0 sup_group 3`,
      { realms: { from: 1, to: 2 }, suppressPrefixLength: 0, suppressInterfaceGroup: 3 },
    ],
    [`${base} protocol 18`, {}],
    [`${base} no_track protocol 3`, { tracked: false, protocol: 3 }],
    ['from 10.0.0.0/8 preference 1 l3mdev', { action: { kind: 'l3mdev' } }],
    ['from 10.0.0.0/8 preference 1 goto 5', { action: { kind: 'goto', preference: 5 } }],
    ['from 10.0.0.0/8 preference 1 type blackhole', { action: { kind: 'blackhole' } }],
    ['from 10.0.0.0/8 preference 1 7', { action: { kind: 'unreachable' } }],
    ['from 10.0.0.0/8 nop', { action: { kind: 'nop' }, preference: undefined }],
    [`${base} inet`, {}],
    [
      'to 2001:db8::/32 prohibit preference 1',
      { family: 'inet6', from: undefined, to: { address: ip('2001:db8::'), length: 32 }, action: { kind: 'prohibit' } },
    ],
  ])('`%s` is read', (line, expected) => {
    expect(valueOf(virtualRule(), line)).toEqual({ ...plain, ...expected })
  })

  // Lines with the answers of keepalived to them.
  it.each<[string, string, readonly string[]]>([
    ['from 10.0.0.0/8 table 0 preference 1', 'error wrong-value: 0', ['Table 0 is not valid']],
    [
      'from 10.0.0.0/8 table 1 preference x',
      'error wrong-value: x',
      ["invalid number 'x'", 'Invalid rule preference preference specified'],
    ],
    [`${base} fwmark a`, 'error wrong-value: a', ['Invalid rule fwmark a specified']],
    [`${base} uidrange 12`, 'error wrong-value: 12', ['Invalid uidrange uidrange specified']],
    [`${base} tunnel-id x`, 'error wrong-value: x', ["invalid number 'x'", 'Invalid tunnel-id tunnel-id specified']],
    [
      `${base} suppress_prefixlength x`,
      'error wrong-value: x',
      ["invalid number 'x'", 'Invalid suppress_prefixlength suppress_prefixlength specified'],
    ],
    [
      'from 10.0.0.0/8 goto 5 preference 1 sup_pl 3',
      'error ignored-flag: from 10.0.0.0/8 goto 5 preference 1 sup_pl 3',
      ['suppressor/realm specified for non table action - skipping'],
    ],
    [
      'from 10.0.0.0/8 goto 5 preference 9',
      'error wrong-value: from 10.0.0.0/8 goto 5 preference 9',
      ['Invalid rule - preference 9 >= goto target 5'],
    ],
    [
      'from 10.0.0.0/8 goto 5',
      'error missing-value: from 10.0.0.0/8 goto 5',
      ['Invalid rule - goto target 5 specified without preference'],
    ],
    ['from 10.0.0.0/8 goto x', 'error wrong-value: x', ["invalid number 'x'", 'Invalid target goto specified']],
    [
      'from 10.0.0.0/8 preference 1',
      'error missing-value: from 10.0.0.0/8 preference 1',
      ['No action specified for rule - ignoring'],
    ],
    [
      'from 10.0.0.0/8 table 1 table 2 preference 1',
      'error repeated-keyword: 2',
      ['Cannot specify more than one of table/nop/goto/blackhole/prohibit/unreachable for rule'],
    ],
    [
      'from 10.0.0.0/8 nop l3mdev preference 1',
      'error repeated-keyword: l3mdev',
      ['Cannot specify l3mdev with other action'],
    ],
    [
      'from 10.0.0.0/8 l3mdev nop preference 1',
      'error repeated-keyword: nop',
      ['Cannot specify more than one of table/nop/goto/blackhole/prohibit/unreachable/l3mdev for rule'],
    ],
    ['from 10.0.0.0/8 type unicast preference 1', 'error wrong-value: unicast', ['Invalid rule action unicast']],
    ['from 10.0.0.0/8 foo preference 1', 'error unknown-option: foo', ['Unknown rule option foo']],
    [
      'from x nop preference 1',
      'error wrong-value: x',
      ['VRRP parsed invalid IP x. skipping IP...', 'Invalid rule from address x'],
    ],
    [
      'from 10.0.0.0/8 to all nop preference 1',
      'error wrong-family: all',
      ['rule specification has mixed IPv4 and IPv6'],
    ],
    [
      'from 10.0.0.0/8 to fe80::/64 nop preference 1',
      'error wrong-family: fe80::/64',
      ['rule specification has mixed IPv4 and IPv6'],
    ],
    ['from fe80::/64 table 1 realms 1 preference 1', 'error wrong-family: 1', ['realms is only valid for IPv4']],
    [
      'inet6 from 2001:db8::/32 nop preference 1',
      'error unknown-option: 2001:db8::/32',
      ['Unknown rule option 2001:db8::/32'],
    ],
    [`${base} track_group g`, 'error unknown-option: track_group', ['Unknown rule option track_group']],
  ])('`%s` is dropped', (line, ours, theirs) => {
    const read = readLine(virtualRule(), line)
    expect(saidBy(read)).toEqual([ours])
    expect([read.value, theirsIn(read)]).toEqual([undefined, theirs])
  })

  it.each<[string, readonly string[], readonly string[]]>([
    [`${base} sport 80`, ['error wrong-value: 80'], ['invalid sport range 80']],
    [`${base} dport 90-80`, ['warning empty-range: 90-80'], []],
    [`${base} ipproto 256`, ['error wrong-value: 256'], ['Invalid ipproto 256']],
    [`${base} protocol x`, ['error wrong-value: x'], ["invalid number 'x'", 'Invalid protocol x']],
    [
      `${base} protocol 17`,
      [`error adjusted-value: ${base} protocol 17`],
      ['Rule cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol'],
    ],
    [
      'from 10.0.0.0/99 nop preference 1',
      ['error wrong-value: 10.0.0.0/99'],
      ["number '99' outside range [0, 32]", 'Invalid address prefix len 99 for address 10.0.0.0/99 - using 32'],
    ],
  ])('`%s` is kept, and complained about', (line, ours, theirs) => {
    const read = readLine(virtualRule(), line)
    expect(read.value).toBeDefined()
    expect([saidBy(read), theirsIn(read)]).toEqual([ours, theirs])
  })
})

describe('a static rule', () => {
  it('may name a track group beside an interface', () => {
    expect(valueOf(staticRule(), `${base} iif eth0 track_group g`).trackGroup).toBe('g')
    expect(theirsIn(readLine(staticRule(), `${base} track_group g`))).toEqual([
      'Static rule cannot have track_group if dev/iif not specified',
    ])
  })

  it('takes the first of two track groups, and nothing after them', () => {
    const read = readLine(staticRule(), `${base} iif eth0 track_group g track_group h foo`)
    expect(read.value?.trackGroup).toBe('g')
    expect(theirsIn(read)).toEqual(['track_group h is a duplicate'])
  })
})

describe('rules without preference', () => {
  it('are numbered downwards in the order of the file, each family by itself', () => {
    const text = `vrrp_instance V {
interface eth0
virtual_router_id 1
no_virtual_ipaddress
virtual_rules {
from 10.0.0.0/8 nop
from 10.1.0.0/16 nop preference 5
}
}
static_rules {
from 2001:db8::/32 nop
from 10.2.0.0/16 nop
}
`
    const said = (n: number): string =>
      `Rule has no preference specified - setting to ${n}. This is probably not what you want.`
    expect(keepalivedSays(text)).toEqual([`6: ${said(16384)}`, `11: ${said(16384)}`, `12: ${said(16383)}`])
    expect(bindText(text).problems.filter((one) => one.startsWith('error'))).toEqual(
      Array(3).fill('error rule-without-preference'),
    )
  })
})

const words = (
  'from to 10.0.0.0/8 all default 2001:db8::/32 table lookup 100 main not preference order priority 1 0x10 tos dsfield fwmark ' +
  '1/2 realms suppress_prefixlength sup_pl suppress_ifgroup sup_group dev iif oif eth0 tunnel-id uidrange 1-2 l3mdev protocol ' +
  'ipproto tcp sport dport 80-90 no_track track_group g type goto nop blackhole unreachable prohibit unicast inet inet6 "" -1'
).split(' ')

const entry = (max: number): fc.Arbitrary<TableEntry> =>
  fc.oneof(fc.integer({ min: 1, max }), fc.constant({ name: 'somewhere' }))
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(some, { nil: undefined })
const u32 = fc.integer({ min: 0, max: 4294967295 })
const range = (max: number) => fc.record({ first: fc.integer({ min: 0, max }), last: fc.constant(max) })

const anyRule: fc.Arbitrary<RuleLine> = fc.constantFrom<AddressFamily>('inet', 'inet6').chain((family) => {
  const prefix = fc.record({
    address: fc.constant(ip(family === 'inet' ? '10.0.0.0' : '2001:db8::')),
    length: fc.integer({ min: 0, max: 32 }),
  })
  return fc.record<RuleLine>({
    family: fc.constant(family),
    inverted: fc.boolean(),
    from: maybe(fc.oneof(prefix, fc.constant('default' as const))),
    to: prefix,
    inputDevice: fc.constant('eth0'),
    outputDevice: maybe(fc.constant('eth1')),
    tos: maybe(entry(255)),
    fwmark: maybe(fc.record({ mark: u32, mask: maybe(u32) })),
    uidRange: maybe(range(4294967295)),
    ipProtocol: maybe(fc.integer({ min: 0, max: 255 })),
    sourcePorts: maybe(range(65535)),
    destinationPorts: maybe(range(65535)),
    tunnelId: maybe(fc.constant('18446744073709551615')),
    action: fc.oneof(
      fc.record({ kind: fc.constant('table' as const), table: entry(4294967295) }),
      fc.record({ kind: fc.constant('l3mdev' as const) }),
    ),
    preference: u32,
    realms: family === 'inet' ? maybe(fc.record({ from: maybe(entry(255)), to: entry(255) })) : fc.constant(undefined),
    suppressPrefixLength: maybe(fc.integer({ min: 0, max: 2147483647 })),
    suppressInterfaceGroup: maybe(entry(2147483647)),
    protocol: fc.constant(18),
    tracked: fc.boolean(),
    trackGroup: maybe(fc.constant('g')),
  })
})

const nameOf = (one: TableEntry): string => (typeof one === 'number' ? String(one) : one.name)
const option = (word: string, value: TableEntry | string | undefined): string =>
  value === undefined ? '' : ` ${word} ${typeof value === 'string' ? value : nameOf(value)}`

function textOf(rule: RuleLine): string {
  const prefix = (one: RuleLine['to']): string | undefined =>
    one === undefined || one === 'default' ? one : `${one.address}/${one.length}`
  const ports = (one: RuleLine['sourcePorts']): string | undefined =>
    one === undefined ? one : `${one.first}-${one.last}`
  const { fwmark, realms } = rule
  return (
    `${rule.inverted ? 'not ' : ''}${rule.action.kind}${rule.action.kind === 'table' ? ` ${nameOf(rule.action.table)}` : ''}` +
    // A word without family must stand first.
    `${option('from', prefix(rule.from))}${option('to', prefix(rule.to))}` +
    `${option('iif', rule.inputDevice)}${option('oif', rule.outputDevice)}${option('tos', rule.tos)}` +
    `${fwmark === undefined ? '' : ` fwmark ${fwmark.mark}${fwmark.mask === undefined ? '' : `/0x${fwmark.mask.toString(16)}`}`}` +
    `${option('uidrange', ports(rule.uidRange))}${option('ipproto', rule.ipProtocol)}` +
    `${option('sport', ports(rule.sourcePorts))}${option('dport', ports(rule.destinationPorts))}` +
    `${option('tunnel-id', rule.tunnelId)}${option('preference', rule.preference)}` +
    `${realms === undefined ? '' : ` realms ${realms.from === undefined ? '' : `${nameOf(realms.from)}/`}${nameOf(realms.to)}`}` +
    `${option('sup_pl', rule.suppressPrefixLength)}${option('sup_group', rule.suppressInterfaceGroup)}` +
    `${rule.tracked ? '' : ' no_track'}${option('track_group', rule.trackGroup)}`
  )
}

describe('any line', () => {
  it('is read or complained about, inside the line', () => {
    fc.assert(
      fc.property(soupOf(words), (line) => {
        expectSound(virtualRule(), line)
        expectSound(staticRule(), line)
      }),
      { numRuns: 4000 },
    )
  })

  it('of a rule comes back as it was written', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(valueOf(staticRule(), textOf(rule))).toEqual(rule)
      }),
      { numRuns: 500 },
    )
  })
})
