// The Internet checksum (RFC 1071) as VRRP uses it. Knows nothing of the messages it is computed over.

/**
 * The one's-complement checksum of `length` bytes from `start`, as the 16-bit number that goes on the wire. An odd last byte
 * counts as padded with zero. Computed over a message that already carries its checksum, the result is 0 when it is right.
 */
export function internetChecksum(bytes: Uint8Array, start: number, length: number): number {
  let sum = 0
  const end = start + length
  for (let i = start; i < end; i += 2) sum += ((bytes[i] ?? 0) << 8) | (i + 1 < end ? (bytes[i + 1] ?? 0) : 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

/** Reads a big-endian 16-bit number; bytes past the end read as 0. */
export const readUint16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

export function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8
  bytes[at + 1] = value & 0xff
}
