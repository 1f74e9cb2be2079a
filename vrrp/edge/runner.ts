// The loop of the vrrp process: packets, kernel news and the clock go into the core as events, its effects come out to sockets,
// addresses, announcements and the supervisor, in order. Decides nothing; it knows neither timers' meanings nor states.

import type { LogEntry } from '../../config/values/log-entry.js'
import type { Instant } from '../../config/values/time.js'
import type { Clock } from '../../daemon/runtime/clock.js'
import type { Logger } from '../../daemon/runtime/log.js'
import type { Recorder } from '../../daemon/runtime/recorder.js'
import { createScheduler } from '../../daemon/runtime/scheduler.js'
import type { Lateness } from '../../daemon/runtime/scheduler.js'
import type { VrrpConfig } from '../config/model.js'
import type { VrrpEffect } from '../machine/effects.js'
import type { InterfaceAddress, LinkState, VrrpEvent } from '../machine/events.js'
import { createAddressWork } from './address-work.js'
import type { AddressWorkOptions } from './address-work.js'
import { createAdverts } from './adverts.js'
import type { AdvertsOptions } from './adverts.js'
import { createInterfaces } from './interfaces.js'
import { createNeighbours } from './neighbours.js'
import type { FrameSocket } from './neighbours.js'

/** The pure core; its state is opaque here. */
export interface VrrpCore<State> {
  createRouter(): State
  step(state: State, event: VrrpEvent, now: Instant): { state: State; effects: readonly VrrpEffect[] }
  nextDeadline(state: State): Instant | undefined
  receivePacket(state: State, interfaceName: string, packet: Uint8Array): VrrpEvent | undefined
}

/** What is asked of rtnetlink. */
export interface RouteKernel {
  readonly readLinks: () => Promise<readonly LinkState[]>
  readonly readAddresses: () => Promise<readonly InterfaceAddress[]>
  readonly addAddress: AddressWorkOptions['addAddress']
  readonly removeAddress: AddressWorkOptions['removeAddress']
  readonly startMonitor: (news: KernelNews) => { close(): void }
}

export interface KernelNews {
  readonly onLink: (link: LinkState) => void
  readonly onAddress: (address: InterfaceAddress, present: boolean) => void
  /** News was lost; this is everything as it is now. */
  readonly onResync: (links: readonly LinkState[], addresses: readonly InterfaceAddress[]) => void
}

export interface RunnerOptions<State> {
  readonly core: VrrpCore<State>
  readonly kernel: RouteKernel
  readonly clock: Clock
  readonly log: Pick<Logger, 'write'>
  readonly recorder: Recorder
  readonly notify: (effect: Extract<VrrpEffect, { kind: 'notify' }>) => void
  readonly openSocket?: NonNullable<AdvertsOptions['open']>
  readonly frameSocket?: FrameSocket
}

export type Configured =
  | { readonly ok: true }
  /** `permanent`: trying again will not help. */
  | { readonly ok: false; readonly reason: string; readonly permanent: boolean }

export interface Runner<State> {
  /** Reads links and addresses, opens sockets, and gives the configuration to the core. One at a time. */
  configure(config: VrrpConfig, adopted: readonly string[]): Promise<Configured>
  /** Stops in order: priority 0, addresses removed. `stopped` resolves when everything is done and closed. */
  stop(): void
  readonly stopped: Promise<void>
  /** The core's state, for reports; not to be changed. */
  state(): State
}

