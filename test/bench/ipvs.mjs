// How long it takes to program SERVICES services with SERVERS servers each into an empty IPVS table: this client, ipvsadm -R, and
// keepalived with a configuration of servers without checkers. For a kernel with IPVS where nothing else uses it (the guest);
// works against dist/. Usage: node test/bench/ipvs.mjs [SERVICES [SERVERS [RUNS]]]
//
// Each figure is a median. Ours is measured twice: inside a running program, as in the daemon, and as a whole process with Node's
// start. keepalived's is measured from its start to the last entry, and from the first entry to the last.

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'

const [services = 1000, servers = 10, runs = 3] = process.argv.slice(2).map(Number)
const project = join(import.meta.dirname, '..', '..')
const entries = services * (servers + 1)
const ipvs = (name) => import(join(project, 'dist', 'ipvs', `${name}.js`))

const serviceAddress = (i) => `10.${1 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`
const serverAddress = (i, j) => `172.${16 + (j & 15)}.${(i >> 8) & 255}.${i & 255}`

async function wanted() {
  const { serviceKey, destinationKey } = await ipvs('table')
  const table = new Map()
  for (let i = 0; i < services; i++) {
    const identity = { address: serviceAddress(i), port: 80, protocol: 'TCP' }
    const destinations = new Map()
    for (let j = 0; j < servers; j++) {
      const address = serverAddress(i, j)
      const destination = { address, port: 80, method: 'NAT', weight: 1, upperThreshold: 0, lowerThreshold: 0 }
      destinations.set(destinationKey(address, 80), destination)
    }
    const service = { identity, scheduler: 'wlc', flags: 0, persistenceTimeout: 0, persistencePrefix: 32 }
    table.set(serviceKey(identity), { service, destinations })
  }
  return table
}

/** Opens, reads, compares and applies, as a start of the daemon does. Milliseconds. */
async function ours(table) {
  const { openIpvsClient } = await ipvs('client')
  const { diffTables } = await ipvs('diff')
  const start = performance.now()
  const { ok, client, remedy } = await openIpvsClient()
  if (!ok) throw new Error(remedy)
  const reading = await client.readTable()
  const results = await client.apply(diffTables(table, reading.table, new Set(table.keys())))
  const took = performance.now() - start
  client.close()
  if (results.length !== entries || !results.every((result) => result.ok)) throw new Error('not everything was done')
  return took
}

function wholeProcess() {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), services, servers, 0], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error(`status ${status}`)
  return performance.now() - start
}

function restore(file) {
  const input = readFileSync(file)
  const start = performance.now()
  const { status } = spawnSync('ipvsadm', ['-R'], { input })
  if (status !== 0) throw new Error(`ipvsadm -R: status ${status}`)
  return performance.now() - start
}

function rules() {
  const lines = []
  for (let i = 0; i < services; i++) {
    lines.push(`-A -t ${serviceAddress(i)}:80 -s wlc`)
    for (let j = 0; j < servers; j++) lines.push(`-a -t ${serviceAddress(i)}:80 -r ${serverAddress(i, j)}:80 -m -w 1`)
  }
  return `${lines.join('\n')}\n`
}

function keepalivedConfig() {
  const blocks = []
  for (let i = 0; i < services; i++) {
    const reals = Array.from(
      { length: servers },
      (_, j) => `  real_server ${serverAddress(i, j)} 80 {\n    weight 1\n  }`,
    )
    const head = `virtual_server ${serviceAddress(i)} 80 {\n  lvs_sched wlc\n  lvs_method NAT\n  protocol TCP`
    blocks.push(`${head}\n${reals.join('\n')}\n}`)
  }
  return `${blocks.join('\n')}\n`
}

/** Lines of the table without its three of headings; cheaper than listing it through netlink. */
const count = () => readFileSync('/proc/net/ip_vs', 'latin1').split('\n').length - 1 - 3

async function keepalived(file) {
  const start = performance.now()
  const child = spawn('keepalived', ['-n', '-C', '-f', file, '-p', '/tmp/bench.pid', '-c', '/tmp/bench-c.pid'], {
    stdio: 'ignore',
  })
  let first
  for (let seen = 0; seen < entries; seen = count()) {
    if (first === undefined && seen > 0) first = performance.now()
    await pause(first === undefined ? 20 : 200)
    if (child.exitCode !== null) throw new Error(`keepalived: status ${child.exitCode}`)
  }
  const end = performance.now()
  child.kill('SIGKILL')
  for (const pid of ['/tmp/bench-c.pid'].flatMap(readPid)) process.kill(pid, 'SIGKILL')
  return { all: end - start, programming: end - (first ?? start) }
}

function readPid(file) {
  try {
    return [Number(readFileSync(file, 'utf8'))]
  } catch {
    return []
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]

async function measure() {
  const empty = () => execFileSync('ipvsadm', ['-C'])
  writeFileSync('/tmp/bench.rules', rules())
  writeFileSync('/tmp/bench.conf', keepalivedConfig())
  const table = await wanted()
  const taken = { ours: [], process: [], restore: [], all: [], programming: [] }
  empty()
  await ours(table)
  for (let run = 0; run < runs; run++) {
    empty()
    taken.ours.push(await ours(table))
    if (count() !== entries) throw new Error(`${count()} entries instead of ${entries}`)
    empty()
    taken.process.push(wholeProcess())
    empty()
    taken.restore.push(restore('/tmp/bench.rules'))
    empty()
    const { all, programming } = await keepalived('/tmp/bench.conf')
    taken.all.push(all)
    taken.programming.push(programming)
  }
  empty()
  const base = median(taken.ours)
  console.log(`${services} services x ${servers} servers, ${entries} entries, median of ${runs} runs`)
  for (const [what, values] of [
    ['lvs-ha, in a running program', taken.ours],
    ['lvs-ha, whole process', taken.process],
    ['ipvsadm -R', taken.restore],
    ['keepalived, from start', taken.all],
    ['keepalived, first entry to last', taken.programming],
  ]) {
    const spread = `${Math.round(Math.min(...values))}-${Math.round(Math.max(...values))}`
    console.log(
      `${what.padEnd(32)} ${String(Math.round(median(values))).padStart(7)} ms  (${spread})  ${(median(values) / base).toFixed(1)}x`,
    )
  }
}

if (runs === 0) await ours(await wanted())
else await measure()
process.exit(0)
