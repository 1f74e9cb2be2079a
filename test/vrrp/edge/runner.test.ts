// The runner with a scripted core, a kernel of plain functions and sockets that only remember: what is performed, in which order.

import { afterEach, describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../../config/values/ip.js'
import type { IpAddress } from '../../../config/values/ip.js'
import type { LogEntry } from '../../../config/values/log-entry.js'
import { Milliseconds, after } from '../../../config/values/time.js'
import type { Instant } from '../../../config/values/time.js'
import { monotonicClock } from '../../../daemon/runtime/clock.js'
import type { OpenedVrrpSocket, VrrpSocketOptions } from '../../../daemon/runtime/raw-socket.js'
import { createRunner } from '../../../vrrp/edge/runner.js'
import type { KernelNews, RouteKernel, Runner, VrrpCore } from '../../../vrrp/edge/runner.js'
import type { AddressResult } from '../../../vrrp/edge/address-work.js'
import type { RunnableInstance, VirtualAddress, VrrpConfig } from '../../../vrrp/config/model.js'
import type { VrrpEffect } from '../../../vrrp/machine/effects.js'
import type { LinkState, VrrpEvent } from '../../../vrrp/machine/events.js'

const ip = (text: string): IpAddress => {
  const address = parseIpAddress(text)
  if (address === undefined) throw new Error(text)
  return address
}

const link = (name: string, index: number, over: Partial<LinkState> = {}): LinkState => ({
  name,
  index,
  exists: true,
  up: true,
  mtu: 1500,
  mac: '02:00:00:00:00:01',
  noArp: false,
  ...over,
})

const vip = (text: string, device = 'eth0'): VirtualAddress => ({
  address: ip(text),
  prefixLength: 24,
  device,
  label: undefined,
  scope: 0,
  broadcast: undefined,
})

/** The runner reads only the interface of an instance. */
const config = (...interfaces: string[]): VrrpConfig => ({
  instances: interfaces.map((name) => ({ name, interface: name }) as RunnableInstance),
  leftOut: [],
  syncGroups: [],
  multicastGroup4: ip('224.0.0.18'),
  startupDelay: Milliseconds(0),
})

const advert = (instance: string, device = 'eth0'): VrrpEffect => ({
  kind: 'sendAdvert',
  instance,
  interface: device,
  destination: ip('224.0.0.18'),
  priority: 100,
  packet: Uint8Array.of(1, 2, 3),
})

interface World {
  readonly runner: Runner<object>
  readonly trace: string[]
  readonly events: VrrpEvent[]
  readonly logged: LogEntry[]
  readonly sockets: Map<string, VrrpSocketOptions>
  readonly news: () => KernelNews
  /** What the core answers to an event of that kind from now on. */
  readonly answer: (kind: VrrpEvent['kind'], ...effects: VrrpEffect[]) => void
  deadline: Instant | undefined
}

interface Wishes {
  links?: LinkState[]
  addAddress?: (address: VirtualAddress) => Promise<AddressResult>
  send?: () => string | undefined
  open?: (options: VrrpSocketOptions) => OpenedVrrpSocket | undefined
  readAddresses?: RouteKernel['readAddresses']
}

const runners: Runner<object>[] = []
afterEach(async () => {
  for (const runner of runners.splice(0)) {
    runner.stop()
    await runner.stopped
  }
})

function world(wishes: Wishes = {}): World {
  const trace: string[] = []
  const events: VrrpEvent[] = []
  const logged: LogEntry[] = []
  const sockets = new Map<string, VrrpSocketOptions>()
  const answers = new Map<string, readonly VrrpEffect[]>([['stop', [{ kind: 'stopped' }]]])
  let kernelNews: KernelNews | undefined
  const core: VrrpCore<object> = {
    createRouter: () => ({}),
    nextDeadline: () => made.deadline,
    receivePacket: (_state, name) => {
      trace.push(`packet ${name}`)
      return undefined
    },
    step: (state, event) => {
      events.push(event)
      if (event.kind === 'clock') made.deadline = undefined
      return { state, effects: answers.get(event.kind) ?? [] }
    },
  }
  const runner = createRunner({
    core,
    clock: monotonicClock,
    log: { write: (entry) => logged.push(entry) },
    recorder: { record: () => undefined, close: () => undefined },
    notify: (effect) => trace.push(`notify ${effect.name} ${effect.state}`),
    kernel: {
      readLinks: () => Promise.resolve(wishes.links ?? [link('eth0', 2)]),
      readAddresses: wishes.readAddresses ?? (() => Promise.resolve([])),
      addAddress: (address) => {
        trace.push(`add ${address.address}`)
        return wishes.addAddress?.(address) ?? Promise.resolve({ ok: true })
      },
      removeAddress: (address) => {
        trace.push(`remove ${address.address}`)
        return Promise.resolve({ ok: true })
      },
      startMonitor: (news) => {
        kernelNews = news
        return { close: () => trace.push('monitor closed') }
      },
    },
    openSocket: (options) => {
      const other = wishes.open?.(options)
      if (other !== undefined) return other
      trace.push(`open ${options.interface} ${options.index}`)
      sockets.set(options.interface, options)
      return {
        ok: true,
        socket: {
          send: () => {
            trace.push(`advert ${options.interface}`)
            return wishes.send?.()
          },
          close: () => trace.push(`close ${options.interface} ${options.index}`),
        },
      }
    },
    frameSocket: {
      open: () => ({ ok: true, value: 9 }),
      close: () => trace.push('arp closed'),
      send: (_descriptor, index, frame) => {
        trace.push(`arp ${index} ${frame.slice(28, 32).join('.')}`)
        return { ok: true, value: 42 }
      },
    },
  })
  runners.push(runner)
  const made: World = {
    runner,
    trace,
    events,
    logged,
    sockets,
    deadline: undefined,
    news: () => {
      if (kernelNews === undefined) throw new Error('no monitor yet')
      return kernelNews
    },
    answer: (kind, ...effects) => answers.set(kind, effects),
  }
  return made
}

/** Lets everything that waits for a turn of the loop have it. */
async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

const kinds = (events: readonly VrrpEvent[]) => events.map((event) => event.kind)

describe('performing effects', () => {
  it('ACT-01/ACT-02: sends the advert first, then adds the addresses, then announces them', async () => {
    const { runner, trace, answer } = world()
    const addresses = [vip('10.0.0.1'), vip('10.0.0.2')]
    answer(
      'configured',
      { kind: 'addAddresses', instance: 'A', addresses },
      { kind: 'announce', instance: 'A', addresses, repeat: 2 },
      advert('A'),
    )
    await runner.configure(config('eth0'), [])
    await turns()
    expect(trace).toEqual([
      'open eth0 2',
      'advert eth0',
      'add 10.0.0.1',
      'add 10.0.0.2',
      'arp 2 10.0.0.1',
      'arp 2 10.0.0.2',
      'arp 2 10.0.0.1',
      'arp 2 10.0.0.2',
    ])
  })

  it('ACT-03: goes on after an address that cannot be added, tells the core, and does not announce that one', async () => {
    const { runner, trace, events, answer } = world({
      addAddress: ({ address }) =>
        Promise.resolve(
          address === '10.0.0.1' ? { ok: false, errno: 'EPERM', reason: 'Operation not permitted' } : { ok: true },
        ),
    })
    const addresses = [vip('10.0.0.1'), vip('10.0.0.2')]
    answer(
      'configured',
      { kind: 'addAddresses', instance: 'A', addresses },
      { kind: 'announce', instance: 'A', addresses, repeat: 1 },
    )
    await runner.configure(config('eth0'), [])
    await turns()
    expect(trace.slice(1)).toEqual(['add 10.0.0.1', 'add 10.0.0.2', 'arp 2 10.0.0.2'])
    expect(events.at(-1)).toEqual({
      kind: 'addressFailed',
      instance: 'A',
      address: '10.0.0.1',
      reason: 'Operation not permitted',
    })
  })

  it('goes on after an address whose addition throws', async () => {
    const { runner, trace, events, answer } = world({ addAddress: () => Promise.reject(new Error('timed out')) })
    answer(
      'configured',
      { kind: 'addAddresses', instance: 'A', addresses: [vip('10.0.0.1')] },
      { kind: 'removeAddresses', instance: 'B', addresses: [vip('10.0.0.9')] },
    )
    await runner.configure(config('eth0'), [])
    await turns()
    expect(trace.slice(1)).toEqual(['add 10.0.0.1', 'remove 10.0.0.9'])
    expect(events.at(-1)).toMatchObject({ kind: 'addressFailed', reason: 'timed out' })
  })

  it('GARP-06: announces nothing of an instance that let its addresses go meanwhile', async () => {
    const { runner, trace, answer, news } = world()
    const addresses = [vip('10.0.0.1')]
    answer(
      'configured',
      { kind: 'addAddresses', instance: 'A', addresses },
      { kind: 'announce', instance: 'A', addresses, repeat: 5 },
    )
    answer('link', { kind: 'removeAddresses', instance: 'A', addresses })
    await runner.configure(config('eth0'), [])
    news().onLink(link('eth0', 2, { up: false }))
    await turns()
    expect(trace.slice(1)).toEqual(['add 10.0.0.1', 'remove 10.0.0.1'])
  })

  it('GARP-06: withdraws the rest of a long announcement, but not that of another instance', async () => {
    const { runner, trace, answer, news } = world()
    const first = [vip('10.0.0.1')]
    const second = [vip('10.0.0.2')]
    answer(
      'configured',
      { kind: 'announce', instance: 'A', addresses: first, repeat: 1000 },
      { kind: 'announce', instance: 'B', addresses: second, repeat: 3 },
    )
    answer('link', { kind: 'removeAddresses', instance: 'A', addresses: first })
    await runner.configure(config('eth0'), [])
    await turns(3)
    news().onLink(link('eth0', 2, { up: false }))
    const sent = trace.filter((line) => line === 'arp 2 10.0.0.1').length
    await turns()
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(1000)
    expect(trace.filter((line) => line === 'arp 2 10.0.0.1')).toHaveLength(sent)
    expect(trace.filter((line) => line === 'arp 2 10.0.0.2')).toHaveLength(3)
  })

  it('lets adverts through between the parts of a long announcement', async () => {
    const { runner, trace, answer, news } = world()
    answer('configured', { kind: 'announce', instance: 'A', addresses: [vip('10.0.0.1')], repeat: 5000 })
    answer('link', advert('A'))
    await runner.configure(config('eth0'), [])
    await turns(3)
    news().onLink(link('eth0', 2))
    const at = trace.indexOf('advert eth0')
    await turns(200)
    expect(at).toBeGreaterThan(0)
    expect(at).toBeLessThan(1000)
    expect(trace.filter((line) => line.startsWith('arp'))).toHaveLength(5000)
  })

  it('GARP-10: announces where the address is, and not on links without ARP', async () => {
    const { runner, trace, answer } = world({
      links: [link('eth0', 2), link('eth1', 3), link('tun0', 4, { noArp: true }), link('ib0', 5, { mac: undefined })],
    })
    answer('configured', {
      kind: 'announce',
      instance: 'A',
      addresses: [
        vip('10.0.0.1', 'eth1'),
        vip('10.0.0.2', 'tun0'),
        vip('10.0.0.3', 'ib0'),
        vip('10.0.0.4', 'gone'),
        vip('10.0.0.5'),
      ],
      repeat: 1,
    })
    await runner.configure(config('eth0'), [])
    await turns()
    expect(trace.slice(1)).toEqual(['arp 3 10.0.0.1', 'arp 2 10.0.0.5'])
  })

  it('tells the core about an advert that could not be sent, after the effects that stood with it', async () => {
    const { runner, trace, events, answer } = world({ send: () => 'Network is unreachable' })
    answer('configured', advert('A'), {
      kind: 'notify',
      subject: 'INSTANCE',
      name: 'A',
      state: 'MASTER',
      priority: 100,
      mail: true,
    })
    await runner.configure(config('eth0'), [])
    expect(trace).toEqual(['open eth0 2', 'advert eth0', 'notify A MASTER'])
    expect(events.slice(1)).toEqual([{ kind: 'sendFailed', instance: 'A', reason: 'Network is unreachable' }])
  })
})

describe('sockets', () => {
  it('SOCK-01: opens one pair for an interface however many instances share it', async () => {
    const { runner, trace } = world()
    await runner.configure(config('eth0', 'eth0'), [])
    expect(trace).toEqual(['open eth0 2'])
  })

  it('IF-08: closes it when the interface vanishes, opens it under the new index when it is back', async () => {
    const { runner, trace, events, news } = world()
    await runner.configure(config('eth0'), [])
    news().onLink(link('eth0', 2, { exists: false, up: false }))
    news().onLink(link('eth0', 7))
    expect(trace).toEqual(['open eth0 2', 'close eth0 2', 'open eth0 7'])
    expect(kinds(events)).toEqual(['configured', 'link', 'link'])
  })

  it('IF-09: takes a link under another name as the end of the old one', async () => {
    const { runner, trace, events, news } = world()
    await runner.configure(config('eth0'), [])
    news().onLink(link('renamed', 2))
    expect(trace).toEqual(['open eth0 2', 'close eth0 2'])
    expect(events.slice(1)).toMatchObject([
      { kind: 'link', link: { name: 'eth0', exists: false } },
      { kind: 'link', link: { name: 'renamed', exists: true } },
    ])
  })

  it('LIFE-04: keeps the socket of an interface that a reload drops until the last advert is sent', async () => {
    const { runner, trace, answer } = world({ links: [link('eth0', 2), link('eth1', 3)] })
    await runner.configure(config('eth0'), [])
    answer('configured', advert('A'))
    await runner.configure(config('eth1'), [])
    expect(trace).toEqual(['open eth0 2', 'open eth1 3', 'advert eth0', 'close eth0 2'])
  })

  it('replaces a socket that failed at once, but not in a loop', async () => {
    const { runner, trace, sockets, logged } = world()
    await runner.configure(config('eth0'), [])
    sockets.get('eth0')?.onError('Network is down')
    sockets.get('eth0')?.onError('Network is down')
    expect(trace).toEqual(['open eth0 2', 'open eth0 2'])
    expect(logged.map((entry) => entry.text)).toContain('Cannot send and receive adverts on eth0: Network is down')
  })

  it('is refused for good when sockets are not permitted', async () => {
    const { runner, events } = world({
      open: () => ({ ok: false, reason: 'Operation not permitted', notPermitted: true }),
    })
    expect(await runner.configure(config('eth0'), [])).toEqual({
      ok: false,
      reason: 'cannot open raw sockets: Operation not permitted',
      permanent: true,
    })
    expect(events).toEqual([])
  })
})

describe('kernel news', () => {
  it('that comes while links are being read is given to the core after the reading', async () => {
    let finishReading: () => void = () => undefined
    const { runner, events, news } = world({
      readAddresses: () => new Promise((resolve) => (finishReading = () => resolve([]))),
    })
    const configured = runner.configure(config('eth0'), [])
    await turns(2)
    news().onLink(link('eth0', 2, { up: false }))
    expect(events).toEqual([])
    finishReading()
    await configured
    expect(events).toMatchObject([{ kind: 'configured' }, { kind: 'link', link: { up: false } }])
  })

  it('IF-13: that was lost is made up for from a complete reading, as the differences alone', async () => {
    const { runner, events, news } = world({ links: [link('eth0', 2), link('eth1', 3)] })
    await runner.configure(config('eth0'), [])
    const address = { interface: 'eth0', address: ip('10.0.0.1'), prefixLength: 24, scope: 0, secondary: false }
    const other = { ...address, address: ip('10.0.0.2') }
    news().onAddress(address, true)
    events.length = 0
    news().onResync([link('eth0', 2, { up: false })], [other])
    expect(events).toEqual([
      { kind: 'link', link: link('eth1', 3, { exists: false, up: false }) },
      { kind: 'address', address, present: false },
      { kind: 'link', link: link('eth0', 2, { up: false }) },
      { kind: 'address', address: other, present: true },
    ])
    events.length = 0
    news().onResync([link('eth0', 2, { up: false })], [other])
    expect(events).toEqual([])
  })

  it('cannot be had: the configuration is refused, but may be tried again', async () => {
    let broken = true
    const { runner, events } = world({
      readAddresses: () => (broken ? Promise.reject(new Error('EBUSY')) : Promise.resolve([])),
    })
    expect(await runner.configure(config('eth0'), [])).toMatchObject({ ok: false, permanent: false })
    broken = false
    expect(await runner.configure(config('eth0'), [])).toEqual({ ok: true })
    expect(kinds(events)).toEqual(['configured'])
  })
})

describe('the clock and the end', () => {
  it('gives the core a clock event when its deadline has passed', async () => {
    const made = world()
    made.deadline = after(monotonicClock.now(), Milliseconds(3))
    await made.runner.configure(config('eth0'), [])
    while (made.events.length < 2) await turns(1)
    expect(kinds(made.events)).toEqual(['configured', 'clock'])
  })

  it('stops after the addresses are gone, and closes everything', async () => {
    const { runner, trace, answer } = world()
    await runner.configure(config('eth0'), [])
    answer(
      'stop',
      advert('A'),
      { kind: 'removeAddresses', instance: 'A', addresses: [vip('10.0.0.1')] },
      {
        kind: 'stopped',
      },
    )
    runner.stop()
    runner.stop()
    await runner.stopped
    expect(trace).toEqual([
      'open eth0 2',
      'advert eth0',
      'remove 10.0.0.1',
      'monitor closed',
      'close eth0 2',
      'arp closed',
    ])
  })

  it('stops in the middle of being configured', async () => {
    let finishReading: () => void = () => undefined
    const { runner, events } = world({
      readAddresses: () => new Promise((resolve) => (finishReading = () => resolve([]))),
    })
    const configured = runner.configure(config('eth0'), [])
    await turns(2)
    runner.stop()
    finishReading()
    expect(await configured).toMatchObject({ ok: false })
    await runner.stopped
    expect(kinds(events)).toEqual(['stop'])
  })
})
