// The raw sockets through which adverts come and go: one pair for each interface that an instance is configured on, opened
// when the interface appears, opened anew when it comes back under another index, closed when it vanishes.
// Decides nothing about adverts.

import type { IpAddress } from '../../config/values/ip.js'
import { Seconds, between } from '../../config/values/time.js'
import type { Instant } from '../../config/values/time.js'
import type { Clock } from '../../daemon/runtime/clock.js'
import { openVrrpSocket } from '../../daemon/runtime/raw-socket.js'
import type { VrrpSocket } from '../../daemon/runtime/raw-socket.js'
import type { LinkState } from '../machine/events.js'

export interface AdvertsOptions {
  readonly clock: Clock
  /** A whole IPv4 packet; the bytes are valid during the call only. */
  readonly received: (interfaceName: string, packet: Uint8Array) => void
  /** An interface cannot be listened on; called once until that changes. */
  readonly failed: (interfaceName: string, reason: string) => void
  readonly open?: typeof openVrrpSocket
}

export interface Adverts {
  /**
   * Opens and closes sockets so that they match what is wanted and what exists. Returns the reason when the process is not
   * permitted to open them, which no retry will change.
   */
  follow(wanted: Wanted, links: ReadonlyMap<string, LinkState>): string | undefined
  /** Sends at once. Returns why the packet could not be sent, or undefined. */
  send(interfaceName: string, packet: Uint8Array, destination: IpAddress): string | undefined
  close(): void
}

export interface Wanted {
  readonly group: IpAddress
  readonly interfaces: ReadonlySet<string>
}

interface OpenPair {
  readonly index: number
  readonly group: IpAddress
  readonly socket: VrrpSocket
}

/** A socket that fails as soon as it is opened must not be opened in a loop; the next event of any kind tries again. */
const REOPEN_INTERVAL = Seconds(1)

export function createAdverts(options: AdvertsOptions): Adverts {
  const { clock, received, failed } = options
  const openSocket = options.open ?? openVrrpSocket
  const pairs = new Map<string, OpenPair>()
  const complaints = new Map<string, string>()
  const reopened = new Map<string, Instant>()

  function closePair(name: string): void {
    pairs.get(name)?.socket.close()
    pairs.delete(name)
  }

  /** Returns the reason when it is not permitted. */
  function openPair(name: string, index: number, group: IpAddress): string | undefined {
    const opened = openSocket({
      interface: name,
      index,
      group,
      onPacket: (packet) => received(name, packet),
      onError: (reason) => lost(name, index, group, reason),
    })
    if (opened.ok) {
      pairs.set(name, { index, group, socket: opened.socket })
      complaints.delete(name)
      return undefined
    }
    complain(name, opened.reason)
    return opened.notPermitted ? opened.reason : undefined
  }

  function complain(name: string, reason: string): void {
    if (complaints.get(name) === reason) return
    complaints.set(name, reason)
    failed(name, reason)
  }

  /** A backup without ears would claim mastership, so the socket is replaced at once. */
  function lost(name: string, index: number, group: IpAddress, reason: string): void {
    pairs.delete(name)
    complain(name, reason)
    const last = reopened.get(name)
    if (last !== undefined && between(last, clock.now()) < REOPEN_INTERVAL) return
    reopened.set(name, clock.now())
    openPair(name, index, group)
  }

  return {
    follow(wanted, links) {
      for (const [name, pair] of pairs) {
        const link = links.get(name)
        const same = link?.exists === true && link.index === pair.index && pair.group === wanted.group
        if (!same || !wanted.interfaces.has(name)) closePair(name)
      }
      let notPermitted: string | undefined
      for (const name of wanted.interfaces) {
        const link = links.get(name)
        if (link?.exists !== true) complaints.delete(name)
        else if (!pairs.has(name)) notPermitted = openPair(name, link.index, wanted.group) ?? notPermitted
      }
      return notPermitted
    },
    send(interfaceName, packet, destination) {
      const pair = pairs.get(interfaceName)
      return pair === undefined ? `no socket on ${interfaceName}` : pair.socket.send(packet, destination)
    },
    close() {
      for (const name of [...pairs.keys()]) closePair(name)
    },
  }
}
