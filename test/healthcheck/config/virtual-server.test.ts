import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindText, serviceOf } from '../../config/schema/bind-text.js'
import { problemsOn, sayingsOn } from './keepalived-words.js'

const server = 'real_server 10.0.1.1 80 {\nTCP_CHECK {\n}\n}'
const base = 'protocol TCP\nlb_algo rr\nlb_kind NAT'
const service = (lines: string, header = '10.0.0.1 80', servers = server): string =>
  `virtual_server ${header} {\n${base}\n${lines}\n${servers}\n}\n`

/** keepalived's words about one line of a service, without the place. */
const wordsOn = (line: string): readonly string[] => sayingsOn(service(line)).map((said) => said.replace(/^5: /, ''))

describe('wrong values of virtual_server, in the words of keepalived', () => {
  it.each([
    ['lb_algo xx', ["Invalid lvs_scheduler 'xx' - ignoring"]],
    ['lvs_sched ""', ["Invalid lvs_scheduler '' - ignoring"]],
    ['lb_kind XX', ['PARSER : unknown [XX] routing method for virtual server.']],
    ['lvs_method nat', ['PARSER : unknown [nat] routing method for virtual server.']],
    ['lb_kind TUN type', ['Missing tunnel type for virtual server.']],
    ['lb_kind TUN type foo', ['Unknown tunnel type foo for virtual server.']],
    ['lb_kind TUN type gue', ['gue tunnels require port, otherwise cannot have port.']],
    [
      'lb_kind TUN port 70000',
      ["number '70000' outside range [1, 65535]", 'Invalid gue tunnel port 70000 for virtual server.'],
    ],
    ['lb_kind TUN port', ['Missing port for virtual server gue tunnel.']],
    ['lb_kind TUN port 40', ['gue tunnels require port, otherwise cannot have port.']],
    ['lb_kind TUN csum', ['ipip tunnels do not support checksum option.']],
    ['lb_kind NAT remcsum', ['ipip tunnels do not support checksum option.']],
    ['lb_kind TUN type gre remcsum', ['gre tunnels do not support remote checksum option.']],
    ['lb_kind TUN fnord', ['Invalid tunnel option fnord for virtual server.']],
    ['protocol XXX', ['Unknown protocol XXX - ignoring']],
    ['persistence_timeout 0', ["number '0' outside range [1, 2678400]", 'persistence_timeout invalid']],
    ['persistence_timeout 1x', ["invalid number '1x'", 'persistence_timeout invalid']],
    ['persistence_engine sipsipsipsipsipsip', ['persistence_name too long, truncating - sipsipsipsipsipsip']],
    ['persistence_granularity foo', ['Invalid IPv4 persistence_granularity specified - foo']],
    ['persistence_granularity 256.1', ['Invalid IPv4 persistence_granularity specified - 256.1']],
    ['persistence_granularity ""', ['Invalid IPv4 persistence_granularity specified - ']],
    ['ip_family inet6', ['Virtual server specified family inet6 conflicts with server family']],
    ['ip_family foo', ['unknown address family foo']],
    ['smtp_alert On', ['Invalid virtual_server smtp_alert parameter On']],
    ['quorum 0', ["number '0' outside range [1, 4294967295]", 'Quorum 0 must be in [1, 4294967295]. Setting to 1.']],
    ['hysteresis x', ["invalid number 'x'", 'Hysteresis x must be in [0, 4294967295] - ignoring']],
    ['weight 0', ["number '0' outside range [1, 2147483647]", 'Virtual server weight 0 is outside range 1-2147483647']],
    ['virtualhost', ['virtual server virtualhost missing']],
    ['snmp_name', ['virtual server snmp_name missing or extra parameters']],
    ['snmp_name a b', ['virtual server snmp_name missing or extra parameters']],
    [
      'quorum_up /bin/true\nquorum_up /bin/false',
      ['6: ((null)) quorum_up script already specified - ignoring /bin/false'],
    ],
    ['sorry_server foo', ['Invalid sorry server IP address foo - skipping']],
    ['sorry_server 10.0.0.9 foo', ["invalid number 'foo'", 'Invalid sorry server IP address 10.0.0.9 - skipping']],
    ['sorry_server_lvs_method NAT', ['sorry_server forwarding used without sorry_server']],
    ['sorry_server_inhibit', ['Ignoring sorry_server inhibit used before or without sorry_server']],
    [
      'sorry_server 10.0.0.9\nsorry_server_lvs_method FOO',
      ['6: PARSER : unknown [FOO] routing method for sorry server.'],
    ],
    ['hashed', ['hashed only applies to sh scheduler - ignoring']],
    ['mh-port', ['mh-port only applies to sh scheduler - ignoring']],
  ])('%s', (line, expected) => {
    expect(wordsOn(line)).toEqual(expected)
  })

  it('keeps what it says at the end with the wrong value it comes from', () => {
    const text = `virtual_server 10.0.0.1 80 {\nprotocol tpc\nlb_algo xx\nlb_kind nat\n${server}\n}\n`
    expect(sayingsOn(text)).toEqual([
      '2: Unknown protocol tpc - ignoring',
      'end: Virtual server [10.0.0.1]:none:80: no protocol set - defaulting to UDP',
      "3: Invalid lvs_scheduler 'xx' - ignoring",
      "end: Virtual server [10.0.0.1]:udp:80: no scheduler set, setting default 'wlc'",
      '4: PARSER : unknown [nat] routing method for virtual server.',
      'end: Virtual server [10.0.0.1]:udp:80: no forwarding method set, setting default NAT',
    ])
    expect(problemsOn(text)).toEqual(['error wrong-value: tpc', 'error wrong-value: xx', 'error wrong-value: nat'])
  })
})

