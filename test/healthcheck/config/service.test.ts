import { describe, expect, it } from 'vitest'
import { bindText, serviceOf } from '../../config/schema/bind-text.js'

const server = 'real_server 10.0.1.1 8080 {\n}'

/** Without the hint that there are no checks: there are none in most of these. */
const withoutChecks = (problems: readonly string[]): readonly string[] =>
  problems.filter((problem) => problem !== 'hint unchecked-service')

const problemsOf = (lines: string, header = '10.0.0.1 80'): readonly string[] =>
  withoutChecks(bindText(`virtual_server ${header} {\nprotocol TCP\nlb_algo rr\nlb_kind NAT\n${lines}\n}`).problems)

describe('a service with one server and nothing else', () => {
  it('has the defaults of NL-32', () => {
    expect(serviceOf(server)).toEqual({
      address: '10.0.0.1',
      port: 80,
      protocol: 'TCP',
      scheduler: 'rr',
      schedulerFlags: 0,
      method: 'NAT',
      tunnel: undefined,
      persistenceTimeout: 0,
      persistencePrefix: 32,
      persistenceMask: undefined,
      persistenceEngine: undefined,
      haSuspend: false,
      snmpName: undefined,
      alpha: false,
      omega: false,
      quorum: 1,
      hysteresis: 0,
      quorumUp: undefined,
      quorumDown: undefined,
      sorryServer: undefined,
      smtpAlert: false,
      realServers: [
        {
          address: '10.0.1.1',
          port: 8080,
          method: 'NAT',
          tunnel: undefined,
          weight: 1,
          upperThreshold: 0,
          lowerThreshold: 0,
          inhibitOnFailure: false,
          alpha: false,
          notifyUp: undefined,
          notifyDown: undefined,
          smtpAlert: true,
          snmpName: undefined,
          checkers: [],
        },
      ],
    })
  })

  it('NL-32: is UDP, wlc and NAT when it does not say', () => {
    const { model, problems } = bindText(`virtual_server 10.0.0.1 80 {\n${server}\n}`)
    expect(model.healthcheck.virtualServers[0]).toMatchObject({ protocol: 'UDP', scheduler: 'wlc', method: 'NAT' })
    expect([...withoutChecks(problems)].sort()).toEqual([
      'warning no-forwarding-method',
      'warning no-protocol',
      'warning no-scheduler',
    ])
  })

  it('NL-32: is persistent when it has no port', () => {
    expect(serviceOf('real_server 10.0.1.1 {\n}', '10.0.0.1').persistenceTimeout).toBe(360)
    expect(problemsOf('real_server 10.0.1.1 {\n}', '10.0.0.1')).toEqual(['warning persistence-added'])
    expect(serviceOf('persistence_timeout 9\nreal_server 10.0.1.1 {\n}', '10.0.0.1').persistenceTimeout).toBe(9)
  })
})

describe('ports (NL-33)', () => {
  it.each([
    ['lb_kind NAT', '8080', 8080, []],
    ['lb_kind NAT', '', 80, []],
    ['lb_kind NAT', '0', 80, []],
    ['lb_kind DR', '80', 80, []],
    ['lb_kind DR', '', 80, []],
    ['lb_kind DR', '8080', 80, ['error port-forced']],
    ['lb_kind TUN', '8080', 80, ['error port-forced']],
  ])('%s with real server port `%s`', (kind, port, used, problems) => {
    const lines = `${kind}\nreal_server 10.0.1.1 ${port} {\n}`
    expect(serviceOf(lines).realServers[0]?.port).toBe(used)
    const text = `virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\n${lines}\n}`
    expect(withoutChecks(bindText(text).problems)).toEqual(problems)
  })

  it('follow the method of the server, wherever the method of the service stands', () => {
    const lines = 'real_server 10.0.1.1 81 {\n}\nreal_server 10.0.1.2 82 {\nlvs_method NAT\n}\nlvs_method DR'
    expect(serviceOf(lines).realServers.map(({ port, method }) => `${method} ${port}`)).toEqual(['DR 80', 'NAT 82'])
  })

  it('do not change where a check goes: to the port that was asked for', () => {
    const service = serviceOf('lb_kind DR\nreal_server 10.0.1.1 81 {\nTCP_CHECK {\n}\n}')
    expect(service.realServers[0]?.checkers[0]?.connection.target).toEqual({ address: '10.0.1.1', port: 81 })
  })
})

