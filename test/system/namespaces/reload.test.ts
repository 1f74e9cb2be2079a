// Reload of a running master: what did not change is not touched, what changed is, and a file with errors changes nothing.

import { readFileSync, writeFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { capture, type Capture } from '../lab/capture.js'
import { nat } from '../lab/network.js'
import { virtualAddresses, type Pair } from '../lab/pair.js'
import { startProbe } from '../lab/traffic.js'
import { until } from '../lab/wait.js'
import { pairFor, testedKind } from './pairs.js'

describe.concurrent('SIGHUP', () => {
  it('without a change: the master misses no advert, keeps its addresses and its client loses nothing (LIFE-02, LIFE-03)', async (context) => {
    const pair = await pairFor(context, { a: testedKind, b: testedKind })
    pair.start('a')
    pair.start('b')
    await pair.held('a')
    const [wire, changes] = [await capture(pair.lab.client), watchAddresses(pair)]
    const probe = await startProbe(pair.lab, nat.outerVip)
    await probe.answered('a')
    for (let round = 0; round < 3; round++) {
      const before = pair.daemon('a').lines.length
      const sent = ownAdverts(wire).length
      pair.daemon('a').signal('SIGHUP')
      await pair.daemon('a').line(/[Rr]eload/, { from: before })
      await until('two adverts after the reload', () => ownAdverts(wire).length >= sent + 3)
    }
    const times = ownAdverts(wire).map(({ time }) => time)
    expect(Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toBeLessThan(1.15)
    expect(wire.adverts().every(({ ip }) => ip.source === nat.outer.a)).toBe(true)
    expect(changes.lines.filter(({ text }) => text.startsWith('Deleted'))).toEqual([])
    await probe.report()
    expect(probe.outages).toEqual([])
    expect(pair.daemon('a').isRunning).toBe(true)
  })

  it('with a further address: it is added and announced, and the others are left alone (LIFE-03)', async (context) => {
    const pair = await pairFor(context, { a: testedKind, b: testedKind })
    pair.start('a')
    await pair.held('a')
    const [wire, changes] = [await capture(pair.lab.client), watchAddresses(pair)]
    edit(pair, (text) => text.replace('113.226.77.88\n', '113.226.77.88\n        113.226.77.90\n'))
    pair.daemon('a').signal('SIGHUP')
    await until('the further address', async () =>
      (await pair.lab.addresses('a', 'outer')).includes('113.226.77.90/32'),
    )
    await until('its announcements', () => wire.gratuitous('113.226.77.90').length >= 5)
    await until('it in the adverts', () => ownAdverts(wire).at(-1)?.addresses.join() === '113.226.77.88,113.226.77.90')
    expect(changes.lines.filter(({ text }) => text.startsWith('Deleted'))).toEqual([])
  })

  it('with an address taken out: it is removed, and mastership stays (LIFE-03)', async (context) => {
    const further = (text: string): string => text.replace('113.226.77.88\n', '113.226.77.88\n        113.226.77.90\n')
    const pair = await pairFor(context, { a: testedKind, b: testedKind }, { edit: further })
    pair.start('a')
    await pair.held('a')
    expect(await pair.lab.addresses('a', 'outer')).toContain('113.226.77.90/32')
    const wire = await capture(pair.lab.client)
    edit(pair, (text) => text.replace('        113.226.77.90\n', ''))
    pair.daemon('a').signal('SIGHUP')
    await until('the address gone', async () => !(await pair.lab.addresses('a', 'outer')).includes('113.226.77.90/32'))
    await until('it gone from the adverts', () => ownAdverts(wire).at(-1)?.addresses.join() === '113.226.77.88')
    expect(await virtualAddresses(pair.lab, 'a')).toHaveLength(2)
    expect(ownAdverts(wire).some(({ priority }) => priority === 0)).toBe(false)
  })

  it('with a file that has new errors: the running configuration stays in force, and the log says why (LIFE-06)', async (context) => {
    const pair = await pairFor(context, { a: 'lvs-ha', b: 'lvs-ha' })
    pair.start('a')
    await pair.held('a')
    const wire = await capture(pair.lab.client)
    edit(pair, (text) =>
      text.replace('virtual_router_id 100', 'virtual_router_id 256').replace('113.226.77.88', '113.226.77.300'),
    )
    const before = pair.daemon('a').lines.length
    pair.daemon('a').signal('SIGHUP')
    await pair.daemon('a').line(/256/, { from: before })
    await until('two more adverts', () => ownAdverts(wire).length >= 2)
    expect(ownAdverts(wire).at(-1)).toMatchObject({ virtualRouterId: 100, addresses: [nat.outerVip] })
    expect(await virtualAddresses(pair.lab, 'a')).toHaveLength(2)
  })
})

function ownAdverts(wire: Capture): ReturnType<Capture['adverts']> {
  return wire.adverts().filter(({ ip }) => ip.source === nat.outer.a)
}

/** Prints each address that director `a` gains or loses. */
function watchAddresses(pair: Pair): ReturnType<Pair['lab']['a']['start']> {
  return pair.lab.a.start(['ip', '-o', '-4', 'monitor', 'address'])
}

function edit(pair: Pair, change: (text: string) => string): void {
  const text = readFileSync(pair.files.a, 'utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  writeFileSync(pair.files.a, changed)
}
