// The client's side of the laboratory: web requests through the virtual address, and the outage it sees, by one datagram per millisecond.

import type { Lab } from './network.js'
import type { Namespace } from './namespace.js'
import type { Running } from './process.js'
import { python } from './python.js'
import { inProject } from './root.js'
import { slowness, until } from './wait.js'

const echoPort = 7007

export interface Outage {
  /** From the first datagram lost to the next one answered. */
  readonly milliseconds: number
  readonly lost: number
  /** The machines that answered before and after. */
  readonly before: string
  readonly after: string
}

export interface Probe {
  readonly outages: readonly Outage[]
  /** Which machine answers now; empty when none has yet. */
  answeredBy(): string
  /** Waits until `name` answers. */
  answered(name: string, within?: number): Promise<void>
  /** The next outage to end after `from` have been seen. */
  outage(from: number, within?: number): Promise<Outage>
  /** Counts, once every datagram sent so far is judged: `outages` is complete up to now. */
  report(): Promise<{ readonly sent: number; readonly answered: number }>
  stop(): Promise<void>
}

/** Both directors echo datagrams; the client sends one every `gap` milliseconds to `address`. */
export async function startProbe(lab: Lab, address: string, gap = 1): Promise<Probe> {
  const echoes = [lab.a, lab.b].map((machine) => machine.start(python('echo.py', String(echoPort), machine.name)))
  await Promise.all(echoes.map((each) => each.line(/^listening$/)))
  const settle = 300 * slowness()
  const probe = lab.client.start(python('probe.py', address, String(echoPort), String(gap), String(settle)))
  const outages: Outage[] = []
  const reports: { sent: number; answered: number }[] = []
  let by = ''
  probe.onLine(({ text }) => {
    if (!text.startsWith('{')) return
    const event = JSON.parse(text) as { kind: string } & Outage & { by: string; sent: number; answered: number }
    if (event.kind === 'answered') by = event.by
    if (event.kind === 'outage') outages.push(event)
    if (event.kind === 'report') reports.push(event)
  })
  return {
    outages,
    answeredBy: () => by,
    answered: async (name, within = 15_000) => {
      await until(`${name} answering the client`, () => by === name, { within, every: 10 })
    },
    outage: (from, within = 20_000) =>
      until('an outage that ends', () => outages[from], {
        within,
        detail: () => `answered by ${by || 'nobody'}, outages: ${JSON.stringify(outages)}`,
      }),
    report: async () => {
      const seen = reports.length
      probe.write('report\n')
      return until('a report of the probe', () => reports[seen])
    },
    stop: async () => {
      await Promise.all([probe, ...echoes].map((each) => each.crash()))
    },
  }
}

/** Starts a web server; resolves when it listens. */
export async function startWeb(machine: Namespace, port: number, body: string): Promise<Running> {
  const web = machine.start([process.execPath, program('web.mjs'), String(port), machine.name, body])
  await web.line(/^listening$/)
  return web
}

export interface Visit {
  readonly number: number
  readonly server?: string
  readonly status?: number
  readonly body?: string
  readonly milliseconds?: number
  readonly error?: string
}

export interface Browser {
  /** A request from `address`: its answer, or its error. */
  visit(address: string): Promise<Visit>
  stop(): Promise<void>
}

/** A client that asks for `url` from any of its addresses; each request waits `timeout` milliseconds. */
export async function startBrowser(machine: Namespace, url: string, timeout = 3_000): Promise<Browser> {
  const browser = machine.start([process.execPath, program('browse.mjs'), url, String(timeout)])
  await browser.line(/^ready$/)
  const waiting = new Map<number, (visit: Visit) => void>()
  let count = 0
  browser.onLine(({ text }) => {
    if (!text.startsWith('{')) return
    const visit = JSON.parse(text) as Visit
    waiting.get(visit.number)?.(visit)
    waiting.delete(visit.number)
  })
  return {
    visit: (address) =>
      new Promise((resolve) => {
        const number = count++
        waiting.set(number, resolve)
        browser.write(`${number} ${address}\n`)
      }),
    stop: () => browser.crash(),
  }
}

function program(name: string): string {
  return inProject('test', 'system', 'lab', 'programs', name)
}
