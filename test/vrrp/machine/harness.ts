// One router under a test's hands: events in, effects out, time as numbers in seconds.

import { asInstant } from '../../../config/values/time.js'
import type { RunnableInstance, SyncGroupConfig, VrrpConfig } from '../../../vrrp/config/model.js'
import type { VrrpEffect } from '../../../vrrp/machine/effects.js'
import type { InterfaceAddress, LinkState, ReceivedAdvert, VrrpEvent } from '../../../vrrp/machine/events.js'
import { createRouter, nextDeadline, step } from '../../../vrrp/machine/router.js'
import type { Instance, RouterState } from '../../../vrrp/machine/state.js'
import { Seconds } from '../../../config/values/time.js'
import { address, config, instance, ip, link } from '../fixtures.js'

export interface Lab {
  readonly router: RouterState
  readonly now: () => number
  /** Delivers an event now. */
  readonly send: (event: VrrpEvent) => readonly VrrpEffect[]
  /** Delivers an event and names the effects. */
  readonly does: (event: VrrpEvent) => string[]
  readonly advert: (priority: number, overrides?: Partial<ReceivedAdvert>, name?: string) => string[]
  /** Lets time pass to an instant, running timers when they are due. */
  readonly until: (seconds: number) => string[]
  /** Seconds to the next deadline of the router, from the start. */
  readonly due: () => number | undefined
  readonly reload: (next: VrrpConfig, surroundings?: Surroundings) => string[]
  readonly the: (name?: string) => Instance
}

export interface Surroundings {
  readonly links?: readonly LinkState[]
  readonly addresses?: readonly InterfaceAddress[]
  readonly adopted?: readonly string[]
}

export const own = [address('192.0.2.1/24'), address('10.0.0.1/24', 'eth1')]
export const links = [link('eth0'), link('eth1', { index: 3 }), link('eth2', { index: 4 })]

/** A started router at instant 0. */
export function lab(first: VrrpConfig, surroundings: Surroundings = {}): Lab {
  const router = createRouter()
  let now = 0
  const send = (event: VrrpEvent): readonly VrrpEffect[] => step(router, event, asInstant(now * 1000)).effects
  const does = (event: VrrpEvent): string[] => send(event).map(describeEffect)
  const configured = (next: VrrpConfig, { adopted = [], ...around }: Surroundings): VrrpEvent => ({
    kind: 'configured',
    config: next,
    adopted,
    links: around.links ?? links,
    addresses: around.addresses ?? own,
  })
  send(configured(first, surroundings))
  const due = (): number | undefined => {
    const next = nextDeadline(router)
    return next === undefined ? undefined : next / 1000
  }
  return {
    router,
    now: () => now,
    send,
    does,
    due,
    advert: (priority, overrides = {}, name = 'VI_1') =>
      does({ kind: 'advert', instance: name, advert: { ...received, priority, ...overrides } }),
    until(seconds) {
      const done: string[] = []
      for (let next = due(); next !== undefined && next <= seconds; next = due()) {
        now = Math.max(now, next)
        done.push(...does({ kind: 'clock' }))
      }
      now = seconds
      return done
    },
    reload: (next, around = {}) => does(configured(next, around)),
    the(name = 'VI_1') {
      const found = router.instances.get(name)
      if (found === undefined) throw new Error(`no instance ${name}`)
      return found
    },
  }
}

export const received: ReceivedAdvert = {
  source: ip('192.0.2.2'),
  priority: 100,
  interval: Seconds(1),
  addresses: [ip('192.0.2.100')],
}

/** A router with one instance. */
export const single = (overrides: Partial<RunnableInstance> = {}, surroundings: Surroundings = {}): Lab =>
  lab(config([instance(overrides)]), surroundings)

/** The same, and master: at 3.609375 s for priority 100. */
export function master(overrides: Partial<RunnableInstance> = {}, surroundings: Surroundings = {}): Lab {
  const made = single(overrides, surroundings)
  made.until(made.due() ?? 0)
  for (const vip of made.the().allAddresses) made.send({ kind: 'address', address: onInterface(vip), present: true })
  return made
}

export const onInterface = (vip: {
  readonly device: string
  readonly address: InterfaceAddress['address']
  readonly prefixLength: number
}): InterfaceAddress => ({
  interface: vip.device,
  address: vip.address,
  prefixLength: vip.prefixLength,
  scope: 0,
  secondary: true,
})

/** Two instances in a group, each on its own interface. */
export function pair(priority = 100, groups?: readonly SyncGroupConfig[]): VrrpConfig {
  const outer = instance({ name: 'WAN', priority })
  const inner = instance({
    name: 'LAN',
    interface: 'eth1',
    virtualRouterId: 52,
    priority,
    addresses: [{ ...firstVip, address: ip('10.0.0.100'), device: 'eth1' }],
  })
  return config([outer, inner], groups ?? [{ name: 'G', members: ['WAN', 'LAN'], notify, smtpAlert: false }])
}

const { notify, addresses } = instance()
const [firstVip] = addresses as [(typeof addresses)[number]]

/** An effect in few words. Logs are their text, in quotes. */
export function describeEffect(effect: VrrpEffect): string {
  switch (effect.kind) {
    case 'sendAdvert':
      return `advert ${effect.instance} ${effect.priority}`
    case 'addAddresses':
      return `add ${effect.addresses.map((vip) => vip.address).join(' ')}`
    case 'removeAddresses':
      return `remove ${effect.addresses.map((vip) => vip.address).join(' ')}`
    case 'announce':
      return `announce ${effect.addresses.map((vip) => vip.address).join(' ')} x${effect.repeat}`
    case 'notify':
      return `notify ${effect.subject} ${effect.name} ${effect.state}`
    case 'log':
      return `"${effect.entry.text}"`
    case 'stopped':
      return 'stopped'
  }
}

/** Without the lines of the log. */
export const acts = (effects: readonly string[]): string[] => effects.filter((effect) => !effect.startsWith('"'))
/** Only the lines of the log. */
export const says = (effects: readonly string[]): string[] =>
  effects.filter((effect) => effect.startsWith('"')).map((effect) => effect.slice(1, -1))
