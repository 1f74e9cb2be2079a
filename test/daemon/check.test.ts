// `lvs-ha check` on files: exit statuses, order, forms, and that it starts light.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { JsonReport } from '../../config/render/json.js'
import { checkFiles } from '../../daemon/check.js'
import { loadConfig } from '../../daemon/load-config.js'

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
const json = (...paths: readonly string[]): JsonReport =>
  JSON.parse(checkFiles(paths, { format: 'json', colour: false, configId: 'vm' }).text) as JsonReport

/** Codes with lines, in the order shown. */
const codes = (path: string): readonly string[] => json(path).diagnostics.map((one) => `${one.line ?? 0} ${one.code}`)

describe('the exit status', () => {
  it.each<[string, string, 0 | 1]>([
    ['0 for a sound file', instance(), 0],
    ['0 for an empty file', '', 0],
    ['0 for warnings only', instance() + '# comment \\\n', 0],
    ['1 for an error', instance('    foo bar\n'), 1],
    ['1 for a missing brace', instance().slice(0, -2), 1],
  ])('is %s', (_, text, expected) => {
    expect(check(file(text)).exitStatus).toBe(expected)
  })

  it('is 2 for a file that is not there, and says which', () => {
    const path = join(directory, 'no.conf')
    const { text, exitStatus } = check(path)
    expect(exitStatus).toBe(2)
    expect(text).toBe(`fatal[cannot-read-file]: Cannot read \`${path}\`: there is no such file\n`)
  })

  it('is 2 for a directory', () => {
    expect(check(directory)).toMatchObject({ exitStatus: 2 })
    expect(check(directory).text).toContain('it is a directory')
  })

  it('is 2 when one of several files cannot be read, and the others are checked all the same', () => {
    const bad = file(instance('    foo bar\n'))
    const { text, exitStatus } = check(bad, join(directory, 'no.conf'))
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
  ])('%s', (_, text, expected) => {
    expect(codes(file(text))).toEqual(expected)
  })

  it('an open quote', () => {
    expect(codes(file(instance('    notify "/bin/true\n')))).toContain('7 unterminated-quote')
  })

  it('is sorted by place, and files stand in the order they were read', () => {
    file('foo 3\n', 'included.conf')
    const path = file('foo 1\n@vm foo 2\n@other foo no\ninclude included.conf\n' + instance('    foo 4\n') + '}\n')
    const found = json(path).diagnostics.map(
      (one) => `${one.file?.endsWith('included.conf') ?? false} ${one.line ?? 0}`,
    )
    expect(found).toEqual(['false 1', 'false 2', 'false 11', 'false 13', 'true 1'])
  })

  it('is said once, however often a line is expanded', () => {
    const path = file(instance('    ~SEQ(I,1,50) foo bar\n'))
    expect(codes(path)).toEqual(['7 unknown-keyword'])
  })

  it('shows no password', () => {
    const path = file(instance('    authentication {\n        auth_type PASS\n        auth_pass "geheim\n    }\n'))
    const { text } = check(path)
    expect(text).toContain('unterminated-quote')
    expect(text).not.toContain('geheim')
  })

  it('is the same as JSON and as text', () => {
    const path = file(instance('    foo bar\n    priority 300\n') + '}\n')
    const lines = check(path)
      .text.split('\n')
      .filter((line) => line.startsWith('/'))
    const summary = lines.pop()
    expect(lines).toEqual(
      json(path).diagnostics.map(
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

  it('with an execute bit are not included', () => {
    chmodSync(file('foo\n', 'exec.conf'), 0o755)
    expect(codes(file('includer exec.conf\n'))).toEqual(['1 include-executable'])
  })

  it('in UTF-8 keep their columns', () => {
    const path = file(instance('    föö bar # ✓\n'))
    expect(json(path).diagnostics[0]).toMatchObject({ line: 7, column: 5, endColumn: 8 })
  })
})
