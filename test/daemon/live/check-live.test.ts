// What a machine lacks of what a file asks for.

import { describe, expect, it } from 'vitest'
import { renderCompat } from '../../../config/render/compat.js'
import { checkLive, checkMachine } from '../../../daemon/live/check-live.js'
import { hostMachine } from '../../../daemon/live/host.js'
import { wholeOf } from '../lint/whole-of.js'
import { machine, on, type MadeUp } from './fake-machine.js'

const instance = (more = '', device = 'eth0'): string =>
  `vrrp_instance VI_1 {\ninterface ${device}\nvirtual_router_id 51\npriority 100\nvirtual_ipaddress {\n10.0.0.1/24\n}\n${more}\n}\n`
const secure = 'global_defs {\nenable_script_security\nscript_user root\n}\n'
const service = (kind = 'DR', checker = 'TCP_CHECK {\n}'): string =>
  `virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo sed\nlb_kind ${kind}\nreal_server 10.0.1.1 80 {\n${checker}\n}\n}\n`

const hmac = instance('version 3\nauth_hmac {\nkey 1 file:/etc/ha/key\nactive_key 1\n}')

const found = (text: string, facts: MadeUp = {}) => checkMachine(wholeOf(text).whole, machine(facts))
const codes = (text: string, facts: MadeUp = {}): readonly string[] =>
  found(text, facts).map(({ severity, code }) => `${severity} ${code}`)

const script = { '/etc/ha/notify.sh': { mode: 0o755 } }
const notify = (what = '/etc/ha/notify.sh'): string => `${secure}${instance(`notify_master "${what} a b"`)}`

describe('on a machine that has everything', () => {
  it.each([
    ['nothing is said of an instance', instance()],
    ['nothing is said of services', instance() + service('NAT')],
    ['nothing is said of a script', notify()],
    ['nothing is said of an empty file', ''],
  ])('%s', (_, text) => {
    expect(codes(text, { files: script })).toEqual([])
  })
})

