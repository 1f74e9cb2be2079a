// What only the C library reaches, as small typed functions: packet sockets for gratuitous ARP, UNIX datagrams for systemd
// and the journal, socket options of descriptors that others opened, socket filters.
// The only file that knows koffi, which is loaded by the first call, not by importing this: a process that calls nothing
// here has no native code from here. Nothing in it knows what the bytes mean. Linux, little- and big-endian.

import { closeSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { endianness } from 'node:os'
import type * as Koffi from 'koffi'

/** A failed call: `errno` by name, as in "ENODEV". */
export interface LibcFailure {
  readonly ok: false
  readonly errno: string
}
export type LibcResult<T> = { readonly ok: true; readonly value: T } | LibcFailure

interface Calls {
  readonly socket: (domain: number, type: number, protocol: number) => number
  readonly bind: (fd: number, address: Uint8Array, length: number) => number
  readonly sendto: (
    fd: number,
    data: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array | null,
    size: number,
  ) => number
  readonly setsockopt: (fd: number, level: number, option: number, value: Uint8Array, length: number) => number
  readonly getsockopt: (fd: number, level: number, option: number, value: Uint8Array, length: Uint8Array) => number
  readonly getsockname: (fd: number, address: Uint8Array, length: Uint8Array) => number
  readonly errno: () => number
  readonly address: (bytes: Uint8Array) => bigint
  readonly errnoNames: ReadonlyMap<number, string>
}

const AF_UNIX = 1
const AF_NETLINK = 16
const AF_PACKET = 17
const SOCK_DGRAM = 2
const SOCK_RAW = 3
const SOCK_NONBLOCK_CLOEXEC = 0o2004000
const MSG_DONTWAIT_NOSIGNAL = 0x4040
const SOL_SOCKET = 1
const SO_PROTOCOL = 38
const ETH_P_ARP = 0x0806
const littleEndian = endianness() === 'LE'

let loaded: Calls | undefined

function libc(): Calls {
  loaded ??= load()
  return loaded
}

function load(): Calls {
  const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi
  const library = koffi.load(null)
  return {
    socket: library.func('int socket(int domain, int type, int protocol)') as Calls['socket'],
    bind: library.func('int bind(int fd, void *address, uint length)') as Calls['bind'],
    sendto: library.func(
      'intptr_t sendto(int fd, void *data, size_t length, int flags, void *address, uint size)',
    ) as Calls['sendto'],
    setsockopt: library.func(
      'int setsockopt(int fd, int level, int option, void *value, uint length)',
    ) as Calls['setsockopt'],
    getsockopt: library.func(
      'int getsockopt(int fd, int level, int option, void *value, void *length)',
    ) as Calls['getsockopt'],
    getsockname: library.func('int getsockname(int fd, void *address, void *length)') as Calls['getsockname'],
    errno: () => koffi.errno(),
    address: (bytes) => koffi.address(bytes),
    errnoNames: new Map(Object.entries(koffi.os.errno).map(([name, code]) => [code, name])),
  }
}

function failure(): LibcFailure {
  const code = libc().errno()
  return { ok: false, errno: libc().errnoNames.get(code) ?? `errno ${code}` }
}

const completed = (result: number): LibcResult<number> => (result < 0 ? failure() : { ok: true, value: result })

/**
 * A packet socket that sends whole frames and receives nothing (protocol 0), non-blocking and close-on-exec. The caller
 * owns the descriptor and closes it with `closeDescriptor`. EPERM without CAP_NET_RAW.
 */
export function openPacketSocket(): LibcResult<number> {
  return completed(libc().socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK_CLOEXEC, 0))
}

/** Sends one whole Ethernet frame carrying ARP on the interface of that index. ENXIO/ENODEV: no such interface. */
export function sendArpFrame(fd: number, interfaceIndex: number, frame: Uint8Array): LibcResult<number> {
  const address = linkLayerAddress(interfaceIndex)
  return completed(libc().sendto(fd, frame, frame.length, MSG_DONTWAIT_NOSIGNAL, address, address.length))
}

/** struct sockaddr_ll: family 2, protocol 2 (network order), index 4, hatype 2, pkttype 1, halen 1, address 8. */
function linkLayerAddress(interfaceIndex: number): Buffer {
  const address = Buffer.alloc(20)
  writeNative16(address, AF_PACKET, 0)
  address.writeUInt16BE(ETH_P_ARP, 2)
  writeNative32(address, interfaceIndex, 4)
  address.writeUInt8(6, 11)
  address.fill(0xff, 12, 18)
  return address
}

/** A UNIX datagram socket without a name, non-blocking and close-on-exec; the caller closes it. */
export function openUnixDatagramSocket(): LibcResult<number> {
  return completed(libc().socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK_CLOEXEC, 0))
}

