// The difference between tables: what the operations do to a fake kernel, what they leave alone, and in which order they come.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { applyOperation, copyTable, diffTables, type Operation } from '../../ipvs/diff.js'
import {
  destinationKey,
  serviceKey,
  type Destination,
  type Service,
  type ServiceKey,
  type Table,
} from '../../ipvs/table.js'
import type { IpAddress } from '../../config/values/ip.js'
import { tableOf, tables } from './arbitraries.js'

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

/** Does the operations as the kernel would; each has to fit. */
function perform(actual: Table, operations: readonly Operation[]): Table {
  const table = copyTable(actual)
  for (const operation of operations)
    expect([operation, applyOperation(table, operation)]).toEqual([operation, undefined])
  return table
}

const keysOf = (...all: Table[]): Set<ServiceKey> => new Set(all.flatMap((table) => [...table.keys()]))

describe('the difference between tables', () => {
  it('leads from one to the other when all is owned', () => {
    fc.assert(
      fc.property(tables, tables, (desired, actual) => {
        const after = perform(actual, diffTables(desired, actual, keysOf(desired, actual)))
        expect(after).toEqual(desired)
      }),
    )
  })

  it('leaves services alone that are not owned', () => {
    fc.assert(
      fc.property(tables, tables, tables, (desired, actual, previous) => {
        const owned = keysOf(desired, previous)
        const after = perform(actual, diffTables(desired, actual, owned))
        const expected = new Map([...actual].filter(([key]) => !owned.has(key)))
        for (const [key, entry] of desired) expected.set(key, entry)
        expect(Object.fromEntries(after)).toEqual(Object.fromEntries(expected))
      }),
    )
  })

  it('is empty between equal tables', () => {
    fc.assert(
      fc.property(tables, (table) => {
        expect(diffTables(table, copyTable(table), keysOf(table))).toEqual([])
      }),
    )
  })

  it('never leaves a service without destinations that has some before and after', () => {
    fc.assert(
      fc.property(tables, tables, (desired, actual) => {
        const table = copyTable(actual)
        const served = [...desired].filter(
          ([key, entry]) => entry.destinations.size > 0 && (actual.get(key)?.destinations.size ?? 0) > 0,
        )
        for (const operation of diffTables(desired, actual, keysOf(desired, actual))) {
          applyOperation(table, operation)
          for (const [key] of served) expect(table.get(key)?.destinations.size).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('adds services, then changes services, adds and changes destinations, deletes destinations, deletes services', () => {
    const actual = tableOf([
      [service(80), [server(1), server(2), server(3)]],
      [service(81), [server(1)]],
    ])
    const desired = tableOf([
      [service(80, 'rr'), [server(2, 5), server(4), server(3)]],
      [service(82), [server(9)]],
    ])
    expect(diffTables(desired, actual, keysOf(actual)).map((operation) => operation.kind)).toEqual([
      'addService',
      'changeService',
      'changeDestination',
      'addDestination',
      'addDestination',
      'deleteDestination',
      'deleteService',
    ])
  })

  it('deletes a service as a whole, not destination by destination', () => {
    const actual = tableOf([[service(80), [server(1), server(2)]]])
    expect(diffTables(new Map(), actual, keysOf(actual))).toEqual([
      { kind: 'deleteService', identity: service(80).identity },
    ])
  })

  it('treats a destination with another port as another destination', () => {
    const actual = tableOf([[service(80), [server(1)]]])
    const desired = tableOf([[service(80), [{ ...server(1), port: 8080 }]]])
    expect(diffTables(desired, actual, new Set()).map(({ kind }) => kind)).toEqual([
      'addDestination',
      'deleteDestination',
    ])
  })

  it('does not compare the method of a destination that is local to this host (NL-13)', () => {
    const actual = tableOf([[service(80), [{ ...server(1), method: 'DR', local: true }]]])
    expect(diffTables(tableOf([[service(80), [server(1)]]]), actual, new Set())).toEqual([])
    expect(diffTables(tableOf([[service(80), [server(1, 2)]]]), actual, new Set())).toHaveLength(1)
  })
})

describe('an operation that does not fit the table', () => {
  const table = tableOf([[service(80), [server(1)]]])
  const { identity } = service(80)
  const other = service(81).identity
  it.each<[Operation, string]>([
    [{ kind: 'addService', service: service(80) }, 'EEXIST'],
    [{ kind: 'changeService', service: service(81) }, 'ESRCH'],
    [{ kind: 'deleteService', identity: other }, 'ESRCH'],
    [{ kind: 'addDestination', identity, destination: server(1) }, 'EEXIST'],
    [{ kind: 'addDestination', identity: other, destination: server(1) }, 'ESRCH'],
    [{ kind: 'changeDestination', identity, destination: server(2) }, 'ENOENT'],
    [{ kind: 'changeDestination', identity: other, destination: server(1) }, 'ESRCH'],
    [{ kind: 'deleteDestination', identity, address: ip('10.0.0.2'), port: 80 }, 'ENOENT'],
    [{ kind: 'deleteDestination', identity: other, address: ip('10.0.0.1'), port: 80 }, 'ESRCH'],
  ])('%j is refused with %s and changes nothing', (operation, refusal) => {
    const copy = copyTable(table)
    expect(applyOperation(copy, operation)).toBe(refusal)
    expect(copy).toEqual(table)
  })
})

describe('keys', () => {
  it.each([
    [{ address: ip('192.0.2.1'), port: 80, protocol: 'TCP' as const }, 'TCP 192.0.2.1:80'],
    [{ address: ip('2001:db8::1'), port: 53, protocol: 'UDP' as const }, 'UDP [2001:db8::1]:53'],
    [{ fwmark: 7, family: 'inet6' as const }, 'FWM inet6 7'],
  ])('%j is %s', (identity, key) => {
    expect(serviceKey(identity)).toBe(key)
  })

  it('tell destinations apart by address and port', () => {
    expect(destinationKey(ip('10.0.0.1'), 80)).toBe('10.0.0.1:80')
    expect(destinationKey(ip('2001:db8::a'), 80)).toBe('[2001:db8::a]:80')
  })
})
