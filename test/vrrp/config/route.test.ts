import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIpAddress, type AddressFamily, type IpAddress } from '../../../config/values/ip.js'
import { Milliseconds, Seconds } from '../../../config/values/time.js'
import type { Encapsulation, Nexthop, RouteLine, RouteMetrics, TableEntry } from '../../../vrrp/config/route-model.js'
import { staticRoute, virtualRoute } from '../../../vrrp/config/route.js'
import { expectSound, readLine, saidBy, soupOf, theirsIn, valueOf } from './line-text.js'

const ip = (text: string): IpAddress => parseIpAddress(text) as IpAddress

const plain: RouteLine = {
  family: 'inet',
  type: 'unicast',
  destination: { address: ip('10.0.0.0'), length: 8 },
  source: undefined,
  preferredSource: undefined,
  via: undefined,
  device: 'eth0',
  vrf: undefined,
  onlink: false,
  nexthops: [],
  encapsulation: undefined,
  tos: undefined,
  table: 254,
  protocol: 18,
  scope: 0,
  priority: undefined,
  realms: undefined,
  preference: undefined,
  expires: undefined,
  ttlPropagate: undefined,
  metrics: {},
  position: 'prepend',
  tracked: true,
  trackGroup: undefined,
}

const base = '10.0.0.0/8 dev eth0'
const hop: Nexthop = {
  via: undefined,
  device: undefined,
  weight: undefined,
  onlink: false,
  encapsulation: undefined,
  realms: undefined,
}
const ipEncap = {
  kind: 'ip' as const,
  id: undefined,
  destination: undefined,
  source: undefined,
  tos: undefined,
  ttl: undefined,
  flags: undefined,
}

