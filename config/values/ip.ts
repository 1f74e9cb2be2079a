// IP addresses and prefixes as canonical text, so that they key maps, cross processes and print as themselves.
// IPv6 text follows RFC 5952. Knows nothing of sockets or interfaces.

/** An IPv4 or IPv6 address in canonical text: dotted quad, or RFC 5952. Never carries a zone or a prefix length. */
export type IpAddress = string & { readonly __ip: unique symbol }

export type AddressFamily = 'inet' | 'inet6'

/** An address with a prefix length (0–32 or 0–128); host bits may be set, as for an interface address. */
export interface IpPrefix {
  readonly address: IpAddress
  readonly length: number
}

/** An address and a port (0–65535; 0 = none). */
export interface Endpoint {
  readonly address: IpAddress
  readonly port: number
}

export const familyOf = (address: IpAddress): AddressFamily => (address.includes(':') ? 'inet6' : 'inet')

/** Bits in an address of the family. */
export const addressBits = (family: AddressFamily): 32 | 128 => (family === 'inet' ? 32 : 128)

/** Reads a dotted quad or IPv6 text (no zone, no prefix, no host names). undefined when it is neither. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/** Reads exactly four decimal octets 0–255 without leading zeros beyond "0" itself. */
export function parseIpv4(text: string): IpAddress | undefined {
  let octets = 0
  let value = -1
  let digits = 0
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 46
    if (code === 46) {
      if (digits === 0) return undefined
      octets++
      value = -1
      digits = 0
      continue
    }
    if (code < 48 || code > 57) return undefined
    if (value === 0) return undefined
    value = (value < 0 ? 0 : value) * 10 + code - 48
    digits++
    if (value > 255) return undefined
  }
  return octets === 4 ? (text as IpAddress) : undefined
}

function parseIpv6(text: string): IpAddress | undefined {
  const bytes = ipv6Bytes(text)
  return bytes === undefined ? undefined : ipv6Text(bytes)
}

function ipv6Bytes(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groups(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? groups(halves[1] ?? '', true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail]
  const bytes = new Uint8Array(16)
  all.forEach((group, i) => {
    bytes[2 * i] = group >> 8
    bytes[2 * i + 1] = group & 255
  })
  return bytes
}

/** Sixteen-bit groups of one side of "::"; a trailing dotted quad counts as two. */
function groups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return []
  const out: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      if (!mayEndInIpv4 || i !== parts.length - 1) return undefined
      const quad = parseIpv4(part)
      if (quad === undefined) return undefined
      const [a = 0, b = 0, c = 0, d = 0] = quad.split('.').map(Number)
      out.push((a << 8) | b, (c << 8) | d)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) out.push(parseInt(part, 16))
    else return undefined
  }
  return out
}

function ipv6Text(bytes: Uint8Array): IpAddress {
  const words: number[] = []
  for (let i = 0; i < 16; i += 2) words.push(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0))
  let bestStart = -1
  let bestLength = 1
  for (let i = 0; i < 8; i++) {
    let j = i
    while (j < 8 && words[j] === 0) j++
    if (j - i > bestLength) {
      bestStart = i
      bestLength = j - i
    }
    if (j > i) i = j
  }
  const hex = words.map((word) => word.toString(16))
  if (bestStart < 0) return hex.join(':') as IpAddress
  return `${hex.slice(0, bestStart).join(':')}::${hex.slice(bestStart + bestLength).join(':')}` as IpAddress
}

/** Network-order bytes: 4 or 16 of them. */
export function ipToBytes(address: IpAddress): Uint8Array {
  if (familyOf(address) === 'inet') return Uint8Array.from(address.split('.').map(Number))
  const bytes = ipv6Bytes(address)
  if (bytes === undefined) throw new Error(`not an IP address: ${address}`)
  return bytes
}

/** The address whose network-order bytes stand at `offset`. The caller guarantees that they are inside. */
export function ipFromBytes(bytes: Uint8Array, family: AddressFamily, offset = 0): IpAddress {
  if (family === 'inet')
    return `${bytes[offset] ?? 0}.${bytes[offset + 1] ?? 0}.${bytes[offset + 2] ?? 0}.${bytes[offset + 3] ?? 0}` as IpAddress
  return ipv6Text(bytes.subarray(offset, offset + 16))
}

/** Negative, zero or positive as unsigned big-endian numbers (VRRP tie-break); IPv4 sorts before IPv6. */
export function compareIp(a: IpAddress, b: IpAddress): number {
  if (a === b) return 0
  const left = ipToBytes(a)
  const right = ipToBytes(b)
  if (left.length !== right.length) return left.length - right.length
  for (let i = 0; i < left.length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

export const formatPrefix = (prefix: IpPrefix): string => `${prefix.address}/${prefix.length}`
