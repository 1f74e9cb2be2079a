// Quorum arithmetic.

import { describe, expect, it } from 'vitest'
import { liveWeight, quorumAfter } from '../../healthcheck/state/quorum.js'

describe('QRM-02 quorum 4, hysteresis 1', () => {
  const service = { quorum: 4, hysteresis: 1 }
  it.each<[live: number, before: boolean, after: boolean]>([
    [0, true, false],
    [2, true, false],
    [3, true, true],
    [4, true, true],
    [3, false, false],
    [4, false, false],
    [5, false, true],
  ])('weight %i with the quorum up=%s leaves it up=%s', (live, before, after) => {
    expect(quorumAfter(service, live, before)).toBe(after)
  })
})

it('QRM-02 nothing alive is never enough, whatever the numbers say', () => {
  expect(quorumAfter({ quorum: 1, hysteresis: 1 }, 0, true)).toBe(false)
  expect(quorumAfter({ quorum: 0, hysteresis: 0 }, 0, false)).toBe(false)
})

it('QRM-01 adds the weights of alive servers, each between 0 and 2^31 - 1', () => {
  const server = (alive: boolean, weight: number) => ({ alive, config: { weight } })
  expect(liveWeight([server(true, 3), server(false, 10), server(true, 0)])).toBe(3)
  expect(liveWeight([server(true, 2 ** 40), server(true, -5), server(true, 1)])).toBe(2 ** 31)
})