describe('a route', () => {
  it.each<[string, Partial<RouteLine>]>([
    [base, {}],
    ['dev eth0 10.0.0.0/8', {}],
    ['to 10.0.0.0/8 oif eth0', {}],
    ['default via 10.0.0.1 dev eth0', { destination: 'default', via: ip('10.0.0.1') }],
    ['any via fe80::1 dev eth0', { family: 'inet6', destination: 'default', via: ip('fe80::1') }],
    ['default via inet6 fe80::1 dev eth0', { family: 'inet6', destination: 'default', via: ip('fe80::1') }],
    ['default6 dev eth0', { family: 'inet6', destination: 'default' }],
    [`blackhole ${base}`, { type: 'blackhole' }],
    [`brd ${base}`, { type: 'broadcast' }],
    [`0x6 ${base}`, { type: 6 }],
    [`192.0.2.1 ${base}`, {}],
    [`${base} src 10.0.0.9 onlink vrf red`, { preferredSource: ip('10.0.0.9'), onlink: true, vrf: 'red' }],
    [`${base} table 0x64 scope link tos 0x10 metric 5`, { table: 100, scope: 253, tos: 16, priority: 5 }],
    [`${base} table main priority 5 preference 6`, { table: 254, priority: 6 }],
    [`${base} table uplink dsfield AF11`, { table: { name: 'uplink' }, tos: { name: 'AF11' } }],
    [`${base} table -1`, { table: 4294967295 }],
    [`${base} realms 1/2`, { realms: { from: 1, to: 2 } }],
    [`${base} realms cosmos`, { realms: { from: undefined, to: { name: 'cosmos' } } }],
    [`${base} protocol boot no_track`, { protocol: 3, tracked: false }],
    [`${base} protocol keepalived`, {}],
    [`${base} add append`, { position: 'append' }],
    [`${base} ttl-propagate enabled`, { ttlPropagate: true }],
    [
      `${base} mtu lock 1400 advmss 1300 hoplimit 9 quickack 1 congctl lock reno features ecn`,
      {
        metrics: {
          mtu: { value: 1400, locked: true },
          advmss: { value: 1300, locked: false },
          hoplimit: { value: 9, locked: false },
          quickack: { value: true, locked: false },
          congctl: { value: 'reno', locked: true },
          ecn: { value: true, locked: false },
        },
      },
    ],
    [
      `${base} rtt 1.5s rttvar lock 300ms rto_min 1000`,
      {
        metrics: {
          rtt: { value: Milliseconds(1500), locked: false },
          rttvar: { value: Milliseconds(300), locked: true },
          rtoMin: { value: Milliseconds(1000), locked: false },
        },
      },
    ],
    [`${base} rtt 8000`, { metrics: { rtt: { value: Milliseconds(1000), locked: false } } }],
    [`${base} encap mpls 100/200`, { encapsulation: { kind: 'mpls', labels: [100, 200] } }],
    [`${base} encap ila 1:2:3:A`, { encapsulation: { kind: 'ila', locator: '1:2:3:a' } }],
    [
      `${base} encap ip id 12 dst 192.0.2.1 ttl 5 tos 1 mtu 5`,
      {
        encapsulation: { ...ipEncap, id: '12', destination: ip('192.0.2.1'), ttl: 5, tos: 1 },
        metrics: { mtu: { value: 5, locked: false } },
      },
    ],
    [
      `${base} nexthop via 10.0.0.1 dev eth1 weight 256 onlink nexthop via inet 10.0.0.2 realms 3`,
      {
        nexthops: [
          { ...hop, via: ip('10.0.0.1'), device: 'eth1', weight: 256, onlink: true },
          { ...hop, via: ip('10.0.0.2'), realms: { from: undefined, to: 3 } },
        ],
      },
    ],
    [`${base} nexthop`, { nexthops: [hop] }],
    [
      'dev eth0 2001:db8::/32 from 2001:db8:1::/48 pref high expires 60',
      {
        family: 'inet6',
        destination: { address: ip('2001:db8::'), length: 32 },
        source: { address: ip('2001:db8:1::'), length: 48 },
        preference: 'high',
        expires: Seconds(60),
      },
    ],
  ])('`%s` is read', (line, expected) => {
    expect(valueOf(virtualRoute(), line)).toEqual({ ...plain, ...expected })
  })

  // Lines with the answers of keepalived to them.
  it.each<[string, string, readonly string[]]>([
    [
      `${base} rtt 99999999`,
      'error wrong-value: 99999999',
      ["number '99999999' outside range [0., 960000.]", 'Invalid rtt 99999999 for route'],
    ],
    [
      `${base} rtt 1000.5s`,
      'error wrong-value: 1000.5s',
      ["number '1000.5' outside range [0.000, 960.000]", 'Invalid rtt 1000.5s for route'],
    ],
    [`${base} rtt 1.e3`, 'error wrong-value: 1.e3', ['Invalid rtt 1.e3 for route']],
    [`${base} rtt 1sx`, 'error wrong-value: 1sx', ['Invalid rtt 1sx for route']],
    [
      `${base} foo`,
      'error unknown-option: foo',
      ['VRRP parsed invalid IP foo. skipping IP...', 'unknown route keyword foo'],
    ],
    [
      `${base} fastopen_no_cookie 2`,
      'error wrong-value: 2',
      ["number '2' outside range [0, 1]", 'Invalid fastopen_no_cookie value 2 specified for route'],
    ],
    [
      'blackhole to 10.0.0.0/8',
      'error wrong-value: to',
      ['VRRP parsed invalid IP to. skipping IP...', 'unknown route keyword to'],
    ],
    [
      'to blackhole 10.0.0.0/8',
      'error wrong-value: blackhole',
      ['VRRP parsed invalid IP blackhole. skipping IP...', 'unknown route keyword blackhole'],
    ],
    [`${base} mtu x`, 'error wrong-value: x', ["invalid number 'x'", 'Invalid MTU x specified for route']],
    [
      `${base} track_group g`,
      'error unknown-option: track_group',
      ['VRRP parsed invalid IP track_group. skipping IP...', 'unknown route keyword track_group'],
    ],
    [`${base} pref foo`, 'error wrong-family: foo', ['pref is only valid for IPv6']],
    [
      '2001:db8::/32 dev eth0 pref foo',
      'error wrong-value: foo',
      ["invalid number 'foo'", 'Invalid pref value foo specified for route'],
    ],
    ['2001:db8::/32 dev eth0 realms 1', 'error wrong-family: 1', ['realms are only valid for IPv4']],
    [
      '2001:db8::/32 dev eth0 via inet 1.1.1.1',
      'error wrong-family: inet',
      ['Cannot mix IPv4 and IPv6 addresses for route'],
    ],
    [
      'src 10.0.0.1 default via 10.0.0.2',
      'error wrong-family: default',
      ['Cannot mix IPv4 and IPv6 addresses for route (default)'],
    ],
    [
      '10.0.0.0/8 via x.x.x.x',
      'error wrong-value: x.x.x.x',
      ['VRRP parsed invalid IP x.x.x.x. skipping IP...', 'invalid route via address x.x.x.x'],
    ],
    ['dev eth0', 'error missing-value: dev eth0', ['Route must have a destination']],
    [
      `${base} from 10.0.0.0/8`,
      'error wrong-family: 10.0.0.0/8',
      ['route from address only supported with IPv6 (10.0.0.0/8)'],
    ],
    [`${base} table 4294967296000000000000000`, 'none', []],
    [`${base} scope 256`, 'error wrong-value: 256', ['Scope 256 not found or invalid for route']],
  ])('`%s`: %s', (line, ours, theirs) => {
    const read = readLine(virtualRoute(), line)
    if (ours === 'none') {
      expect(read.value).toBeDefined()
      return
    }
    expect(saidBy(read)).toEqual([ours])
    expect([read.value, theirsIn(read)]).toEqual([undefined, theirs])
  })

  it.each<[string, readonly string[], readonly string[]]>([
    [`${base} rtt 1.5ms`, ['error wrong-value: 1.5ms'], ["number '1.5' has too many decimal places"]],
    [`${base} rtt 1s rto_min 5`, ['error adjusted-value: 5'], []],
    [`${base} encap mpls x`, ['error wrong-value: x'], ['invalid mpls address x for encapsulation']],
    [`${base} encap foo bar`, ['error unknown-option: foo'], ['Unknown encap type - foo']],
    [`${base} encap`, ['error missing-value: encap'], ['Missing encap type']],
    [`${base} ttl-propagate foo`, ['error wrong-value: foo'], ['ttl-propagate value foo not recognised']],
    [`${base} features foo`, ['error unknown-option: foo'], ['feature foo not supported']],
    [
      `${base} nexthop via 10.0.0.1 foo`,
      ['error unknown-option: foo'],
      ['Route has trailing nonsense after nexthops - foo'],
    ],
    [`${base} nexthop weight 0`, ['error wrong-value: 0'], ['Invalid weight 0 specified for route']],
    [
      `${base} or 10.0.0.2`,
      ['warning deprecated-keyword: or'],
      ['"or" for routes is deprecated. Please use "nexthop"'],
    ],
    [`${base} gw 10.0.0.2`, ['warning deprecated-keyword: gw'], ['"gw" for routes is deprecated. Please use "via"']],
    [
      `${base} protocol boot`,
      ['error adjusted-value: 10.0.0.0/8 dev eth0 protocol boot'],
      ['Route cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol'],
    ],
    [
      '10.0.0.0/8 via 10.0.0.1',
      ['hint untracked-route: 10.0.0.0/8 via 10.0.0.1'],
      ['Warning - cannot track route 10.0.0.0/8 with no interface specified, not tracking'],
    ],
    [`${base} as to 10.0.0.9`, ['error ignored-flag: 10.0.0.9'], ['"as to" for MPLS only - ignoring']],
    [`${base} table uplink`, ['hint local-name: uplink'], []],
  ])('`%s` is kept, and complained about', (line, ours, theirs) => {
    const read = readLine(virtualRoute(), line)
    expect(read.value).toBeDefined()
    expect(saidBy(read)).toEqual(ours)
    expect(theirsIn(read)).toEqual(theirs)
  })

  it('loses the word after inet, as in keepalived', () => {
    const read = readLine(virtualRoute(), `${base} inet via 192.0.2.1`)
    expect(read.value).toEqual({ ...plain, destination: { address: ip('192.0.2.1'), length: 32 } })
    expect(saidBy(read)).toEqual(['warning swallowed-word: via'])
    const lost = readLine(virtualRoute(), 'inet6 default via fe80::1')
    expect([lost.value, theirsIn(lost)]).toEqual([undefined, ['Route must have a destination']])
    expect(lost.diagnostics[0]?.hint).toContain('`default` was skipped')
  })

  it('ends the test of keepalived when the value of an option is missing', () => {
    const read = readLine(virtualRoute(), `${base} mtu lock`)
    expect(saidBy(read)).toEqual(['error missing-value: lock'])
    expect(read.diagnostics[0]?.keepalived).toEqual([
      {
        message:
          '*** Configuration line starting `10.0.0.0/8` is missing a parameter after keyword `lock` at word position 6',
        placed: true,
        status: 2,
      },
    ])
  })
})

