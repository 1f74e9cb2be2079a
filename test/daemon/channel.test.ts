// A child's end of the channel, in a process of its own.

import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { childOptions, roleArguments } from '../../daemon/ipc/channel.js'

const source = readFileSync(new URL('../../daemon/ipc/channel.ts', import.meta.url), 'utf8')
const options = { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } }

/** A child that opens the channel and runs `body`, with `channel` and `got` (messages so far) at hand. */
function child(onMessage: string, onClose: string): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), 'lvs-ha-channel-'))
  writeFileSync(join(folder, 'channel.mjs'), ts.transpileModule(source, options).outputText)
  writeFileSync(
    join(folder, 'child.mjs'),
    `import { openChannel } from './channel.mjs'
     const channel = openChannel((message) => { ${onMessage} }, () => { ${onClose} })
     channel.send({ kind: 'ready' })`,
  )
  return fork(join(folder, 'child.mjs'), [], { serialization: 'advanced', stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
}

const messages = (process: ChildProcess): { next(): Promise<unknown> } => {
  const queue: unknown[] = []
  let wake = (): void => undefined
  process.on('message', (message) => {
    queue.push(message)
    wake()
  })
  return {
    next: async () => {
      while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return queue.shift()
    },
  }
}

describe('the channel of a child', () => {
  it('answers pings by itself and hands on the rest', async () => {
    const process = child("channel.send({ kind: 'mail', subject: message.kind, body: '' })", '')
    const from = messages(process)
    expect(await from.next()).toEqual({ kind: 'ready' })
    process.send({ kind: 'ping', id: 7 })
    process.send({ kind: 'stop' })
    expect(await from.next()).toEqual({ kind: 'alive', id: 7 })
    expect(await from.next()).toEqual({ kind: 'mail', subject: 'stop', body: '' })
    process.disconnect()
  })

  it('loses nothing before the last message, and lets the process end', async () => {
    const process = child(
      `for (let i = 0; i < 500; i++) channel.send({ kind: 'mail', subject: String(i), body: 'x'.repeat(1000) })
       void channel.sendLast({ kind: 'stopped' })`,
      "console.log('closed')",
    )
    let received = 0
    let last: unknown
    process.on('message', (message) => {
      received++
      last = message
    })
    let printed = ''
    process.stdout?.on('data', (chunk) => (printed += String(chunk)))
    process.send({ kind: 'stop' })
    await new Promise((resolve) => process.once('close', resolve))
    expect(received).toBe(502)
    expect(last).toEqual({ kind: 'stopped' })
    expect(printed).toBe('')
  })

  it('tells when the supervisor is gone, and sending is harmless then', async () => {
    const process = child('', "channel.send({ kind: 'stopped' }); console.log('closed')")
    let printed = ''
    process.stdout?.on('data', (chunk) => (printed += String(chunk)))
    await messages(process).next()
    const ended = [
      new Promise((resolve) => process.once('exit', resolve)),
      new Promise((resolve) => process.stdout?.once('end', resolve)),
    ]
    process.disconnect()
    await Promise.all(ended)
    expect(printed).toBe('closed\n')
    expect(process.exitCode).toBe(0)
  })
})

describe('options on the command line of a child', () => {
  it('come back as they were given', () => {
    const given = { logFormat: 'json', logDetail: true, ipvs: 'memory' } as const
    expect(childOptions(['node', 'main.js', ...roleArguments('vrrp', given)])).toEqual(given)
  })

  it('are missing in a process nobody forked', () => {
    expect(() => childOptions(['node', 'main.js'])).toThrow()
  })
})
