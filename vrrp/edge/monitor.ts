// News of links and addresses from the kernel, in its order. When news was lost everything is read again, until a
// reading with nothing happening meanwhile shows how things are (IF-13). What follows from news is not decided here.

import { Seconds } from '../../config/values/time.js'
import type { NetlinkMessage } from '../../ipvs/netlink/framing.js'
import { subscribe } from '../../ipvs/netlink/subscribe.js'
import type { InterfaceAddress, LinkState } from '../machine/events.js'
import { readAddresses } from './addresses.js'
import { readLinks } from './links.js'
import { decodeAddress, decodeLink, RTM, RTNLGRP } from './rtnetlink.js'

export interface MonitorOptions {
  /** A link appeared, changed or vanished (exists: false). */
  readonly onLink: (link: LinkState) => void
  readonly onAddress: (address: InterfaceAddress, present: boolean) => void
  /** News was lost; this is everything as it is now. */
  readonly onResync: (links: LinkState[], addresses: InterfaceAddress[]) => void
  /** Bytes of the receive buffer, for tests of its overflow. */
  readonly receiveBuffer?: number
}

/** Readings in a row that things happened in the middle of, before the last of them is taken. */
const QUIET_ATTEMPTS = 10
const RETRY = Seconds(1)

/** Watches from now on. Throws when the kernel refuses the socket. Keeps the process alive until closed. */
export function startMonitor(options: MonitorOptions): { close(): void } {
  const names = new Map<number, string>()
  /** News that waits while names or everything is being read; undefined when nothing is. */
  let held: NetlinkMessage[] | undefined = []
  let lost = false
  let closed = false
  let retry: NodeJS.Timeout | undefined

  const subscription = subscribe('route', {
    groups: [RTNLGRP.LINK, RTNLGRP.IPV4_IFADDR, RTNLGRP.IPV6_IFADDR],
    ...(options.receiveBuffer === undefined ? {} : { receiveBuffer: options.receiveBuffer }),
    onMessage: (message) => {
      if (held === undefined) deliver(message)
      else held.push(message)
    },
    onLost: missed,
  })

  /** What was passed on is not the whole truth: everything is to be read again. */
  function missed(): void {
    lost = true
    if (held !== undefined) return
    held = []
    read(resync)
  }

  function deliver(message: NetlinkMessage): void {
    if (closed) return
    switch (message.type) {
      case RTM.NEWLINK:
      case RTM.DELLINK:
        return deliverLink(message)
      case RTM.NEWADDR:
      case RTM.DELADDR:
        return deliverAddress(message)
    }
  }

  function deliverLink({ type, payload }: NetlinkMessage): void {
    const link = decodeLink(payload, type === RTM.NEWLINK)
    if (link === undefined) return
    const before = names.get(link.index)
    if (link.exists) names.set(link.index, link.name)
    else names.delete(link.index)
    options.onLink(link)
    // The addresses of a renamed link are not announced again under the new name (IF-09).
    if (link.exists && before !== undefined && before !== link.name) missed()
  }

  function deliverAddress({ type, payload }: NetlinkMessage): void {
    const decoded = decodeAddress(payload)
    const name = decoded === undefined ? undefined : names.get(decoded.index)
    if (decoded === undefined || name === undefined) return
    options.onAddress({ interface: name, ...decoded.address }, type === RTM.NEWADDR && decoded.usable)
  }

  function read(job: () => Promise<void>): void {
    job().catch(() => {
      if (!closed) retry = setTimeout(() => read(job), RETRY)
    })
  }

  /** Addresses come with an index only, so names have to be known before the first news is passed on. */
  async function begin(): Promise<void> {
    remember(await readLinks())
    if (lost) return resync()
    release()
  }

  async function resync(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      lost = false
      held = []
      const links = await readLinks()
      const addresses = await readAddresses()
      // News that was under way when the reading ended arrives within a turn of the loop.
      await new Promise((resolve) => setImmediate(resolve))
      if (closed) return
      if ((lost || held.length > 0) && attempt < QUIET_ATTEMPTS) continue
      remember(links)
      options.onResync(links, addresses)
      if (lost) continue
      return release()
    }
  }

  function remember(links: readonly LinkState[]): void {
    names.clear()
    for (const { index, name } of links) names.set(index, name)
  }

  function release(): void {
    const waiting = held ?? []
    held = undefined
    lost = false
    for (const message of waiting) deliver(message)
  }

  read(begin)
  return {
    close() {
      closed = true
      clearTimeout(retry)
      subscription.close()
    },
  }
}
