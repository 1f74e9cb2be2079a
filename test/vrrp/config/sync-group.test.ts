import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { keepalivedSays } from './vrrp-text.js'

const instance = (name: string, id: number, more = ''): string =>
  `vrrp_instance ${name} {\ninterface eth${id}\nvirtual_router_id ${id}\nno_virtual_ipaddress\n${more}\n}\n`

const group = (lines: string, members = 'A B'): string => `vrrp_sync_group G {\ngroup { ${members} }\n${lines}\n}\n`

const tracking = (line: string): string => `track_interface {\n${line}\n}`

const errorsIn = (text: string): readonly string[] =>
  bindText(text).problems.filter((one) => !one.startsWith('hint') && one !== 'warning not-enforced-yet')

describe('what a sync group and its members track', () => {
  const twice =
    '(A) track_interface eth9 is configured on VRRP instance and sync group. Remove vrrp instance or sync group config'

  it.each([
    ['the same without weight', '', 'eth9', 'eth9', { weight: 0 }, ['warning tracked-twice'], [twice]],
    ["the group's weight is lost", '', 'eth9 weight 4', 'eth9', { weight: 0 }, ['error tracked-twice'], [twice]],
    [
      "the group's weight replaces the member's",
      'sync_group_tracking_weight',
      'eth9 weight 4 reverse',
      'eth9 weight 6',
      { weight: 4, reverse: true },
      ['error tracked-twice'],
      [twice],
    ],
    [
      "the member's weight is taken as 0 first",
      '',
      'eth9 weight 4',
      'eth9 weight 6',
      { weight: 0 },
      ['error tracked-twice', 'error weight-in-group'],
      [twice, '(A) ignoring eth9 tracked interface weight due to SYNC group'],
    ],
  ])('%s', (_title, lines, ofGroup, own, expected, problems, said) => {
    const text = group(`${lines}\n${tracking(ofGroup)}`) + instance('A', 1, tracking(own)) + instance('B', 2)
    const [first] = bindText(text).model.vrrp.instances
    expect(first?.trackInterfaces).toMatchObject([{ interface: 'eth9', ...expected }])
    expect(errorsIn(text)).toEqual(problems)
    expect(keepalivedSays(text)).toEqual(said)
  })

  it('the own interface of a member is tracked by it anyway, unless it says otherwise', () => {
    const of = (line: string) =>
      bindText(group(tracking('eth1')) + instance('A', 1, line) + instance('B', 2)).model.vrrp.instances[0]
    expect(of('')?.trackInterfaces).toEqual([])
    expect(of('dont_track_primary')?.trackInterfaces).toMatchObject([{ interface: 'eth1', weight: 0 }])
  })

  it('a weight in the group is no mistake: all members move together', () => {
    expect(errorsIn(group(tracking('eth9 weight 4')) + instance('A', 1) + instance('B', 2))).toEqual([])
  })

  it('an owner among the members takes the weights of the group away', () => {
    const text = group(tracking('eth9 weight 4')) + instance('A', 1, 'priority 255') + instance('B', 2)
    expect(bindText(text).model.vrrp.instances.map(({ trackInterfaces }) => trackInterfaces[0]?.weight)).toEqual([0, 0])
    expect(keepalivedSays(text)).toContain(
      "(G) Cannot have weighted track interface 'eth9' with member having priority 255 - clearing weight",
    )
  })

  it.each(['priority 255', 'state MASTER'])('an owner alone does not track what has a weight: `%s`', (owner) => {
    const text = instance('A', 1, `${owner}\n${tracking('eth9 weight 4\neth8')}`)
    expect(bindText(text).model.vrrp.instances[0]?.trackInterfaces).toMatchObject([{ interface: 'eth8' }])
    expect(keepalivedSays(text)).toEqual(['(A) ignoring eth9 tracked interface due to address owner'])
  })
})

describe('what keepalived says about groups', () => {
  it.each([
    [
      group('', 'A X') + instance('A', 1),
      [
        "Sync group G has only 1 virtual router(s) - this probably isn't what you want",
        "Virtual router X specified in sync group G doesn't exist - ignoring",
      ],
    ],
    [
      group('', 'X'),
      [
        'Sync group G, no matching virtual router found in group declaration - removing',
        "Virtual router X specified in sync group G doesn't exist - ignoring",
      ],
    ],
    ['vrrp_sync_group G {\n}\n', ['Sync group G has no virtual router(s). removing']],
    [
      'vrrp_sync_group G {\ngroup { }\n}\n',
      ['1: Warning - sync group G has empty group block', 'Sync group G has no virtual router(s). removing'],
    ],
    [
      group('', 'A B A') + instance('A', 1) + instance('B', 2),
      ['Virtual router A cannot exist in more than one sync group; ignoring G'],
    ],
    [group('') + group('') + instance('A', 1) + instance('B', 2), ['5: vrrp sync group G already defined']],
    [group('smtp_alert On') + instance('A', 1) + instance('B', 2), ['3: Invalid vrrp_group smtp_alert parameter On']],
    [
      group('notify_priority_changes On') + instance('A', 1) + instance('B', 2),
      ["3: (G) Invalid value 'On' for sync group notify_priority_changes specified"],
    ],
    [
      group('notify /a\nnotify /b') + instance('A', 1) + instance('B', 2),
      ['4: vrrp group G: notify script already specified - ignoring /b'],
    ],
  ])('%j', (text, said) => {
    expect([...keepalivedSays(text)].sort()).toEqual([...said].sort())
  })
})

describe('instances of a group', () => {
  it('know its name, and what it says of priority changes', () => {
    const text = group('notify_priority_changes') + instance('A', 1) + instance('B', 2, 'notify_priority_changes off')
    const { instances } = bindText(text).model.vrrp
    expect(instances.map((one) => [one.group, one.unenforced.notifyPriorityChanges])).toEqual([
      ['G', true],
      ['G', false],
    ])
  })

  it('are all left out, in full, when one of them is', () => {
    const text = group('') + instance('A', 1, 'version 3') + instance('B', 2, 'priority 77')
    const { instances, leftOut, syncGroups } = bindText(text).model.vrrp
    expect([instances, syncGroups]).toEqual([[], []])
    expect(leftOut).toMatchObject([
      { name: 'A', version: 3, group: 'G' },
      { name: 'B', priority: 77, group: 'G' },
    ])
  })
})
