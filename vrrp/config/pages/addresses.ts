// The rules about virtual addresses, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { sample } from './sample.js'

const many = (count: number): string =>
  Array.from({ length: count }, (_, i) => `  198.51.${100 + Math.floor(i / 250)}.${1 + (i % 250)}`).join('\n')

export const addressPages: RulePages = {
  'no-addresses': {
    title: 'An instance without virtual address',
    severity: ['warning', 'fatal', 'hint'],
    why: 'Such an instance elects a master and moves nothing. Usually the addresses were forgotten, or all of them were dropped because of a mistake that is reported as well. Version 3 and strict mode do not allow it at all: keepalived then refuses the whole VRRP part. Where it is meant, for the sake of the scripts, `no_virtual_ipaddress` says so.',
    wrong: sample('priority 100', { address: '' }),
    right: sample('priority 100\nno_virtual_ipaddress', { address: '' }),
  },
  'too-many-addresses': {
    title: 'More virtual addresses than an advert has room for',
    severity: ['error'],
    why: 'An advert lists at most 255 addresses, and must fit into a packet of 1500 bytes: 89 for IPv6. The rest is added to the interface without being advertised. That works, but the peer compares lists: say yourself which addresses are advertised and put the others into `virtual_ipaddress_excluded`.',
    wrong: sample(`virtual_ipaddress {\n${many(256)}\n}`, { address: '' }),
    right: sample(
      `virtual_ipaddress {\n${many(10)}\n}\nvirtual_ipaddress_excluded {\n${many(256).split('\n').slice(10).join('\n')}\n}`,
      {
        address: '',
      },
    ),
  },
  'shared-address': {
    title: 'Two instances have the same virtual address',
    severity: ['warning'],
    why: 'Each instance elects its own master. As soon as these are different machines, both have the address and both answer for it: connections break at random, and nothing in the logs says why.',
    wrong: sample('priority 100') + sample('priority 100', { name: 'VI_2', id: 52 }),
    right: sample('priority 100') + sample('priority 100', { name: 'VI_2', id: 52, address: '192.0.2.11/24' }),
  },
  'unusable-address': {
    title: 'A virtual address that no host can have',
    severity: ['warning'],
    why: 'The address of a network and its broadcast address belong to nobody, and multicast addresses are not put on interfaces. Often the prefix length is wrong and not the address: 192.0.2.64 is an address of a host in a /24 and the network itself in a /26.',
    wrong: sample('priority 100', { address: '192.0.2.64/26' }),
    right: sample('priority 100', { address: '192.0.2.65/26' }),
  },
  'address-is-source': {
    title: 'A virtual address is the source of the adverts',
    severity: ['warning'],
    why: 'Only the master has a virtual address. A router that is to send from it cannot send anything as backup, and the peer that hears adverts from it cannot tell one router from the other. Adverts come from an address that the machine always has.',
    wrong: sample('mcast_src_ip 192.0.2.10'),
    right: sample('mcast_src_ip 192.0.2.1'),
  },
  'address-is-peer': {
    title: 'A virtual address is a unicast peer',
    severity: ['warning'],
    why: 'The address is wherever the master is: adverts to it come back to the sender, and the other router never hears one. It then becomes master too. List the address that the other machine always has.',
    wrong: sample('unicast_src_ip 192.0.2.1\nunicast_peer {\n  192.0.2.10\n}\ncheck_unicast_src'),
    right: sample('unicast_src_ip 192.0.2.1\nunicast_peer {\n  192.0.2.2\n}\ncheck_unicast_src'),
  },
  'link-local-first': {
    title: 'The first address of an IPv6 virtual router is not a link-local one',
    severity: ['hint', 'error'],
    why: 'Hosts learn an IPv6 router by its link-local address, so RFC 9568 asks for one at the head of the list. Without it the virtual router cannot be the default router of hosts that use router discovery; for addresses of services nothing is lost. Strict mode insists on it.',
    wrong: sample('priority 100', { address: '2001:db8::10/64' }),
    right: sample('virtual_ipaddress {\n  fe80::10/64\n  2001:db8::10/64\n}', { address: '' }),
  },
}
