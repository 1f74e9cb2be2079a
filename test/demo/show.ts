// The demo itself: a director pair with a client and two servers in network namespaces, running nat-pair.conf through failures and recoveries.
// Runs in the guest kernel or on the host; LVS_HA_DEMO_IPVS says whether the kernel forwards (`kernel`) or the table is only kept (`memory`).

import { setTimeout as pause } from 'node:timers/promises'

import { openFolder, pairConfig } from '../system/lab/configs.js'
import { startDaemon, type Daemon } from '../system/lab/daemon.js'
import { nat, openNatLab, type DirectorName, type Lab } from '../system/lab/network.js'
import { pages } from '../system/lab/pages.js'
import type { Running } from '../system/lab/process.js'
import { startBrowser, startProbe, startWeb, type Probe } from '../system/lab/traffic.js'
import { startLoad, type Load } from './load.js'
import { bars, chapter, event, milliseconds, paint, print } from './screen.js'

const ipvs = process.env.LVS_HA_DEMO_IPVS === 'kernel' ? 'kernel' : 'memory'
/** Milliseconds between two datagrams of the probe; fewer in the emulated guest, which is slower. */
const probeGap = Number(process.env.LVS_HA_DEMO_PROBE_GAP ?? '1')
/** Milliseconds between two web requests. */
const requestGap = 150

const lab = await openNatLab()
const folder = openFolder()
process.on('exit', () => folder.remove())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
try {
  await show(lab)
} finally {
  await lab.close()
}
print()
print(paint('    Everything is stopped and the namespaces are gone.', 'dim'))
process.exit(0)

async function show(lab: Lab): Promise<void> {
  draw()

  chapter(
    'Start',
    'Both directors read nat-pair.conf, b with state BACKUP and priority 99.',
    'a hears nobody for 3 609 ms and becomes master; b hears a and stays backup.',
  )
  const [web1, web2] = await Promise.all([
    startWeb(lab.servers[0], 8001, pages[0]),
    startWeb(lab.servers[1], 80, pages[1]),
  ])
  const a = start(lab, 'a')
  await bothStates(a, 'BACKUP', 0)
  const daemons = { a, b: start(lab, 'b') }
  await bothStates(daemons.a, 'MASTER', 0)
  await holds(lab, 'a')
  const probe = await startProbe(lab, nat.outerVip, probeGap)
  await probe.answered('a')

  const load = await traffic(lab, daemons.b)
  const webs = { web1, web2 }
  await serverDies(lab, daemons.a, webs, load)
  await powerLoss(lab, daemons, probe)
  await powerBack(lab, daemons, probe)
  await cablePulled(lab, daemons, probe)
  await cableBack(lab, daemons, probe)
  await end(daemons, probe, load)
}

async function traffic(lab: Lab, backup: Daemon): Promise<Load | undefined> {
  await bothStates(backup, 'BACKUP', 0)
  if (ipvs === 'memory') return undefined
  chapter(
    'Requests',
    'A client with 60 addresses asks for http://113.226.77.88/, again and again. Server 1 has weight 2, server 2 weight 1.',
  )
  const load = startLoad(await startBrowser(lab.client, `http://${nat.outerVip}/`, 1_000), requestGap)
  await pause(3_000)
  showLoad(load)
  return load
}

async function serverDies(
  lab: Lab,
  daemon: Daemon,
  webs: { web1: Running; web2: Running },
  load: Load | undefined,
): Promise<void> {
  chapter(
    'A server dies',
    'Its check runs every 6 s and is tried once more after 3 s; then its weight becomes 0 (inhibit_on_failure).',
  )
  const from = daemon.lines.length
  await webs.web1.crash()
  event('server 1', 'its web server is killed', 'bad')
  await daemon.line(/Disabling service \[192\.168\.168\.236\]/, { from, within: 30_000 })
  load?.take()
  await pause(1_500)
  if (load !== undefined) showLoad(load)
  webs.web1 = await startWeb(lab.servers[0], 8001, pages[0])
  event('server 1', 'its web server is back', 'good')
  await daemon.line(/Enabling service \[192\.168\.168\.236\]/, { from, within: 30_000 })
  load?.take()
  await pause(1_500)
  if (load !== undefined) showLoad(load)
}

async function powerLoss(lab: Lab, daemons: Record<DirectorName, Daemon>, probe: Probe): Promise<void> {
  chapter(
    'The master loses power',
    'Every process of a is killed and both its cables go dead. b waits 3 × 1 s + (256 − 99)/256 s = 3 613 ms.',
  )
  const [seen, from] = [probe.outages.length, daemons.b.lines.length]
  event('director a', 'is dead', 'bad')
  const crashed = daemons.a.crash()
  await lab.unplug('a', 'outer', 'inner')
  await crashed
  await lab.a.run(['sh', '-c', `ip addr flush dev eth0 to ${nat.outerVip}; ip addr flush dev eth1 to ${nat.innerVip}`])
  await bothStates(daemons.b, 'MASTER', from)
  await summary(probe, seen, 'b')
  await holds(lab, 'b')
}

async function powerBack(lab: Lab, daemons: Record<DirectorName, Daemon>, probe: Probe): Promise<void> {
  chapter('It returns', 'a has the higher priority: it waits until its own timer ends, then takes over from b.')
  const [seen, from] = [probe.outages.length, daemons.b.lines.length]
  await lab.plug('a', 'outer', 'inner')
  daemons.a = start(lab, 'a')
  await bothStates(daemons.a, 'MASTER', 0)
  await bothStates(daemons.b, 'BACKUP', from)
  await summary(probe, seen, 'a')
}

