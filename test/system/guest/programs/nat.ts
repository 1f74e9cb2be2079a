// nat-pair.conf on a kernel with IPVS: web traffic through the outer address to servers that answer through the inner one.

import { openFolder, pairConfig, type Folder } from '../../lab/configs.js'
import { daemonUnderTest, startDaemon, type Daemon, type DaemonKind } from '../../lab/daemon.js'
import { nat, openNatLab, type Lab } from '../../lab/network.js'
import { pages } from '../../lab/pages.js'
import type { Running } from '../../lab/process.js'
import { startBrowser, startWeb, type Browser } from '../../lab/traffic.js'
import { until } from '../../lab/wait.js'
import { browse, listing, saved, weight } from './services.js'
import { must, mustEqual, story } from './story.js'

const destinations = [`${nat.servers[0]}:8001`, `${nat.servers[1]}:80`] as const

interface Stage {
  readonly lab: Lab
  readonly folder: Folder
  readonly webs: Running[]
  readonly browser: Browser
  readonly daemons: Partial<Record<'a' | 'b', Daemon>>
  /** Tables of lvs-ha, kept for the comparison at the end. */
  readonly tables: Record<string, string>
  /** Addresses of the client not used yet: persistence ties each to a server. */
  readonly fresh: string[]
}

export const natStory = story<Stage>('nat-pair.conf', open, close, [
  {
    title:
      'the master fills the IPVS table and answers the client through both servers, twice as often from the one of double weight',
    run: async (stage) => {
      await stage.daemons.a?.state('LVS_WAN', 'MASTER')
      stage.daemons.b = start(stage.lab, stage.folder, 'b', daemonUnderTest)
      await stage.daemons.b.state('LVS_WAN', 'BACKUP')
      await tableHas(stage, [2, 1])
      stage.tables.steady = await tables(stage)
      const counts = await browse(stage.browser, stage.fresh.splice(0, 12))
      mustEqual(JSON.stringify(sorted(counts)), '{"server1":8,"server2":4}', 'answers per server')
    },
  },
  {
    title: 'a client stays with its server while persistence lasts',
    run: async (stage) => {
      const [address = ''] = stage.fresh.splice(0, 1)
      const counts = await browse(stage.browser, [address, address, address, address])
      must(Object.keys(counts).length === 1, `one client was sent to ${JSON.stringify(counts)}`)
    },
  },
  {
    title: 'the port is mapped: server 1 listens on 8001 only, and saw the requests that went to port 80',
    run: async (stage) => {
      const [web] = stage.webs
      must(
        web?.printed(/113\.226\.77\.\d+ GET \/$/) === true,
        `server 1 saw: ${JSON.stringify(web?.lines.slice(0, 5))}`,
      )
      await Promise.resolve()
    },
  },
  {
    title: 'a TCP-checked server that fails is kept with weight 0, and the other gets all clients (inhibit_on_failure)',
    run: async (stage) => {
      await stage.webs[0]?.crash()
      await tableHas(stage, [0, 1])
      stage.tables.failed = await tables(stage)
      const counts = await browse(stage.browser, stage.fresh.splice(0, 6))
      mustEqual(JSON.stringify(counts), '{"server2":6}', 'answers per server')
    },
  },
  {
    title: 'it gets its weight back when it heals, while the digest-checked one fails because its page is another',
    run: async (stage) => {
      await stage.webs[1]?.crash()
      stage.webs.splice(0, 2, ...(await startWebs(stage.lab, 'another page\n')))
      await tableHas(stage, [2, 0])
      const counts = await browse(stage.browser, stage.fresh.splice(0, 6))
      mustEqual(JSON.stringify(counts), '{"server1":6}', 'answers per server')
    },
  },
  {
    title: 'the digest-checked one gets its weight back with the right page, and clients again',
    run: async (stage) => {
      await Promise.all(stage.webs.map((web) => web.crash()))
      stage.webs.splice(0, 2, ...(await startWebs(stage.lab)))
      await tableHas(stage, [2, 1])
      const counts = await browse(stage.browser, stage.fresh.splice(0, 6))
      mustEqual(JSON.stringify(sorted(counts)), '{"server1":4,"server2":2}', 'answers per server')
    },
  },
  {
    title:
      'the backup carries the traffic after the master has lost its outer link, because the inner address went with it',
    run: async (stage) => {
      const from = stage.daemons.b?.lines.length ?? 0
      await stage.lab.unplug('a', 'outer')
      await stage.daemons.b?.state('LVS_LAN', 'MASTER', { from })
      await stage.daemons.b?.state('LVS_WAN', 'MASTER', { from })
      const counts = await browse(stage.browser, stage.fresh.splice(0, 6))
      mustEqual(JSON.stringify(sorted(counts)), '{"server1":4,"server2":2}', 'answers per server')
      await stage.lab.plug('a', 'outer')
    },
  },
  {
    title: 'the table is gone after an orderly stop, and the addresses with it',
    run: async (stage) => {
      await Promise.all([stage.daemons.b?.stop(), stage.daemons.a?.stop()])
      mustEqual(await saved(stage.lab.a), '', 'table of a')
      must(
        !(await stage.lab.addresses('a', 'outer')).includes(`${nat.outerVip}/32`),
        'the outer address is still there',
      )
    },
  },
  {
    title:
      'ipvsadm shows the same table as with keepalived for the same file, with healthy servers and with a failed one',
    run: async (stage) => {
      stage.daemons.a = start(stage.lab, stage.folder, 'a', 'keepalived')
      await tableHas(stage, [2, 1])
      mustEqual(stage.tables.steady ?? '', await tables(stage), 'table with healthy servers')
      await stage.webs[0]?.crash()
      await tableHas(stage, [0, 1])
      mustEqual(stage.tables.failed ?? '', await tables(stage), 'table with a failed server')
    },
  },
])

async function open(): Promise<Stage> {
  const lab = await openNatLab()
  const folder = openFolder()
  const [webs, browser] = await Promise.all([startWebs(lab), startBrowser(lab.client, `http://${nat.outerVip}/`)])
  const daemons = { a: start(lab, folder, 'a', daemonUnderTest) }
  return { lab, folder, webs, browser, daemons, tables: {}, fresh: [...nat.clients] }
}

async function close(stage: Stage): Promise<void> {
  await stage.lab.close()
  stage.folder.remove()
}

function start(lab: Lab, folder: Folder, name: 'a' | 'b', kind: DaemonKind): Daemon {
  return startDaemon(kind, lab.director(name), folder.write(`${name}.conf`, pairConfig('nat', name)))
}

function startWebs(lab: Lab, secondPage: string = pages[1]): Promise<Running[]> {
  return Promise.all([startWeb(lab.servers[0], 8001, pages[0]), startWeb(lab.servers[1], 80, secondPage)])
}

async function tableHas(stage: Stage, weights: readonly number[]): Promise<void> {
  const seen = (): Promise<(number | undefined)[]> =>
    Promise.all(destinations.map((destination) => weight(stage.lab.a, destination)))
  await until(`weights ${weights.join(' and ')}`, async () => (await seen()).join() === weights.join(), {
    within: 40_000,
    every: 200,
    detail: () => stage.daemons.a?.lines.map(({ text }) => text).join('\n') ?? '',
  })
}

async function tables({ lab }: Stage): Promise<string> {
  return `${await listing(lab.a)}\n${await saved(lab.a)}`
}

function sorted(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)))
}
