// `lvs-ha check` on files: exit statuses, order, forms, and that it starts light.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { JsonReport } from '../../config/render/json.js'
import { checkFiles } from '../../daemon/check.js'
import { commands } from '../../daemon/commands/list.js'
import { loadConfig } from '../../daemon/load-config.js'
import { buildProgram } from '../../daemon/program.js'

const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-check-'))
afterAll(() => {
  rmSync(directory, { recursive: true })
})

let files = 0
function file(text: string, name = `f${++files}.conf`): string {
  const path = join(directory, name)
  writeFileSync(path, text, { mode: 0o644 })
  return path
}

const instance = (more = ''): string =>
  `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        10.0.0.1/24
    }
${more}}
`

const check = (...paths: readonly string[]): ReturnType<typeof checkFiles> =>
  checkFiles(paths, { format: 'text', colour: false, configId: 'vm' })
const json = async (...paths: readonly string[]): Promise<JsonReport> =>
  JSON.parse((await checkFiles(paths, { format: 'json', colour: false, configId: 'vm' })).text) as JsonReport

/** Codes with lines, in the order shown. */
const codes = async (path: string): Promise<readonly string[]> =>
  (await json(path)).diagnostics.map((one) => `${one.line ?? 0} ${one.code}`)

describe('the exit status', () => {
  it.each<[string, string, 0 | 1]>([
    ['0 for a sound file', instance(), 0],
    ['0 for an empty file', '', 0],
    ['0 for warnings only', instance() + '# comment \\\n', 0],
    ['1 for an error', instance('    foo bar\n'), 1],
    ['1 for a missing brace', instance().slice(0, -2), 1],
  ])('is %s', async (_, text, expected) => {
    expect((await check(file(text))).exitStatus).toBe(expected)
  })

  it('is 1 for warnings too when they count as errors, and they are shown as errors', async () => {
    const settings = { format: 'text', colour: false, configId: 'vm', strict: true } as const
    const { text, exitStatus } = await checkFiles([file(instance() + '# comment \\\n')], settings)
    expect(exitStatus).toBe(1)
    expect(text).toContain('error[stray-backslash]')
    expect(text).toContain(': 1 error\n')
    expect((await checkFiles([file(instance())], settings)).exitStatus).toBe(0)
  })

  it('is 2 for a file that is not there, and says which', async () => {
    const path = join(directory, 'no.conf')
    const { text, exitStatus } = await check(path)
    expect(exitStatus).toBe(2)
    expect(text).toBe(`fatal[cannot-read-file]: Cannot read \`${path}\`: there is no such file\n`)
  })

  it('is 2 for a directory', async () => {
    expect(await check(directory)).toMatchObject({ exitStatus: 2 })
    expect((await check(directory)).text).toContain('it is a directory')
  })

  it('is 2 when one of several files cannot be read, and the others are checked all the same', async () => {
    const bad = file(instance('    foo bar\n'))
    const { text, exitStatus } = await check(bad, join(directory, 'no.conf'))
    expect(exitStatus).toBe(2)
    expect(text).toContain('unknown-keyword')
    expect(text).toContain('cannot-read-file')
  })
})

