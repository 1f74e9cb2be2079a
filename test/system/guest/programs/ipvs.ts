// The IPVS client against the real kernel, in the guest's own network namespace: what it programs is what ipvsadm shows, what
// others programmed is left alone, and the table in memory gives the same answers as the kernel's.

import { execFileSync } from 'node:child_process'

import type { IpAddress } from '../../../../config/values/ip.js'
import { openIpvsClient, type IpvsClient, type OperationResult } from '../../../../ipvs/client.js'
import { diffTables, type Operation } from '../../../../ipvs/diff.js'
import { createMemoryIpvs } from '../../../../ipvs/memory.js'
import { createReconciler } from '../../../../ipvs/reconciler.js'
import {
  destinationKey,
  serviceKey,
  type Destination,
  type Service,
  type ServiceKey,
  type Table,
} from '../../../../ipvs/table.js'
import { must, mustEqual, story, type Step } from './story.js'

const ip = (text: string): IpAddress => text as IpAddress

const web: Service = {
  identity: { address: ip('192.0.2.1'), port: 80, protocol: 'TCP' },
  scheduler: 'wlc',
  flags: 0,
  persistenceTimeout: 0,
  persistencePrefix: 32,
}
const withPort = (port: number, more: Partial<Service> = {}): Service => ({
  ...web,
  identity: { address: ip('192.0.2.1'), port, protocol: 'TCP' },
  ...more,
})
const server: Destination = {
  address: ip('10.0.0.1'),
  port: 80,
  method: 'NAT',
  weight: 1,
  upperThreshold: 0,
  lowerThreshold: 0,
}
const serverAt = (last: number, more: Partial<Destination> = {}): Destination => ({
  ...server,
  address: ip(`10.0.${last >> 8}.${last & 255}`),
  ...more,
})

type Entries = readonly (readonly [Service, readonly Destination[]])[]

const tableOf = (entries: Entries): Table =>
  new Map(
    entries.map(([service, list]) => [
      serviceKey(service.identity),
      { service, destinations: new Map(list.map((each) => [destinationKey(each.address, each.port), each])) },
    ]),
  )

const ipvsadm = (...words: string[]): string => execFileSync('ipvsadm', words, { encoding: 'utf8' })

/** `ipvsadm -Ln` without headings and counters, in order. */
function listed(): string[] {
  const services = ipvsadm('-Ln')
    .split('\n')
    .slice(3)
    .join('\n')
    .split(/\n(?! )/)
  return services
    .filter((lines) => lines.trim() !== '')
    .map((lines) => {
      const [head = '', ...rest] = lines.split('\n').filter((line) => line.trim() !== '')
      const servers = rest.map((line) => line.trim().split(/\s+/).slice(1, 4).join(' ')).sort()
      return [head.trim().replace(/\s+/g, ' '), ...servers].join(' | ')
    })
    .sort()
}

async function read(client: IpvsClient, only?: ReadonlySet<ServiceKey>): Promise<Table> {
  const reading = await client.readTable(only)
  if (!reading.ok) throw new Error(`readTable: ${reading.error.name}`)
  if (reading.faults.length > 0) throw new Error(`readTable: ${reading.faults.join('; ')}`)
  return reading.table
}

/** A table as text that does not depend on the order in which the kernel lists it. */
function text(table: Table): string {
  const lines = [...table].map(([key, { service, destinations }]) => {
    const servers = [...destinations].map(([name, each]) => `  ${name} ${JSON.stringify(each)}`).sort()
    return [`${key} ${JSON.stringify({ ...service, identity: undefined })}`, ...servers].join('\n')
  })
  return lines.sort().join('\n')
}

function allDone(results: readonly OperationResult[], operations: readonly Operation[]): void {
  for (const [index, result] of results.entries()) {
    if (!result.ok)
      throw new Error(`${JSON.stringify(operations[index])}: ${result.error.name} ${result.error.text ?? ''}`)
  }
}

/** Makes the kernel's table `desired` for its own services, and holds what it reads back against it. */
async function program(client: IpvsClient, desired: Table): Promise<void> {
  const operations = diffTables(desired, await read(client), new Set())
  allDone(await client.apply(operations), operations)
  const only = new Set(desired.keys())
  mustEqual(text(await read(client, only)), text(desired), 'the table read back')
  const rest = diffTables(desired, await read(client), new Set())
  mustEqual(JSON.stringify(rest), '[]', 'the difference after programming')
}

/** All schedulers of Debian's kernel. */
const schedulers = ['rr', 'wrr', 'lc', 'wlc', 'lblc', 'lblcr', 'dh', 'sh', 'sed', 'nq', 'fo', 'ovf', 'mh']