describe('quorum and hysteresis (QRM-03)', () => {
  it.each([
    ['quorum 2', [1, 1], [2, 0], ['hint fragile-quorum']],
    ['quorum 2', [1, 1, 1], [2, 0], []],
    ['quorum 3', [1, 1], [2, 0], ['error adjusted-value']],
    ['quorum 2\nhysteresis 1', [1, 1, 1], [2, 1], []],
    ['quorum 2\nhysteresis 1', [1, 1], [2, 1], ['warning unreachable-quorum']],
    ['quorum 2\nhysteresis 2', [1, 1, 1], [2, 1], ['error adjusted-value']],
    ['hysteresis 1', [5], [1, 0], ['error adjusted-value']],
    ['quorum 7\nhysteresis 6', [2, 1], [3, 2], ['error adjusted-value', 'error adjusted-value']],
    ['quorum 0', [1], [1, 0], ['error wrong-value']],
    ['', [0, 0], [1, 0], ['error no-weight']],
    ['quorum 2', [0], [1, 0], ['error no-weight']],
  ])('`%s` with weights %j', (lines, weights, [quorum, hysteresis], problems) => {
    const servers = weights.map((weight, i) => `real_server 10.0.1.${i + 1} 80 {\nweight ${weight}\n}`).join('\n')
    expect(serviceOf(`${lines}\n${servers}`)).toMatchObject({ quorum, hysteresis })
    expect(problemsOf(`${lines}\n${servers}`)).toEqual(problems)
  })
})

describe('scheduler flags (NL-09)', () => {
  it.each([
    ['lb_algo sh\nsh-fallback', 0x08, []],
    ['lb_algo sh\nsh-port', 0x10, []],
    ['lb_algo mh\nmh-port\nmh-fallback', 0x18, ['hint newer-scheduler']],
    ['lb_algo mh\nsh-port', 0, ['hint newer-scheduler', 'warning ignored-flag']],
    ['sh-port\nlb_algo sh', 0, ['error ignored-flag']],
    ['flag-1\nflag-2\nflag-3', 0x38, []],
    ['sh-port', 0, ['error ignored-flag']],
    ['ops', 0, ['error ignored-flag']],
    ['protocol UDP\nops', 0x04, []],
    ['lb_algo sh\nhashed', 0, []],
    ['hashed', 0, ['error ignored-flag']],
  ])('`%s`', (lines, flags, problems) => {
    expect(serviceOf(`${lines}\n${server}`).schedulerFlags).toBe(flags)
    const found = problemsOf(`${lines}\n${server}`).filter((problem) => !problem.endsWith('repeated-keyword'))
    expect(found).toEqual(problems)
  })
})

describe('the sorry server', () => {
  it.each([
    [
      'sorry_server 10.0.9.9 81',
      { address: '10.0.9.9', port: 81, method: 'NAT', tunnel: undefined, inhibit: false },
      [],
    ],
    ['sorry_server 10.0.9.9', { address: '10.0.9.9', port: 80, method: 'NAT', tunnel: undefined, inhibit: false }, []],
    [
      'sorry_server 10.0.9.9 81\nsorry_server_inhibit',
      { address: '10.0.9.9', port: 81, method: 'NAT', tunnel: undefined, inhibit: true },
      [],
    ],
    [
      'sorry_server_inhibit\nsorry_server 10.0.9.9 81',
      { address: '10.0.9.9', port: 81, method: 'NAT', tunnel: undefined, inhibit: false },
      ['error ignored-flag'],
    ],
    [
      'sorry_server_lvs_method DR\nsorry_server 10.0.9.9 81',
      { address: '10.0.9.9', port: 81, method: 'NAT', tunnel: undefined, inhibit: false },
      ['error ignored-flag'],
    ],
    [
      'sorry_server 10.0.9.9 81\nsorry_server_lvs_method DR',
      { address: '10.0.9.9', port: 80, method: 'DR', tunnel: undefined, inhibit: false },
      ['error port-forced'],
    ],
    [
      'sorry_server 10.0.1.1 8080\nsorry_server_inhibit',
      { address: '10.0.1.1', port: 8080, method: 'NAT', tunnel: undefined, inhibit: false },
      ['error adjusted-value'],
    ],
    ['sorry_server_inhibit', undefined, ['error ignored-flag']],
    ['sorry_server www.example.org 80', undefined, ['error wrong-value']],
    ['sorry_server 2001:db8::1 80', undefined, ['error wrong-family']],
  ])('QRM-08: `%s`', (lines, sorry, problems) => {
    expect(serviceOf(`${lines}\n${server}`).sorryServer).toEqual(sorry)
    expect(problemsOf(`${lines}\n${server}`)).toEqual(problems)
  })
})

