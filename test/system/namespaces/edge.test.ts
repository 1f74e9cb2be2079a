// The vrrp process alone, with this test as its supervisor: what only a real kernel and a real pause can show about its loop and
// its sockets. One namespace holds the process, the other the wire's far end.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { parseIpAddress } from '../../../config/values/ip.js'
import { Seconds } from '../../../config/values/time.js'
import type { FromChild, ToVrrp } from '../../../daemon/ipc/messages.js'
import type { RunnableInstance, VirtualAddress, VrrpConfig } from '../../../vrrp/config/model.js'
import { capture } from '../lab/capture.js'
import type { Capture } from '../lab/capture.js'
import { craftAdvert } from '../lab/frames.js'
import type { CraftedAdvert } from '../lab/frames.js'
import { openNamespace } from '../lab/namespace.js'
import type { Namespace } from '../lab/namespace.js'
import { inProject } from '../lab/root.js'
import { sendFrames } from '../lab/send.js'
import { until } from '../lab/wait.js'
import { nothingUnenforced } from '../../vrrp/fixtures.js'
import type { TestContext } from './pairs.js'

const ours = '10.77.0.1'
const theirs = '10.77.0.2'

interface Bench {
  readonly here: Namespace
  readonly there: Namespace
  /** What passes at the far end. */
  readonly wire: Capture
}

/** Two namespaces joined by eth0 and, for what must not be heard, by eth1. */
async function bench(context: TestContext, about?: readonly string[]): Promise<Bench> {
  const [here, there] = await Promise.all([openNamespace('here'), openNamespace('there')])
  context.onTestFinished(async () => {
    await Promise.all([here.close(), there.close()])
  })
  await connect(here, there, 'eth0')
  await connect(here, there, 'eth1')
  await here.ip(`addr add ${ours}/24 dev eth0`, 'addr add 10.78.0.1/24 dev eth1')
  await there.ip(`addr add ${theirs}/24 dev eth0`)
  const wire = await capture(there, 'eth0', about)
  context.onTestFinished(() => Promise.resolve(wire.stop()))
  return { here, there, wire }
}

async function connect(here: Namespace, there: Namespace, name: string): Promise<void> {
  await here.ip(`link add ${name} type veth peer name ${name} netns ${there.pid}`, `link set ${name} up`)
  await there.ip(`link set ${name} up`)
}

interface Role {
  readonly process: ChildProcess
  readonly messages: FromChild[]
  readonly output: () => string
  readonly send: (message: ToVrrp) => void
  readonly state: () => string | undefined
  readonly is: (state: string, within?: number) => Promise<unknown>
}