/** Operations that fit and that do not, for the kernel and for memory alike. */
const trials: readonly Operation[] = [
  { kind: 'addService', service: web },
  { kind: 'addService', service: { ...web, scheduler: 'rr' } },
  { kind: 'addDestination', identity: web.identity, destination: server },
  { kind: 'addDestination', identity: web.identity, destination: { ...server, weight: 7, method: 'DR' } },
  { kind: 'changeDestination', identity: web.identity, destination: serverAt(2, { weight: 0 }) },
  { kind: 'addDestination', identity: withPort(99).identity, destination: server },
  { kind: 'changeDestination', identity: withPort(99).identity, destination: server },
  { kind: 'deleteDestination', identity: web.identity, address: ip('10.9.9.9'), port: 80 },
  { kind: 'deleteDestination', identity: withPort(99).identity, address: ip('10.9.9.9'), port: 80 },
  { kind: 'deleteService', identity: withPort(99).identity },
  { kind: 'changeService', service: withPort(81) },
  { kind: 'addService', service: withPort(82, { scheduler: 'nosuch' }) },
  { kind: 'changeService', service: withPort(81, { scheduler: 'nosuch' }) },
  { kind: 'addDestination', identity: web.identity, destination: serverAt(3, { weight: -1 }) },
  {
    kind: 'addDestination',
    identity: web.identity,
    destination: serverAt(3, { upperThreshold: 1, lowerThreshold: 2 }),
  },
  {
    kind: 'addDestination',
    identity: web.identity,
    destination: serverAt(3, { upperThreshold: 2, lowerThreshold: 1 }),
  },
  { kind: 'changeService', service: { ...web, scheduler: 'sh', flags: 0x18 } },
  { kind: 'addService', service: withPort(0) },
  { kind: 'addService', service: withPort(0, { persistenceTimeout: 360 }) },
  { kind: 'deleteDestination', identity: web.identity, address: server.address, port: server.port },
  { kind: 'deleteService', identity: withPort(81).identity },
]

/** What a failed step leaves behind must not fail the next. */
function onEmptyTable(steps: readonly Step<IpvsClient>[]): Step<IpvsClient>[] {
  return steps.map(({ title, run }) => ({
    title,
    run: (client) => {
      ipvsadm('-C')
      return run(client)
    },
  }))
}

