// What a client notices of a fail-over: one datagram a millisecond to the outer virtual address of nat-pair.conf, echoed by whichever
// director holds it. The master fails half an interval after an advert. lvs-ha and keepalived in turn, advert_int 1, priorities 100 and 99; run by run, so that both see the same machine.
// Network namespaces of its own, as root.
//
//   node test/bench/outage.mjs [--runs N] [--json]

import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { ensureBuild, ensurePrograms } from '../setup/build.mjs'
import { cache } from '../setup/command.mjs'
import { machine, median, table } from './figures.mjs'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
})
const runs = Math.max(1, Number(values.runs) || 5)

if (process.getuid?.() !== 0) {
  console.error('network namespaces need root')
  process.exit(2)
}
await ensureBuild()
await ensurePrograms()
const lab = (name) => import(pathToFileURL(join(cache, 'guest-programs', 'test', 'system', 'lab', `${name}.js`)).href)
const { capture } = await lab('capture')
const { openPair } = await lab('pair')
const { startProbe } = await lab('traffic')
const { nat } = await lab('network')
const { until } = await lab('wait')

/** What happens to the master, and what brings it back. */
const cases = {
  'crash (power off)': {
    fail: (pair) => pair.powerOff('a'),
    heal: async (pair) => (await pair.powerOn('a'), pair.start('a')),
  },
  'link loss (outer)': { fail: (pair) => pair.lab.unplug('a', 'outer'), heal: (pair) => pair.lab.plug('a', 'outer') },
  'graceful stop': { fail: (pair) => pair.daemon('a').stop(), heal: (pair) => pair.start('a') },
}

/** Outages in milliseconds, one for each case. */
async function once(kind) {
  const pair = await openPair({ a: kind, b: kind })
  try {
    pair.start('a')
    pair.start('b')
    await pair.held('a')
    const probe = await startProbe(pair.lab, nat.outerVip)
    await probe.answered('a')
    const wire = await capture(pair.lab.client)
    const seen = {}
    for (const [name, { fail, heal }] of Object.entries(cases)) {
      await probe.report()
      const before = probe.outages.length
      await halfAnInterval(wire)
      await fail(pair)
      seen[name] = (await probe.outage(before)).milliseconds
      await probe.answered('b')
      await heal(pair)
      await pair.held('a')
      await probe.answered('a')
    }
    await probe.stop()
    return seen
  } finally {
    await pair.close()
  }
}

/** Returns 500 ms after an advert: the backup's timer runs from the last one, so every run fails at the same point of it. */
async function halfAnInterval(wire) {
  const sent = wire.adverts().length
  await until('an advert', () => wire.adverts().length > sent, { every: 2 })
  await pause(500)
}

const kinds = ['lvs-ha', 'keepalived']
const all = Object.fromEntries(kinds.map((kind) => [kind, []]))
for (let run = 0; run < runs; run++) for (const kind of kinds) all[kind].push(await once(kind))

const rows = Object.keys(cases).map((name) => {
  const [ours, theirs] = kinds.map((kind) => median(all[kind].map((seen) => seen[name])))
  return { name, ours, theirs, ratio: ours / theirs }
})
if (values.json) console.log(JSON.stringify({ bench: 'outage', runs, machine: machine(), rows }))
else {
  console.log(`Outage a client sees, advert_int 1, median of ${runs} runs each; ${machine()}`)
  console.log(
    table([
      ['what happens to the master', 'lvs-ha', 'keepalived', 'ratio'],
      ...rows.map(({ name, ours, theirs, ratio }) => [
        name,
        `${ours.toFixed(0)} ms`,
        `${theirs.toFixed(0)} ms`,
        ratio.toFixed(2),
      ]),
    ]),
  )
}
process.exit(0)
