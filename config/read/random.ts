// The numbers of ${_RANDOM}: a generator that gives the same row for the same seed, and the seed a file asks for. It is the additive
// generator of the C library (`random(3)`), so that `random_seed` gives the same numbers here as in keepalived.

import { conditionalRest } from './conditions.js'

/** A whole number in min..max. */
export type Random = (min: number, max: number) => number

const LENGTH = 34
/** Numbers thrown away at first, until all of the seed has spread. */
const WARM_UP = 310

export function seededRandom(seed: number): Random {
  const state = new Int32Array(LENGTH)
  let word = seed | 0 || 1
  state[0] = word
  for (let i = 1; i < 31; i++) {
    word = 16807 * (word % 127773) - 2836 * Math.trunc(word / 127773)
    if (word < 0) word += 2147483647
    state[i] = word
  }
  for (let i = 31; i < LENGTH; i++) state[i] = state[i - 31] ?? 0
  let at = 0
  const next = (): number => {
    const sum = ((state[(at + 3) % LENGTH] ?? 0) + (state[(at + 31) % LENGTH] ?? 0)) | 0
    state[at] = sum
    at = (at + 1) % LENGTH
    return sum >>> 1
  }
  for (let i = 0; i < WARM_UP; i++) next()
  return (min, max) => min + (next() % (max - min + 1))
}

/** The value of the last `random_seed` in a text that holds for this identity; undefined without one. */
export function seedIn(text: string, identity: string): number | undefined {
  if (!text.includes('random_seed')) return undefined
  let seed: number | undefined
  for (const [whole] of text.matchAll(/^[ \t]*(?:@[^\n]*[ \t]|global_defs[ \t]*\{[ \t]*)?random_seed[ \t]+\d+/gm)) {
    const line = whole.trim()
    if (line.startsWith('@') && conditionalRest(line, identity) < 0) continue
    seed = Number(/\d+$/.exec(line)?.[0]) >>> 0
  }
  return seed
}
