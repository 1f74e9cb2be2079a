import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { problemsOn } from './keepalived-words.js'

const check = 'TCP_CHECK {\n}'
const server = (address = '10.0.1.1', lines = ''): string => `real_server ${address} 80 {\n${lines}\n${check}\n}`
const pair = `${server()}\n${server('10.0.1.2')}`
const service = (lines: string, servers = pair, protocol = 'TCP'): string =>
  `virtual_server 10.0.0.1 80 {\nprotocol ${protocol}\n${lines.includes('lb_algo') ? '' : 'lb_algo rr\n'}lb_kind NAT\n${lines}\n${servers}\n}\n`

const bare = (address: string): string => `real_server ${address} 80 {\n}`

describe('what keepalived accepts of a service, and is probably not meant', () => {
  it.each([
    ['a sound service', service(''), []],
    [
      'one-packet scheduling with persistence',
      service('ops\npersistence_timeout 30', pair, 'UDP'),
      ['warning persistence-with-ops: ops'],
    ],
    ['one-packet scheduling alone', service('ops', pair, 'UDP'), []],
    ['a newer scheduler', service('lb_algo mh'), ['hint newer-scheduler: mh']],
    ['a quorum of all', service('quorum 2'), ['hint fragile-quorum: 2']],
    ['a quorum of all but one', service('quorum 2', `${pair}\n${server('10.0.1.3')}`), []],
    ['a quorum of one server', service('quorum 5', server('10.0.1.1', 'weight 5')), []],
    ['a quorum above what all weigh', service('quorum 2\nhysteresis 1'), ['warning unreachable-quorum: 1']],
    [
      'a sorry server that is a real server',
      service('sorry_server 10.0.1.2 80'),
      ['hint sorry-server-in-service: 10.0.1.2 80'],
    ],
    ['another sorry server', service('sorry_server 10.0.1.2 81'), []],
    ['a server that is the service', service('', server('10.0.0.1')), ['warning server-is-service: 10.0.0.1 80']],
    ['a server on another port of the address', service('', `real_server 10.0.0.1 81 {\n${check}\n}`), []],
    [
      'two servers without a check, and one with',
      service('', `${bare('10.0.1.5')}\n${server()}\n${bare('10.0.1.6')}`),
      ['warning unchecked-server: 10.0.1.5 80'],
    ],
    [
      'a server whose check is wrong',
      service('', `${server()}\nreal_server 10.0.1.5 80 {\nHTTP_GET {\n}\n}`),
      ['error no-url: HTTP_GET'],
    ],
    ['alpha without any check', service('alpha', bare('10.0.1.1')), ['warning ignored-flag: alpha']],
    [
      'alpha of a server without a check',
      service('', `${server()}\nreal_server 10.0.1.5 80 {\nalpha\n}`),
      ['warning unchecked-server: 10.0.1.5 80', 'warning ignored-flag: alpha'],
    ],
    ['an engine without persistence', service('persistence_engine sip'), ['warning ignored-flag: persistence_engine']],
    [
      'checks all the time',
      service('delay_loop 0.5', Array.from({ length: 10 }, (_, i) => server(`10.0.1.${i}`)).join('\n')),
      ['hint frequent-checks: 0.5'],
    ],
    ['checks all the time of two servers', service('delay_loop 0.5'), []],
  ])('%s', (_, text, expected) => {
    expect(problemsOn(text).filter((problem) => !problem.startsWith('hint no-retry'))).toEqual(expected)
  })

  it('says of a newer scheduler once, for the first service that has it', () => {
    const other = service('lb_algo mh').replace('10.0.0.1', '10.0.0.2')
    expect(problemsOn(service('lb_algo mh') + other)).toEqual(['hint newer-scheduler: mh'])
  })

  it('says of services without checks three times, and how many more there are', () => {
    const text = [1, 2, 3, 4, 5].map((i) => service('', bare('10.0.1.1')).replace('10.0.0.1', `10.0.0.${i}`)).join('')
    const found = bindText(text).diagnostics.filter(({ code }) => code === 'unchecked-service')
    expect(found.map(({ severity }) => severity)).toEqual(['hint', 'hint', 'hint'])
    expect(found[2]?.hint).toContain('The same holds for 2 more services.')
  })
})

describe('what keepalived accepts of a real server, and is probably not meant', () => {
  it.each([
    ['uthreshold 100\nlthreshold 75', []],
    ['uthreshold 100', []],
    ['uthreshold 100\nlthreshold 100', ['warning thresholds-crossed: 100']],
    ['uthreshold 100\nlthreshold 150', ['warning thresholds-crossed: 150']],
    ['lthreshold 100', ['warning ignored-flag: lthreshold']],
    ['weight 65535', []],
    ['weight 65536', ['hint huge-weight: 65536']],
  ])('%j', (lines, expected) => {
    expect(problemsOn(service('', server('10.0.1.1', lines)))).toEqual(expected)
  })
})
