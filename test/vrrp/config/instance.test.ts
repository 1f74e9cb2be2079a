import { describe, expect, it } from 'vitest'
import { bindText, instanceOf, instanceProblems, markedBy } from '../../config/schema/bind-text.js'
import { nothingUnenforced } from '../fixtures.js'

const clean = 'no_virtual_ipaddress'

describe('an instance with nothing but an interface and an id', () => {
  it('has the defaults of section I, TMR-01 and FSM-55', () => {
    expect(instanceOf(clean)).toEqual({
      name: 'V',
      interface: 'eth0',
      virtualRouterId: 1,
      version: 2,
      family: 'inet',
      initialState: 'BACKUP',
      priority: 100,
      advertInterval: 1000,
      preempt: true,
      preemptDelay: 0,
      authentication: { type: 'none' },
      sourceAddress: undefined,
      addresses: [],
      excludedAddresses: [],
      garp: { delay: 5000, repeat: 5, refresh: 0, refreshRepeat: 1, lowerPriorityDelay: 5000, lowerPriorityRepeat: 5 },
      higherPriorityAdvert: false,
      lowerPriorityNoAdvert: false,
      downTimerAdverts: 3,
      dontTrackPrimary: false,
      trackInterfaces: [],
      skipCheckAdvertAddresses: false,
      notify: { master: undefined, backup: undefined, fault: undefined, stop: undefined, any: undefined },
      smtpAlert: false,
      group: undefined,
      unenforced: nothingUnenforced,
    })
  })
})

describe('state, priority and preemption', () => {
  it.each([
    ['FSM-55', 'state MASTER', { initialState: 'MASTER', priority: 255 }, ['warning owner-by-default']],
    ['FSM-55', 'priority 255', { initialState: 'MASTER', priority: 255 }, ['hint owner-priority']],
    ['FSM-55', 'state BACKUP\npriority 255', { initialState: 'BACKUP', priority: 255 }, ['hint owner-priority']],
    ['FSM-55', 'state MASTER\npriority 100', { initialState: 'MASTER', priority: 100 }, []],
    ['FSM-55', 'state MASTER\npriority 0', { initialState: 'MASTER', priority: 100 }, ['error wrong-value']],
    ['FSM-54', 'state MASTER\npriority 9\nnopreempt', { preempt: true }, ['error nopreempt-cleared']],
    ['FSM-54', 'state MASTER\npriority 9\npreempt_delay 9', { preemptDelay: 0 }, ['error preempt-delay-cleared']],
    [
      'FSM-53',
      'priority 255\nstate BACKUP\nnopreempt',
      { preempt: true },
      ['hint owner-priority', 'error nopreempt-cleared'],
    ],
    ['FSM-57', 'nopreempt', { preempt: false, initialState: 'BACKUP' }, []],
    ['FSM-57', 'nopreempt\npreempt', { preempt: true }, []],
    ['FSM-57', 'nopreempt\npreempt_delay 5', { preemptDelay: 0 }, ['error preempt-delay-cleared']],
    ['FSM-55', 'state MASTER\npriority 9\nstate BACKUP', { initialState: 'MASTER' }, ['error repeated-keyword']],
    ['FSM-56', 'preempt_delay 1000', { preemptDelay: 1_000_000 }, []],
    ['FSM-56', 'preempt_delay 1000.1', { preemptDelay: 0 }, ['error wrong-value']],
  ])('%s: `%s`', (_item, lines, expected, problems) => {
    expect(instanceOf(`${clean}\n${lines}`)).toMatchObject(expected)
    expect(instanceProblems(lines)).toEqual(problems)
  })
})

describe('the interval of version 2 is whole seconds (TMR-01)', () => {
  it.each([
    ['1', 1000, []],
    ['10', 10_000, ['hint slow-takeover']],
    ['9', 9000, []],
    ['255', 255_000, ['hint slow-takeover']],
    ['0.3', 1000, ['error adjusted-value']],
    ['1.4', 1000, ['error adjusted-value']],
    ['1.5', 2000, ['error adjusted-value']],
    ['0', 1000, ['error wrong-value']],
    ['256', 1000, ['error wrong-value']],
  ])('advert_int %s', (asked, used, problems) => {
    expect(instanceOf(`${clean}\nadvert_int ${asked}`).advertInterval).toBe(used)
    expect(instanceProblems(`advert_int ${asked}`)).toEqual(problems)
  })
})

