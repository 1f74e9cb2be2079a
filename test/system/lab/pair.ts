// A director pair at work in a laboratory: both daemons of a chosen kind on the NAT pair's VRRP, and what tests and benches do to it.

import { openFolder, pairConfig, withoutServices, type Folder } from './configs.js'
import { startDaemon, type Daemon, type DaemonKind, type DaemonOptions } from './daemon.js'
import { nat, openNatLab, type DirectorName, type Lab } from './network.js'
import { until } from './wait.js'

export const instances = ['LVS_WAN', 'LVS_LAN'] as const

export interface Pair {
  readonly lab: Lab
  readonly folder: Folder
  /** The configuration file of each director. */
  readonly files: Readonly<Record<DirectorName, string>>
  /** The daemon last started on a director. */
  daemon(name: DirectorName): Daemon
  start(name: DirectorName): Daemon
  /** Power failure: every process killed and both cables dead, then the memory of the kernel (addresses) lost. */
  powerOff(name: DirectorName): Promise<void>
  /** Cables back after a power failure; the daemon is not started. */
  powerOn(name: DirectorName): Promise<void>
  /** Waits until exactly `name` holds both virtual addresses, or with 'nobody' until no director does. */
  held(name: DirectorName | 'nobody', within?: number): Promise<void>
  close(): Promise<void>
}

export interface PairOptions extends DaemonOptions {
  /** Changes a director's file before it is written. */
  readonly edit?: (text: string, name: DirectorName) => string
}

/** Opens the laboratory and writes the files; starts nothing. Services are left out unless `ipvs` asks for them. */
export async function openPair(
  kinds: Readonly<Record<DirectorName, DaemonKind>>,
  options: PairOptions = {},
): Promise<Pair> {
  const lab = await openNatLab()
  const folder = openFolder()
  const { ipvs = 'none', edit = (text: string) => text } = options
  const write = (name: DirectorName): string => {
    const text = pairConfig('nat', name)
    return folder.write(`${name}.conf`, edit(ipvs === 'none' ? withoutServices(text) : text, name))
  }
  const files = { a: write('a'), b: write('b') }
  const daemons: Partial<Record<DirectorName, Daemon>> = {}
  const daemon = (name: DirectorName): Daemon => {
    const found = daemons[name]
    if (found === undefined) throw new Error(`no daemon was started on ${name}`)
    return found
  }
  return {
    lab,
    folder,
    files,
    daemon,
    start: (name) => (daemons[name] = startDaemon(kinds[name], lab.director(name), files[name], { ...options, ipvs })),
    powerOff: async (name) => {
      const killed = daemon(name).crash()
      await lab.unplug(name, 'outer', 'inner')
      await killed
      await lab
        .director(name)
        .run(['sh', '-c', `${removeAddress(nat.outerVip, 'eth0')}; ${removeAddress(nat.innerVip, 'eth1')}; true`])
    },
    powerOn: (name) => lab.plug(name, 'outer', 'inner'),
    held: async (name, within = 15_000) => {
      await until(`${name} holding both virtual addresses`, () => heldOnlyBy(lab, name), {
        within,
        every: 50,
        detail: () =>
          Object.values(daemons)
            .map((each) =>
              each.lines
                .slice(-40)
                .map(({ text }) => text)
                .join('\n'),
            )
            .join('\n---\n'),
      })
    },
    close: async () => {
      await lab.close()
      folder.remove()
    },
  }
}

async function heldOnlyBy(lab: Lab, name: DirectorName | 'nobody'): Promise<boolean> {
  const held = await Promise.all((['a', 'b'] as const).map((each) => virtualAddresses(lab, each)))
  return (['a', 'b'] as const).every((each, index) => held[index]?.length === (each === name ? 2 : 0))
}

/** Which of the two virtual addresses a director has now. */
export async function virtualAddresses(lab: Lab, name: DirectorName): Promise<string[]> {
  const [outer, inner] = await Promise.all([lab.addresses(name, 'outer'), lab.addresses(name, 'inner')])
  return [...outer, ...inner].filter(
    (address) => address.startsWith(`${nat.outerVip}/`) || address.startsWith(`${nat.innerVip}/`),
  )
}

function removeAddress(address: string, device: string): string {
  return `ip addr del ${address}/32 dev ${device} 2>/dev/null`
}
