// `npm test`: sets up what the tests need, says what it does, runs everything that can run here, and ends with `N passed, N failed`.
// LVS_HA_TEST_REQUIRE=all makes a failure of everything that has to be left out.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { ensureBuild, ensurePrograms } from './setup/build.mjs'
import { endCurrent, isRoot, lastLines, projectRoot, run } from './setup/command.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureGuest } from './setup/guest.mjs'
import { ensurePackages, systemPackages } from './setup/packages.mjs'
import { allLeftOut, chapter, everythingRequired, leaveOut, say } from './setup/report.mjs'

const temporary = mkdtempSync(join(tmpdir(), 'lvs-ha-test-'))
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    endCurrent(signal)
    process.exit(130)
  })
}

let passed = 0
let failed = 0
const started = performance.now()

const tools = (name) => join(projectRoot, 'node_modules', name)
const checks = [
  { title: 'formatting', argv: [tools('prettier/bin/prettier.cjs'), '--check', '.'] },
  { title: 'lint', argv: [tools('eslint/bin/eslint.js'), '.'] },
  { title: 'types', argv: [tools('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
]

try {
  chapter('Setting up')
  await ensureDependencies()
  await ensureBuild()
  await ensurePrograms()
  const namespaces = await canUseNamespaces()
  const guest = await canUseGuest()

  chapter('Checking the sources')
  for (const check of checks) await examine(check)

  chapter('Unit tests')
  await suite('unit')
  if (namespaces !== undefined) {
    chapter('Network namespaces: director pairs on real interfaces')
    await suite('namespaces', namespaces)
  }
  if (guest) {
    chapter('Guest kernel: IPVS, real traffic, the journal')
    await suite('guest')
  }
} catch (error) {
  failed++
  process.stdout.write(`\n${error.message}\n`)
}
conclude()

/** How to start a program that may open network namespaces: undefined when nothing here allows it. */
async function canUseNamespaces() {
  const what = 'the tests in network namespaces'
  const { missing, why } = await ensurePackages(systemPackages)
  if (missing.length > 0) {
    leaveOut(what, `${missing.join(', ')} cannot be had: ${why}`)
    return undefined
  }
  for (const prefix of isRoot ? [[]] : [['unshare', '--user', '--map-root-user', '--net', '--mount']]) {
    const probe = await run([...prefix, 'unshare', '--net', '--mount', 'mount', '-t', 'tmpfs', 'run', '/run'])
    if (probe.status === 0) return prefix
    leaveOut(what, `opening one failed: ${lastLines(probe.output, 1)}`)
  }
  return undefined
}

async function canUseGuest() {
  const why = await ensureGuest()
  if (why !== undefined) leaveOut('the tests in the guest kernel', why)
  return why === undefined
}

async function examine({ title, argv }) {
  const { status, output } = await run([process.execPath, ...argv])
  if (status === 0) passed++
  else failed++
  say(`${title}: ${status === 0 ? 'ok' : 'FAILED'}`)
  if (status !== 0) process.stdout.write(`${lastLines(output, 60)}\n`)
}

/** Runs one vitest project and adds its counts; a run that ends without results is one failure. */
async function suite(project, prefix = []) {
  const results = join(temporary, `${project}.json`)
  const vitest = [process.execPath, tools('vitest/vitest.mjs'), 'run', '--project', project]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const { status } = await run([...prefix, ...vitest, ...reporters, '--maxConcurrency=4'], {
    show: true,
    env: { TMPDIR: temporary },
  })
  const counts = readCounts(results)
  passed += counts.passed
  failed += counts.failed
  if (status !== 0 && counts.failed === 0) failed++
}

function readCounts(file) {
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'))
    const suitesOnly = results.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    )
    return { passed: results.numPassedTests, failed: results.numFailedTests + suitesOnly.length }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

function conclude() {
  const leftOut = allLeftOut()
  const minutes = Math.round((performance.now() - started) / 6_000) / 10
  chapter(`Done in ${minutes} minutes`)
  for (const each of leftOut) say(`left out: ${each}`)
  if (everythingRequired && leftOut.length > 0) {
    say('LVS_HA_TEST_REQUIRE=all: what was left out counts as failed')
    failed += leftOut.length
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}