export const ipvsStory = story<IpvsClient>(
  'the IPVS client and the kernel',
  async () => {
    ipvsadm('-C')
    const opened = await openIpvsClient()
    if (!opened.ok) throw new Error(`${opened.reason}: ${opened.remedy}`)
    return opened.client
  },
  (client) => {
    client.close()
    ipvsadm('-C')
    return Promise.resolve()
  },
  onEmptyTable([
    {
      title: 'every scheduler is programmed by name, its module being loaded by the kernel',
      run: async (client) => {
        await program(client, tableOf(schedulers.map((scheduler, i) => [withPort(1000 + i, { scheduler }), [server]])))
        mustEqual(
          listed()
            .map((line) => line.split(' | ')[0])
            .join('\n'),
          schedulers.map((scheduler, i) => `TCP 192.0.2.1:${1000 + i} ${scheduler}`).join('\n'),
          'ipvsadm -Ln',
        )
      },
    },
    {
      title: 'protocols, methods, weights, persistence and flags are what ipvsadm shows',
      run: async (client) => {
        await program(
          client,
          tableOf([
            [
              withPort(80, { scheduler: 'wrr', persistenceTimeout: 300, persistencePrefix: 24 }),
              [
                serverAt(1, { port: 8080, weight: 3 }),
                serverAt(2, { method: 'DR', weight: 0 }),
                serverAt(3, { method: 'TUN', weight: 65_535 }),
              ],
            ],
            [
              {
                ...web,
                identity: { address: ip('192.0.2.1'), port: 53, protocol: 'UDP' },
                scheduler: 'rr',
                flags: 0x04,
              },
              [],
            ],
            [withPort(443, { scheduler: 'sh', flags: 0x18 }), [serverAt(4, { port: 443 })]],
            [
              { ...web, identity: { fwmark: 7, family: 'inet' }, scheduler: 'lc' },
              [serverAt(5, { port: 0, method: 'DR' })],
            ],
          ]),
        )
        mustEqual(
          listed().join('\n'),
          [
            'FWM 7 lc | 10.0.0.5:0 Route 1',
            'TCP 192.0.2.1:443 sh (sh-fallback,sh-port) | 10.0.0.4:443 Masq 1',
            'TCP 192.0.2.1:80 wrr persistent 300 mask 255.255.255.0 | 10.0.0.1:8080 Masq 3 | 10.0.0.2:80 Route 0 | 10.0.0.3:80 Tunnel 65535',
            'UDP 192.0.2.1:53 rr ops',
          ].join('\n'),
          'ipvsadm -Ln',
        )
      },
    },
    {
      title: 'thresholds reach the kernel',
      run: async (client) => {
        await program(client, tableOf([[web, [serverAt(1, { upperThreshold: 100, lowerThreshold: 50 })]]]))
        const line = ipvsadm('-Ln', '--thresholds')
          .split('\n')
          .find((each) => each.includes('10.0.0.1'))
        mustEqual((line ?? '').trim().split(/\s+/).slice(1, 4).join(' '), '10.0.0.1:80 100 50', 'ipvsadm --thresholds')
      },
    },
    {
      title: 'an entry of an earlier run gets the wanted values instead of being taken as it is (NL-21)',
      run: async (client) => {
        ipvsadm('-A', '-t', '192.0.2.1:80', '-s', 'rr')
        ipvsadm('-a', '-t', '192.0.2.1:80', '-r', '10.0.0.1:80', '-g', '-w', '9')
        const operations: Operation[] = [
          { kind: 'addService', service: web },
          { kind: 'addDestination', identity: web.identity, destination: server },
        ]
        const results = await client.apply(operations)
        mustEqual(
          JSON.stringify(results),
          JSON.stringify(operations.map(() => ({ ok: true, news: 'already-exists' }))),
          'results',
        )
        mustEqual(listed().join('\n'), 'TCP 192.0.2.1:80 wlc | 10.0.0.1:80 Masq 1', 'ipvsadm -Ln')
      },
    },
    {
      title: 'two hundred refusals in one batch are answered one by one',
      run: async (client) => {
        const desired = tableOf([[web, Array.from({ length: 450 }, (_, i) => serverAt(i + 1))]])
        await program(client, desired)
        const again = diffTables(desired, new Map(), new Set())
        const results = await client.apply(again)
        must(results.length === 451, `${results.length} results`)
        must(
          results.every((result) => result.ok && result.news === 'already-exists'),
          JSON.stringify(results.filter((result) => !result.ok).slice(0, 3)),
        )
        mustEqual(text(await read(client)), text(desired), 'the table')
      },
    },
    {
      title: 'a reconciler touches no service it does not own, and removes its own when it stops',
      run: async (client) => {
        ipvsadm('-A', '-t', '198.51.100.1:25', '-s', 'rr')
        ipvsadm('-a', '-t', '198.51.100.1:25', '-r', '10.7.7.7:25', '-m', '-w', '5')
        const foreign = listed().join('\n')
        const lines: string[] = []
        const reconciler = createReconciler({
          open: () => openIpvsClient(),
          setTimer: () => () => undefined,
          log: (entry) => lines.push(entry.text),
        })
        const desired = tableOf([[web, [serverAt(1), serverAt(2, { weight: 4 })]]])
        reconciler.setDesired(desired, new Set(desired.keys()))
        await reconciler.settled()
        mustEqual(
          listed().join('\n'),
          `TCP 192.0.2.1:80 wlc | 10.0.0.1:80 Masq 1 | 10.0.0.2:80 Masq 4\n${foreign}`,
          'ipvsadm -Ln',
        )
        ipvsadm('-d', '-t', '192.0.2.1:80', '-r', '10.0.0.1:80')
        ipvsadm('-e', '-t', '192.0.2.1:80', '-r', '10.0.0.2:80', '-m', '-w', '77')
        reconciler.reread()
        await reconciler.settled()
        mustEqual(text(await read(client, new Set(desired.keys()))), text(desired), 'the table after a reload')
        await reconciler.stop(true)
        mustEqual(listed().join('\n'), foreign, 'what is left')
        mustEqual(lines.join('\n'), '', 'log')
      },
    },
    {
      title: 'the table in memory gives the same answers and ends as the same table',
      run: async (client) => {
        const memory = createMemoryIpvs()
        for (const operation of trials) {
          const [kernelSays] = await client.apply([operation])
          const [memorySays] = await memory.apply([operation])
          mustEqual(short(memorySays), short(kernelSays), JSON.stringify(operation))
        }
        mustEqual(text(memory.table()), text(await read(client)), 'the tables')
      },
    },
    {
      title: 'IPv6 services and their servers read back as they were written',
      run: async (client) => {
        const six: Service = {
          ...web,
          identity: { address: ip('2001:db8::1'), port: 80, protocol: 'TCP' },
          persistenceTimeout: 60,
          persistencePrefix: 64,
        }
        await program(client, tableOf([[six, [{ ...server, address: ip('2001:db8::a'), method: 'DR' }]]]))
      },
    },
  ]),
)

const short = (result: OperationResult | undefined): string =>
  result === undefined ? 'nothing' : result.ok ? `ok ${result.news ?? ''}` : result.error.name
