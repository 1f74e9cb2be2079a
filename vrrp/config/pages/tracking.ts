// The rules about what instances and groups track, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { inBlock, sample } from './sample.js'

const track = (line: string): string => `track_interface {\n  ${line}\n}`
const pair = (first: string, group: string): string =>
  sample(first) +
  sample('priority 100', { name: 'VI_2', device: 'eth1', id: 52, address: '198.51.100.10/24' }) +
  inBlock('vrrp_sync_group VG_1', `group {\n  VI_1\n  VI_2\n}\n${group}`)

export const trackingPages: RulePages = {
  'own-interface': {
    title: 'An instance tracks its own interface',
    severity: ['warning', 'error'],
    why: 'The own interface is tracked anyway, and as a fault: the entry is dropped. With a weight, or beside `dont_track_primary`, something is lost: the interface cannot be tracked in another way than the usual one.',
    wrong: sample(track('eth0')),
    right: sample(track('eth1')),
  },
  'weight-in-group': {
    title: 'A member of a sync group cannot change its priority alone',
    severity: ['error'],
    why: 'Members must win or lose their elections together. A weight of one member would part them, so it is taken as 0: the failure becomes a fault of the whole group, which is harsher than what was asked for. With `sync_group_tracking_weight` the weights count; then track the same in all members, best in the group itself.',
    wrong: pair(`priority 100\n${track('eth2 weight -20')}`, 'smtp_alert off'),
    right: pair('priority 100', `sync_group_tracking_weight\n${track('eth2 weight -20')}`),
  },
  'weight-of-owner': {
    title: 'A weight does nothing at priority 255',
    severity: ['error'],
    why: 'The priority of an owner never changes, so what would change it is not tracked at all: the failure goes unnoticed. Use a priority of at most 254, or leave out the weight, so that the failure is a fault.',
    wrong: sample(`state MASTER\npriority 255\n${track('eth1 weight -50')}`),
    right: sample(`state MASTER\npriority 200\n${track('eth1 weight -50')}`),
  },
  'weight-with-nopreempt': {
    title: 'With `nopreempt` a lower priority makes nobody take over',
    severity: ['warning'],
    why: 'A weight lowers the priority of the master when something fails, so that the other router is better. But a backup with `nopreempt` leaves any living master alone, however low its priority: the service stays where it is broken. Without weight the failure is a fault, and a master in FAULT gives up its addresses.',
    wrong: sample(`state BACKUP\npriority 100\nnopreempt\n${track('eth1 weight -50')}`),
    right: sample(`state BACKUP\npriority 100\nnopreempt\n${track('eth1')}`),
  },
  'weights-clamped': {
    title: 'There is no room for a weight',
    severity: ['warning', 'hint'],
    why: 'An effective priority is at least 1 and at most 254. What weights add beyond is lost: two routers that should differ become equal, and a weight at the end of the range changes nothing at all.',
    wrong: sample(`priority 254\n${track('eth1 weight 20')}`),
    right: sample(`priority 200\n${track('eth1 weight 20')}`),
  },
  'tracked-twice': {
    title: 'An instance and its sync group track the same interface',
    severity: ['warning', 'error'],
    why: 'Only one of the two entries counts: the one of the group, unless the instance tracks without weight. If they differ, one of them does not do what it says. An interface that a member uses for its adverts is tracked by it anyway.',
    wrong: pair(`priority 100\n${track('eth2')}`, track('eth2')),
    right: pair('priority 100', track('eth2')),
  },
}
