// Who is master when: the start of a pair and its single failures.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Seconds } from '../../../config/values/time.js'
import { parseIpv4, type IpAddress } from '../../../config/values/ip.js'
import { outlookOf, type Master } from '../../../daemon/peer/outlook.js'
import {
  reachOf,
  type OutlookMember,
  type OutlookSide,
  type OutlookTracker,
  type OutlookUnit,
} from '../../../daemon/peer/standing.js'

const side = (priority: number, more: Partial<OutlookSide> = {}): OutlookSide => ({
  priority,
  preempt: true,
  preemptDelay: Seconds(0),
  startsAsMaster: false,
  source: undefined,
  patience: Seconds(3.6),
  hears: true,
  trackers: [],
  ...more,
})

const tracker = (kind: OutlookTracker['kind'], name: string, weight = 0, reverse = false): OutlookTracker => ({
  kind,
  name,
  weight,
  reverse,
})

const pair = (own: OutlookSide, other: OutlookSide): OutlookMember => ({ own, other })
const startOf = (...unit: OutlookMember[]): Master | undefined => outlookOf(unit)[0]?.master

/** Who is master after a failure of the named thing, and when it is over. */
function after(name: string, ...unit: OutlookMember[]): readonly (Master | undefined)[] {
  const found = outlookOf(unit).find(({ cause }) => cause.kind === 'tracker' && cause.tracker.name === name)
  return [found?.master, found?.afterwards]
}

describe('the start of both at the same moment', () => {
  const high = '10.0.0.2' as IpAddress
  it.each<[string, OutlookMember, Master]>([
    ['the higher priority', pair(side(150), side(100)), 'own'],
    ['the higher priority of the other', pair(side(100), side(150)), 'other'],
    ['the higher priority against `state MASTER`', pair(side(150), side(100, { startsAsMaster: true })), 'own'],
    [
      '`state MASTER` when the higher does not preempt',
      pair(side(150, { preempt: false }), side(100, { startsAsMaster: true })),
      'other',
    ],
    ['the higher without preemption, being faster', pair(side(150, { preempt: false }), side(100)), 'own'],
    ['`state MASTER` of equals', pair(side(100, { startsAsMaster: true }), side(100)), 'own'],
    ['either of equals', pair(side(100, { source: high }), side(100, { source: parseIpv4('10.0.0.1') })), 'either'],
    ['both when neither hears the other', pair(side(150, { hears: false }), side(100, { hears: false })), 'both'],
    ['both when only the lower is not heard', pair(side(150), side(100, { hears: false })), 'both'],
    ['the deaf one when the other yields to it', pair(side(150, { hears: false }), side(100)), 'own'],
    ['the owner, though it may not preempt', pair(side(255, { preempt: false }), side(100)), 'own'],
  ])('makes %s master', (_, member, expected) => {
    expect(startOf(member)).toBe(expected)
  })

  it('counts positive weights, because everything tracked is well', () => {
    const weighed = side(90, { trackers: [tracker('script', 'chk', 20)] })
    expect(startOf(pair(weighed, side(100)))).toBe('own')
  })

  it('is a fault for a thing that is tracked in reverse without weight', () => {
    const reversed = side(150, { trackers: [tracker('interface', 'eth1', 0, true)] })
    expect(startOf(pair(reversed, side(100)))).toBe('other')
  })
})

describe('a failure', () => {
  it.each<[string, OutlookTracker, Master, Master]>([
    ['without weight moves the master, and back', tracker('interface', 'x'), 'other', 'own'],
    ['with enough weight does too', tracker('script', 'x', -60), 'other', 'own'],
    ['with too little weight moves nothing', tracker('script', 'x', -40), 'own', 'own'],
    ['that only evens the priorities moves nothing', tracker('script', 'x', -50), 'own', 'own'],
    ['takes away a positive weight', tracker('bfd', 'x', 60), 'own', 'own'],
    ['of something tracked in reverse lifts', tracker('process', 'x', 10, true), 'own', 'own'],
  ])('%s', (_, thing, master, afterwards) => {
    const member = pair(side(150, { trackers: [thing] }), side(100))
    expect(after('x', member)).toEqual([master, afterwards])
  })

  it('of the backup moves nothing', () => {
    expect(after('x', pair(side(150), side(100, { trackers: [tracker('script', 'x')] })))).toEqual(['own', 'own'])
  })

  it('leaves the backup in charge when the first does not preempt', () => {
    const first = side(150, { preempt: false, trackers: [tracker('interface', 'x')] })
    expect(after('x', pair(first, side(100)))).toEqual(['other', 'other'])
  })

  it('with weight moves nothing when the backup has nopreempt, and says who is held back', () => {
    const member = pair(side(150, { trackers: [tracker('script', 'x', -60)] }), side(100, { preempt: false }))
    const found = outlookOf([member]).find(({ cause }) => cause.kind === 'tracker')
    expect(found).toMatchObject({ master: 'own', heldBack: 'other', priorities: { before: 150, after: 90 } })
  })

  it('does not lower an owner', () => {
    expect(after('x', pair(side(255, { trackers: [tracker('script', 'x', -60)] }), side(254)))).toEqual(['own', 'own'])
  })

  it('of what both are in fault for leaves nobody', () => {
    const dead = side(100, { trackers: [tracker('interface', 'y', 0, true)] })
    const member = pair(side(150, { trackers: [tracker('interface', 'x')] }), dead)
    expect(after('x', member)).toEqual(['none', 'own'])
  })

  it('of a file depends on its value', () => {
    const member = pair(side(150, { trackers: [tracker('file', 'x', 2)] }), side(100))
    const found = outlookOf([member]).find(({ cause }) => cause.kind === 'tracker')
    expect(found?.fileValue).toEqual({ moves: -26 })
  })
})

