import { describe, expect, it } from 'vitest'

import { Seconds } from '../../../config/values/time.js'
import { becomeBackup, becomeFault, becomeMaster } from '../../../vrrp/machine/transitions.js'
import type { Turn } from '../../../vrrp/machine/turn.js'
import type { VrrpEffect } from '../../../vrrp/machine/effects.js'
import { decodeIpv4 } from '../../../vrrp/packet/ipv4.js'
import { decodeAdvert } from '../../../vrrp/packet/vrrp-v2.js'
import { address, config, defaultGarp, instance, ip, link, vip } from '../fixtures.js'
import { acts, lab, master, onInterface, own, pair, says, single } from './harness.js'

const TAKEOVER = 3.609375

describe('a BACKUP', () => {
  it('FSM-22: takes over after three intervals and the skew', () => {
    expect(single().due()).toBe(TAKEOVER)
  })

  it('FSM-29: starts its timer again on an equal or higher priority, whatever the address (FSM-17)', () => {
    for (const [priority, source] of [
      [100, '192.0.2.2'],
      [100, '10.255.255.1'],
      [200, '192.0.2.2'],
    ] as const) {
      const { until, advert, due } = single()
      until(1)
      advert(priority, { source: ip(source) })
      expect(due()).toBe(1 + TAKEOVER)
    }
  })

  it('FSM-09, FSM-32: a lower priority moves nothing', () => {
    const { until, advert, due, the } = single()
    until(1)
    expect(advert(99)).toEqual(['"(VI_1) received lower priority (99) advert from 192.0.2.2 - discarding"'])
    expect(due()).toBe(TAKEOVER)
    expect(the()).toMatchObject({ peerAddress: '192.0.2.2', peerPriority: 99, master: undefined })
  })

  it('FSM-06, FSM-27: priority 0 from anybody leaves it the skew, and is no master to remember', () => {
    const { until, advert, due, the } = single()
    until(1)
    expect(says(advert(0))).toEqual(['(VI_1) Backup received priority 0 advertisement'])
    expect(due()).toBe(1.609375)
    expect(the().master).toBeUndefined()
    expect(the().counters.priorityZeroReceived).toBe(1)
  })

  it('FSM-30, FSM-31, FSM-56: preempt_delay runs from the first lower advert; a better master clears it', () => {
    const { until, advert, due } = single({ preemptDelay: Seconds(10) })
    until(1)
    expect(says(advert(50))).toContain('(VI_1) start preempt delay (10.000000)')
    expect(due()).toBe(1 + TAKEOVER)
    until(3)
    advert(50)
    expect(due()).toBe(3 + TAKEOVER)
    until(4)
    expect(says(advert(200))).toContain('(VI_1) stop preempt delay')
    until(5)
    expect(says(advert(50))).toContain('(VI_1) start preempt delay (10.000000)')
    for (let second = 6; second < 15; second++) {
      until(second)
      advert(50)
    }
    until(15)
    advert(50)
    expect(due()).toBe(14 + TAKEOVER)
  })

  it('TMR-10, TRK-13: a change of priority moves the deadline by the difference of the skews, also after a discarded advert', () => {
    const track = [{ interface: 'eth1', weight: -50, reverse: false }]
    const { until, advert, due, send } = single({ trackInterfaces: track })
    until(2)
    advert(40)
    send({ kind: 'link', link: link('eth1', { up: false }) })
    expect(due()).toBe(TAKEOVER + 50 / 256)
    send({ kind: 'link', link: link('eth1') })
    expect(due()).toBe(TAKEOVER)
    until(TAKEOVER - 0.01)
    send({ kind: 'link', link: link('eth1', { up: false }) })
    advert(0)
    until(TAKEOVER + 0.6)
    send({ kind: 'link', link: link('eth1') })
    expect(due()).toBe(TAKEOVER + 0.6)
  })

  it('FSM-24: nothing is recorded in FAULT', () => {
    const { advert, the } = single({}, { links: [] })
    expect(the().state).toBe('FAULT')
    expect(advert(200)).toEqual([])
    expect(the().counters.advertReceived).toBe(0)
  })
})

