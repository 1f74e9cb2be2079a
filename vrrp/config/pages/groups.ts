// The rules about sync groups, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { inBlock, sample } from './sample.js'

const group = (members: string): string => inBlock('vrrp_sync_group VG_1', `group {\n  ${members}\n}`)
const inside = (lines: string): string => sample(lines)
const outside = (lines: string, device = 'eth1'): string =>
  sample(lines, { name: 'VI_2', device, id: 52, address: '198.51.100.10/24' })

export const groupPages: RulePages = {
  'unknown-member': {
    title: 'A sync group names an instance that is not there',
    severity: ['error'],
    why: 'The name is skipped. The group then binds fewer instances than it was written for, and addresses that belong together part at the next failure.',
    wrong: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2 VI_3'),
    right: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2'),
  },
  'member-twice': {
    title: 'An instance is a member twice',
    severity: ['error'],
    why: 'An instance can be in one sync group only. Every mention after the first one is skipped.',
    wrong: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2 VI_1'),
    right: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2'),
  },
  'empty-group': {
    title: 'A sync group without members',
    severity: ['error'],
    why: 'It is removed, together with its scripts and what it tracks. Usually the block `group { … }` was forgotten, or all its names are misspelt.',
    wrong: `${inside('priority 100')}${outside('priority 100')}vrrp_sync_group VG_1 {\n  notify_master "/usr/local/bin/up"\n}\n`,
    right: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2'),
  },
  'single-member-group': {
    title: 'A sync group with one member',
    severity: ['warning'],
    why: 'There is nothing to keep in step. Perhaps a member is missing; if only the scripts of the group are wanted, the instance can have them itself.',
    wrong: inside('priority 100') + outside('priority 100') + group('VI_1'),
    right: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2'),
  },
  'mixed-owners': {
    title: 'Some members of a sync group have priority 255, and others not',
    severity: ['warning'],
    why: 'An owner is master at once and gives way to nobody; the others have to win an election. They cannot change state together, so the group does not hold.',
    wrong: inside('state MASTER\npriority 255') + outside('priority 100') + group('VI_1 VI_2'),
    right: inside('state MASTER\npriority 200') + outside('priority 200') + group('VI_1 VI_2'),
  },
  'incomplete-group': {
    title: 'A sync group is left out because of one of its members',
    severity: ['warning'],
    why: 'A member that needs something which is not enforced yet is left out. Half a group would do what the group is there to prevent, so its other members are left out with it, and so is the group.',
    wrong: inside('version 3') + outside('priority 100') + group('VI_1 VI_2'),
    right: inside('version 2') + outside('priority 100') + group('VI_1 VI_2'),
  },
  'group-on-one-interface': {
    title: 'All members of a sync group are on one interface',
    severity: ['hint'],
    why: 'A group makes instances fail together that could fail alone. Instances of one family on one interface fail together anyway, and one instance with all addresses needs fewer adverts and no group. An IPv4 and an IPv6 instance are a good reason for one.',
    wrong: inside('priority 100') + outside('priority 100', 'eth0') + group('VI_1 VI_2'),
    right: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2'),
  },
  'group-differs': {
    title: 'Members of a sync group have different priorities, intervals or preemption',
    severity: ['hint'],
    why: 'The group takes over only when all of its members may. If one member has the better priority and another the worse one, neither router gets the whole group for long; with different intervals the slowest decides. Give all members on one router the same settings.',
    wrong: inside('priority 100') + outside('priority 150') + group('VI_1 VI_2'),
    right: inside('priority 100') + outside('priority 100') + group('VI_1 VI_2'),
  },
}
