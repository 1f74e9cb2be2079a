// The words after use_vmac and use_ipvlan: a name, an address and flags in any order, each wrong one dropped alone. Whether an interface
// of that name exists is not asked here.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { parseInteger } from '../../config/schema/args.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { addressBits, familyOf, parseIpAddress, type IpPrefix } from '../../config/values/ip.js'

/** As written. */
export interface MacvlanLine {
  readonly name: string | undefined
  /** Five octets (the virtual router id makes the sixth) or six, each of two digits. */
  readonly octets: readonly string[] | undefined
  readonly notifies: boolean
  readonly interfaceGroup: string | undefined
}

export interface IpvlanLine {
  readonly name: string | undefined
  readonly address: IpPrefix | undefined
  readonly mode: 'bridge' | 'private' | 'vepa'
  readonly interfaceGroup: string | undefined
}

type Draft<T> = { -readonly [K in keyof T]: T[K] }

/** All words of `use_vmac`; it may stand alone. */
export const macvlan = (): Arg<MacvlanLine> => ({
  expects: 'an interface name, a hardware address, `netlink_notify_msg` or `group` and a name',
  read: (cursor) => {
    const line: Draft<MacvlanLine> = { name: undefined, octets: undefined, notifies: false, interfaceGroup: undefined }
    do readMacvlanWord(cursor, line)
    while (cursor.next())
    return line
  },
})

export const noMacvlan: MacvlanLine = { name: undefined, octets: undefined, notifies: false, interfaceGroup: undefined }

function readMacvlanWord(cursor: Cursor, line: Draft<MacvlanLine>): void {
  if (cursor.word.includes(':')) readHardwareAddress(cursor, line)
  else if (cursor.word === 'netlink_notify_msg') line.notifies = true
  else if (cursor.word === 'group') readInterfaceGroup(cursor, line)
  else readName(cursor, line, 'VMAC interface name already specified', (word) => tooLongMacvlan(word))
}

const tooLongMacvlan = (word: string): string =>
  `VMAC interface name '${word}' too long or invalid characters - ignoring`

function readHardwareAddress(cursor: Cursor, line: Draft<MacvlanLine>): void {
  const { word } = cursor
  if (line.octets !== undefined) {
    tellIgnored(cursor, 'A hardware address was already given', 'VMAC interface address already specified')
    return
  }
  if (!/^[0-9A-Fa-f:]*$/.test(word)) {
    tellIgnored(cursor, `\`${word}\` is not a hardware address`, `VMAC invalid MAC address ${word}`)
    return
  }
  const octets = octetsOf(word)
  if (octets === undefined) {
    tellIgnored(cursor, `\`${word}\` is not a hardware address`, `VMAC invalid MAC address ${word} - ignored`)
  } else if ((Number.parseInt(octets[0] ?? '', 16) & 1) === 1) {
    tellIgnored(cursor, `\`${word}\` is a multicast address`, `VMAC MAC address is multicast ${word} - ignoring`)
  } else if (/^00 00 5e 00 0[12]/.test(octets.join(' '))) {
    const said = `VMAC MAC address not allowed to be RFC5798 address (${word}) - ignoring`
    tellIgnored(cursor, `\`${word}\` is kept for virtual routers by RFC 5798`, said)
  } else line.octets = octets
}

/** Five or six octets of one or two digits; a colon may follow the fifth. */
function octetsOf(word: string): readonly string[] | undefined {
  const parts = word.split(':')
  if (parts.length === 6 && parts[5] === '') parts.pop()
  const sound = (parts.length === 5 || parts.length === 6) && parts.every((part) => /^[0-9a-f]{1,2}$/i.test(part))
  return sound ? parts.map((part) => part.toLowerCase().padStart(2, '0')) : undefined
}

/** All words of `use_ipvlan`; it may stand alone. */
export const ipvlan = (): Arg<IpvlanLine> => ({
  expects: 'an interface name, an IP address, `bridge`, `private`, `vepa` or `group` and a name',
  read: (cursor) => {
    const line: Draft<IpvlanLine> = { ...noIpvlan }
    let moded = false
    do moded = readIpvlanWord(cursor, line, moded)
    while (cursor.next())
    return line
  },
})

export const noIpvlan: IpvlanLine = { name: undefined, address: undefined, mode: 'bridge', interfaceGroup: undefined }

/** Whether a mode was given up to here. */
function readIpvlanWord(cursor: Cursor, line: Draft<IpvlanLine>, moded: boolean): boolean {
  const { word } = cursor
  if (word === 'bridge' || word === 'private' || word === 'vepa') {
    if (moded) tellIgnored(cursor, `\`${word}\` is a second mode`)
    else line.mode = word
    return true
  }
  if (word === 'group') {
    readInterfaceGroup(cursor, line)
    return moded
  }
  const address = word === 'name' ? undefined : prefixOf(word)
  if (address === undefined) readName(cursor, line)
  else if (line.address === undefined) line.address = address
  else tellIgnored(cursor, 'An address was already given')
  return moded
}

function prefixOf(word: string): IpPrefix | undefined {
  const slash = word.indexOf('/')
  const address = parseIpAddress(slash < 0 ? word : word.slice(0, slash))
  if (address === undefined) return undefined
  const bits = addressBits(familyOf(address))
  const length = slash < 0 ? bits : parseInteger(word.slice(slash + 1))
  return length === undefined || length > bits ? undefined : { address, length }
}

/** `name NAME` or NAME alone. */
function readName(
  cursor: Cursor,
  line: Draft<{ name: string | undefined }>,
  twice?: string,
  wrong?: (word: string) => string,
): void {
  if (cursor.word === 'name' && !nextWord(cursor, 'name')) return
  const { word } = cursor
  if (line.name !== undefined) tellIgnored(cursor, 'An interface name was already given', twice)
  else if (word === '' || word.length > 15 || /[\s/:]/.test(word) || word === '.' || word === '..') {
    tellIgnored(cursor, `\`${word}\` is no name for an interface: at most 15 characters are expected`, wrong?.(word))
  } else line.name = word
}

function readInterfaceGroup(cursor: Cursor, line: Draft<{ interfaceGroup: string | undefined }>): void {
  if (nextWord(cursor, 'group')) line.interfaceGroup = cursor.word
}

function nextWord(cursor: Cursor, word: string): boolean {
  if (cursor.next()) return true
  cursor.tell({
    code: 'missing-value',
    severity: 'error',
    message: `\`${word}\` must be followed by a name`,
    hint: 'The word is ignored; keepalived refuses to start because of it.',
    keepalived: [
      {
        message: `*** Configuration line starting \`${cursor.statement.keyword}\` is missing a parameter after keyword \`${word}\` at word position ${wordsBefore(cursor) + 1}`,
        placed: true,
        status: 2,
      },
    ],
  })
  return false
}

const wordsBefore = ({ statement }: Cursor): number =>
  statement.line.text.slice(statement.from, statement.to).trim().split(/\s+/).length

function tellIgnored(cursor: Cursor, message: string, said?: string): void {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message,
    hint: 'The word is ignored, as in keepalived.',
    keepalived: said === undefined ? undefined : says(said),
  })
}
