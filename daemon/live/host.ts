// The machine this program runs on, read from /proc, /sys and /etc: no child process, no native code, nothing is changed.

import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { networkInterfaces, release } from 'node:os'
import { parseIpAddress } from '../../config/values/ip.js'
import { identityOf, readUserDatabases, type UserDatabases } from '../supervisor/users.js'
import type { FileFacts, InterfaceAddress, Machine, ModuleState, NetworkInterface } from './machine.js'

export function hostMachine(): Machine {
  let databases: UserDatabases | undefined
  const users = (): UserDatabases => (databases ??= readUserDatabases())
  const modules = new Map<string, ModuleState>()
  return {
    interfaces: readInterfaces(),
    file: fileFacts,
    text: textOf,
    realPath: (path) => attempt(() => realpathSync(path)),
    user: (name) => {
      const found = identityOf({ user: name, group: undefined }, users())
      return found.ok ? found.identity : undefined
    },
    group: (name) => {
      const found = identityOf({ user: '0', group: name }, users())
      return found.ok ? found.identity.gid : undefined
    },
    sysctl: (name) => textOf(`/proc/sys/${sysctlPath(name)}`)?.trim(),
    module: (name) => {
      const state = modules.get(name) ?? moduleState(name)
      modules.set(name, state)
      return state
    },
    capabilities: capabilities(),
    uid: process.getuid?.() ?? 0,
    searchPath: process.env.PATH ?? '/usr/bin:/bin',
    commandLine: (pid) => textOf(`/proc/${pid}/cmdline`),
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

const textOf = (path: string): string | undefined => attempt(() => readFileSync(path, 'utf8'))

function fileFacts(path: string): FileFacts | undefined {
  return attempt(() => {
    const stats = statSync(path)
    const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other'
    return { kind, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid }
  })
}

/** Dots separate the parts; a dot inside an interface name is written as a slash, as sysctl(8) does. */
const sysctlPath = (name: string): string => name.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'))

function capabilities(): bigint | undefined {
  const found = /^CapEff:\s*([0-9a-f]+)$/m.exec(textOf('/proc/self/status') ?? '')?.[1]
  return found === undefined ? undefined : BigInt(`0x${found}`)
}

// ---- interfaces ---------------------------------------------------------------------------------------------------------

function readInterfaces(): ReadonlyMap<string, NetworkInterface> | undefined {
  const names = namesIn(textOf('/proc/net/dev'))
  if (names === undefined) return undefined
  // After entering a network namespace, /sys may still show the interfaces of another one.
  const shown = attempt(() => readdirSync('/sys/class/net'))
  const trusted = names.every((name) => shown?.includes(name)) && shown?.every(isKnownTo(names)) === true
  const addresses = attempt(networkInterfaces) ?? {}
  const entries = names.map((name) => {
    const own = (addresses[name] ?? []).flatMap((one): InterfaceAddress[] => {
      const address = parseIpAddress(one.address)
      const length = Number(one.cidr?.split('/')[1])
      return address === undefined || Number.isNaN(length) ? [] : [{ address, prefixLength: length }]
    })
    const state = trusted
      ? stateOf(name)
      : { running: own.length > 0 || undefined, loopback: name === 'lo', mtu: undefined }
    return [name, { ...state, addresses: own }] as const
  })
  return new Map(entries)
}

/** Files that are no interfaces, such as bonding_masters, have no folder of their own: they are told by their name. */
const isKnownTo = (names: readonly string[]) => (entry: string) => names.includes(entry) || entry === 'bonding_masters'

function namesIn(text: string | undefined): readonly string[] | undefined {
  const rows = text?.split('\n').slice(2)
  return rows?.flatMap((row) => {
    const colon = row.lastIndexOf(':')
    return colon < 0 ? [] : [row.slice(0, colon).trim()]
  })
}

const IFF_UP = 1
const IFF_LOOPBACK = 8

function stateOf(name: string): Omit<NetworkInterface, 'addresses'> {
  const flags = Number(textOf(`/sys/class/net/${name}/flags`)?.trim())
  const operational = textOf(`/sys/class/net/${name}/operstate`)?.trim()
  const mtu = Number(textOf(`/sys/class/net/${name}/mtu`)?.trim())
  const up = (flags & IFF_UP) !== 0
  return {
    // Interfaces without a notion of a carrier are `unknown`.
    running: Number.isNaN(flags) ? undefined : up && (operational === 'up' || operational === 'unknown'),
    loopback: (flags & IFF_LOOPBACK) !== 0,
    mtu: mtu > 0 ? mtu : undefined,
  }
}

// ---- kernel modules -----------------------------------------------------------------------------------------------------

function moduleState(name: string): ModuleState {
  if (attempt(() => statSync(`/sys/module/${name}`)) !== undefined) return 'loaded'
  const folder = `/lib/modules/${release()}`
  const lists = [textOf(`${folder}/modules.builtin`), textOf(`${folder}/modules.dep`)]
  if (lists.every((list) => list === undefined)) return 'unknown'
  const file = new RegExp(`(^|/)${name.replaceAll('_', '[-_]')}\\.ko`, 'm')
  if (file.test(lists[0] ?? '')) return 'loaded'
  return file.test(lists[1] ?? '') ? 'available' : 'absent'
}
