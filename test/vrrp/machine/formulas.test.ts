import { describe, expect, it } from 'vitest'

import { asInstant, Milliseconds, Seconds } from '../../../config/values/time.js'
import { addressLimit } from '../../../vrrp/machine/adverts.js'
import { effectivePriority } from '../../../vrrp/machine/priority.js'
import { nextDue, skewTime } from '../../../vrrp/machine/timers.js'
import { instance } from '../fixtures.js'
import { single } from './harness.js'

describe('timers', () => {
  it.each([
    [1, 996_093, 3_996_093, 9_996_093],
    [50, 804_687, 3_804_687, 9_804_687],
    [100, 609_375, 3_609_375, 9_609_375],
    [150, 414_062, 3_414_062, 9_414_062],
    [200, 218_750, 3_218_750, 9_218_750],
    [254, 7_812, 3_007_812, 9_007_812],
    [255, 3_906, 3_003_906, 9_003_906],
  ])(
    'TMR-02, TMR-05, TMR-15: priority %i has the skew and down times of the reference table',
    (priority, skew, one, three) => {
      const microseconds = (milliseconds: number): number => Math.floor(milliseconds * 1000)
      const down = (seconds: number): number => Seconds(3 * seconds) + skewTime(priority)
      expect([microseconds(skewTime(priority)), microseconds(down(1)), microseconds(down(3))]).toEqual([
        skew,
        one,
        three,
      ])
    },
  )

  it('TMR-05: down_timer_adverts replaces the three', () => {
    expect(single({ downTimerAdverts: 5 }).due()).toBe(5.609375)
    expect(single({ advertInterval: Seconds(3) }).due()).toBe(9.609375)
  })

  it.each([
    ['on time', 1000, 1000, 2000],
    ['a little late: from the due time', 1000, 1100, 2000],
    ['too late: from now, so that two are not closer than 90 %', 1000, 1101, 2101],
    ['after a stall: once', 1000, 7300, 8300],
  ])('TMR-12, TMR-13: what is repeated is next due, %s', (_name, due, now, next) => {
    expect(nextDue(asInstant(due), asInstant(now), Milliseconds(1000))).toBe(next)
  })
})

describe('the effective priority', () => {
  const tracked = (weight: number, reverse = false) => ({ interface: 'eth1', weight, reverse })

  it.each([
    ['TRK-02: a positive weight counts while up', 100, [tracked(20)], true, 120],
    ['TRK-02: and not while down', 100, [tracked(20)], false, 100],
    ['TRK-02: a negative weight counts while down', 100, [tracked(-20)], false, 80],
    ['TRK-02: and not while up', 100, [tracked(-20)], true, 100],
    ['TRK-02: reversed', 100, [tracked(-20, true)], true, 80],
    ['TRK-02: weight 0 never counts', 100, [tracked(0)], false, 100],
    ['TRK-01: not below 1', 100, [tracked(-253)], false, 1],
    ['TRK-01: not above 254', 200, [tracked(100)], true, 254],
    ['TRK-01: sums are clamped once', 200, [tracked(100), tracked(-60, true)], true, 240],
    ['TRK-01: the owner stays 255', 255, [tracked(-100)], false, 255],
  ])('%s', (_name, priority, trackInterfaces, up, effective) => {
    expect(effectivePriority(instance({ priority, trackInterfaces }), () => up)).toBe(effective)
  })
})

describe('the advertised list', () => {
  it.each([
    [1500, 255],
    [undefined, 255],
    [576, 131],
    [68, 4],
    [20, 0],
  ])('PKT-13: an MTU of %s carries %i addresses', (mtu, limit) => {
    expect(addressLimit(mtu)).toBe(limit)
  })
})
