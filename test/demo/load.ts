// The demo's client: ten requests a second to the virtual address, each from the next of its addresses, counted by the server that answered.

import { nat } from '../system/lab/network.js'
import type { Browser } from '../system/lab/traffic.js'

export interface Load {
  /** Counts since the last call. */
  take(): { readonly answers: Record<string, number>; readonly failed: number }
  readonly total: { answers: number; failed: number }
  stop(): void
}

export function startLoad(browser: Browser, gap: number): Load {
  let answers: Record<string, number> = { server1: 0, server2: 0 }
  let failed = 0
  let next = 0
  const total = { answers: 0, failed: 0 }
  const visit = async (): Promise<void> => {
    const { server } = await browser.visit(nat.clients[next++ % nat.clients.length] ?? nat.client)
    if (server === undefined) {
      failed++
      total.failed++
    } else {
      answers[server] = (answers[server] ?? 0) + 1
      total.answers++
    }
  }
  const timer = setInterval(() => void visit(), gap)
  return {
    total,
    take: () => {
      const taken = { answers, failed }
      answers = { server1: 0, server2: 0 }
      failed = 0
      return taken
    },
    stop: () => {
      clearInterval(timer)
    },
  }
}
