// What is different between two configurations of one service, as short texts: `lb_algo rr/wlc`. What may well differ between two machines
// is left out: scripts, mail, addresses to send checks from.

import type { GroupEntry, RealServerConfig, TunnelConfig, VirtualServerConfig } from '../../healthcheck/config/model.js'
import { listOf } from '../lint/list-of.js'

export type Service = VirtualServerConfig

/** Fields that are one value, and their keywords. */
const serviceFields: readonly (readonly [keyof Service, string])[] = [
  ['scheduler', 'lb_algo'],
  ['schedulerFlags', 'scheduler flags'],
  ['method', 'lb_kind'],
  ['persistenceTimeout', 'persistence_timeout'],
  ['persistencePrefix', 'persistence_granularity'],
  ['persistenceMask', 'persistence_granularity'],
  ['persistenceEngine', 'persistence_engine'],
  ['haSuspend', 'ha_suspend'],
  ['quorum', 'quorum'],
  ['hysteresis', 'hysteresis'],
  ['alpha', 'alpha'],
  ['omega', 'omega'],
]

const serverFields: readonly (readonly [keyof RealServerConfig, string])[] = [
  ['weight', 'weight'],
  ['method', 'lvs_method'],
  ['upperThreshold', 'uthreshold'],
  ['lowerThreshold', 'lthreshold'],
  ['inhibitOnFailure', 'inhibit_on_failure'],
  ['alpha', 'alpha'],
]

export function serviceDifferences(own: Service, other: Service): readonly string[] {
  const found: string[] = []
  for (const [field, keyword] of serviceFields) {
    if (own[field] !== other[field]) found.push(`${keyword} ${shown(own[field])}/${shown(other[field])}`)
  }
  if (shownTunnel(own) !== shownTunnel(other)) found.push(`tunnel ${shownTunnel(own)}/${shownTunnel(other)}`)
  if ('group' in own && 'group' in other) found.push(...entryDifferences(own.entries, other.entries))
  const [mine, theirs] = [sorryName(own), sorryName(other)]
  if (mine !== theirs) found.push(`sorry_server ${mine}/${theirs}`)
  return [...found, ...serverDifferences(own, other)]
}

/** What a virtual_server_group holds. */
function entryDifferences(own: readonly GroupEntry[], other: readonly GroupEntry[]): readonly string[] {
  const [mine, theirs] = [new Set(own.map(entryName)), new Set(other.map(entryName))]
  return onlyIn('virtual_server_group', mine, theirs)
}

const entryName = (entry: GroupEntry): string =>
  'fwmark' in entry
    ? `fwmark ${entry.fwmark}`
    : `${entry.first}${entry.last === entry.first ? '' : `-${entry.last}`}${entry.port === 0 ? '' : ` ${entry.port}`}`

function onlyIn(keyword: string, mine: ReadonlySet<string>, theirs: ReadonlySet<string>): readonly string[] {
  const here = [...mine].filter((name) => !theirs.has(name))
  const there = [...theirs].filter((name) => !mine.has(name))
  return [
    ...(here.length > 0 ? [`${keyword} ${listOf(here, 3)} only here`] : []),
    ...(there.length > 0 ? [`${keyword} ${listOf(there, 3)} only there`] : []),
  ]
}

const shownTunnel = ({ tunnel }: { readonly tunnel: TunnelConfig | undefined }): string =>
  tunnel === undefined ? 'ipip' : Object.values(tunnel).join(' ')

const sorryName = ({ sorryServer: server }: Service): string =>
  server === undefined ? 'none' : `${nameOf(server)} ${server.method}${server.inhibit ? ' inhibit' : ''}`

const nameOf = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

function serverDifferences(own: Service, other: Service): readonly string[] {
  const theirs = new Map(other.realServers.map((server) => [nameOf(server), server]))
  const found = [...onlyIn('real_server', new Set(own.realServers.map(nameOf)), new Set(theirs.keys()))]
  // The same difference in many servers is one difference.
  const servers = new Map<string, string[]>()
  for (const server of own.realServers) {
    const there = theirs.get(nameOf(server))
    if (there === undefined) continue
    for (const text of differencesOf(server, there)) {
      const known = servers.get(text)
      if (known === undefined) servers.set(text, [nameOf(server)])
      else known.push(nameOf(server))
    }
  }
  for (const [text, names] of servers) {
    found.push(`${text} of ${names.length > 3 ? `${names.length} servers` : listOf(names)}`)
  }
  return found
}

function differencesOf(own: RealServerConfig, other: RealServerConfig): readonly string[] {
  const found: string[] = []
  for (const [field, keyword] of serverFields) {
    if (own[field] !== other[field]) found.push(`${keyword} ${shown(own[field])}/${shown(other[field])}`)
  }
  const [mine, theirs] = [kindsOf(own), kindsOf(other)]
  if (mine !== theirs) return [...found, `checks ${mine}/${theirs}`]
  own.checkers.forEach((checker, index) => {
    compare(checker.kind, checker, other.checkers[index], found)
  })
  return found
}

const kindsOf = ({ checkers }: RealServerConfig): string =>
  checkers.length === 0 ? 'none' : checkers.map(({ kind }) => kind).join('+')

/** Where a word stands in a file, and what belongs to one machine. */
const passedOver = new Set(['place', 'kind', 'bindAddress', 'bindPort', 'bindInterface', 'command', 'mark'])

/** Durations, shown in seconds. */
const times = new Set(['delayLoop', 'warmup', 'delayBeforeRetry', 'connectTimeout', 'timeout'])

function compare(name: string, own: unknown, other: unknown, found: string[]): void {
  if (own === other) return
  if (!isObject(own) || !isObject(other)) {
    found.push(`${name} ${shown(own)}/${shown(other)}`)
    return
  }
  compareKeys(name, own, other, Object.keys(own), found)
  // A key that only the other has.
  compareKeys(
    name,
    own,
    other,
    Object.keys(other).filter((key) => !Object.hasOwn(own, key)),
    found,
  )
}

function compareKeys(name: string, own: Parts, other: Parts, keys: readonly string[], found: string[]): void {
  for (const key of keys) {
    const [mine, theirs] = [own[key], other[key]]
    if (mine === theirs || passedOver.has(key)) continue
    if (key === 'warmup' && followsLoop(own) && followsLoop(other)) continue
    const label = Array.isArray(own) ? name : `${name.split(' ')[0] ?? ''} ${keywordOf(key)}`
    if (times.has(key) && typeof mine === 'number' && typeof theirs === 'number') {
      found.push(`${label} ${mine / 1000}/${theirs / 1000}`)
    } else compare(label, mine, theirs, found)
  }
}

type Parts = Readonly<Record<string, unknown>>

/** The first run is usually due within one delay_loop: that is no second difference. */
const followsLoop = ({ warmup, delayLoop }: Parts): boolean => warmup === delayLoop

const isObject = (value: unknown): value is Parts => typeof value === 'object' && value !== null

/** delayLoop: delay_loop. */
const keywordOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.length > 30 ? `${value.slice(0, 29)}…` : value
  return value === undefined ? 'none' : 'set'
}
