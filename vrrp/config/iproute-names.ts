// Numbers that iproute2 gives names: routing tables, protocols, scopes, realms, dsfields, interface groups. The names stand in files of
// the machine; the few every machine knows become numbers here, others stay names. Knows nothing of routes.

import type { TableEntry } from './route-model.js'

/** What a number or name is looked up as. */
export interface NameTable {
  /** `a routing table`, for messages. */
  readonly what: string
  /** The file that gives the names. */
  readonly file: string
  readonly max: number
  /** Names with one number everywhere. */
  readonly fixed: ReadonlyMap<string, number>
  /** Names that iproute2 brings along, beyond the fixed ones. */
  readonly usual: ReadonlySet<string>
}

const nothing: ReadonlySet<string> = new Set()
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

export const tables: NameTable = {
  what: 'routing table',
  file: 'rt_tables',
  max: 4294967295,
  fixed: new Map([
    ['default', 253],
    ['main', 254],
    ['local', 255],
  ]),
  usual: words('unspec prelocal'),
}

export const KEEPALIVED = 18

export const protocols: NameTable = {
  what: 'protocol',
  file: 'rt_protos',
  max: 255,
  fixed: new Map([
    ['redirect', 1],
    ['kernel', 2],
    ['boot', 3],
    ['static', 4],
    ['gated', 8],
    ['ra', 9],
    ['mrt', 10],
    ['zebra', 11],
    ['bird', 12],
    ['dnrouted', 13],
    ['xorp', 14],
    ['ntk', 15],
    ['dhcp', 16],
    ['keepalived', KEEPALIVED],
    ['babel', 42],
  ]),
  usual: words('unspec none mrouted openr bgp isis ospf rip eigrp'),
}

export const scopes: NameTable = {
  what: 'scope',
  file: 'rt_scopes',
  max: 255,
  fixed: new Map([
    ['global', 0],
    ['site', 200],
    ['link', 253],
    ['host', 254],
    ['nowhere', 255],
  ]),
  usual: nothing,
}

export const dsfields: NameTable = {
  what: 'DS field',
  file: 'rt_dsfield',
  max: 255,
  fixed: new Map(),
  usual: words(
    'default AF11 AF12 AF13 AF21 AF22 AF23 AF31 AF32 AF33 AF41 AF42 AF43 CS1 CS2 CS3 CS4 CS5 CS6 CS7 EF ' +
      'lowdelay throughput reliability',
  ),
}

export const realms: NameTable = {
  what: 'realm',
  file: 'rt_realms',
  max: 255,
  fixed: new Map(),
  usual: words('cosmos'),
}

export const groups: NameTable = {
  what: 'interface group',
  file: 'group',
  max: 2147483647,
  fixed: new Map(),
  usual: words('default'),
}

/** The number or the name; undefined for a number that is too large, and for an empty word. */
export function tableEntry(table: NameTable, word: string): TableEntry | undefined {
  const number = cNumber(word)
  if (number !== undefined) {
    // Read into 32 bits without sign, so that -1 is the largest.
    const value = Number(BigInt.asUintN(32, number))
    return value <= table.max ? value : undefined
  }
  return table.fixed.get(word) ?? (word === '' ? undefined : { name: word })
}

/** Whether only a file of somebody's own can give the name a number. */
export const isOwnName = (table: NameTable, entry: TableEntry): boolean =>
  typeof entry !== 'number' && !table.usual.has(entry.name)

/** The largest number of 64 bits. */
export const LONGEST = 18446744073709551615n

/** A whole number as C writes it: decimal, 0x hexadecimal or 0 octal, with a sign; undefined when the word is none. */
export function cNumber(word: string): bigint | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(word)
  const digits = match?.[2]
  if (digits === undefined) return undefined
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
  const held = value > LONGEST ? LONGEST : value
  return match?.[1] === '-' ? -held : held
}

/** The same without sign and within 32 bits. */
export function cUnsigned(word: string): number | undefined {
  const number = cNumber(word)
  return number === undefined || number < 0n || number > 4294967295n || word.includes('-') ? undefined : Number(number)
}
