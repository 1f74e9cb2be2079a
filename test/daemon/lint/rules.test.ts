// The rules across features, and that they cost nothing on a large sound file.

import { describe, expect, it } from 'vitest'
import { lintRules } from '../../../daemon/lint/list.js'
import { globalsSample, instanceSample, serviceSample } from '../../../daemon/lint/sample.js'
import { wholeOf } from './whole-of.js'

const own = new Set([
  'no-mail',
  'unowned-service-address',
  'virtual-address-as-server',
  'script-security',
  'unknown-name',
  'repeated-keyword',
  'unused-block',
])

/** What the rules across features say of a text. */
const found = (text: string) => wholeOf(text).diagnostics.filter(({ code }) => own.has(code))
const codes = (text: string): readonly string[] => found(text).map(({ severity, code }) => `${severity} ${code}`)

const instance = instanceSample()
const services = (...addresses: readonly string[]): string =>
  addresses.map((address) => serviceSample({ address })).join('')
const bfd = (name: string, more = ''): string => `bfd_instance ${name} {\nneighbor_ip 192.0.2.9\n${more}\n}\n`
const tracked = (name: string): string => `track_file ${name} {\nfile /run/${name}\n}\n`
const follows = (check: string): string => serviceSample({ check })
const mail = globalsSample('smtp_server 192.0.2.25\nnotification_email {\n    ops@example.com\n}')

describe('what is said', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing of a service on an address of an instance', instance + services('192.0.2.10 80'), []],
    ['nothing of services without instances', services('192.0.2.77 80'), []],
    [
      'a service beside the addresses',
      instance + services('192.0.2.10 80', '192.0.2.100 80'),
      ['warning unowned-service-address'],
    ],
    [
      'a hint when no service is on any of them',
      instance + services('192.0.2.100 80'),
      ['hint unowned-service-address'],
    ],
    [
      'one word for an address with several ports',
      instance + services('192.0.2.10 80', '192.0.2.100 80', '192.0.2.100 443'),
      ['warning unowned-service-address'],
    ],
    [
      'nothing of an excluded address',
      instanceSample({ more: 'virtual_ipaddress_excluded {\n192.0.2.100\n}' }) + services('192.0.2.100 80'),
      [],
    ],
    [
      'a real server that is a virtual address',
      instance + serviceSample({ server: '192.0.2.10 8080', kind: 'NAT' }),
      ['warning virtual-address-as-server'],
    ],
    ['scripts without any word about users', instanceSample({ more: 'notify /bin/true' }), ['hint script-security']],
    ['nothing with script_user', globalsSample('script_user ops') + instanceSample({ more: 'notify /bin/true' }), []],
    [
      'a script of a service',
      serviceSample().replace('delay_loop 6', 'delay_loop 6\nquorum_up /bin/true'),
      ['hint script-security'],
    ],
    ['a daemon that follows an instance', globalsSample('lvs_sync_daemon eth1 VI_1') + instance, []],
    [
      'a daemon that follows no instance there is',
      globalsSample('lvs_sync_daemon eth1 inst VI_2') + instance,
      ['warning unknown-name'],
    ],
    ['a daemon that follows nobody', globalsSample('lvs_sync_daemon eth1') + instance, []],
    [
      'a second daemon in an instance',
      globalsSample('lvs_sync_daemon eth1') + instanceSample({ more: 'lvs_sync_daemon_interface eth2' }),
      ['error repeated-keyword'],
    ],
    ['a check of a session that is there', bfd('B') + follows('BFD_CHECK {\nname B\n}'), []],
    ['a check of a session that is not there', follows('BFD_CHECK {\nname B\n}'), ['error unknown-name']],
    ['a check of a session that comes later', follows('BFD_CHECK {\nname B\n}') + bfd('B'), ['error unknown-name']],
    [
      'a check of a session for instances',
      bfd('B', 'vrrp') + follows('BFD_CHECK {\nname B\n}'),
      ['error unknown-name'],
    ],
    ['a check of a file that is there', tracked('F') + follows('FILE_CHECK {\ntrack_file F\n}'), []],
    ['a check of a file that is not there', follows('FILE_CHECK {\ntrack_file F\n}'), ['error unknown-name']],
    ['a session that nobody follows', bfd('B'), ['hint unused-block']],
    ['a file that nobody follows', tracked('F'), ['hint unused-block']],
    ['nothing of a session that an instance follows', bfd('B') + instanceSample({ more: 'track_bfd {\nB\n}' }), []],
    ['nothing of a file that an instance follows', tracked('F') + instanceSample({ more: 'track_file {\nF\n}' }), []],
    [
      'a script that checks a server',
      serviceSample({ check: 'MISC_CHECK {\nmisc_path /bin/true\n}' }),
      ['hint script-security'],
    ],
    ['mail that cannot be sent', instanceSample({ more: 'smtp_alert' }), ['warning no-mail']],
    [
      'mail of a service that cannot be sent',
      serviceSample().replace('delay_loop 6', 'smtp_alert'),
      ['warning no-mail'],
    ],
    ['nothing of mail that can be sent', mail + instanceSample({ more: 'smtp_alert' }), []],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected)
  })

  it('is three addresses at most, and how many more there are', () => {
    const many = Array.from({ length: 9 }, (_, i) => `198.51.100.${i + 1} 80`)
    const said = found(instance + services('192.0.2.10 80', ...many))
    expect(said).toHaveLength(3)
    expect(said.at(-1)?.hint).toContain('The same holds for 6 more addresses.')
  })

  it('is said by keepalived too', () => {
    const text =
      follows('BFD_CHECK {\nname B\n}') + follows('FILE_CHECK {\ntrack_file F\n}').replace('.10 80', '.10 81')
    expect(found(text).flatMap(({ keepalived = [] }) => keepalived.map(({ message }) => message))).toEqual([
      '([198.51.100.11]:tcp:80) BFD_CHECK - BFD B not configured',
      'track_file F not found',
      'FILE_CHECK has no track_file specified - ignoring',
    ])
  })

  it('guesses the address that was meant', () => {
    const [said] = found(instance + services('192.0.2.10 80', '192.0.2.11 80'))
    expect(said?.hint).toContain('Did you mean `192.0.2.10`?')
  })
})

it('the rules take next to no time of what reading 4000 services with 40000 servers takes', () => {
  const one = (i: number): string => {
    const address = `10.${i >> 8}.${i & 255}.1`
    const servers = Array.from(
      { length: 10 },
      (_, n) => `real_server 172.16.${n}.${(i % 250) + 1} 80 {\nweight 1\nTCP_CHECK {\n}\n}\n`,
    )
    return `virtual_server ${address} 80 {\nprotocol TCP\nlb_algo rr\nlb_kind DR\n${servers.join('')}}\n`
  }
  const addresses = Array.from({ length: 4000 }, (_, i) => `10.${i >> 8}.${i & 255}.1`)
  const instances = Array.from({ length: 20 }, (_, i) =>
    instanceSample({
      name: `VI_${i}`,
      id: i + 1,
      address: addresses.slice(i * 200, i * 200 + 200).join('\n        '),
    }),
  )
  const start = performance.now()
  const { whole } = wholeOf(instances.join('') + addresses.map((_, i) => one(i)).join(''))
  const reading = performance.now() - start
  const times = Array.from({ length: 5 }, () => {
    const before = performance.now()
    for (const rule of lintRules) rule(whole, () => undefined)
    return performance.now() - before
  })
  expect(Math.min(...times)).toBeLessThan(reading / 10)
})
