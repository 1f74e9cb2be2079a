// Netlink messages in a buffer: the 16-byte header, where one message ends and the next begins, and the answers
// every family shares. Host byte order throughout. Knows no socket and no family.
//
//   u32 length (header included, padding not) | u16 type | u16 flags | u32 sequence | u32 port | payload, padded to 4

import { netlinkError, type NetlinkError } from './errors.js'

export const NLMSG_HEADER = 16

export const NLMSG = { NOOP: 1, ERROR: 2, DONE: 3, OVERRUN: 4 } as const

export const NLM_F = {
  REQUEST: 0x01,
  MULTI: 0x02,
  ACK: 0x04,
  DUMP_INTR: 0x10,
  /** On an ERROR or DONE: the offending payload is left out. */
  CAPPED: 0x100,
  /** On an ERROR or DONE: attributes with the kernel's words follow. */
  ACK_TLVS: 0x200,
  DUMP: 0x300,
  EXCL: 0x200,
  CREATE: 0x400,
} as const

/** Whether numbers in host byte order have their low byte first. */
export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

export const align4 = (length: number): number => (length + 3) & ~3

export interface NetlinkMessage {
  readonly type: number
  readonly flags: number
  readonly sequence: number
  /** The header's port id: our own port in answers, 0 in multicast news. */
  readonly port: number
  /** What stands after the header; a window on the received bytes. */
  readonly payload: Uint8Array
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Writes a header at `offset`. `length` includes the header. */
export function putHeader(
  view: DataView,
  offset: number,
  header: { length: number; type: number; flags: number; sequence: number; port: number },
): void {
  view.setUint32(offset, header.length, LITTLE_ENDIAN)
  view.setUint16(offset + 4, header.type, LITTLE_ENDIAN)
  view.setUint16(offset + 6, header.flags, LITTLE_ENDIAN)
  view.setUint32(offset + 8, header.sequence, LITTLE_ENDIAN)
  view.setUint32(offset + 12, header.port, LITTLE_ENDIAN)
}

/** One whole message of its own. */
export function frame(type: number, flags: number, sequence: number, port: number, payload: Uint8Array): Uint8Array {
  const length = NLMSG_HEADER + payload.length
  const bytes = new Uint8Array(align4(length))
  putHeader(viewOf(bytes), 0, { length, type, flags, sequence, port })
  bytes.set(payload, NLMSG_HEADER)
  return bytes
}

/** The same bytes as a plain Uint8Array: Node's Buffer shares memory where others copy (`slice`). */
export const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** All messages of a datagram in order. Stops at the first length that cannot be: what follows has no meaning. */
export function splitMessages(bytes: Uint8Array): NetlinkMessage[] {
  const view = viewOf(bytes)
  const messages: NetlinkMessage[] = []
  for (let offset = 0; offset + NLMSG_HEADER <= bytes.length;) {
    const length = view.getUint32(offset, LITTLE_ENDIAN)
    if (length < NLMSG_HEADER || length > bytes.length - offset) break
    messages.push({
      type: view.getUint16(offset + 4, LITTLE_ENDIAN),
      flags: view.getUint16(offset + 6, LITTLE_ENDIAN),
      sequence: view.getUint32(offset + 8, LITTLE_ENDIAN),
      port: view.getUint32(offset + 12, LITTLE_ENDIAN),
      payload: bytes.subarray(offset + NLMSG_HEADER, offset + length),
    })
    offset += align4(length)
  }
  return messages
}

/**
 * Numbers the requests that stand end to end in `bytes` from `sequence` on and sets their flags and port: REQUEST for all,
 * ACK for the last only (failures are answered anyway, NL-23). Returns how many there are, or undefined when a length is wrong.
 */
export function stampBatch(bytes: Uint8Array, sequence: number, port: number): number | undefined {
  const view = viewOf(bytes)
  let count = 0
  let last = -1
  let offset = 0
  while (offset < bytes.length) {
    if (offset + NLMSG_HEADER > bytes.length) return undefined
    const length = view.getUint32(offset, LITTLE_ENDIAN)
    if (length < NLMSG_HEADER || offset + length > bytes.length) return undefined
    const flags = (view.getUint16(offset + 6, LITTLE_ENDIAN) | NLM_F.REQUEST) & ~NLM_F.ACK
    view.setUint16(offset + 6, flags, LITTLE_ENDIAN)
    view.setUint32(offset + 8, (sequence + count) >>> 0, LITTLE_ENDIAN)
    view.setUint32(offset + 12, port, LITTLE_ENDIAN)
    last = offset
    offset += align4(length)
    count++
  }
  if (last >= 0) view.setUint16(last + 6, view.getUint16(last + 6, LITTLE_ENDIAN) | NLM_F.ACK, LITTLE_ENDIAN)
  return count
}

/**
 * The outcome an ERROR or DONE message carries: undefined for success (error 0, an acknowledgement).
 * A body too short to hold a status is EPROTO.
 */
export function statusOf(message: NetlinkMessage): NetlinkError | undefined {
  const { payload } = message
  if (payload.length < 4) return netlinkError(71)
  const status = viewOf(payload).getInt32(0, LITTLE_ENDIAN)
  if (status >= 0) return undefined
  return netlinkError(-status, kernelWords(message))
}

const NLMSGERR_ATTR_MSG = 1

/** The text of an extended acknowledgement. It follows the echoed header, and the echoed payload unless that was capped. */
function kernelWords({ payload, flags, type }: NetlinkMessage): string | undefined {
  if ((flags & NLM_F.ACK_TLVS) === 0) return undefined
  const view = viewOf(payload)
  let offset = 4
  if (type === NLMSG.ERROR) {
    if (payload.length < 4 + NLMSG_HEADER) return undefined
    offset += (flags & NLM_F.CAPPED) === 0 ? align4(view.getUint32(4, LITTLE_ENDIAN)) : NLMSG_HEADER
  }
  while (offset + 4 <= payload.length) {
    const length = view.getUint16(offset, LITTLE_ENDIAN)
    if (length < 4 || offset + length > payload.length) return undefined
    if ((view.getUint16(offset + 2, LITTLE_ENDIAN) & 0x3fff) === NLMSGERR_ATTR_MSG)
      return new TextDecoder().decode(payload.subarray(offset + 4, offset + length)).replace(/\0+$/, '')
    offset += align4(length)
  }
  return undefined
}
