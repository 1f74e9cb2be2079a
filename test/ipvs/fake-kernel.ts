// A kernel that is one table and one function: it takes the bytes of requests and answers as netlink does.

import { applyOperation, copyTable, type MutableTable, type Operation } from '../../ipvs/diff.js'
import { decodeDestination, decodeService, encodeDestination, encodeService, IPVS_CMD } from '../../ipvs/messages.js'
import { createWriter, decodeAttributes, written } from '../../ipvs/netlink/attributes.js'
import { ERRNO, netlinkError, type NetlinkError } from '../../ipvs/netlink/errors.js'
import { splitMessages, viewOf, type NetlinkMessage } from '../../ipvs/netlink/framing.js'
import { MAX_BATCH_BYTES, MAX_BATCH_REQUESTS, type NetlinkSocket } from '../../ipvs/netlink/request.js'
import type { AddressFamily, IpAddress } from '../../config/values/ip.js'
import { serviceKey, type ServiceIdentity, type Table } from '../../ipvs/table.js'

export const FAKE_FAMILY = 0x20

export interface FakeKernel {
  readonly socket: NetlinkSocket
  readonly table: MutableTable
  /** Number of requests in each batch so far. */
  readonly batches: number[]
  /** The next batch is done, but its answer gets lost. */
  loseNextAnswer(): void
}

export function createFakeKernel(initial: Table = new Map()): FakeKernel {
  const table = copyTable(initial)
  const batches: number[] = []
  let lose = false
  const socket: NetlinkSocket = {
    request: () => Promise.resolve({ ok: false, error: netlinkError(ERRNO.EOPNOTSUPP) }),
    dump: (_, payload) => Promise.resolve({ ok: true, messages: dump(table, payload) }),
    batch: (bytes) => {
      const requests = splitMessages(bytes)
      if (requests.length > MAX_BATCH_REQUESTS || bytes.length > MAX_BATCH_BYTES) throw new Error('batch too large')
      batches.push(requests.length)
      const failures = new Map<number, NetlinkError>()
      for (const [index, { payload }] of requests.entries()) {
        const refusal = applyOperation(table, operationOf(payload))
        if (refusal !== undefined) failures.set(index, netlinkError(ERRNO[refusal]))
      }
      if (!lose) return Promise.resolve({ ok: true, count: requests.length, failures })
      lose = false
      return Promise.resolve({ ok: false, error: netlinkError(ERRNO.ETIMEDOUT) })
    },
    close: () => undefined,
  }
  return { socket, table, batches, loseNextAnswer: () => (lose = true) }
}

function dump(table: MutableTable, payload: Uint8Array): NetlinkMessage[] {
  if (payload[0] === IPVS_CMD.GET_SERVICE) {
    return messages((writer) => {
      for (const { service } of table.values()) encodeService(writer, FAKE_FAMILY, IPVS_CMD.NEW_SERVICE, service)
    })
  }
  const identity = identityOf(payload)
  return messages((writer) => {
    for (const destination of table.get(serviceKey(identity))?.destinations.values() ?? [])
      encodeDestination(writer, FAKE_FAMILY, IPVS_CMD.NEW_DEST, identity, destination)
  })
}

function messages(encode: (writer: ReturnType<typeof createWriter>) => void): NetlinkMessage[] {
  const writer = createWriter(1 << 20)
  encode(writer)
  return splitMessages(written(writer))
}

/** Reads a request with the decoders for answers, filling in what a request that only names something leaves out. */
function operationOf(payload: Uint8Array): Operation {
  const command = payload[0]
  const identity = identityOf(payload)
  const service = (): Extract<Operation, { service: unknown }>['service'] => value(decodeService(payload))
  const destination = (): Extract<Operation, { destination: unknown }>['destination'] =>
    value(decodeDestination(payload, 'inet'))
  switch (command ?? 0) {
    case IPVS_CMD.NEW_SERVICE:
      return { kind: 'addService', service: service() }
    case IPVS_CMD.SET_SERVICE:
      return { kind: 'changeService', service: service() }
    case IPVS_CMD.DEL_SERVICE:
      return { kind: 'deleteService', identity }
    case IPVS_CMD.NEW_DEST:
      return { kind: 'addDestination', identity, destination: destination() }
    case IPVS_CMD.SET_DEST:
      return { kind: 'changeDestination', identity, destination: destination() }
    case IPVS_CMD.DEL_DEST:
      return { kind: 'deleteDestination', identity, address: destination().address, port: destination().port }
    default:
      throw new Error(`command ${command}`)
  }
}

const identityTable = {
  service: [
    1,
    { family: [1, 'u16'], protocol: [2, 'u16'], address: [3, 'bytes'], port: [4, 'u16be'], fwmark: [5, 'u32'] },
  ],
} as const

/** Only IPv4 services are asked of it. */
function identityOf(payload: Uint8Array): ServiceIdentity {
  const { service } = values(decodeAttributes(identityTable, payload.subarray(4)))
  const family: AddressFamily = service?.family === 10 ? 'inet6' : 'inet'
  if (service?.fwmark !== undefined) return { fwmark: service.fwmark, family }
  const protocol = service?.protocol === 17 ? 'UDP' : 'TCP'
  const number = viewOf(service?.address ?? new Uint8Array(16)).getUint32(0)
  const address = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.') as IpAddress
  return { address, port: service?.port ?? 0, protocol }
}

function value<T>(decoded: { ok: true; value: T } | { ok: false; fault: string }): T {
  if (!decoded.ok) throw new Error(decoded.fault)
  return decoded.value
}

function values<T>(decoded: { ok: true; values: T } | { ok: false; fault: string }): T {
  if (!decoded.ok) throw new Error(decoded.fault)
  return decoded.values
}