export function createRunner<State>(options: RunnerOptions<State>): Runner<State> {
  const { core, kernel, clock, log, recorder } = options
  let router = core.createRouter()
  let config: VrrpConfig | undefined
  let monitor: { close(): void } | undefined
  /** Kernel news that came while links and addresses were being read; newer than what was read. */
  let held: (() => void)[] | undefined
  let inputs = 0
  let stopping = false
  let finishing = false
  let finished: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => (finished = resolve))

  const events: VrrpEvent[] = []
  let stepping = false

  const interfaces = createInterfaces()
  const adverts = createAdverts({
    clock,
    received: receive,
    failed: (name, reason) => log.write(socketFailed(name, reason)),
    ...(options.openSocket === undefined ? {} : { open: options.openSocket }),
  })
  const neighbours = createNeighbours({
    link: (name) => interfaces.links.get(name),
    failed: (instance, device, address, reason) => log.write(announceFailed(instance, device, address, reason)),
    ...(options.frameSocket === undefined ? {} : { socket: options.frameSocket }),
  })
  const work = createAddressWork({
    addAddress: kernel.addAddress,
    removeAddress: kernel.removeAddress,
    announce: neighbours.announce,
    withdraw: neighbours.cancel,
    failed: (instance, address, reason) => handle({ kind: 'addressFailed', instance, address, reason }),
  })
  const scheduler = createScheduler({
    clock,
    deadline: () => core.nextDeadline(router),
    packetsSeen: () => inputs,
    late: (lateness) => log.write(lateEntry(lateness)),
    due: () => {
      followInterfaces()
      handle({ kind: 'clock' })
    },
  })

  /** Steps through the event and those that performing its effects brings about. */
  function handle(event: VrrpEvent): void {
    if (finishing) return
    events.push(event)
    if (stepping) return
    stepping = true
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      const now = clock.now()
      recorder.record(now, next)
      const result = core.step(router, next, now)
      router = result.state
      for (const effect of result.effects) perform(effect)
    }
    stepping = false
    scheduler.update()
  }

  function perform(effect: VrrpEffect): void {
    switch (effect.kind) {
      case 'sendAdvert': {
        const reason = adverts.send(effect.interface, effect.packet, effect.destination)
        if (reason !== undefined) events.push({ kind: 'sendFailed', instance: effect.instance, reason })
        return
      }
      case 'addAddresses':
        return work.add(effect.instance, effect.addresses)
      case 'removeAddresses':
        return work.remove(effect.instance, effect.addresses)
      case 'announce':
        return work.announce(effect.instance, effect.addresses, effect.repeat)
      case 'notify':
        return options.notify(effect)
      case 'log':
        return log.write(effect.entry)
      case 'stopped':
        finishing = true
        scheduler.close()
        void finish()
    }
  }

  function receive(interfaceName: string, packet: Uint8Array): void {
    inputs++
    const event = core.receivePacket(router, interfaceName, packet)
    if (event !== undefined) handle(event)
  }

  /** Kernel news; kept back while a reading is under way. */
  function news(take: () => readonly VrrpEvent[]): void {
    inputs++
    const deliver = () => {
      const found = take()
      followInterfaces()
      for (const event of found) handle(event)
    }
    if (held === undefined) deliver()
    else held.push(deliver)
  }

  /** Returns the reason when sockets are not permitted. */
  function followInterfaces(alsoFor?: VrrpConfig): string | undefined {
    if (config === undefined) return undefined
    const instances = [...config.instances, ...(alsoFor?.instances ?? [])]
    const wanted = new Set(instances.map((instance) => instance.interface))
    return adverts.follow({ group: config.multicastGroup4, interfaces: wanted }, interfaces.links)
  }

  async function configure(next: VrrpConfig, adopted: readonly string[]): Promise<Configured> {
    held = []
    try {
      monitor ??= kernel.startMonitor({
        onLink: (link) => news(() => interfaces.link(link)),
        onAddress: (address, present) => news(() => interfaces.address(address, present)),
        onResync: (links, addresses) => news(() => interfaces.reconcile(links, addresses)),
      })
      const links = await kernel.readLinks()
      const addresses = await kernel.readAddresses()
      if (stopping) return { ok: false, reason: 'stopping', permanent: false }
      return take(next, adopted, links, addresses)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { ok: false, reason: `cannot read links and addresses: ${reason}`, permanent: false }
    } finally {
      const waiting = held ?? []
      held = undefined
      for (const deliver of waiting) deliver()
    }
  }

  function take(
    next: VrrpConfig,
    adopted: readonly string[],
    links: readonly LinkState[],
    addresses: readonly InterfaceAddress[],
  ): Configured {
    interfaces.replace(links, addresses)
    const previous = config
    config = next
    // Instances that are gone still have a priority 0 to send.
    const refused = followInterfaces(previous) ?? neighbours.open()
    if (refused !== undefined && previous === undefined) {
      config = undefined
      return { ok: false, reason: `cannot open raw sockets: ${refused}`, permanent: true }
    }
    handle({ kind: 'configured', config: next, adopted, links, addresses })
    followInterfaces()
    return { ok: true }
  }

  async function finish(): Promise<void> {
    await work.settled()
    monitor?.close()
    adverts.close()
    neighbours.close()
    recorder.close()
    finished()
  }

  let turn: Promise<unknown> = Promise.resolve()
  return {
    stopped,
    state: () => router,
    configure(next, adopted) {
      const mine = turn.then(() => configure(next, adopted))
      turn = mine.catch(() => undefined)
      return mine
    },
    stop() {
      if (stopping) return
      stopping = true
      handle({ kind: 'stop' })
    },
  }
}

const socketFailed = (name: string, reason: string): LogEntry => ({
  level: 'error',
  text: `Cannot send and receive adverts on ${name}: ${reason}`,
  fields: { interface: name, reason },
})

const announceFailed = (instance: string, device: string, address: string, reason: string): LogEntry => ({
  level: 'warning',
  text: `(${instance}) Error ${reason} sending gratuitous ARP on ${device} for ${address}`,
  fields: { instance, interface: device, address, reason },
})

/** keepalived's words; what they mean for operators: this process, or the machine, stood still. */
const lateEntry = ({ late, packets, cutShort }: Lateness): LogEntry => ({
  level: 'warning',
  text: `VRRP thread timer expired ${(late / 1000).toFixed(6)} seconds ago`,
  kind: 'late',
  fields: { late_ms: Math.round(late), packets_read_first: packets, ...(cutShort ? { cut_short: 1 } : {}) },
})