describe('becoming MASTER', () => {
  const takeOver = (overrides = {}) => {
    const made = single(overrides)
    return made.until(made.due() ?? 0)
  }

  it('ACT-01, ACT-02: advert, addresses, announcements, notify, in this order, and keepalived`s lines', () => {
    const excludedAddresses = [vip('192.0.2.200')]
    expect(takeOver({ excludedAddresses })).toEqual([
      '"(VI_1) Receive advertisement timeout"',
      'advert VI_1 100',
      '"(VI_1) Entering MASTER STATE"',
      '"(VI_1) setting VIPs."',
      'add 192.0.2.100 192.0.2.200',
      '"(VI_1) Sending/queueing gratuitous ARPs on eth0 for 192.0.2.100"',
      '"(VI_1) Sending/queueing gratuitous ARPs on eth0 for 192.0.2.200"',
      'announce 192.0.2.100 192.0.2.200 x5',
      'notify INSTANCE VI_1 MASTER',
    ])
  })

  it('GARP-10: addresses on links without ARP are not announced', () => {
    const made = single({}, { links: [link('eth0', { noArp: true })] })
    expect(acts(made.until(TAKEOVER))).not.toContain('announce 192.0.2.100 x5')
  })

  it('PKT-01, PKT-02, PKT-12: the packet is complete, numbered from 1, and does not show excluded addresses', () => {
    const { until, send, router } = single({
      excludedAddresses: [vip('192.0.2.200')],
      authentication: { type: 'pass', key: '6162636465666768' },
    })
    until(TAKEOVER - 0.001)
    const seen: unknown[] = []
    for (let i = 0; i < 3; i++) {
      router.instances.forEach((one) =>
        one.masterDownAt === undefined ? (one.advertAt = 0 as never) : (one.masterDownAt = 0 as never),
      )
      for (const effect of send({ kind: 'clock' })) if (effect.kind === 'sendAdvert') seen.push(read(effect))
    }
    const header = { source: '192.0.2.1', destination: '224.0.0.18', ttl: 255, protocol: 112, totalLength: 40 }
    const advert = {
      virtualRouterId: 51,
      priority: 100,
      authType: 1,
      interval: Seconds(1),
      addresses: ['192.0.2.100'],
      key: '6162636465666768',
    }
    expect(seen).toMatchObject([1, 2, 3].map((identification) => ({ header: { ...header, identification }, advert })))
  })

  it('ACT-03: an address that cannot be added is told of and stops nothing', () => {
    const { send, the } = master()
    const [effect] = send({ kind: 'addressFailed', instance: 'VI_1', address: ip('192.0.2.100'), reason: 'EPERM' })
    expect(effect).toMatchObject({
      kind: 'log',
      entry: { level: 'error', text: '(VI_1) virtual address 192.0.2.100: EPERM' },
    })
    expect(the()).toMatchObject({ state: 'MASTER', counters: { addressErrors: 1 } })
  })

  it('a transition is logged with its fields, among them the peer', () => {
    const made = master()
    made.advert(101)
    expect(made.the().reason).toBe('higher-priority-advert')
    const logs = entries(made.send({ kind: 'link', link: link('eth0', { up: false }) }))
    expect(logs.find((entry) => entry.kind === 'instance-transition')).toEqual({
      level: 'info',
      text: '(VI_1) Entering FAULT STATE',
      kind: 'instance-transition',
      fields: {
        instance: 'VI_1',
        vrid: 51,
        interface: 'eth0',
        old_state: 'BACKUP',
        new_state: 'FAULT',
        reason: 'link-down',
        priority: 100,
        peer: '192.0.2.2',
        peer_priority: 101,
      },
    })
  })

  it.each([
    ['receive-timeout', () => undefined],
    ['priority-0', (made: ReturnType<typeof single>) => made.advert(0)],
    ['preempt', (made: ReturnType<typeof single>) => made.advert(50)],
  ] as const)('the reason %s is told', (reason, prepare) => {
    const made = single()
    made.until(1)
    prepare(made)
    made.until(made.due() ?? 0)
    expect(made.the()).toMatchObject({ state: 'MASTER', reason })
  })
})

