// A simulated network with virtual time: nodes that run the VRRP core over a simulated kernel, networks that carry packets between
// them, and faults of both. The same commands always give the same trace. Packets that arrive at an instant are
// read before timers of that instant fire, as the scheduler of a running daemon does it.

import type { IpAddress } from '../../../config/values/ip.js'
import { asInstant } from '../../../config/values/time.js'
import type { Instant } from '../../../config/values/time.js'
import type { VirtualAddress, VrrpConfig } from '../../../vrrp/config/model.js'
import type { VrrpEffect } from '../../../vrrp/machine/effects.js'
import type { InterfaceAddress, LinkState, VrrpEvent } from '../../../vrrp/machine/events.js'
import { receivePacket } from '../../../vrrp/machine/receive.js'
import { createRouter, nextDeadline, step } from '../../../vrrp/machine/router.js'
import type { RouterState } from '../../../vrrp/machine/router.js'

/** Milliseconds a packet travels, and an address request or its echo takes. */
const WIRE = 0.1
const KERNEL = 0.2

export interface Node {
  readonly name: string
  config: VrrpConfig
  router: RouterState | undefined
  readonly links: Map<string, LinkState>
  readonly addresses: InterfaceAddress[]
  /** Changes with each start: what an earlier process still had under way is lost. */
  life: number
  /** The core is not served until then: a process that was stopped or starved. */
  stalledUntil: number
  readonly mastersAtCrash: string[]
}

export interface Network {
  readonly ports: { readonly node: string; readonly interface: string }[]
  /** Carrier everywhere, and yet nothing gets through. */
  split: boolean
}

export interface Sent {
  readonly at: number
  readonly node: string
  readonly instance: string
  readonly priority: number
}

interface Happening {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

export class Simulation {
  now = 0
  readonly nodes = new Map<string, Node>()
  readonly networks = new Map<string, Network>()
  readonly trace: string[] = []
  readonly sent: Sent[] = []
  /** Also the lines that are only for -D. */
  detail = false
  #queue: Happening[] = []
  #order = 0
  readonly #lastAdvert = new Map<string, Sent>()

  node(name: string): Node {
    const node = this.nodes.get(name)
    if (node === undefined) throw new Error(`no node ${name}`)
    return node
  }

  addNode(name: string, config: VrrpConfig): Node {
    const node: Node = {
      name,
      config,
      router: undefined,
      links: new Map(),
      addresses: [],
      life: 0,
      stalledUntil: 0,
      mastersAtCrash: [],
    }
    this.nodes.set(name, node)
    return node
  }

  connect(network: string, node: string, device: string): void {
    const found = this.networks.get(network) ?? { ports: [], split: false }
    this.networks.set(network, found)
    found.ports.push({ node, interface: device })
    const index = this.node(node).links.size + 2
    const link = { name: device, index, exists: true, up: true, mtu: 1500, mac: '02:00:00:00:00:01', noArp: false }
    this.node(node).links.set(device, link)
  }

  /** A new process; `adopt` = the supervisor tells it who was master when the last one died. */
  start(name: string, adopt: boolean): void {
    const node = this.node(name)
    node.router = createRouter()
    node.life++
    this.#deliver(node, this.#configured(node, adopt ? [...node.mastersAtCrash] : []))
  }

  reload(name: string): void {
    const node = this.node(name)
    this.#deliver(node, this.#configured(node, []))
  }

  /** SIGKILL: adverts end, addresses stay. */
  crash(name: string): void {
    const node = this.node(name)
    node.mastersAtCrash.length = 0
    for (const instance of node.router?.instances.values() ?? [])
      if (instance.state === 'MASTER') node.mastersAtCrash.push(instance.config.name)
    node.router = undefined
    node.life++
  }

  stop(name: string): void {
    this.#deliver(this.node(name), { kind: 'stop' })
  }

