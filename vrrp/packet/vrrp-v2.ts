// The VRRP version 2 message for IPv4 (RFC 3768 §5.3, authentication field of RFC 2338): 16 + 4n bytes. Seconds on the wire,
// durations outside. Judges a message by itself alone; whether it suits an instance is not decided here.
//
//   0               1               2               3
//  | ver=2 | type=1| virtual rtr id| priority      | count n       |
//  | auth type     | interval in s | checksum                      |
//  | address 1 … n                                                 |
//  | authentication data, eight bytes, always there                |

import { ipFromBytes, ipToBytes } from '../../config/values/ip.js'
import type { IpAddress } from '../../config/values/ip.js'
import { inSeconds, Seconds } from '../../config/values/time.js'
import type { Duration } from '../../config/values/time.js'
import { AUTH_LENGTH, bytesToKey, keyToBytes } from './auth.js'
import { internetChecksum, readUint16, writeUint16 } from './checksum.js'

export const VERSION_2 = 2
export const TYPE_ADVERTISEMENT = 1
/** Fields before the addresses. */
export const FIXED_LENGTH = 8
/** The count is one byte. */
export const MAX_ADDRESSES = 255

export interface AdvertV2 {
  /** 1–255 */
  readonly virtualRouterId: number
  /** 0 = stopping, 255 = address owner. */
  readonly priority: number
  /** 0 none, 1 text, 2 authentication header. */
  readonly authType: number
  /** Whole seconds, 0–255. */
  readonly interval: Duration
  /** IPv4, at most 255, in configured order. */
  readonly addresses: readonly IpAddress[]
  /** Sixteen hexadecimal digits; zeros without a password. */
  readonly key: string
}

export type AdvertV2Fault =
  | { readonly kind: 'too short'; readonly length: number; readonly expected: number }
  | { readonly kind: 'length'; readonly length: number; readonly expected: number }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'type'; readonly type: number }
  | { readonly kind: 'checksum' }

export type AdvertV2Decoded =
  { readonly ok: true; readonly advert: AdvertV2 } | { readonly ok: false; readonly fault: AdvertV2Fault }

/** Bytes of a message with `count` addresses. */
export const advertLength = (count: number): number => FIXED_LENGTH + 4 * count + AUTH_LENGTH

export function encodeAdvert(advert: AdvertV2): Uint8Array {
  const bytes = new Uint8Array(advertLength(advert.addresses.length))
  writeAdvert(bytes, 0, advert)
  return bytes
}

/** Writes the message at `at`; the caller has made room for `advertLength(n)` bytes. Throws on values that do not fit. */
export function writeAdvert(into: Uint8Array, at: number, advert: AdvertV2): void {
  if (advert.addresses.length > MAX_ADDRESSES)
    throw new RangeError(`${advert.addresses.length} addresses in one advert`)
  const seconds = inSeconds(advert.interval)
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 255) throw new RangeError(`interval of ${seconds} s`)
  into[at] = (VERSION_2 << 4) | TYPE_ADVERTISEMENT
  into[at + 1] = advert.virtualRouterId
  into[at + 3] = advert.addresses.length
  into[at + 4] = advert.authType
  into[at + 5] = seconds
  let next = at + FIXED_LENGTH
  for (const address of advert.addresses) {
    into.set(ipToBytes(address), next)
    next += 4
  }
  into.set(keyToBytes(advert.key), next)
  writePriority(into, at, advert.priority)
}

/** Changes the priority of the message at `at` and sums it anew (no pseudo-header, authentication data included). */
export function writePriority(into: Uint8Array, at: number, priority: number): void {
  into[at + 2] = priority
  writeUint16(into, at + 6, 0)
  writeUint16(into, at + 6, internetChecksum(into, at, advertLength(into[at + 3] ?? 0)))
}

/** The single fields, for a receiver whose checks come in an order of their own. Bytes past the end read as 0. */
export const advertFields = {
  version: (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) >> 4,
  type: (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) & 15,
  virtualRouterId: (bytes: Uint8Array, at: number): number => bytes[at + 1] ?? 0,
  priority: (bytes: Uint8Array, at: number): number => bytes[at + 2] ?? 0,
  count: (bytes: Uint8Array, at: number): number => bytes[at + 3] ?? 0,
  authType: (bytes: Uint8Array, at: number): number => bytes[at + 4] ?? 0,
  intervalSeconds: (bytes: Uint8Array, at: number): number => bytes[at + 5] ?? 0,
  keyOffset: (bytes: Uint8Array, at: number): number => at + FIXED_LENGTH + 4 * (bytes[at + 3] ?? 0),
} as const

/** True when the checksum is right; false also when the message does not reach to its own end. */
export function checksumHolds(bytes: Uint8Array, at: number): boolean {
  const length = advertLength(advertFields.count(bytes, at))
  return bytes.length >= at + length && internetChecksum(bytes, at, length) === 0
}

/** The addresses of a message whose length has been checked. */
export function readAddresses(bytes: Uint8Array, at: number): IpAddress[] {
  const addresses: IpAddress[] = []
  const end = advertFields.keyOffset(bytes, at)
  for (let next = at + FIXED_LENGTH; next < end; next += 4) addresses.push(ipFromBytes(bytes, 'inet', next))
  return addresses
}

/** Reads a whole message of exactly its own length. */
export function decodeAdvert(bytes: Uint8Array): AdvertV2Decoded {
  const length = bytes.length
  if (length < FIXED_LENGTH) return { ok: false, fault: { kind: 'too short', length, expected: FIXED_LENGTH } }
  const version = advertFields.version(bytes, 0)
  if (version !== VERSION_2) return { ok: false, fault: { kind: 'version', version } }
  const type = advertFields.type(bytes, 0)
  if (type !== TYPE_ADVERTISEMENT) return { ok: false, fault: { kind: 'type', type } }
  const expected = advertLength(advertFields.count(bytes, 0))
  if (length !== expected) return { ok: false, fault: { kind: 'length', length, expected } }
  if (!checksumHolds(bytes, 0)) return { ok: false, fault: { kind: 'checksum' } }
  return {
    ok: true,
    advert: {
      virtualRouterId: advertFields.virtualRouterId(bytes, 0),
      priority: advertFields.priority(bytes, 0),
      authType: advertFields.authType(bytes, 0),
      interval: Seconds(advertFields.intervalSeconds(bytes, 0)),
      addresses: readAddresses(bytes, 0),
      key: bytesToKey(bytes, advertFields.keyOffset(bytes, 0)),
    },
  }
}

/** The checksum as it stands in the message. */
export const advertChecksum = (bytes: Uint8Array, at = 0): number => readUint16(bytes, at + 6)
