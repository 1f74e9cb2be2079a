// The rules about virtual servers, real servers and groups, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { group, healthy, server, service } from './sample.js'

export const pages: RulePages = {
  'no-protocol': {
    title: 'A service does not say whether it is TCP or UDP',
    severity: ['warning'],
    why: 'UDP is taken, as in keepalived. A web server behind such a service is not reached: clients speak TCP, and for TCP there is no service. keepalived reports it as an error and starts all the same.',
    wrong: service({ protocol: '' }, healthy),
    right: service({}, healthy),
  },
  'no-scheduler': {
    title: 'A service does not say how connections are spread',
    severity: ['warning'],
    why: '`wlc` is taken, as in keepalived: the server with the fewest connections for its weight gets the next one. That is usually fine, but a scheduler such as `sh` may have been meant to keep clients with their server.',
    wrong: service({ scheduler: '' }, healthy),
    right: service({}, healthy),
  },
  'no-forwarding-method': {
    title: 'A service does not say how packets get to its servers',
    severity: ['warning'],
    why: 'NAT is taken, as in keepalived. With NAT the answers must come back through the director. Servers that were set up for `DR`, with the virtual address on their loopback interface, do not answer to packets that were rewritten.',
    wrong: service({ method: '' }, healthy),
    right: service({ method: 'DR' }, healthy),
  },
  'no-real-server': {
    title: 'A service without real servers is left out',
    severity: ['error'],
    why: 'There is nobody to send clients to, so the service is not set up at all, as in keepalived: not even its sorry server answers. Often the blocks of its servers have been commented out, or all of them are wrong.',
    wrong: service({}, 'sorry_server 10.0.0.9 80'),
    right: service({}, `${healthy}\nsorry_server 10.0.0.9 80`),
  },
  'no-weight': {
    title: 'All servers of a service have weight 0',
    severity: ['error'],
    why: 'A weight of 0 takes a server out of the rotation without removing it. When all servers have it, nobody gets new connections, and the service never reaches its quorum: its sorry server is in use all the time.',
    wrong: service({}, server('10.0.0.1 80', 'weight 0\nTCP_CHECK {\n}')),
    right: service({}, server('10.0.0.1 80', 'weight 1\nTCP_CHECK {\n}')),
  },
  'duplicate-service': {
    title: 'Two services have the same address, port and protocol',
    severity: ['warning'],
    why: 'The kernel has one service of each address, port and protocol, of each firewall mark, and of each entry of a group. The second block is left out with all its servers. keepalived does not notice.',
    wrong: service({}, healthy) + service({}, server('10.0.0.2 80')),
    right: service({}, `${healthy}\n${server('10.0.0.2 80')}`),
  },
  'duplicate-real-server': {
    title: 'A real server is in its service twice',
    severity: ['error', 'warning'],
    why: 'The kernel has one entry of each address and port in a service, so the second block is dropped, with its weight and its checks. It is a warning where one of the two takes its port from the service: keepalived does not notice that.',
    wrong: service({}, `${server('10.0.0.1 80')}\n${server('10.0.0.1 80')}`),
    right: service({}, `${server('10.0.0.1 80')}\n${server('10.0.0.2 80')}`),
  },
  'port-forced': {
    title: 'A server has another port than its service, without NAT',
    severity: ['error'],
    why: 'Only NAT rewrites packets. With `DR` and `TUN` they arrive with the port the client asked for, so the port of the service is used, as in keepalived. Checks go to the port that is written: a server can be found healthy on a port where no client ever arrives.',
    wrong: service({ method: 'DR' }, server('10.0.0.1 8080')),
    right: service({ method: 'DR' }, server('10.0.0.1 80', 'TCP_CHECK {\n  connect_port 8080\n}')),
  },
  'persistence-added': {
    title: 'A service is persistent although `persistence_timeout` is not there',
    severity: ['warning', 'hint'],
    why: 'A service for all ports must be persistent, so that the connections of a client go to one server; and `persistence_granularity` makes no sense without. Both make keepalived set a timeout of 360 seconds, which spreads few clients badly. Say what is wanted.',
    wrong: service({ header: '192.0.2.1' }, server('10.0.0.1')),
    right: service({ header: '192.0.2.1' }, `persistence_timeout 300\n${server('10.0.0.1')}`),
  },
  'odd-netmask': {
    title: 'The netmask for persistence is no prefix',
    severity: ['warning'],
    why: 'In IPv4 `persistence_granularity` takes a netmask in any form in which an address can be written, so `24` is read as 0.0.0.24: clients would be told apart by two bits. Prefix lengths are for IPv6 only. Until such masks are enforced, each client counts by itself.',
    wrong: service({}, `persistence_timeout 300\npersistence_granularity 24\n${healthy}`),
    right: service({}, `persistence_timeout 300\npersistence_granularity 255.255.255.0\n${healthy}`),
  },
  'persistence-with-ops': {
    title: 'One-packet scheduling and persistence contradict each other',
    severity: ['warning'],
    why: '`ops` chooses a server for each datagram anew, persistence sends all of a client to the server it had. With both, a busy client, such as a resolver, keeps its one server, and the others stay idle.',
    wrong: service({ protocol: 'UDP' }, `ops\npersistence_timeout 60\n${healthy}`),
    right: service({ protocol: 'UDP' }, `ops\n${healthy}`),
  },
  'newer-scheduler': {
    title: 'The scheduler needs a newer kernel than the others',
    severity: ['hint'],
    why: 'An older kernel refuses the service, and the director then answers nobody on its address. Reported once for each scheduler: `fo` needs Linux 3.18, `ovf` 4.3, `mh` 4.18, `twos` 5.12. Distributions can leave single schedulers out as well.',
    wrong: service({ scheduler: 'mh' }, healthy),
    right: service({ scheduler: 'sh' }, healthy),
  },
  'unreachable-quorum': {
    title: 'The quorum cannot be gained, not even with every server up',
    severity: ['warning'],
    why: 'A service gains its quorum at `quorum` + `hysteresis`, at the start as well as later. When all servers together weigh less, it never does: every client gets the sorry server or nothing, although all is well.',
    wrong: service({}, `quorum 2\nhysteresis 1\n${healthy}\n${server('10.0.0.2 80')}`),
    right: service({}, `quorum 2\nhysteresis 1\n${healthy}\n${server('10.0.0.2 80')}\n${server('10.0.0.3 80')}`),
  },
  'fragile-quorum': {
    title: 'One failed server takes the whole service down',
    severity: ['hint'],
    why: 'Below its quorum a service takes the servers that are left out of use as well. When the quorum is as high as the weight of all of them, the first failure ends the service. That can be meant, but a quorum usually says how many must be left to carry the load.',
    wrong: service({}, `quorum 2\n${healthy}\n${server('10.0.0.2 80')}`),
    right: service({}, `quorum 2\n${healthy}\n${server('10.0.0.2 80')}\n${server('10.0.0.3 80')}`),
  },
  'sorry-server-in-service': {
    title: 'The sorry server is one of the real servers',
    severity: ['hint'],
    why: 'It is needed when no real server is left, and then it has failed too: clients get errors instead of an apology. It can make sense with a quorum, when one server may have to carry on alone.',
    wrong: service({}, `${healthy}\nsorry_server 10.0.0.1 80`),
    right: service({}, `${healthy}\nsorry_server 10.0.0.9 80`),
  },
  'server-is-service': {
    title: 'A real server is the address and port of its service',
    severity: ['warning'],
    why: 'Packets for it come back to the service, which sends them to a server again. A check of it asks the service, so the server seems to be up as long as any other is. Most often the wrong address was copied.',
    wrong: service({}, server('192.0.2.1 80')),
    right: service({}, server('10.0.0.1 80')),
  },
  'unchecked-service': {
    title: 'No server of a service has a check',
    severity: ['hint'],
    why: 'All of them count as up all the time. Clients are sent to servers that are dead, the quorum never changes, and the sorry server is never used. At most three such services are reported one by one.',
    wrong: service({}, server('10.0.0.1 80', 'weight 1')),
    right: service({}, healthy),
  },
  'unchecked-server': {
    title: 'A server has no check, although others of its service have one',
    severity: ['warning'],
    why: 'It counts as up all the time and keeps its share of the clients when it is dead. Its weight also holds the quorum when all others have failed, so the sorry server is not used.',
    wrong: service({}, `${healthy}\n${server('10.0.0.2 80', 'weight 1')}`),
    right: service({}, `${healthy}\n${server('10.0.0.2 80')}`),
  },
  'thresholds-crossed': {
    title: 'The lower connection limit is not below the upper one',
    severity: ['warning'],
    why: 'A server that reaches `uthreshold` gets no new connections until it has fewer than `lthreshold`. When that is as high or higher, it gets them again at once, and the upper limit holds nothing back.',
    wrong: service({}, server('10.0.0.1 80', 'uthreshold 100\nlthreshold 200\nTCP_CHECK {\n}')),
    right: service({}, server('10.0.0.1 80', 'uthreshold 200\nlthreshold 150\nTCP_CHECK {\n}')),
  },
  'huge-weight': {
    title: 'A weight is far larger than weights need to be',
    severity: ['hint'],
    why: 'Only the proportion of the weights counts. Schedulers multiply them with numbers of connections or count them down in turns, so very large ones give long runs on one server, and sums that are hard to read.',
    wrong: service({}, server('10.0.0.1 80', 'weight 1000000\nTCP_CHECK {\n}')),
    right: service({}, server('10.0.0.1 80', 'weight 100\nTCP_CHECK {\n}')),
  },
  'frequent-checks': {
    title: 'Many servers are checked more often than once a second',
    severity: ['hint'],
    why: 'Every check is a connection that the server accepts, logs and closes, and that this director keeps in mind. With ten servers and more, intervals below a second are a load of their own, and failures show hardly sooner than with a few seconds.',
    wrong: service({}, `delay_loop 0.2\n${tenServers()}`),
    right: service({}, `delay_loop 3\n${tenServers()}`),
  },
  'unknown-server-group': {
    title: 'A service names a group that is not there',
    severity: ['warning'],
    why: 'The service is left out, as in keepalived, whose configuration test says nothing of it: a mistyped name takes all addresses of the group off the director without an error.',
    wrong: group('web') + service({ header: 'group wbe' }, server('10.0.0.1')),
    right: group('web') + service({ header: 'group web' }, server('10.0.0.1')),
  },
  'unused-server-group': {
    title: 'No service names a group of virtual servers',
    severity: ['warning'],
    why: 'A group is only a list of addresses: without a `virtual_server group` that names it, none of them is served. Often the service was removed, or renamed, and the group forgotten.',
    wrong: group('web'),
    right: group('web') + service({ header: 'group web' }, server('10.0.0.1')),
  },
}

function tenServers(): string {
  return Array.from({ length: 10 }, (_, index) => server(`10.0.0.${index + 1} 80`)).join('\n')
}