const entries = (effects: readonly VrrpEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'log' ? [effect.entry] : []))

function read(effect: Extract<VrrpEffect, { kind: 'sendAdvert' }>) {
  const header = decodeIpv4(effect.packet)
  const advert = decodeAdvert(effect.packet.subarray(20))
  return { header: header.ok && header.header, advert: advert.ok && advert.advert }
}

describe('a MASTER', () => {
  it('FSM-11, FSM-37: sends an advert every interval', () => {
    const { until } = master({ garp: { ...defaultGarp, delay: Seconds(0) } })
    expect(until(TAKEOVER + 3)).toEqual(['advert VI_1 100', 'advert VI_1 100', 'advert VI_1 100'])
  })

  it('FSM-12, FSM-39, FSM-51: answers priority 0 at once; the timer restarts unless lower_prio_no_advert', () => {
    for (const [lowerPriorityNoAdvert, due] of [
      [false, 6],
      [true, TAKEOVER + 2],
    ] as const) {
      const made = master({ lowerPriorityNoAdvert })
      made.until(5)
      expect(made.advert(0)).toEqual(['"(VI_1) Master received priority 0 message"', 'advert VI_1 100'])
      expect(made.due()).toBe(due)
    }
  })

  it('FSM-13, FSM-41, ACT-04: yields to a higher priority without a word on the wire', () => {
    const made = master()
    expect(made.advert(101)).toEqual([
      '"(VI_1) Master received advert from 192.0.2.2 with higher priority 101, ours 100"',
      '"(VI_1) Entering BACKUP STATE"',
      '"(VI_1) removing VIPs."',
      'remove 192.0.2.100',
      'notify INSTANCE VI_1 BACKUP',
    ])
    expect(made.due()).toBe(TAKEOVER * 2)
    expect(made.the()).toMatchObject({ master: '192.0.2.2', reason: 'higher-priority-advert', wantsMaster: false })
  })

  it('FSM-41: with higher_prio_send_advert it speaks first', () => {
    expect(acts(master({ higherPriorityAdvert: true }).advert(101))[0]).toBe('advert VI_1 100')
  })

  it('FSM-18: yields to a higher priority even with nopreempt', () => {
    const made = master({ preempt: false })
    made.advert(101)
    expect(made.the().state).toBe('BACKUP')
  })

  it('FSM-14: yields to an equal priority with a higher address, compared as numbers', () => {
    const made = master()
    expect(says(made.advert(100, { source: ip('192.0.2.10') }))[0]).toBe(
      '(VI_1) Master received advert from 192.0.2.10 with same priority 100 but higher IP address than ours',
    )
    expect(made.the()).toMatchObject({ state: 'BACKUP', reason: 'same-priority-higher-address' })
  })

  it('FSM-15, FSM-40: answers a lower priority or address with an advert and a burst, and another burst later', () => {
    for (const [priority, source] of [
      [99, '192.0.2.2'],
      [100, '192.0.1.255'],
    ] as const) {
      const made = master({
        garp: { ...defaultGarp, delay: Seconds(0), lowerPriorityRepeat: 3, lowerPriorityDelay: Seconds(2) },
      })
      made.until(4)
      const effects = made.advert(priority, { source: ip(source) })
      expect(acts(effects)).toEqual(['advert VI_1 100', 'announce 192.0.2.100 x3'])
      expect(says(effects)[0]).toBe(
        `(VI_1) Received advert from ${source} with lower priority ${priority}, ours 100, forcing new election`,
      )
      expect(acts(made.until(6))).toEqual(['advert VI_1 100', 'advert VI_1 100', 'announce 192.0.2.100 x3'])
    }
  })

  it('FSM-40: with lower_prio_no_advert it announces but does not answer, and no timer moves', () => {
    const made = master({ lowerPriorityNoAdvert: true })
    made.until(4)
    const due = made.due()
    const effects = made.advert(99)
    expect(acts(effects)).toEqual(['announce 192.0.2.100 x5'])
    expect(says(effects)[0]).toBe('(VI_1) Received advert from 192.0.2.2 with lower priority 99, ours 100')
    expect(made.due()).toBe(due)
  })

  it('GARP-03: a lower-priority repeat of 0 means no burst', () => {
    const made = master({ garp: { ...defaultGarp, lowerPriorityRepeat: 0 } })
    expect(acts(made.advert(99))).toEqual(['advert VI_1 100'])
  })

  it('GARP-08: many lower adverts leave one delayed burst, after the last of them', () => {
    const made = master({ garp: { ...defaultGarp, delay: Seconds(0) } })
    for (const second of [4, 5, 6]) {
      made.until(second)
      made.advert(99)
    }
    expect(acts(made.until(30)).filter((act) => act.startsWith('announce'))).toHaveLength(1)
  })

  it('FSM-42, RX-26: its own packets coming back are warned of, once, and change nothing', () => {
    const made = master()
    const due = made.due()
    const text = '"(VI_1) WARNING - equal priority advert received from remote host with our IP address."'
    expect(made.advert(100, { source: ip('192.0.2.1') })).toEqual([text])
    expect(made.advert(100, { source: ip('192.0.2.1') })).toEqual([])
    expect(made.the().state).toBe('MASTER')
    expect(made.due()).toBe(due)
  })

  it('OWN-01, OWN-02: two address owners are a configuration error, settled by address', () => {
    const text =
      '(VI_1) CONFIGURATION ERROR: local instance and 192.0.2.2 are both configured as address owner, please resolve'
    const lower = master({ priority: 255 })
    expect(says(lower.advert(255))).toContain(text)
    expect(lower.the().state).toBe('BACKUP')
    const higher = master({ priority: 255, sourceAddress: ip('192.0.2.9') })
    expect(says(higher.advert(255))).toContain(text)
    expect(says(higher.advert(255))).not.toContain(text)
    expect(higher.the().state).toBe('MASTER')
  })

  it('TRK-12: a changed priority goes out in the next regular advert', () => {
    const made = master({ trackInterfaces: [{ interface: 'eth1', weight: -50, reverse: false }] })
    const due = made.due()
    expect(made.does({ kind: 'link', link: link('eth1', { up: false }) })).toEqual([
      '"Netlink reports eth1 down"',
      '"(VI_1) Changing effective priority from 100 to 50"',
    ])
    expect(made.due()).toBe(due)
    expect(acts(made.until(due ?? 0))).toEqual(['advert VI_1 50'])
  })

  it('ACT-08: a failed send is told of once while the link is up', () => {
    const made = master()
    const failed = { kind: 'sendFailed', instance: 'VI_1', reason: 'ENOBUFS' } as const
    expect(made.does(failed)).toEqual(['"(VI_1) sending an advertisement failed: ENOBUFS"'])
    expect(made.does(failed)).toEqual([])
    const down = master()
    down.send({ kind: 'link', link: link('eth0', { up: false }) })
    expect(down.does(failed)).toEqual([])
    expect(down.the().counters.sendErrors).toBe(1)
  })
})

