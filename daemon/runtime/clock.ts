// The monotonic clock of a process, read by edges and handed to cores as `now`. Knows nothing of what the time is used for.
// A change of the wall clock never moves it; it keeps running while the process is stopped.

import { asInstant } from '../../config/values/time.js'
import type { Instant } from '../../config/values/time.js'

export interface Clock {
  /** Milliseconds with fractions (nanosecond source) since an arbitrary origin; never goes back. */
  now(): Instant
}

/** CLOCK_MONOTONIC. Time spent in system suspend does not count. */
export const monotonicClock: Clock = {
  now: () => asInstant(performance.now()),
}
