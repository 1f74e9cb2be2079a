// When the kernel is read, compared and changed, and what happens when it does not do as told. Time is a list of timers.

import { describe, expect, it } from 'vitest'

import type { IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'
import type { IpvsClient, OpenResult, OperationResult } from '../../ipvs/client.js'
import type { Operation } from '../../ipvs/diff.js'
import { createMemoryIpvs, type MemoryIpvs } from '../../ipvs/memory.js'
import { ERRNO, netlinkError } from '../../ipvs/netlink/errors.js'
import { createReconciler, type Reconciler } from '../../ipvs/reconciler.js'
import type { Destination, Service, ServiceKey, Table } from '../../ipvs/table.js'
import { tableOf } from './arbitraries.js'

const ip = (text: string): IpAddress => text as IpAddress
const service = (port: number, scheduler = 'wlc'): Service => ({
  identity: { address: ip('192.0.2.1'), port, protocol: 'TCP' },
  scheduler,
  flags: 0,
  persistenceTimeout: 0,
  persistencePrefix: 32,
})
const server = (last: number, weight = 1): Destination => ({
  address: ip(`10.0.0.${last}`),
  port: 80,
  method: 'NAT',
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
})
const keys = (...tables: Table[]): Set<ServiceKey> => new Set(tables.flatMap((table) => [...table.keys()]))

const web = tableOf([[service(80), [server(1), server(2)]]])
const foreign = tableOf([[service(22), [server(9)]]])

interface Bench {
  readonly reconciler: Reconciler
  readonly memory: MemoryIpvs
  /** Reads and operations in order. */
  readonly asked: (string | readonly Operation[])[]
  readonly lines: string[]
  /** Waits of the timers that are set. */
  timers(): number[]
  fire(): void
  /** Replaces the answers to the next calls of apply. */
  readonly answers: ((operations: readonly Operation[]) => Promise<readonly OperationResult[]>)[]
  unavailable: Extract<OpenResult, { ok: false }> | undefined
  readFails: boolean
  opened: number
  closed: number
}

function bench(initial: Table = new Map()): Bench {
  const memory = createMemoryIpvs(initial)
  const timers = new Set<{ wait: Duration; run: () => void }>()
  const client: IpvsClient = {
    readTable: (only) => {
      it_.asked.push('read')
      if (it_.readFails) return Promise.resolve({ ok: false, error: netlinkError(ERRNO.ETIMEDOUT) })
      return memory.readTable(only)
    },
    apply: (operations) => {
      it_.asked.push(operations)
      return it_.answers.shift()?.(operations) ?? memory.apply(operations)
    },
    close: () => {
      it_.closed++
    },
  }
  const it_: Bench = {
    memory,
    asked: [],
    lines: [],
    answers: [],
    unavailable: undefined,
    readFails: false,
    opened: 0,
    closed: 0,
    timers: () => [...timers].map(({ wait }) => wait),
    fire: () => {
      const due = [...timers]
      timers.clear()
      for (const { run } of due) run()
    },
    reconciler: createReconciler({
      open: () => {
        it_.opened++
        return Promise.resolve(it_.unavailable ?? { ok: true, client })
      },
      setTimer: (wait, run) => {
        const timer = { wait, run }
        timers.add(timer)
        return () => timers.delete(timer)
      },
      log: (entry) => it_.lines.push(`${entry.level} ${entry.text}`),
    }),
  }
  return it_
}

async function settle({ reconciler }: Bench): Promise<void> {
  await reconciler.settled()
}

describe('a reconciler in quiet times', () => {
  it('asks the kernel nothing before it is told what is wanted', async () => {
    const b = bench(web)
    b.reconciler.reread()
    await settle(b)
    expect([b.opened, b.asked]).toEqual([0, []])
  })

  it('reads first, and makes the table as wanted, leaving foreign services alone', async () => {
    const b = bench(foreign)
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    expect(b.memory.table()).toEqual(new Map([...foreign, ...web]))
    expect(b.asked[0]).toBe('read')
    expect(b.lines).toEqual([])
  })

  it('adopts what is in the kernel already: a restart changes nothing (NL-34)', async () => {
    const b = bench(new Map([...web, ...foreign]))
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    expect(b.asked).toEqual(['read'])
  })

  it('does not read again for a change of health', async () => {
    const b = bench()
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    b.reconciler.setDesired(tableOf([[service(80), [server(1), server(2, 0)]]]), keys(web))
    await settle(b)
    expect(b.asked.filter((each) => each === 'read')).toHaveLength(1)
    expect(b.asked.at(-1)).toEqual([
      { kind: 'changeDestination', identity: service(80).identity, destination: server(2, 0) },
    ])
  })

  it('sends nothing when the same is wanted again', async () => {
    const b = bench()
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    const before = b.asked.length
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    expect(b.asked).toHaveLength(before)
  })

  it('reads at a reload and repairs what somebody else changed', async () => {
    const b = bench()
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    await b.memory.apply([
      { kind: 'deleteDestination', identity: service(80).identity, address: ip('10.0.0.1'), port: 80 },
    ])
    b.reconciler.reread()
    await settle(b)
    expect(b.memory.table()).toEqual(web)
    b.reconciler.setDesired(tableOf([[service(80), [server(1)]]]), keys(web))
    await settle(b)
    expect(b.asked.filter((each) => each === 'read')).toHaveLength(2)
  })

  it('removes a service that the previous configuration named and the new one does not', async () => {
    const b = bench(new Map([...web, ...foreign]))
    b.reconciler.setDesired(new Map(), keys(web))
    await settle(b)
    expect(b.memory.table()).toEqual(foreign)
  })

  it('reads again when services are named that it has not read', async () => {
    const b = bench(tableOf([[service(81), [server(7)]]]))
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    const both = tableOf([
      [service(80), [server(1), server(2)]],
      [service(81), [server(8)]],
    ])
    b.reconciler.setDesired(both, keys(both))
    await settle(b)
    expect(b.memory.table()).toEqual(both)
    expect(b.asked.slice(2).map((each) => (typeof each === 'string' ? each : each.map(({ kind }) => kind)))).toEqual([
      'read',
      ['addDestination', 'deleteDestination'],
    ])
  })

  it('runs one pass at a time, and one more for all triggers during it', async () => {
    const b = bench()
    let release: () => void = () => undefined
    b.answers.push(async (operations) => {
      await new Promise<void>((resolve) => (release = resolve))
      return b.memory.apply(operations)
    })
    b.reconciler.setDesired(web, keys(web))
    await new Promise((resolve) => setImmediate(resolve))
    for (const weight of [2, 3, 4]) b.reconciler.setDesired(tableOf([[service(80), [server(1, weight)]]]), keys(web))
    expect(b.asked).toHaveLength(2)
    release()
    await settle(b)
    expect(b.asked).toHaveLength(3)
    expect(b.memory.table()).toEqual(tableOf([[service(80), [server(1, 4)]]]))
  })
})

describe('a reconciler whose kernel refuses', () => {
  const refuse =
    (name: 'ENOENT' | 'ENOMEM' | 'ETIMEDOUT') =>
    (operations: readonly Operation[]): Promise<readonly OperationResult[]> =>
      Promise.resolve(operations.map(() => ({ ok: false, error: netlinkError(ERRNO[name]) })))

  it('says so once in keepalived’s words, tries again with growing pauses, and says when it is well', async () => {
    const b = bench()
    b.answers.push(refuse('ENOMEM'), refuse('ENOMEM'), refuse('ENOMEM'))
    const one = tableOf([[service(80), []]])
    b.reconciler.setDesired(one, keys(one))
    const waits: number[] = []
    for (let attempt = 0; attempt < 4; attempt++) {
      await settle(b)
      waits.push(...b.timers())
      b.fire()
    }
    expect(waits).toEqual([1000, 2000, 4000])
    expect(b.memory.table()).toEqual(one)
    expect(b.lines).toEqual([
      'error IPVS cmd IP_VS_SO_SET_ADD(1154) error: Memory allocation problem(12) (192.0.2.1:tcp:80)',
      'info IPVS: the table is in step again',
    ])
  })

  it('reads after every failure before it tries again', async () => {
    const b = bench()
    b.answers.push(refuse('ETIMEDOUT'))
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    b.fire()
    await settle(b)
    expect(b.asked.map((each) => (each === 'read' ? 'read' : 'apply'))).toEqual(['read', 'apply', 'read', 'apply'])
    expect(b.memory.table()).toEqual(web)
  })

  it('waits no longer than a minute', async () => {
    const b = bench()
    b.readFails = true
    b.reconciler.setDesired(web, keys(web))
    for (let attempt = 0; attempt < 9; attempt++) {
      await settle(b)
      b.fire()
    }
    await settle(b)
    expect(b.timers()).toEqual([60_000])
  })

  it('serves the other services when one has a scheduler the kernel does not know', async () => {
    const b = bench()
    const both = tableOf([
      [service(80, 'nosuch'), [server(1), server(2)]],
      [service(81), [server(1)]],
    ])
    b.reconciler.setDesired(both, keys(both))
    await settle(b)
    expect(b.memory.table()).toEqual(tableOf([[service(81), [server(1)]]]))
    expect(b.lines).toEqual([
      'error IPVS cmd IP_VS_SO_SET_ADD(1154) error: Scheduler or persistence engine not found(2) (192.0.2.1:tcp:80)',
    ])
    b.reconciler.setDesired(both, keys(both))
    await settle(b)
    expect(b.lines).toHaveLength(1)
    expect(b.timers()).toHaveLength(1)
  })

  it('follows news of a table that is not as remembered at once', async () => {
    const b = bench()
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    await b.memory.apply([{ kind: 'deleteService', identity: service(80).identity }])
    const changed = tableOf([[service(80, 'rr'), [server(1), server(2)]]])
    b.reconciler.setDesired(changed, keys(changed))
    await settle(b)
    expect(b.memory.table()).toEqual(changed)
    expect([b.lines, b.timers()]).toEqual([[], []])
  })
})

describe('a reconciler without IPVS', () => {
  const missing = (name: 'ENOENT' | 'EPERM', remedy: string): Extract<OpenResult, { ok: false }> => ({
    ok: false,
    reason: name === 'EPERM' ? 'not-permitted' : 'no-ipvs',
    error: netlinkError(ERRNO[name]),
    remedy,
  })

  it.each([
    [missing('ENOENT', 'load it'), /^error IPVS: Can't initialize ipvs: No such file or directory - load it\. /],
    [
      missing('EPERM', 'be root'),
      /^error IPVS: Can't initialize ipvs: Permission denied \(you must be root\) - be root\. /,
    ],
  ])('says once what is missing and what to do, and goes on when it comes: $reason', async (unavailable, line) => {
    const b = bench()
    b.unavailable = unavailable
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    b.fire()
    await settle(b)
    expect(b.lines).toHaveLength(1)
    expect(b.lines[0]).toMatch(line)
    b.unavailable = undefined
    b.fire()
    await settle(b)
    expect(b.memory.table()).toEqual(web)
    expect(b.lines.slice(1)).toEqual(['info IPVS is available now'])
  })

  it('opens it anew after the table could not be read', async () => {
    const b = bench()
    b.readFails = true
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    expect([b.opened, b.closed, b.lines]).toEqual([
      1,
      1,
      ["error IPVS: cannot read the kernel's table: ETIMEDOUT (110)"],
    ])
    b.readFails = false
    b.fire()
    await settle(b)
    expect(b.opened).toBe(2)
    expect(b.memory.table()).toEqual(web)
  })
})

describe('a reconciler that stops', () => {
  it('removes what it owns and nothing else, and closes', async () => {
    const b = bench(foreign)
    b.reconciler.setDesired(web, keys(web))
    await b.reconciler.stop(true)
    expect(b.memory.table()).toEqual(foreign)
    expect([b.closed, b.timers()]).toEqual([1, []])
  })

  it('leaves everything in place when asked to', async () => {
    const b = bench()
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    await b.reconciler.stop(false)
    expect(b.memory.table()).toEqual(web)
    expect(b.closed).toBe(1)
  })

  it('does nothing for later triggers, and sets no timer when its last try fails', async () => {
    const b = bench()
    b.reconciler.setDesired(web, keys(web))
    await settle(b)
    b.answers.push((operations) =>
      Promise.resolve(operations.map(() => ({ ok: false, error: netlinkError(ERRNO.ENOMEM) }))),
    )
    await b.reconciler.stop(true)
    b.reconciler.setDesired(new Map(), keys(web))
    b.reconciler.reread()
    await settle(b)
    expect([b.memory.table(), b.timers()]).toEqual([web, []])
  })

  it('before it was started asks nothing', async () => {
    const b = bench()
    await b.reconciler.stop(true)
    expect([b.opened, b.asked]).toEqual([0, []])
  })
})
