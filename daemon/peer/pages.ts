// The pages of the comparison of two directors. Each shows one file of a pair; a comment in it says what the other one looks like.

import type { RulePages } from '../../config/rule-page.js'
import { globalsSample, instanceSample, serviceSample } from '../lint/sample.js'

const severity = ['warning'] as const
const needs = 'peer'
const usual = instanceSample()
const second = instanceSample({ name: 'VI_2', id: 52, address: '192.0.2.20/24' })
const group = (...names: readonly string[]): string =>
  `vrrp_sync_group G {\n    group {\n${names.map((name) => `        ${name}\n`).join('')}    }\n}\n`
const password = (word: string): string =>
  instanceSample({ more: `authentication {\n    auth_type PASS\n    auth_pass ${word}\n}` })
const unicast = (peer: string): string =>
  instanceSample({ more: `unicast_src_ip 198.51.100.1\nunicast_peer {\n    ${peer}\n}` })

/** Files of one director, without a word of the other. */
const alone: RulePages = {
  'peer-missing-instance': {
    title: 'A virtual router that only one director has',
    severity,
    needs,
    why: 'An address survives a failure only if somebody else can take it over. An instance that stands in one file alone works until its director fails; then its addresses are nowhere. Instances are matched by virtual router id and family: names and interfaces may differ.',
    wrong: usual + second,
    right: usual,
  },
  'peer-virtual-router-id': {
    title: 'One instance, two virtual router ids',
    severity,
    needs,
    why: 'The id is what tells virtual routers apart on the wire. Two instances of one name with different ids do not hear each other: both become master at once, and both answer for the same addresses.',
    wrong: instanceSample({ id: 50 }),
    right: usual,
  },
  'peer-family': {
    title: 'One instance, two families',
    severity,
    needs,
    why: 'The first virtual address decides whether an instance speaks VRRP over IPv4 or IPv6. When the files begin with addresses of different families, the directors do not hear each other, and both become master.',
    wrong: instanceSample({ more: 'version 3', address: '2001:db8::10/64' }),
    right: usual,
  },
  'peer-version': {
    title: 'The directors speak different versions of VRRP',
    severity: ['error'],
    needs,
    why: 'A director drops adverts of another version. Both become master and both answer for the addresses: connections break at random, while each director by itself looks healthy.',
    wrong: instanceSample({ more: 'version 3' }),
    right: usual,
  },
  'peer-interval': {
    title: 'The directors advertise at different intervals',
    severity: ['error', 'warning'],
    needs,
    why: 'In version 2 a router drops adverts whose interval is not its own, so both directors become master. In version 3 the backup adopts the interval of the master; a take-over then takes longer or shorter depending on who has failed.',
    wrong: usual.replace('advert_int 1', 'advert_int 2'),
    right: usual,
  },
  'peer-addresses': {
    title: 'The directors hold different addresses',
    severity,
    needs,
    why: 'An address that only one of them has is gone after a take-over, and one with another prefix length changes its routes. Each director also writes to its log about every new list in the adverts of the other, and such lines hide those that matter.',
    wrong: instanceSample({ address: '192.0.2.10/24\n        192.0.2.11/24' }),
    right: usual,
  },
  'peer-address-order': {
    title: 'The same addresses in another order',
    severity: ['hint'],
    needs,
    why: 'Directors look whether each of their addresses is in the advert, wherever it stands. Other implementations may compare the list as a whole, and people who compare two files do so too.',
    wrong: instanceSample({ address: '192.0.2.11/24\n        192.0.2.10/24' }),
    right: instanceSample({ address: '192.0.2.10/24\n        192.0.2.11/24' }),
  },
  'peer-authentication': {
    title: 'The directors do not accept each other’s adverts',
    severity: ['error'],
    needs,
    why: 'An advert with another kind of authentication, another password or a key that is not known is dropped. Both directors become master. The passwords themselves are compared and never shown; of a password of version 2 only the first eight characters count.',
    wrong: password('winter'),
    right: password('summer'),
  },
  'peer-unicast': {
    title: 'Unicast adverts that do not arrive',
    severity: ['error'],
    needs,
    why: 'With unicast each director sends to the addresses in unicast_peer and listens on its own unicast_src_ip. If the address of one is not in the list of the other, if both claim the same source, or if only one of them uses unicast, at least one hears nothing and becomes master beside the other.',
    wrong: unicast('198.51.100.9'),
    right: unicast('198.51.100.2'),
  },
  'peer-multicast-group': {
    title: 'Adverts go to different multicast groups',
    severity: ['error'],
    needs,
    why: 'A director listens to the multicast group it sends to. With vrrp_mcast_group4 or mcast_dst_ip in one file only, neither hears the other, and both become master.',
    wrong: instanceSample({ more: 'mcast_dst_ip 224.0.0.99' }),
    right: usual,
  },
  'peer-vmac': {
    title: 'Only one director uses the virtual hardware address',
    severity,
    needs,
    why: 'use_vmac keeps the hardware address of the virtual addresses the same, whoever is master. If one director uses its own instead, the address changes at each take-over, and hosts and switches that missed the gratuitous ARP keep sending to the dead one.',
    wrong: instanceSample({ more: 'use_vmac' }),
    right: usual,
  },
  'peer-equal-priority': {
    title: 'Both directors have the same priority',
    severity,
    needs,
    why: 'Whoever starts first is then master, and when both claim at the same moment the higher address wins: nobody can tell beforehand which machine to look at. Files copied from one director to the other without changing the priority look like this. With nopreempt in both files it is a way to let whoever is master stay, and only a hint.',
    wrong: instanceSample({ priority: 90 }),
    right: usual,
  },
  'peer-both-master': {
    title: 'Both directors say `state MASTER`',
    severity,
    needs,
    why: 'state MASTER lets a director claim the addresses after one interval instead of three. When power returns to both, both claim: for a moment both answer for the addresses, until the one with the lower priority hears the other. It also clears nopreempt and preempt_delay.',
    wrong: instanceSample({ state: 'MASTER' }),
    right: usual,
  },
  'peer-preempt': {
    title: '`nopreempt` where it changes nothing',
    severity,
    needs,
    why: 'nopreempt keeps a backup from taking over from a living master of lower priority. At the director with the lower priority there is nothing to keep back: the other takes its addresses again as soon as it returns, which is the second interruption nopreempt was to prevent.',
    wrong: usual,
    right: instanceSample({ more: 'nopreempt' }),
  },
  'peer-preempt-delay': {
    title: '`preempt_delay` where it changes nothing',
    severity,
    needs,
    why: 'The delay counts before a director takes over from a living master of lower priority. Only the one with the higher priority ever does so; at the other the line is idle, and the better director takes over at once, perhaps before its services are ready.',
    wrong: usual,
    right: instanceSample({ more: 'preempt_delay 60' }),
  },
  'peer-no-takeover': {
    title: 'Weights that never make the other director master',
    severity,
    needs,
    why: 'A weight lowers the priority of a master whose script or interface fails; the other takes over only if its own priority is higher then. With 150 against 100 a weight of -20 changes a number in the adverts and nothing else: the broken director stays master. The same holds when the other has nopreempt.',
    wrong: instanceSample({ priority: 150, more: 'track_interface {\n    eth1 weight -20\n}' }),
    right: instanceSample({ priority: 100, more: 'track_interface {\n    eth1 weight -20\n}' }),
  },
  'peer-sync-group': {
    title: 'The sync groups of the directors hold different instances',
    severity,
    needs,
    why: 'A sync group keeps virtual routers together that are useless apart, such as the inner and outer side of a NAT director. If the peer does not keep the same ones together, one of them may move alone, and packets leave by one machine and return by the other.',
    wrong: usual + second + group('VI_1'),
    right: usual + second + group('VI_1', 'VI_2'),
  },
  'peer-group-priorities': {
    title: 'Each director is the better one for a part of a sync group',
    severity,
    needs,
    why: 'A group takes over only when each of its members would. When each director has the higher priority for some members, neither ever takes the group from the other; after a start of both at the same moment they may take it from each other.',
    wrong: instanceSample({ priority: 100 }) + second.replace('priority 100', 'priority 80') + group('VI_1', 'VI_2'),
    right: instanceSample({ priority: 100 }) + second + group('VI_1', 'VI_2'),
  },
  'peer-sync-daemon': {
    title: 'The directors do not synchronise their connections',
    severity,
    needs,
    why: 'lvs_sync_daemon lets the backup know the connections of the master, so that they survive a take-over. Both must run it, with the same id, multicast group and port: otherwise the packets are sent and nobody reads them.',
    wrong: globalsSample('lvs_sync_daemon eth1 VI_1 id 7') + usual,
    right: globalsSample('lvs_sync_daemon eth1 VI_1 id 8') + usual,
  },
  'peer-router-id': {
    title: 'Both directors have the same `router_id`',
    severity: ['hint'],
    needs,
    why: 'The id stands in the subject of every mail. When both have the same, nobody can tell from a mail which machine has become master. Without router_id it is the host name.',
    wrong: globalsSample('router_id LVS') + usual,
    right: globalsSample('router_id lb1') + usual,
  },
  'peer-missing-service': {
    title: 'A service that only one director has',
    severity,
    needs,
    why: 'When the other is master, the address answers and the service does not: connections are refused, or end at the director itself. The cause is usually a service that was added on one machine in a hurry.',
    wrong: usual + serviceSample() + serviceSample({ address: '192.0.2.10 443', server: '198.51.100.11 443' }),
    right: usual + serviceSample(),
  },
  'peer-service': {
    title: 'The directors balance a service differently',
    severity,
    needs,
    why: 'After a take-over clients reach other servers, in another way, or servers that fail are noticed later than before. Compared is what clients feel: scheduler, forwarding method, persistence, servers with their weights and limits, checks and their timing. Scripts, mail and the addresses checks are sent from may differ.',
    wrong: usual + serviceSample({ scheduler: 'wlc' }),
    right: usual + serviceSample(),
  },
}

const below = '# Beside a director with the file under "Right", priority 90 and its own addresses:\n'
const same = '# Beside a director with the same file, priority 90 and its own addresses:\n'

/** Where the wrong example is wrong beside its own mirror image. */
const mirrored = new Set(['peer-both-master'])

export const peerPages: RulePages = Object.fromEntries(
  Object.entries(alone).map(([id, page]) => [
    id,
    { ...page, wrong: (mirrored.has(id) ? same : below) + page.wrong, right: same + page.right },
  ]),
)