describe('announcements', () => {
  it('GARP-02: a burst at once and one after garp_master_delay', () => {
    const made = single()
    const bursts = announcements(made, 20)
    expect(bursts).toEqual([TAKEOVER, TAKEOVER + 5])
  })

  it('GARP-02: a delay of 0 means no second burst; refreshes come after delay and refresh', () => {
    expect(announcements(single({ garp: { ...defaultGarp, delay: Seconds(0) } }), 20)).toEqual([TAKEOVER])
    const refreshed = single({ garp: { ...defaultGarp, refresh: Seconds(10), refreshRepeat: 2 } })
    expect(announcements(refreshed, 40)).toEqual([0, 5, 15, 25, 35].map((wait) => TAKEOVER + wait))
  })

  it('GARP-07: mastership lost and regained within the delay: the first delayed burst never comes', () => {
    const made = single()
    made.until(TAKEOVER + 1)
    made.advert(200)
    made.advert(0)
    const regained = TAKEOVER + 1 + 0.609375
    expect(announcements(made, 30)).toEqual([regained, regained + 5])
  })
})

function announcements(made: ReturnType<typeof single>, until: number): number[] {
  const times: number[] = []
  for (let due = made.due(); due !== undefined && due <= until; due = made.due())
    if (made.until(due).some((effect) => effect.startsWith('announce'))) times.push(due)
  return times
}