describe('a static route', () => {
  it('may name a track group beside an interface', () => {
    expect(valueOf(staticRoute(), `${base} track_group g`).trackGroup).toBe('g')
    const read = readLine(staticRoute(), '10.0.0.0/8 via 10.0.0.1 no_track track_group g')
    expect(read.value?.trackGroup).toBeUndefined()
    expect(theirsIn(read)).toEqual(['Static route cannot have track group if no oif specified'])
  })

  it('is dropped with two track groups', () => {
    const read = readLine(staticRoute(), `${base} track_group g track_group h`)
    expect(read.value).toBeUndefined()
    expect(theirsIn(read)).toEqual(['track_group h is a duplicate', 'Route has trailing nonsense - h'])
  })
})

const words = (
  '10.0.0.0/8 default 2001:db8::/32 10.0.0.1 fe80::1 to via inet inet6 gw src from as tos dsfield table 100 main ' +
  'protocol boot scope link metric 5 priority preference dev oif eth0 onlink encap ip ip6 mpls ila id dst ttl tc flags ' +
  'expires 60 mtu lock advmss reordering cwnd ssthresh rtt 300ms rttvar rto_min 1s hoplimit window initcwnd initrwnd ' +
  'realms 1/2 features ecn quickack congctl reno pref low ttl-propagate enabled fastopen_no_cookie add prepend append or ' +
  'no_track track_group g vrf nexthop weight blackhole local "" "a b" -1 0x10'
).split(' ')

