// Instants and durations. Both are milliseconds as plain numbers (fractions allowed), branded so that they cannot be
// mixed up. Wire units (seconds, centiseconds) exist only in packet codecs. Knows no clock.

/** A length of time in milliseconds. May be fractional; never negative unless a docstring says so. */
export type Duration = number & { readonly __duration: unique symbol }

/** A point on a monotonic clock, in milliseconds since an arbitrary origin of that clock. */
export type Instant = number & { readonly __instant: unique symbol }

export const Milliseconds = (value: number): Duration => value as Duration
export const Seconds = (value: number): Duration => (value * 1000) as Duration
export const Centiseconds = (value: number): Duration => (value * 10) as Duration
export const asInstant = (value: number): Instant => value as Instant

/** The instant a duration after another one. */
export const after = (start: Instant, wait: Duration): Instant => (start + wait) as Instant

/** Time from `from` to `to`; negative when `to` is earlier. */
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration

export const inSeconds = (duration: Duration): number => duration / 1000

/** The earlier of two deadlines, either of which may be absent. */
export const earliest = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined ? b : b === undefined ? a : a < b ? a : b
