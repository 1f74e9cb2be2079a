// When a checker runs again and what a run says about its server: retries, delays, lists of urls. The same for every kind
// of checker. Knows nothing of servers, services or what a probe does.

import { Milliseconds, Seconds, after, type Duration, type Instant } from '../../config/values/time.js'
import type { RunnableChecker } from '../config/model.js'

/** How far a checker is. */
export interface Progress {
  readonly up: boolean
  /** Has passed or failed at least once. */
  readonly hasRun: boolean
  /** Failures in a row that did not count yet. It starts full: the very first failure counts (CHK-03). */
  readonly tries: number
  /** The url to ask next; 0 for checkers without a list. */
  readonly url: number
  /** That url has failed for good: it alone is asked until it passes (HTTP-13). */
  readonly urlFailed: boolean
}

export interface Judgement {
  readonly progress: Progress
  /** From the end of the run to the next (CHK-02). */
  readonly wait: Duration
  /** passed: a whole pass; stepped: one url of it; failed: counts as failure; retried: does not count yet. */
  readonly result: 'passed' | 'stepped' | 'failed' | 'retried'
}

export type Verdict = 'up' | 'down'

/** Before the first run. A checker that takes over known health (`known`) has its retries, and no second first run. */
export const startProgress = (checker: RunnableChecker, up: boolean, known: boolean): Progress => ({
  up,
  hasRun: known,
  tries: known ? 0 : checker.retry,
  url: 0,
  urlFailed: false,
})

/** Time for the rest of the machine to settle before the first runs. */
const BOOTSTRAP = Seconds(1)

/** When a new checker runs first: at once without warmup, else at random in it, so that servers are not asked all at once. */
export function firstRun(checker: RunnableChecker, now: Instant, chance: number): Instant {
  if (checker.warmup <= 0) return now
  return after(now, Milliseconds(BOOTSTRAP + checker.warmup * chance))
}

export const judge = (checker: RunnableChecker, progress: Progress, verdict: Verdict): Judgement =>
  checker.kind === 'HTTP_GET' ? judgeList(checker, progress, verdict) : judgeSingle(checker, progress, verdict)

/** One question: 1 + retry failures in a row are a failure, one success is a success (CHK-04, CHK-05). */
function judgeSingle(checker: RunnableChecker, progress: Progress, verdict: Verdict): Judgement {
  if (verdict === 'up') return passed(checker, progress)
  const counts = progress.up || !progress.hasRun
  if (counts && progress.tries < checker.retry) return retried(checker, progress)
  return {
    progress: { ...progress, up: false, hasRun: true, tries: 0 },
    wait: checker.delayLoop,
    result: 'failed',
  }
}

/** Urls in order, one in each period; a whole pass without a failure is a success (HTTP-12, HTTP-13). */
function judgeList(
  checker: Extract<RunnableChecker, { kind: 'HTTP_GET' }>,
  progress: Progress,
  verdict: Verdict,
): Judgement {
  if (verdict === 'down') {
    if (!progress.urlFailed && progress.tries < checker.retry) return retried(checker, progress)
    return {
      progress: { ...progress, up: false, hasRun: true, tries: checker.retry, urlFailed: true },
      wait: Milliseconds(Math.max(checker.delayLoop, checker.delayBeforeRetry)),
      result: 'failed',
    }
  }
  const isLast = progress.url + 1 >= checker.urls.length
  if (isLast && !progress.urlFailed) return passed(checker, progress)
  return {
    progress: { ...progress, tries: 0, url: progress.urlFailed ? 0 : progress.url + 1, urlFailed: false },
    wait: checker.fastRecovery && !progress.up ? Milliseconds(0) : checker.delayLoop,
    result: 'stepped',
  }
}

const passed = (checker: RunnableChecker, progress: Progress): Judgement => ({
  progress: { ...progress, up: true, hasRun: true, tries: 0, url: 0, urlFailed: false },
  wait: checker.delayLoop,
  result: 'passed',
})

const retried = (checker: RunnableChecker, progress: Progress): Judgement => ({
  progress: { ...progress, tries: progress.tries + 1 },
  wait: checker.delayBeforeRetry,
  result: 'retried',
})
