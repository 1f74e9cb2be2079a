// Captured frames as fields, written from the RFCs and independent of the product's codecs on purpose: a mistake made there is not
// repeated here. Also the other direction, for crafted packets, where any field may be wrong.

import type { Captured } from './pcap.js'

export interface Advert {
  readonly time: number
  readonly bytes: Buffer
  readonly ethernet: { readonly destination: string; readonly source: string }
  readonly ip: {
    readonly headerLength: number
    readonly typeOfService: number
    readonly totalLength: number
    readonly identification: number
    readonly fragment: number
    readonly ttl: number
    readonly protocol: number
    /** The one's complement sum over the header is right. */
    readonly checksumRight: boolean
    readonly source: string
    readonly destination: string
  }
  readonly version: number
  readonly type: number
  readonly virtualRouterId: number
  readonly priority: number
  readonly count: number
  readonly authType: number
  readonly interval: number
  readonly checksumRight: boolean
  readonly addresses: readonly string[]
  /** The eight bytes after the addresses, in hexadecimal. */
  readonly authData: string
}

export interface Arp {
  readonly time: number
  readonly bytes: Buffer
  readonly ethernet: { readonly destination: string; readonly source: string }
  readonly operation: number
  readonly senderMac: string
  readonly senderIp: string
  readonly targetMac: string
  readonly targetIp: string
}

/** A VRRP version 2 advertisement over IPv4; undefined for every other frame. RFC 3768 §5. */
export function readAdvert({ time, bytes }: Captured): Advert | undefined {
  if (bytes.length < 34 || bytes.readUInt16BE(12) !== 0x0800 || bytes.readUInt8(23) !== 112) return undefined
  const headerLength = (bytes.readUInt8(14) & 15) * 4
  const totalLength = bytes.readUInt16BE(16)
  const body = bytes.subarray(14 + headerLength, 14 + totalLength)
  if (body.length < 8) return undefined
  const count = body.readUInt8(3)
  const addressesEnd = Math.min(8 + 4 * count, body.length)
  return {
    time,
    bytes,
    ethernet: ethernet(bytes),
    ip: {
      headerLength,
      typeOfService: bytes.readUInt8(15),
      totalLength,
      identification: bytes.readUInt16BE(18),
      fragment: bytes.readUInt16BE(20),
      ttl: bytes.readUInt8(22),
      protocol: bytes.readUInt8(23),
      checksumRight: internetChecksum(bytes.subarray(14, 14 + headerLength)) === 0,
      source: ipText(bytes, 26),
      destination: ipText(bytes, 30),
    },
    version: body.readUInt8(0) >> 4,
    type: body.readUInt8(0) & 15,
    virtualRouterId: body.readUInt8(1),
    priority: body.readUInt8(2),
    count,
    authType: body.readUInt8(4),
    interval: body.readUInt8(5),
    checksumRight: internetChecksum(body) === 0,
    addresses: Array.from({ length: (addressesEnd - 8) >> 2 }, (_, index) => ipText(body, 8 + 4 * index)),
    authData: body.subarray(addressesEnd, addressesEnd + 8).toString('hex'),
  }
}

/** An ARP packet over Ethernet and IPv4; undefined for every other frame. RFC 826. */
export function readArp({ time, bytes }: Captured): Arp | undefined {
  if (bytes.length < 42 || bytes.readUInt16BE(12) !== 0x0806) return undefined
  return {
    time,
    bytes,
    ethernet: ethernet(bytes),
    operation: bytes.readUInt16BE(20),
    senderMac: macText(bytes, 22),
    senderIp: ipText(bytes, 28),
    targetMac: macText(bytes, 32),
    targetIp: ipText(bytes, 38),
  }
}

export interface CraftedAdvert {
  readonly source: string
  readonly virtualRouterId: number
  readonly priority: number
  readonly addresses: readonly string[]
  /** Up to eight characters; undefined = no authentication. */
  readonly password?: string
  readonly version?: number
  readonly type?: number
  readonly authType?: number
  readonly interval?: number
  readonly ttl?: number
  /** Added to the right checksum. */
  readonly checksumError?: number
  /** The VRRP part is cut to this many bytes; the IP length says so unless `ipLength` is given. */
  readonly cutTo?: number
  readonly ipLength?: number
}

/** A whole Ethernet frame to 224.0.0.18 as hexadecimal digits. The source MAC is a locally administered one. */
export function craftAdvert(advert: CraftedAdvert): string {
  const body = Buffer.alloc(16 + 4 * advert.addresses.length)
  body.writeUInt8(((advert.version ?? 2) << 4) | (advert.type ?? 1), 0)
  body.writeUInt8(advert.virtualRouterId, 1)
  body.writeUInt8(advert.priority, 2)
  body.writeUInt8(advert.addresses.length, 3)
  body.writeUInt8(advert.authType ?? (advert.password === undefined ? 0 : 1), 4)
  body.writeUInt8(advert.interval ?? 1, 5)
  advert.addresses.forEach((address, index) => ipBytes(address).copy(body, 8 + 4 * index))
  body.write(advert.password ?? '', 8 + 4 * advert.addresses.length, 8, 'latin1')
  body.writeUInt16BE((internetChecksum(body) + (advert.checksumError ?? 0)) & 0xffff, 6)
  const sent = body.subarray(0, advert.cutTo ?? body.length)

  const header = Buffer.alloc(20)
  header.writeUInt8(0x45, 0)
  header.writeUInt8(0xc0, 1)
  header.writeUInt16BE(advert.ipLength ?? 20 + sent.length, 2)
  header.writeUInt16BE(4711, 4)
  header.writeUInt8(advert.ttl ?? 255, 8)
  header.writeUInt8(112, 9)
  ipBytes(advert.source).copy(header, 12)
  ipBytes('224.0.0.18').copy(header, 16)
  header.writeUInt16BE(internetChecksum(header), 10)
  return Buffer.concat([Buffer.from('01005e00001202000000aaaa0800', 'hex'), header, sent]).toString('hex')
}

/** RFC 1071: 0 over data whose checksum field is right. */
export function internetChecksum(data: Buffer): number {
  let sum = 0
  for (let index = 0; index < data.length; index += 2) {
    sum += (data.readUInt8(index) << 8) | (index + 1 < data.length ? data.readUInt8(index + 1) : 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

function ethernet(bytes: Buffer): { destination: string; source: string } {
  return { destination: macText(bytes, 0), source: macText(bytes, 6) }
}

function macText(bytes: Buffer, offset: number): string {
  return (bytes.toString('hex', offset, offset + 6).match(/../g) ?? []).join(':')
}

function ipText(bytes: Buffer, offset: number): string {
  return [...bytes.subarray(offset, offset + 4)].join('.')
}

function ipBytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}
