// `npm run demo`: sets up what the demo needs, says what it does, and shows a director pair at work for about a minute. On a kernel with IPVS
// (this one, or a guest's) real web requests go through it; without one the table is kept in memory, and it says so.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { ensureBuild, ensurePrograms } from '../setup/build.mjs'
import { cache, endCurrent, isRoot, run } from '../setup/command.mjs'
import { ensureDependencies } from '../setup/dependencies.mjs'
import { ensureGuest } from '../setup/guest.mjs'
import { ensurePackages, systemPackages } from '../setup/packages.mjs'
import { chapter, say } from '../setup/report.mjs'

const compiled = (name) => join(cache, 'guest-programs', 'test', name)
const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined ? '1' : '0'
let stopGuest = async () => undefined
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    endCurrent(signal)
    void stopGuest().finally(() => process.exit(130))
  })
}

chapter('Setting up')
try {
  await ensureDependencies()
  await ensureBuild()
  await ensurePrograms()
  const needed = systemPackages.filter(({ name }) => ['iproute2', 'util-linux', 'python3'].includes(name))
  const { missing, why } = await ensurePackages(needed)
  if (missing.length > 0) throw new Error(`the demo needs ${missing.join(', ')}: ${why}`)
  process.exitCode = await choose()
} catch (error) {
  process.stdout.write(`${error.message}\n`)
  process.exitCode = 1
}

async function choose() {
  if (isRoot && existsSync('/proc/net/ip_vs')) {
    say('this kernel has IPVS: the demo runs on it, in network namespaces of its own')
    return showHere([], 'kernel')
  }
  const why = await ensureGuest()
  if (why === undefined) {
    say(
      'this kernel has no IPVS: the demo runs in a guest kernel that has (emulated, so everything is a little slower); booting',
    )
    return showInGuest()
  }
  say(`no kernel with IPVS here (${why}): the table is kept in memory, and no web requests are shown`)
  if (isRoot) return showHere([], 'memory')
  const prefix = ['unshare', '--user', '--map-root-user', '--net', '--mount']
  const probe = await run([...prefix, 'true'])
  if (probe.status !== 0)
    throw new Error(`without root the demo needs user namespaces, and this kernel refuses them: ${probe.output.trim()}`)
  say('not root: everything runs in a user namespace')
  return showHere(prefix, 'memory')
}

async function showHere(prefix, ipvs) {
  const env = { LVS_HA_DEMO_IPVS: ipvs, LVS_HA_DEMO_COLOUR: colour }
  const { status } = await run([...prefix, process.execPath, compiled('demo/show.js')], { show: true, env })
  return status
}

async function showInGuest() {
  const { bootGuest } = await import(pathToFileURL(compiled('system/lab/guest.js')).href)
  const guest = bootGuest({
    program: [compiled('demo/show.js')],
    env: {
      LVS_HA_DEMO_IPVS: 'kernel',
      LVS_HA_DEMO_COLOUR: colour,
      LVS_HA_DEMO_PROBE_GAP: '10',
      LVS_HA_LAB_SLOWNESS: '4',
    },
    onLine: (line) => process.stdout.write(`${line}\n`),
  })
  stopGuest = guest.stop
  return guest.ended
}
