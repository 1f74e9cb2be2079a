// Two directors' files against each other: what is said of pairs that do not fit, and that nothing is said of those that do.

import { describe, expect, it } from 'vitest'
import { comparePeers } from '../../../daemon/peer/compare.js'
import { wholeOf } from '../lint/whole-of.js'

/** One instance with the given lines in place of the usual ones. */
function director(lines: Readonly<Record<string, string>> = {}, more = ''): string {
  const usual: Record<string, string> = {
    name: 'VI_1',
    state: 'state BACKUP',
    interface: 'interface eth0',
    id: 'virtual_router_id 51',
    priority: 'priority 100',
    interval: 'advert_int 1',
    addresses: 'virtual_ipaddress {\n10.0.0.1/24\n10.0.0.2/24\n}',
  }
  const { name = '', ...all } = { ...usual, ...lines }
  return `vrrp_instance ${name} {\n${Object.values(all).join('\n')}\n}\n${more}`
}

const lower = { priority: 'priority 90' }

function compared(own: string, other: string) {
  const names = ['/etc/lb1.conf', '/etc/lb2.conf'] as const
  return comparePeers({ name: names[0], whole: wholeOf(own).whole }, { name: names[1], whole: wholeOf(other).whole })
}

const codes = (own: string, other: string): readonly string[] => [
  ...new Set(compared(own, other).diagnostics.map(({ severity, code }) => `${severity} ${code}`)),
]

const service = (lines: string, header = '10.0.0.1 80', servers = ''): string =>
  `virtual_server ${header} {\nprotocol TCP\nlb_algo rr\nlb_kind DR\n${lines}\nreal_server 10.0.1.1 80 {\nweight 1\nTCP_CHECK {\nconnect_timeout 3\n}\n}\n${servers}}\n`

const auth = (password: string): string => `authentication {\nauth_type PASS\nauth_pass ${password}\n}`
const unicast = (from: string, to: string): string => `unicast_src_ip ${from}\nunicast_peer {\n${to}\n}`
const group = (...names: string[]): string => `vrrp_sync_group G {\ngroup {\n${names.join('\n')}\n}\n}\n`
const second = { name: 'VI_2', id: 'virtual_router_id 52', addresses: 'virtual_ipaddress {\n10.0.9.1/24\n}' }

