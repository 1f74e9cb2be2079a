// The client against a fake kernel: what is read is what was written, errors that are news, and batches.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { IpAddress } from '../../config/values/ip.js'
import { createIpvsClient, interpret, type IpvsClient, type OperationResult } from '../../ipvs/client.js'
import { diffTables, type Operation } from '../../ipvs/diff.js'
import { createMemoryIpvs } from '../../ipvs/memory.js'
import { ERRNO, netlinkError } from '../../ipvs/netlink/errors.js'
import { serviceKey, type Destination, type Service, type Table } from '../../ipvs/table.js'
import { tableOf } from './arbitraries.js'
import { createFakeKernel, FAKE_FAMILY, type FakeKernel } from './fake-kernel.js'

const ip = (text: string): IpAddress => text as IpAddress
const service = (port: number, scheduler = 'wlc'): Service => ({
  identity: { address: ip('192.0.2.1'), port, protocol: 'TCP' },
  scheduler,
  flags: 0,
  persistenceTimeout: 0,
  persistencePrefix: 32,
})
const server = (last: number, weight = 1): Destination => ({
  address: ip(`10.0.${last >> 8}.${last & 255}`),
  port: 80,
  method: 'DR',
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
})
const { identity } = service(80)

function open(initial: Table = new Map()): { kernel: FakeKernel; client: IpvsClient } {
  const kernel = createFakeKernel(initial)
  return { kernel, client: createIpvsClient(kernel.socket, FAKE_FAMILY) }
}

async function tableIn(client: IpvsClient): Promise<Table> {
  const reading = await client.readTable()
  if (!reading.ok) throw new Error(reading.error.name)
  return reading.table
}

const stale = tableOf([[service(80, 'rr'), [server(1, 9), server(2, 9)]]])

describe.each([
  ['over netlink', (initial: Table): IpvsClient => open(initial).client],
  ['in memory', (initial: Table): IpvsClient => createMemoryIpvs(initial)],
])('a client %s', (_, openWith) => {
  it('reads what there is, or of it the services named', async () => {
    const table = tableOf([
      [service(80), [server(1), server(2)]],
      [service(81), []],
    ])
    expect(await tableIn(openWith(table))).toEqual(table)
    const only = await openWith(table).readTable(new Set([serviceKey(service(81).identity)]))
    expect(only).toEqual({ ok: true, table: tableOf([[service(81), []]]), faults: [] })
  })

  it.each<[string, Operation, OperationResult, Table]>([
    [
      'a service that was there gets the wanted settings and keeps its destinations (NL-21)',
      { kind: 'addService', service: service(80, 'wlc') },
      { ok: true, news: 'already-exists' },
      tableOf([[service(80, 'wlc'), [server(1, 9), server(2, 9)]]]),
    ],
    [
      'a destination that was there gets the wanted weight (NL-21)',
      { kind: 'addDestination', identity, destination: server(1, 3) },
      { ok: true, news: 'already-exists' },
      tableOf([[service(80, 'rr'), [server(1, 3), server(2, 9)]]]),
    ],
    [
      'a service to be changed that is gone is added',
      { kind: 'changeService', service: service(81) },
      { ok: true, news: 'not-there' },
      tableOf([
        [service(80, 'rr'), [server(1, 9), server(2, 9)]],
        [service(81), []],
      ]),
    ],
    [
      'a destination to be changed that is gone is added (NL-20)',
      { kind: 'changeDestination', identity, destination: server(3) },
      { ok: true, news: 'not-there' },
      tableOf([[service(80, 'rr'), [server(1, 9), server(2, 9), server(3)]]]),
    ],
    [
      'a destination to be deleted that is gone is done (NL-20)',
      { kind: 'deleteDestination', identity, address: ip('10.0.0.7'), port: 80 },
      { ok: true, news: 'not-there' },
      stale,
    ],
    [
      'a service to be deleted that is gone is done',
      { kind: 'deleteService', identity: service(99).identity },
      { ok: true, news: 'not-there' },
      stale,
    ],
    [
      'a destination of a service that is gone is a failure',
      { kind: 'addDestination', identity: service(99).identity, destination: server(1) },
      { ok: false, error: netlinkError(ERRNO.ESRCH) },
      stale,
    ],
  ])('%s', async (_, operation, result, table) => {
    const client = openWith(stale)
    expect(await client.apply([operation])).toEqual([result])
    expect(await tableIn(client)).toEqual(table)
  })

  it('answers for each operation in order, also when some fail in between', async () => {
    const client = openWith(stale)
    const results = await client.apply([
      { kind: 'addDestination', identity, destination: server(3) },
      { kind: 'addDestination', identity: service(99).identity, destination: server(3) },
      { kind: 'addDestination', identity, destination: server(2, 4) },
      { kind: 'addService', service: service(81) },
    ])
    expect(results).toEqual([
      { ok: true },
      { ok: false, error: netlinkError(ERRNO.ESRCH) },
      { ok: true, news: 'already-exists' },
      { ok: true },
    ])
  })

  it('does nothing for no operations', async () => {
    expect(await openWith(stale).apply([])).toEqual([])
  })
})

describe('many operations', () => {
  const desired = tableOf([[service(80), Array.from({ length: 250 }, (_, i) => server(i + 1))]])

  it('go out in batches whose answers always fit the receive buffer (NL-26)', async () => {
    const { kernel, client } = open()
    const results = await client.apply(diffTables(desired, new Map(), new Set()))
    expect(kernel.batches).toEqual([200, 51])
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(kernel.table).toEqual(desired)
  })

  it('are not continued after an answer got lost: what follows is unknown as well', async () => {
    const { kernel, client } = open()
    kernel.loseNextAnswer()
    const results = await client.apply(diffTables(desired, new Map(), new Set()))
    expect(kernel.batches).toEqual([200])
    expect(results).toEqual(Array.from({ length: 251 }, () => ({ ok: false, error: netlinkError(ERRNO.ETIMEDOUT) })))
  })
})

describe('a refusal', () => {
  it('that is none of the expected ones is a failure', () => {
    const operation: Operation = { kind: 'addService', service: service(80) }
    const refusals = fc.constantFrom<keyof typeof ERRNO>('EPERM', 'ENOENT', 'EINVAL', 'ERANGE', 'ENOMEM', 'EOPNOTSUPP')
    fc.assert(fc.property(refusals, (name) => interpret(operation, netlinkError(ERRNO[name])) === undefined))
  })
})

describe('the table in memory', () => {
  it.each<[string, Operation, string]>([
    ['an unknown scheduler', { kind: 'addService', service: service(81, 'nosuch') }, 'ENOENT'],
    ['a change to an unknown scheduler', { kind: 'changeService', service: service(80, 'nosuch') }, 'ENOENT'],
    ['a negative weight', { kind: 'addDestination', identity, destination: server(3, -1) }, 'ERANGE'],
    [
      'a lower threshold above the upper one',
      { kind: 'addDestination', identity, destination: { ...server(3), lowerThreshold: 2, upperThreshold: 1 } },
      'ERANGE',
    ],
  ])('refuses %s as the kernel does', async (_, operation, name) => {
    const memory = createMemoryIpvs(stale)
    expect(await memory.apply([operation])).toMatchObject([{ ok: false, error: { name } }])
    expect(memory.table()).toEqual(stale)
  })

  it('is not changed through what was read from it', async () => {
    const memory = createMemoryIpvs(stale)
    const table = await tableIn(memory)
    await memory.apply([{ kind: 'deleteService', identity }])
    expect(table).toEqual(stale)
  })
})
