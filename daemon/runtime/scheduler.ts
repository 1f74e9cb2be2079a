// The only owner of a timer. It waits for a core's earliest deadline and says when that has passed, but never before the
// packets that were already waiting have been read: after a pause Node runs a due timer before it reads sockets, and a
// backup that acted at once would claim mastership although the master's adverts are in its socket.
// Knows nothing of what is due, nor of what a packet is; it only counts.

import { Milliseconds, after, between } from '../../config/values/time.js'
import type { Duration, Instant } from '../../config/values/time.js'
import type { Clock } from './clock.js'

export interface SchedulerOptions {
  readonly clock: Clock
  /** The earliest instant at which something is due; undefined when nothing is. Asked often, so it must be cheap. */
  readonly deadline: () => Instant | undefined
  /** A deadline has passed and no packet is waiting (or the bound is reached). Afterwards the deadline is asked again. */
  readonly due: (now: Instant) => void
  /** The timer ran late by the threshold or more, whether or not something is still due after reading what waited. */
  readonly late?: (lateness: Lateness) => void
  /** Default 100 ms. */
  readonly lateThreshold?: Duration
  /** How many packets have been delivered so far; only its changes matter. */
  readonly packetsSeen: () => number
  /** At most so many turns of the loop are given to waiting packets before acting. Default 4096. */
  readonly maximumTurns?: number
  /** At least and at most so much time is given to them; between, as much as the timer was late. Default 5 ms and 250 ms. */
  readonly minimumDrain?: Duration
  readonly maximumDrain?: Duration
}

export interface Lateness {
  /** From the deadline to the moment at which the timer ran; never negative. */
  readonly late: Duration
  /** Packets read between that moment and acting. */
  readonly packets: number
  /** Packets were still arriving when the bound in turns or time was reached. */
  readonly cutShort: boolean
}

export interface Scheduler {
  /** To be called whenever the deadline may have changed. */
  update(): void
  /** Nothing is due any more; `due` is not called again. */
  close(): void
}

/** Node cannot wait longer than 2^31 - 1 ms; a day is checked often enough. */
const longestWait = 86_400_000

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { clock, deadline, due, packetsSeen } = options
  const maximumTurns = options.maximumTurns ?? 4096
  const minimumDrain = options.minimumDrain ?? Milliseconds(5)
  const maximumDrain = options.maximumDrain ?? Milliseconds(250)
  const lateThreshold = options.lateThreshold ?? Milliseconds(100)

  let timer: NodeJS.Timeout | undefined
  /** When `timer` is to end; a deadline that moves away leaves it alone and is looked at then. */
  let armedFor = Infinity
  let turn: NodeJS.Immediate | undefined
  let closed = false

  function update(): void {
    if (closed || turn !== undefined) return
    const next = deadline()
    if (next === undefined || next >= armedFor) return
    const wait = between(clock.now(), next)
    if (wait < 1) {
      disarm()
      approach()
      return
    }
    if (timer !== undefined) clearTimeout(timer)
    armedFor = next
    timer = setTimeout(elapsed, Math.min(Math.floor(wait), longestWait))
  }

  function elapsed(): void {
    timer = undefined
    armedFor = Infinity
    update()
  }

  function disarm(): void {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    armedFor = Infinity
  }

  /** Less than a millisecond is left, which no timer can wait for: turns of the loop pass it, and packets are read meanwhile. */
  function approach(): void {
    turn = undefined
    const next = deadline()
    if (closed || next === undefined) return
    const now = clock.now()
    const wait = between(now, next)
    if (wait >= 1) update()
    else if (wait > 0) turn = setImmediate(approach)
    else drain(next, now)
  }

  /**
   * `fired` is when the timer for `missed` ran. Acts after the first whole turn in which no packet was delivered. The first
   * immediate only marks where a turn begins: it may run in the same turn as the packet that led here.
   */
  function drain(missed: Instant, fired: Instant): void {
    const late = between(missed, fired)
    const end = after(fired, Milliseconds(Math.min(Math.max(late, minimumDrain), maximumDrain)))
    const before = packetsSeen()
    let seen = before
    let turns = 0
    const beginTurn = () => {
      seen = packetsSeen()
      turn = setImmediate(endTurn)
    }
    const endTurn = () => {
      const now = clock.now()
      const quiet = packetsSeen() === seen
      if (!quiet && ++turns < maximumTurns && now < end) {
        beginTurn()
        return
      }
      turn = undefined
      act(now, { late, packets: packetsSeen() - before, cutShort: !quiet })
    }
    turn = setImmediate(beginTurn)
  }

  function act(now: Instant, lateness: Lateness): void {
    if (lateness.late >= lateThreshold) options.late?.(lateness)
    const next = deadline()
    if (next !== undefined && next <= now) due(now)
    update()
  }

  return {
    update,
    close() {
      closed = true
      disarm()
      if (turn !== undefined) clearImmediate(turn)
      turn = undefined
    },
  }
}
