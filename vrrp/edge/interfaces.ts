// What the kernel last said about links and addresses, and how news or a complete reading become events for the core.
// Pure bookkeeping: it reads nothing by itself.

import type { InterfaceAddress, LinkState, VrrpEvent } from '../machine/events.js'

export interface Interfaces {
  /** By name; a vanished link is not in it. */
  readonly links: ReadonlyMap<string, LinkState>
  /** Replaces everything without making events: the reading goes to the core as a whole. */
  replace(links: readonly LinkState[], addresses: readonly InterfaceAddress[]): void
  /** News, as an event; IF-09: a link that comes under another name ends the old one. */
  link(link: LinkState): VrrpEvent[]
  address(address: InterfaceAddress, present: boolean): VrrpEvent[]
  /** The events that lead from what was known to a complete reading; what is the same makes none. */
  reconcile(links: readonly LinkState[], addresses: readonly InterfaceAddress[]): VrrpEvent[]
}

export function createInterfaces(): Interfaces {
  const links = new Map<string, LinkState>()
  const addresses = new Map<string, InterfaceAddress>()

  function link(news: LinkState): VrrpEvent[] {
    const events: VrrpEvent[] = []
    if (news.exists) {
      for (const old of links.values()) if (old.index === news.index && old.name !== news.name) events.push(vanish(old))
      links.set(news.name, news)
    } else links.delete(news.name)
    return [...events, { kind: 'link', link: news }]
  }

  function vanish(old: LinkState): VrrpEvent {
    links.delete(old.name)
    return { kind: 'link', link: { ...old, exists: false, up: false } }
  }

  function address(news: InterfaceAddress, present: boolean): VrrpEvent[] {
    if (present) addresses.set(keyOf(news), news)
    else addresses.delete(keyOf(news))
    return [{ kind: 'address', address: news, present }]
  }

  return {
    links,
    link,
    address,
    replace(allLinks, allAddresses) {
      links.clear()
      addresses.clear()
      for (const each of allLinks) if (each.exists) links.set(each.name, each)
      for (const each of allAddresses) addresses.set(keyOf(each), each)
    },
    reconcile(allLinks, allAddresses) {
      const names = new Set(allLinks.filter((each) => each.exists).map((each) => each.name))
      const keys = new Set(allAddresses.map(keyOf))
      const events: VrrpEvent[] = []
      for (const old of [...links.values()]) if (!names.has(old.name)) events.push(vanish(old))
      for (const [key, old] of [...addresses]) if (!keys.has(key)) events.push(...address(old, false))
      for (const each of allLinks) if (each.exists && !same(each, links.get(each.name))) events.push(...link(each))
      for (const each of allAddresses) if (!same(each, addresses.get(keyOf(each)))) events.push(...address(each, true))
      return events
    },
  }
}

const keyOf = (each: InterfaceAddress): string => `${each.interface} ${each.address}/${each.prefixLength}`

const same = <T extends object>(a: T, b: T | undefined): boolean =>
  b !== undefined && (Object.keys(a) as (keyof T)[]).every((key) => a[key] === b[key])
