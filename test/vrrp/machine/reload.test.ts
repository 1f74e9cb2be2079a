import { describe, expect, it } from 'vitest'

import { Seconds } from '../../../config/values/time.js'
import { renderReport, reportRouter } from '../../../vrrp/report.js'
import { asInstant } from '../../../config/values/time.js'
import { address, config, defaultGarp, group, instance, ip, link, vip } from '../fixtures.js'
import { acts, lab, master, own, pair, says, single } from './harness.js'

const held = [...own, address('192.0.2.100/24', 'eth0', { secondary: true })]

describe('a reload', () => {
  it('LIFE-02, GARP-13: without a difference does nothing at all, for master and backup', () => {
    const made = master()
    const before = [made.due(), made.the().secondBurstAt]
    expect(made.reload(config([instance()]), { addresses: held })).toEqual([])
    expect([made.due(), made.the().secondBurstAt]).toEqual(before)
    const backup = single()
    backup.until(1)
    expect(backup.reload(config([instance()]))).toEqual([])
    expect(backup.due()).toBe(3.609375)
  })

  it('LIFE-03: only differences of the addresses are applied, removals first, and only new ones announced', () => {
    const made = master()
    const addresses = [vip('192.0.2.101/24'), vip('192.0.2.102/24')]
    const first = config([instance({ addresses: [vip('192.0.2.100/24'), ...addresses.slice(0, 1)] })])
    made.reload(first, { addresses: held })
    const both = [...held, address('192.0.2.101/24')]
    expect(acts(made.reload(config([instance({ addresses })]), { addresses: both }))).toEqual([
      'remove 192.0.2.100',
      'add 192.0.2.102',
      'announce 192.0.2.102 x5',
    ])
    expect(made.the().advertised).toEqual(['192.0.2.101', '192.0.2.102'])
  })

  it('LIFE-03: a changed label means off and on; the move to the excluded list means nothing', () => {
    const labelled = config([instance({ addresses: [vip('192.0.2.100/24', 'eth0', { label: 'eth0:1' })] })])
    expect(acts(master().reload(labelled, { addresses: held }))).toEqual([
      'remove 192.0.2.100',
      'add 192.0.2.100',
      'announce 192.0.2.100 x5',
    ])
    const moved = config([instance({ addresses: [], excludedAddresses: [vip('192.0.2.100/24')] })])
    expect(master().reload(moved, { addresses: held })).toEqual([])
  })

  it('LIFE-03: an address that moves from one master to another is not taken off', () => {
    const first = instance({ addresses: [vip('192.0.2.100/24'), vip('192.0.2.101/24')] })
    const second = instance({ name: 'VI_2', virtualRouterId: 52, addresses: [vip('192.0.2.110/24')] })
    const made = lab(config([first, second]))
    made.until(4)
    const addresses = ['100', '101', '110'].map((host) => address(`192.0.2.${host}/24`))
    for (const one of addresses) made.send({ kind: 'address', address: one, present: true })
    const next = config([
      { ...first, addresses: [vip('192.0.2.100/24')] },
      { ...second, addresses: [vip('192.0.2.110/24'), vip('192.0.2.101/24')] },
    ])
    expect(acts(made.reload(next, { addresses: [...own, ...addresses] }))).toEqual([
      'add 192.0.2.101',
      'announce 192.0.2.101 x5',
    ])
  })

  it('an address that a master has lost meanwhile is put back', () => {
    expect(acts(master().reload(config([instance()]), { addresses: own }))).toEqual([
      'add 192.0.2.100',
      'announce 192.0.2.100 x5',
    ])
  })

  it('LIFE-04: an instance that is gone says priority 0, lets go and notifies FAULT', () => {
    const made = master()
    expect(acts(made.reload(config([]), { addresses: held }))).toEqual([
      'advert VI_1 0',
      'remove 192.0.2.100',
      'notify INSTANCE VI_1 FAULT',
    ])
    expect(made.due()).toBeUndefined()
  })

  it('LIFE-02: the identity is VRID and interface, not the name', () => {
    const made = master()
    expect(acts(made.reload(config([instance({ name: 'RENAMED' })]), { addresses: held }))).toEqual([
      'notify INSTANCE RENAMED MASTER',
    ])
    expect(made.the('RENAMED').state).toBe('MASTER')
    const other = acts(master().reload(config([instance({ virtualRouterId: 99 })]), { addresses: held }))
    expect(other).toEqual([
      'advert VI_1 0',
      'remove 192.0.2.100',
      'notify INSTANCE VI_1 FAULT',
      'remove 192.0.2.100',
      'notify INSTANCE VI_1 BACKUP',
    ])
  })

  it('TMR-10: another priority moves a backup`s deadline and is a master`s next advert', () => {
    const backup = single()
    backup.until(1)
    backup.reload(config([instance({ priority: 228 })]))
    expect(backup.due()).toBe(3.609375 - 0.5)
    const made = master()
    expect(says(made.reload(config([instance({ priority: 90 })]), { addresses: held }))).toEqual([
      '(VI_1) Changing effective priority from 100 to 90',
    ])
    expect(acts(made.until(made.due() ?? 0))).toEqual(['advert VI_1 90'])
  })

  it('another interval counts from the last advert', () => {
    const made = master()
    made.until(4)
    made.reload(config([instance({ advertInterval: Seconds(3) })]), { addresses: held })
    expect(made.due()).toBe(6.609375)
    made.until(6)
    made.reload(config([instance()]), { addresses: held })
    expect(made.due()).toBe(6)
  })

  it('another password is in the next advert and expected from peers', () => {
    const made = master()
    const key = '6162636465666768'
    expect(made.reload(config([instance({ authentication: { type: 'pass', key } })]), { addresses: held })).toEqual([])
    made.until(4)
    const effects = made.send({
      kind: 'advert',
      instance: 'VI_1',
      advert: { source: ip('192.0.2.2'), priority: 0, interval: Seconds(1), addresses: [] },
    })
    const packets = effects.flatMap((effect) =>
      effect.kind === 'sendAdvert' ? [Buffer.from(effect.packet).toString('hex')] : [],
    )
    expect(packets[0]?.endsWith(key)).toBe(true)
    expect(made.the().identification).toBe(2)
  })

  it('GARP-13: refreshes can be turned on and off', () => {
    const made = master()
    made.until(10)
    made.reload(config([instance({ garp: { ...defaultGarp, refresh: Seconds(30) } })]), { addresses: held })
    expect(made.the().refreshAt).toBe(40_000)
    made.reload(config([instance()]), { addresses: held })
    expect(made.the().refreshAt).toBeUndefined()
  })

  it('a new tracked interface that is down is a fault from now on', () => {
    const made = master()
    const trackInterfaces = [{ interface: 'eth9', weight: 0, reverse: false }]
    made.reload(config([instance({ trackInterfaces })]), { addresses: held })
    expect(made.the().state).toBe('FAULT')
    made.reload(config([instance()]), { addresses: own })
    expect(made.the().state).toBe('BACKUP')
  })

  it('a new member joins a group of masters without disturbing it, and follows it when its timer fires', () => {
    const { instances } = pair()
    const [outer, inner] = instances
    if (outer === undefined || inner === undefined) throw new Error('two instances')
    const made = lab(config([outer], [group('G', ['WAN'])]))
    made.until(4)
    made.send({ kind: 'address', address: address('192.0.2.100/24'), present: true })
    made.reload(pair(), { addresses: held })
    expect(made.the('WAN').state).toBe('MASTER')
    made.until(4 + 3.609375)
    expect(made.the('LAN').state).toBe('MASTER')
  })

  it('a new member that hears a better master takes the group with it', () => {
    const { instances } = pair()
    const made = lab(config(instances.slice(0, 1), [group('G', ['WAN'])]))
    made.until(4)
    made.reload(pair(), { addresses: held })
    made.advert(200, { source: ip('10.0.0.2'), addresses: [ip('10.0.0.100')] }, 'LAN')
    expect(made.the('WAN').state).toBe('BACKUP')
  })

  it('members with and without a fault brought into one group are all in FAULT, and leave it apart again', () => {
    const { instances, syncGroups } = pair()
    const halves = [link('eth0')]
    const made = lab(config(instances), { links: halves })
    made.until(4)
    expect(made.the('WAN').state).toBe('MASTER')
    made.reload(config(instances, syncGroups), { links: halves, addresses: held })
    expect([made.the('WAN').state, made.the('LAN').state]).toEqual(['FAULT', 'FAULT'])
    made.reload(config(instances), { links: halves, addresses: own })
    expect([made.the('WAN').state, made.the('LAN').state]).toEqual(['BACKUP', 'FAULT'])
  })
})

