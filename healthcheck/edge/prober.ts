// Runs probes: so many at a time, each with its own signal and a last deadline, and answers for each once. What a probe asks
// is its checker's; when it runs and what follows is the core's.

import type { CheckerIo, ProbeResult } from '../checkers/define-checker.js'
import { checkers } from '../checkers/list.js'
import { Milliseconds } from '../../config/values/time.js'
import type { CheckersEffect } from '../state/effects.js'
import type { ProbeOutcome } from '../state/events.js'
import type { Alarms } from './alarms.js'

export type ProbeOrder = Extract<CheckersEffect, { kind: 'startProbe' }>

export interface Prober {
  /** Starts it, or lets it wait for a place. Its deadlines begin when it starts. */
  start(order: ProbeOrder): void
  /** Nothing is heard of it any more. */
  abort(probe: number): void
}

export interface ProberOptions {
  readonly io: CheckerIo
  readonly alarms: Pick<Alarms, 'set'>
  /** Most probes at a time; each has a descriptor. */
  readonly limit: number
  readonly done: (probe: number, outcome: ProbeOutcome) => void
}

/** A probe has its own timeouts; this catches one that forgets them. */
const GRACE = 5000

export function createProber({ io, alarms, limit, done }: ProberOptions): Prober {
  const running = new Map<number, AbortController>()
  /** In order of arrival: a Map, so that one of thousands is found to be aborted. */
  const waiting = new Map<number, ProbeOrder>()

  async function run(order: ProbeOrder): Promise<void> {
    const { probe, checker } = order
    const controller = new AbortController()
    running.set(probe, controller)
    let cancelAlarm: () => void = () => undefined
    const expired = new Promise<ProbeResult>((resolve) => {
      const wait = Milliseconds(2 * checker.connection.connectTimeout + GRACE)
      cancelAlarm = alarms.set(wait, () => resolve({ verdict: 'down', fault: 'readTimeout', reason: 'timeout' }))
    })
    const result = await Promise.race([expired, ask(order, io, controller.signal).catch(internalError)])
    cancelAlarm()
    const wanted = !controller.signal.aborted
    controller.abort()
    if (wanted) {
      running.delete(probe)
      done(probe, result)
    }
    startWaiting()
  }

  function startWaiting(): void {
    for (const [probe, order] of waiting) {
      if (running.size >= limit) return
      waiting.delete(probe)
      void run(order)
    }
  }

  return {
    start(order) {
      waiting.set(order.probe, order)
      startWaiting()
    },
    abort(probe) {
      waiting.delete(probe)
      running.get(probe)?.abort()
      running.delete(probe)
    },
  }
}

function ask({ checker, server, url }: ProbeOrder, io: CheckerIo, signal: AbortSignal): Promise<ProbeResult> {
  switch (checker.kind) {
    case 'TCP_CHECK':
      return checkers.TCP_CHECK.probe({ options: checker, server, url, io, signal })
    case 'HTTP_GET':
      return checkers.HTTP_GET.probe({ options: checker, server, url, io, signal })
  }
}

/** Ours, not the server's: no reason to take it out of the pool. */
const internalError = (error: unknown): ProbeResult => ({
  verdict: 'local',
  reason: `internal error: ${error instanceof Error ? error.message : String(error)}`,
})
