// News from the kernel: a socket that listens to rtnetlink multicast groups, and knows when it has missed some.
// What the messages mean is the listener's business.
//
// The kernel drops news when the receive buffer is full, and (see request.ts) must not say so. Instead the socket's drop
// counter in /proc/net/netlink is read after every turn of the loop that brought messages: an overflow means that messages
// are waiting, so at least one look falls behind it, and an idle socket costs nothing.

import { readFileSync } from 'node:fs'
import { plain, splitMessages, type NetlinkMessage } from './framing.js'
import { calledBack, closeRawSocket, openRawSocket, type NetlinkProtocol } from './request.js'

export interface SubscribeOptions {
  /** Group numbers (not bits): RTNLGRP_LINK is 1. */
  readonly groups: readonly number[]
  readonly onMessage: (message: NetlinkMessage) => void
  /** News was dropped: what is known is out of date. Called after the messages that did arrive; read everything again. */
  readonly onLost: (dropped: number) => void
  /** Bytes asked of the kernel; default 4 MiB. */
  readonly receiveBuffer?: number
}

export interface Subscription {
  /** Whether this socket keeps the process alive; it does at first. */
  unref(): void
  close(): void
}

const DEFAULT_BUFFER = 4 * 1024 * 1024

/** Listens from now on. Throws when the system refuses the socket or the groups: then nothing can be watched. */
export function subscribe(protocol: NetlinkProtocol, options: SubscribeOptions): Subscription {
  const { socket, port, forced } = openRawSocket(protocol, options.receiveBuffer ?? DEFAULT_BUFFER)
  let drops = 0
  let looking = false
  let closed = false

  function look(): void {
    looking = false
    if (closed) return
    const now = readDrops(port, protocol)
    if (now <= drops) return
    const lost = now - drops
    drops = now
    options.onLost(lost)
  }

  socket.on('message', (bytes, from) => {
    if (from.port !== 0) return
    calledBack(() => {
      for (const message of splitMessages(plain(bytes))) if (!closed) options.onMessage(message)
    })
    if (looking) return
    looking = true
    setImmediate(look)
  })
  // Only a failing poll arrives here; treating it as a loss makes the listener read everything again.
  socket.on('error', () => setImmediate(() => (closed ? undefined : options.onLost(0))))
  try {
    if (!forced) throw new Error('the kernel does not offer NETLINK_NO_ENOBUFS')
    for (const group of options.groups) socket.addMembership(group)
  } catch (error) {
    closeRawSocket(socket)
    throw error
  }

  return {
    unref: () => socket.unref(),
    close() {
      if (closed) return
      closed = true
      closeRawSocket(socket)
    },
  }
}

/** Columns: sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode; Eth is the protocol number. */
function readDrops(port: number, protocol: NetlinkProtocol): number {
  const number = protocol === 'route' ? '0' : '16'
  for (const line of readFileSync('/proc/net/netlink', 'latin1').split('\n')) {
    const columns = line.trim().split(/\s+/)
    if (columns[1] === number && columns[2] === String(port)) return Number(columns[8])
  }
  return 0
}
