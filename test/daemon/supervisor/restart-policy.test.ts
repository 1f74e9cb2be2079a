// When a dead child is started again.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Milliseconds, Seconds } from '../../../config/values/time.js'
import { judgeExit, restartDelay, type RestartHistory } from '../../../daemon/supervisor/restart-policy.js'

describe('the delay before a restart', () => {
  it('grows 0, 1, 2, 4 … 60 s while the child keeps dying young', () => {
    let history: RestartHistory
    const delays = Array.from({ length: 9 }, () => (history = restartDelay(history, Seconds(1))) / 1000)
    expect(delays).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60])
  })

  it('is none again after a minute of life', () => {
    expect(restartDelay(Seconds(60), Seconds(59.9))).toBe(60_000)
    expect(restartDelay(Seconds(60), Seconds(60))).toBe(0)
  })

  it('never exceeds a minute, however the deaths fall', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 120_000, noNaN: true })), (lives) => {
        let history: RestartHistory
        for (const life of lives) history = restartDelay(history, Milliseconds(life))
        expect(history ?? 0).toBeLessThanOrEqual(60_000)
      }),
    )
  })
})

describe('the verdict on an exit', () => {
  it.each([
    [
      { code: 0, signal: null },
      { kind: 'restart', reason: 'exited with status 0' },
    ],
    [
      { code: 70, signal: null },
      { kind: 'restart', reason: 'exited with status 70' },
    ],
    [
      { code: null, signal: 'SIGSEGV' },
      { kind: 'restart', reason: 'exited due to signal SIGSEGV' },
    ],
    [
      { code: 1, signal: null },
      { kind: 'permanent', status: 1, reason: 'exited with permanent error FATAL. Terminating' },
    ],
    [
      { code: 2, signal: null },
      { kind: 'permanent', status: 2, reason: 'exited with permanent error CONFIG. Terminating' },
    ],
    [
      { code: 4, signal: null },
      { kind: 'permanent', status: 4, reason: 'exited with permanent error missing permission. Terminating' },
    ],
  ])('on %j', (exit, verdict) => {
    expect(judgeExit(exit)).toEqual(verdict)
  })
})
