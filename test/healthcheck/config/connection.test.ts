import { describe, expect, it } from 'vitest'
import { parseIpAddress, type IpAddress } from '../../../config/values/ip.js'
import { readChecker, readCheckers } from './checker-text.js'

const inet6 = { address: parseIpAddress('2001:db8::1') as IpAddress }

describe('what a checker connects with', () => {
  it('comes from the real server unless the checker says otherwise', () => {
    expect(readChecker('TCP_CHECK {\n}')).toMatchObject({
      connection: {
        target: { address: '10.0.1.1', port: 80 },
        connectTimeout: 5000,
        bindAddress: undefined,
        bindPort: 0,
        bindInterface: undefined,
        mark: undefined,
      },
    })
    const lines = 'connect_ip 10.2.0.1\nconnect_port 99\nbindto 10.3.0.1\nbind_port 1\nbind_if eth0\nfwmark 7'
    for (const kind of ['TCP_CHECK', 'PING_CHECK', 'UDP_CHECK', 'DNS_CHECK', 'SMTP_CHECK']) {
      expect(readChecker(`${kind} {\n${lines}\nconnect_timeout 2\n}`)).toMatchObject({
        kind,
        connection: {
          target: { address: '10.2.0.1', port: 99 },
          connectTimeout: 2000,
          bindAddress: '10.3.0.1',
          bindPort: 1,
          bindInterface: 'eth0',
          mark: 7,
        },
      })
    }
  })

  it.each([
    ['connect_ip host', 'Invalid connect_ip address host - ignoring'],
    ['connect_port 0', "Invalid checker connect_port '0'"],
    ['bindto x', 'Invalid bindto address x - ignoring'],
    ['bind_port http', "Invalid checker bind_port 'http'"],
    ['bind_if abcdefghijklmnop', 'Interface name abcdefghijklmnop is too long - ignoring'],
    ['connect_timeout 0', 'connect_timeout 0 invalid - ignoring'],
    ['fwmark -1', "Invalid fwmark connection value '-1'"],
    ['retry x', "Invalid retry connection value 'x'"],
    ['delay_before_retry -1', "Invalid delay_before_retry connection value '-1'"],
    ['warmup -1', "Invalid warmup connection value '-1'"],
    ['delay_loop 0', "delay_loop '0' is invalid - ignoring"],
    ['alpha maybe', 'Invalid alpha parameter maybe'],
    ['log_all_failures 1', 'Invalid log_all_failures parameter 1'],
  ])('a wrong value is ignored, and reported at its word: %s', (line, said) => {
    const read = readCheckers(`TCP_CHECK {\n${line}\n}`)
    expect(read.problems).toEqual([`error wrong-value: ${line.slice(line.indexOf(' ') + 1)}`])
    expect(read.said).toContain(said)
    expect(read.checkers).toEqual(readCheckers('TCP_CHECK {\n}').checkers)
  })

  it('trailing characters after a number in range are spoken of once only, as in keepalived', () => {
    const isSaid = (line: string, said: string) => readCheckers(`TCP_CHECK {\n${line}\n}`).said.includes(said)
    expect(isSaid('delay_before_retry x', "Invalid delay_before_retry connection value 'x'")).toBe(false)
    expect(isSaid('connect_timeout x', 'connect_timeout x invalid - ignoring')).toBe(true)
    expect(isSaid('connect_timeout 3x', 'connect_timeout 3x invalid - ignoring')).toBe(false)
    expect(isSaid('connect_timeout 4295', 'connect_timeout 4295 invalid - ignoring')).toBe(true)
  })
})

describe('what of a connection is not enforced', () => {
  const told = (line: string) => readCheckers(`TCP_CHECK {\n${line}\n}`).diagnostics.map(({ code }) => code)
  it.each(['bind_if eth0', 'fwmark 1', 'log_all_failures'])('is said of `%s`', (line) => {
    expect(told(line)).toContain('not-enforced-yet')
  })
  it.each(['fwmark 0', 'log_all_failures off'])('is not said of `%s`, which asks for nothing', (line) => {
    expect(told(line)).not.toContain('not-enforced-yet')
  })
})

describe('both ends of a connection', () => {
  const v4 = '10.0.0.1'
  const v6 = '2001:db8::2'
  it.each<[string, string | undefined, string | undefined, readonly string[]]>([
    [`bindto ${v4}`, '10.0.1.1', v4, []],
    [`bindto ${v6}`, '10.0.1.1', undefined, [`error wrong-family: ${v6}`]],
    [`bindto ${v6}\nconnect_ip ${v6}`, v6, undefined, [`error wrong-family: ${v6}`]],
    [`connect_ip ${v6}\nbindto ${v6}`, v6, v6, []],
    [`connect_ip ${v6}\nbindto ${v4}`, v6, undefined, [`error wrong-family: ${v4}`]],
    [`bindto ${v4}\nconnect_ip ${v6}`, '10.0.1.1', v4, [`error wrong-family: ${v6}`]],
  ])('are of one family, and the later one has to fit: %j', (lines, target, bindAddress, problems) => {
    const read = readCheckers(`TCP_CHECK {\n${lines}\n}`)
    expect(read.checkers).toMatchObject([{ connection: { target: { address: target }, bindAddress } }])
    expect(read.problems).toEqual(problems)
  })

  it('are not compared with an address that is wrong itself', () => {
    expect(readCheckers(`TCP_CHECK {\nconnect_ip x\nbindto ${v6}\n}`).problems).toEqual(['error wrong-value: x'])
  })

  it('are compared in SMTP_CHECK only where both are given', () => {
    expect(readCheckers(`SMTP_CHECK {\nbindto ${v6}\n}`).problems).toEqual([])
    expect(readCheckers(`SMTP_CHECK {\nbindto ${v6}\nconnect_ip ${v4}\n}`).problems).toEqual([
      `error wrong-family: ${v4}`,
    ])
  })

  it('a link-local address takes an interface, or the checker is dropped', () => {
    const read = readCheckers('TCP_CHECK {\nconnect_ip fe80::1\n}', inet6)
    expect(read.checkers).toEqual([])
    expect(read.problems).toEqual(['error missing-keyword: fe80::1'])
    expect(read.said).toEqual(['Checker link local address fe80::1 requires a bind_if'])
    expect(readCheckers('TCP_CHECK {\nconnect_ip fe80::1\nbind_if eth0\n}', inet6).problems).toEqual([])
    const itself = readCheckers('PING_CHECK {\n}', { address: parseIpAddress('febf::9') as IpAddress })
    expect(itself.problems).toEqual(['error missing-keyword: PING_CHECK'])
    expect(readCheckers('PING_CHECK {\n}', { address: parseIpAddress('fec0::9') as IpAddress }).problems).toEqual([])
  })
})