describe('problems in the log', () => {
  const rejected = {
    kind: 'rejected',
    instance: 'VI_1',
    source: ip('192.0.2.9'),
    fault: { counter: 'ipTtlErrors', text: 'invalid TTL/HL from 192.0.2.9. Received 1 and expect 255' },
  } as const
  const line = '"(VI_1) invalid TTL/HL from 192.0.2.9. Received 1 and expect 255"'

  it('RX-23: each kind once, and all are counted', () => {
    const { does, the } = single()
    expect(does(rejected)).toEqual([line])
    expect(does(rejected)).toEqual([])
    expect(does({ ...rejected, fault: { counter: 'authFailure', text: 'other' } })).toEqual(['"(VI_1) other"'])
    expect(the().counters).toMatchObject({ ipTtlErrors: 2, authFailure: 1 })
  })

  it('RX-23: again after a change of state, or when another sender is accepted; not after one more from the same', () => {
    const { does, until, advert } = single()
    does(rejected)
    advert(200)
    expect(does(rejected)).toEqual([line])
    advert(200)
    expect(does(rejected)).toEqual([])
    advert(200, { source: ip('192.0.2.3') })
    expect(does(rejected)).toEqual([line])
    until(20)
    expect(does(rejected)).toEqual([line])
  })

  it('RX-20: a differing address list is told of and counted, and the advert counts', () => {
    const { advert, due, until, the } = single({ addresses: [vip('192.0.2.100'), vip('192.0.2.101')] })
    until(1)
    expect(says(advert(200, { addresses: [ip('192.0.2.100')] }))).toEqual([
      '(VI_1) master set to 192.0.2.2',
      '(VI_1) expected 2 VIPs but received 1',
      '(VI_1) ip address associated with VRID 51 not present in advert from 192.0.2.2: 192.0.2.101',
    ])
    expect(advert(200, { addresses: [] })).toEqual([])
    expect(due()).toBe(1 + 3.609375)
    expect(the().counters.addressListErrors).toBe(2)
  })

  it('RX-20: skip_check_adv_addr looks only at the first advert of a sender', () => {
    const { advert, the } = single({ skipCheckAdvertAddresses: true })
    advert(200, { addresses: [] })
    advert(200, { addresses: [] })
    expect(the().counters.addressListErrors).toBe(1)
  })
})

