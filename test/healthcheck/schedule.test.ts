// When checkers run and what counts as failure, as tables of verdicts in and results out.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Milliseconds, Seconds, asInstant } from '../../config/values/time.js'
import type { RunnableChecker } from '../../healthcheck/config/model.js'
import { firstRun, judge, startProgress, type Progress } from '../../healthcheck/state/schedule.js'
import { http, tcp, url } from './support.js'

/** `+` success, `-` failure; results as the first letter of passed, stepped, failed, retried and the wait in seconds. */
function play(checker: RunnableChecker, progress: Progress, verdicts: string): string {
  const out: string[] = []
  let now = progress
  for (const verdict of verdicts) {
    const judgement = judge(checker, now, verdict === '+' ? 'up' : 'down')
    now = judgement.progress
    out.push(`${judgement.result[0]}${judgement.wait / 1000}${now.up ? '' : '!'}`)
  }
  return out.join(' ')
}

describe('one question', () => {
  const checker = tcp('10.0.0.1')
  it.each<[string, boolean, string, string]>([
    ['CHK-03 the very first failure counts, without retries', true, '-', 'f6!'],
    ['CHK-03 a server that starts down enters at the first success', false, '+', 'p6'],
    ['CHK-03 a server that starts down stays down at the first failure', false, '-', 'f6!'],
    ['CHK-04 later it takes 1 + retry failures', true, '+----', 'p6 r3 r3 r3 f6!'],
    ['CHK-04 any success begins the count again', true, '+---+---+', 'p6 r3 r3 r3 p6 r3 r3 r3 p6'],
    ['CHK-05 while down there are no fast retries, and one success is enough', true, '---+', 'f6! f6! f6! p6'],
  ])('%s', (_title, up, verdicts, expected) => {
    expect(play(checker, startProgress(checker, up, false), verdicts)).toBe(expected)
  })

  it('has its retries from the start when the health is known from before', () => {
    expect(play(checker, startProgress(checker, true, true), '----')).toBe('r3 r3 r3 f6!')
    expect(play(checker, startProgress(checker, false, true), '-+')).toBe('f6! p6')
  })

  it('counts at once with retry 0', () => {
    const strict = tcp('10.0.0.1', 80, { retry: 0 })
    expect(play(strict, startProgress(strict, true, true), '+-')).toBe('p6 f6!')
  })
})

describe('a list of urls', () => {
  const list = (more = {}) => http('10.0.0.1', 80, { retry: 1, urls: [url('/a'), url('/b'), url('/c')], ...more })
  it.each<[string, RunnableChecker, boolean, string, string]>([
    ['HTTP-12 one url in each period, all of them for a pass', list(), false, '+++', 's6! s6! p6'],
    ['HTTP-12 fast_recovery asks back to back while not up', list({ fastRecovery: true }), false, '+++', 's0! s0! p6'],
    ['HTTP-12 fast_recovery changes nothing while up', list({ fastRecovery: true }), true, '+++', 's6 s6 p6'],
    ['CHK-03 the very first failure counts', list(), true, '-', 'f6!'],
    ['CHK-04 a success of any url begins the count again', list(), true, '+-+-+', 's6 r3 s6 r3 p6'],
    [
      'HTTP-13 a failed url is asked until it passes, then the whole list',
      list(),
      true,
      '+--++++',
      's6 r3 f6! s6! s6! s6! p6',
    ],
    [
      'HTTP-13 with one url too: it passes, then the pass',
      http('10.0.0.1', 80, { retry: 0 }),
      true,
      '-++',
      'f6! s6! p6',
    ],
    [
      'HTTP-13 a failed url is asked every max(delay_loop, delay_before_retry)',
      list({ retry: 0, delayBeforeRetry: Seconds(9) }),
      true,
      '--',
      'f9! f9!',
    ],
  ])('%s', (_title, checker, up, verdicts, expected) => {
    expect(play(checker, startProgress(checker, up, false), verdicts)).toBe(expected)
  })

  it('HTTP-13 asks the failed url itself', () => {
    const checker = list({ retry: 0 })
    let progress = startProgress(checker, true, false)
    const asked: number[] = []
    for (const verdict of ['up', 'down', 'down', 'up', 'up'] as const) {
      asked.push(progress.url)
      progress = judge(checker, progress, verdict).progress
    }
    expect(asked).toEqual([0, 1, 1, 1, 0])
  })
})

describe('the first run', () => {
  const start = asInstant(1000)
  it.each<[string, number, number, number]>([
    ['CHK-01 at once without warmup', 0, 0.5, 1000],
    ['CHK-01 after a second at the earliest', 60_000, 0, 2000],
    ['CHK-01 at a place in the warmup that chance decides', 60_000, 0.5, 32_000],
  ])('%s', (_title, warmup, chance, expected) => {
    expect(firstRun(tcp('10.0.0.1', 80, { warmup: Milliseconds(warmup) }), start, chance)).toBe(expected)
  })
})

describe('for any checker and any history', () => {
  const checkers = fc.record({
    retry: fc.nat(4),
    kind: fc.boolean(),
    urls: fc.integer({ min: 1, max: 4 }),
    up: fc.boolean(),
  })
  const make = ({ retry, kind, urls }: { retry: number; kind: boolean; urls: number }): RunnableChecker =>
    kind
      ? tcp('10.0.0.1', 80, { retry })
      : http('10.0.0.1', 80, { retry, urls: Array.from({ length: urls }, (_, i) => url(`/${i}`)) })

  it('goes down only by a failure, up only by a success, and never asks for a url that is not there', () => {
    fc.assert(
      fc.property(checkers, fc.array(fc.boolean(), { maxLength: 40 }), (shape, verdicts) => {
        const checker = make(shape)
        let progress = startProgress(checker, shape.up, false)
        for (const good of verdicts) {
          const { progress: next, wait } = judge(checker, progress, good ? 'up' : 'down')
          if (next.up !== progress.up) expect(next.up).toBe(good)
          expect(next.url).toBeGreaterThanOrEqual(0)
          expect(next.url).toBeLessThan(checker.kind === 'HTTP_GET' ? checker.urls.length : 1)
          expect(wait).toBeGreaterThanOrEqual(0)
          progress = next
        }
      }),
    )
  })

  it('CHK-04 counts at most 1 + retry failures in a row before it is down', () => {
    fc.assert(
      fc.property(checkers, fc.array(fc.boolean(), { maxLength: 40 }), (shape, verdicts) => {
        const checker = make(shape)
        let progress = startProgress(checker, shape.up, false)
        let failures = 0
        for (const good of verdicts) {
          progress = judge(checker, progress, good ? 'up' : 'down').progress
          failures = good ? 0 : failures + 1
          if (failures > checker.retry) expect(progress.up).toBe(false)
        }
      }),
    )
  })
})
