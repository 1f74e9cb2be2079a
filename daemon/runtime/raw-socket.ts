// The raw-socket addon behind a typed interface: the pair of sockets through which one interface speaks VRRP over IPv4.
// The only file that knows the addon. It knows neither the packets nor what a virtual router is.
//
// The addon reads one packet per turn of the loop, on the main thread only, and its sockets are closed silently when they
// are collected as garbage: `open` below holds them.

import { createRequire } from 'node:module'
import { endianness } from 'node:os'
import { ipToBytes } from '../../config/values/ip.js'
import type { IpAddress } from '../../config/values/ip.js'
import { encodeSocketFilter } from './libc.js'
import type { FilterInstruction } from './libc.js'

export interface VrrpSocketOptions {
  readonly interface: string
  readonly index: number
  /** The IPv4 group to join and to receive from. */
  readonly group: IpAddress
  /** A whole IPv4 packet, header included; the bytes are valid during the call only. */
  readonly onPacket: (packet: Uint8Array) => void
  /** The socket failed and is closed; the reason in words. */
  readonly onError: (reason: string) => void
}

export interface VrrpSocket {
  /** Sends a whole IPv4 packet at once. Returns why it could not be sent, or undefined. */
  send(packet: Uint8Array, destination: IpAddress): string | undefined
  close(): void
}

export type OpenedVrrpSocket =
  | { readonly ok: true; readonly socket: VrrpSocket }
  | { readonly ok: false; readonly reason: string; readonly notPermitted: boolean }

/** The part of the addon that is used; `wrap` is the native half, whose calls are synchronous. */
interface Addon {
  createSocket(options: { protocol: number; addressFamily: number; bufferSize: number }): AddonSocket
}

interface AddonSocket {
  readonly wrap: {
    send(packet: Uint8Array, offset: number, length: number, address: string, sent: (bytes: number) => void): void
    recv(buffer: Uint8Array, received: (buffer: Uint8Array, bytes: number, source: string) => void): void
  }
  setOption(level: number, option: number, value: Uint8Array, length: number): void
  on(event: 'message', listener: (packet: Uint8Array, source: string) => void): void
  on(event: 'error', listener: (error: Error) => void): void
  on(event: 'close', listener: () => void): void
  close(): void
}

const IPPROTO_VRRP = 112
const IPV4 = 1
const SOL_SOCKET = 1
const SOL_IP = 0
const option = {
  SO_DONTROUTE: 5,
  SO_RCVBUF: 8,
  SO_PRIORITY: 12,
  SO_BINDTODEVICE: 25,
  SO_ATTACH_FILTER: 26,
  SO_RCVBUFFORCE: 33,
  IP_TOS: 1,
  IP_HDRINCL: 3,
  IP_MULTICAST_IF: 32,
  IP_MULTICAST_LOOP: 34,
  IP_ADD_MEMBERSHIP: 35,
  IP_MULTICAST_ALL: 49,
} as const

/** More than the largest VRRP packet (SOCK-07): 60 + 24 + 8 + 255 × 16 + 28 bytes. */
const BUFFER_SIZE = 4608
/** Adverts of a thousand virtual routers while this process is held up for a second. */
const RECEIVE_QUEUE = 1_048_576
/** Internetwork control, the precedence of TOS 0xC0: the first band of the default queue, and VLAN priority 6. */
const PRIORITY = 6
const TOS = 0xc0

const dropAll: readonly FilterInstruction[] = [[0x06, 0, 0, 0]]

/** Keeps packets whose destination is the group: what bind(2) to the group does, which the addon does not offer. */
const onlyTo = (group: IpAddress): readonly FilterInstruction[] => [
  [0x20, 0, 0, 16], // load the word at 16: the destination address
  [0x15, 0, 1, Buffer.from(ipToBytes(group)).readUInt32BE(0)], // equal?
  [0x06, 0, 0, 0xffffffff], // keep all of it
  [0x06, 0, 0, 0], // drop
]

const open = new Set<AddonSocket>()
let loaded: Addon | undefined

/** Opens the receiving and the sending socket of an interface (SOCK-01 to SOCK-03). Needs CAP_NET_RAW. */
export function openVrrpSocket(options: VrrpSocketOptions): OpenedVrrpSocket {
  const sockets: AddonSocket[] = []
  const closeAll = () => {
    for (const socket of sockets.splice(0)) {
      open.delete(socket)
      socket.close()
    }
  }
  const fail = (error: Error) => {
    if (sockets.length === 0 || passing.has(error.message)) return
    closeAll()
    options.onError(error.message)
  }
  try {
    loaded ??= createRequire(import.meta.url)('raw-socket') as Addon
    const receiver = createSocket(loaded, sockets, fail)
    prepareReceiver(receiver, options)
    const sender = createSocket(loaded, sockets, fail)
    prepareSender(sender, options)
    return {
      ok: true,
      socket: {
        send: (packet, destination) => (sockets.length === 0 ? 'socket closed' : send(sender, packet, destination)),
        close: closeAll,
      },
    }
  } catch (error) {
    closeAll()
    const reason = messageOf(error)
    return { ok: false, reason, notPermitted: reason === NOT_PERMITTED }
  }
}

