// The loop of the checkers process: configuration, results of probes and the clock go into the core as events; its effects
// come out to probes, the IPVS table, the log and the supervisor, in order. Decides nothing.

import type { LogEntry } from '../../config/values/log-entry.js'
import { earliest } from '../../config/values/time.js'
import type { Clock } from '../../daemon/runtime/clock.js'
import type { Logger } from '../../daemon/runtime/log.js'
import type { Random } from '../../daemon/runtime/random.js'
import type { Recorder } from '../../daemon/runtime/recorder.js'
import { createScheduler, type Lateness } from '../../daemon/runtime/scheduler.js'
import type { OpenResult } from '../../ipvs/client.js'
import { createReconciler } from '../../ipvs/reconciler.js'
import type { CheckerIo } from '../checkers/define-checker.js'
import type { RunnableConfig } from '../config/model.js'
import { createCheckers, nextDeadline, step, type CheckersState } from '../state/core.js'
import type { CheckersEffect } from '../state/effects.js'
import type { CheckersEvent } from '../state/events.js'
import { countCheckers } from '../state/reload.js'
import { createAlarms } from './alarms.js'
import { createIo } from './io.js'
import { createProber } from './prober.js'

/** What is the supervisor's to do. */
export type Request = Extract<CheckersEffect, { kind: 'serverState' | 'runScript' | 'mail' }>

export interface RunnerOptions {
  readonly clock: Clock
  readonly random: Random
  readonly log: Pick<Logger, 'write'>
  readonly recorder: Recorder
  readonly openIpvs: () => Promise<OpenResult>
  readonly ask: (request: Request) => void
  /** Most probes at a time. */
  readonly limit?: number
  /** Instead of sockets: for tests. */
  readonly io?: CheckerIo
}

export interface Runner {
  /** `adopted`: health by `<vs> <rs>` as a process before this one left it; counts the first time only. */
  configure(config: RunnableConfig, adopted: Readonly<Record<string, 'up' | 'down'>>): void
  /** Probes end, services are removed from the kernel. `stopped` resolves when that is done. */
  stop(): void
  readonly stopped: Promise<void>
  /** For reports. */
  state(): CheckersState
}

const PROBES_AT_A_TIME = 1024

export function createRunner(options: RunnerOptions): Runner {
  const { clock, random, log, recorder } = options
  const state = createCheckers()
  let inputs = 0
  let finished: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => (finished = resolve))
  const events: CheckersEvent[] = []
  let stepping = false

  const alarms = createAlarms(clock, () => scheduler.update())
  const io = options.io ?? createIo({ alarms, heard: () => inputs++ })
  const prober = createProber({
    io,
    alarms,
    limit: options.limit ?? PROBES_AT_A_TIME,
    done: (probe, outcome) => handle({ kind: 'probed', probe, outcome }),
  })
  const reconciler = createReconciler({
    open: options.openIpvs,
    setTimer: (wait, run) => alarms.set(wait, run),
    log: (entry) => log.write(entry),
  })
  const scheduler = createScheduler({
    clock,
    deadline: () => earliest(nextDeadline(state), alarms.next()),
    packetsSeen: () => inputs,
    late: (lateness) => log.write(lateEntry(lateness)),
    due: (now) => {
      alarms.ring(now)
      handle({ kind: 'clock' })
    },
  })

  /** Steps through the event and those that performing its effects brings about. */
  function handle(event: CheckersEvent): void {
    events.push(event)
    if (stepping) return
    stepping = true
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      const now = clock.now()
      recorder.record(now, next)
      for (const effect of step(state, next, now).effects) perform(effect)
    }
    stepping = false
    scheduler.update()
  }

  function perform(effect: CheckersEffect): void {
    switch (effect.kind) {
      case 'startProbe':
        return prober.start(effect)
      case 'abortProbe':
        return prober.abort(effect.probe)
      case 'setTable':
        if (effect.reread) reconciler.reread()
        return reconciler.setDesired(effect.table, effect.owned)
      case 'log':
        return log.write(effect.entry)
      case 'serverState':
      case 'runScript':
      case 'mail':
        return options.ask(effect)
      case 'stopped':
        void finish()
    }
  }

  async function finish(): Promise<void> {
    scheduler.close()
    await reconciler.stop(true)
    recorder.close()
    finished()
  }

  return {
    configure(config, adopted) {
      const chances = Array.from({ length: countCheckers(config) }, () => random.next())
      handle({ kind: 'configured', config, adopted, chances })
    },
    stop: () => handle({ kind: 'stop' }),
    stopped,
    state: () => state,
  }
}

const lateEntry = ({ late, packets }: Lateness): LogEntry => ({
  level: 'warning',
  text: `A thread timer expired ${(late / 1000).toFixed(6)} seconds ago`,
  kind: 'late',
  fields: { late_ms: Math.round(late), packets_read_first: packets },
})
