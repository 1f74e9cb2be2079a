import { describe, expect, it } from 'vitest'
import { buildTree } from '../../../config/tree.js'
import { bindRoot, treeHints } from '../../../daemon/root-schema.js'
import { bindText } from '../../config/schema/bind-text.js'
import { readText } from '../../config/read/reading.js'
import { problemsOn, sayingsOn } from './keepalived-words.js'

const check = 'TCP_CHECK {\n}'
const service = (header: string, lines: string): string =>
  `virtual_server ${header} {\nlb_algo rr\nlb_kind NAT\n${lines}\n}\n`
const server = (address: string, lines = check): string => `real_server ${address} {\n${lines}\n}`

const notEnforced = (text: string): readonly string[] =>
  bindText(text)
    .diagnostics.filter(({ code }) => code === 'not-enforced-yet')
    .map(({ message }) => message.replace(/ (is|are) read, but not enforced yet$/, ''))

describe('services the daemon does not run yet', () => {
  it.each([
    [
      '`virtual_server fwmark`',
      service('fwmark 7', server('10.0.1.1 80')),
      { fwmark: 7, family: 'inet', realServers: [{ address: '10.0.1.1', port: 80 }] },
    ],
    [
      '`virtual_server fwmark`',
      service('fwmark 7', server('2001:db8::2')),
      { fwmark: 7, family: 'inet6', realServers: [{ address: '2001:db8::2', port: 0 }] },
    ],
    [
      'A virtual server of IPv6',
      service('2001:DB8:0::1 80', `protocol TCP\n${server('2001:db8::2 81')}\nsorry_server 2001:db8::9`),
      {
        address: '2001:db8::1',
        port: 80,
        protocol: 'TCP',
        persistencePrefix: 128,
        sorryServer: { address: '2001:db8::9', port: 80 },
        realServers: [{ address: '2001:db8::2', port: 81 }],
      },
    ],
    [
      'SCTP',
      service('10.0.0.1 80', `protocol sctp\n${server('10.0.1.1')}`),
      { address: '10.0.0.1', protocol: 'SCTP', realServers: [{ port: 80 }] },
    ],
  ])('%s', (what, text, expected) => {
    const { model } = bindText(text)
    expect(model.healthcheck.virtualServers).toEqual([])
    expect(model.healthcheck.leftOut).toMatchObject([expected])
    expect(notEnforced(text)).toEqual([what])
    expect(problemsOn(text)).toEqual([])
  })

  it('have all their checks', () => {
    const text = service('fwmark 7', server('10.0.1.1 80', `${check}\nPING_CHECK {\n}`))
    expect(bindText(text).model.healthcheck.leftOut[0]?.realServers[0]?.checkers.map(({ kind }) => kind)).toEqual([
      'TCP_CHECK',
      'PING_CHECK',
    ])
  })

  it('are told apart: a mark is one in each family', () => {
    const inet = service('fwmark 7', server('10.0.1.1'))
    const inet6 = service('fwmark 7', server('2001:db8::2'))
    expect(problemsOn(inet + inet6)).toEqual([])
    expect(problemsOn(inet + inet)).toEqual(['warning duplicate-service: fwmark 7'])
  })
})