describe('interfaces and addresses', () => {
  it('IF-02, FSM-44, ACT-05: a master whose link goes down says priority 0 once and lets go', () => {
    expect(master().does({ kind: 'link', link: link('eth0', { up: false }) })).toEqual([
      '"Netlink reports eth0 down"',
      '"(VI_1): entering FAULT state (interface eth0 down)"',
      '"(VI_1) Entering FAULT STATE"',
      'advert VI_1 0',
      '"(VI_1) sent 0 priority"',
      '"(VI_1) removing VIPs."',
      'remove 192.0.2.100',
      'notify INSTANCE VI_1 FAULT',
    ])
  })

  it('IF-02, FSM-25, FSM-36: back up it is BACKUP with a full timer', () => {
    const made = single()
    made.until(1)
    expect(acts(made.does({ kind: 'link', link: link('eth0', { up: false }) }))).toEqual(['notify INSTANCE VI_1 FAULT'])
    expect(made.due()).toBeUndefined()
    made.until(10)
    expect(says(made.does({ kind: 'link', link: link('eth0') }))).toEqual([
      'Netlink reports eth0 up',
      '(VI_1) Entering BACKUP STATE',
    ])
    expect(made.due()).toBe(10 + TAKEOVER)
  })

  it('FSM-25: an address owner is master again at once', () => {
    const made = master({ priority: 255 })
    made.send({ kind: 'link', link: link('eth0', { up: false }) })
    expect(acts(made.does({ kind: 'link', link: link('eth0') }))[0]).toBe('advert VI_1 255')
  })

  it('IF-03, TRK-15: all reasons must go, in whatever order', () => {
    const trackInterfaces = ['eth1', 'eth2'].map((name) => ({ interface: name, weight: 0, reverse: false }))
    const made = single({ trackInterfaces })
    const set = (name: string, up: boolean) => made.does({ kind: 'link', link: link(name, { up }) })
    expect(says(set('eth1', false))).toContain('(VI_1): entering FAULT state (interface eth1 down)')
    set('eth0', false)
    set('eth2', false)
    made.send({ kind: 'address', address: address('192.0.2.1/24'), present: false })
    const back = [() => set('eth2', true), () => set('eth0', true), () => set('eth1', true)]
    for (const clear of back) {
      clear()
      expect(made.the().state).toBe('FAULT')
    }
    made.send({ kind: 'address', address: address('192.0.2.1/24'), present: true })
    expect(made.the()).toMatchObject({ state: 'BACKUP', reason: 'source-address-added' })
  })

  it('TRK-02: tracked in reverse, an interface that is up is the fault', () => {
    const made = single({ trackInterfaces: [{ interface: 'eth1', weight: 0, reverse: true }] })
    expect(made.the().state).toBe('FAULT')
    made.send({ kind: 'link', link: link('eth1', { up: false }) })
    expect(made.the().state).toBe('BACKUP')
  })

  it('dont_track_primary forgives a lost carrier, not a lost interface', () => {
    const made = single({ dontTrackPrimary: true })
    made.send({ kind: 'link', link: link('eth0', { up: false }) })
    expect(made.the().state).toBe('BACKUP')
    made.send({ kind: 'link', link: link('eth0', { up: false, exists: false }) })
    expect(made.the().state).toBe('FAULT')
  })

  it('IF-04: another address becomes the source of the next packets, the state stays', () => {
    const made = master({}, { addresses: [...own, address('192.0.2.7/24')] })
    made.send({ kind: 'address', address: address('192.0.2.1/24'), present: false })
    expect(made.the()).toMatchObject({ state: 'MASTER', source: '192.0.2.7' })
    made.until(4)
    const sent = made.send({
      kind: 'advert',
      instance: 'VI_1',
      advert: { source: ip('192.0.2.2'), priority: 0, interval: Seconds(1), addresses: [] },
    })
    expect(sent.flatMap((effect) => (effect.kind === 'sendAdvert' ? [read(effect)] : []))).toMatchObject([
      { header: { source: '192.0.2.7' } },
    ])
  })

  it('IF-04: without any address the last priority 0 still has the old one', () => {
    const made = master()
    const effects = made.send({ kind: 'address', address: address('192.0.2.1/24'), present: false })
    const sent = effects.flatMap((effect) => (effect.kind === 'sendAdvert' ? [read(effect)] : []))
    expect(sent).toMatchObject([{ header: { source: '192.0.2.1' }, advert: { priority: 0 } }])
    expect(entries(effects).map((entry) => entry.text)).toContain(
      '(VI_1) entering FAULT state (no IPv4 address for interface)',
    )
  })

  it.each([
    ['the first global one', [address('192.0.2.8/24'), address('192.0.2.9/24')], '192.0.2.8'],
    ['not a virtual one', [address('192.0.2.100/24'), address('192.0.2.9/24')], '192.0.2.9'],
    [
      'a primary before a secondary',
      [address('192.0.2.8/24', 'eth0', { secondary: true }), address('192.0.2.9/24')],
      '192.0.2.9',
    ],
    [
      'a global before a link-local one',
      [address('169.254.0.1/16', 'eth0', { scope: 253 }), address('192.0.2.9/24')],
      '192.0.2.9',
    ],
    ['a secondary rather than none', [address('192.0.2.8/24', 'eth0', { secondary: true })], '192.0.2.8'],
    ['not IPv6, not host scope', [address('fe80::1/64'), address('127.0.0.1/8', 'eth0', { scope: 254 })], undefined],
    ['not that of another interface', [address('192.0.2.9/24', 'eth1')], undefined],
  ])('PKT-05: the source is %s', (_name, addresses, source) => {
    expect(single({}, { addresses }).the().source).toBe(source)
  })

  it('PKT-05, IF-04: a configured source is used as it is and not watched', () => {
    const made = single({ sourceAddress: ip('198.51.100.7') }, { addresses: [] })
    expect(made.the()).toMatchObject({ state: 'BACKUP', source: '198.51.100.7' })
  })

  it('IF-06, FSM-45: a virtual address removed by somebody: priority 0, the rest off, back after the skew', () => {
    const made = master({ addresses: [vip('192.0.2.100/24'), vip('192.0.2.101/24')] })
    made.until(5)
    expect(made.does({ kind: 'address', address: address('192.0.2.101/24'), present: false })).toEqual([
      '"Netlink reflector reports IP 192.0.2.101 removed from eth0"',
      '"(VI_1) Entering BACKUP STATE"',
      'advert VI_1 0',
      '"(VI_1) sent 0 priority"',
      '"(VI_1) removing VIPs."',
      'remove 192.0.2.100 192.0.2.101',
      'notify INSTANCE VI_1 BACKUP',
    ])
    expect(made.due()).toBe(5.609375)
  })

  it('IF-06: the late echo of our own removal is not taken for somebody`s', () => {
    const made = master()
    made.advert(200)
    made.advert(0)
    made.until(made.due() ?? 0)
    const echo = { kind: 'address', address: onInterface(vip('192.0.2.100/24')) } as const
    expect(made.the().state).toBe('MASTER')
    expect(made.does({ ...echo, present: false })).toEqual([])
    expect(made.does({ ...echo, present: true })).toEqual([])
    expect(made.the().state).toBe('MASTER')
    made.send({ ...echo, present: false })
    expect(made.the().state).toBe('BACKUP')
  })

  it('IF-08: an interface that goes and comes again needs carrier and address', () => {
    const made = master()
    made.send({ kind: 'link', link: link('eth0', { up: false, exists: false }) })
    made.send({ kind: 'link', link: link('eth0', { index: 9 }) })
    expect(made.the().state).toBe('FAULT')
    made.send({ kind: 'address', address: address('192.0.2.1/24'), present: true })
    expect(made.the().state).toBe('BACKUP')
  })

  it('IF-11: the second instance with the same VRID on an interface stays in FAULT', () => {
    const made = lab(config([instance(), instance({ name: 'VI_2' })]))
    expect([made.the('VI_1').state, made.the('VI_2').state]).toEqual(['BACKUP', 'FAULT'])
  })
})