describe('wrong values of real_server, in the words of keepalived', () => {
  it.each([
    ['weight x', ["invalid number 'x'", 'Real server weight x is outside range 0-2147483647']],
    ['lvs_method XX', ['PARSER : unknown [XX] routing method for real server.']],
    ['lvs_method TUN type', ['Missing tunnel type for real server.']],
    ['uthreshold x', ["invalid number 'x'", "Invalid real_server uthreshold 'x' - ignoring"]],
    ['lthreshold x', ["invalid number 'x'", "Invalid real_server lthreshold 'x' - ignoring"]],
    ['inhibit_on_failure x', ['Invalid inhibit_on_failure parameter x']],
    ['alpha x', ['Invalid alpha parameter x']],
    ['smtp_alert x', ['Invalid real_server smtp_alert parameter x']],
    ['virtualhost', ['real server virtualhost missing']],
    ['snmp_name', ['real server snmp_name missing or extra parameters']],
    ['snmp_name a b', ['real server snmp_name missing or extra parameters']],
    ['notify_up /a\nnotify_up /b', ['((null)) notify_up script already specified - ignoring /b']],
    ['retry 0', ["number '0' outside range [1, 4294967295]", 'retry value invalid - 0']],
  ])('%s', (line, expected) => {
    const text = service('', '10.0.0.1 80', `real_server 10.0.1.1 80 {\n${line}\n}`)
    expect(sayingsOn(text).map((said) => said.replace(/^\d+: /, ''))).toEqual(expected)
  })
})

describe('what stands in the first line', () => {
  it.each([
    ['10.0.0.1', { address: '10.0.0.1', port: 0 }],
    ['10.0.0.1 0', { address: '10.0.0.1', port: 0 }],
    ['10.0.0.1 000', { address: '10.0.0.1', port: 0 }],
    ['10.0.0.1 ""', { address: '10.0.0.1', port: 0 }],
    ['10.0.0.1 +80', { address: '10.0.0.1', port: 80 }],
    ['10.0.0.1 080', { address: '10.0.0.1', port: 80 }],
    ['10.0.0.1/24 80', { address: '10.0.0.1', port: 80 }],
    ['10.0.0.1-9 80', { address: '10.0.0.1', port: 80 }],
  ])('%s', (header, expected) => {
    expect(serviceOf(server, header)).toMatchObject(expected)
  })

  it.each([
    ['10.0.0.6 8o', ["invalid number '8o'", 'Invalid virtual server IP address/port 10.0.0.6/8o - skipping']],
    [
      '10.0.0.6 70000',
      ["number '70000' outside range [1, 65535]", 'Invalid virtual server IP address/port 10.0.0.6/70000 - skipping'],
    ],
    ['foo 80', ['Invalid virtual server IP address/port foo/80 - skipping']],
    ['foo', ['Invalid virtual server IP address foo - skipping']],
    ['foo 0', ['Invalid virtual server IP address foo - skipping']],
    ['fwmark -1', ["negative number '-1'", "virtual server fwmark '-1' must be in [0, 4294967295] - ignoring"]],
    ['fwmark x', ["invalid number 'x'", "virtual server fwmark 'x' must be in [0, 4294967295] - ignoring"]],
  ])('%s is refused in the words of keepalived', (header, expected) => {
    expect(sayingsOn(service('', header))).toEqual(expected.map((said) => `1: ${said}`))
  })

  it.each([
    ['foo 80', ['Invalid real server ip address/port foo/80 - skipping']],
    ['10.0.0.300', ['Invalid real server ip address/port 10.0.0.300/(null) - skipping']],
    ['10.0.0.1 foo', ["invalid number 'foo'", 'Invalid real server ip address/port 10.0.0.1/foo - skipping']],
  ])('of a real server: %s is refused in the words of keepalived', (header, expected) => {
    const text = service('', '10.0.0.1 80', `${server}\nreal_server ${header} {\n}`)
    expect(sayingsOn(text)).toEqual(expected.map((said) => `10: ${said}`))
  })

  it('never throws, and points into the line', () => {
    const word = fc.oneof(
      fc.constantFrom('fwmark', 'group', '10.0.0.1', '2001:db8::1', '80', '0', '10.0.0.1/24', 'x', '-1', '""'),
      fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).filter((text) => !/["{}#!$~@\\]/.test(text)),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 3 }), (words) => {
        const header = words.join(' ')
        for (const { span } of bindText(service('', header)).diagnostics) {
          expect(span === undefined || (span.start >= 0 && span.end <= span.source.text.length)).toBe(true)
        }
      }),
    )
  })
})

