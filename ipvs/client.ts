// The kernel's IPVS table: read as a value, changed by operations, in batches. Knows the errors that are news (R.6);
// when to read, compare and retry is the reconciler's business.

import { Seconds, type Duration } from '../config/values/time.js'
import type { Operation } from './diff.js'
import {
  barePayload,
  decodeDestination,
  decodeService,
  encodeDestination,
  encodeDestinationIdentity,
  encodeIdentity,
  encodeService,
  FAMILY_NAME,
  IPVS_CMD,
  MAX_REQUEST_BYTES,
} from './messages.js'
import { clearWriter, createWriter, written, type MessageWriter } from './netlink/attributes.js'
import { formatError, type NetlinkError } from './netlink/errors.js'
import { lookUpFamily } from './netlink/family.js'
import { NLMSG_HEADER } from './netlink/framing.js'
import { MAX_BATCH_BYTES, MAX_BATCH_REQUESTS, openNetlink, type NetlinkSocket } from './netlink/request.js'
import {
  destinationKey,
  serviceKey,
  type Destination,
  type DestinationKey,
  type Service,
  type ServiceEntry,
  type ServiceKey,
  type Table,
} from './table.js'

export interface IpvsClient {
  /** The table, or of it only the services named. */
  readTable(only?: ReadonlySet<ServiceKey>): Promise<TableReading>
  /** Does the operations in order, and answers for each in the same order. */
  apply(operations: readonly Operation[]): Promise<readonly OperationResult[]>
  close(): void
}

export type TableReading =
  | {
      readonly ok: true
      readonly table: Table
      /** Entries this program cannot express, by what was wrong with them. They are left out. */
      readonly faults: readonly string[]
    }
  | { readonly ok: false; readonly error: NetlinkError }

/**
 * `news`: it is as wanted, but the table was not what the operation supposed: something that was to be added was there (and
 * was changed), or something to be changed or deleted was not. Reading again is advised.
 */
export type OperationResult =
  | { readonly ok: true; readonly news?: 'already-exists' | 'not-there' }
  | { readonly ok: false; readonly error: NetlinkError }

export type OpenResult =
  | { readonly ok: true; readonly client: IpvsClient }
  | {
      readonly ok: false
      readonly reason: 'no-ipvs' | 'not-permitted' | 'failed'
      readonly error: NetlinkError
      /** One sentence: what the operator can do. */
      readonly remedy: string
    }

const DEADLINE = Seconds(1)

/**
 * Finds IPVS in this network namespace. Asking for it makes the kernel load its module where it can; what fails right after
 * that is asked once more (NL-02). EPERM outside the initial user namespace, even for its root (NL-05).
 */
export async function openIpvsClient(options: { readonly deadline?: Duration } = {}): Promise<OpenResult> {
  const socket = openNetlink('generic', { deadline: options.deadline ?? DEADLINE })
  let lookup = await lookUpFamily(socket, FAMILY_NAME)
  if (!lookup.ok) lookup = await lookUpFamily(socket, FAMILY_NAME)
  if (!lookup.ok) return refused(socket, lookup.error)
  const { family } = lookup
  let info = await socket.request(family, 0, barePayload(IPVS_CMD.GET_INFO))
  if (!info.ok) info = await socket.request(family, 0, barePayload(IPVS_CMD.GET_INFO))
  if (!info.ok) return refused(socket, info.error)
  return { ok: true, client: createIpvsClient(socket, family) }
}

function refused(socket: NetlinkSocket, error: NetlinkError): OpenResult {
  socket.close()
  switch (error.name) {
    case 'ENOENT':
      return {
        ok: false,
        reason: 'no-ipvs',
        error,
        remedy: 'this kernel has no IPVS: load it with "modprobe ip_vs", or use a kernel built with CONFIG_IP_VS',
      }
    case 'EPERM':
    case 'EACCES':
      return {
        ok: false,
        reason: 'not-permitted',
        error,
        remedy: 'run as root, or give CAP_NET_ADMIN; inside a user namespace the kernel never allows IPVS',
      }
    default:
      return { ok: false, reason: 'failed', error, remedy: `the kernel answered ${formatError(error)}` }
  }
}

/** The client over a socket of generic netlink where IPVS has that family number. It closes the socket. */
export function createIpvsClient(socket: NetlinkSocket, family: number): IpvsClient {
  return {
    readTable: (only) => readTable(socket, family, only),
    apply: (operations) => apply(socket, family, operations),
    close: () => socket.close(),
  }
}

async function readTable(
  socket: NetlinkSocket,
  family: number,
  only: ReadonlySet<ServiceKey> | undefined,
): Promise<TableReading> {
  const reply = await socket.dump(family, barePayload(IPVS_CMD.GET_SERVICE))
  if (!reply.ok) return reply
  const table = new Map<ServiceKey, ServiceEntry>()
  const faults: string[] = []
  for (const { payload } of reply.messages) {
    const service = decodeService(payload)
    if (!service.ok) faults.push(service.fault)
    else if (only?.has(serviceKey(service.value.identity)) ?? true) {
      const destinations = await readDestinations(socket, family, service.value, faults)
      if (!destinations.ok) return destinations
      // The kernel may repeat an entry when the table changes while it is listed (NL-28).
      table.set(serviceKey(service.value.identity), { service: service.value, destinations: destinations.map })
    }
  }
  return { ok: true, table, faults }
}

async function readDestinations(
  socket: NetlinkSocket,
  family: number,
  { identity }: Service,
  faults: string[],
): Promise<
  | { readonly ok: true; readonly map: ReadonlyMap<DestinationKey, Destination> }
  | { readonly ok: false; readonly error: NetlinkError }