describe('starting', () => {
  it('FSM-20: an address owner becomes master on the first pass', () => {
    const made = single({ priority: 255 })
    expect(made.the().state).toBe('BACKUP')
    expect(made.due()).toBe(0)
    made.until(0)
    expect(made.the()).toMatchObject({ state: 'MASTER', reason: 'address-owner' })
  })

  it('FSM-21: state MASTER waits one interval and 1/256 s', () => {
    expect(single({ initialState: 'MASTER' }).due()).toBe(1 + 1 / 256)
  })

  it('FSM-23: in FAULT when something stands in the way, with the reason', () => {
    const made = single({}, { links: [link('eth0', { up: false })] })
    expect(made.the()).toMatchObject({ state: 'FAULT', reason: 'link-down' })
    expect(made.due()).toBeUndefined()
  })

  it('VIP-04: residual addresses are removed, adopted ones stay until a better master is heard', () => {
    const addresses = [...own, address('192.0.2.100/24', 'eth0', { secondary: true })]
    expect(single({}, { addresses }).the().holdsAddresses).toBe(false)
    const adopted = single({ preempt: false }, { addresses, adopted: ['VI_1'] })
    expect(adopted.due()).toBe(1 + 1 / 256)
    expect(acts(adopted.advert(50))).toEqual(['remove 192.0.2.100'])
    expect(acts(adopted.advert(50))).toEqual([])
  })

  it('VIP-04: an adopted instance that starts in FAULT, or is stopped, lets its addresses go', () => {
    const addresses = [address('192.0.2.100/24')]
    const stopped = single({}, { addresses: [...own, ...addresses], adopted: ['VI_1'] })
    expect(acts(stopped.does({ kind: 'stop' }))).toEqual(['remove 192.0.2.100', 'notify INSTANCE VI_1 STOP', 'stopped'])
    const faulty = single({}, { addresses, adopted: ['VI_1'] })
    expect(faulty.the()).toMatchObject({ state: 'FAULT', holdsAddresses: false })
  })

  it('nothing is mailed at start, everything afterwards', () => {
    const made = single()
    const [effect] = made
      .send({ kind: 'link', link: link('eth0', { up: false }) })
      .filter(({ kind }) => kind === 'notify')
    expect(effect).toMatchObject({ state: 'FAULT', mail: true, priority: 100 })
  })
})