describe('any line', () => {
  it('is read or complained about, inside the line', () => {
    fc.assert(
      fc.property(soupOf(words), (line) => {
        expectSound(virtualRoute(), line)
        expectSound(staticRoute(), line)
      }),
      { numRuns: 4000 },
    )
  })

  it('of a route comes back as it was written', () => {
    fc.assert(
      fc.property(anyRoute, (route) => {
        expect(valueOf(staticRoute(), textOf(route))).toEqual(route)
      }),
      { numRuns: 500 },
    )
  })
})

// ---- routes of all kinds, and their text ------------------------------------------------------------------------------------

const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(some, { nil: undefined })
const entry = (max: number): fc.Arbitrary<TableEntry> =>
  fc.oneof(fc.integer({ min: 1, max }), fc.constant({ name: 'somewhere' }))
const realmPair = fc.record({ from: maybe(entry(255)), to: entry(255) })
const u32 = fc.integer({ min: 0, max: 4294967295 })
const locked = <T>(value: fc.Arbitrary<T>) => fc.record({ value, locked: fc.boolean() })
const free = <T>(value: fc.Arbitrary<T>) => fc.record({ value, locked: fc.constant(false) })
const time = locked(fc.integer({ min: 200, max: 120000 }).map((ms) => Milliseconds(ms)))

const metrics = fc.record(
  {
    mtu: locked(u32),
    advmss: locked(u32),
    reordering: locked(u32),
    cwnd: locked(u32),
    ssthresh: locked(u32),
    rtt: time,
    rttvar: time,
    rtoMin: time,
    hoplimit: free(fc.integer({ min: 0, max: 255 })),
    window: free(u32),
    quickack: free(fc.boolean()),
    congctl: locked(fc.constant('reno')),
  },
  { requiredKeys: [] },
)

const addresses: Readonly<Record<AddressFamily, IpAddress>> = { inet: ip('192.0.2.7'), inet6: ip('2001:db8::7') }
const encapsulation = fc.oneof(
  maybe(fc.integer({ min: 0, max: 255 })).map((ttl): Encapsulation => ({ ...ipEncap, id: '77', ttl })),
  fc.record({
    kind: fc.constant('mpls' as const),
    labels: fc.array(fc.integer({ min: 0, max: 1048575 }), { minLength: 1, maxLength: 16 }),
  }),
)

