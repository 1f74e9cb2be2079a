// Probes at a time, aborts, and what a probe that misbehaves comes to.

import { expect, it } from 'vitest'
import { asInstant } from '../../config/values/time.js'
import type { CheckerIo } from '../../healthcheck/checkers/define-checker.js'
import { createAlarms } from '../../healthcheck/edge/alarms.js'
import { createProber, type ProbeOrder } from '../../healthcheck/edge/prober.js'
import type { ProbeOutcome } from '../../healthcheck/state/events.js'
import { ip, tcp } from './support.js'

const order = (probe: number): ProbeOrder => ({
  kind: 'startProbe',
  probe,
  checker: tcp('10.0.0.1'),
  server: { address: ip('10.0.0.1'), port: 80 },
  url: 0,
})

const settle = () => new Promise((resolve) => setImmediate(resolve))

function bench(touch: CheckerIo['touch'], limit: number) {
  let now = 0
  const results: [number, ProbeOutcome][] = []
  const alarms = createAlarms({ now: () => asInstant(now) }, () => undefined)
  const io: CheckerIo = { touch, exchange: () => Promise.reject(new Error('not asked for')) }
  const prober = createProber({ io, alarms, limit, done: (probe, outcome) => results.push([probe, outcome]) })
  const pass = (milliseconds: number) => {
    now += milliseconds
    alarms.ring(asInstant(now))
  }
  return { prober, results, alarms, pass }
}

it('runs no more than the limit at a time, the rest in order of arrival', async () => {
  const open: (() => void)[] = []
  const { prober, results } = bench(() => new Promise((resolve) => open.push(() => resolve({ ok: true }))), 2)
  for (const probe of [1, 2, 3, 4]) prober.start(order(probe))
  expect(open).toHaveLength(2)
  prober.abort(3)
  open[1]?.()
  await settle()
  expect(open).toHaveLength(3)
  open[2]?.()
  open[0]?.()
  await settle()
  expect(results).toEqual([
    [2, { verdict: 'up' }],
    [4, { verdict: 'up' }],
    [1, { verdict: 'up' }],
  ])
})

it('aborts the signal of a probe and says nothing more of it', async () => {
  let aborted = false
  const { prober, results, alarms } = bench(
    (_connection, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          aborted = true
          resolve({ ok: false, fault: 'local', reason: 'aborted' })
        }),
      ),
    1,
  )
  prober.start(order(1))
  prober.abort(1)
  await settle()
  expect({ aborted, results, next: alarms.next() }).toEqual({ aborted: true, results: [], next: undefined })
})

it('ends a probe that forgets its own deadline', async () => {
  let signal: AbortSignal | undefined
  const { prober, results, pass } = bench((_connection, given) => {
    signal = given
    return new Promise(() => undefined)
  }, 1)
  prober.start(order(1))
  pass(60_000)
  await settle()
  expect(results).toEqual([[1, { verdict: 'down', fault: 'readTimeout', reason: 'timeout' }]])
  expect(signal?.aborted).toBe(true)
})

it('takes an error of ours for a local fault, not for one of the server', async () => {
  const { prober, results } = bench(() => Promise.reject(new Error('oops')), 1)
  prober.start(order(1))
  await settle()
  expect(results).toEqual([[1, { verdict: 'local', reason: 'internal error: oops' }]])
})
