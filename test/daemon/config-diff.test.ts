// `lvs-ha config diff`: what counts as a difference, and how it is told.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { changesBetween, type Edit } from '../../daemon/config-tools/changes.js'
import { diffFiles } from '../../daemon/config-tools/diff.js'
import type { Outline } from '../../daemon/config-tools/outline.js'

const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-diff-'))
afterAll(() => {
  rmSync(directory, { recursive: true })
})

let files = 0
function file(text: string, name = `f${++files}.conf`): string {
  const path = join(directory, name)
  writeFileSync(path, text, { mode: 0o644 })
  return path
}

const diff = (a: string, b: string, format: 'text' | 'json' = 'text') =>
  diffFiles(file(a), file(b), { format, configId: 'vm', otherConfigId: 'vm' })

const instance = (more = '', name = 'VI_1'): string => `vrrp_instance ${name} {
    interface eth0
    virtual_router_id 51
    priority 100
    virtual_ipaddress {
        10.0.0.1/24
        10.0.0.2/24
    }
${more}}
`

const service = (more = '', port = 80): string => `virtual_server 10.0.0.1 ${port} {
    lb_algo rr
    lb_kind DR
    protocol TCP
    real_server 192.168.0.1 ${port} {
        weight 2
${more}        TCP_CHECK {
        }
    }
}
`

describe('no difference is', () => {
  it('the device of an address, when it is the one the instance has', () => {
    expect(diff(instance(), instance().replaceAll('/24', '/24 dev eth0')).text).toBe('')
  })

  it('a keyword that says what holds anyway, though its default depends on others', () => {
    const written = instance('    state BACKUP\n    preempt\n    garp_master_delay 5\n')
    const left = instance().replace('    priority 100\n', '')
    expect(diff(`global_defs {\n    vrrp_version 2\n}\n${written}`, left).exitStatus).toBe(0)
    expect(
      diff(service('        weight 2\n', 80).replace('TCP_CHECK {', 'TCP_CHECK {\n retry 1'), service()).text,
    ).toBe('')
  })

  it.each<[string, string, string]>([
    ['the same file', instance() + service(), instance() + service()],
    [
      'another order of blocks',
      instance() + instance('', 'VI_2') + service(),
      service() + instance('', 'VI_2') + instance(),
    ],
    [
      'another order of keywords',
      instance('    nopreempt\n    advert_int 2\n'),
      instance('    advert_int 2\n    nopreempt\n'),
    ],
    ['comments, blanks and quotes', instance(), `# a\n${instance().replace('priority 100', 'priority   "100" ! b')}`],
    ['a definition', instance(), `$P=100\n${instance().replace('priority 100', 'priority $P')}`],
    ['a repetition', instance(), instance().replace(/10\.0\.0\.1\/24\s+10\.0\.0\.2/, '~SEQ(I, 1, 2) 10.0.0.${I}')],
    ['a condition that holds', instance(), instance().replace('priority', '@vm priority')],
    ['a default written out', instance(), instance('    advert_int 1\n')],
    ['another way to write a number', instance('    advert_int 2\n'), instance('    advert_int 2.0\n')],
    [
      'one global_defs block instead of two',
      'global_defs {\nrouter_id a\nsmtp_connect_timeout 5\n}\n',
      'global_defs {\nrouter_id a\n}\nglobal_defs {\nsmtp_connect_timeout 5\n}\n',
    ],
    ['a keyword that is overridden', instance(), instance().replace('priority', 'priority 5\n    priority')],
  ])('%s', (_, a, b) => {
    expect(diff(a, b)).toMatchObject({ text: '', exitStatus: 0 })
    expect(diff(b, a)).toMatchObject({ text: '', exitStatus: 0 })
  })

  it('an include', () => {
    const included = file(instance())
    expect(diff(instance() + service(), `include ${included}\n${service()}`)).toMatchObject({ text: '', exitStatus: 0 })
  })
})