describe('forwarding with tunnels', () => {
  it.each([
    ['TUN', { method: 'TUN', tunnel: undefined }],
    ['TUN type ipip', { method: 'TUN', tunnel: undefined }],
    ['TUN type gue port 6080', { method: 'TUN', tunnel: { type: 'gue', port: 6080, checksum: 'nocsum' } }],
    ['TUN remcsum port 6080 type gue', { method: 'TUN', tunnel: { type: 'gue', port: 6080, checksum: 'remcsum' } }],
    ['TUN type gre csum', { method: 'TUN', tunnel: { type: 'gre', checksum: 'csum' } }],
    ['TUN type gre remcsum', { method: 'TUN', tunnel: undefined }],
    ['NAT type gre', { method: 'NAT', tunnel: undefined }],
    ['DR type gue', { method: 'DR', tunnel: undefined }],
  ])('lb_kind %s', (line, expected) => {
    const { method, tunnel, realServers } = serviceOf(`lb_kind ${line}\n${server}`)
    expect({ method, tunnel }).toEqual(expected)
    expect(realServers[0]).toMatchObject(expected)
  })

  it('says once which kind of tunnel is not made yet', () => {
    const { diagnostics } = bindText(service('lvs_method TUN type gue port 6080 csum'))
    expect(diagnostics.filter(({ code }) => code === 'not-enforced-yet').map(({ message }) => message)).toEqual([
      '`type gue` of a tunnel is read, but not enforced yet',
    ])
  })

  it('warns of options that have no effect', () => {
    const text = `virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\nlb_kind DR type gre\n${server}\n}\n`
    expect(problemsOn(text)).toEqual(['warning ignored-flag: type gre'])
  })

  it('never throws for any words, and a line without complaint gives what it says', () => {
    const option = fc.constantFrom('type', 'ipip', 'gue', 'gre', 'port', '6080', '0', 'csum', 'nocsum', 'remcsum', 'x')
    fc.assert(
      fc.property(fc.constantFrom('NAT', 'DR', 'TUN'), fc.array(option, { maxLength: 5 }), (method, options) => {
        const line = `lb_kind ${[method, ...options].join(' ')}`
        const { diagnostics } = bindText(service(line))
        expect(diagnostics.filter(({ severity }) => severity === 'error').length).toBeLessThanOrEqual(1)
        expect(serviceOf(`${line}\n${server}`).method).toBe(method)
      }),
    )
  })
})

