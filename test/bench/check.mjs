// `lvs-ha check` against `keepalived -t` on generated files: 4000 services of 10 real servers (264 000 lines) and 1500 of 15
// (144 000 lines), each server with a TCP_CHECK, and one of ten lines. Runs both in turn, start-up included, and prints medians, their
// ratio, and the peak of resident memory.
//
//   node test/bench/check.mjs [--runs N] [--json]

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { machine, median } from './figures.mjs'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, json: { type: 'boolean', default: false } },
})
const runs = Math.max(1, Number(values.runs) || 15)
const main = new URL('../../dist/daemon/main.js', import.meta.url).pathname

if (!existsSync(main)) {
  console.error('dist/ is missing: run `npm run build` first')
  process.exit(2)
}

/** As large directors look: many services alike. */
function configuration(services, servers) {
  const lines = []
  for (let service = 0; service < services; service++) {
    const address = `10.${service >> 16}.${(service >> 8) & 255}.${service & 255}`
    lines.push(
      `virtual_server ${address} 80 {`,
      '    delay_loop 6',
      '    lb_algo wrr',
      '    lb_kind NAT',
      '    protocol TCP',
    )
    for (let server = 0; server < servers; server++) {
      lines.push(
        `    real_server 192.168.${server}.${(service % 250) + 1} 80 {`,
        '        weight 1',
        '        TCP_CHECK {',
      )
      lines.push('            connect_timeout 3', '        }', '    }')
    }
    lines.push('}')
  }
  return `${lines.join('\n')}\n`
}

const small = `virtual_server 10.0.0.1 80 {
    lb_algo wrr
    lb_kind NAT
    protocol TCP
    real_server 192.168.0.1 80 {
        TCP_CHECK {
        }
    }
}
# end
`

const files = [
  { name: '4000 services of 10', text: configuration(4000, 10) },
  { name: '1500 services of 15', text: configuration(1500, 15) },
  { name: 'one service', text: small },
]

function milliseconds([command, ...args]) {
  const before = process.hrtime.bigint()
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  const took = Number(process.hrtime.bigint() - before) / 1e6
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`)
  return took
}

/** The most memory a process had resident, in MiB, as far as looking every few milliseconds shows. */
async function peak([command, ...args]) {
  const child = spawn(command, args, { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let most = 0
  while (child.exitCode === null && child.signalCode === null) {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
    } catch {
      // It has just ended.
    }
    await Promise.race([ended, wait(2)])
  }
  return most / 1024
}

async function compare(file, lines) {
  const commands = { 'lvs-ha check': [process.execPath, main, 'check', file] }
  if (spawnSync('keepalived', ['--version']).error === undefined)
    commands['keepalived -t'] = ['keepalived', '-t', '-f', file]
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (const command of Object.values(commands)) milliseconds(command)
  for (let i = 0; i < runs; i++)
    for (const [name, command] of Object.entries(commands)) times[name].push(milliseconds(command))
  const results = {}
  for (const [name, command] of Object.entries(commands)) {
    const all = times[name]
    results[name] = { median: median(all), fastest: Math.min(...all), peakMiB: await peak(command) }
  }
  const theirs = results['keepalived -t']
  return { lines, results, ratio: theirs === undefined ? undefined : results['lvs-ha check'].median / theirs.median }
}

function show(name, { lines, results, ratio }) {
  console.log(`${name}, ${lines} lines, ${runs} runs each`)
  for (const [program, { median: middle, fastest, peakMiB }] of Object.entries(results)) {
    const figures = `median ${middle.toFixed(0)} ms, fastest ${fastest.toFixed(0)} ms, at most ${peakMiB.toFixed(0)} MiB`
    console.log(`  ${program.padEnd(14)} ${figures}`)
  }
  const verdict =
    ratio === undefined
      ? 'keepalived is not installed: no comparison'
      : `ratio ${ratio.toFixed(2)} (below 1: lvs-ha is faster)`
  console.log(`  ${verdict}`)
}

const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-bench-'))
try {
  const found = []
  if (!values.json) console.log(`lvs-ha check, ${machine()}`)
  for (const { name, text } of files) {
    const file = join(directory, 'large.conf')
    writeFileSync(file, text)
    const result = { name, ...(await compare(file, text.split('\n').length - 1)) }
    found.push(result)
    if (!values.json) show(name, result)
  }
  if (values.json) console.log(JSON.stringify({ bench: 'check', runs, machine: machine(), files: found }))
} finally {
  rmSync(directory, { recursive: true })
}
