import { describe, expect, it } from 'vitest'
import { bindText, serviceOf } from '../../config/schema/bind-text.js'

const checkerOf = (check: string, server = '', service = ''): unknown =>
  serviceOf(`${service}\nreal_server 10.0.1.1 81 {\n${server}\n${check}\n}`).realServers[0]?.checkers[0]

const connection = {
  target: { address: '10.0.1.1', port: 81 },
  connectTimeout: 5000,
  bindAddress: undefined,
  bindPort: 0,
}

describe('defaults of section S.1', () => {
  it('of TCP_CHECK', () => {
    expect(checkerOf('TCP_CHECK {\n}')).toEqual({
      kind: 'TCP_CHECK',
      delayLoop: 60_000,
      warmup: 60_000,
      retry: 1,
      delayBeforeRetry: 1000,
      alpha: false,
      connection,
    })
  })

  it('of HTTP_GET', () => {
    expect(checkerOf('HTTP_GET {\nurl {\npath /\n}\n}')).toEqual({
      kind: 'HTTP_GET',
      delayLoop: 60_000,
      warmup: 60_000,
      retry: 1,
      delayBeforeRetry: 3000,
      alpha: false,
      connection,
      virtualHost: undefined,
      httpProtocol: '1.0',
      fastRecovery: false,
      urls: [{ path: '/', virtualHost: undefined, digest: undefined, statusCodes: [{ from: 200, to: 299 }] }],
    })
  })
})

describe('inheritance: checker before real server before service before built-in', () => {
  const timing = (n: number) =>
    `delay_loop ${n}\nwarmup ${n + 1}\nretry ${n + 2}\ndelay_before_retry ${n + 3}\nconnect_timeout ${n + 4}\n`
  const seconds = (n: number) => ({
    delayLoop: n * 1000,
    warmup: (n + 1) * 1000,
    retry: n + 2,
    delayBeforeRetry: (n + 3) * 1000,
    connection: { ...connection, connectTimeout: (n + 4) * 1000 },
  })
  it.each([
    ['the service', '', '', 10],
    ['the real server', '', timing(20), 20],
    ['the checker', timing(30), timing(20), 30],
  ])('comes from %s', (_who, check, server, n) => {
    expect(checkerOf(`TCP_CHECK {\n${check}}`, server, timing(10))).toMatchObject(seconds(n))
  })

  it('warmup follows the delay_loop in force', () => {
    expect(checkerOf('TCP_CHECK {\ndelay_loop 7\n}', '', 'delay_loop 9')).toMatchObject({ warmup: 7000 })
    expect(checkerOf('TCP_CHECK {\n}', '', 'delay_loop 9')).toMatchObject({ warmup: 9000 })
  })

  it('alpha goes down the same way', () => {
    expect(checkerOf('TCP_CHECK {\n}', '', 'alpha')).toMatchObject({ alpha: true })
    expect(checkerOf('TCP_CHECK {\n}', 'alpha off', 'alpha')).toMatchObject({ alpha: false })
    expect(checkerOf('TCP_CHECK {\nalpha\n}', 'alpha off', 'alpha')).toMatchObject({ alpha: true })
  })

  it('HTTP-01: the virtual host of the checker, else of the server, else of the service', () => {
    const check = 'HTTP_GET {\nurl {\npath /\n}\n}'
    expect(checkerOf(check, '', 'virtualhost vs')).toMatchObject({ virtualHost: 'vs' })
    expect(checkerOf(check, 'virtualhost rs', 'virtualhost vs')).toMatchObject({ virtualHost: 'rs' })
    expect(checkerOf(check.replace('{', '{\nvirtualhost c'), 'virtualhost rs')).toMatchObject({ virtualHost: 'c' })
  })
})

describe('connection options (CHK-11)', () => {
  it('say where to connect to and from', () => {
    const lines = 'connect_ip 10.2.0.1\nconnect_port 99\nbindto 10.3.0.1\nbind_port 1234'
    expect(checkerOf(`TCP_CHECK {\n${lines}\n}`)).toMatchObject({
      connection: { target: { address: '10.2.0.1', port: 99 }, bindAddress: '10.3.0.1', bindPort: 1234 },
    })
  })
})

describe('retry', () => {
  const problemsOf = (check: string) =>
    bindText(
      `virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\nlb_kind NAT\nreal_server 10.0.1.1 80 {\n${check}\n}\n}`,
    )
      .diagnostics.filter(({ code }) => code !== 'unchecked-service')
      .map(({ severity, code, hint }) => ({ severity, code, hint }))

  it('may be 0 for a checker, but not for a server', () => {
    expect(checkerOf('TCP_CHECK {\nretry 0\n}')).toMatchObject({ retry: 0 })
    expect(problemsOf('retry 0')).toMatchObject([{ code: 'wrong-value' }])
  })

  it('has an old spelling in HTTP_GET', () => {
    const check = 'HTTP_GET {\nnb_get_retry 4\nurl {\npath /\n}\n}'
    expect(checkerOf(check)).toMatchObject({ retry: 4 })
    expect(problemsOf(check)).toMatchObject([{ severity: 'warning', code: 'deprecated-keyword' }])
  })

  it('has no old spelling in TCP_CHECK: the line is ignored, and `retry` suggested', () => {
    const check = 'TCP_CHECK {\nnb_get_retry 4\n}'
    expect(checkerOf(check)).toMatchObject({ retry: 1 })
    const [problem] = problemsOf(check)
    expect(problem).toMatchObject({ severity: 'error', code: 'unknown-keyword' })
    expect(problem?.hint).toContain('`retry`')
  })
})

describe('urls of HTTP_GET', () => {
  const urlsOf = (lines: string): unknown =>
    (checkerOf(`HTTP_GET {\nurl {\npath /first\n}\nurl {\n${lines}\n}\n}`) as { urls: unknown[] }).urls[1]

  it('HTTP-07: status codes are single ones and ranges, of all lines together', () => {
    expect(urlsOf('path /\nstatus_code 200 301-302\nstatus_code 503')).toMatchObject({
      statusCodes: [
        { from: 200, to: 200 },
        { from: 301, to: 302 },
        { from: 503, to: 503 },
      ],
    })
    expect(urlsOf('path /\nstatus_code 99 600 300-200 x 404')).toMatchObject({ statusCodes: [{ from: 404, to: 404 }] })
    expect(urlsOf('path /\nstatus_code x')).toMatchObject({ statusCodes: [{ from: 200, to: 299 }] })
  })

  it('HTTP-09: a digest is 32 hexadecimal digits in any case', () => {
    expect(urlsOf('path /\ndigest B1946AC92492D2347C6235B4D2611184')).toMatchObject({
      digest: 'b1946ac92492d2347c6235b4d2611184',
    })
    expect(urlsOf('path /\ndigest b1946ac9')).toMatchObject({ digest: undefined })
  })

  it('without a path are dropped; without any url the check is dropped', () => {
    expect(urlsOf('status_code 200')).toBeUndefined()
    expect(checkerOf('HTTP_GET {\nconnect_timeout 1\n}')).toBeUndefined()
  })

  it.each([
    ['1.0', '1.0'],
    ['1.0C', '1.0C'],
    ['1.0c', '1.0C'],
    ['1.1', '1.1'],
    ['2', '1.0'],
  ])('http_protocol %s', (word, used) => {
    expect(checkerOf(`HTTP_GET {\nhttp_protocol ${word}\nurl {\npath /\n}\n}`)).toMatchObject({ httpProtocol: used })
  })
})