/**
 * Sends one datagram to a socket path, or to an abstract address when the path starts with '@' (sd_notify(3)).
 * Never blocks: EAGAIN when the receiver's queue is full, EMSGSIZE when it is larger than the send buffer.
 */
export function sendUnixDatagram(fd: number, path: string, bytes: Uint8Array): LibcResult<number> {
  const address = unixAddress(path)
  if (address === undefined) return { ok: false, errno: 'ENAMETOOLONG' }
  return completed(libc().sendto(fd, bytes, bytes.length, MSG_DONTWAIT_NOSIGNAL, address, address.length))
}

/** Writes to a connected socket without ever blocking, whatever its flags; may take a part only. EAGAIN when it is full. */
export function sendToPeer(fd: number, bytes: Uint8Array): LibcResult<number> {
  return completed(libc().sendto(fd, bytes, bytes.length, MSG_DONTWAIT_NOSIGNAL, null, 0))
}

/** struct sockaddr_un; an abstract address counts its bytes, a path ends in a zero byte. */
function unixAddress(path: string): Buffer | undefined {
  const abstract = path.startsWith('@')
  const name = Buffer.from(abstract ? `\0${path.slice(1)}` : `${path}\0`)
  if (name.length > 108) return undefined
  const family = Buffer.alloc(2)
  writeNative16(family, AF_UNIX, 0)
  return Buffer.concat([family, name])
}

/** setsockopt(2) on any descriptor of this process. */
export function setSocketOption(fd: number, level: number, option: number, value: Uint8Array): LibcResult<number> {
  return completed(libc().setsockopt(fd, level, option, value, value.length))
}

/**
 * The descriptor of this process's netlink socket with that port id, found by asking every open descriptor for its own
 * address. undefined when there is none. Port ids are unique only within a netlink protocol (0 route, 16 generic): give it
 * when sockets of several are open.
 */
export function findNetlinkDescriptor(portId: number, protocol?: number): number | undefined {
  const address = Buffer.alloc(12)
  const length = Buffer.alloc(4)
  for (const entry of readdirSync('/proc/self/fd')) {
    const fd = Number(entry)
    writeNative32(length, address.length, 0)
    if (libc().getsockname(fd, address, length) < 0) continue
    if (readNative16(address, 0) !== AF_NETLINK || readNative32(address, 4) !== portId >>> 0) continue
    if (protocol === undefined || protocol === socketProtocol(fd)) return fd
  }
  return undefined
}

function socketProtocol(fd: number): number | undefined {
  const value = Buffer.alloc(4)
  const length = Buffer.alloc(4)
  writeNative32(length, value.length, 0)
  return libc().getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, value, length) < 0 ? undefined : readNative32(value, 0)
}

/** One instruction of a classic socket filter: code, jump if true, jump if false, constant (linux/filter.h). */
export type FilterInstruction = readonly [code: number, jumpTrue: number, jumpFalse: number, constant: number]

/**
 * struct sock_fprog for SO_ATTACH_FILTER, a pointer to the program included. The kernel copies the program during
 * setsockopt: keep the whole result referenced until then.
 */
export function encodeSocketFilter(program: readonly FilterInstruction[]): { option: Buffer; program: Buffer } {
  const bytes = Buffer.alloc(program.length * 8)
  program.forEach(([code, jumpTrue, jumpFalse, constant], i) => {
    writeNative16(bytes, code, i * 8)
    bytes.writeUInt8(jumpTrue, i * 8 + 2)
    bytes.writeUInt8(jumpFalse, i * 8 + 3)
    writeNative32(bytes, constant, i * 8 + 4)
  })
  const pointerSize = process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8
  const option = Buffer.alloc(2 * pointerSize)
  writeNative16(option, program.length, 0)
  const pointer = libc().address(bytes)
  if (pointerSize === 4) writeNative32(option, Number(pointer), 4)
  else if (littleEndian) option.writeBigUInt64LE(pointer, 8)
  else option.writeBigUInt64BE(pointer, 8)
  return { option, program: bytes }
}

/** Closes a descriptor opened here. */
export const closeDescriptor = (fd: number): void => closeSync(fd)

function writeNative16(bytes: Buffer, value: number, offset: number): void {
  if (littleEndian) bytes.writeUInt16LE(value, offset)
  else bytes.writeUInt16BE(value, offset)
}

function writeNative32(bytes: Buffer, value: number, offset: number): void {
  if (littleEndian) bytes.writeUInt32LE(value, offset)
  else bytes.writeUInt32BE(value, offset)
}

const readNative16 = (bytes: Buffer, offset: number): number =>
  littleEndian ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset)

const readNative32 = (bytes: Buffer, offset: number): number =>
  littleEndian ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset)