  setLink(name: string, device: string, change: Partial<LinkState>): void {
    const node = this.node(name)
    const link = node.links.get(device)
    if (link === undefined) throw new Error(`${name} has no ${device}`)
    const changed = { ...link, ...change }
    node.links.set(device, changed)
    this.#deliver(node, { kind: 'link', link: changed })
  }

  /** The interface vanishes as the kernel does it: down, addresses gone, link gone. */
  unplug(name: string, device: string): void {
    const node = this.node(name)
    this.setLink(name, device, { up: false })
    for (const address of node.addresses.filter((held) => held.interface === device))
      this.#changeAddress(node, address, false)
    this.run(0.001)
    this.setLink(name, device, { exists: false })
  }

  /** Somebody, not the daemon, adds or removes an address. */
  setAddress(name: string, address: InterfaceAddress, present: boolean): void {
    this.#changeAddress(this.node(name), address, present)
  }

  /** A packet from nowhere, as an attacker or a fault would put on the wire. */
  inject(network: string, packet: Uint8Array): void {
    for (const port of this.networks.get(network)?.ports ?? []) this.#receive(port.node, port.interface, packet)
  }

  stateOf(node: string, instance: string): string | undefined {
    return this.node(node).router?.instances.get(instance)?.state
  }

  holds(node: string, address: IpAddress): boolean {
    return this.node(node).addresses.some((held) => held.address === address)
  }

  /** Lets time pass; `each` is called after everything that happened. */
  run(seconds: number, each?: () => void): void {
    const end = this.now + seconds * 1000
    for (;;) {
      const happening = this.#nextHappening()
      const timer = this.#nextTimer()
      const at = Math.min(happening?.at ?? Infinity, timer?.at ?? Infinity)
      if (at > end) break
      this.now = Math.max(this.now, at)
      if (happening !== undefined && happening.at <= at) {
        this.#queue.splice(this.#queue.indexOf(happening), 1)
        happening.run()
      } else if (timer !== undefined) this.#deliver(timer.node, { kind: 'clock' })
      each?.()
    }
    this.now = end
  }

  #nextHappening(): Happening | undefined {
    let next: Happening | undefined
    for (const happening of this.#queue)
      if (next === undefined || happening.at < next.at || (happening.at === next.at && happening.order < next.order))
        next = happening
    return next
  }

  #nextTimer(): { readonly node: Node; readonly at: number } | undefined {
    let next: { node: Node; at: number } | undefined
    for (const node of this.nodes.values()) {
      const deadline = node.router === undefined ? undefined : nextDeadline(node.router)
      if (deadline === undefined) continue
      const at = Math.max(deadline, node.stalledUntil)
      if (next === undefined || at < next.at) next = { node, at }
    }
    return next
  }

