// The rules about unicast, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { sample } from './sample.js'

const unicast = (peers: string, more = '\ncheck_unicast_src'): string =>
  `unicast_src_ip 192.0.2.1\nunicast_peer {\n  ${peers}\n}${more}`

export const unicastPages: RulePages = {
  'unicast-without-peers': {
    title: 'Unicast is asked for, and no peer is named',
    severity: ['error', 'warning'],
    why: 'Words such as `unicast_src_ip` ask for unicast. Without peers keepalived goes on with multicast, which networks in a cloud usually drop: each router is then alone and master. With `unicast_fault_no_peer` it stays in FAULT instead.',
    wrong: sample('unicast_src_ip 192.0.2.1'),
    right: sample(unicast('192.0.2.2')),
  },
  'own-address-as-peer': {
    title: "The list of peers has the router's own address",
    severity: ['warning'],
    why: 'Adverts to oneself reach nobody. It happens when one file is copied to both machines: then each may list itself only, and both are master. List the other routers; `@ID` lines keep one file for both.',
    wrong: sample(unicast('192.0.2.1\n  192.0.2.2')),
    right: sample(unicast('192.0.2.2')),
  },
  'open-unicast': {
    title: 'Unicast adverts are taken from any sender',
    severity: ['hint'],
    why: 'Multicast adverts must come from the same network. Unicast ones are taken from whatever address can reach the machine, so that anybody who can send a packet there with a high priority makes this router give up its addresses. `check_unicast_src` takes adverts of the listed peers only.',
    wrong: sample(unicast('192.0.2.2', '')),
    right: sample(unicast('192.0.2.2')),
  },
  'strict-unicast': {
    title: 'Strict mode does not allow unicast',
    severity: ['fatal'],
    why: 'The standards know multicast only. In strict mode keepalived refuses the whole VRRP part when an instance has unicast peers, unless its interface cannot do multicast.',
    wrong: sample(`strict_mode\n${unicast('192.0.2.2')}`),
    right: sample(unicast('192.0.2.2')),
  },
  'link-local-source': {
    title: 'A link-local source address without an interface',
    severity: ['fatal'],
    why: 'The same link-local address can be on every interface, so it does not say where to send from. Without `interface` keepalived needs another `unicast_src_ip`, and refuses the whole VRRP part.',
    wrong: sample('unicast_src_ip fe80::1\nunicast_peer {\n  fe80::2\n}\ncheck_unicast_src', {
      device: '',
      address: '2001:db8::10/64 dev eth1',
    }),
    right: sample('unicast_src_ip 2001:db8::1\nunicast_peer {\n  2001:db8::2\n}\ncheck_unicast_src', {
      device: '',
      address: '2001:db8::10/64 dev eth1',
    }),
  },
  'empty-range': {
    title: 'A range in which nothing can be',
    severity: ['error'],
    why: 'With a lowest TTL above the highest, every advert of the peer is dropped: this router never hears it, and both are master. The two numbers were probably exchanged.',
    wrong: sample(unicast('192.0.2.2 min_ttl 255 max_ttl 250')),
    right: sample(unicast('192.0.2.2 min_ttl 250 max_ttl 255')),
  },
}
