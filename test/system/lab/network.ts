// The networks of the two example pairs: a client, an outer switch, two directors, for NAT an inner switch, two servers.
// Every machine is a namespace; the switches live in one of their own, so that pulling a cable is setting a port down there.

import { openNamespace, type Namespace } from './namespace.js'

export type DirectorName = 'a' | 'b'
export type Side = 'outer' | 'inner'

export interface Lab {
  readonly kind: 'nat' | 'dr'
  readonly client: Namespace
  readonly a: Namespace
  readonly b: Namespace
  readonly servers: readonly [Namespace, Namespace]
  readonly director: (name: DirectorName) => Namespace
  /** Pulls a director's cable out of the switch: its interface loses the carrier. */
  unplug(name: DirectorName, ...sides: Side[]): Promise<void>
  plug(name: DirectorName, ...sides: Side[]): Promise<void>
  /** The addresses of a director's interface, as `a.b.c.d/n`. */
  addresses(name: DirectorName, side: Side): Promise<string[]>
  close(): Promise<void>
}

/** Addresses of the NAT pair: those of nat-pair.conf and the machines' own. */
export const nat = {
  outerVip: '113.226.77.88',
  innerVip: '192.168.168.11',
  outer: { a: '113.226.77.86', b: '113.226.77.87' },
  inner: { a: '192.168.168.9', b: '192.168.168.10' },
  client: '113.226.77.1',
  /** Further addresses of the client, because persistence ties each address to one server. */
  clients: Array.from({ length: 60 }, (_, index) => `113.226.77.${index + 101}`),
  servers: ['192.168.168.236', '192.168.168.238'],
} as const

/** Addresses of the direct-routing pair: those of dr-pair.conf and the machines' own. */
export const dr = {
  vip: '192.168.195.150',
  outer: { a: '192.168.195.11', b: '192.168.195.12' },
  client: '192.168.195.1',
  servers: ['192.168.195.170', '192.168.195.171'],
} as const

/** Two networks, servers behind the directors with the inner virtual address as their gateway. */
export async function openNatLab(): Promise<Lab> {
  const machines = await openMachines()
  const { wire, client, a, b, servers } = machines
  await wire.ip(
    ...bridge('outer'),
    ...bridge('inner'),
    ...cable('outer', 'client', client),
    ...cable('outer', 'a-outer', a, 'eth0'),
    ...cable('outer', 'b-outer', b, 'eth0'),
    ...cable('inner', 'a-inner', a, 'eth1'),
    ...cable('inner', 'b-inner', b, 'eth1'),
    ...servers.flatMap((server, index) => cable('inner', `server${index + 1}`, server)),
  )
  await Promise.all([
    client.ip(...[nat.client, ...nat.clients].map((address) => `addr add ${address}/24 dev eth0`), 'link set eth0 up'),
    ...(['a', 'b'] as const).map(async (name) => {
      await letGo(machines[name], 'eth0', 'eth1')
      await machines[name].ip(
        `addr add ${nat.outer[name]}/24 dev eth0`,
        `addr add ${nat.inner[name]}/24 dev eth1`,
        'link set eth0 up',
        'link set eth1 up',
      )
    }),
    ...servers.map((server, index) =>
      server.ip(
        `addr add ${nat.servers[index] ?? ''}/24 dev eth0`,
        'link set eth0 up',
        `route add default via ${nat.innerVip}`,
      ),
    ),
  ])
  return lab('nat', machines)
}

/** One network; the servers hold the virtual address on their loopback and keep quiet about it. */
export async function openDrLab(): Promise<Lab> {
  const machines = await openMachines()
  const { wire, client, a, b, servers } = machines
  await wire.ip(
    ...bridge('outer'),
    ...cable('outer', 'client', client),
    ...cable('outer', 'a-outer', a, 'eth0'),
    ...cable('outer', 'b-outer', b, 'eth0'),
    ...servers.flatMap((server, index) => cable('outer', `server${index + 1}`, server)),
  )
  await Promise.all([
    client.ip(`addr add ${dr.client}/24 dev eth0`, 'link set eth0 up'),
    ...(['a', 'b'] as const).map(async (name) => {
      await letGo(machines[name], 'eth0')
      await machines[name].ip(`addr add ${dr.outer[name]}/24 dev eth0`, 'link set eth0 up')
    }),
    ...servers.map(async (server, index) => {
      await server.sysctl(['net.ipv4.conf.all.arp_ignore=1', 'net.ipv4.conf.all.arp_announce=2'])
      await server.ip(
        `addr add ${dr.servers[index] ?? ''}/24 dev eth0`,
        `addr add ${dr.vip}/32 dev lo`,
        'link set eth0 up',
      )
    }),
  ])
  return lab('dr', machines)
}

interface Machines {
  readonly wire: Namespace
  readonly client: Namespace
  readonly a: Namespace
  readonly b: Namespace
  readonly servers: readonly [Namespace, Namespace]
}

async function openMachines(): Promise<Machines> {
  const [wire, client, a, b, server1, server2] = await Promise.all([
    openNamespace('wire'),
    openNamespace('client'),
    openNamespace('a'),
    openNamespace('b'),
    openNamespace('server1'),
    openNamespace('server2'),
  ])
  const quiet = ['net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1']
  const plain = ['net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0']
  await Promise.all([
    ...[wire, client, server1, server2].map((machine) => machine.sysctl(plain, quiet)),
    // Clients tied to a server by persistence leave it when its weight is 0, as directors are commonly set up.
    ...[a, b].map((director) =>
      director.sysctl(['net.ipv4.ip_forward=1', ...plain], [...quiet, 'net.ipv4.vs.expire_quiescent_template=1']),
    ),
  ])
  return { wire, client, a, b, servers: [server1, server2] }
}

/** A director that has let an address go keeps no packets for it until its successor answers ARP: that would hide the outage. */
function letGo(director: Namespace, ...devices: string[]): Promise<void> {
  return director.sysctl(
    [],
    devices.map((device) => `net.ipv4.neigh.${device}.unres_qlen_bytes=1`),
  )
}

function bridge(name: string): string[] {
  return [`link add ${name} type bridge forward_delay 0 stp_state 0 mcast_snooping 0`, `link set ${name} up`]
}

/** One end in the switch under the port's name, the other in `machine` as `device`. */
function cable(switchName: string, port: string, machine: Namespace, device = 'eth0'): string[] {
  return [
    `link add ${port} type veth peer name ${device} netns ${machine.pid}`,
    `link set ${port} master ${switchName}`,
    `link set ${port} up`,
  ]
}

function lab(kind: 'nat' | 'dr', machines: Machines): Lab {
  const { wire, client, a, b, servers } = machines
  const director = (name: DirectorName): Namespace => (name === 'a' ? a : b)
  const device = (side: Side): string => (side === 'outer' ? 'eth0' : 'eth1')
  const set = (name: DirectorName, sides: readonly Side[], state: 'up' | 'down'): Promise<void> =>
    wire.ip(...sides.map((side) => `link set ${name}-${side} ${state}`))
  return {
    kind,
    client,
    a,
    b,
    servers,
    director,
    unplug: (name, ...sides) => set(name, sides, 'down'),
    plug: (name, ...sides) => set(name, sides, 'up'),
    addresses: async (name, side) => {
      const listed = await director(name).run(['ip', '-o', '-4', 'addr', 'show', 'dev', device(side)])
      return [...listed.matchAll(/inet (\S+)/g)].map(([, address]) => address ?? '')
    },
    close: async () => {
      await Promise.all([wire, client, a, b, ...servers].map((machine) => machine.close()))
    },
  }
}
