// Links, addresses and their news against the real kernel, in a namespace with one pair of cables.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openNamespace, type Namespace } from '../lab/namespace.js'
import type { Running } from '../lab/process.js'
import { inProject } from '../lab/root.js'

const virtual = {
  address: '192.0.2.7',
  prefixLength: 24,
  device: 'cable',
  label: 'cable:vip',
  scope: 0,
  broadcast: '+',
}

interface News {
  readonly link?: { readonly name: string; readonly mtu: number; readonly up: boolean; readonly exists: boolean }
  readonly address?: { readonly interface: string; readonly address: string }
  readonly present?: boolean
  readonly resync?: { readonly links: { name: string; mtu: number }[]; readonly addresses: unknown[] }
}

let machine: Namespace
let program: Running
let asked = 0

const start = (): Running =>
  machine.start([process.execPath, inProject('test', 'system', 'namespaces', 'programs', 'rtnetlink.mjs')])

async function ask(call: string, ...words: unknown[]): Promise<unknown> {
  const id = ++asked
  program.write(`${JSON.stringify([id, call, ...words])}\n`)
  const { text } = await program.line(new RegExp(`^\\{"id":${id},`))
  const { answer, error } = JSON.parse(text) as { answer: unknown; error?: string }
  if (error !== undefined) throw new Error(error)
  return answer
}

/** News since line `from`, in order. */
const news = (from: number): News[] =>
  program.lines
    .slice(from)
    .filter(({ text }) => text.startsWith('{') && !text.startsWith('{"id"'))
    .map(({ text }) => JSON.parse(text) as News)

beforeAll(async () => {
  machine = await openNamespace('rtnetlink')
})

afterAll(async () => {
  await machine.close()
})

beforeEach(async () => {
  await machine.run([
    'sh',
    '-c',
    'ip link del cable 2>/dev/null; ip link del renamed 2>/dev/null; ip link set lo mtu 65536',
  ])
  await machine.ip('link add cable type veth peer name other', 'link set cable up', 'link set other up')
  program = start()
})

afterEach(() => program.crash())

describe('virtual addresses', () => {
  it('are added with prefix, broadcast, label and scope, and marked as ours (VIP-01, VIP-03)', async () => {
    expect(await ask('addAddress', { ...virtual, scope: 253 })).toEqual({ ok: true, already: false })
    const [shown] = JSON.parse(await machine.run(['ip', '-j', '-4', 'address', 'show', 'dev', 'cable'])) as {
      addr_info: Record<string, unknown>[]
    }[]
    expect(shown?.addr_info).toEqual([
      expect.objectContaining({
        local: '192.0.2.7',
        prefixlen: 24,
        broadcast: '192.0.2.255',
        label: 'cable:vip',
        scope: 'link',
      }),
    ])
    await machine.ip('address add 198.51.100.8/24 dev cable')
    expect(await ask('protocols')).toMatchObject({ '192.0.2.7': 0x12 })
    expect(await ask('protocols')).not.toMatchObject({ '198.51.100.8': 0x12 })
  })

  it('that are there already, or not there, are as wanted (VIP-07)', async () => {
    await machine.ip('address add 192.0.2.7/24 dev cable')
    expect(await ask('addAddress', virtual)).toEqual({ ok: true, already: true })
    expect(await ask('removeAddress', virtual)).toEqual({ ok: true, already: false })
    expect(await ask('removeAddress', virtual)).toEqual({ ok: true, already: true })
    expect(await ask('removeAddress', { ...virtual, device: 'gone' })).toEqual({ ok: true, already: true })
  })

  it('that cannot be added keep the kernel’s error and its words', async () => {
    expect(await ask('addAddress', { ...virtual, device: 'gone' })).toEqual({
      ok: false,
      errno: 'ENODEV',
      reason: 'cannot add 192.0.2.7/24 to gone: ENODEV (19)',
    })
    expect(await ask('addAddress', { ...virtual, prefixLength: 33, broadcast: undefined })).toMatchObject({
      ok: false,
      errno: 'EINVAL',
    })
  })

  it('are removed without touching the same address under another prefix length', async () => {
    await machine.ip('address add 192.0.2.7/25 dev cable')
    await ask('addAddress', virtual)
    await ask('removeAddress', virtual)
    expect(await ask('readAddresses')).toContainEqual({
      interface: 'cable',
      address: '192.0.2.7',
      prefixLength: 25,
      scope: 0,
      secondary: false,
    })
  })
})