const synced = (line: string): string => `global_defs {\nlvs_sync_daemon ${line}\n}\n`
const same = director({}, service(''))
const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a mirrored pair', same, director(lower, service('')), []],
  ['the interface of another name', director(), director({ ...lower, interface: 'interface ens3' }), []],
  ['no instances and no services', '', '', []],
  ['an instance of one only', director({}, director(second)), director(lower), ['warning peer-missing-instance']],
  ['an instance of the other only', director(), director(lower, director(second)), ['warning peer-missing-instance']],
  [
    'another virtual router id',
    director(),
    director({ ...lower, id: 'virtual_router_id 50' }),
    ['warning peer-virtual-router-id'],
  ],
  [
    'another family',
    director(),
    director({ ...lower, version: 'version 3', addresses: 'virtual_ipaddress {\n2001:db8::1/64\n}' }),
    ['warning peer-family'],
  ],
  ['another version', director(), director({ ...lower, version: 'version 3' }), ['error peer-version']],
  ['another interval', director(), director({ ...lower, interval: 'advert_int 2' }), ['error peer-interval']],
  [
    'another interval in version 3',
    director({ version: 'version 3' }),
    director({ ...lower, version: 'version 3', interval: 'advert_int 2' }),
    ['warning peer-interval'],
  ],
  [
    'an address of one only',
    director(),
    director({ ...lower, addresses: 'virtual_ipaddress {\n10.0.0.1/24\n}' }),
    ['warning peer-addresses'],
  ],
  [
    'another length of an address',
    director(),
    director({ ...lower, addresses: 'virtual_ipaddress {\n10.0.0.1/24\n10.0.0.2\n}' }),
    ['warning peer-addresses'],
  ],
  [
    'an address that one of them excludes',
    director(),
    director({
      ...lower,
      addresses: 'virtual_ipaddress {\n10.0.0.1/24\n}\nvirtual_ipaddress_excluded {\n10.0.0.2/24\n}',
    }),
    ['warning peer-addresses'],
  ],
  [
    'another order of addresses',
    director(),
    director({ ...lower, addresses: 'virtual_ipaddress {\n10.0.0.2/24\n10.0.0.1/24\n}' }),
    ['hint peer-address-order'],
  ],
  [
    'another password',
    director({ auth: auth('one') }),
    director({ ...lower, auth: auth('two') }),
    ['error peer-authentication'],
  ],
  ['a password of one only', director({ auth: auth('one') }), director(lower), ['error peer-authentication']],
  [
    'passwords with the same eight first bytes',
    director({ auth: auth('12345678a') }),
    director({ ...lower, auth: auth('12345678b') }),
    [],
  ],
  ['unicast of one only', director({ cast: unicast('10.1.0.1', '10.1.0.2') }), director(lower), ['error peer-unicast']],
  [
    'unicast both ways',
    director({ cast: unicast('10.1.0.1', '10.1.0.2') }),
    director({ ...lower, cast: unicast('10.1.0.2', '10.1.0.1') }),
    [],
  ],
  [
    'a unicast peer that is not the other',
    director({ cast: unicast('10.1.0.1', '10.1.0.9') }),
    director({ ...lower, cast: unicast('10.1.0.2', '10.1.0.1') }),
    ['error peer-unicast'],
  ],
  [
    'the same unicast source',
    director({ cast: unicast('10.1.0.1', '10.1.0.2') }),
    director({ ...lower, cast: unicast('10.1.0.1', '10.1.0.2') }),
    ['error peer-unicast'],
  ],
  [
    'another multicast group',
    director({ to: 'mcast_dst_ip 224.0.0.99' }),
    director(lower),
    ['error peer-multicast-group'],
  ],
  ['a virtual MAC of one only', director({ mac: 'use_vmac' }), director(lower), ['warning peer-vmac']],
  ['equal priorities', director(), director(), ['warning peer-equal-priority']],
  [
    'equal priorities on purpose',
    director({ preempt: 'nopreempt' }),
    director({ preempt: 'nopreempt' }),
    ['hint peer-equal-priority'],
  ],
  [
    'two masters',
    director({ state: 'state MASTER' }),
    director({ ...lower, state: 'state MASTER' }),
    ['warning peer-both-master'],
  ],
  [
    'two masters in groups',
    director({ state: 'state MASTER' }, group('VI_1')),
    director({ ...lower, state: 'state MASTER' }, group('VI_1')),
    [],
  ],
  [
    'nopreempt at the lower priority only',
    director(),
    director({ ...lower, preempt: 'nopreempt' }),
    ['warning peer-preempt'],
  ],
  ['nopreempt at the higher priority only', director({ preempt: 'nopreempt' }), director(lower), []],
  [
    'a delay at the lower priority only',
    director(),
    director({ ...lower, delay: 'preempt_delay 60' }),
    ['warning peer-preempt-delay'],
  ],
  [
    'a weight that is too small',
    director({ track: 'track_interface {\neth1 weight -5\n}' }),
    director(lower),
    ['warning peer-no-takeover'],
  ],
  ['a weight that is enough', director({ track: 'track_interface {\neth1 weight -20\n}' }), director(lower), []],
  [
    'a weight that nopreempt makes useless',
    director({ track: 'track_interface {\neth1 weight -20\n}' }),
    director({ ...lower, preempt: 'nopreempt' }),
    ['warning peer-no-takeover'],
  ],
  [
    'a member of a group of one only',
    director({}, director(second) + group('VI_1', 'VI_2')),
    director(lower, director({ ...second, ...lower })),
    ['warning peer-sync-group'],
  ],
  [
    'a group of which each is the better half',
    director({}, director({ ...second, ...lower }) + group('VI_1', 'VI_2')),
    director(lower, director(second) + group('VI_1', 'VI_2')),
    ['warning peer-group-priorities'],
  ],
  [
    'the same router id',
    `global_defs {\nrouter_id LB\n}\n${director()}`,
    `global_defs {\nrouter_id LB\n}\n${director(lower)}`,
    ['hint peer-router-id'],
  ],
  ['connections kept in step', synced('eth1 VI_1') + director(), synced('eth9 VI_1 ') + director(lower), []],
  ['a synchronisation of one only', synced('eth1 VI_1') + director(), director(lower), ['warning peer-sync-daemon']],
  [
    'another id of the synchronisation',
    synced('eth1 VI_1') + director(),
    synced('eth1 inst VI_1 id 7') + director(lower),
    ['warning peer-sync-daemon'],
  ],
  [
    'a synchronisation that follows another instance',
    synced('eth1 inst VI_1 id 7') + director(),
    synced('eth1 id 7') + director(lower),
    ['warning peer-sync-daemon'],
  ],
  [
    'the old way of asking for it',
    synced('eth1 VI_1') + director(),
    director({ ...lower, sync: 'lvs_sync_daemon_interface eth1' }),
    [],
  ],
  ['a service of one only', service('') + service('', '10.0.0.2 80'), service(''), ['warning peer-missing-service']],
  ['services of one file only', same, director(lower), []],
  ['another scheduler', service(''), service('lb_algo wlc'), ['warning peer-service']],
  [
    'a real server of one only',
    service(''),
    service('', '10.0.0.1 80', 'real_server 10.0.1.2 80 {\n}\n'),
    ['warning peer-service'],
  ],
  ['other timings of checks', service('delay_loop 5'), service('delay_loop 7'), ['warning peer-service']],
]

