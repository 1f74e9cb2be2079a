// A machine made up of facts.

import { parseIpAddress } from '../../../config/values/ip.js'
import type {
  FileFacts,
  InterfaceAddress,
  Machine,
  ModuleState,
  NetworkInterface,
} from '../../../daemon/live/machine.js'

export interface MadeUp {
  readonly interfaces?: Readonly<Record<string, Partial<NetworkInterface>>>
  readonly files?: Readonly<Record<string, Partial<FileFacts>>>
  readonly texts?: Readonly<Record<string, string>>
  readonly users?: Readonly<Record<string, number>>
  readonly groups?: Readonly<Record<string, number>>
  readonly sysctls?: Readonly<Record<string, string>>
  readonly modules?: Readonly<Record<string, ModuleState>>
  readonly uid?: number
  readonly capabilities?: bigint
  readonly processes?: Readonly<Record<number, string>>
}

/** `10.0.0.2/24` as an interface has it. */
export function on(text: string): InterfaceAddress {
  const [address, length] = text.split('/')
  const parsed = parseIpAddress(address ?? '')
  if (parsed === undefined) throw new Error(`no address: ${text}`)
  return { address: parsed, prefixLength: Number(length) }
}

/** What is not said is in order: eth0 is up with 10.0.0.2/24, every folder is root's, the kernel has everything. */
export function machine(facts: MadeUp = {}): Machine {
  const given = facts.interfaces ?? { eth0: {} }
  const all: Readonly<Record<string, Partial<NetworkInterface>>> = {
    lo: { loopback: true, addresses: [on('127.0.0.1/8')] },
    ...given,
  }
  const usual: NetworkInterface = { running: true, loopback: false, mtu: 1500, addresses: [on('10.0.0.2/24')] }
  const interfaces = Object.entries(all).map(([name, one]) => [name, { ...usual, ...one }] as const)
  const rootOwned: FileFacts = { kind: 'directory', mode: 0o755, uid: 0, gid: 0 }
  const file = (path: string): FileFacts | undefined => {
    const known = facts.files?.[path]
    if (known !== undefined) return { ...rootOwned, kind: 'file', ...known }
    const isFolder = path === '/' || Object.keys(facts.files ?? {}).some((one) => one.startsWith(`${path}/`))
    return isFolder ? rootOwned : undefined
  }
  const users: Readonly<Record<string, number>> = { root: 0, ...facts.users }
  const groups: Readonly<Record<string, number>> = { root: 0, ...facts.groups }
  return {
    interfaces: new Map(interfaces),
    file,
    text: (path) =>
      facts.texts?.[path] ?? (path === '/proc/net/ip_vs' && facts.modules?.ip_vs !== 'absent' ? '' : undefined),
    realPath: (path) => (file(path) === undefined ? undefined : path),
    user: (name) => (users[name] === undefined ? undefined : { uid: users[name], gid: users[name] }),
    group: (name) => groups[name],
    sysctl: (name) => facts.sysctls?.[name],
    module: (name) => facts.modules?.[name] ?? 'loaded',
    capabilities: facts.capabilities ?? 0xffffffffffn,
    uid: facts.uid ?? 0,
    searchPath: '/usr/bin:/bin',
    commandLine: (pid) => facts.processes?.[pid],
  }
}
