// Gratuitous ARP: tells switches and neighbours where addresses live now. Frames leave in the order in which they were asked
// for, a few at a time with turns of the loop between them, so that announcing a thousand addresses never holds up an
// advert. When to announce, and how often, is the core's business.

import type { IpAddress } from '../../config/values/ip.js'
import { familyOf } from '../../config/values/ip.js'
import { closeDescriptor, openPacketSocket, sendArpFrame } from '../../daemon/runtime/libc.js'
import type { LibcResult } from '../../daemon/runtime/libc.js'
import type { VirtualAddress } from '../config/model.js'
import type { LinkState } from '../machine/events.js'
import { encodeGratuitousArp } from '../packet/arp.js'

export interface NeighboursOptions {
  readonly link: (name: string) => LinkState | undefined
  /** Frames of one announcement could not be sent; once for each interface of it. */
  readonly failed: (instance: string, interfaceName: string, address: IpAddress, reason: string) => void
  readonly socket?: FrameSocket
}

/** Where frames go; the kernel's packet socket outside of tests. */
export interface FrameSocket {
  open(): LibcResult<number>
  send(descriptor: number, interfaceIndex: number, frame: Uint8Array): LibcResult<number>
  close(descriptor: number): void
}

export interface Neighbours {
  /** Returns why the packet socket cannot be opened, or undefined. */
  readonly open: () => string | undefined
  /** Queues `repeat` rounds over all addresses (GARP-01). The first frames leave before this returns. */
  readonly announce: (instance: string, addresses: readonly VirtualAddress[], repeat: number) => void
  /** Forgets what is still queued for these addresses of the instance (GARP-06). */
  readonly cancel: (instance: string, addresses: readonly VirtualAddress[]) => void
  readonly close: () => void
}

interface Announcement {
  readonly instance: string
  frames: readonly PreparedFrame[]
  roundsLeft: number
  next: number
  /** Interfaces already complained about. */
  readonly failed: Set<string>
}

interface PreparedFrame {
  readonly interface: string
  readonly index: number
  readonly address: IpAddress
  readonly bytes: Uint8Array
}

/** About half a millisecond of sending. */
const FRAMES_PER_TURN = 64
/** Turns in a row in which the socket may take nothing before the frame is given up. */
const PATIENCE = 200
const full: ReadonlySet<string> = new Set(['EAGAIN', 'EWOULDBLOCK', 'ENOBUFS'])

const kernel: FrameSocket = { open: openPacketSocket, send: sendArpFrame, close: closeDescriptor }

export function createNeighbours(options: NeighboursOptions): Neighbours {
  const { link, failed } = options
  const socket = options.socket ?? kernel
  let descriptor: number | undefined
  let queue: Announcement[] = []
  let turn: NodeJS.Immediate | undefined
  let refusals = 0

  /** A frame for each address that can be announced where it is: GARP-10. IPv6 needs neighbour advertisements instead. */
  function prepare(addresses: readonly VirtualAddress[]): PreparedFrame[] {
    const frames: PreparedFrame[] = []
    for (const { address, device } of addresses) {
      const at = link(device)
      if (at?.exists !== true || at.noArp || at.mac === undefined || familyOf(address) !== 'inet') continue
      frames.push({
        interface: device,
        index: at.index,
        address,
        bytes: encodeGratuitousArp({ mac: at.mac, address }),
      })
    }
    return frames
  }

  function work(): void {
    turn = undefined
    for (let sent = 0; sent < FRAMES_PER_TURN; sent++) {
      const current = queue[0]
      if (current === undefined) return
      if (!sendNext(current)) break
    }
    if (queue.length > 0) turn = setImmediate(work)
  }

  /** False when the socket takes nothing at present. */
  function sendNext(current: Announcement): boolean {
    const frame = current.frames[current.next]
    if (frame !== undefined && descriptor !== undefined) {
      const result = socket.send(descriptor, frame.index, frame.bytes)
      if (!result.ok && full.has(result.errno) && ++refusals < PATIENCE) return false
      refusals = 0
      if (!result.ok) complain(current, frame, result.errno)
    }
    advance(current)
    return true
  }

  function advance(current: Announcement): void {
    current.next++
    if (current.next < current.frames.length) return
    current.next = 0
    current.roundsLeft--
    if (current.roundsLeft <= 0) queue.shift()
  }

  /** Takes frames out; the round goes on behind the last one that was sent. */
  function withdraw(announcement: Announcement, addresses: readonly VirtualAddress[]): void {
    const kept = (frame: PreparedFrame) =>
      !addresses.some((gone) => gone.address === frame.address && gone.device === frame.interface)
    announcement.next = announcement.frames.slice(0, announcement.next).filter(kept).length
    announcement.frames = announcement.frames.filter(kept)
  }

  function complain(current: Announcement, frame: PreparedFrame, reason: string): void {
    if (current.failed.has(frame.interface)) return
    current.failed.add(frame.interface)
    failed(current.instance, frame.interface, frame.address, reason)
  }

  return {
    open() {
      if (descriptor !== undefined) return undefined
      const opened = socket.open()
      if (!opened.ok) return opened.errno
      descriptor = opened.value
      return undefined
    },
    announce(instance, addresses, repeat) {
      const frames = prepare(addresses)
      if (frames.length === 0 || repeat < 1) return
      queue.push({ instance, frames, roundsLeft: repeat, next: 0, failed: new Set() })
      if (turn === undefined) work()
    },
    cancel(instance, addresses) {
      for (const announcement of queue) {
        if (announcement.instance === instance) withdraw(announcement, addresses)
      }
      queue = queue.filter((announcement) => announcement.frames.length > 0)
    },
    close() {
      if (turn !== undefined) clearImmediate(turn)
      turn = undefined
      queue = []
      if (descriptor !== undefined) socket.close(descriptor)
      descriptor = undefined
    },
  }
}