describe('services of firewall marks', () => {
  it('have no protocol and no port except by NAT, in the words of keepalived', () => {
    const text = service(
      'fwmark 31',
      `ha_suspend\nprotocol TCP\nops\n${server('10.0.1.1 81', `lvs_method DR\n${check}`)}\nsorry_server 10.0.1.9 82\nsorry_server_lvs_method DR`,
    )
    expect([...sayingsOn(text)].sort()).toEqual([
      'end: Virtual server FWM 31: cannot use ha_suspend with fwmarks - clearing ha_suspend',
      'end: WARNING - fwmark virtual server FWM 31, real server [10.0.1.1]:none:81 has port specified - clearing',
      'end: WARNING - virtual server FWM 31, sorry server has port specified - clearing',
      'end: Warning: Virtual server FWM 31: protocol specified for fwmark - protocol will be ignored',
    ])
    expect(bindText(text).model.healthcheck.leftOut).toMatchObject([
      { schedulerFlags: 4, haSuspend: false, realServers: [{ port: 0 }], sorryServer: { port: 0 } },
    ])
  })

  it.each([
    ['the first server', `${server('2001:db8::2')}\n${server('10.0.1.1')}`, 'inet6', 1],
    ['ip_family', `ip_family inet6\n${server('2001:db8::2')}`, 'inet6', 1],
    ['a prefix length', `persistence_granularity 64\n${server('2001:db8::2')}`, 'inet6', 1],
    ['servers that are all behind tunnels', `lb_kind TUN\n${server('2001:db8::2')}`, 'inet6', 1],
    ['nothing, when tunnels lead to both', `lb_kind TUN\n${server('2001:db8::2')}\n${server('10.0.1.1')}`, 'inet', 2],
    ['the sorry server', `sorry_server 2001:db8::9\n${server('10.0.1.1', 'lvs_method TUN')}`, 'inet6', 1],
  ])('take their family from %s', (_, lines, family, servers) => {
    const [found] = bindText(service('fwmark 7', lines)).model.healthcheck.leftOut
    expect(found).toMatchObject({ family })
    expect(found?.realServers).toHaveLength(servers)
  })

  it('refuse a family that comes too late, and servers of the other one', () => {
    const text = service('fwmark 7', `${server('2001:db8::2')}\nip_family inet\n${server('10.0.1.1')}`)
    expect(problemsOn(text)).toEqual(['error wrong-family: inet', 'error wrong-family: 10.0.1.1'])
  })
})

describe('parts of a service the daemon does not run yet', () => {
  const text = `virtual_server 10.0.0.1 80 {
protocol TCP
lb_algo rr
lb_kind TUN
quorum 2
persistence_engine sip
persistence_timeout
ha_suspend
snmp_name web
sorry_server 2001:db8::9
${server('10.0.1.1', `${check}\nMISC_CHECK {\nmisc_path /bin/true\n}`)}
${server('2001:db8::2')}
}
`
  const read = () => {
    const ignore = () => undefined
    return bindRoot(buildTree(readText(text).lines, ignore, treeHints), ignore, { hostName: 'h' }).whole.services
  }

  it('are left out of what runs: servers behind tunnels to the other family, and checks that are not made', () => {
    expect(read().config.virtualServers).toMatchObject([
      { quorum: 1, sorryServer: undefined, realServers: [{ address: '10.0.1.1', checkers: [{ kind: 'TCP_CHECK' }] }] },
    ])
  })

  it('are in the full description beside it', () => {
    expect(read().full).toMatchObject([
      {
        quorum: 2,
        persistenceEngine: 'sip',
        haSuspend: true,
        snmpName: 'web',
        sorryServer: { address: '2001:db8::9' },
        realServers: [{ checkers: [{ kind: 'TCP_CHECK' }, { kind: 'MISC_CHECK' }] }, { address: '2001:db8::2' }],
      },
    ])
  })

  it('are said', () => {
    expect([...notEnforced(text)].sort()).toEqual([
      'A tunnel to a server of the other family',
      'A tunnel to a sorry server of the other family',
      '`MISC_CHECK`',
      '`ha_suspend`',
      '`persistence_engine`',
      '`snmp_name`',
    ])
  })

  it.each([
    ['one of two is left out', `${server('10.0.1.1')}\n${server('2001:db8::2')}`, 1, 0],
    ['the whole service, when there is no other', server('2001:db8::2'), 0, 1],
  ])('servers behind tunnels to the other family: %s', (_, servers, running, out) => {
    const { model, problems } = bindText(service('10.0.0.1 80', `protocol TCP\n${servers}`).replace('NAT', 'TUN'))
    expect(model.healthcheck.virtualServers.flatMap(({ realServers }) => realServers)).toHaveLength(running)
    expect(model.healthcheck.leftOut).toHaveLength(out)
    expect(problems).toEqual(['warning not-enforced-yet'])
  })

  it('leave a service that is whole the same object', () => {
    const ignore = () => undefined
    const lines = readText(service('10.0.0.1 80', `protocol TCP\n${server('10.0.1.1')}`)).lines
    const { config, full, places } = bindRoot(buildTree(lines, ignore, treeHints), ignore, { hostName: 'h' }).whole
      .services
    expect(full[0]).toBe(config.virtualServers[0])
    expect([full.length, places.length]).toEqual([1, 1])
  })
})
