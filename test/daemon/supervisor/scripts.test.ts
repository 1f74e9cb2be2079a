// Notify scripts: order, overlap, environment, failures.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Milliseconds, Seconds } from '../../../config/values/time.js'
import { scriptFault, scriptWarnings } from '../../../daemon/supervisor/script-security.js'
import { createScriptRunner, scriptEnvironment } from '../../../daemon/supervisor/scripts.js'
import { command, newFolder } from './helpers.js'

const me = { user: String(process.getuid?.() ?? 0), group: String(process.getgid?.() ?? 0) }
const rules = { defaultUser: me, secure: false }
const node = process.execPath

/** A script that writes what `expression` says, in JavaScript, to a file, and where that file is. */
function writer(expression: string): { argv: string[]; read: () => string } {
  const file = join(newFolder(), 'out')
  const text = `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(${expression}))`
  return { argv: [node, '-e', text, '--'], read: () => readFileSync(file, 'utf8') }
}

function runner(patience = Seconds(60)): ReturnType<typeof createScriptRunner> & { lines: string[] } {
  const lines: string[] = []
  return { ...createScriptRunner((entry) => lines.push(entry.text), { patience }), lines }
}

describe('scripts', () => {
  it('get their words as they are, without a shell', async () => {
    const scripts = runner()
    const out = writer('JSON.stringify(process.argv.slice(1))')
    scripts.run(command(...out.argv, 'a b', '$HOME;`x`', '*'), 'A', rules)
    await scripts.idle()
    expect(JSON.parse(out.read())).toEqual(['a b', '$HOME;`x`', '*'])
  })

  it('lead a process group of their own', async () => {
    const scripts = runner()
    const out = writer(
      `require('node:fs').readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')[2] - process.pid`,
    )
    scripts.run(command(...out.argv), 'A', rules)
    await scripts.idle()
    expect(out.read()).toBe('0')
  })

  it('of one label run one after the other, in order', async () => {
    const scripts = runner()
    const log = join(newFolder(), 'log')
    const step = (name: string, wait: number): string[] => [
      node,
      '-e',
      `const { appendFileSync } = require('node:fs')
       appendFileSync(${JSON.stringify(log)}, '<${name}')
       setTimeout(() => appendFileSync(${JSON.stringify(log)}, '${name}>'), ${wait})`,
    ]
    for (const [name, wait] of [
      ['1', 60],
      ['2', 20],
      ['3', 0],
    ] as const)
      scripts.run(command(...step(name, wait)), 'A', rules)
    expect(scripts.counts()).toEqual({ running: 1, waiting: 2 })
    await scripts.idle()
    expect(readFileSync(log, 'utf8')).toBe('<11><22><33>')
  })

  it('of different labels do not wait for each other', async () => {
    const scripts = runner()
    const out = writer("'done'")
    scripts.run(command(node, '-e', 'setInterval(() => {}, 1000)'), 'A', rules)
    scripts.run(command(...out.argv), 'B', rules)
    while (scripts.counts().running !== 1) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(out.read()).toBe('done')
    scripts.close()
    await scripts.idle()
  })

  it('that hang are not waited for any longer, and go on', async () => {
    const scripts = runner(Milliseconds(50))
    const out = writer("'second'")
    scripts.run(command(node, '-e', 'setInterval(() => {}, 1000)'), 'A', rules)
    scripts.run(command(...out.argv), 'A', rules)
    while (!scripts.lines.some((line) => line.includes('no longer waits')))
      await new Promise((resolve) => setTimeout(resolve, 5))
    while (scripts.counts().running !== 1) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(out.read()).toBe('second')
    scripts.close()
    await scripts.idle()
    expect(scripts.lines.at(-1)).toMatch(/ended by signal SIGTERM/)
  })

  it('that cannot be run, or fail, are told', async () => {
    const scripts = runner()
    scripts.run(command('/nonexistent/script'), 'A', rules)
    scripts.run(command(node, '-e', 'process.exit(3)'), 'A', rules)
    scripts.run({ argv: ['/bin/true'], runAs: { user: 'no-such-user', group: undefined } }, 'A', rules)
    await scripts.idle()
    expect(scripts.lines).toEqual([
      'Script /nonexistent/script not run: Unable to access script `/nonexistent/script`',
      expect.stringMatching(/^Script .* failed, status 3 after \d+\.\d s$/),
      'Script /bin/true not run: unknown user no-such-user',
    ])
  })

  it('are not run when others could change them, under script security', async () => {
    const scripts = runner()
    const file = join(newFolder(), 'script')
    writeFileSync(file, '#!/bin/sh\n')
    chmodSync(file, 0o777)
    scripts.run({ argv: [file], runAs: { user: '0', group: '0' } }, 'A', { ...rules, secure: true })
    await scripts.idle()
    expect(scripts.lines[0]).toContain('Unsafe permissions found for script')
  })

  it('get the environment without what endangers or confuses them', () => {
    const environment = {
      PATH: '/bin',
      IFS: 'x',
      LD_PRELOAD: 'x',
      LD_LIBRARY_PATH: 'x',
      NOTIFY_SOCKET: 'x',
      WATCHDOG_USEC: '1',
    }
    expect(scriptEnvironment(environment)).toEqual({ PATH: '/bin' })
  })
})

describe('script security', () => {
  const root = { uid: 0, gid: 0 }
  const user = { uid: 12345, gid: 12345 }
  const script = (mode: number, folderMode = 0o755): string => {
    const folder = join(newFolder(), 'scripts')
    mkdirSync(folder)
    const file = join(folder, 'x')
    writeFileSync(file, '#!/bin/sh\n')
    chmodSync(file, mode)
    chmodSync(folder, folderMode)
    return file
  }

  it.each<[string, () => string, typeof root, string | undefined]>([
    ['a file that is not there', () => '/nonexistent', root, 'missing'],
    ['a folder', () => '/etc', root, 'missing'],
    ['a file nobody may execute', () => script(0o644), root, 'missing'],
    ['a file only its owner may execute, for another', () => script(0o700), user, 'missing'],
    ['a file in a folder all may write to, for root', () => script(0o755, 0o777), root, 'unsafe'],
    ['the same for a user', () => script(0o755, 0o777), user, undefined],
    ['a program of the system, for root', () => '/bin/true', root, undefined],
    ['a program found along PATH', () => 'true', root, undefined],
  ])('finds %s', (_title, file, who, kind) => {
    expect(scriptFault(file(), who)?.kind).toBe(kind)
  })

  it('warns once of each script when a configuration comes into force', () => {
    const lines = scriptWarnings(
      [command('/nonexistent', 'a'), command('/nonexistent', 'b'), command('/bin/true')],
      rules,
    )
    expect(lines.map((entry) => entry.text)).toEqual([
      'WARNING - Unable to access script `/nonexistent` - disabling.',
      'SECURITY VIOLATION - scripts are being executed but script_security not enabled.',
    ])
  })

  it('has nothing to say without scripts', () => {
    expect(scriptWarnings([], rules)).toEqual([])
  })
})