async function cablePulled(lab: Lab, daemons: Record<DirectorName, Daemon>, probe: Probe): Promise<void> {
  chapter(
    'The outer cable is pulled',
    'The servers answer through the inner address, so it must not stay behind: the sync group moves both.',
  )
  const [seen, from] = [probe.outages.length, { a: daemons.a.lines.length, b: daemons.b.lines.length }]
  event('director a', 'its outer cable is pulled', 'bad')
  await lab.unplug('a', 'outer')
  await bothStates(daemons.a, 'FAULT', from.a)
  await bothStates(daemons.b, 'MASTER', from.b)
  await summary(probe, seen, 'b')
  await holds(lab, 'b')
}

async function cableBack(lab: Lab, daemons: Record<DirectorName, Daemon>, probe: Probe): Promise<void> {
  chapter('The way back', 'The cable is plugged in again, and after 3 609 ms both addresses return to a.')
  const [seen, from] = [probe.outages.length, daemons.a.lines.length]
  event('director a', 'its outer cable is back', 'good')
  await lab.plug('a', 'outer')
  await bothStates(daemons.a, 'MASTER', from)
  await summary(probe, seen, 'a')
  await holds(lab, 'a')
}

async function end(daemons: Record<DirectorName, Daemon>, probe: Probe, load: Load | undefined): Promise<void> {
  chapter('The end', 'a is stopped in order: it says priority 0, and b takes over after its skew of 613 ms.')
  load?.stop()
  const [seen, from] = [probe.outages.length, daemons.b.lines.length]
  const stopped = daemons.a.stop()
  await bothStates(daemons.b, 'MASTER', from)
  await summary(probe, seen, 'b')
  await Promise.all([stopped, daemons.b.stop()])
  const { sent, answered } = await probe.report()
  print()
  print(`    ${answered} of ${sent} datagrams to ${nat.outerVip} were answered, one sent every ${probeGap} ms.`)
  if (load !== undefined)
    print(`    ${load.total.answers} web requests were answered and ${load.total.failed} failed, through all of this.`)
}

function start(lab: Lab, name: DirectorName): Daemon {
  const daemon = startDaemon('lvs-ha', lab.director(name), folder.write(`${name}.conf`, pairConfig('nat', name)), {
    ipvs,
  })
  event(`director ${name}`, `lvs-ha run -f nat-pair.conf${ipvs === 'memory' ? ' --ipvs=memory' : ''}`)
  daemon.onLine(({ text }) => {
    narrate(`director ${name}`, text)
  })
  return daemon
}

/** Tells what operators look for in the log. */
function narrate(who: string, line: string): void {
  if (who === 'director a' && line.includes('`smtp_alter`')) {
    event(who, 'line 17: `smtp_alter` is unknown, did you mean `smtp_alert`? Runs on without it.', 'dim')
  }
  const state = /\((\w+)\) Entering (MASTER|BACKUP|FAULT) STATE/.exec(line)
  if (state !== null) {
    const tone = state[2] === 'MASTER' ? 'good' : state[2] === 'FAULT' ? 'bad' : 'plain'
    event(who, `${state[1] ?? ''} is ${state[2] ?? ''}`, tone)
  }
  const service = /(Disabling|Enabling) service \[([\d.]+)\]:tcp:(\d+)/.exec(line)
  if (service !== null) {
    const off = service[1] === 'Disabling'
    event(
      who,
      `${service[2] ?? ''}:${service[3] ?? ''} ${off ? 'has failed its check: weight 0' : 'is healthy again: weight restored'}`,
      off ? 'bad' : 'good',
    )
  }
}

async function bothStates(daemon: Daemon, state: 'MASTER' | 'BACKUP' | 'FAULT', from: number): Promise<void> {
  await Promise.all(['LVS_WAN', 'LVS_LAN'].map((instance) => daemon.state(instance, state, { from, within: 30_000 })))
}

async function holds(lab: Lab, name: DirectorName): Promise<void> {
  const [outer, inner] = await Promise.all([lab.addresses(name, 'outer'), lab.addresses(name, 'inner')])
  const held = [...outer, ...inner].filter((address) => address.endsWith('/32')).map((address) => address.slice(0, -3))
  event(`director ${name}`, `holds ${held.join(' and ')}`)
}

/** What the client noticed since outage number `seen`, when `answering` answers it. */
async function summary(probe: Probe, seen: number, answering: DirectorName): Promise<void> {
  await probe.answered(answering)
  await probe.report()
  const lost = probe.outages.slice(seen).reduce((sum, each) => sum + each.milliseconds, 0)
  event('client', lost === 0 ? 'noticed nothing' : `was without an answer for ${milliseconds(lost)}`, 'strong')
}

function showLoad(load: Load): void {
  const { answers, failed } = load.take()
  bars({ 'server 1': answers.server1 ?? 0, 'server 2': answers.server2 ?? 0 }, failed)
}

function draw(): void {
  const lines = [
    '',
    '                     client 113.226.77.1',
    '                            │',
    '    ━━━━━━━━━┯━━━━━━━━━━━━━━┷━━━┯━━━━━━━━  outer network, virtual address 113.226.77.88',
    '             │                  │',
    '        director a         director b      one sync group: both addresses on the same machine',
    '             │                  │',
    '    ━━━━━━━━━┷━━━━━━┯━━━━━━┯━━━━┷━━━━━━━━  inner network, virtual address 192.168.168.11',
    '                    │      │',
    '            server 1:8001  server 2:80     checked by TCP connection and by digest of the page',
  ]
  for (const line of lines) print(line)
}
