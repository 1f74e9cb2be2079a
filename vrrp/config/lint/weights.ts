// Weights of tracked things that cannot do what they are for: the priority has no room for them, or the other router may not take over.

import type { Report } from '../../../config/diagnostic.js'
import { statementOf } from '../../../config/schema/block.js'
import { spanOfStatement, tellAt } from '../../../config/schema/cursor.js'
import type { Entry } from '../../../config/schema/keyword.js'
import { OWNER } from '../election.js'
import type { BoundInstance } from '../instance.js'
import type { InstanceConfig, TrackedObject } from '../model.js'
import type { VrrpRule } from './rule.js'

export const checkWeights: VrrpRule = ({ made, groups }, report) => {
  const unweighted = new Set(
    groups.filter((group) => !group.bound.values.trackingWeight).flatMap(({ members }) => members),
  )
  for (const [bound, config] of made) {
    if (config.priority === OWNER || unweighted.has(bound)) continue
    const weights = weightsOf(bound, config)
    if (weights.length === 0) continue
    checkPreemption(bound, config, weights, report)
    checkRoom(config, weights, report)
  }
}

interface Weighted {
  readonly entry: Entry<unknown>
  readonly weight: number
}

/** The entries that change the priority by a fixed amount; what a file says is not known here. */
function weightsOf(bound: BoundInstance, { unenforced: { tracked } }: InstanceConfig): readonly Weighted[] {
  const found: Weighted[] = []
  for (const entry of bound.values.trackInterfaces) {
    const { weight, interface: device } = entry.value
    if (weight !== 0 && device !== bound.values.interface) found.push({ entry, weight })
  }
  addWeights(found, bound.values.trackScripts, tracked.scripts)
  addWeights(found, bound.values.trackProcesses, tracked.processes)
  addWeights(found, bound.values.trackBfds, tracked.bfds)
  return found
}

function addWeights(
  found: Weighted[],
  entries: readonly Entry<{ readonly name: string }>[],
  objects: readonly TrackedObject[],
): void {
  for (const { name, weight } of objects) {
    const entry = weight === 0 ? undefined : entries.find(({ value }) => value.name === name)
    if (entry !== undefined) found.push({ entry, weight })
  }
}

/** A backup with nopreempt leaves a living master alone, however low its priority has become (FSM-57). */
function checkPreemption(
  bound: BoundInstance,
  config: InstanceConfig,
  weights: readonly Weighted[],
  report: Report,
): void {
  const [first] = weights
  const statement = statementOf(bound, 'preempt')
  if (config.preempt || first === undefined || statement === undefined) return
  tellAt(report, first.entry.statement, first.entry.start, first.entry.end, {
    code: 'weight-with-nopreempt',
    severity: 'warning',
    message:
      'A weight lowers the priority of the master, and with `nopreempt` the other router does not take over because of that',
    hint: 'Leave out the weight, so that the failure is a fault: a master in FAULT gives up its addresses.',
    related: [{ message: 'nopreempt', span: spanOfStatement(statement) }],
  })
}

const LOWEST = 1
const HIGHEST = 254

/** Priorities stay between 1 and 254: what a weight adds beyond is lost. */
function checkRoom(config: InstanceConfig, weights: readonly Weighted[], report: Report): void {
  checkSide(
    config.priority,
    HIGHEST - config.priority,
    weights.filter(({ weight }) => weight > 0),
    report,
  )
  checkSide(
    config.priority,
    config.priority - LOWEST,
    weights.filter(({ weight }) => weight < 0),
    report,
  )
}

function checkSide(priority: number, room: number, weights: readonly Weighted[], report: Report): void {
  const sum = weights.reduce((total, { weight }) => total + Math.abs(weight), 0)
  const last = weights.at(-1)
  if (last === undefined || sum <= room) return
  const raises = last.weight > 0
  // Down to the lowest priority is what a single large negative weight is for.
  if (!raises && weights.length === 1 && room > 0) return
  tellAt(report, last.entry.statement, last.entry.start, last.entry.end, {
    code: 'weights-clamped',
    severity: room === 0 ? 'warning' : 'hint',
    message:
      room === 0
        ? `With priority ${priority} this weight changes nothing`
        : `Together the weights ask for a priority of ${raises ? priority + sum : priority - sum}`,
    hint: `An effective priority is at least ${LOWEST} and at most ${HIGHEST}. Leave room for the weights: choose a ${raises ? 'lower' : 'higher'} priority.`,
  })
}