const anyRoute: fc.Arbitrary<RouteLine> = fc.constantFrom<AddressFamily>('inet', 'inet6').chain((family) => {
  const address = fc.constant(addresses[family])
  const prefix = fc.record({ address, length: fc.integer({ min: 0, max: 32 }) })
  const only4 = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    family === 'inet' ? maybe(some) : fc.constant(undefined)
  const only6 = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    family === 'inet6' ? maybe(some) : fc.constant(undefined)
  return fc.record<RouteLine>({
    family: fc.constant(family),
    type: fc.constantFrom<RouteLine['type']>('unicast', 'blackhole', 'local', 9),
    destination: prefix,
    source: only6(prefix),
    preferredSource: maybe(address),
    via: maybe(address),
    device: fc.constant('eth0'),
    vrf: maybe(fc.constant('red')),
    onlink: fc.boolean(),
    nexthops: fc.array(
      fc.record({
        via: maybe(address),
        device: maybe(fc.constant('eth1')),
        weight: maybe(fc.integer({ min: 1, max: 256 })),
        onlink: fc.boolean(),
        encapsulation: maybe(encapsulation),
        realms: only4(realmPair),
      }),
      { maxLength: 3 },
    ),
    encapsulation: maybe(encapsulation),
    tos: maybe(entry(255)),
    table: entry(4294967295),
    protocol: fc.constant(18),
    scope: entry(255),
    priority: maybe(u32),
    realms: only4(realmPair),
    preference: only6(fc.oneof(fc.constantFrom('low' as const, 'high' as const), fc.integer({ min: 0, max: 255 }))),
    expires: only6(u32.map((seconds) => Seconds(seconds))),
    ttlPropagate: maybe(fc.boolean()),
    metrics,
    position: fc.constantFrom('add', 'prepend', 'append'),
    tracked: fc.boolean(),
    trackGroup: maybe(fc.constant('g')),
  })
})

const nameOf = (one: TableEntry): string => (typeof one === 'number' ? String(one) : one.name)
const option = (word: string, value: string | number | undefined): string =>
  value === undefined ? '' : ` ${word} ${value}`
const realmsText = (realms: RouteLine['realms']): string =>
  realms === undefined
    ? ''
    : ` realms ${realms.from === undefined ? '' : `${nameOf(realms.from)}/`}${nameOf(realms.to)}`

function encapText(encap: RouteLine['encapsulation']): string {
  if (encap === undefined || encap.kind === 'ila') return ''
  if (encap.kind === 'mpls') return ` encap mpls ${encap.labels.join('/')}`
  return ` encap ip${option('id', encap.id)}${option('ttl', encap.ttl)}`
}

const metricWords: Readonly<Record<string, string>> = { rtoMin: 'rto_min' }

const metricsText = (all: RouteMetrics): string =>
  Object.entries(all)
    .map(([name, { value, locked: fixed }]: [string, { value: string | number | boolean; locked: boolean }]) => {
      const unit = name === 'rtt' || name === 'rttvar' || name === 'rtoMin' ? 'ms' : ''
      const shown = typeof value === 'boolean' ? Number(value) : value
      return ` ${metricWords[name] ?? name}${fixed ? ' lock' : ''} ${shown}${unit}`
    })
    .join('')

const hopText = (one: Nexthop): string =>
  ` nexthop${option('via', one.via)}${option('dev', one.device)}${option('weight', one.weight)}` +
  `${one.onlink ? ' onlink' : ''}${encapText(one.encapsulation)}${realmsText(one.realms)}`

/** What stands right behind `encap ip` could be one of its options. */
function textOf(route: RouteLine): string {
  const prefix = (one: RouteLine['destination']): string => (one === 'default' ? one : `${one.address}/${one.length}`)
  return (
    `${route.type} ${prefix(route.destination)} dev eth0${route.source === undefined ? '' : ` from ${prefix(route.source)}`}` +
    `${route.tos === undefined ? '' : ` tos ${nameOf(route.tos)}`}${option('src', route.preferredSource)}${option('via', route.via)}${option('vrf', route.vrf)}` +
    `${route.onlink ? ' onlink' : ''}${encapText(route.encapsulation)}` +
    ` table ${nameOf(route.table)} scope ${nameOf(route.scope)}` +
    `${option('metric', route.priority)}${realmsText(route.realms)}${option('pref', route.preference)}` +
    `${route.expires === undefined ? '' : ` expires ${route.expires / 1000}`}` +
    `${route.ttlPropagate === undefined ? '' : ` ttl-propagate ${route.ttlPropagate ? 'enabled' : 'disabled'}`}` +
    `${metricsText(route.metrics)} ${route.position}${route.tracked ? '' : ' no_track'}${option('track_group', route.trackGroup)}` +
    route.nexthops.map(hopText).join('')
  )
}