describe('what reading finds', () => {
  it.each<[string, string, readonly string[]]>([
    ['an unknown keyword in an instance', instance('    foo bar\n'), ['7 unknown-keyword']],
    ['an unknown keyword at the top level', 'foo bar\n' + instance(), ['1 unknown-keyword']],
    ['an unknown block, once', 'foo {\n  bar\n}\n' + instance(), ['1 unknown-keyword']],
    ['a missing closing brace', instance().slice(0, -2), ['1 unclosed-block']],
    ['a closing brace too many', instance() + '}\n', ['8 extra-brace']],
    ['a missing opening brace', instance().replace('VI_1 {', 'VI_1'), ['1 missing-open-brace']],
    [
      'a brace on the next line and one-line blocks: nothing',
      instance()
        .replace('VI_1 {', 'VI_1\n{')
        .replace(/\{\s+10/, '{ 10'),
      [],
    ],
    ['an include of a missing file', instance() + 'include nofile\n', ['8 include-not-found']],
    ['a strict include of a missing file', instance() + 'includem nofile\n', ['8 include-not-found']],
    ['an include without match', instance() + 'includew nofile*\n', ['8 include-no-match']],
  ])('%s', async (_, text, expected) => {
    expect(await codes(file(text))).toEqual(expected)
  })

  it('an open quote', async () => {
    expect(await codes(file(instance('    notify "/bin/true\n')))).toContain('7 unterminated-quote')
  })

  it('is sorted by place, and files stand in the order they were read', async () => {
    file('foo 3\n', 'included.conf')
    const path = file('foo 1\n@vm foo 2\n@other foo no\ninclude included.conf\n' + instance('    foo 4\n') + '}\n')
    const found = (await json(path)).diagnostics.map(
      (one) => `${one.file?.endsWith('included.conf') ?? false} ${one.line ?? 0}`,
    )
    expect(found).toEqual(['false 1', 'false 2', 'false 11', 'false 13', 'true 1'])
  })

  it('is said once, however often a line is expanded', async () => {
    const path = file(instance('    ~SEQ(I,1,50) foo bar\n'))
    expect(await codes(path)).toEqual(['7 unknown-keyword'])
  })

  it('shows no password', async () => {
    const path = file(instance('    authentication {\n        auth_type PASS\n        auth_pass "geheim\n    }\n'))
    const { text } = await check(path)
    expect(text).toContain('unterminated-quote')
    expect(text).not.toContain('geheim')
  })

  it('is the same as JSON and as text', async () => {
    const path = file(instance('    foo bar\n    priority 300\n') + '}\n')
    const lines = (await check(path)).text.split('\n').filter((line) => line.startsWith('/'))
    const summary = lines.pop()
    expect(lines).toEqual(
      (await json(path)).diagnostics.map(
        (one) => `${one.file ?? ''}:${one.line ?? 0}:${one.column ?? 0}: ${one.severity}[${one.code}]: ${one.message}`,
      ),
    )
    expect(summary).toBe(`${path}: 3 errors`)
  })
})

describe('a large file', () => {
  const service = (number: number, more = ''): string =>
    `virtual_server 10.0.${number >> 8}.${number & 255} 80 {
    lb_algo rr
    lb_kind DR
    protocol TCP
${more}    real_server 192.168.0.1 80 {
        TCP_CHECK {
        }
    }
}
`
  const services = Array.from({ length: 2000 }, (_, number) => service(number)).join('')

  it('gives a model of all its services', () => {
    const { model, diagnostics } = loadConfig(file(services))
    expect(diagnostics).toEqual([])
    expect(model.healthcheck.virtualServers.map((one) => one.address)).toHaveLength(2000)
  })

  it('gives the same with global_defs at the end as at the beginning', () => {
    const globals = 'global_defs {\n    smtp_alert_checker on\n    foo\n}\n'
    const bad = service(3000, '    foo bar\n')
    const first = loadConfig(file(globals + services + bad))
    const last = loadConfig(file(services + bad + globals))
    expect(last.model).toEqual(first.model)
    expect(last.model.healthcheck.virtualServers[0]?.smtpAlert).toBe(true)
    const codesOf = (one: typeof first): readonly string[] => one.diagnostics.map(({ code }) => code).sort()
    expect(codesOf(last)).toEqual(codesOf(first))
  })

  it('with a missing brace loses nothing else', () => {
    const broken = service(3000).slice(0, -2)
    const { model, diagnostics } = loadConfig(file(services + broken + services.replaceAll('10.0.', '10.1.')))
    expect(diagnostics.map(({ code }) => code)).toEqual(['unclosed-block'])
    expect(model.healthcheck.virtualServers).toHaveLength(4001)
  })
})

describe('files', () => {
  it('are included by pattern, in order, relative to the including file, dot files and directories left out', () => {
    mkdirSync(join(directory, 'conf.d/sub.conf'), { recursive: true })
    file('foo 2\n', 'conf.d/2.conf')
    file('foo 1\n', 'conf.d/1.conf')
    file('foo 0\n', 'conf.d/.0.conf')
    file('foo 3\n', 'conf.d/3.txt')
    const path = file('include conf.d/*.conf\n')
    const { sources, diagnostics } = loadConfig(path)
    expect(sources.map((source) => source.name.slice(directory.length))).toEqual([
      path.slice(directory.length),
      '/conf.d/1.conf',
      '/conf.d/2.conf',
    ])
    expect(diagnostics.map((one) => one.code)).toEqual(['include-unreadable', 'unknown-keyword', 'unknown-keyword'])
  })

  it('with an execute bit are not included', async () => {
    chmodSync(file('foo\n', 'exec.conf'), 0o755)
    expect(await codes(file('includer exec.conf\n'))).toEqual(['1 include-executable'])
  })

  it('in UTF-8 keep their columns', async () => {
    const path = file(instance('    föö bar # ✓\n'))
    expect((await json(path)).diagnostics[0]).toMatchObject({ line: 7, column: 5, endColumn: 8 })
  })
})

describe('the command', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    process.exitCode = undefined
    for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error')
  })

  /** What the words print, and the status they end with. */
  async function run(...words: readonly string[]) {
    const written = { out: '', err: '' }
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true))
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true))
    await (await buildProgram(commands)).parseAsync(words, { from: 'user' })
    return { ...written, status: process.exitCode }
  }

  const bad = file(instance('    foo bar\n'))
  const sound = file(instance())

  it.each<[readonly string[], { out?: string; err?: string; status: number }]>([
    [['check', sound], { out: 'no problems found', status: 0 }],
    [['check', bad], { out: 'error[unknown-keyword]', status: 1 }],
    [['check', bad, sound], { out: 'no problems found', status: 1 }],
    [['check', '--format', 'gcc', bad], { out: ':7:5: error: ', status: 1 }],
    [['check', '--color', 'always', bad], { out: '\x1b[1;31m', status: 1 }],
    [['check', '--compat', bad], { err: "Line 7) Unknown keyword 'foo'\n", status: 5 }],
    [['check', '--compat', sound], { status: 0 }],
    [['check', '--peer', sound, bad, sound], { err: '--peer compares one FILE', status: 1 }],
    [['check', '--peer', '/no/such.conf', sound], { out: 'cannot-read-file', status: 2 }],
    [['check', '--schema'], { out: '"$schema"', status: 0 }],
    [['check', '--explain', 'no-such-rule-at-all'], { err: "there is no rule 'no-such-rule-at-all'", status: 2 }],
    [['config', 'explain', 'advert_int'], { out: 'advert_int (in vrrp_instance)', status: 0 }],
    [['config', 'explain', 'advert_ints'], { err: 'Did you mean advert_int?', status: 1 }],
    [['config', 'diff', sound, sound], { status: 0 }],
    [['config', 'diff', sound, '/no/such.conf'], { err: 'cannot-read-file', status: 2 }],
  ])('%j', async (words, expected) => {
    const { out, err, status } = await run(...words)
    expect(status).toBe(expected.status)
    if (expected.out === undefined) expect(out).toBe('')
    else expect(out).toContain(expected.out)
    if (expected.err === undefined) expect(err).toBe('')
    else expect(err).toContain(expected.err)
  })

  it('lists the rules when --explain names none', async () => {
    const { out, status } = await run('check', '--explain')
    expect(status).toBe(0)
    expect((await run('check', '--rules')).out).toBe(out)
  })
})

describe('comments that keep rules quiet', () => {
  const silent = (comment: string): string => file(instance(`    foo bar # lvs-ha: ignore ${comment}\n`))

  it('take away what is said, and the summary counts it', async () => {
    const path = silent('unknown-keyword - it is for another program')
    expect(await check(path)).toEqual({ text: `${path}: no problems found (1 silenced)\n`, exitStatus: 0 })
    expect((await json(path)).summary).toMatchObject({ errors: 0, silenced: 1 })
  })

  it('that name a rule wrongly, or one that says nothing, are reported', async () => {
    expect(await codes(silent('unknown-keywrod'))).toEqual(['7 unknown-keyword', '7 unknown-rule'])
    expect(await codes(silent('unknown-keyword, extra-brace'))).toEqual(['7 unused-silence'])
  })

  it('are not idle when they are about what only another check finds', async () => {
    expect(await codes(silent('unknown-keyword, peer-preempt'))).toEqual([])
  })
})
