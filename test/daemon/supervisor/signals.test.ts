// Signals in a process of their own.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { afterEach, describe, expect, it } from 'vitest'
import { SIGNALS } from '../../../daemon/supervisor/signals.js'

const source = readFileSync(new URL('../../../daemon/supervisor/signals.ts', import.meta.url), 'utf8')
const processes: ChildProcess[] = []
afterEach(() => processes.splice(0).forEach((one) => one.kill('SIGKILL')))

/** A process that runs `body` with the module at hand, prints `ready`, and stays; and its output, line by line. */
async function run(body: string): Promise<{ pid: number; output: AsyncIterator<string>; errors: () => string }> {
  const folder = mkdtempSync(join(tmpdir(), 'lvs-ha-signals-'))
  const options = { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } }
  writeFileSync(join(folder, 'signals.mjs'), ts.transpileModule(source, options).outputText)
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { handleSignals, ignoreSignals } from './signals.mjs'
     ${body}
     process.on('SIGWINCH', () => console.log('still here'))
     console.log('ready')
     setInterval(() => {}, 1000)`,
  )
  const child = spawn(process.execPath, [join(folder, 'main.mjs')], { stdio: ['ignore', 'pipe', 'pipe'] })
  processes.push(child)
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const output = lines(child.stdout)
  expect((await output.next()).value).toBe('ready')
  return { pid: child.pid ?? 0, output, errors: () => errors }
}

async function* lines(stream: NodeJS.ReadableStream): AsyncGenerator<string, string> {
  let pending = ''
  for await (const chunk of stream) {
    const parts = (pending + String(chunk)).split('\n')
    pending = parts.pop() ?? ''
    yield* parts
  }
  return 'ended'
}

const realtime: Readonly<Record<string, number>> = { 'SIGRTMIN+2': 36, 'SIGRTMAX-1': 63, SIGRTMAX: 64 }
const kill = (pid: number, signal: string): true => process.kill(pid, realtime[signal] ?? signal)

describe('signals', () => {
  it('each do what their row says, real-time ones included', async () => {
    const { pid, output, errors } = await run('handleSignals((row) => console.log(row.signal, row.action))')
    for (const { signal, action } of SIGNALS) {
      kill(pid, signal)
      expect((await output.next()).value).toBe(`${signal} ${action}`)
    }
    expect(errors()).toBe('')
  })

  it('are all ignored by children', async () => {
    const { pid, output } = await run('ignoreSignals()')
    for (const { signal } of SIGNALS) kill(pid, signal)
    kill(pid, 'SIGWINCH')
    expect((await output.next()).value).toBe('still here')
  })
})
