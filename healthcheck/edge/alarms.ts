// Things to do after a time, for one scheduler to wait for: deadlines of probes, retries of the reconciler. Owns no timer.

import { after, type Duration, type Instant } from '../../config/values/time.js'
import type { Clock } from '../../daemon/runtime/clock.js'
import { createAgenda } from '../state/agenda.js'

export interface Alarms {
  /** Runs something once after a time; the result cancels it. */
  set(wait: Duration, run: () => void): () => void
  next(): Instant | undefined
  /** Runs what is due. */
  ring(now: Instant): void
}

interface Alarm {
  run: (() => void) | undefined
}

/** `changed` is called when `next` may be earlier than it was. */
export function createAlarms(clock: Clock, changed: () => void): Alarms {
  const agenda = createAgenda<Alarm>()
  const next = (): Instant | undefined => {
    for (let first = agenda.first(); first !== undefined; first = agenda.first()) {
      if (first.item.run !== undefined) return first.at
      agenda.take()
    }
    return undefined
  }
  return {
    next,
    set(wait, run) {
      const alarm: Alarm = { run }
      const at = after(clock.now(), wait)
      const before = next()
      agenda.add(at, alarm)
      if (before === undefined || at < before) changed()
      return () => {
        alarm.run = undefined
      }
    },
    ring(now) {
      for (let at = next(); at !== undefined && at <= now; at = next()) {
        const alarm = agenda.take()?.item
        const run = alarm?.run
        if (alarm !== undefined) alarm.run = undefined
        run?.()
      }
    },
  }
}
