// The npm dependencies, with what compiling two of them needs. Nothing is done when they are in place for this lock file and this Node.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { cache, must, projectRoot } from './command.mjs'
import { compilerPackages, ensurePackages } from './packages.mjs'
import { say } from './report.mjs'

/** Throws when the dependencies cannot be had: nothing works without them. */
export async function ensureDependencies() {
  const stamp = join(cache, 'dependencies')
  const wanted = fingerprint()
  if (isInstalled(stamp, wanted)) return
  const { missing, why } = await ensurePackages([...compilerPackages, ...headerPackages()])
  if (missing.length > 0) say(`without ${missing.join(', ')} (${why}); native modules may fail to compile`)
  say('installing npm dependencies (npm ci)')
  const headers = headersBeside(process.execPath)
  await must(['npm', 'ci', '--no-audit', '--no-fund'], {
    env: headers === undefined ? {} : { npm_config_nodedir: headers },
  })
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const lock = readFileSync(join(projectRoot, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} node-abi-${process.versions.modules}\n`
}

function isInstalled(stamp, wanted) {
  const record = join(projectRoot, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted
  // Installed by hand: good when the versions are those of the lock file and what needs a compiler was compiled.
  const compiled = existsSync(join(projectRoot, 'node_modules', 'raw-socket', 'build', 'Release', 'raw.node'))
  return compiled && versions(record) === versions(join(projectRoot, 'package-lock.json'))
}

/** Names and versions in a lock file, without packages for other platforms. */
function versions(file) {
  const packages = Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)
  const named = packages.filter(([name, { optional }]) => name !== '' && optional !== true)
  return named
    .map(([name, { version }]) => `${name}@${version}`)
    .sort()
    .join('\n')
}

/** The prefix under which Node's own headers lie; undefined = node-gyp downloads them. */
function headersBeside(node) {
  const prefix = dirname(dirname(node))
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined
}

/** Debian's own Node keeps its headers in a package of their own. */
function headerPackages() {
  if (headersBeside(process.execPath) !== undefined || process.execPath !== '/usr/bin/node') return []
  return [{ name: 'libnode-dev', there: () => headersBeside('/usr/bin/node') }]
}
