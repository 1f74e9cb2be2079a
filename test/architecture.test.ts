// Holds the import table of the architecture and the purity of its pure folders: who may import whom, what a pure file
// must not touch, and which file alone knows each native module. All violations are listed at once.

import { describe, expect, it } from 'vitest'
import { importViolations, nativeViolations, purityViolations, readSources, reachable } from './support/architecture.js'
import { parseSource, type SourceFacts } from './support/source-facts.js'

const sources = readSources(new URL('..', import.meta.url).pathname)

describe('the architecture of the sources', () => {
  it('has no import that the table does not allow', () => {
    expect(importViolations(sources)).toEqual([])
  })

  it('has no clock, timer, randomness, console, promise or I/O in a pure file', () => {
    expect(purityViolations(sources)).toEqual([])
  })

  it('knows each native module in one file alone', () => {
    expect(nativeViolations(sources)).toEqual([])
  })

  it.each(['daemon/supervisor/run-daemon.ts', 'daemon/commands/check.ts', 'daemon/commands/run.ts'])(
    'loads no native module with %s',
    (entry) => {
      const loaded = reachable(sources, entry)
      const native = sources.filter((file) => loaded.has(file.path)).flatMap((file) => file.imports)
      expect(
        native.filter((one) => one.static && ['raw-socket', 'node-netlink', 'koffi'].includes(one.target)),
      ).toEqual([])
    },
  )
})

describe('the rules find what they are for', () => {
  const one = (path: string, text: string): SourceFacts[] => [parseSource(path, text)]

  it.each<[string, string, string]>([
    ['vrrp/machine/router.ts', "import { x } from '../edge/links.js'", 'vrrp/edge/links.ts'],
    [
      'vrrp/machine/router.ts',
      "import type { T } from '../../healthcheck/config/model.js'",
      'healthcheck/config/model.ts',
    ],
    ['vrrp/edge/runner.ts', "import { x } from '../../healthcheck/edge/prober.js'", 'healthcheck/edge/prober.ts'],
    ['ipvs/diff.ts', "import { x } from '../daemon/runtime/clock.js'", 'daemon/runtime/clock.ts'],
    ['daemon/runtime/log.ts', "import { x } from '../supervisor/signals.js'", 'daemon/supervisor/signals.ts'],
    ['config/values/ip.ts', "import { x } from '../source.js'", 'config/source.ts'],
    ['config/words.ts', "const x = await import('../daemon/exit-status.js')", 'daemon/exit-status.ts'],
  ])('%s: %s', (path, text, target) => {
    expect(importViolations(one(path, text))).toEqual([expect.stringContaining(`${path}:1 imports ${target}`)])
  })

  it.each<[string, string]>([
    ['setTimeout(step, 10)', 'setTimeout'],
    ['const now = Date.now()', 'Date'],
    ['const chance = Math.random()', 'Math.random'],
    ["console.log('x')", 'console'],
    ['const home = process.env.HOME', 'process'],
    ["import { readFileSync } from 'node:fs'", 'node:fs'],
    ['async function f() {}', 'async'],
    ['const now = performance.now()', 'performance'],
  ])('a pure file must not contain %s', (text, named) => {
    expect(purityViolations(one('vrrp/machine/router.ts', text))).toEqual([expect.stringContaining(named)])
    expect(purityViolations(one('vrrp/edge/runner.ts', text))).toEqual([])
  })

  it('takes names of properties, types and comments for what they are', () => {
    const text =
      '// setTimeout\ninterface A { process: string; Date: number }\nconst f = (a: A) => a.process\nexport const g = { console: 1 }'
    expect(purityViolations(one('config/words.ts', text))).toEqual([])
  })

  it('finds a second file with a native module, required or imported', () => {
    const files = [
      parseSource('daemon/runtime/libc.ts', "const k = createRequire(import.meta.url)('koffi')"),
      parseSource('vrrp/edge/runner.ts', "import koffi from 'koffi'"),
    ]
    expect(nativeViolations(files)).toEqual([expect.stringContaining('vrrp/edge/runner.ts')])
  })
})
