import { describe, expect, it } from 'vitest'

import { asInstant } from '../../../config/values/time.js'
import {
  claimForeign,
  configureVips,
  ECHO_WITHIN,
  expectAdded,
  expectRemoved,
  observeVip,
  presentVips,
  readVips,
  requestFailed,
} from '../../../vrrp/machine/vips.js'
import type { VipTable } from '../../../vrrp/machine/vips.js'
import { address, vip } from '../fixtures.js'

const it1 = vip('192.0.2.100/24')
const news = address('192.0.2.100/24')
const at = (seconds: number) => asInstant(seconds * 1000)

function table(): VipTable {
  const made: VipTable = new Map()
  configureVips(made, [it1])
  return made
}

describe('news of virtual addresses', () => {
  it('IF-06: the echo of our own adding is ours, a removal after it is not', () => {
    const vips = table()
    expectAdded(vips, [it1], at(0))
    expect(observeVip(vips, news, true, at(0.001))).toBe('own')
    expect(observeVip(vips, news, true, at(0.002))).toBe('known')
    expect(observeVip(vips, news, false, at(1))).toBe('removed')
  })

  it('IF-06: off and on again within a moment: both echoes are ours', () => {
    const vips = table()
    expectAdded(vips, [it1], at(0))
    observeVip(vips, news, true, at(0.001))
    expectRemoved(vips, [it1], at(1))
    expectAdded(vips, [it1], at(1.0001))
    expect(observeVip(vips, news, false, at(1.001))).toBe('own')
    expect(observeVip(vips, news, true, at(1.002))).toBe('own')
    expect(observeVip(vips, news, false, at(1.003))).toBe('removed')
  })

  it('a request that changes nothing has no echo to wait for', () => {
    const vips = table()
    readVips(vips, [news])
    expectAdded(vips, [it1], at(0))
    expect(observeVip(vips, news, false, at(0.001))).toBe('removed')
    expectRemoved(vips, [it1], at(1))
    expectAdded(vips, [it1], at(1))
    expect(observeVip(vips, news, true, at(1.001))).toBe('own')
  })

  it('an echo that never comes is taken as done after a while, and hides nothing later', () => {
    const vips = table()
    expectAdded(vips, [it1], at(0))
    expect(presentVips(vips, [it1])).toEqual([])
    expect(observeVip(vips, news, false, asInstant(ECHO_WITHIN))).toBe('removed')
  })

  it('a failed request has no echo', () => {
    const vips = table()
    expectAdded(vips, [it1], at(0))
    requestFailed(vips, it1.address)
    expect(observeVip(vips, news, true, at(0.1))).toBe('appeared')
  })

  it('VIP-07: an address of the host itself is never asked to be removed', () => {
    const vips = table()
    readVips(vips, [news])
    claimForeign(vips, it1)
    expect(expectRemoved(vips, [it1], at(0))).toEqual([])
  })

  it('the same address with another prefix or on another interface is somebody else', () => {
    const vips = table()
    expect(observeVip(vips, address('192.0.2.100/32'), false, at(0))).toBe('other')
    expect(observeVip(vips, address('192.0.2.100/24', 'eth1'), false, at(0))).toBe('other')
  })
})
