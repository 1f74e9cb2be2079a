// The rules about instances and sync groups, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { addressPages } from './addresses.js'
import { authenticationPages } from './authentication.js'
import { groupPages } from './groups.js'
import { sample } from './sample.js'
import { trackingPages } from './tracking.js'
import { unicastPages } from './unicast.js'

const instancePages: RulePages = {
  'owner-by-default': {
    title: '`state MASTER` without a priority means priority 255',
    severity: ['warning'],
    why: 'Priority 255 is kept for the machine that owns the virtual addresses. Without `priority`, `state MASTER` implies it: no tracked failure lowers it, and whoever hears this router gives way at once. Two routers configured like this disturb each other for ever.',
    wrong: sample('state MASTER'),
    right: sample('state MASTER\npriority 150'),
  },
  'owner-priority': {
    title: 'Priority 255 is not just the highest one',
    severity: ['hint'],
    why: 'An owner has the virtual addresses configured on its interface as its own. Its priority never changes, so tracked scripts and interfaces with weights do nothing, `nopreempt` is not possible, and it takes over the moment it comes back, in the middle of the night too. For addresses that only move between routers the highest sensible priority is 254.',
    wrong: sample('state MASTER\npriority 255'),
    right: sample('state MASTER\npriority 200'),
  },
  'nopreempt-cleared': {
    title: '`nopreempt` cannot be combined with `state MASTER` or priority 255',
    severity: ['error'],
    why: 'A router that starts as master does not wait to hear whether there is one, so it cannot leave it alone. keepalived drops `nopreempt` then, and the service moves back when a failed machine returns: the interruption that `nopreempt` was meant to avoid. Use `state BACKUP` on all routers; the priority decides who is first.',
    wrong: sample('state MASTER\npriority 150\nnopreempt'),
    right: sample('state BACKUP\npriority 150\nnopreempt'),
  },
  'preempt-delay-cleared': {
    title: '`preempt_delay` cannot be combined with `state MASTER`, `nopreempt` or strict mode',
    severity: ['error'],
    why: 'The delay is for a backup that could take over from a living master. A router that starts as master never waits, with `nopreempt` there is nothing to wait for, and strict mode forbids it. The delay is dropped, and the machine takes over before what runs on it is ready.',
    wrong: sample('state MASTER\npriority 150\npreempt_delay 60'),
    right: sample('state BACKUP\npriority 150\npreempt_delay 60'),
  },
  'slow-takeover': {
    title: 'A backup waits longer than half a minute before it takes over',
    severity: ['hint'],
    why: 'A backup waits for several intervals without an advert (three, unless `down_timer_adverts` says otherwise) before it believes that the master is gone. Until then nobody answers for the virtual addresses. Long intervals save nothing worth speaking of: an advert is one small packet.',
    wrong: sample('priority 100\nadvert_int 60'),
    right: sample('priority 100\nadvert_int 1'),
  },
  'strict-no-accept': {
    title: 'In strict mode the virtual addresses do not answer',
    severity: ['warning'],
    why: 'The standard lets only the owner of an address (priority 255) take packets to it; a router merely forwards. keepalived therefore drops what is sent to the virtual addresses in strict mode: no ping, no connection, no balanced service, although the addresses are there. `vrrp_strict` stands in many examples and is seldom meant. Reported once for a file.',
    wrong: `global_defs {\n  vrrp_strict\n}\n${sample('priority 100')}`,
    right: sample('priority 100'),
  },
  'version-conflict': {
    title: 'The VRRP version does not fit what stands before it',
    severity: ['error'],
    why: 'The first `version` counts, and version 2 is for IPv4 only. A later line that says otherwise is dropped. Routers with different versions do not understand each other, and then both are master.',
    wrong: sample('version 3\nversion 2'),
    right: sample('version 3'),
  },
  'duplicate-virtual-router-id': {
    title: 'Two instances on one interface have the same virtual router id',
    severity: ['fatal'],
    why: 'Adverts carry the id and nothing else that tells one virtual router from another. Two with one id on a network would take each other for the peer. keepalived refuses to run the whole VRRP part. The same id on another interface, for the other address family, in another multicast group or between other unicast peers is fine.',
    wrong: sample('priority 100') + sample('priority 100', { name: 'VI_2', address: '192.0.2.11/24' }),
    right: sample('priority 100') + sample('priority 100', { name: 'VI_2', id: 52, address: '192.0.2.11/24' }),
  },
  'loopback-interface': {
    title: 'VRRP on the loopback interface',
    severity: ['fatal'],
    why: 'Adverts on `lo` never leave the machine, so every router would be master. keepalived refuses to run the whole VRRP part. Name the interface that the routers share; a virtual address may still be put on `lo` with `dev lo`.',
    wrong: sample('priority 100', { device: 'lo' }),
    right: sample('priority 100'),
  },
}

export const pages: RulePages = {
  ...instancePages,
  ...addressPages,
  ...authenticationPages,
  ...unicastPages,
  ...trackingPages,
  ...groupPages,
}