describe('a dead director', () => {
  it('is followed by the other, until it is back', () => {
    const prospects = outlookOf([pair(side(150), side(100))])
    expect(prospects.slice(1).map(({ master, afterwards }) => [master, afterwards])).toEqual([
      ['other', 'own'],
      ['own', 'own'],
    ])
  })

  it('is followed by nobody when the other is in fault', () => {
    const fault = side(100, { trackers: [tracker('interface', 'y', 0, true)] })
    expect(outlookOf([pair(side(150), fault)])[1]?.master).toBe('none')
  })
})

describe('a sync group', () => {
  it('falls as a whole when one member does', () => {
    const unit = [pair(side(150, { trackers: [tracker('interface', 'eth1')] }), side(100)), pair(side(150), side(100))]
    expect(after('eth1', ...unit)).toEqual(['other', 'own'])
  })

  it('stays where it is when one member would not take over', () => {
    const lower = tracker('script', 'x', -60)
    const unit = [pair(side(150, { trackers: [lower] }), side(100)), pair(side(150), side(100))]
    expect(after('x', ...unit)).toEqual(['own', 'own'])
  })

  it('is open when each side is higher in one member', () => {
    expect(startOf(pair(side(150), side(100)), pair(side(100), side(150)))).toBe('either')
  })
})

describe('the reach of a priority', () => {
  it.each([
    [150, [], { min: 150, max: 150 }],
    [100, [-20, -30, 5], { min: 50, max: 105 }],
    [100, [-253], { min: 1, max: 100 }],
    [255, [-100], { min: 255, max: 255 }],
  ])('of %i with %j', (priority, weights, expected) => {
    const trackers = weights.map((weight) => tracker('script', `s${weight}`, weight))
    expect(reachOf({ priority, trackers })).toEqual(expected)
  })
})

describe('seen from the other side', () => {
  const anyTracker = fc.record({
    kind: fc.constantFrom<OutlookTracker['kind']>('interface', 'script', 'process', 'bfd', 'file'),
    name: fc.constantFrom('a', 'b'),
    weight: fc.constantFrom(0, -20, 20, 60),
    reverse: fc.boolean(),
  })
  const anySide = fc
    .record({
      priority: fc.constantFrom(50, 100, 150, 255),
      preempt: fc.boolean(),
      startsAsMaster: fc.boolean(),
      hears: fc.boolean(),
      trackers: fc.array(anyTracker, { maxLength: 3 }),
    })
    .map((more) => side(more.priority, more))
  const mirrored: Readonly<Record<Master, Master>> = {
    own: 'other',
    other: 'own',
    both: 'both',
    none: 'none',
    either: 'either',
  }

  it('the same happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ own: anySide, other: anySide }), { minLength: 1, maxLength: 3 }),
        (unit: OutlookUnit) => {
          const swapped = unit.map(({ own, other }) => ({ own: other, other: own }))
          const told = (prospects: ReturnType<typeof outlookOf>, turn: (master: Master) => Master): readonly string[] =>
            prospects
              .map(({ cause, master, afterwards }) => {
                const where = cause.kind === 'start' ? '' : turn(cause.side)
                const what = cause.kind === 'tracker' ? `${cause.tracker.kind} ${cause.tracker.name}` : ''
                return `${cause.kind} ${where} ${what}: ${turn(master)} ${turn(afterwards)}`
              })
              .sort()
          expect(told(outlookOf(swapped), (master) => mirrored[master])).toEqual(
            told(outlookOf(unit), (master) => master),
          )
        },
      ),
    )
  })
})