describe('persistence', () => {
  it.each([
    ['persistence_timeout', 360, 32],
    ['persistence_timeout 50', 50, 32],
    ['persistence_timeout 50\npersistence_granularity 255.255.255.0', 50, 24],
    ['persistence_granularity 255.255.0.0', 360, 16],
    ['persistence_granularity 0xffffff00', 360, 24],
    ['persistence_granularity 0', 360, 0],
    ['persistence_granularity 255.255.255.0\npersistence_granularity foo', 360, 24],
    ['persistence_granularity foo', 0, 32],
  ])('%j', (lines, persistenceTimeout, persistencePrefix) => {
    expect(serviceOf(`${lines}\n${server}`)).toMatchObject({
      persistenceTimeout,
      persistencePrefix,
      persistenceMask: undefined,
    })
  })

  it.each([
    ['24', '0.0.0.24'],
    ['255.0.255.0', '255.0.255.0'],
    ['255.255.255', '255.255.0.255'],
  ])('takes the netmask %s for %s, and warns of it', (word, mask) => {
    const line = `persistence_timeout 9\npersistence_granularity ${word}`
    expect(serviceOf(`${line}\n${server}`)).toMatchObject({ persistencePrefix: 32, persistenceMask: mask })
    expect(problemsOn(service(line))).toEqual([`warning odd-netmask: ${word}`])
  })

  it('is switched on by its netmask, which is said', () => {
    expect(problemsOn(service('persistence_granularity 255.255.255.0'))).toEqual([
      'hint persistence-added: persistence_granularity',
    ])
  })

  it('takes a prefix length for IPv6', () => {
    const text = service('persistence_granularity 64\npersistence_granularity 129', '2001:db8::1 80').replaceAll(
      '10.0.1.1',
      '2001:db8::2',
    )
    expect(bindText(text).model.healthcheck.leftOut).toMatchObject([{ persistenceTimeout: 360, persistencePrefix: 64 }])
    expect(sayingsOn(text)).toEqual([
      "6: number '129' outside range [1, 128]",
      '6: Invalid IPv6 persistence_granularity specified - 129',
    ])
  })

  it('knows any word for a netmask that is an address or none', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-fx.]{1,12}$/), (word) => {
        const { model, diagnostics } = bindText(service(`persistence_granularity ${word}`))
        const refused = diagnostics.some(({ code }) => code === 'wrong-value')
        expect(model.healthcheck.virtualServers[0]?.persistenceTimeout).toBe(refused ? 0 : 360)
      }),
    )
  })
})

describe('corrections at the end, in the words of keepalived', () => {
  it.each([
    ['ops', ['Virtual server [10.0.0.1]:tcp:80: one packet scheduling requires UDP - resetting']],
    [
      'quorum 5\nhysteresis 6',
      [
        'Warning - quorum 5 for [10.0.0.1]:tcp:80 exceeds total weight of real servers 1, reducing quorum to 1',
        'Virtual server [10.0.0.1]:tcp:80: hysteresis 6 >= quorum 1; setting hysteresis to 0',
      ],
    ],
    [
      'lb_kind DR\nreal_server 10.0.1.2 81 {\nTCP_CHECK {\n}\n}',
      ["WARNING - virtual server [10.0.0.1]:tcp:80 and real server [10.0.1.2]:tcp:81 ports don't match - resetting"],
    ],
    [
      'lb_kind DR\nsorry_server 10.0.1.2 81',
      ["WARNING - virtual server [10.0.0.1]:tcp:80 and sorry server ports don't match - resetting"],
    ],
    [
      'sorry_server 10.0.1.1 80\nsorry_server_inhibit',
      [
        'Virtual server [10.0.0.1]:tcp:80: real server [10.0.1.1]:tcp:80 matches sorry server, but inhibit setting differs, clearing on sorry server',
      ],
    ],
    [
      'real_server 10.0.1.1 80 {\nTCP_CHECK {\n}\n}',
      ['VS [10.0.0.1]:tcp:80: real server [10.0.1.1]:tcp:80 is duplicated - removing second rs'],
    ],
    [
      'sorry_server 2001:db8::1',
      ["Address family of virtual server and sorry server 2001:db8::1 don't match - skipping sorry server."],
    ],
    [
      'real_server 2001:db8::1 {\n}',
      ["Address family of virtual server and real server 2001:db8::1 don't match - skipping real server."],
    ],
  ])('%j', (lines, expected) => {
    const sayings = sayingsOn(service(lines)).filter((said) => !said.includes('repeated'))
    expect(sayings.map((said) => said.replace(/^[^:]*: /, ''))).toEqual(expected)
  })

  it('without any weight', () => {
    const text = service('', '10.0.0.1 80', 'real_server 10.0.1.1 80 {\nweight 0\nTCP_CHECK {\n}\n}')
    expect(sayingsOn(text)).toEqual([
      'end: Warning - quorum 1 for [10.0.0.1]:tcp:80 exceeds total weight of real servers 0, reducing quorum to 0',
      'end: Virtual server [10.0.0.1]:tcp:80: hysteresis 0 >= quorum 0; setting hysteresis to 4294967295',
    ])
  })

  it('does not miss a forwarding method where every server has its own', () => {
    const text = `virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\nreal_server 10.0.1.1 80 {\nlvs_method DR\nTCP_CHECK {\n}\n}\n}\n`
    expect(problemsOn(text)).toEqual([])
  })
})
