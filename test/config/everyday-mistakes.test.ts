import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../daemon/load-config.js'
import { lineOf } from './schema/bind-text.js'

// The mistakes operators make most, which keepalived's own test finds without place, in the wrong place or not at all.

const folder = mkdtempSync(join(tmpdir(), 'lvs-ha-mistakes-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const instance = (name: string, id: number, more: readonly string[] = []): string[] => [
  `vrrp_instance ${name} {`,
  '    interface eth0',
  `    virtual_router_id ${id}`,
  '    priority 100',
  ...more.map((line) => `    ${line}`),
  '}',
]
const addresses = (...all: readonly string[]): string[] => [
  'virtual_ipaddress {',
  ...all.map((one) => `    ${one}`),
  '}',
]
const service = (address: string, more: readonly string[] = [], kind = 'NAT', server = '192.168.0.1 80'): string[] => [
  `virtual_server ${address} 80 {`,
  '    protocol TCP',
  '    lb_algo rr',
  `    lb_kind ${kind}`,
  ...more.map((line) => `    ${line}`),
  `    real_server ${server} {`,
  '        TCP_CHECK {',
  '            connect_timeout 3',
  '        }',
  '    }',
  '}',
]

interface Mistake {
  readonly title: string
  readonly text: readonly string[]
  /** Text of the line the diagnostic must stand on. */
  readonly on: string
  /** Which of several such lines; the last by default. */
  readonly which?: 'first'
  readonly code: string
}

const mistakes: readonly Mistake[] = [
  {
    title: 'a closing brace is missing',
    text: [
      ...instance('VI_1', 51, ['virtual_ipaddress {', '    10.0.0.1/24']),
      ...instance('VI_2', 52, addresses('10.0.0.2/24')),
    ],
    on: 'virtual_ipaddress {',
    which: 'first',
    code: 'unclosed-block',
  },
  {
    title: 'a keyword of global_defs is misspelt',
    text: ['global_defs {', '    enable_script_securty', '}'],
    on: 'enable_script_securty',
    code: 'unknown-keyword',
  },
  {
    title: '`nopreempt` stands with `state MASTER`',
    text: instance('VI_1', 51, ['state MASTER', 'nopreempt', ...addresses('10.0.0.1/24')]),
    on: 'nopreempt',
    code: 'nopreempt-cleared',
  },
  {
    title: 'two instances on an interface have the same id',
    text: [...instance('VI_1', 51, addresses('10.0.0.1/24')), ...instance('VI_2', 51, addresses('10.0.0.2/24'))],
    on: 'virtual_router_id 51',
    code: 'duplicate-virtual-router-id',
  },
  {
    title: 'two instances have the same address',
    text: [...instance('VI_1', 51, addresses('10.0.0.1/24')), ...instance('VI_2', 52, addresses('10.0.0.1/24'))],
    on: '10.0.0.1/24',
    code: 'shared-address',
  },
  {
    title: 'an address stands twice in a block',
    text: instance('VI_1', 51, addresses('10.0.0.1/24', '10.0.0.1/24')),
    on: '10.0.0.1/24',
    code: 'duplicate-entry',
  },
  {
    title: 'a service stands twice in the file',
    text: [
      ...instance('VI_1', 51, addresses('10.0.0.1/24')),
      ...service('10.0.0.1'),
      ...service('10.0.0.1', ['delay_loop 10']),
    ],
    on: 'virtual_server 10.0.0.1 80 {',
    code: 'duplicate-service',
  },
  {
    title: 'a check may take longer than the time between checks',
    text: [
      ...instance('VI_1', 51, addresses('10.0.0.1/24')),
      'virtual_server 10.0.0.1 80 {',
      'protocol TCP',
      'lb_algo rr',
      'lb_kind NAT',
      'delay_loop 5',
      'real_server 192.168.0.1 80 {',
      'TCP_CHECK {',
      'connect_timeout 30',
      '}',
      '}',
      '}',
    ],
    on: 'connect_timeout 30',
    code: 'slow-failure-detection',
  },
  {
    title: 'a service has an address that no instance owns',
    text: [...instance('VI_1', 51, addresses('10.0.0.1/24')), ...service('10.0.0.9')],
    on: 'virtual_server 10.0.0.9 80 {',
    code: 'unowned-service-address',
  },
  {
    title: 'the port of a real server differs with DR',
    text: [...instance('VI_1', 51, addresses('10.0.0.1/24')), ...service('10.0.0.1', [], 'DR', '192.168.0.1 8080')],
    on: 'real_server 192.168.0.1 8080 {',
    code: 'port-forced',
  },
]

describe('it is said where it stands', () => {
  it.each(mistakes)('that $title', ({ title, text, on, which, code }) => {
    const file = join(folder, `${title.replaceAll(/\W/g, '-')}.conf`)
    writeFileSync(file, `${text.join('\n')}\n`)
    const found = loadConfig(file).diagnostics.filter((one) => one.code === code)
    const lines = text.map((line) => line.trim())
    expect(found.map(lineOf)).toEqual([(which === 'first' ? lines.indexOf(on) : lines.lastIndexOf(on)) + 1])
  })

  it('that the file is not there, as a failure', () => {
    const { readable, diagnostics } = loadConfig(join(folder, 'no-such-file.conf'))
    expect([readable, diagnostics.map(({ severity }) => severity)]).toEqual([false, ['fatal']])
  })

  it('nothing about interfaces and scripts of another machine', () => {
    const file = join(folder, 'elsewhere.conf')
    const text = instance('VI_1', 51, [...addresses('10.0.0.1/24'), 'notify /no/such/script.sh']).join('\n')
    writeFileSync(
      file,
      `global_defs {\nenable_script_security\nscript_user nobody\n}\n${text.replace('eth0', 'nosuch0')}\n`,
    )
    expect(loadConfig(file).diagnostics).toEqual([])
  })
})