describe('what is said of a pair', () => {
  it.each(cases)('%s', (_, own, other, expected) => {
    expect(codes(own, other)).toEqual(expected)
  })

  it.each(cases)('%s, from the other side', (_, own, other, expected) => {
    expect(codes(other, own)).toEqual(expected)
  })

  it('is marked in the own file, with a note on the other', () => {
    const [found] = compared(director(), director({ ...lower, interval: 'advert_int 2' })).diagnostics
    const { span, related = [] } = found ?? {}
    expect(span?.source.text.slice(span.start, span.end)).toBe('1')
    const [note] = related
    expect(note?.span.source.text.slice(note.span.start, note.span.end)).toBe('2')
  })

  it('never shows a password', () => {
    const { diagnostics, outlook } = compared(
      director({ auth: auth('s3cret') }),
      director({ ...lower, auth: auth('hush') }),
    )
    expect(
      JSON.stringify(
        diagnostics.map(({ message, hint, related }) => [message, hint, related.map((one) => one.message)]),
      ) + outlook,
    ).not.toMatch(/s3cret|hush/)
  })

  it('lists what differs in a service', () => {
    const [found] = compared(service('delay_loop 5\nquorum 1'), service('delay_loop 7\nlb_algo wlc')).diagnostics
    expect(found?.message).toBe(
      'The service `10.0.0.1 80 TCP` differs in `lb2`: lb_algo rr/wlc and TCP_CHECK delay_loop 5/7 of 10.0.1.1:80',
    )
  })

  it('counts services beyond the tenth', () => {
    const many = (lines: string): string =>
      Array.from({ length: 14 }, (_, i) => service(lines, `10.0.0.${i + 1} 80`)).join('')
    const { diagnostics } = compared(many(''), many('lb_algo wlc'))
    expect(diagnostics).toHaveLength(10)
    expect(diagnostics.at(-1)?.hint).toContain('The same holds for 4 more services.')
  })
})

describe('the outlook', () => {
  it('is a table for each group and each router outside of groups', () => {
    const own = director(
      { track: 'track_interface {\neth1 weight -20\n}' },
      director(second) +
        director({ ...second, name: 'VI_3', id: 'virtual_router_id 53', addresses: 'no_virtual_ipaddress' }) +
        group('VI_2', 'VI_3'),
    )
    const other = director(
      { ...lower, delay: 'preempt_delay 30' },
      director({ ...second, ...lower }) +
        director({ ...second, ...lower, name: 'VI_3', id: 'virtual_router_id 53', addresses: 'no_virtual_ipaddress' }) +
        group('VI_2', 'VI_3'),
    )
    expect(compared(own, other).outlook).toMatchInlineSnapshot(`
      "lb1 is /etc/lb1.conf, lb2 is /etc/lb2.conf.

      Who is master when, by what both files ask for:

      VI_1
        both start      lb1  priority 100 against 90
        lb1 is dead     lb2  after 3.6 s; lb1 again when it is back
        lb2 is dead     lb1
        lb1: eth0 down  lb2  lb1 again when that is over
        lb1: eth1 down  lb2  priority 100 → 80 against 90; lb1 again when that is over
        lb2: eth0 down  lb1

      sync group G (VI_2 and VI_3)
        both start      lb1  priority 100 against 90
        lb1 is dead     lb2  after 3.6 s; lb1 again when it is back
        lb2 is dead     lb1
        lb1: eth0 down  lb2  lb1 again when that is over
        lb2: eth0 down  lb1

      When the directors lose sight of each other, both become master of everything.
      "
    `)
  })

  it('has a line for each thing that is tracked', () => {
    const things = `vrrp_script chk {
script /bin/true
}
track_file drain {
file /run/drain
weight 2
}
vrrp_track_process dns {
process named
}
bfd_instance up {
neighbor_ip 10.0.0.9
}
`
    const tracks = (weight: number): string =>
      `track_script {\nchk weight ${weight}\n}\ntrack_file {\ndrain\n}\ntrack_process {\ndns\n}\ntrack_bfd {\nup weight -5\n}`
    const { outlook } = compared(
      things + director({ track: tracks(-20) }),
      things + director({ ...lower, track: tracks(30), delay: 'preempt_delay 30' }),
    )
    expect(outlook).toMatchInlineSnapshot(`
      "lb1 is /etc/lb1.conf, lb2 is /etc/lb2.conf.

      Who is master when, by what both files ask for:

      VI_1
        both start                lb2  priority 120 against 100
        lb1 is dead               lb2
        lb2 is dead               lb1  after 3.6 s; lb2 again 30 s after it is back
        lb1: eth0 down            lb2
        lb1: script chk fails     lb2  priority 100 → 80 against 120
        lb1: file drain changes   lb2  lb1 when it holds 11 or more
        lb1: process dns missing  lb2
        lb1: BFD up down          lb2  priority 100 → 95 against 120
        lb2: eth0 down            lb1  lb2 again 30 s after that is over
        lb2: script chk fails     lb1  priority 120 → 90 against 100; lb2 again 30 s after that is over
        lb2: file drain changes   lb2  lb1 when it holds -11 or less
        lb2: process dns missing  lb1  lb2 again 30 s after that is over
        lb2: BFD up down          lb2  priority 120 → 115 against 100

      When the directors lose sight of each other, both become master of everything.
      "
    `)
  })

  it('tells who is alone', () => {
    expect(compared(director({}, director(second)), director(lower)).outlook).toContain(
      'VI_2: only on lb1; nobody takes over.',
    )
  })

  it('is empty without virtual routers', () => {
    expect(compared(service(''), service('')).outlook).toBe('')
  })
})
