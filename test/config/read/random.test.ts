// The numbers of ${_RANDOM}, and the seed a file gives them.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom, seedIn } from '../../../config/read/random.js'
import { readFiles, readText } from './reading.js'

describe('a seed', () => {
  it.each<[number, readonly number[]]>([
    [0, [1804289383, 596516649, 1365180540]],
    [1, [1804289383, 596516649, 1365180540]],
    [5, [590011675, 1069979073, 780437020]],
    [4294967295, [254925627, 334960208, 1626837490]],
    [2147483648, [1336741213, 344413073, 1642121871]],
  ])('of %i gives the numbers of random(3)', (seed, expected) => {
    const random = seededRandom(seed)
    const numbers = Array.from({ length: 17 }, () => random(0, 2147483647))
    expect([numbers[0], numbers[8], numbers[16]]).toEqual(expected)
  })

  it('gives numbers of the range', () => {
    const range = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat())
    const inRange = ([min, more, seed]: [number, number, number]): boolean => {
      const number = seededRandom(seed)(min, min + more)
      return number >= min && number <= min + more
    }
    fc.assert(fc.property(range, inRange))
  })

  it.each<[string, string, number | undefined]>([
    ['in global_defs', 'global_defs {\n  random_seed 5\n}', 5],
    ['on one line', 'global_defs { random_seed 5 }', 5],
    ['that is the last one', 'random_seed 4\nrandom_seed 5', 5],
    ['for this identity', '@vm random_seed 5\n@other random_seed 6', 5],
    ['in a comment', '# random_seed 5', undefined],
    ['in another word', 'my_random_seed 5', undefined],
  ])('is found %s', (_, text, seed) => {
    expect(seedIn(text, 'vm')).toBe(seed)
  })

  it('holds for the whole file, and makes reading it twice the same', () => {
    const text = 'a ${_RANDOM}\nglobal_defs {\nrandom_seed 5\n}\nb ${_RANDOM 1 9}'
    const read = (): readonly string[] => readText(text, { random: Math.random }).texts
    expect(read()).toEqual(read())
    expect(read()[0]).toBe(`a ${seededRandom(5)(0, 32767)}`)
  })

  it('may stand in an included file', () => {
    const { texts } = readFiles({ 'main.conf': 'include s\na ${_RANDOM}', s: 'random_seed 5' })
    expect(texts[1]).toBe(`a ${seededRandom(5)(0, 32767)}`)
  })
})