describe('services are dropped, as in keepalived', () => {
  it.each([
    [
      'without a real server',
      'virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\nlb_kind NAT\n}',
      ['error no-real-server'],
    ],
    ['without anything', 'virtual_server 10.0.0.1 80 {\n}', ['error no-real-server']],
    ['with a wrong address', 'virtual_server 10.0.0.300 80 {\nreal_server 10.0.1.1 80 { }\n}', ['error wrong-value']],
    ['with a wrong port', 'virtual_server 10.0.0.1 http {\nreal_server 10.0.1.1 80 { }\n}', ['error wrong-value']],
    ['with a wrong mark', 'virtual_server fwmark x {\nreal_server 10.0.1.1 80 { }\n}', ['error wrong-value']],
    ['without a mark', 'virtual_server fwmark {\nreal_server 10.0.1.1 80 { }\n}', ['error missing-value']],
    ['without an address', 'virtual_server {\nreal_server 10.0.1.1 80 { }\n}', ['error missing-value']],
  ])('%s', (_why, text, expected) => {
    const { model, problems } = bindText(text)
    expect(problems).toEqual(expected)
    expect(model.healthcheck).toEqual({ virtualServers: [], leftOut: [] })
  })

  it('when there is one with the same address, port and protocol already', () => {
    const one = (protocol: string) =>
      `virtual_server 10.0.0.1 53 {\nprotocol ${protocol}\nlb_algo rr\nlb_kind NAT\nreal_server 10.0.1.1 53 { }\n}\n`
    const { model, problems } = bindText(one('TCP') + one('UDP') + one('tcp'))
    expect(model.healthcheck.virtualServers.map(({ protocol }) => protocol)).toEqual(['TCP', 'UDP'])
    expect(withoutChecks(problems)).toEqual(['warning duplicate-service'])
  })
})

describe('real servers', () => {
  it('NL-33: with an address and port already there are dropped', () => {
    const lines = 'real_server 10.0.1.1 80 { }\nreal_server 10.0.1.1 81 { }\nreal_server 10.0.1.1 81 { }'
    expect(serviceOf(lines).realServers.map(({ port }) => port)).toEqual([80, 81])
    expect(problemsOf(lines)).toEqual(['error duplicate-real-server'])
  })

  it('are compared with the port they take from the service too, which keepalived does not', () => {
    const lines = 'quorum 2\nreal_server 10.0.1.1 80 { }\nreal_server 10.0.1.1 { }'
    expect(serviceOf(lines)).toMatchObject({ quorum: 1, realServers: [{ port: 80 }] })
    expect(problemsOf(lines)).toEqual(['warning duplicate-real-server'])
  })

  it('CHK-14: alert by default, unless the checkers or everything are silenced', () => {
    const alerts = (globals: string, line = '') =>
      serviceOf(`real_server 10.0.1.1 80 {\n${line}\n}`, undefined, globals).realServers[0]?.smtpAlert
    expect(alerts('')).toBe(true)
    expect(alerts('smtp_alert off')).toBe(false)
    expect(alerts('smtp_alert off\nsmtp_alert_checker')).toBe(true)
    expect(alerts('smtp_alert_checker off', 'smtp_alert')).toBe(true)
  })

  it('take alpha, inhibition and weight from the service unless they say otherwise', () => {
    const lines = `alpha\ninhibit_on_failure\nweight 4\n${server}\nreal_server 10.0.1.2 80 {\nalpha no\ninhibit_on_failure off\nweight 0\n}`
    expect(serviceOf(lines).realServers).toMatchObject([
      { alpha: true, inhibitOnFailure: true, weight: 4 },
      { alpha: false, inhibitOnFailure: false, weight: 0 },
    ])
  })
})
