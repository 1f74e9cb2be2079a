// The formulas of RFC 3768 §6.1 and when the timers of an instance run out. Knows no state transitions.

import { after, earliest, Milliseconds } from '../../config/values/time.js'
import type { Duration, Instant } from '../../config/values/time.js'
import type { Instance } from './state.js'

/** The priority of the address owner: fixed, not weighted, never preempted. */
export const PRIORITY_OWNER = 255

/**
 * Skew of version 2: (256 − priority)/256 seconds, whatever the interval (TMR-02). 1000/256 is exact in binary, so nothing is
 * rounded.
 */
export const skewTime = (priority: number): Duration => Milliseconds(((256 - priority) * 1000) / 256)

/** The priority that counts for the skew: the owner's is 255 whatever its effective one (TMR-04). */
const skewPriority = (instance: Instance): number =>
  instance.config.priority === PRIORITY_OWNER ? PRIORITY_OWNER : instance.effectivePriority

export const skewOf = (instance: Instance): Duration => skewTime(skewPriority(instance))

/** down_timer_adverts × interval + skew (TMR-05). */
export const masterDownInterval = (instance: Instance): Duration =>
  Milliseconds(instance.config.downTimerAdverts * instance.config.advertInterval + skewOf(instance))

/** The shorter wait of `state MASTER` at start, and of an adopted instance: interval + 1/256 s (FSM-21). */
export const initialMasterInterval = (instance: Instance): Duration =>
  Milliseconds(instance.config.advertInterval + skewTime(PRIORITY_OWNER))

/**
 * When something periodic that was due at `due` and is done at `now` is due again. Counted from the due time, so that lateness does
 * not add up, unless we are more than a tenth of the interval late: two adverts are never closer than 90 % of it, and a
 * stall is followed by one overdue advert only (TMR-12, TMR-13).
 */
export const nextDue = (due: Instant, now: Instant, interval: Duration): Instant =>
  now - due > interval / 10 ? after(now, interval) : after(due, interval)

/** The earliest deadline of an instance; undefined = nothing will happen by itself. */
export const instanceDeadline = (instance: Instance): Instant | undefined =>
  earliest(
    earliest(instance.masterDownAt, instance.advertAt),
    earliest(instance.secondBurstAt, earliest(instance.lowerPriorityBurstAt, instance.refreshAt)),
  )

export const isDue = (deadline: Instant | undefined, now: Instant): deadline is Instant =>
  deadline !== undefined && deadline <= now
