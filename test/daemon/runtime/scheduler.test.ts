// The scheduler with real sockets: UDP on loopback stands in for raw sockets. The loop is really held up, by a wait that
// lets nothing else run, because the order of Node's phases after a pause is what is being tested.

import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { monotonicClock as clock } from '../../../daemon/runtime/clock.js'
import { createScheduler } from '../../../daemon/runtime/scheduler.js'
import type { Lateness, Scheduler } from '../../../daemon/runtime/scheduler.js'
import { Milliseconds, after, asInstant } from '../../../config/values/time.js'
import type { Instant } from '../../../config/values/time.js'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Nothing of this process runs meanwhile. */
const holdUp = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

/** A socket that counts what it receives, and a way to put datagrams into its kernel queue at once. */
async function receiver(onPacket: () => void): Promise<{ send: (count: number) => void }> {
  const socket: Socket = createSocket('udp4', onPacket)
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const sender = createSocket('udp4')
  sender.connect(socket.address().port, '127.0.0.1')
  await once(sender, 'connect')
  closers.push(
    () => socket.close(),
    () => sender.close(),
  )
  return {
    send: (count) => {
      for (let i = 0; i < count; i++) sender.send('x')
    },
  }
}

/** A scheduler whose deadline is a variable; `due` clears it and resolves. */
function oneDeadline(extra: { packetsSeen?: () => number; maximumTurns?: number; onDue?: () => void } = {}) {
  let deadline: Instant | undefined
  let lateness: Lateness | undefined
  let resolve: (at: Instant) => void = () => undefined
  const fired = new Promise<Instant>((done) => (resolve = done))
  const scheduler: Scheduler = createScheduler({
    clock,
    deadline: () => deadline,
    packetsSeen: extra.packetsSeen ?? (() => 0),
    ...(extra.maximumTurns === undefined ? {} : { maximumTurns: extra.maximumTurns }),
    lateThreshold: Milliseconds(50),
    late: (value) => (lateness = value),
    due: (now) => {
      deadline = undefined
      extra.onDue?.()
      resolve(now)
    },
  })
  closers.push(() => scheduler.close())
  return {
    scheduler,
    fired,
    set: (value: Instant | undefined) => {
      deadline = value
      scheduler.update()
    },
    lateness: () => lateness,
  }
}

describe('waiting for a deadline', () => {
  it.each([0.2, 0.9, 1, 1.5, 2.99, 7.3, 20])('acts %d ms later: never early, and hardly late', async (wait) => {
    const one = oneDeadline()
    const deadline = after(clock.now(), Milliseconds(wait))
    one.set(deadline)
    const at = await one.fired
    expect(at).toBeGreaterThanOrEqual(deadline)
    expect(at - deadline).toBeLessThan(30)
    expect(one.lateness()).toBeUndefined()
  })

  it('is not early when the loop was busy before the timer was set', async () => {
    const one = oneDeadline()
    holdUp(40)
    const deadline = after(clock.now(), Milliseconds(15))
    one.set(deadline)
    expect(await one.fired).toBeGreaterThanOrEqual(deadline)
  })

  it('follows a deadline that comes nearer', async () => {
    const one = oneDeadline()
    one.set(after(clock.now(), Milliseconds(60_000)))
    const deadline = after(clock.now(), Milliseconds(5))
    one.set(deadline)
    expect((await one.fired) - deadline).toBeLessThan(30)
  })

  it('follows a deadline that moves away, without acting in between', async () => {
    const one = oneDeadline()
    one.set(after(clock.now(), Milliseconds(4)))
    const deadline = after(clock.now(), Milliseconds(25))
    one.set(deadline)
    expect(await one.fired).toBeGreaterThanOrEqual(deadline)
  })

  it('waits in few wake-ups, not in a loop', async () => {
    let asked = 0
    const deadline = after(clock.now(), Milliseconds(80))
    let done = false
    await new Promise<void>((resolve) => {
      const scheduler = createScheduler({
        clock,
        deadline: () => (asked++, done ? undefined : deadline),
        packetsSeen: () => 0,
        due: () => {
          done = true
          resolve()
        },
      })
      closers.push(() => scheduler.close())
      scheduler.update()
    })
    // A loop through 80 ms would ask tens of thousands of times; the last millisecond alone may take some hundred turns.
    expect(asked).toBeLessThan(2000)
  })

  it('survives a deadline further away than Node can wait', () => {
    const one = oneDeadline()
    one.set(asInstant(clock.now() + 2 ** 33))
    expect(one.lateness()).toBeUndefined()
  })

  it('does nothing after it was closed', async () => {
    let acted = 0
    const one = oneDeadline({ onDue: () => acted++ })
    one.set(after(clock.now(), Milliseconds(2)))
    one.scheduler.close()
    const other = oneDeadline()
    other.set(after(clock.now(), Milliseconds(10)))
    await other.fired
    expect(acted).toBe(0)
  })
})

describe('after a pause', () => {
  it('reads every packet that waits before it acts, and tells how late it was', async () => {
    const order: string[] = []
    let packets = 0
    const { send } = await receiver(() => {
      packets++
      order.push('packet')
    })
    const one = oneDeadline({ packetsSeen: () => packets, onDue: () => order.push('due') })
    one.set(after(clock.now(), Milliseconds(5)))
    send(100)
    holdUp(120)
    await one.fired
    expect(order).toEqual([...new Array<string>(100).fill('packet'), 'due'])
    expect(one.lateness()).toMatchObject({ packets: 100, cutShort: false })
    expect(one.lateness()?.late).toBeGreaterThanOrEqual(100)
  })

  it('does not act at all when a packet that waited moves the deadline', async () => {
    let packets = 0
    let dueAt: Instant | undefined
    const pauseEnds = asInstant(clock.now() + 100)
    const later = after(pauseEnds, Milliseconds(60))
    const one = oneDeadline({ packetsSeen: () => packets, onDue: () => (dueAt = clock.now()) })
    const { send } = await receiver(() => {
      packets++
      one.set(later)
    })
    one.set(after(clock.now(), Milliseconds(5)))
    send(1)
    holdUp(100)
    await one.fired
    expect(dueAt).toBeGreaterThanOrEqual(later)
    expect(one.lateness()?.late).toBeGreaterThanOrEqual(50)
  })

  it('acts in spite of a flood that never ends, after a bounded number of turns', async () => {
    let packets = 0
    let turns = 0
    // Every turn delivers one more "packet", as a raw socket under flood does.
    let flooding = true
    const flood = () => {
      packets++
      turns++
      if (flooding) setImmediate(flood)
    }
    const one = oneDeadline({ packetsSeen: () => packets, maximumTurns: 50 })
    one.set(after(clock.now(), Milliseconds(3)))
    holdUp(80)
    flood()
    await one.fired
    flooding = false
    expect(one.lateness()).toMatchObject({ cutShort: true })
    expect(turns).toBeLessThan(120)
  })

  it('acts in spite of a real flood within the bound in time', async () => {
    let packets = 0
    let refill = true
    const { send } = await receiver(() => {
      packets++
      if (refill) send(2)
    })
    const one = oneDeadline({ packetsSeen: () => packets, maximumTurns: 1_000_000 })
    const deadline = after(clock.now(), Milliseconds(3))
    one.set(deadline)
    send(50)
    const at = await one.fired
    refill = false
    expect(at - deadline).toBeLessThan(150)
  })
})
