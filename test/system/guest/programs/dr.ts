// dr-pair.conf on a kernel with IPVS: the servers hold the virtual address themselves and answer the client directly.

import { openFolder, pairConfig, type Folder } from '../../lab/configs.js'
import { daemonUnderTest, startDaemon, type Daemon, type DaemonKind } from '../../lab/daemon.js'
import { dr, openDrLab, type Lab } from '../../lab/network.js'
import { pages } from '../../lab/pages.js'
import type { Running } from '../../lab/process.js'
import { startBrowser, startWeb, type Browser } from '../../lab/traffic.js'
import { until } from '../../lab/wait.js'
import { browse, listing, saved, weight } from './services.js'
import { must, mustEqual, story } from './story.js'

const destinations = [`${dr.servers[0]}:80`, `${dr.servers[1]}:80`, '127.0.0.1:80'] as const

interface Stage {
  readonly lab: Lab
  readonly folder: Folder
  readonly webs: Partial<Record<1 | 2, Running>>
  readonly browser: Browser
  daemon: Daemon
  readonly tables: Record<string, string>
}

const clients = Array.from({ length: 6 }, () => dr.client)

export const drStory = story<Stage>('dr-pair.conf', open, close, [
  {
    title: 'the master holds the address with its prefix and label, and both servers answer the client directly',
    run: async (stage) => {
      await stage.daemon.state('VI_1', 'MASTER')
      await tableHas(stage, [1, 2, undefined])
      const address = await stage.lab.a.run(['ip', '-o', '-4', 'addr', 'show', 'label', 'eth0:1'])
      must(address.includes(`${dr.vip}/24`), `eth0:1 has: ${address}`)
      stage.tables.steady = await tables(stage)
      const counts = await browse(stage.browser, clients)
      must((counts.server1 ?? 0) + (counts.server2 ?? 0) === clients.length, `answers: ${JSON.stringify(counts)}`)
      must(Object.keys(counts).length === 2, `answers: ${JSON.stringify(counts)}`)
    },
  },
  {
    title: 'the answer comes from the server, not through the director',
    run: async (stage) => {
      const neighbours = await stage.lab.client.run(['ip', '-4', 'neigh', 'show', 'to', dr.vip])
      const mac = /link\/ether (\S+)/.exec(await stage.lab.a.run(['ip', '-o', 'link', 'show', 'eth0']))?.[1] ?? ''
      must(neighbours.includes(mac), `the client reaches the address at ${neighbours}, the director has ${mac}`)
      const forwarded = await stage.lab.a.run(['cat', '/proc/net/ip_vs_stats'])
      const outgoing = forwarded.split('\n')[2]?.trim().split(/\s+/)[2]
      mustEqual(outgoing ?? '', '0', 'packets that went back through the director')
    },
  },
  {
    title: 'a server that fails is removed, and the other answers alone',
    run: async (stage) => {
      await stage.webs[2]?.crash()
      await tableHas(stage, [1, undefined, undefined])
      stage.tables['one failed'] = await tables(stage)
      const counts = await browse(stage.browser, clients)
      mustEqual(JSON.stringify(counts), '{"server1":6}', 'answers')
    },
  },
  {
    title: 'the sorry server stands in when all have failed',
    run: async (stage) => {
      await stage.webs[1]?.crash()
      await tableHas(stage, [undefined, undefined, 1])
      stage.tables['all failed'] = await tables(stage)
      const counts = await browse(stage.browser, clients)
      mustEqual(JSON.stringify(counts), '{"a":6}', 'answers')
    },
  },
  {
    title: 'servers that heal take over from the sorry server',
    run: async (stage) => {
      await startWebs(stage)
      await tableHas(stage, [1, 2, undefined])
      const counts = await browse(stage.browser, clients)
      must(counts.a === undefined && (counts.server1 ?? 0) > 0, `answers: ${JSON.stringify(counts)}`)
    },
  },
  {
    title: 'ipvsadm shows the same table as with keepalived for the same file, in every one of these states',
    run: async (stage) => {
      await stage.daemon.stop()
      mustEqual(await saved(stage.lab.a), '', 'table after the stop')
      stage.daemon = start(stage.lab, stage.folder, 'keepalived')
      await tableHas(stage, [1, 2, undefined])
      mustEqual(stage.tables.steady ?? '', await tables(stage), 'table with healthy servers')
      await stage.webs[2]?.crash()
      await tableHas(stage, [1, undefined, undefined])
      mustEqual(stage.tables['one failed'] ?? '', await tables(stage), 'table with one failed')
      await stage.webs[1]?.crash()
      await tableHas(stage, [undefined, undefined, 1])
      mustEqual(stage.tables['all failed'] ?? '', await tables(stage), 'table with all failed')
    },
  },
])

async function open(): Promise<Stage> {
  const lab = await openDrLab()
  const folder = openFolder()
  const browser = await startBrowser(lab.client, `http://${dr.vip}/`)
  await startWeb(lab.a, 80, 'sorry\n')
  const stage: Stage = { lab, folder, webs: {}, browser, daemon: start(lab, folder, daemonUnderTest), tables: {} }
  await startWebs(stage)
  return stage
}

async function close(stage: Stage): Promise<void> {
  await stage.lab.close()
  stage.folder.remove()
}

function start(lab: Lab, folder: Folder, kind: DaemonKind): Daemon {
  return startDaemon(kind, lab.a, folder.write('a.conf', pairConfig('dr', 'a')))
}

async function startWebs(stage: Stage): Promise<void> {
  const { servers } = stage.lab
  const [first, second] = await Promise.all([startWeb(servers[0], 80, pages[0]), startWeb(servers[1], 80, pages[1])])
  Object.assign(stage.webs, { 1: first, 2: second })
}

async function tableHas(stage: Stage, weights: readonly (number | undefined)[]): Promise<void> {
  const seen = (): Promise<(number | undefined)[]> =>
    Promise.all(destinations.map((destination) => weight(stage.lab.a, destination)))
  await until(`weights ${weights.map(String).join(', ')}`, async () => (await seen()).join() === weights.join(), {
    within: 40_000,
    every: 200,
    detail: () => stage.daemon.lines.map(({ text }) => text).join('\n'),
  })
}

async function tables({ lab }: Stage): Promise<string> {
  return `${await listing(lab.a)}\n${await saved(lab.a)}`
}
