// Whether the priorities, states and preemption of a pair lead to one master that can change. Who it will be is told by outlook.ts.

import type { Report } from '../../config/diagnostic.js'
import { inSeconds } from '../../config/values/time.js'
import { listOf } from '../lint/list-of.js'
import { tellPair } from './complaint.js'
import { placeOf, type Router } from './director.js'
import type { RouterPair } from './matching.js'
import { reachOf, type Reach } from './standing.js'

export interface Names {
  readonly own: string
  readonly other: string
}

export function compareElection(pair: RouterPair, names: Names, report: Report): void {
  const { own, other } = pair
  if (own.config.priority === other.config.priority) tellEqual(pair, names, report)
  else {
    tellBothMasters(pair, names, report)
    tellIdleNoPreempt(pair, names, report)
    tellIdleDelay(pair, names, report)
    tellNoTakeover(pair, names, report)
  }
}

/** With `nopreempt` on both it is a way to say: whoever is master stays. */
function tellEqual({ own, other }: RouterPair, names: Names, report: Report): void {
  const { priority } = own.config
  const meant = !own.config.preempt && !other.config.preempt
  const same = `\`${own.config.name}\`: both directors have priority ${priority}`
  tellPair(report, {
    code: 'peer-equal-priority',
    severity: meant ? 'hint' : 'warning',
    message: priority === 255 ? `${same}: both own the addresses` : same,
    hint: meant
      ? 'Whoever starts first is master and stays. When both claim at the same moment, the higher address wins.'
      : `Whoever starts first is master; when both claim at the same moment, the higher address wins. Give \`${names.own}\` or \`${names.other}\` a higher priority.`,
    span: placeOf(own, 'priority'),
    related: [{ message: `priority ${priority} too`, span: placeOf(other, 'priority') }],
  })
}

function tellBothMasters({ own, other }: RouterPair, names: Names, report: Report): void {
  if (own.config.initialState !== 'MASTER' || other.config.initialState !== 'MASTER') return
  if (own.config.group !== undefined && other.config.group !== undefined) return
  const lower = own.config.priority < other.config.priority ? names.own : names.other
  tellPair(report, {
    code: 'peer-both-master',
    severity: 'warning',
    message: `\`${own.config.name}\`: both directors say \`state MASTER\``,
    hint: `After a start of both, both answer for the addresses until \`${lower}\` hears the higher priority. Write \`state BACKUP\` there.`,
    span: placeOf(own, 'state'),
    related: [{ message: '`state MASTER` too', span: placeOf(other, 'state') }],
  })
}

/** nopreempt holds back the one with the higher priority; alone on the other it changes nothing. */
function tellIdleNoPreempt({ own, other }: RouterPair, names: Names, report: Report): void {
  const [higher, lower] = own.config.priority > other.config.priority ? [own, other] : [other, own]
  if (lower.config.preempt || !higher.config.preempt || reach(lower).max >= reach(higher).min) return
  const higherName = higher === own ? names.own : names.other
  tellPair(report, {
    code: 'peer-preempt',
    severity: 'warning',
    message: `\`${own.config.name}\`: \`nopreempt\` stands only at the lower priority, where it changes nothing`,
    hint: `\`${higherName}\` takes over again whenever it comes back. If that is not wanted, write \`nopreempt\` and \`state BACKUP\` there too.`,
    span: placeOf(own, 'preempt'),
    related: [
      { message: lower === own ? 'no `nopreempt` there' : '`nopreempt` there', span: placeOf(other, 'preempt') },
    ],
  })
}

function tellIdleDelay({ own, other }: RouterPair, names: Names, report: Report): void {
  const [higher, lower] = own.config.priority > other.config.priority ? [own, other] : [other, own]
  if (lower.config.preemptDelay === 0 || higher.config.preemptDelay !== 0 || !higher.config.preempt) return
  const higherName = higher === own ? names.own : names.other
  tellPair(report, {
    code: 'peer-preempt-delay',
    severity: 'warning',
    message: `\`${own.config.name}\`: \`preempt_delay ${inSeconds(lower.config.preemptDelay)}\` stands only at the lower priority, which never preempts`,
    hint: `\`${higherName}\` takes over at once when it comes back. Write the delay there, with \`state BACKUP\`.`,
    span: placeOf(own, 'preemptDelay'),
    related: [{ message: lower === own ? 'no delay there' : 'the delay there', span: placeOf(other, 'preemptDelay') }],
  })
}

/** Weights that can never move the mastership: the gap is too large, or nopreempt keeps the other from using its chance. */
function tellNoTakeover(pair: RouterPair, names: Names, report: Report): void {
  const { own, other } = pair
  const [higher, lower] = own.config.priority > other.config.priority ? [own, other] : [other, own]
  const weighted = [...higher.trackers, ...lower.trackers].filter(({ weight }) => weight !== 0)
  const [first] = weighted
  if (first === undefined || higher.config.priority === 255) return
  const high = reach(higher)
  const low = reach(lower)
  const [higherName, lowerName] = higher === own ? [names.own, names.other] : [names.other, names.own]
  const possible = low.max > high.min
  if (possible && lower.config.preempt) return
  const things = listOf([...new Set(weighted.map(({ kind, name }) => `${kind} \`${name}\``))], 3)
  tellPair(report, {
    code: 'peer-no-takeover',
    severity: 'warning',
    message: possible
      ? `\`${own.config.name}\`: \`nopreempt\` at \`${lowerName}\` makes the weights useless: \`${lowerName}\` never takes over from a living master`
      : `\`${own.config.name}\`: no failure of ${things} makes \`${lowerName}\` master: its priority is ${low.max} at most, that of \`${higherName}\` ${high.min} at least`,
    hint: possible
      ? 'Leave out `nopreempt`, or track without weight: a failure is then a fault, and the other takes over.'
      : 'Bring the priorities closer than the weights, or track without weight: a failure is then a fault, and the other takes over.',
    span: possible && lower === own ? placeOf(own, 'preempt') : (placeIn(own) ?? placeOf(own, 'priority')),
    related: [
      possible && lower === other
        ? { message: '`nopreempt` there', span: placeOf(other, 'preempt') }
        : { message: `priority ${other.config.priority} there`, span: placeOf(other, 'priority') },
    ],
  })
}

const placeIn = (router: Router) =>
  router.trackers.find(({ weight, place }) => weight !== 0 && place !== undefined)?.place

const reach = ({ config, trackers }: Router): Reach => reachOf({ priority: config.priority, trackers })
