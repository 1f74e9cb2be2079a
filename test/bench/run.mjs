// Runs every bench and prints what they print: `npm run bench`. The IPVS bench runs in the guest kernel, the others here; nothing else
// should be running on the machine. Needs root and what `npm test` installs.
//
//   node test/bench/run.mjs [--runs N]      N for each bench; the default is each bench's own

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { ensureBuild, ensurePrograms } from '../setup/build.mjs'
import { cache } from '../setup/command.mjs'
import { ensureGuest } from '../setup/guest.mjs'
import { machine } from './figures.mjs'

const { values } = parseArgs({ options: { runs: { type: 'string' } } })
const runs = values.runs === undefined ? [] : ['--runs', values.runs]
const path = (name) => join(import.meta.dirname, `${name}.mjs`)

await ensureBuild()
await ensurePrograms()
console.log(`${machine()}\n`)
for (const bench of ['check', 'outage']) {
  spawnSync(process.execPath, [path(bench), ...runs], { stdio: 'inherit' })
  console.log()
}
const why = await ensureGuest()
if (why !== undefined) console.log(`left out: programming IPVS, because ${why}`)
else {
  const lab = pathToFileURL(join(cache, 'guest-programs', 'test', 'system', 'lab', 'guest.js')).href
  const { bootGuest } = await import(lab)
  const program = [path('ipvs'), '1000', '10', values.runs ?? '3']
  const guest = bootGuest({ program, onLine: (line) => console.log(line) })
  process.exitCode = await guest.ended
}
