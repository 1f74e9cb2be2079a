// Waiting in tests: a condition is polled until it holds or its deadline passes, and the failure says what was awaited.

import { setTimeout as pause } from 'node:timers/promises'

export interface WaitOptions {
  /** Milliseconds until the wait fails. Default 15 000. */
  readonly within?: number
  /** Milliseconds between two looks. Default 20. */
  readonly every?: number
  /** Added to the error: what there was instead. */
  readonly detail?: () => string
}

/** Resolves with the first value of `look` that is not undefined or false; throws `<what> did not happen` after the deadline. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  options: WaitOptions = {},
): Promise<T> {
  const within = (options.within ?? 15_000) * slowness()
  const deadline = performance.now() + within
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > deadline) {
      const detail = options.detail?.()
      throw new Error(
        `${what}: did not happen within ${Math.round(within)} ms${detail === undefined ? '' : `\n${detail}`}`,
      )
    }
    await pause(options.every ?? 20)
  }
}

/** How much longer deadlines are on this machine: 1, or what LVS_HA_LAB_SLOWNESS says (the emulated guest is about 10 times slower). */
export function slowness(): number {
  return Number(process.env.LVS_HA_LAB_SLOWNESS ?? '1')
}
