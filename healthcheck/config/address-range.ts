// A range of addresses as a group of virtual servers writes it: one address, `10.0.0.0/24`, `10.0.0.2-10` (the last octet, or of IPv6 the
// last group in hexadecimal) or `10.0.0.1-10.0.1.20`. With keepalived's words about those that are none.

import {
  addressBits,
  compareIp,
  ipFromBytes,
  ipToBytes,
  parseIpAddress,
  type AddressFamily,
  type IpAddress,
} from '../../config/values/ip.js'

export interface Range {
  readonly first: IpAddress
  readonly last: IpAddress
}

export interface RangeFault {
  /** What is wrong, for the message. */
  readonly wrong: string
  /** keepalived's words; undefined: those about the address, in which the port stands too. */
  readonly says: string | undefined
}

export function parseRange(word: string): Range | RangeFault {
  const family: AddressFamily = word.includes(':') ? 'inet6' : 'inet'
  const dash = word.indexOf('-')
  const slash = word.indexOf('/')
  const cut = dash >= 0 ? dash : slash
  const first = addressIn(cut < 0 ? word : word.slice(0, cut), family)
  if (first === undefined) return { wrong: 'is no address', says: undefined }
  if (slash >= 0) return network(word, first, word.slice(slash + 1), family)
  if (dash < 0) return { first, last: first }
  const end = word.slice(dash + 1)
  return end.includes(family === 'inet' ? '.' : ':')
    ? upTo(word, first, end, family)
    : upToLast(word, first, end, family)
}

function addressIn(word: string, family: AddressFamily): IpAddress | undefined {
  return word.includes(':') === (family === 'inet6') ? parseIpAddress(word) : undefined
}

function network(word: string, first: IpAddress, text: string, family: AddressFamily): Range | RangeFault {
  const bits = addressBits(family)
  const length = /^\+?\d+$/.test(text) ? Number(text) : 0
  if (length < 1 || length > bits) {
    return { wrong: `has no prefix length from 1 to ${bits}`, says: `Invalid netmask - ${word} - skipping` }
  }
  const bytes = ipToBytes(first)
  const last = Uint8Array.from(bytes)
  for (let bit = length; bit < bits; bit++) {
    const mask = 0x80 >> (bit & 7)
    if (((bytes[bit >> 3] ?? 0) & mask) !== 0) {
      return { wrong: 'has bits behind its prefix', says: `Address mask bits not empty - ${word} - skipping` }
    }
    last[bit >> 3] = (last[bit >> 3] ?? 0) | mask
  }
  return { first, last: ipFromBytes(last, family) }
}

function upTo(word: string, first: IpAddress, text: string, family: AddressFamily): Range | RangeFault {
  const cut = text.indexOf('-')
  const last = addressIn(cut < 0 ? text : text.slice(0, cut), family)
  if (last === undefined) return { wrong: 'has no address at its end', says: `Invalid range end ${word} - skipping` }
  if (compareIp(last, first) >= 0) return { first, last }
  return {
    wrong: 'ends before it begins',
    says: `Address range end is less than address range start - ${word} - skipping`,
  }
}

/** The number takes the place of the last octet or group. */
function upToLast(word: string, first: IpAddress, text: string, family: AddressFamily): Range | RangeFault {
  const hexadecimal = family === 'inet6'
  const match = (hexadecimal ? /^([+-]?)(?:0[xX](?=[\da-fA-F]))?([\da-fA-F]*)/ : /^([+-]?)()(\d*)/).exec(text)
  const digits = (hexadecimal ? match?.[2] : match?.[3]) ?? ''
  const rest = digits === '' ? text : text.slice(match?.[0].length ?? 0)
  if (rest !== '') {
    return {
      wrong: `has \`${rest}\` behind its end`,
      says: `Virtual server group range '${word}' has extra characters at end '${rest}'`,
    }
  }
  const most = hexadecimal ? 0xffff : 255
  const number = digits === '' ? 0 : parseInt(digits, hexadecimal ? 16 : 10)
  if (number > most || (match?.[1] === '-' && number > 0)) {
    return {
      wrong: `ends above ${hexadecimal ? 'ffff' : most}`,
      says: `Virtual server group range '${word}' end '${text}' too large`,
    }
  }
  const bytes = ipToBytes(first)
  const at = bytes.length - 1
  const start = hexadecimal ? (bytes[at - 1] ?? 0) * 256 + (bytes[at] ?? 0) : (bytes[at] ?? 0)
  if (start >= number) {
    return {
      wrong: 'does not end above its beginning',
      says: `Address range end is not greater than address range start - ${word} - skipping`,
    }
  }
  if (hexadecimal) bytes[at - 1] = number >> 8
  bytes[at] = number & 255
  return { first, last: ipFromBytes(bytes, family) }
}