const NOT_PERMITTED = 'Operation not permitted'
/** A wake-up without a packet: another reason than data, or a checksum that was wrong. */
const passing: ReadonlySet<string> = new Set(['Resource temporarily unavailable', 'Interrupted system call'])

function createSocket(addon: Addon, sockets: AddonSocket[], fail: (error: Error) => void): AddonSocket {
  const socket = addon.createSocket({ protocol: IPPROTO_VRRP, addressFamily: IPV4, bufferSize: BUFFER_SIZE })
  socket.on('error', fail)
  sockets.push(socket)
  open.add(socket)
  return socket
}

/**
 * A raw socket receives from every interface as soon as it exists. So it drops everything first, is then tied to its
 * interface and group, and starts to listen only after what slipped in before has been thrown away.
 */
function prepareReceiver(socket: AddonSocket, options: VrrpSocketOptions): void {
  attachFilter(socket, dropAll)
  bindToDevice(socket, options.interface)
  setInteger(socket, SOL_IP, option.IP_MULTICAST_ALL, 0)
  enlargeQueue(socket)
  // struct ip_mreqn: group, local address (any), interface index.
  const membership = Buffer.concat([ipToBytes(options.group), Buffer.alloc(4), nativeInteger(options.index)])
  socket.setOption(SOL_IP, option.IP_ADD_MEMBERSHIP, membership, membership.length)
  discardQueued(socket)
  attachFilter(socket, onlyTo(options.group))
  socket.on('message', (packet) => {
    // Empty, or filling the buffer and so perhaps cut: no advert (SOCK-06).
    if (packet.length > 0 && packet.length < BUFFER_SIZE) options.onPacket(packet)
  })
}

/** Header included, multicasts not looped back, never routed (PKT-08), and an incoming queue that stays empty (SOCK-03). */
function prepareSender(socket: AddonSocket, options: VrrpSocketOptions): void {
  attachFilter(socket, dropAll)
  setInteger(socket, SOL_SOCKET, option.SO_RCVBUF, 0)
  setInteger(socket, SOL_IP, option.IP_MULTICAST_ALL, 0)
  setInteger(socket, SOL_IP, option.IP_HDRINCL, 1)
  bindToDevice(socket, options.interface)
  const device = Buffer.concat([Buffer.alloc(8), nativeInteger(options.index)])
  socket.setOption(SOL_IP, option.IP_MULTICAST_IF, device, device.length)
  setInteger(socket, SOL_IP, option.IP_MULTICAST_LOOP, 0)
  setInteger(socket, SOL_SOCKET, option.SO_DONTROUTE, 1)
  // IP_TOS sets the priority too, to one derived from the TOS bits; ours comes after it.
  setInteger(socket, SOL_IP, option.IP_TOS, TOS)
  setInteger(socket, SOL_SOCKET, option.SO_PRIORITY, PRIORITY)
}

/** The addon's own send waits for the socket to become writable in a later turn; an advert has to leave before the addresses are set. */
function send(socket: AddonSocket, packet: Uint8Array, destination: IpAddress): string | undefined {
  try {
    socket.wrap.send(packet, 0, packet.length, destination, () => undefined)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/** Beyond the administrator's limit where that is permitted, else up to it. */
function enlargeQueue(socket: AddonSocket): void {
  try {
    setInteger(socket, SOL_SOCKET, option.SO_RCVBUFFORCE, RECEIVE_QUEUE)
  } catch {
    setInteger(socket, SOL_SOCKET, option.SO_RCVBUF, RECEIVE_QUEUE)
  }
}

function discardQueued(socket: AddonSocket): void {
  const buffer = Buffer.alloc(1)
  try {
    for (;;) socket.wrap.recv(buffer, () => undefined)
  } catch {
    // Nothing is left.
  }
}

function attachFilter(socket: AddonSocket, instructions: readonly FilterInstruction[]): void {
  const filter = encodeSocketFilter(instructions)
  socket.setOption(SOL_SOCKET, option.SO_ATTACH_FILTER, filter.option, filter.option.length)
  // Here, so that the program which the option points to is alive during the call.
  if (filter.program.length === 0) throw new Error('an empty socket filter')
}

function bindToDevice(socket: AddonSocket, name: string): void {
  const value = Buffer.from(`${name}\0`)
  socket.setOption(SOL_SOCKET, option.SO_BINDTODEVICE, value, value.length)
}

function setInteger(socket: AddonSocket, level: number, name: number, value: number): void {
  socket.setOption(level, name, nativeInteger(value), 4)
}

function nativeInteger(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  if (endianness() === 'LE') bytes.writeInt32LE(value)
  else bytes.writeInt32BE(value)
  return bytes
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