/** Starts the role as the supervisor does, and configures it when it is ready. */
async function startRole(
  context: TestContext,
  machine: Namespace,
  config: VrrpConfig,
  prefix: readonly string[] = [],
): Promise<Role> {
  const options = JSON.stringify({ logFormat: 'json', logDetail: true, ipvs: 'memory' })
  const role = [...prefix, process.execPath, inProject('dist', 'daemon', 'main.js'), '--role', 'vrrp', options]
  const [file = '', ...args] = machine.inside(role)
  const child = spawn(file, args, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  context.onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const messages: FromChild[] = []
  child.on('message', (message) => messages.push(message as FromChild))
  const send = (message: ToVrrp) => void child.send(message, () => undefined)
  const state = () => messages.findLast((message) => message.kind === 'vrrpState')?.state
  await until('the role being ready', () => messages.some(({ kind }) => kind === 'ready'), { detail: () => output })
  send({ kind: 'configure', generation: 1, config, adopted: [] })
  return {
    process: child,
    messages,
    output: () => output,
    send,
    state,
    is: (wanted, within = 15_000) =>
      until(`state ${wanted}`, () => state() === wanted, { within, detail: () => output }),
  }
}

const vip = (text: string): VirtualAddress => {
  const address = parseIpAddress(text)
  if (address === undefined) throw new Error(text)
  return { address, prefixLength: 24, device: 'eth0', label: undefined, scope: 0, broadcast: undefined }
}

const garp = {
  delay: Seconds(5),
  repeat: 5,
  refresh: Seconds(0),
  refreshRepeat: 1,
  lowerPriorityDelay: Seconds(5),
  lowerPriorityRepeat: 5,
}

function configOf(over: Partial<RunnableInstance> = {}): VrrpConfig {
  const none = { master: undefined, backup: undefined, fault: undefined, stop: undefined, any: undefined }
  return {
    instances: [
      {
        name: 'VI_1',
        interface: 'eth0',
        virtualRouterId: 51,
        version: 2,
        family: 'inet',
        initialState: 'MASTER',
        priority: 150,
        advertInterval: Seconds(1),
        preempt: true,
        preemptDelay: Seconds(0),
        authentication: { type: 'pass', key: Buffer.from('secret12').toString('hex') },
        sourceAddress: undefined,
        addresses: [vip('10.77.0.100')],
        excludedAddresses: [],
        garp,
        higherPriorityAdvert: false,
        lowerPriorityNoAdvert: false,
        downTimerAdverts: 3,
        dontTrackPrimary: false,
        trackInterfaces: [],
        skipCheckAdvertAddresses: false,
        notify: none,
        smtpAlert: false,
        group: undefined,
        unenforced: nothingUnenforced,
        ...over,
      },
    ],
    leftOut: [],
    syncGroups: [],
    multicastGroup4: vip('224.0.0.18').address,
    startupDelay: Seconds(0),
  }
}

/** What a rightful router of a higher priority sends. */
const stronger: CraftedAdvert = {
  source: theirs,
  virtualRouterId: 51,
  priority: 200,
  addresses: ['10.77.0.100'],
  password: 'secret12',
}

const advertsOf = (wire: Capture, source = ours) => wire.adverts().filter(({ ip }) => ip.source === source)

const gapsOf = (wire: Capture): number[] => {
  const times = advertsOf(wire).map(({ time }) => time)
  return times.slice(1).map((time, i) => time - (times[i] ?? 0))
}

describe.concurrent('after a pause', () => {
  it('a backup reads the adverts that waited before it acts, and stays backup (late timers)', async (context) => {
    const { here, there, wire } = await bench(context)
    const role = await startRole(context, here, configOf({ initialState: 'BACKUP' }))
    const master = sendFrames(there, [craftAdvert(stronger)], { count: 12, gap: 1000 })
    await role.is('BACKUP')
    await pause(1500)
    role.process.kill('SIGSTOP')
    // Longer than three intervals and skew: the timer is overdue when the process goes on.
    await pause(5500)
    role.process.kill('SIGCONT')
    await until('the line about the pause', () => role.output().includes('VRRP thread timer expired'))
    await pause(1500)
    expect(role.state()).toBe('BACKUP')
    expect(advertsOf(wire)).toEqual([])
    expect(role.output()).toMatch(/VRRP thread timer expired [12]\.\d{6} seconds ago/)
    await master
    // With the master silent it does take over: the pause has broken nothing.
    await role.is('MASTER')
  })

  it('a master sends one overdue advert, not all it missed (TMR-13)', async (context) => {
    const { here, wire } = await bench(context)
    const role = await startRole(context, here, configOf())
    await role.is('MASTER')
    await until('two adverts', () => advertsOf(wire).length === 2)
    role.process.kill('SIGSTOP')
    await pause(4500)
    const before = advertsOf(wire).length
    role.process.kill('SIGCONT')
    await pause(700)
    expect(advertsOf(wire)).toHaveLength(before + 1)
    await until('the next advert', () => advertsOf(wire).length === before + 2)
    const last = gapsOf(wire).at(-1)
    expect(last).toBeGreaterThan(0.9)
    expect(last).toBeLessThan(1.1)
  })

  it('a master that was superseded meanwhile hears of it before it sends an advert of its own', async (context) => {
    const { here, there, wire } = await bench(context)
    const role = await startRole(context, here, configOf())
    await role.is('MASTER')
    role.process.kill('SIGSTOP')
    await pause(1500)
    await sendFrames(there, [craftAdvert(stronger)])
    const before = advertsOf(wire).length
    role.process.kill('SIGCONT')
    await role.is('BACKUP')
    expect(advertsOf(wire)).toHaveLength(before)
  })
})

describe.concurrent('under a flood', () => {
  it('of packets that are refused, no advert is late (RX-27, SOCK-05)', async (context) => {
    const { here, there, wire } = await bench(context)
    const role = await startRole(context, here, configOf())
    await role.is('MASTER')
    const broken = [{ checksumError: 1 }, { ttl: 1 }, { password: 'wrong' }, { virtualRouterId: 99 }]
    const frames = broken.map((fault) => craftAdvert({ ...stronger, ...fault }))
    await sendFrames(there, frames, { count: 10_000 })
    await until('two more adverts', () => advertsOf(wire).length >= 3)
    expect(role.state()).toBe('MASTER')
    expect(Math.max(...gapsOf(wire))).toBeLessThan(1.5)
    expect(Math.min(...gapsOf(wire))).toBeGreaterThan(0.9)
  })
})

describe.concurrent('announcing', () => {
  it('of 250 addresses leaves the adverts in time, and begins after the first (ACT-02, GARP-01)', async (context) => {
    // All frames are counted by the kernel; captured are those for the first and the last address only.
    const { here, wire } = await bench(context, ['10.77.1.1', '10.77.1.250'])
    const addresses = Array.from({ length: 250 }, (_, i) => vip(`10.77.1.${i + 1}`))
    const role = await startRole(context, here, configOf({ addresses, garp: { ...garp, delay: Seconds(1) } }))
    await role.is('MASTER')
    await until('both bursts', () => wire.gratuitous().length >= 20, {
      detail: () => `${wire.gratuitous().length} frames`,
    })
    await until('four adverts', () => advertsOf(wire).length >= 4)
    const round = ['10.77.1.1', '10.77.1.250']
    expect(wire.gratuitous().map(({ senderIp }) => senderIp)).toEqual(Array.from({ length: 10 }, () => round).flat())
    expect(Number(await here.run(['cat', '/sys/class/net/eth0/statistics/tx_packets']))).toBeGreaterThanOrEqual(2504)
    expect(advertsOf(wire)[0]?.time).toBeLessThan(wire.gratuitous()[0]?.time ?? 0)
    expect(Math.max(...gapsOf(wire))).toBeLessThan(1.2)
  })

  it('is done on what was added: 42 bytes, from the address of the interface (PKT-19)', async (context) => {
    const { here, wire } = await bench(context)
    const role = await startRole(context, here, configOf())
    await role.is('MASTER')
    const first = await until('the announcement', () => wire.gratuitous('10.77.0.100')[0])
    const mac = (await here.run(['cat', '/sys/class/net/eth0/address'])).trim()
    expect(first.bytes).toHaveLength(42)
    expect(first).toMatchObject({
      ethernet: { destination: 'ff:ff:ff:ff:ff:ff', source: mac },
      operation: 1,
      senderMac: mac,
      targetMac: 'ff:ff:ff:ff:ff:ff',
      targetIp: '10.77.0.100',
    })
    expect(await here.run(['ip', 'addr', 'show', 'dev', 'eth0'])).toContain('inet 10.77.0.100/24')
  })
})

describe.concurrent('sockets', () => {
  it('hear only their own interface (SOCK-02)', async (context) => {
    const { here, there, wire } = await bench(context)
    const role = await startRole(context, here, configOf())
    await role.is('MASTER')
    // Somebody else on this host listens on eth1, so the kernel does deliver the group there.
    const other = await startRole(context, here, configOf({ interface: 'eth1', virtualRouterId: 52, addresses: [] }))
    await other.is('MASTER')
    await sendFrames(there, [craftAdvert(stronger)], { device: 'eth1', count: 3, gap: 100 })
    await until('two more adverts', () => advertsOf(wire).length >= 4)
    expect(role.state()).toBe('MASTER')
    await sendFrames(there, [craftAdvert(stronger)])
    await role.is('BACKUP')
  })

  it('are opened anew when the interface was deleted and is back (IF-08)', async (context) => {
    const { here, there } = await bench(context)
    const role = await startRole(context, here, configOf())
    await role.is('MASTER')
    await here.ip('link del eth0')
    await role.is('FAULT')
    await connect(here, there, 'eth0')
    await here.ip(`addr add ${ours}/24 dev eth0`)
    await role.is('MASTER')
    const wire = await capture(there)
    context.onTestFinished(() => Promise.resolve(wire.stop()))
    await until('an advert', () => advertsOf(wire).length > 0)
    await sendFrames(there, [craftAdvert(stronger)])
    await role.is('BACKUP')
  })

  it('that are not permitted are a reason not to try again', async (context) => {
    const { here } = await bench(context)
    const role = await startRole(context, here, configOf(), ['setpriv', '--bounding-set', '-net_raw', '--'])
    const answer = await until('an answer', () => role.messages.find(({ kind }) => kind === 'failed'))
    expect(answer).toMatchObject({
      generation: 1,
      permanent: true,
      reason: 'cannot open raw sockets: Operation not permitted',
    })
    role.send({ kind: 'stop' })
    await until('its end', () => role.process.exitCode === 0)
  })
})

describe.concurrent('without its supervisor', () => {
  it('it sends priority 0, takes its addresses away and ends', async (context) => {
    const { here, wire } = await bench(context)
    const role = await startRole(context, here, configOf())
    await role.is('MASTER')
    await until('the address', async () => (await here.run(['ip', 'addr'])).includes('10.77.0.100'))
    role.process.disconnect()
    await until('its end', () => role.process.exitCode === 0)
    expect(await here.run(['ip', 'addr'])).not.toContain('10.77.0.100')
    await until('priority 0', () => advertsOf(wire).at(-1)?.priority === 0)
    expect(role.output()).toContain('The supervisor is gone: stopping')
  })
})