describe('a difference is', () => {
  it.each<[string, string, string, string]>([
    ['a value', instance(), instance().replace('100', '150'), '  vrrp_instance VI_1\n  ~ priority 100 -> 150\n'],
    ['a keyword more', instance(), instance('    nopreempt\n'), '  vrrp_instance VI_1\n  + nopreempt\n'],
    [
      'a keyword less',
      instance('    advert_int 2\n    garp_master_delay 7\n'),
      instance('    garp_master_delay 7\n'),
      '  vrrp_instance VI_1\n  ~ advert_int 2 -> 1\n',
    ],
    [
      'an entry of a list, in its place',
      instance(),
      instance().replace('10.0.0.2/24', '10.0.0.3/24\n10.0.0.2/24'),
      '  vrrp_instance VI_1\n    virtual_ipaddress\n        10.0.0.1/24\n      + 10.0.0.3/24\n        10.0.0.2/24\n',
    ],
    [
      'the order of a list',
      instance(),
      instance()
        .replace('10.0.0.1/24', '10.0.0.2/24')
        .replace(/2\/24(\s+)10.0.0.2\/24/, '2/24$110.0.0.1/24'),
      '  vrrp_instance VI_1\n    virtual_ipaddress\n      - 10.0.0.1/24\n        10.0.0.2/24\n      + 10.0.0.1/24\n',
    ],
    ['a block more', instance(), instance() + service(), ['+ virtual_server 10.0.0.1 80', '  + lb_algo rr'].join('\n')],
    ['a block less', instance() + service(), instance(), '- virtual_server 10.0.0.1 80\n'],
    [
      'inside a real server',
      service(),
      service().replace('weight 2', 'weight 3'),
      '  virtual_server 10.0.0.1 80\n    real_server 192.168.0.1 80\n    ~ weight 2 -> 3\n',
    ],
    ['another port: another service', service(), service('', 81), '- virtual_server 10.0.0.1 80\n'],
  ])('%s', (_, a, b, expected) => {
    const { text, exitStatus } = diff(a, b)
    expect(exitStatus).toBe(1)
    for (const line of expected.split('\n')) expect(text.split('\n')).toContain(line)
    if (!expected.startsWith('+') && !expected.startsWith('-')) expect(text).toBe(expected)
  })

  it('a block more or less, told without its defaults', () => {
    const before = diff('', service()).text
    expect(before).toBe(
      [
        '+ virtual_server 10.0.0.1 80',
        '  + lb_algo rr',
        '  + lb_kind DR',
        '  + protocol TCP',
        '  + real_server 192.168.0.1 80',
        '    + weight 2',
        '    + TCP_CHECK',
        '',
      ].join('\n'),
    )
    expect(diff(service(), '').text).toBe(before.replace(/\+/g, '-'))
  })

  it('a password, which is not shown', () => {
    const secret = (word: string): string =>
      instance(`    authentication {\n        auth_type PASS\n        auth_pass ${word}\n    }\n`)
    const { text, exitStatus } = diff(secret('geheim1'), secret('geheim2'))
    expect({ text, exitStatus }).toEqual({
      text: '  vrrp_instance VI_1\n    authentication\n    ~ auth_pass **** (another value)\n',
      exitStatus: 1,
    })
    expect(diff(secret('geheim1'), secret('geheim2'), 'json').text).not.toContain('geheim')
    expect(diff(instance(), secret('geheim1')).text).not.toContain('geheim')
  })

  it('the same as JSON', () => {
    const { text, exitStatus } = diff(
      instance(),
      instance('    nopreempt\n').replace('100', '150').replace('        10.0.0.2/24\n', '') + service(),
      'json',
    )
    expect(exitStatus).toBe(1)
    const own = { block: ['vrrp_instance VI_1'], entry: false, before: null }
    expect(JSON.parse(text)).toEqual({
      version: 1,
      changes: [
        { ...own, change: 'changed', keyword: 'priority', before: '100', after: '150' },
        { ...own, change: 'added', keyword: 'nopreempt', after: '' },
        { ...own, change: 'removed', keyword: 'virtual_ipaddress', entry: true, before: '10.0.0.2/24', after: null },
        { ...own, change: 'added', block: ['virtual_server 10.0.0.1 80'], keyword: null, after: null },
      ],
    })
  })
})

describe('files', () => {
  it('can be one and the same, for two directors', () => {
    const path = file(instance().replace('priority 100', '@a priority 100\n    @b priority 50'))
    const settings = { format: 'text', configId: 'a' } as const
    expect(diffFiles(path, path, { ...settings, otherConfigId: 'a' }).text).toBe('')
    expect(diffFiles(path, path, { ...settings, otherConfigId: 'b' }).text).toContain('~ priority 100 -> 50')
  })

  it('that cannot be read end it with 2, whichever it is', () => {
    const missing = join(directory, 'missing.conf')
    for (const [a, b] of [
      [missing, file('')],
      [file(''), missing],
    ] as const) {
      const { text, exitStatus, stream } = diffFiles(a, b, { format: 'text' })
      expect({ exitStatus, stream }).toEqual({ exitStatus: 2, stream: 'stderr' })
      expect(text).toContain('missing.conf')
    }
  })
})

describe('lists', () => {
  const outline = (entries: readonly string[]): Outline => ({
    title: '',
    values: new Map(),
    lists: new Map([['list', entries.map((text) => ({ key: text, text, written: true }))]]),
    blocks: new Map(),
  })
  const entries = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 })

  it('come out of their edits again: what goes from the first, what comes in the second', () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        const [change] = changesBetween(outline(before), outline(after))
        if (change === undefined) {
          expect(before).toEqual(after)
          return
        }
        const edits: readonly Edit[] = change.kind === 'list' ? change.edits : []
        expect(edits.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(before)
        expect(edits.filter(({ sign }) => sign !== '-').map(({ text }) => text)).toEqual(after)
      }),
    )
  })
})

describe('a difference is', () => {
  const group = (entry: string): string => `virtual_server_group g {\n    ${entry}\n}\n`
  const ofGroup = service().replace('10.0.0.1 80', 'group g')
  const routes = (route: string): string => `static_routes {\n    ${route}\n}\n`

  it.each<[string, string, string]>([
    ['an entry of a group', group('10.0.0.1 80') + ofGroup, group('10.0.0.2 80') + ofGroup],
    ['an option of a route', routes('10.0.0.0/8 via 10.1.1.1'), routes('10.0.0.0/8 via 10.1.1.2')],
    [
      'an option of a rule',
      'static_rules {\nfrom 10.0.0.0/8 table 1\n}\n',
      'static_rules {\nfrom 10.0.0.0/8 table 2\n}\n',
    ],
    ['an option of an address', instance(), instance().replace('10.0.0.1/24', '10.0.0.1/24 label eth0:1')],
    ['a default of all services', service(), `global_defs {\nsmtp_alert_checker\n}\n${service()}`],
  ])('%s', (_, a, b) => {
    expect(diff(a, b).exitStatus).toBe(1)
    expect(diff(b, a).exitStatus).toBe(1)
  })
})
