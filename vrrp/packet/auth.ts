// Simple text authentication of VRRP version 2 (RFC 2338 §5.3.6.2): eight bytes in clear at the end of the packet.
// A key is held as 16 hexadecimal digits. Keys never appear in faults or logs.

/** The authentication field is always there in version 2, zero without a password. */
export const AUTH_LENGTH = 8

/** Values of the auth type byte (RFC 2338 §5.3.6). */
export const AUTH_NONE = 0
export const AUTH_TEXT = 1
export const AUTH_HEADER = 2

/** The key that stands for "no password". */
export const EMPTY_KEY = '0000000000000000'

/** Sixteen hexadecimal digits to eight bytes. Throws on anything else: keys are made by our own configuration code. */
export function keyToBytes(key: string): Uint8Array {
  if (!/^[0-9a-fA-F]{16}$/.test(key)) throw new Error('an authentication key is 16 hexadecimal digits')
  const bytes = new Uint8Array(AUTH_LENGTH)
  for (let i = 0; i < AUTH_LENGTH; i++) bytes[i] = parseInt(key.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** The eight bytes at `at` as lower-case hexadecimal digits. Bytes past the end read as 0. */
export function bytesToKey(bytes: Uint8Array, at = 0): string {
  let key = ''
  for (let i = 0; i < AUTH_LENGTH; i++) key += (bytes[at + i] ?? 0).toString(16).padStart(2, '0')
  return key
}

/** Compares all eight bytes whatever the first ones are, so that timing tells nothing of the password. */
export function keysEqual(expected: Uint8Array, received: Uint8Array, at = 0): boolean {
  let difference = received.length < at + AUTH_LENGTH ? 1 : 0
  for (let i = 0; i < AUTH_LENGTH; i++) difference |= (expected[i] ?? 0) ^ (received[at + i] ?? 0)
  return difference === 0
}
