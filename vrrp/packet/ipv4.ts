// The IPv4 header of an advertisement: written for a header-included raw socket, read from what a raw socket delivers.
// Knows nothing of VRRP beyond its protocol number.
//
//   0               1               2               3
//  | ver=4 | IHL   | TOS           | total length                  |
//  | identification                | fragment field                |
//  | TTL           | protocol      | header checksum               |
//  | source                                                        |
//  | destination                                                   |
//  | options (IHL − 5 words)                                       |

import { ipFromBytes, ipToBytes } from '../../config/values/ip.js'
import type { IpAddress } from '../../config/values/ip.js'
import { readUint16, writeUint16 } from './checksum.js'

export const PROTOCOL_VRRP = 112
export const PROTOCOL_AH = 51
/** Without options, as we send it. */
export const IPV4_HEADER_LENGTH = 20
/** Network control (RFC 3768 does not ask for it; every implementation sends it). */
const TOS_NETWORK_CONTROL = 0xc0
/** RFC 3768 §5.2.3: a receiver discards anything else, so that no packet comes from beyond a router. */
export const VRRP_TTL = 255

export interface Ipv4Header {
  /** 20–60 bytes, options included. */
  readonly headerLength: number
  /** As written in the header; may differ from what was received. */
  readonly totalLength: number
  readonly identification: number
  readonly ttl: number
  readonly protocol: number
  readonly source: IpAddress
  readonly destination: IpAddress
}

export type Ipv4Fault = 'too short' | 'not IPv4' | 'bad header length'

export type Ipv4Decoded =
  { readonly ok: true; readonly header: Ipv4Header } | { readonly ok: false; readonly fault: Ipv4Fault }

/**
 * Writes a 20-byte header for a VRRP payload at the start of `into`: TOS 0xC0, TTL 255, protocol 112, no DF. The
 * checksum stays 0: the kernel fills it in. Identification 0 would make the kernel choose one, so it starts at 1 and skips 0
 * (see `nextIdentification`).
 */
export function writeIpv4Header(
  into: Uint8Array,
  header: {
    readonly totalLength: number
    readonly identification: number
    readonly source: IpAddress
    readonly destination: IpAddress
  },
): void {
  into.fill(0, 0, IPV4_HEADER_LENGTH)
  into[0] = 0x45
  into[1] = TOS_NETWORK_CONTROL
  writeUint16(into, 2, header.totalLength)
  writeIdentification(into, header.identification)
  into[8] = VRRP_TTL
  into[9] = PROTOCOL_VRRP
  into.set(ipToBytes(header.source), 12)
  into.set(ipToBytes(header.destination), 16)
}

/** Changes only the identification of a header already written. */
export const writeIdentification = (packet: Uint8Array, identification: number): void =>
  writeUint16(packet, 4, identification)

/** 1, 2, … 65535, 1: never 0. */
export const nextIdentification = (previous: number): number => (previous >= 0xffff ? 1 : previous + 1)

/** Reads the header, options skipped. Judges only what is needed to find the payload. */
export function decodeIpv4(packet: Uint8Array): Ipv4Decoded {
  if (packet.length < IPV4_HEADER_LENGTH) return { ok: false, fault: 'too short' }
  const first = packet[0] ?? 0
  if (first >> 4 !== 4) return { ok: false, fault: 'not IPv4' }
  const headerLength = (first & 15) * 4
  if (headerLength < IPV4_HEADER_LENGTH) return { ok: false, fault: 'bad header length' }
  if (packet.length < headerLength) return { ok: false, fault: 'too short' }
  return {
    ok: true,
    header: {
      headerLength,
      totalLength: readUint16(packet, 2),
      identification: readUint16(packet, 4),
      ttl: packet[8] ?? 0,
      protocol: packet[9] ?? 0,
      source: ipFromBytes(packet, 'inet', 12),
      destination: ipFromBytes(packet, 'inet', 16),
    },
  }
}