describe('the report', () => {
  it('shows state, reason, priorities, master and counters, and prints as JSON', () => {
    const made = single({ trackInterfaces: [{ interface: 'eth9', weight: -20, reverse: false }] })
    made.until(1)
    made.advert(200)
    const report = reportRouter(made.router, asInstant(2500))
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(report.instances[0]).toMatchObject({
      name: 'VI_1',
      state: 'BACKUP',
      since: 2.5,
      reason: 'startup',
      priority: 100,
      effectivePriority: 80,
      master: '192.0.2.2',
      peer: { address: '192.0.2.2', priority: 200 },
      masterDownIn: 2.188,
      counters: { advertReceived: 1 },
    })
    expect(renderReport(report)).toBe(
      'VI_1: BACKUP for 2.5 s (startup), VRID 51 on eth0, priority 80 (configured 100), master 192.0.2.2\n' +
        '    advertReceived 1\n',
    )
  })

  it('names what stands in the way', () => {
    const made = lab(pair(), { links: [link('eth0')] })
    const text = renderReport(reportRouter(made.router, asInstant(1000)))
    expect(text).toContain('LAN: FAULT for 1 s (link-down)')
    expect(text).toContain('    interface eth1 down\n')
    expect(text).toContain('group G: FAULT for 1 s (WAN, LAN)')
  })
})