describe('what is missing', () => {
  it.each<[string, string, MadeUp, readonly string[]]>([
    ['the interface of an instance', instance('', 'eth7'), {}, ['error missing-interface']],
    ['a tracked interface', instance('track_interface {\neth7\n}'), {}, ['error missing-interface']],
    [
      'the interface of an address',
      instance('virtual_ipaddress_excluded {\n10.9.0.1 dev eth7\n}'),
      {},
      ['error missing-interface'],
    ],
    [
      'an interface that a virtual MAC makes',
      instance('use_vmac vr1\nvirtual_ipaddress_excluded {\n10.9.0.1 dev vr1\n}'),
      {},
      [],
    ],
    ['a carrier', instance(), { interfaces: { eth0: { running: false } } }, ['warning interface-down']],
    [
      'an address to send from',
      instance(),
      { interfaces: { eth0: { addresses: [] } } },
      ['warning missing-source-address'],
    ],
    [
      'an address other than the virtual one',
      instance(),
      { interfaces: { eth0: { addresses: [on('10.0.0.1/24')] } } },
      ['warning missing-source-address', 'warning address-already-set'],
    ],
    ['the configured source', instance('mcast_src_ip 10.0.0.9'), {}, ['warning missing-source-address']],
    [
      'the interface of a route',
      instance('virtual_routes {\n10.9.0.0/16 via 10.0.0.9 dev eth7\n}'),
      {},
      ['error missing-interface'],
    ],
    [
      'the interface of a static address',
      'static_ipaddress {\n10.9.0.1/24 dev eth7\n}\n',
      {},
      ['error missing-interface'],
    ],
    ['the interface of a group', 'garp_group {\ngarp_interval 1\ninterface eth7\n}\n', {}, ['error missing-interface']],
    ['a polled interface', 'linkbeat_interfaces {\neth7\n}\n', {}, ['error missing-interface']],
    [
      'an interface that may come later',
      `global_defs {\ndynamic_interfaces\n}\n${instance('', 'eth7')}`,
      {},
      ['hint missing-interface'],
    ],
    [
      'a tracked script',
      `${secure}vrrp_script chk {\nscript /etc/ha/no.sh\n}\n${instance('track_script {\nchk\n}')}`,
      { files: script },
      ['error missing-script'],
    ],
    [
      'the folder of a tracked file',
      `track_file F {\nfile /run/ha/F\n}\n${instance('track_file {\nF\n}')}`,
      {},
      ['error missing-file'],
    ],
    ['a certificate', `SSL {\ncertificate /etc/ssl/no.pem\n}\n`, {}, ['error missing-file']],
    ['the file of a key', hmac, {}, ['error missing-file']],
    ['a script', notify('/etc/ha/no.sh'), { files: script }, ['warning missing-notify-script']],
    ['a command in PATH', notify('nosuch'), { files: script }, ['warning missing-notify-script']],
    ['nothing when a command is in PATH', notify('killall'), { files: { '/usr/bin/killall': { mode: 0o755 } } }, []],
    [
      'the right to execute',
      notify(),
      { files: { '/etc/ha/notify.sh': { mode: 0o644 } } },
      ['warning missing-notify-script'],
    ],
    [
      'a user of a script',
      instance('notify_master "/etc/ha/notify.sh" nobody1') + secure,
      { files: script },
      ['error unknown-user'],
    ],
    [
      'a group of a script',
      instance('notify_master "/etc/ha/notify.sh" root wheel1') + secure,
      { files: script },
      ['error unknown-user'],
    ],
    ['script_user', `global_defs {\nscript_user nobody1\n}\n${instance()}`, {}, ['error unknown-user']],
    ['ip_vs', service(), { modules: { ip_vs: 'absent', ip_vs_sed: 'absent' } }, ['warning missing-module']],
    ['a scheduler', service(), { modules: { ip_vs_sed: 'absent' } }, ['warning missing-module']],
    ['macvlan', instance('use_vmac'), { modules: { macvlan: 'absent' } }, ['warning missing-module']],
    ['forwarding for NAT', service('NAT'), { sysctls: { 'net.ipv4.ip_forward': '0' } }, ['warning forwarding-off']],
    ['nothing when nothing is forwarded', service('DR'), { sysctls: { 'net.ipv4.ip_forward': '0' } }, []],
    ['capabilities', instance(), { uid: 1000, capabilities: 0n }, ['hint missing-capability']],
  ])('%s', (_, text, facts, expected) => {
    expect(codes(text, facts)).toEqual(expected)
  })
})