> {
  const writer = createWriter(MAX_REQUEST_BYTES)
  encodeIdentity(writer, family, IPVS_CMD.GET_DEST, identity)
  const reply = await socket.dump(family, written(writer).subarray(NLMSG_HEADER))
  if (!reply.ok) return reply
  const serviceFamily = 'fwmark' in identity ? identity.family : identity.address.includes(':') ? 'inet6' : 'inet'
  const map = new Map<DestinationKey, Destination>()
  for (const { payload } of reply.messages) {
    const destination = decodeDestination(payload, serviceFamily)
    if (destination.ok) map.set(destinationKey(destination.value.address, destination.value.port), destination.value)
    else faults.push(`${serviceKey(identity)}: ${destination.fault}`)
  }
  return { ok: true, map }
}

/** Batch after batch. When the outcome of one is unknown the rest is not tried: the table has to be read first. */
async function apply(
  socket: NetlinkSocket,
  family: number,
  operations: readonly Operation[],
): Promise<readonly OperationResult[]> {
  const writer = createWriter(MAX_BATCH_BYTES)
  const results: OperationResult[] = []
  for (let start = 0; start < operations.length; start += MAX_BATCH_REQUESTS) {
    const part = operations.slice(start, start + MAX_BATCH_REQUESTS)
    const answered = await applyBatch(socket, family, writer, part)
    results.push(...answered.results)
    if (answered.unknown === undefined) continue
    while (results.length < operations.length) results.push({ ok: false, error: answered.unknown })
    return results
  }
  return results
}

const DONE: OperationResult = { ok: true }

interface BatchOutcome {
  readonly results: OperationResult[]
  readonly unknown?: NetlinkError
}

async function applyBatch(
  socket: NetlinkSocket,
  family: number,
  writer: MessageWriter,
  operations: readonly Operation[],
): Promise<BatchOutcome> {
  const first = await send(socket, family, writer, operations)
  const again: { readonly index: number; readonly operation: Operation; readonly result: OperationResult }[] = []
  for (const [index, operation] of operations.entries()) {
    const result = first.results[index]
    const instead = result === undefined || result.ok ? undefined : interpret(operation, result.error)
    if (instead === undefined) continue
    if (instead.operation === undefined) first.results[index] = instead.result
    else again.push({ index, operation: instead.operation, result: instead.result })
  }
  if (again.length === 0 || first.unknown !== undefined) return first
  const second = await send(
    socket,
    family,
    writer,
    again.map(({ operation }) => operation),
  )
  for (const [position, { index, result }] of again.entries()) {
    const answer = second.results[position]
    first.results[index] = answer === undefined || answer.ok ? result : answer
  }
  return second.unknown === undefined ? first : { results: first.results, unknown: second.unknown }
}

/**
 * What a refusal means: done already, or to be done another way (NL-20, NL-21). undefined: a failure.
 * An entry that was there is brought to the wanted values, never taken as it is.
 */
export function interpret(
  operation: Operation,
  error: NetlinkError,
): { readonly operation?: Operation; readonly result: OperationResult } | undefined {
  const exists: OperationResult = { ok: true, news: 'already-exists' }
  const absent: OperationResult = { ok: true, news: 'not-there' }
  const { name } = error
  switch (operation.kind) {
    case 'addService':
      return name === 'EEXIST' ? { operation: { ...operation, kind: 'changeService' }, result: exists } : undefined
    case 'changeService':
      return name === 'ESRCH' ? { operation: { ...operation, kind: 'addService' }, result: absent } : undefined
    case 'addDestination':
      return name === 'EEXIST' ? { operation: { ...operation, kind: 'changeDestination' }, result: exists } : undefined
    case 'changeDestination':
      return name === 'ENOENT' ? { operation: { ...operation, kind: 'addDestination' }, result: absent } : undefined
    case 'deleteDestination':
      return name === 'ENOENT' || name === 'ESRCH' ? { result: absent } : undefined
    case 'deleteService':
      return name === 'ESRCH' ? { result: absent } : undefined
  }
}

async function send(
  socket: NetlinkSocket,
  family: number,
  writer: MessageWriter,
  operations: readonly Operation[],
): Promise<BatchOutcome> {
  clearWriter(writer)
  for (const operation of operations) encodeOperation(writer, family, operation)
  const reply = await socket.batch(written(writer))
  if (!reply.ok) return { results: operations.map(() => reply), unknown: reply.error }
  return {
    results: operations.map((_, index) => {
      const error = reply.failures.get(index)
      return error === undefined ? DONE : { ok: false, error }
    }),
  }
}

function encodeOperation(writer: MessageWriter, family: number, operation: Operation): void {
  switch (operation.kind) {
    case 'addService':
      return encodeService(writer, family, IPVS_CMD.NEW_SERVICE, operation.service)
    case 'changeService':
      return encodeService(writer, family, IPVS_CMD.SET_SERVICE, operation.service)
    case 'deleteService':
      return encodeIdentity(writer, family, IPVS_CMD.DEL_SERVICE, operation.identity)
    case 'addDestination':
      return encodeDestination(writer, family, IPVS_CMD.NEW_DEST, operation.identity, operation.destination)
    case 'changeDestination':
      return encodeDestination(writer, family, IPVS_CMD.SET_DEST, operation.identity, operation.destination)
    case 'deleteDestination': {
      const { identity, address, port } = operation
      return encodeDestinationIdentity(writer, family, IPVS_CMD.DEL_DEST, identity, address, port)
    }
  }
}
