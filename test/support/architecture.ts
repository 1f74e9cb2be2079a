// The architecture's rules as tables, and the functions that hold sources against them.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseSource, type SourceFacts } from './source-facts.js'

const FOLDERS = ['config', 'daemon', 'healthcheck', 'ipvs', 'vrrp']

export function readSources(top: string): SourceFacts[] {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  return paths
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(top, path), 'utf8')))
}

/** A row of the table: files under `from` may import files under `to`, and those under `from` itself. */
interface Row {
  readonly from: string
  readonly to: readonly string[]
}

/** The most specific row counts: the first whose `from` matches. */
const TABLE: readonly Row[] = [
  { from: 'config/values/', to: [] },
  { from: 'config/', to: [] },
  { from: 'daemon/runtime/', to: ['config/values/'] },
  { from: 'daemon/', to: [''] },
  { from: 'ipvs/client.ts', to: ['ipvs/', 'config/values/', 'daemon/runtime/'] },
  { from: 'ipvs/reconciler.ts', to: ['ipvs/', 'config/values/', 'daemon/runtime/'] },
  { from: 'ipvs/netlink/request.ts', to: ['ipvs/', 'config/values/', 'daemon/runtime/'] },
  { from: 'ipvs/', to: ['config/values/'] },
  { from: 'vrrp/config/', to: ['config/'] },
  { from: 'vrrp/packet/', to: ['config/values/'] },
  { from: 'vrrp/machine/', to: ['vrrp/config/', 'vrrp/packet/', 'config/values/'] },
  { from: 'vrrp/report', to: ['vrrp/machine/', 'config/values/'] },
  { from: 'vrrp/edge/', to: ['vrrp/', 'ipvs/client.ts', 'ipvs/netlink/', 'daemon/runtime/', 'config/values/'] },
  { from: 'healthcheck/config/', to: ['config/'] },
  { from: 'healthcheck/protocols/', to: ['config/values/'] },
  { from: 'healthcheck/state/', to: ['healthcheck/config/', 'ipvs/table.ts', 'config/values/'] },
  { from: 'healthcheck/checkers/', to: ['config/schema/', 'config/values/', 'healthcheck/protocols/'] },
  { from: 'healthcheck/report', to: ['healthcheck/state/', 'config/values/'] },
  { from: 'healthcheck/edge/', to: ['healthcheck/', 'ipvs/', 'daemon/runtime/', 'config/values/'] },
]

const isOurs = (target: string): boolean => FOLDERS.some((folder) => target.startsWith(`${folder}/`))

/** `file:line imports target: why not`, for every import the table does not allow. */
export function importViolations(sources: readonly SourceFacts[]): string[] {
  return sources.flatMap((file) => {
    const row = TABLE.find((one) => file.path.startsWith(one.from))
    if (row === undefined) return [`${file.path}: this folder is not in the table`]
    const allowed = [row.from, ...row.to]
    return file.imports
      .filter((one) => isOurs(one.target) && !allowed.some((prefix) => one.target.startsWith(prefix)))
      .map(
        (one) =>
          `${file.path}:${one.line} imports ${one.target}: ${row.from} may import ${row.to.join(', ') || 'nothing'}`,
      )
  })
}

/** Pure files: whole folders, and single ones in folders that are not. */
const PURE = [
  'config/',
  'vrrp/config/',
  'vrrp/packet/',
  'vrrp/machine/',
  'vrrp/report',
  'healthcheck/config/',
  'healthcheck/state/',
  'healthcheck/protocols/',
  'healthcheck/report',
  'ipvs/table.ts',
  'ipvs/diff.ts',
  'ipvs/messages.ts',
  'ipvs/netlink/attributes.ts',
  'daemon/ipc/messages.ts',
  'daemon/lint/',
  'daemon/peer/',
  'daemon/exit-status.ts',
  'daemon/supervisor/loaded-config.ts',
  'daemon/supervisor/notifications.ts',
  'daemon/supervisor/reload.ts',
  'daemon/supervisor/reports.ts',
  'daemon/supervisor/restart-policy.ts',
]

/** Modules of Node that compute and touch nothing. */
const HARMLESS = new Set(['node:path', 'node:path/posix', 'node:util'])

/** `file:line uses name`, for everything a pure file must not touch. */
export function purityViolations(sources: readonly SourceFacts[]): string[] {
  return sources
    .filter((file) => PURE.some((prefix) => file.path.startsWith(prefix)))
    .flatMap((file) => [
      ...file.imports
        .filter((one) => !isOurs(one.target) && !HARMLESS.has(one.target))
        .map((one) => `${file.path}:${one.line} imports ${one.target} in a pure file`),
      ...file.uses.map((use) => `${file.path}:${use.line} uses ${use.name} in a pure file`),
    ])
}

/** Packages that stand behind one file of ours. */
const ONE_FILE: Readonly<Record<string, string>> = {
  'raw-socket': 'daemon/runtime/raw-socket.ts',
  koffi: 'daemon/runtime/libc.ts',
  'node-netlink': 'ipvs/netlink/request.ts',
  pino: 'daemon/runtime/log.ts',
}

export function nativeViolations(sources: readonly SourceFacts[]): string[] {
  return sources.flatMap((file) =>
    file.imports
      .filter((one) => (ONE_FILE[one.target] ?? file.path) !== file.path)
      .map((one) => `${file.path}:${one.line} imports ${one.target}, which ${ONE_FILE[one.target] ?? ''} alone knows`),
  )
}

/** Files that are evaluated when `entry` is loaded. */
export function reachable(sources: readonly SourceFacts[], entry: string): Set<string> {
  const byPath = new Map(sources.map((file) => [file.path, file]))
  const seen = new Set<string>()
  const queue = [entry]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = byPath.get(path)
    if (file === undefined || seen.has(path)) continue
    seen.add(path)
    queue.push(...file.imports.filter((one) => one.static).map((one) => one.target))
  }
  return seen
}
