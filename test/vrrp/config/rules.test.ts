import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'

const instance = (name: string, id: number, more = ''): string =>
  `vrrp_instance ${name} {\ninterface eth${id}\nvirtual_router_id ${id}\nno_virtual_ipaddress\n${more}\n}\n`

const group = (name: string, members: string, more = ''): string =>
  `vrrp_sync_group ${name} {\ngroup { ${members} }\n${more}\n}\n`

const outcome = (text: string) => {
  const { model, problems } = bindText(text)
  return {
    instances: model.vrrp.instances.map(({ name }) => name),
    groups: model.vrrp.syncGroups.map(({ name, members }) => `${name}: ${members.join(' ')}`),
    problems,
  }
}

describe('sync groups', () => {
  it('keep their members in configured order, whichever comes first in the file', () => {
    expect(outcome(group('G', 'B A') + instance('A', 1) + instance('B', 2))).toEqual({
      instances: ['A', 'B'],
      groups: ['G: B A'],
      problems: [],
    })
  })

  it.each([
    [
      'a single member is kept with a warning',
      group('G', 'A') + instance('A', 1),
      ['G: A'],
      ['warning single-member-group'],
    ],
    [
      'an unknown member is skipped',
      group('G', 'A X B') + instance('A', 1) + instance('B', 2),
      ['G: A B'],
      ['error unknown-member'],
    ],
    [
      'a group of strangers is removed',
      group('G', 'X') + instance('A', 1),
      [],
      ['error empty-group', 'error unknown-member'],
    ],
    [
      'an instance stays in its first group',
      group('G', 'A B') + group('H', 'B A') + instance('A', 1) + instance('B', 2),
      ['G: A B'],
      ['error empty-group', 'error member-twice', 'error member-twice'],
    ],
  ])('SYN-11: %s', (_title, text, groups, problems) => {
    const found = outcome(text)
    expect(found.groups).toEqual(groups)
    expect(found.problems).toEqual(problems)
  })

  it('SYN-01: a mixture of owners and others is a warning', () => {
    const text = group('G', 'A B') + instance('A', 1, 'priority 255') + instance('B', 2)
    expect(outcome(text).problems).toEqual(['warning mixed-owners', 'hint owner-priority'])
  })

  it('take all members along when one cannot run', () => {
    const text = group('G', 'A B') + instance('A', 1, 'version 3') + instance('B', 2) + instance('C', 3)
    expect(outcome(text)).toEqual({
      instances: ['C'],
      groups: [],
      problems: ['warning incomplete-group', 'warning not-enforced-yet'],
    })
  })

  it('take all members along when an id is used twice', () => {
    const twice = instance('A', 1) + instance('B', 2) + instance('A2', 1)
    const found = outcome(group('G', 'A2 B') + twice)
    expect(found.instances).toEqual(['A'])
    expect(found.problems).toEqual(['fatal duplicate-virtual-router-id'])
  })

  it('TRK-14: hand what they track to every member, and take weights of members as 0', () => {
    const text =
      group('G', 'A B', 'track_interface {\neth9 weight 5\neth1\n}') +
      instance('A', 1, 'track_interface {\neth8 weight -5\n}') +
      instance('B', 2)
    const { model, problems } = bindText(text)
    const plain = (name: string) => ({ interface: name, weight: 0, reverse: false })
    expect(model.vrrp.instances.map(({ trackInterfaces }) => trackInterfaces)).toEqual([
      [plain('eth8'), { ...plain('eth9'), weight: 5 }],
      [{ ...plain('eth9'), weight: 5 }, plain('eth1')],
    ])
    expect(problems).toEqual(['warning tracked-twice', 'error weight-in-group'])
  })

  it('TRK-14: keep weights with sync_group_tracking_weight', () => {
    const text =
      group('G', 'A B', 'sync_group_tracking_weight\ntrack_interface {\neth9 weight 5 reverse\n}') +
      instance('A', 1, 'track_interface {\neth8 weight -5\n}') +
      instance('B', 2)
    const { model, problems } = bindText(text)
    expect(model.vrrp.instances[0]?.trackInterfaces).toEqual([
      { interface: 'eth8', weight: -5, reverse: false },
      { interface: 'eth9', weight: 5, reverse: true },
    ])
    expect(problems).toEqual([])
  })

  it('notify with their own scripts and alert like instances', () => {
    const text = group('G', 'A B', 'notify_master "/bin/m G" u g\nsmtp_alert') + instance('A', 1) + instance('B', 2)
    const [made] = bindText(text).model.vrrp.syncGroups
    expect(made?.notify.master).toEqual({ argv: ['/bin/m', 'G'], runAs: { user: 'u', group: 'g' } })
    expect(made?.smtpAlert).toBe(true)
  })
})

describe('instances', () => {
  it('may share an id on different interfaces only', () => {
    const shared = `vrrp_instance B {\ninterface eth2\nvirtual_router_id 1\nno_virtual_ipaddress\n}\n`
    expect(outcome(instance('A', 1) + shared).problems).toEqual([])
    const clash = shared.replace('eth2', 'eth1')
    const found = outcome(instance('A', 1) + clash)
    expect(found).toMatchObject({ instances: ['A'], problems: ['fatal duplicate-virtual-router-id'] })
  })

  it('with a name already used are skipped, pointing at the first', () => {
    const { diagnostics, model } = bindText(instance('A', 1) + instance('A', 2))
    expect(model.vrrp.instances.map(({ virtualRouterId }) => virtualRouterId)).toEqual([1])
    expect(diagnostics[0]).toMatchObject({ code: 'duplicate-name', severity: 'error' })
    expect(diagnostics[0]?.related[0]?.span.start).toBe(0)
  })

  it.each([
    ['virtual_router_id 1', 'fatal missing-keyword'],
    ['interface eth0', 'fatal missing-keyword'],
    ['interface eth0\nvirtual_router_id 0', 'fatal wrong-value'],
    ['interface eth0\nvirtual_router_id', 'fatal missing-value'],
    ['interface abcdefghijklmnop\nvirtual_router_id 1', 'fatal wrong-value'],
  ])('cannot do without interface and id: `%s`', (lines, problem) => {
    const { problems, model } = bindText(`vrrp_instance V {\nno_virtual_ipaddress\n${lines}\n}`)
    expect(problems).toEqual([problem])
    expect(model.vrrp.instances).toEqual([])
  })
})

describe('the VRRP part as a whole', () => {
  it('has defaults for the group address and the start-up delay', () => {
    expect(bindText('').model.vrrp).toEqual({
      instances: [],
      leftOut: [],
      syncGroups: [],
      multicastGroup4: '224.0.0.18',
      startupDelay: 0,
    })
  })

  it('takes them from global_defs, wherever that stands', () => {
    const text = `${instance('A', 1)}global_defs {\nvrrp_mcast_group4 224.0.0.99\n}\nglobal_defs {\nvrrp_startup_delay 1.5\nrouter_id X\n}`
    const { model } = bindText(text)
    expect(model.vrrp).toMatchObject({ multicastGroup4: '224.0.0.99', startupDelay: 1500 })
    expect(model.global.routerId).toBe('X')
  })
})
