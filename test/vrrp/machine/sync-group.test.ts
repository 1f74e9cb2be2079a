import { describe, expect, it } from 'vitest'

import { asInstant, Seconds } from '../../../config/values/time.js'
import { createRouter, step } from '../../../vrrp/machine/router.js'
import { config, group, instance, ip, link, vip } from '../fixtures.js'
import { acts, describeEffect, lab, links, own, pair, says } from './harness.js'
import type { Lab } from './harness.js'

const inner = { source: ip('10.0.0.2'), addresses: [ip('10.0.0.100')] }
const states = (made: Lab): string[] => [...made.router.instances.values()].map((one) => one.state)
const groupState = (made: Lab): string | undefined => made.router.groups.get('G')?.state

function masters(priority = 100): Lab {
  const made = lab(pair(priority))
  made.until(made.due() ?? 0)
  expect(states(made)).toEqual(['MASTER', 'MASTER'])
  return made
}

describe('a sync group', () => {
  it('SYN-01: a member with state MASTER starts as BACKUP with a full timer', () => {
    const { instances, syncGroups } = pair()
    const made = lab(
      config(
        instances.map((one) => ({ ...one, initialState: 'MASTER' })),
        syncGroups,
      ),
    )
    expect(states(made)).toEqual(['BACKUP', 'BACKUP'])
    expect(made.due()).toBe(3.609375)
  })

  it('SYN-01: owners only are master at once, all together', () => {
    const made = lab(pair(255))
    made.until(0)
    expect(states(made)).toEqual(['MASTER', 'MASTER'])
    expect(groupState(made)).toBe('MASTER')
  })

  it('SYN-01: one member with a fault keeps all in FAULT from the start', () => {
    const made = lab(pair(), { links: [link('eth0')] })
    expect(states(made)).toEqual(['FAULT', 'FAULT'])
    expect(groupState(made)).toBe('FAULT')
  })

  it('SYN-02, SYN-04: the last timer decides; an accepted advert withdraws the wish', () => {
    const made = lab(pair())
    made.until(3)
    made.advert(200, inner, 'LAN')
    made.until(3.7)
    expect(made.the('WAN')).toMatchObject({ state: 'BACKUP', wantsMaster: true })
    expect(made.the('WAN').masterDownAt).toBe(2 * 3609.375)
    made.until(3 + 3.609375)
    expect(states(made)).toEqual(['MASTER', 'MASTER'])
  })

  it('SYN-03, SYN-12: the last one first, then the others in order, then the group', () => {
    const { instances } = pair()
    const third = instance({
      name: 'DMZ',
      interface: 'eth2',
      virtualRouterId: 53,
      sourceAddress: ip('10.2.0.1'),
      addresses: [vip('10.2.0.100', 'eth2')],
    })
    const made = lab(config([...instances, third], [group('G', ['WAN', 'LAN', 'DMZ'])]))
    made.until(2)
    made.advert(200, inner, 'DMZ')
    const effects = made.until(5.609375)
    expect(effects.filter((effect) => /advert|MASTER/.test(effect))).toEqual([
      '"(WAN) Receive advertisement timeout"',
      '"(LAN) Receive advertisement timeout"',
      '"(DMZ) Receive advertisement timeout"',
      'advert DMZ 100',
      '"(DMZ) Entering MASTER STATE"',
      'notify INSTANCE DMZ MASTER',
      '"VRRP_Group(G) Syncing instances to MASTER state"',
      'advert WAN 100',
      '"(WAN) Entering MASTER STATE"',
      'notify INSTANCE WAN MASTER',
      'advert LAN 100',
      '"(LAN) Entering MASTER STATE"',
      'notify INSTANCE LAN MASTER',
      'notify GROUP G MASTER',
    ])
  })

  it('SYN-05: a lost election takes the others along, without a priority 0', () => {
    const made = masters()
    const effects = made.advert(200, inner, 'LAN')
    expect(acts(effects)).toEqual([
      'remove 10.0.0.100',
      'notify INSTANCE LAN BACKUP',
      'remove 192.0.2.100',
      'notify INSTANCE WAN BACKUP',
      'notify GROUP G BACKUP',
    ])
    expect(says(effects)).toContain('VRRP_Group(G) Syncing instances to BACKUP state')
    expect(groupState(made)).toBe('BACKUP')
  })

  it('SYN-06, ACT-06: a fault of one: priority 0 once from each master, all in FAULT, group last', () => {
    const made = masters()
    const effects = made.does({ kind: 'link', link: link('eth1', { up: false }) })
    expect(acts(effects)).toEqual([
      'advert LAN 0',
      'remove 10.0.0.100',
      'notify INSTANCE LAN FAULT',
      'advert WAN 0',
      'remove 192.0.2.100',
      'notify INSTANCE WAN FAULT',
      'notify GROUP G FAULT',
    ])
    expect(made.due()).toBeUndefined()
  })

  it('SYN-07: out of FAULT only when no member has a fault, the one that recovered last first', () => {
    const made = masters()
    for (const name of ['eth0', 'eth1']) made.send({ kind: 'link', link: link(name, { up: false }) })
    expect(says(made.does({ kind: 'link', link: link('eth0') }))).toEqual(['Netlink reports eth0 up'])
    expect(states(made)).toEqual(['FAULT', 'FAULT'])
    expect(acts(made.does({ kind: 'link', link: link('eth1') }))).toEqual([
      'notify INSTANCE LAN BACKUP',
      'notify INSTANCE WAN BACKUP',
      'notify GROUP G BACKUP',
    ])
  })

  it('SYN-08: a lower advert is answered by that member, announced by all', () => {
    const made = masters()
    expect(acts(made.advert(50, inner, 'LAN'))).toEqual([
      'advert LAN 100',
      'announce 10.0.0.100 x5',
      'announce 192.0.2.100 x5',
    ])
  })

  it('SYN-09: a lower advert to one member while BACKUP is discarded; its wish waits for the others', () => {
    const made = lab(pair())
    for (const second of [1, 2, 3]) {
      made.until(second)
      made.advert(50, {}, 'WAN')
      made.advert(200, inner, 'LAN')
    }
    made.until(4)
    expect(made.the('WAN').wantsMaster).toBe(true)
    expect(states(made)).toEqual(['BACKUP', 'BACKUP'])
  })

  it('SYN-10: priority 0 to one member shortens only its timer; as MASTER it is answered once', () => {
    const made = lab(pair())
    made.until(1)
    made.advert(0, inner, 'LAN')
    made.until(2)
    expect(made.the('LAN').wantsMaster).toBe(true)
    expect(states(made)).toEqual(['BACKUP', 'BACKUP'])
    expect(acts(masters().advert(0, inner, 'LAN'))).toEqual(['advert LAN 100'])
  })

  it('IF-06: a removed address makes all members dip, each with priority 0, and the group says nothing', () => {
    const made = masters()
    made.send({
      kind: 'address',
      address: { interface: 'eth1', address: ip('10.0.0.100'), prefixLength: 24, scope: 0, secondary: true },
      present: true,
    })
    const start = made.now()
    const effects = made.does({
      kind: 'address',
      address: { interface: 'eth1', address: ip('10.0.0.100'), prefixLength: 24, scope: 0, secondary: true },
      present: false,
    })
    expect(acts(effects).filter((act) => /^(advert|notify)/.test(act))).toEqual([
      'advert LAN 0',
      'notify INSTANCE LAN BACKUP',
      'advert WAN 0',
      'notify INSTANCE WAN BACKUP',
    ])
    made.until(start + 0.609375)
    expect(states(made)).toEqual(['MASTER', 'MASTER'])
  })

  it('SYN-12, SYN-13: at start the notify of the group comes first; it carries priority 0 and no mail', () => {
    const event = { kind: 'configured', config: pair(), adopted: [], links, addresses: own } as const
    const { effects } = step(createRouter(), event, asInstant(0))
    const notifies = effects.filter(({ kind }) => kind === 'notify')
    expect(notifies.map(describeEffect)).toEqual([
      'notify GROUP G BACKUP',
      'notify INSTANCE WAN BACKUP',
      'notify INSTANCE LAN BACKUP',
    ])
    expect(notifies).toMatchObject([{ priority: 0, mail: false }, { priority: 100, mail: false }, { mail: false }])
  })

  it('an adopted group takes its addresses back together after one short timer', () => {
    const made = lab(pair(), { adopted: ['WAN', 'LAN'] })
    expect(made.due()).toBe(1 + 1 / 256)
    made.until(1 + 1 / 256)
    expect(states(made)).toEqual(['MASTER', 'MASTER'])
  })

  it('an adopted group of which one member hears a better master lets all its addresses go', () => {
    const made = lab(pair(), { adopted: ['WAN', 'LAN'] })
    expect(acts(made.advert(200, inner, 'LAN'))).toEqual(['remove 10.0.0.100', 'remove 192.0.2.100'])
    expect(made.the('WAN').holdsAddresses).toBe(false)
  })

  it('an advert_int of its own for a member does not split the group', () => {
    const { instances, syncGroups } = pair()
    const mixed = instances.map((one, i) => (i === 0 ? one : { ...one, advertInterval: Seconds(3) }))
    const made = lab(config(mixed, syncGroups))
    made.until(9.609375)
    expect(states(made)).toEqual(['MASTER', 'MASTER'])
  })
})
