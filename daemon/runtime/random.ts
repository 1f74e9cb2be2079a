// Chance, as something that is handed in: edges use the real one, tests a seeded one.
// Cores never see it; they are given numbers.

import { randomInt } from 'node:crypto'

export interface Random {
  /** Evenly spread over 0 ≤ n < 1. */
  next(): number
}

const STEPS = 2 ** 32

/** From the kernel's generator. */
export const systemRandom: Random = {
  next: () => randomInt(STEPS) / STEPS,
}

/** The same sequence for the same seed (mulberry32): for tests and simulations, never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / STEPS
    },
  }
}
