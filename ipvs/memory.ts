// An IPVS table in memory behind the client's interface, for --ipvs=memory and for tests. It answers as the kernel does; a
// test in a real kernel holds the two against each other.

import { interpret, type IpvsClient, type OperationResult } from './client.js'
import { applyOperation, copyTable, type MutableTable, type Operation } from './diff.js'
import { ERRNO, netlinkError, type ErrnoName } from './netlink/errors.js'
import { serviceKey, type Destination, type Service, type Table } from './table.js'

/** Schedulers of Linux 6.1; distributions leave some out. */
const SCHEDULERS: ReadonlySet<string> = new Set([
  'rr',
  'wrr',
  'lc',
  'wlc',
  'lblc',
  'lblcr',
  'dh',
  'sh',
  'sed',
  'nq',
  'fo',
  'ovf',
  'mh',
  'twos',
])

export interface MemoryIpvs extends IpvsClient {
  /** The table as it is now. */
  table(): Table
}

/** `initial` is what others have put there before. */
export function createMemoryIpvs(initial: Table = new Map()): MemoryIpvs {
  const table = copyTable(initial)
  return {
    table: () => table,
    readTable: (only) => {
      const copy = copyTable(table)
      if (only !== undefined) for (const key of copy.keys()) if (!only.has(key)) copy.delete(key)
      return Promise.resolve({ ok: true, table: copy, faults: [] })
    },
    apply: (operations) => Promise.resolve(operations.map((operation) => applyOne(table, operation))),
    close: () => undefined,
  }
}

function applyOne(table: MutableTable, operation: Operation): OperationResult {
  const refusal = refuse(table, operation)
  if (refusal === undefined) return { ok: true }
  const error = netlinkError(ERRNO[refusal])
  const instead = interpret(operation, error)
  if (instead === undefined) return { ok: false, error }
  const second = instead.operation === undefined ? undefined : refuse(table, instead.operation)
  return second === undefined ? instead.result : { ok: false, error: netlinkError(ERRNO[second]) }
}

/** Does the operation, or says with which error the kernel refuses it. */
function refuse(table: MutableTable, operation: Operation): ErrnoName | undefined {
  switch (operation.kind) {
    case 'addService':
      if (table.has(serviceKey(operation.service.identity))) return 'EEXIST'
      return unknownScheduler(operation.service) ?? applyOperation(table, operation)
    case 'changeService':
      if (!table.has(serviceKey(operation.service.identity))) return 'ESRCH'
      return unknownScheduler(operation.service) ?? applyOperation(table, operation)
    case 'addDestination':
    case 'changeDestination':
      if (!table.has(serviceKey(operation.identity))) return 'ESRCH'
      return wrongRange(operation.destination) ?? applyOperation(table, operation)
    case 'deleteDestination':
    case 'deleteService':
      return applyOperation(table, operation)
  }
}

const unknownScheduler = (service: Service): ErrnoName | undefined =>
  SCHEDULERS.has(service.scheduler) ? undefined : 'ENOENT'

const wrongRange = ({ weight, lowerThreshold, upperThreshold }: Destination): ErrnoName | undefined =>
  weight < 0 || lowerThreshold > upperThreshold ? 'ERANGE' : undefined