describe('gratuitous ARP settings', () => {
  it.each([
    [
      '',
      'vrrp_garp_master_delay 2\nvrrp_garp_master_repeat 3',
      { delay: 2000, repeat: 3, lowerPriorityDelay: 2000, lowerPriorityRepeat: 3 },
    ],
    [
      'garp_master_delay 7\ngarp_master_repeat 8',
      '',
      { delay: 7000, repeat: 8, lowerPriorityDelay: 5000, lowerPriorityRepeat: 5 },
    ],
    [
      'garp_lower_prio_delay 0\ngarp_lower_prio_repeat 0',
      'vrrp_garp_lower_prio_delay 9',
      { lowerPriorityDelay: 0, lowerPriorityRepeat: 0 },
    ],
    [
      '',
      'vrrp_garp_lower_prio_delay 9\nvrrp_garp_lower_prio_repeat 1',
      { lowerPriorityDelay: 9000, lowerPriorityRepeat: 1 },
    ],
    ['', 'vrrp_min_garp', { delay: 0, repeat: 1, refresh: 0, refreshRepeat: 1 }],
    ['', 'vrrp_min_garp\nvrrp_garp_master_delay 4', { delay: 4000, repeat: 1 }],
    ['', 'vrrp_min_garp off', { delay: 5000, repeat: 5 }],
    ['garp_master_refresh 60\ngarp_master_refresh_repeat 2', '', { refresh: 60_000, refreshRepeat: 2 }],
    ['garp_master_refresh x', 'vrrp_garp_master_refresh 60', { refresh: 0 }],
    ['garp_master_repeat 0\ngarp_master_refresh_repeat 0', '', { repeat: 1, refreshRepeat: 1 }],
  ])('GARP-03 and table I: `%s` with global `%s`', (lines, globals, expected) => {
    expect(instanceOf(`${clean}\n${lines}`, globals).garp).toMatchObject(expected)
  })
})

describe('global defaults', () => {
  it('hold for instances that say nothing, and not for those that do', () => {
    const globals =
      'vrrp_skip_check_adv_addr\nvrrp_higher_prio_send_advert\nvrrp_lower_prio_no_advert\nvrrp_down_timer_adverts 9\nsmtp_alert'
    const on = {
      skipCheckAdvertAddresses: true,
      higherPriorityAdvert: true,
      lowerPriorityNoAdvert: true,
      downTimerAdverts: 9,
      smtpAlert: true,
    }
    expect(instanceOf(clean, globals)).toMatchObject(on)
    const own =
      'skip_check_adv_addr off\nhigher_prio_send_advert no\nlower_prio_no_advert false\ndown_timer_adverts 2\nsmtp_alert no'
    const off = {
      skipCheckAdvertAddresses: false,
      higherPriorityAdvert: false,
      lowerPriorityNoAdvert: false,
      downTimerAdverts: 2,
      smtpAlert: false,
    }
    expect(instanceOf(`${clean}\n${own}`, globals)).toMatchObject(off)
  })

  it.each([
    ['smtp_alert off\nsmtp_alert_vrrp on', true],
    ['smtp_alert on\nsmtp_alert_vrrp off', false],
    ['smtp_alert_checker on', false],
    ['', false],
  ])('smtp_alert_vrrp counts more than smtp_alert: `%s`', (globals, expected) => {
    expect(instanceOf(clean, globals).smtpAlert).toBe(expected)
  })
})

