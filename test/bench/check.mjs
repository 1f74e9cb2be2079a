// `lvs-ha check` against `keepalived -t` on a large generated file: 4000 services of 10 real servers, each with a TCP_CHECK, 264 000
// lines. Runs both in turn, start-up included, and prints medians and their ratio.
//
//   node test/bench/check.mjs [--runs N] [--json]

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

function milliseconds(command, args) {
  const before = process.hrtime.bigint()
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  const took = Number(process.hrtime.bigint() - before) / 1e6
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`)
  return took
}

const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-bench-'))
try {
  const file = join(directory, 'large.conf')
  const text = configuration(4000, 10)
  writeFileSync(file, text)
  const contenders = { 'lvs-ha check': () => milliseconds(process.execPath, [main, 'check', file]) }
  const hasKeepalived = spawnSync('keepalived', ['--version']).error === undefined
  if (hasKeepalived) contenders['keepalived -t'] = () => milliseconds('keepalived', ['-t', '-f', file])
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
  for (const run of Object.values(contenders)) run()
  for (let i = 0; i < runs; i++) for (const [name, run] of Object.entries(contenders)) times[name].push(run())
  const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
  const ratio = hasKeepalived ? medians['lvs-ha check'] / medians['keepalived -t'] : undefined
  const lines = text.split('\n').length - 1
  if (values.json) console.log(JSON.stringify({ bench: 'check', lines, runs, machine: machine(), medians, ratio }))
  else {
    console.log(`${lines} lines, ${runs} runs each, ${machine()}`)
    for (const [name, all] of Object.entries(times)) {
      console.log(`${name.padEnd(14)} median ${medians[name].toFixed(0)} ms, fastest ${Math.min(...all).toFixed(0)} ms`)
    }
    console.log(
      ratio === undefined
        ? 'keepalived is not installed: no comparison'
        : `ratio ${ratio.toFixed(2)} (below 1: lvs-ha is faster)`,
    )
  }
} finally {
  rmSync(directory, { recursive: true })
}
