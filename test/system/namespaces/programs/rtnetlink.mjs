// What a test asks of rtnetlink, inside a namespace: each line of standard input is a request [id, call, ...arguments], answered by one
// line of JSON; news of the monitor comes as further lines. Works against dist/. Ends with its standard input.

import { createInterface } from 'node:readline'
import { join } from 'node:path'

const dist = join(import.meta.dirname, '..', '..', '..', '..', 'dist')
const { readLinks } = await import(join(dist, 'vrrp', 'edge', 'links.js'))
const { readAddresses, addAddress, removeAddress } = await import(join(dist, 'vrrp', 'edge', 'addresses.js'))
const { startMonitor } = await import(join(dist, 'vrrp', 'edge', 'monitor.js'))
const { routeSocket } = await import(join(dist, 'vrrp', 'edge', 'rtnetlink.js'))
const { openNetlink } = await import(join(dist, 'ipvs', 'netlink', 'request.js'))
const { decodeAttributes } = await import(join(dist, 'ipvs', 'netlink', 'attributes.js'))

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** Everything a socket answers to requests that were sent without waiting. */
async function many(count) {
  const links = Array.from({ length: count }, () => readLinks())
  return (await Promise.all(links)).map((each) => each.length)
}

/** Requests of one message each, end to end: RTM_GETLINK of an index that does not exist. */
async function refusals(count) {
  const bytes = Buffer.alloc(32 * count)
  for (let i = 0; i < count; i++) {
    bytes.writeUInt32LE(32, 32 * i)
    bytes.writeUInt16LE(18, 32 * i + 4)
    bytes.writeInt32LE(1_000_000 + i, 32 * i + 20)
  }
  const reply = await routeSocket().batch(bytes)
  return reply.ok ? [...reply.failures.values()].map(({ name }) => name) : reply.error
}

/** A request, then the process stands still for longer than its deadline: the answer counts, not the clock. */
async function standStill(milliseconds) {
  const socket = openNetlink('route', { deadline: 50 })
  const reply = socket.dump(18, new Uint8Array(16))
  const end = performance.now() + milliseconds
  while (performance.now() < end);
  const { ok } = await reply
  return ok
}

/** Closing ends what is outstanding and all that follows. */
async function closing() {
  const socket = openNetlink('route', { deadline: 1000 })
  const replies = [socket.dump(18, new Uint8Array(16)), socket.dump(18, new Uint8Array(16))]
  socket.close()
  replies.push(socket.dump(18, new Uint8Array(16)))
  return (await Promise.all(replies)).map(({ error }) => error.name)
}

/** IFA_PROTO of each IPv4 address that has one; the kernel keeps it since 5.18. */
async function protocols() {
  const { messages } = await routeSocket().dump(22, Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]))
  const table = { local: [2, 'bytes'], protocol: [11, 'u8'] }
  const each = messages.map(({ payload }) => decodeAttributes(table, payload.subarray(8)).values)
  return Object.fromEntries(each.map(({ local, protocol }) => [local.join('.'), protocol ?? 0]))
}

const calls = {
  readLinks,
  readAddresses,
  addAddress,
  removeAddress,
  many,
  refusals,
  standStill,
  closing,
  protocols,
  monitor,
  brokenListener,
}

/** A mistake in a listener. */
function brokenListener() {
  const onLink = () => {
    throw new Error('mistake in the listener')
  }
  startMonitor({ onLink, onAddress: () => undefined, onResync: () => undefined })
  return 'watching'
}

function monitor(receiveBuffer) {
  startMonitor({
    onLink: (link) => say({ link }),
    onAddress: (address, present) => say({ address, present }),
    onResync: (links, addresses) => say({ resync: { links, addresses } }),
    ...(receiveBuffer === undefined ? {} : { receiveBuffer }),
  })
  return 'watching'
}

for await (const line of createInterface({ input: process.stdin })) {
  const [id, call, ...words] = JSON.parse(line)
  try {
    say({ id, answer: await calls[call](...words) })
  } catch (error) {
    say({ id, error: String(error) })
  }
}
process.exit(0)