describe('stopping', () => {
  it('LIFE-07, FSM-48: priority 0 from every master, addresses off, notifies of instances, then of groups', () => {
    const made = lab(pair())
    made.until(made.due() ?? 0)
    expect(made.does({ kind: 'stop' })).toEqual([
      'advert WAN 0',
      '"(WAN) sent 0 priority"',
      'advert LAN 0',
      '"(LAN) sent 0 priority"',
      '"(WAN) removing VIPs."',
      'remove 192.0.2.100',
      '"(LAN) removing VIPs."',
      'remove 10.0.0.100',
      'notify INSTANCE WAN STOP',
      'notify INSTANCE LAN STOP',
      'notify GROUP G STOP',
      'stopped',
    ])
    expect(made.due()).toBeUndefined()
    expect(made.does({ kind: 'link', link: link('eth0', { up: false }) })).toEqual([])
  })

  it('a router that was never configured stops as well', () => {
    expect(lab(config([])).does({ kind: 'stop' })).toEqual(['stopped'])
  })
})

describe('the state', () => {
  it('throws on a transition that cannot be', () => {
    const made = master()
    const turn: Turn = { router: made.router, now: 0 as never, effects: [], starting: false }
    expect(() => becomeMaster(turn, made.the(), 'preempt')).toThrow(/impossible transition from MASTER to MASTER/)
    becomeFault(turn, made.the(), 'link-down')
    expect(() => becomeFault(turn, made.the(), 'link-down')).toThrow(/impossible/)
    becomeBackup(turn, made.the(), 'link-up', { timer: Seconds(1) })
    expect(() => becomeBackup(turn, made.the(), 'link-up', { timer: Seconds(1) })).toThrow(/impossible/)
  })

  it('does not change on a clock event with nothing due', () => {
    const made = master()
    const before = structuredClone(made.the())
    expect(made.does({ kind: 'clock' })).toEqual([])
    expect(structuredClone(made.the())).toEqual(before)
  })
})
