import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { problemsOn, sayingsOn } from './keepalived-words.js'

const server = (address: string, port = '', lines = ''): string =>
  `real_server ${address} ${port} {\n${lines}\nTCP_CHECK {\n}\n}`
const service = (lines: string, header = 'group g'): string =>
  `virtual_server ${header} {\nlb_algo rr\nlb_kind NAT\n${lines}\n}\n`
const group = (entries: string, name = 'g'): string => `virtual_server_group ${name} {\n${entries}\n}\n`
const sound = service(`protocol TCP\n${server('10.0.1.1')}`)

const leftOut = (text: string) => bindText(text).model.healthcheck.leftOut

describe('a service of a group', () => {
  it.each([
    ['before the service', group('10.0.0.1 80') + sound],
    ['behind it', sound + group('10.0.0.1 80')],
  ])('has the entries of the group, which may stand %s', (_, text) => {
    expect(leftOut(text)).toMatchObject([
      {
        group: 'g',
        protocol: 'TCP',
        family: 'inet',
        entries: [{ first: '10.0.0.1', last: '10.0.0.1', port: 80 }],
        realServers: [{ address: '10.0.1.1', port: 0 }],
      },
    ])
    const { model, diagnostics } = bindText(text)
    expect(model.healthcheck.virtualServers).toEqual([])
    expect(diagnostics.map(({ message, hint }) => [message, hint])).toEqual([
      ['`virtual_server group` is read, but not enforced yet', 'The service is left out.'],
    ])
  })

  it('reads every kind of entry', () => {
    const entries =
      '10.0.0.1-9 80\n10.0.1.0/24\n10.0.2.1-10.0.2.3 443\n10.0.3.1 0\nfwmark 0\nfwmark 7 inet\n"10.0.4.1" "81"'
    expect(leftOut(group(entries) + service(`protocol UDP\npersistence_timeout\n${server('10.0.1.1')}`))).toMatchObject(
      [
        {
          entries: [
            { first: '10.0.0.1', last: '10.0.0.9', port: 80 },
            { first: '10.0.1.0', last: '10.0.1.255', port: 0 },
            { first: '10.0.2.1', last: '10.0.2.3', port: 443 },
            { first: '10.0.3.1', last: '10.0.3.1', port: 0 },
            { fwmark: 0, family: undefined },
            { fwmark: 7, family: 'inet' },
            { first: '10.0.4.1', last: '10.0.4.1', port: 81 },
          ],
        },
      ],
    )
  })

  it.each([
    ['IPv6', '2001:db8::1 80', server('2001:db8::2'), 'inet6'],
    ['IPv4 from servers alone', 'fwmark 3', server('10.0.1.1'), 'inet'],
    ['IPv6 from servers alone', 'fwmark 3', server('2001:db8::2'), 'inet6'],
    ['both, behind tunnels', '2001:db8::1 80\n10.0.0.1 80', server('10.0.1.1', '', 'lvs_method TUN'), undefined],
    ['the only one of the group, behind tunnels', '2001:db8::1 80', server('10.0.1.1', '', 'lvs_method TUN'), 'inet6'],
  ])('is of %s', (_, entries, servers, family) => {
    expect(leftOut(group(entries) + service(`ops\n${servers}`))).toMatchObject([{ family }])
  })

  it('has no protocol when the group has marks only', () => {
    const text = group('fwmark 3') + sound
    expect(leftOut(text)).toMatchObject([{ protocol: undefined }])
    expect(problemsOn(text)).toEqual(['error ignored-flag: protocol'])
    expect(sayingsOn(text)).toEqual([
      'end: Warning: Virtual server [g]:0: protocol specified for fwmark - protocol will be ignored',
    ])
  })

  it('is told from others of the group by its place among them', () => {
    const text = group('10.0.0.1 80') + sound + service(`protocol UDP\nops\nquorum 2\n${server('10.0.1.1')}`)
    expect(leftOut(text)).toHaveLength(2)
    expect(sayingsOn(text)).toEqual([
      'end: Warning - quorum 2 for [g]:1 exceeds total weight of real servers 1, reducing quorum to 1',
    ])
  })

  it('is a duplicate with the protocol of another', () => {
    const text = group('10.0.0.1 80') + sound + sound
    expect(leftOut(text)).toHaveLength(1)
    expect(problemsOn(text)).toEqual(['warning duplicate-service: group g'])
  })

  it.each([
    ['that there is not', 'virtual_server group h {\n}\n', 'warning unknown-server-group: group h'],
    [
      'with nearly its name',
      group('10.0.0.1 80', 'web') + sound.replace('group g', 'group wep'),
      'warning unknown-server-group: group wep',
    ],
    ['of another family', group('2001:db8::1 80') + sound, 'warning wrong-family: group g'],
    ['of both families', group('2001:db8::1 80\n10.0.0.1 80') + sound, 'warning wrong-family: group g'],
  ])('is left out for a group %s, as in keepalived, which accepts it', (_, text, problem) => {
    expect(problemsOn(text)).toEqual([problem])
    expect(leftOut(text)).toEqual([])
    expect(sayingsOn(text)).toEqual([])
  })

  it('stands among the others in file order', () => {
    const mark = service(server('10.0.1.1'), 'fwmark 5')
    const text =
      mark + sound + service(`protocol TCP\n${server('2001:db8::2')}`, '2001:db8::1 80') + group('10.0.0.1 80')
    expect(leftOut(text).map((one) => Object.keys(one)[0])).toEqual(['fwmark', 'group', 'address'])
  })

  it('gets the corrections of keepalived, in its words', () => {
    const text =
      group('10.0.0.1 80\n10.0.0.2 80\n10.0.0.7\nfwmark 3 inet') +
      `virtual_server group g {
        ha_suspend
        ops
        ${server('10.0.1.1', '81', 'lvs_method DR')}
        sorry_server 10.0.1.9 82
        sorry_server_lvs_method DR
      }`
    expect(sayingsOn(text)).toEqual([
      'end: Virtual server [g]:0: zero port only valid for persistent services - setting',
      'end: Virtual server [g]:0: no protocol set - defaulting to UDP',
      "end: Virtual server [g]:0: no scheduler set, setting default 'wlc'",
      'end: Virtual server [g]:0: cannot use ha_suspend with fwmarks - clearing ha_suspend',
      'end: WARNING - fwmark virtual server [g]:0, real server [10.0.1.1]:udp:81 has port specified - port will be ignored',
      "end: virtual server [g]:0:[10.0.0.1,80] and real server [10.0.1.1]:udp:81 ports don't match",
      "end: virtual server [g]:0:[10.0.0.2,80] and real server [10.0.1.1]:udp:81 ports don't match",
      "end: virtual server [g]:0:[10.0.0.7,0] and real server [10.0.1.1]:udp:81 ports don't match",
      'end: WARNING - fwmark virtual server [g]:0, sorry server has port specified - port will be ignored',
      'end: WARNING - virtual server [g]:0, sorry server has port specified - port will be ignored',
    ])
    expect(leftOut(text)).toMatchObject([{ haSuspend: false, persistenceTimeout: 360, schedulerFlags: 4 }])
  })
})

