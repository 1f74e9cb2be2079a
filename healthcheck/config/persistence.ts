// Persistence of a service: how long a client stays with its server, and how many bits of its address tell it from others. In IPv4 those
// are a netmask in any form that addresses can be written in, in IPv6 a prefix length.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { integer } from '../../config/schema/args.js'
import { faultOf, quoted } from '../../config/schema/complaints.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { addressBits, ipFromBytes, type AddressFamily, type IpAddress } from '../../config/values/ip.js'
import { splitWords } from '../../config/words.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** keepalived's persistence_timeout without a value, in seconds. */
export const defaultTimeout = 360

/** Characters of the name that the kernel takes. */
const longestEngine = 16

/** The name of a persistence engine; one that is too long is cut, as keepalived does. */
export const engine = (): Arg<string> => ({
  expects: `the name of a persistence engine of at most ${longestEngine} characters`,
  read: (cursor) => {
    const { word } = cursor
    if (word.length <= longestEngine) return word
    const cut = word.slice(0, longestEngine)
    cursor.tell({
      code: 'adjusted-value',
      severity: 'error',
      message: `\`${word}\` is longer than ${longestEngine} characters`,
      hint: `\`${cut}\` is used instead, as in keepalived.`,
      keepalived: says(`persistence_name too long, truncating - ${word}`),
    })
    return cut
  },
})

export interface Persistence {
  /** Seconds; 0 = off. */
  readonly timeout: number
  readonly prefix: number
  readonly mask: IpAddress | undefined
}

const off: Readonly<Record<AddressFamily, Persistence>> = {
  inet: { timeout: 0, prefix: 32, mask: undefined },
  inet6: { timeout: 0, prefix: 128, mask: undefined },
}

/** What the file says; `timeout` is 0 when nothing makes the service persistent. */
export function persistenceOf(bound: BoundVirtualServer, family: AddressFamily, report: Report): Persistence {
  const { persistenceTimeout, persistenceGranularity } = bound.values
  if (persistenceTimeout === undefined && persistenceGranularity === undefined) return off[family]
  const bits = persistenceGranularity === undefined ? undefined : lastBits(bound, family, report)
  if (persistenceTimeout === undefined && bits !== undefined) tellSwitchedOn(bound, report)
  return {
    timeout: persistenceTimeout ?? (bits === undefined ? 0 : defaultTimeout),
    prefix: bits?.prefix ?? addressBits(family),
    mask: bits?.mask,
  }
}

interface Bits {
  readonly prefix: number
  readonly mask: IpAddress | undefined
}

const prefixLength = integer(1, 128)

/** Of the last line with a value that is right; undefined when there is none. Those that are wrong are reported. */
function lastBits(bound: BoundVirtualServer, family: AddressFamily, report: Report): Bits | undefined {
  let found: Bits | undefined
  for (const statement of bound.block.statements) {
    if (statement.keyword !== 'persistence_granularity' || bound.refused?.has(statement) === true) continue
    const { line, from, to } = statement
    const word = splitWords(line.text, from, to)[1]?.text ?? ''
    const bits = family === 'inet' ? netmaskBits(word) : prefixBits(word)
    if (bits === undefined) tellWrong(statement, word, family, report)
    else if (bits.mask !== undefined) tellOdd(statement, word, bits.mask, report)
    found = bits ?? found
  }
  return found
}

function tellWrong(statement: Statement, word: string, family: AddressFamily, report: Report): void {
  const version = family === 'inet' ? 'IPv4' : 'IPv6'
  const expected = family === 'inet' ? 'a netmask such as 255.255.255.0' : prefixLength.expects
  tellValues(report, statement, {
    code: 'wrong-value',
    severity: 'error',
    message: `${quoted(word)} is not valid for \`persistence_granularity\` of ${version}: ${expected} is expected`,
    hint: 'The line is ignored, as in keepalived.',
    keepalived: [
      ...(family === 'inet' ? [] : faultOf(prefixLength, word)),
      ...says(`Invalid ${version} persistence_granularity specified - ${word}`),
    ],
  })
}

function tellOdd(statement: Statement, word: string, mask: IpAddress, report: Report): void {
  tellValues(report, statement, {
    code: 'odd-netmask',
    severity: 'warning',
    message: `\`${word}\` is the netmask ${mask}, which is no prefix`,
    hint: 'IPv4 takes a netmask, such as 255.255.255.0 for networks of 256 addresses. Such a mask is read, but not enforced yet: each client counts by itself.',
  })
}

function prefixBits(word: string): Bits | undefined {
  const prefix = /^\+?\d+$/.test(word) ? Number(word) : 0
  return prefix >= 1 && prefix <= 128 ? { prefix, mask: undefined } : undefined
}

function netmaskBits(word: string): Bits | undefined {
  const mask = addressNumber(word)
  if (mask === undefined) return undefined
  const holes = ~mask >>> 0
  if ((holes & (holes + 1)) === 0) return { prefix: Math.clz32(holes), mask: undefined }
  return { prefix: 32, mask: ipFromBytes(Uint8Array.of(mask >>> 24, mask >>> 16, mask >>> 8, mask), 'inet') }
}

/** One to four numbers with points between them, the last of which fills what is left; decimal, 0x hexadecimal or 0 octal. */
export function addressNumber(word: string): number | undefined {
  const parts = word.split('.')
  if (parts.length > 4) return undefined
  let value = 0
  for (const [index, part] of parts.entries()) {
    const number = partNumber(part)
    const last = index === parts.length - 1
    const room = last ? 256 ** (5 - parts.length) : 256
    if (number === undefined || number >= room) return undefined
    value = value * room + number
  }
  return value
}

function partNumber(part: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(part)) return parseInt(part, 16)
  if (/^0[0-7]*$/.test(part)) return parseInt(part, 8)
  return /^[1-9][0-9]*$/.test(part) ? Number(part) : undefined
}

/** keepalived says nothing of it. */
function tellSwitchedOn(bound: BoundVirtualServer, report: Report): void {
  tellKeyword(report, statementOf(bound, 'persistenceGranularity') ?? bound.statement, {
    code: 'persistence-added',
    severity: 'hint',
    message: `\`persistence_granularity\` alone makes the service persistent: a timeout of ${defaultTimeout} seconds is used`,
    hint: 'keepalived does the same. Say so with `persistence_timeout`, or remove the line.',
  })
}
