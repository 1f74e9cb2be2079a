// Compiling: the product into dist/, the laboratory's programs (guest cases, demo) into .cache/guest-programs/. Skipped when nothing is newer.

import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { cache, must, projectRoot } from './command.mjs'
import { say } from './report.mjs'

const product = ['config', 'daemon', 'healthcheck', 'ipvs', 'vrrp', 'tsconfig.json', 'tsconfig.build.json']
const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')

/** Compiles lvs-ha when a source is newer than the last build. Throws with the compiler's messages. */
export async function ensureBuild() {
  const folder = join(projectRoot, 'dist')
  await compile('lvs-ha', [...product, 'package.json', 'rolldown.config.mjs'], folder, [
    'npm',
    'run',
    '--silent',
    'build',
  ])
}

/** Compiles the programs that run outside vitest. */
export async function ensurePrograms() {
  const sources = [...product, 'test/system', 'test/demo']
  const folder = join(cache, 'guest-programs')
  await compile('the laboratory', sources, folder, [process.execPath, tsc, '-p', 'test/system/tsconfig.json'])
}

async function compile(what, sources, folder, command) {
  const stamp = join(folder, '.built')
  if (existsSync(stamp) && newest(sources) <= statSync(stamp).mtimeMs) return
  say(`compiling ${what}`)
  const started = new Date()
  await must(command)
  mkdirSync(folder, { recursive: true })
  writeFileSync(stamp, `${started.toISOString()}\n`)
}

function newest(names) {
  return Math.max(...names.map((name) => newestIn(join(projectRoot, name))))
}

function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => newestIn(join(path, entry))))
}