describe('text authentication (AUTH-01)', () => {
  const withPassword = (word: string): unknown =>
    instanceOf(`${clean}\nauthentication {\nauth_type PASS\nauth_pass ${word}\n}`).authentication

  it.each([
    ['1111', '3131313100000000'],
    ['1c7f545a', '3163376635343561'],
    ['1234567890', '3132333435363738'],
    ['"a b"', '6120620000000000'],
  ])('pads or cuts %s to eight bytes', (password, key) => {
    expect(withPassword(password)).toEqual({ type: 'pass', key })
  })

  it('does without it when it is strict or has no password (AUTH-03), and is left out with AH (AH-01)', () => {
    expect(withPassword('""')).toEqual({ type: 'none' })
    const auth = 'authentication {\nauth_type PASS\nauth_pass x\n}'
    expect(instanceOf(`${clean}\n${auth}`, 'vrrp_strict').authentication).toEqual({ type: 'none' })
    expect(() => instanceOf(`${clean}\n${auth.replace('PASS', 'AH')}`)).toThrow(/not-enforced-yet/)
  })

  it('speaks of passwords without quoting them', () => {
    const { diagnostics } = bindText(
      'vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\nauthentication {\nauth_type PASS\nauth_pass secret-secret secret2\nauth_pass secret3 { }\n}\n}',
    )
    expect(diagnostics.length).toBeGreaterThan(2)
    for (const { message, hint } of diagnostics) expect(`${message} ${hint ?? ''}`).not.toContain('secret')
  })
})

describe('virtual addresses', () => {
  it('beyond 255 are moved to the excluded ones (PKT-13)', () => {
    const many = Array.from({ length: 258 }, (_, i) => `10.0.${i >> 8}.${i & 255}`)
    const text = `vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n${many.join('\n')}\n}\nvirtual_ipaddress_excluded {\n10.9.9.9\n}\n}`
    const { model, diagnostics } = bindText(text)
    const [instance] = model.vrrp.instances
    expect(instance?.addresses).toHaveLength(255)
    expect(instance?.excludedAddresses.map(({ address }) => address)).toEqual([
      '10.0.0.255',
      '10.0.1.0',
      '10.0.1.1',
      '10.9.9.9',
    ])
    const marked = diagnostics.filter(({ severity }) => severity !== 'warning').map((one) => [one.code, markedBy(one)])
    expect(marked).toEqual([['too-many-addresses', '10.0.0.255']])
  })

  it('have prefix length 32 and the interface of the instance unless they say otherwise (VIP-01)', () => {
    const instance = instanceOf('virtual_ipaddress {\n10.0.0.1\n10.0.0.2/24 dev eth7 label eth7:1 scope site brd -\n}')
    expect(instance.addresses).toEqual([
      { address: '10.0.0.1', prefixLength: 32, device: 'eth0', label: undefined, scope: 0, broadcast: undefined },
      { address: '10.0.0.2', prefixLength: 24, device: 'eth7', label: 'eth7:1', scope: 200, broadcast: '-' },
    ])
  })
})

describe('an instance is left out, loudly, rather than run so that two directors could be master', () => {
  it.each([
    'unicast_peer { 10.0.0.2 }\ncheck_unicast_src',
    'native_ipv6',
    'version 3',
    'auth_hmac { key 1 01234567890123456789012345678901\nactive_key 1 }',
    'mcast_dst_ip 224.0.0.9',
    'virtual_ipaddress { fe80::1 }',
    'mcast_src_ip fe80::1',
    'authentication { auth_type AH\nauth_pass x }',
  ])('%s', (line) => {
    const text = `vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\nno_virtual_ipaddress\n${line}\n}`
    const { model, problems } = bindText(text)
    expect(model.vrrp.instances).toEqual([])
    expect(model.vrrp.leftOut.map(({ name }) => name)).toEqual(['V'])
    expect(new Set(problems)).toEqual(new Set(['warning not-enforced-yet']))
  })

  it('with vrrp_version 3, unless it says version 2 itself', () => {
    const of = (line: string) =>
      bindText(`global_defs {\nvrrp_version 3\n}\nvrrp_instance V {\ninterface eth0\nvirtual_router_id 1\n${line}\n}`)
        .model
    expect(of('').vrrp.instances).toEqual([])
    expect(of('version 2').vrrp.instances).toHaveLength(1)
  })
})
