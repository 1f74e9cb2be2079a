#!/usr/bin/env node
// The one entry point: a role that a supervisor forked, or a command somebody typed. Everything is loaded when it is known
// which, so that `--version` and `check` start at once and no process loads native code it does not need.

import { ExitStatus } from './exit-status.js'

const [first, role] = process.argv.slice(2)

if (first === '--role') await runRole(role)
else if (first === '--version' || first === '-V') {
  const { programVersion } = await import('./version.js')
  process.stdout.write(`lvs-ha ${programVersion()}\n`)
} else await runCommand(first)

async function runRole(name: string | undefined): Promise<void> {
  const { ignoreSignals } = await import('./supervisor/signals.js')
  ignoreSignals()
  // Node's own status for this is 1, which would mean "do not start me again".
  process.on('uncaughtException', (error) => {
    process.stderr.write(`lvs-ha ${name ?? ''}: internal error: ${error.stack ?? error.message}\n`)
    process.exit(ExitStatus.internal)
  })
  process.title = `lvs-ha: ${name ?? ''}`
  if (name === 'vrrp') await (await import('./process/vrrp.js')).run()
  else if (name === 'checkers') await (await import('./process/checkers.js')).run()
  else throw new Error(`no role ${name ?? ''}`)
}

async function runCommand(name: string | undefined): Promise<void> {
  const { commands } = await import('./commands/list.js')
  const { buildProgram } = await import('./program.js')
  const wanted = commands.filter((entry) => entry.name === name)
  const program = await buildProgram(wanted.length > 0 ? wanted : commands)
  await program.parseAsync()
}