describe('reading', () => {
  it('shows links with MAC, MTU and whether they are up and running (IF-01)', async () => {
    await machine.ip('link set other down', 'link set cable mtu 1400')
    const mac = (await machine.run(['cat', '/sys/class/net/cable/address'])).trim()
    const links = (await ask('readLinks')) as { name: string }[]
    expect(links.find(({ name }) => name === 'lo')).toMatchObject({ up: true })
    expect(links.find(({ name }) => name === 'lo')).not.toHaveProperty('mac')
    expect(links.find(({ name }) => name === 'cable')).toMatchObject({
      exists: true,
      up: false,
      mtu: 1400,
      mac,
      noArp: false,
    })
  })

  it('shows primary and secondary addresses', async () => {
    await machine.ip('address add 192.0.2.1/24 dev cable', 'address add 192.0.2.2/24 dev cable')
    const addresses = (await ask('readAddresses')) as { interface: string; address: string; secondary: boolean }[]
    expect(addresses.filter((each) => each.interface === 'cable' && !each.address.includes(':'))).toEqual([
      expect.objectContaining({ address: '192.0.2.1', secondary: false }),
      expect.objectContaining({ address: '192.0.2.2', secondary: true }),
    ])
  })

  it('may be asked for many times at once: one request after the other goes out', async () => {
    expect(await ask('many', 50)).toEqual(Array.from({ length: 50 }, () => 3))
  })
})

describe('a request', () => {
  it('that fails in a batch is answered by itself, a full batch of them too (NL-24)', async () => {
    expect(await ask('refusals', 200)).toEqual(Array.from({ length: 200 }, () => 'ENODEV'))
  })

  it('whose answer waits while the process stands still is not late', async () => {
    expect(await ask('standStill', 300)).toBe(true)
  })

  it('outstanding when its socket closes is cancelled, and so are later ones', async () => {
    expect(await ask('closing')).toEqual(['ECANCELED', 'ECANCELED', 'ECANCELED'])
  })
})

describe('news', () => {
  it('of links and addresses comes in the kernel’s order', async () => {
    await ask('monitor')
    const from = program.lines.length
    await machine.ip('address add 192.0.2.9/24 dev cable', 'link set other down')
    // The kernel tells of lost carrier a little later than it is asked for.
    await program.line(/"name":"cable".*"up":false/, { from })
    await machine.ip('address del 192.0.2.9/24 dev cable')
    await program.line(/"192\.0\.2\.9".*"present":false/, { from })
    const told = news(from).filter(({ link, address }) => link?.name === 'cable' || address?.address === '192.0.2.9')
    expect(told.map(({ link, present }) => (link === undefined ? present : `up ${link.up}`))).toEqual([
      true,
      'up false',
      false,
    ])
  })

  it('of a link that vanishes says so (IF-08)', async () => {
    await ask('monitor')
    const from = program.lines.length
    await machine.ip('link del cable')
    await program.line(/"name":"cable".*"exists":false/, { from })
    expect(
      news(from)
        .filter(({ link }) => link?.name === 'cable')
        .at(-1)?.link,
    ).toMatchObject({ exists: false, up: false })
  })

  it('of a rename leads to everything being read again, addresses under the new name included (IF-09)', async () => {
    await machine.ip('address add 192.0.2.9/24 dev cable')
    await ask('monitor')
    const from = program.lines.length
    await machine.ip('link set cable down', 'link set cable name renamed')
    await program.line(/"resync".*"interface":"renamed","address":"192\.0\.2\.9"/, { from })
    expect(news(from).some(({ link }) => link?.name === 'renamed')).toBe(true)
  })

  it('of a bridge about a port that leaves it is not the end of the port', async () => {
    await machine.ip('link add name middle type bridge', 'link set cable master middle')
    await ask('monitor')
    const from = program.lines.length
    await machine.ip('link set cable nomaster', 'link del middle', 'link set cable mtu 1300')
    await program.line(/"name":"cable".*"mtu":1300/, { from })
    expect(news(from).filter(({ link }) => link?.name === 'cable' && !link.exists)).toEqual([])
  })

  it('with which a listener makes a mistake ends the process with the mistake’s own words', async () => {
    await ask('brokenListener')
    await machine.ip('link set cable mtu 1300')
    expect(await program.ended).toBe(1)
    expect(program.printed(/Error: mistake in the listener/)).toBe(true)
  })

  it.each([
    ['a buffer that is too small for it', 8192],
    ['the usual buffer', undefined],
  ])('in a flood into %s ends in the truth and never ends the process (IF-13)', async (_, receiveBuffer) => {
    await ask('monitor', ...(receiveBuffer === undefined ? [] : [receiveBuffer]))
    const from = program.lines.length
    program.signal('SIGSTOP')
    await machine.ip(...Array.from({ length: 3000 }, (__, i) => `link set lo mtu ${10_000 + i}`))
    program.signal('SIGCONT')
    await program.line(receiveBuffer === undefined ? /"mtu":12999/ : /"resync".*"mtu":12999/, { from })
    expect(program.isRunning).toBe(true)
    expect(await ask('readLinks')).toContainEqual(expect.objectContaining({ name: 'lo', mtu: 12_999 }))
    await machine.ip('link set lo mtu 20000')
    await program.line(/"link":.*"mtu":20000/, { from })
  })
})
