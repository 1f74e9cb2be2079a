// The gratuitous ARP request that tells switches and neighbours where an address lives now (RFC 3768 §6.4.2, RFC 5227 form):
// an Ethernet frame of 42 bytes, unpadded. The target hardware address is broadcast, as keepalived sends it.
//
//  | dst ff:ff:ff:ff:ff:ff | src = our MAC | 0806 |
//  | htype 1 | ptype 0800 | hlen 6 | plen 4 | op 1 |
//  | sender MAC | sender IP = VIP | target MAC ff:ff:ff:ff:ff:ff | target IP = VIP |

import { ipFromBytes, ipToBytes } from '../../config/values/ip.js'
import type { IpAddress } from '../../config/values/ip.js'
import { readUint16, writeUint16 } from './checksum.js'

export const ARP_FRAME_LENGTH = 42
const ETHERTYPE_ARP = 0x0806
const ETHERTYPE_IPV4 = 0x0800
const HARDWARE_ETHERNET = 1
const REQUEST = 1

export interface GratuitousArp {
  /** aa:bb:cc:dd:ee:ff, lower case. */
  readonly mac: string
  readonly address: IpAddress
}

/** The whole frame. Throws on a MAC that is not six bytes: links without one are not announced on. */
export function encodeGratuitousArp(arp: GratuitousArp): Uint8Array {
  const frame = new Uint8Array(ARP_FRAME_LENGTH)
  const mac = macToBytes(arp.mac)
  const address = ipToBytes(arp.address)
  frame.fill(0xff, 0, 6)
  frame.set(mac, 6)
  writeUint16(frame, 12, ETHERTYPE_ARP)
  writeUint16(frame, 14, HARDWARE_ETHERNET)
  writeUint16(frame, 16, ETHERTYPE_IPV4)
  frame[18] = 6
  frame[19] = 4
  writeUint16(frame, 20, REQUEST)
  frame.set(mac, 22)
  frame.set(address, 28)
  frame.fill(0xff, 32, 38)
  frame.set(address, 38)
  return frame
}

/** The announcement in a frame (Ethernet padding allowed), or undefined when the frame is none. */
export function decodeGratuitousArp(frame: Uint8Array): GratuitousArp | undefined {
  if (frame.length < ARP_FRAME_LENGTH) return undefined
  if (readUint16(frame, 12) !== ETHERTYPE_ARP || readUint16(frame, 14) !== HARDWARE_ETHERNET) return undefined
  if (readUint16(frame, 16) !== ETHERTYPE_IPV4 || frame[18] !== 6 || frame[19] !== 4) return undefined
  if (readUint16(frame, 20) !== REQUEST) return undefined
  const address = ipFromBytes(frame, 'inet', 28)
  if (ipFromBytes(frame, 'inet', 38) !== address) return undefined
  return { mac: macText(frame, 22), address }
}

function macToBytes(mac: string): Uint8Array {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(mac)) throw new Error(`not an Ethernet address: ${mac}`)
  return Uint8Array.from(mac.split(':').map((byte) => parseInt(byte, 16)))
}

function macText(bytes: Uint8Array, at: number): string {
  return Array.from(bytes.subarray(at, at + 6), (byte) => byte.toString(16).padStart(2, '0')).join(':')
}