describe('what is in the way', () => {
  const two = { eth0: {}, eth1: { addresses: [on('10.0.0.3/24')] } }
  it.each<[string, string, MadeUp, readonly string[]]>([
    [
      'a script that others can change',
      notify(),
      { files: { '/etc/ha/notify.sh': { mode: 0o777 } } },
      ['warning unsafe-script'],
    ],
    [
      'a folder that others can change',
      notify(),
      { files: { ...script, '/etc/ha': { kind: 'directory', uid: 1000 } } },
      ['warning unsafe-script'],
    ],
    [
      'nothing when the script does not run as root',
      instance('notify_master "/etc/ha/notify.sh" www') + secure,
      { files: { '/etc/ha/notify.sh': { mode: 0o777 } }, users: { www: 33 } },
      [],
    ],
    ['a key that others can read', hmac, { files: { '/etc/ha/key': { mode: 0o640 } } }, ['warning open-key-file']],
    ['nothing when only the owner can', hmac, { files: { '/etc/ha/key': { mode: 0o600 } } }, []],
    [
      'no script security',
      instance('notify_master "/etc/ha/notify.sh"'),
      { files: script },
      ['warning script-security'],
    ],
    [
      'an address that is there already',
      instance(),
      { interfaces: { eth0: { addresses: [on('10.0.0.2/24'), on('10.0.0.1/24')] } } },
      ['warning address-already-set'],
    ],
    [
      'nothing when a running daemon holds it',
      instance(),
      {
        interfaces: { eth0: { addresses: [on('10.0.0.2/24'), on('10.0.0.1/24')] } },
        texts: { '/run/keepalived.pid': '77\n' },
        processes: { 77: 'lvs-ha\0run\0' },
      },
      [],
    ],
    [
      'a running keepalived',
      instance(),
      { texts: { '/run/keepalived.pid': '77\n' }, processes: { 77: '/usr/sbin/keepalived\0--dont-fork\0' } },
      ['hint keepalived-running'],
    ],
    [
      'nothing when the pid is another program',
      instance(),
      { texts: { '/run/keepalived.pid': '77\n' }, processes: { 77: 'bash\0' } },
      [],
    ],
    [
      'a strict source filter',
      instance() + service(),
      { interfaces: two, sysctls: { 'net.ipv4.conf.all.rp_filter': '1', 'net.ipv4.conf.all.arp_ignore': '1' } },
      ['hint strict-source-filter'],
    ],
    ['a second interface in the network', instance(), { interfaces: two }, ['hint answers-elsewhere']],
    ['nothing with arp_ignore', instance(), { interfaces: two, sysctls: { 'net.ipv4.conf.all.arp_ignore': '1' } }, []],
    [
      'checks from a virtual address',
      instance() + service('DR', 'TCP_CHECK {\nbindto 10.0.0.1\n}'),
      {},
      ['warning bind-to-virtual-address'],
    ],
    [
      'nothing when such an address may be bound',
      instance() + service('DR', 'TCP_CHECK {\nbindto 10.0.0.1\n}'),
      { sysctls: { 'net.ipv4.ip_nonlocal_bind': '1' } },
      [],
    ],
    ['an MTU that is too small', instance(), { interfaces: { eth0: { mtu: 30 } } }, ['warning advert-too-long']],
  ])('%s', (_, text, facts, expected) => {
    expect(codes(text, facts)).toEqual(expected)
  })
})

describe('in the words of keepalived', () => {
  const said = (text: string, facts: MadeUp = {}) => renderCompat(found(text, facts), () => 2)

  it('interfaces that are not there stop everything', () => {
    const { text } = said(instance('track_interface {\neth8\n}', 'eth7'))
    expect(text).toContain("WARNING - interface eth7 for vrrp_instance VI_1 doesn't exist")
    expect(text).toContain("(VI_1) tracked interface eth8 doesn't exist")
    expect(text.match(/Non-existent interface specified in configuration/g)).toHaveLength(1)
  })

  it('lists of interfaces end with status 4', () => {
    expect(said('linkbeat_interfaces {\neth7\n}\n')).toEqual({
      text: expect.stringContaining('unknown interface eth7 specified for linkbeat interface') as string,
      exitStatus: 4,
    })
  })

  it('tracked scripts are disabled', () => {
    const text = `${secure}vrrp_script chk {\nscript /etc/ha/no.sh\n}\n${instance('track_script {\nchk\n}')}`
    expect(said(text).text).toBe('Disabling track script chk since not found/accessible\n')
  })

  it('scripts without security end with status 6', () => {
    expect(said(instance('notify_master "/etc/ha/notify.sh"'), { files: script })).toEqual({
      text: 'SECURITY VIOLATION - scripts are being executed but script_security not enabled.\n',
      exitStatus: 6,
    })
  })
})

describe('this machine', () => {
  it('can be looked at without any right', () => {
    const host = hostMachine()
    expect(host.interfaces?.get('lo')?.loopback).toBe(true)
    expect(host.user('root')).toEqual({ uid: 0, gid: 0 })
    expect(host.sysctl('net.ipv4.ip_forward')).toMatch(/^[01]$/)
    expect(host.file('/etc/passwd')).toMatchObject({ kind: 'file', uid: 0 })
    expect(host.file('/no/such/file')).toBeUndefined()
    expect(host.module('no_such_module_at_all')).toMatch(/^(absent|unknown)$/)
  })

  it('is what the check looks at', () => {
    const diagnostics = checkLive(wholeOf(instance('', 'nosuch0')).whole, [])
    expect(diagnostics.map(({ code }) => code)).toContain('missing-interface')
  })
})