describe('a group', () => {
  it.each([
    ['10.0.0.1/24 80', ['2: Address mask bits not empty - 10.0.0.1/24 - skipping'], '10.0.0.1/24'],
    [
      '10.0.0.2 8x',
      ["2: invalid number '8x'", '2: Invalid virtual server group IP address 10.0.0.2 /port/8x - skipping'],
      '8x',
    ],
    [
      '10.0.0.2 70000',
      [
        "2: number '70000' outside range [1, 65535]",
        '2: Invalid virtual server group IP address 10.0.0.2 /port/70000 - skipping',
      ],
      '70000',
    ],
    ['10.0.0.x 80', ['2: Invalid virtual server group IP address 10.0.0.x /port/80 - skipping'], '10.0.0.x'],
    ['10.0.0.x', ['2: Invalid virtual server group IP address 10.0.0.x  - skipping'], '10.0.0.x'],
    ['fwmark x', ["2: invalid number 'x'", "2: (g): fwmark 'x' must be in [0, 4294967295] - ignoring"], 'x'],
    ['fwmark 3 inet5', ["2: (g): fwmark '3' family inet5 unknown - ignoring"], 'inet5'],
  ])('drops the entry `%s` in the words of keepalived', (entry, said, marked) => {
    const text = group(`${entry}\n10.0.9.9 80`) + sound
    expect(sayingsOn(text)).toEqual(said)
    expect(problemsOn(text)).toEqual([`error wrong-value: ${marked}`])
    expect(leftOut(text)).toMatchObject([{ entries: [{ first: '10.0.9.9' }] }])
  })

  it.each([
    ['', 'error empty-group: virtual_server_group', '1: virtual server group g has no entries - removing'],
    [
      'fwmark 3\n10.0.0.1 80\n2001:db8::1 80',
      'error wrong-family: virtual_server_group',
      '1: virtual server group g cannot have IPv4, IPv6 and fwmark without family - removing',
    ],
  ])('of %j is left out, with one diagnostic for it and its services', (entries, problem, said) => {
    expect(problemsOn(group(entries) + sound)).toEqual([problem])
    expect(sayingsOn(group(entries) + sound)).toEqual([said])
    expect(leftOut(group(entries) + sound)).toEqual([])
  })

  it.each([
    ['nobody names', group('10.0.0.1 80'), 'warning unused-server-group: virtual_server_group'],
    [
      'there is already',
      group('10.0.0.1 80') + group('10.0.0.2 80') + sound,
      'warning duplicate-name: virtual_server_group',
    ],
    [
      'has addresses twice',
      group('10.0.0.1-9 80\n10.0.0.5 80\n10.0.0.5 81') + sound,
      'warning duplicate-entry: 10.0.0.5',
    ],
    ['has more words than a name', `virtual_server_group g x {\n10.0.0.1 80\n}\n${sound}`, 'error surplus-words: x'],
    ['has a mark without a number', group('fwmark\n10.0.0.1 80') + sound, 'error missing-value: fwmark'],
    [
      'has braces inside',
      `virtual_server_group g {\n10.0.0.2 80\n10.0.0.1 80 {\n}\n}\n${sound}`,
      'error unexpected-block: 10.0.0.1 80',
    ],
    ['has no name', 'virtual_server_group {\n10.0.0.1 80\n}\n', 'error missing-value: virtual_server_group'],
  ])('that %s is reported', (_, text, problem) => {
    expect(problemsOn(text)).toEqual([problem])
  })

  it('keeps the first of two with one name', () => {
    expect(leftOut(group('10.0.0.1 80') + group('10.0.0.2 80') + sound)).toMatchObject([
      { entries: [{ first: '10.0.0.1' }] },
    ])
  })
})