  #later(delay: number, run: () => void): void {
    this.#queue.push({ at: this.now + delay, order: this.#order++, run })
  }

  #configured(node: Node, adopted: readonly string[]): VrrpEvent {
    return {
      kind: 'configured',
      config: node.config,
      adopted,
      links: [...node.links.values()],
      addresses: [...node.addresses],
    }
  }

  #deliver(node: Node, event: VrrpEvent): void {
    if (node.router === undefined) return
    if (this.now < node.stalledUntil) {
      const { life } = node
      this.#later(node.stalledUntil - this.now, () => {
        if (node.life === life) this.#deliver(node, event)
      })
      return
    }
    const { effects } = step(node.router, event, asInstant(this.now))
    for (const effect of effects) this.#perform(node, effect)
  }

  #receive(name: string, device: string, packet: Uint8Array): void {
    const node = this.node(name)
    if (node.router === undefined || node.links.get(device)?.up !== true) return
    const event = receivePacket(node.router, device, packet)
    if (event !== undefined) this.#deliver(node, event)
  }

  #perform(node: Node, effect: VrrpEffect): void {
    switch (effect.kind) {
      case 'sendAdvert':
        return this.#send(node, effect)
      case 'addAddresses':
      case 'removeAddresses':
        return this.#requestAddresses(node, effect.addresses, effect.kind === 'addAddresses')
      case 'announce': {
        const addresses = effect.addresses.map((address) => `${address.address} on ${address.device}`)
        return this.#note(node, `announces ${addresses.join(', ')} x${effect.repeat}`)
      }
      case 'notify':
        return this.#note(
          node,
          `notify ${effect.subject} ${effect.name} ${effect.state} ${effect.priority}${effect.mail ? ' and mail' : ''}`,
        )
      case 'log':
        if (effect.entry.detail !== true || this.detail) this.#note(node, `"${effect.entry.text}"`)
        return
      case 'stopped':
        this.#note(node, 'stopped')
        node.router = undefined
        return
    }
  }

  #send(node: Node, effect: Extract<VrrpEffect, { kind: 'sendAdvert' }>): void {
    const link = node.links.get(effect.interface)
    const lost = link?.up !== true
    this.#noteAdvert(node, effect, lost)
    if (lost) {
      this.#deliverLater(node, { kind: 'sendFailed', instance: effect.instance, reason: 'ENETDOWN' })
      return
    }
    const packet = effect.packet.slice()
    for (const network of this.networks.values()) {
      if (
        network.split ||
        !network.ports.some((port) => port.node === node.name && port.interface === effect.interface)
      )
        continue
      for (const port of network.ports)
        if (port.node !== node.name) this.#later(WIRE, () => this.#receive(port.node, port.interface, packet))
    }
  }

  /** Regular adverts would drown the trace: only those out of turn are noted. */
  #noteAdvert(node: Node, effect: Extract<VrrpEffect, { kind: 'sendAdvert' }>, lost: boolean): void {
    const sent = { at: this.now, node: node.name, instance: effect.instance, priority: effect.priority }
    this.sent.push(sent)
    const key = `${node.name} ${effect.instance}`
    const last = this.#lastAdvert.get(key)
    this.#lastAdvert.set(key, sent)
    const interval = node.router?.instances.get(effect.instance)?.config.advertInterval ?? 0
    const regular = last?.priority === sent.priority && Math.abs(sent.at - last.at - interval) < 0.5
    if (!regular || lost)
      this.#note(node, `advert ${effect.instance} priority ${sent.priority}${lost ? ' (lost)' : ''}`)
  }

  #requestAddresses(node: Node, addresses: readonly VirtualAddress[], present: boolean): void {
    const list = addresses.map((vip) => `${vip.address}/${vip.prefixLength} dev ${vip.device}`)
    this.#note(node, `${present ? 'adds' : 'removes'} ${list.join(', ')}`)
    const { life } = node
    this.#later(KERNEL, () => {
      // A request already handed to the kernel is carried out even if the process ends.
      if (node.life - life > 1) return
      for (const { address, prefixLength, device } of addresses)
        this.#changeAddress(node, { interface: device, address, prefixLength, scope: 0, secondary: true }, present)
    })
  }

  #changeAddress(node: Node, address: InterfaceAddress, present: boolean): void {
    const at = node.addresses.findIndex(
      (held) =>
        held.interface === address.interface &&
        held.address === address.address &&
        held.prefixLength === address.prefixLength,
    )
    if (present === at >= 0) return
    if (present) node.addresses.push(address)
    else node.addresses.splice(at, 1)
    this.#deliverLater(node, { kind: 'address', address, present })
  }

  #deliverLater(node: Node, event: VrrpEvent): void {
    const { life } = node
    this.#later(KERNEL, () => {
      if (node.life === life) this.#deliver(node, event)
    })
  }

  #note(node: Node, text: string): void {
    this.trace.push(`${(this.now / 1000).toFixed(3).padStart(8)} ${node.name}: ${text}`)
  }
}

/** What a test compares instants with. */
export const at = (seconds: number): Instant => asInstant(seconds * 1000)
