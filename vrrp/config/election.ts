// Who becomes master, as the lines of an instance say it: state, priority and preemption as they follow from each other (FSM-53 to
// FSM-57), and what strict mode makes of them.

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { says } from '../../config/diagnostic.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import { Seconds, type Duration } from '../../config/values/time.js'
import type { BoundInstance, InstanceValues } from './instance.js'

export const OWNER = 255

export interface Election {
  readonly initialState: 'MASTER' | 'BACKUP'
  readonly priority: number
  readonly preempt: boolean
  readonly preemptDelay: Duration
}

export function electionOf(bound: BoundInstance, strict: boolean, report: Report): Election {
  const { values } = bound
  if (values.state === 'MASTER') tellLateBackup(bound, report)
  const priority = values.priority ?? (values.state === 'MASTER' ? OWNER : 100)
  if (values.priority === undefined && priority === OWNER) tellOwnerByDefault(bound, report)
  const initialState = initialStateOf(bound, priority, strict, report)
  const preempt = preemptOf(bound, priority, initialState, report)
  return {
    initialState,
    priority,
    preempt,
    preemptDelay: delayOf(bound, { initialState, preempt, priority }, strict, report),
  }
}

/** `state BACKUP` after `state MASTER`. */
function tellLateBackup(bound: BoundInstance, report: Report): void {
  let master: BoundInstance['statement'] | undefined
  for (const statement of bound.block.statements) {
    if (statement.keyword !== 'state' || bound.refused?.has(statement) === true) continue
    const word = statement.line.text.slice(statement.from, statement.to)
    if (/\sMASTER\b/.test(word)) master = statement
    else if (master !== undefined) {
      tellKeyword(report, statement, {
        code: 'repeated-keyword',
        severity: 'error',
        message: '`state` was already given in this block',
        hint: '`MASTER` stays once it was given, as in keepalived.',
        related: [{ message: 'the one before', span: spanOfStatement(master) }],
        keepalived: says(`(${bound.header}) state previously set as MASTER - ignoring BACKUP`),
      })
    }
  }
}

function tellOwnerByDefault(bound: BoundInstance, report: Report): void {
  tellKeyword(report, statementOf(bound, 'state') ?? bound.statement, {
    code: 'owner-by-default',
    severity: 'warning',
    message: '`state MASTER` without `priority` means priority 255: the owner of the addresses, whom nobody replaces',
    hint: 'Give a priority, for example 100.',
  })
}

function initialStateOf(
  bound: BoundInstance,
  priority: number,
  strict: boolean,
  report: Report,
): Election['initialState'] {
  const asked = bound.values.state ?? (priority === OWNER ? 'MASTER' : 'BACKUP')
  if (!strict || (asked === 'MASTER') === (priority === OWNER)) return asked
  const used = priority === OWNER ? 'MASTER' : 'BACKUP'
  tellKeyword(report, statementOf(bound, 'state') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `In strict mode \`state MASTER\` and priority ${OWNER} go together`,
    hint: `\`${used}\` is used, as in keepalived. Write \`state ${used}\`.`,
    keepalived: saysAtEnd(`(${bound.header}) State MASTER must match being address owner`),
  })
  return used
}

const remedyFor = (priority: number): string =>
  priority === OWNER ? 'Use a priority of at most 254.' : 'Use `state BACKUP` on both routers.'

function preemptOf(
  bound: BoundInstance,
  priority: number,
  initialState: Election['initialState'],
  report: Report,
): boolean {
  if (bound.values.preempt ?? true) return true
  const owner = priority === OWNER
  if (!owner && initialState !== 'MASTER') return false
  tellKeyword(report, statementOf(bound, 'preempt') ?? bound.statement, {
    code: 'nopreempt-cleared',
    severity: 'error',
    message: owner
      ? '`nopreempt` is not possible with priority 255'
      : '`nopreempt` is not possible with `state MASTER`',
    hint: `It is cleared, as in keepalived: this router takes over from a lower priority. ${remedyFor(priority)}`,
    keepalived: saysAtEnd(
      owner
        ? `(${bound.header}) nopreempt is incompatible with priority 255. resetting nopreempt`
        : `(${bound.header}) Warning - nopreempt will not work with initial state MASTER - clearing`,
    ),
  })
  return true
}

function delayOf(
  bound: BoundInstance,
  election: Pick<Election, 'initialState' | 'preempt' | 'priority'>,
  strict: boolean,
  report: Report,
): InstanceValues['preemptDelay'] {
  const { preemptDelay } = bound.values
  if (preemptDelay === 0) return preemptDelay
  const obstacle = obstacleTo(election, strict)
  if (obstacle === undefined) return preemptDelay
  tellKeyword(report, statementOf(bound, 'preemptDelay') ?? bound.statement, {
    code: 'preempt-delay-cleared',
    severity: 'error',
    message: `\`preempt_delay\` is not possible ${obstacle.message}`,
    hint: `It is cleared, as in keepalived. ${obstacle.remedy}`,
    keepalived: saysAtEnd(`(${bound.header}) ${obstacle.says}`),
  })
  return Seconds(0)
}

function obstacleTo(
  { initialState, preempt, priority }: Pick<Election, 'initialState' | 'preempt' | 'priority'>,
  strict: boolean,
) {
  if (initialState === 'MASTER') {
    return {
      message: 'with `state MASTER`',
      remedy: remedyFor(priority),
      says: 'Warning - preempt delay will not work with initial state MASTER - clearing',
    }
  }
  if (strict) {
    return {
      message: 'in strict mode',
      remedy: 'Remove the line.',
      says: 'preempt_delay is incompatible with strict mode - resetting',
    }
  }
  if (preempt) return undefined
  return {
    message: 'with `nopreempt`: what never happens cannot be delayed',
    remedy: 'Remove one of the two lines.',
    says: 'preempt_delay is incompatible with nopreempt mode - resetting',
  }
}
