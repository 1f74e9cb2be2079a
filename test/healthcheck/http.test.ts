// What an HTTP probe sends, and which answers are good enough.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeRequest, hostHeader, isAccepted, judgeAnswer } from '../../healthcheck/protocols/http.js'
import { ip } from './support.js'

describe('HTTP-01 the request', () => {
  it.each<['1.0' | '1.0C' | '1.1', string]>([
    ['1.0', 'GET /a HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: h\r\n\r\n'],
    ['1.0C', 'GET /a HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: h\r\n\r\n'],
    ['1.1', 'GET /a HTTP/1.1\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: h\r\n\r\n'],
  ])('with http_protocol %s', (protocol, expected) => {
    expect(encodeRequest({ path: '/a', host: 'h', protocol })).toBe(expected)
  })

  it('takes the path as it is written', () => {
    const path = 'no/../slash?q=a b#x%zz é'
    expect(encodeRequest({ path, host: 'h', protocol: '1.0' })).toContain(`GET ${path} HTTP/1.0\r\n`)
  })

  it('HTTP-15 is refused exactly when path or host contain a line end', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, host) => {
        const request = encodeRequest({ path, host, protocol: '1.0' })
        expect(request === undefined).toBe(/[\r\n\0]/.test(path + host))
        if (request !== undefined) expect(request.split('\r\n')).toHaveLength(5)
      }),
    )
    for (const bad of ['/\r\nX: y', '/\n', '/\0']) {
      expect(encodeRequest({ path: bad, host: 'h', protocol: '1.0' })).toBeUndefined()
      expect(encodeRequest({ path: '/', host: bad, protocol: '1.0' })).toBeUndefined()
    }
  })

  it.each<[string, (string | undefined)[], string, string]>([
    ['the first name that is configured', [undefined, 'checker'], '10.0.0.1', 'checker'],
    ['HTTP-15 a name with a port, unchanged', ['[2001:db8::1]:8080', 'checker'], '10.0.0.1', '[2001:db8::1]:8080'],
    ['address and port without any', [undefined, undefined], '10.0.0.1', '10.0.0.1:80'],
    ['brackets around IPv6', [], '2001:db8::1', '[2001:db8::1]:80'],
  ])('names as host %s', (_title, names, address, expected) => {
    expect(hostHeader(names, { address: ip(address), port: 80 })).toBe(expected)
  })
})

it.each<[number, boolean]>([
  [199, false],
  [200, true],
  [204, true],
  [299, true],
  [300, false],
  [302, true],
  [303, false],
])('HTTP-07 status %i among 200-299 and 302 is accepted: %s', (status, accepted) => {
  const ranges = [
    { from: 200, to: 299 },
    { from: 302, to: 302 },
  ]
  expect(isAccepted(status, ranges)).toBe(accepted)
})

describe('HTTP-08 the judgement', () => {
  const digest = 'b1946ac92492d2347c6235b4d2611184'
  const answer = { status: 200, bodyBytes: 6, announcedBytes: 6, digest }
  const expected = { statusCodes: [{ from: 200, to: 299 }], digest }
  it.each([
    ['is good', answer, { ok: true }],
    [
      'looks at the status first',
      { ...answer, status: 500, digest: 'x' },
      { ok: false, fault: 'status', reason: 'status 500' },
    ],
    [
      'then at the digest',
      { ...answer, digest: 'x' },
      { ok: false, fault: 'digest', reason: `digest x, not ${digest}` },
    ],
    [
      'HTTP-09 takes a body shorter than announced as it is, with a remark',
      { ...answer, announcedBytes: 100 },
      { ok: true, remark: 'content_length (100) does not match received bytes (6)' },
    ],
  ])('%s', (_title, given, judgement) => {
    expect(judgeAnswer(given, expected)).toEqual(judgement)
  })

  it('does not care for the body without a digest', () => {
    expect(judgeAnswer({ ...answer, digest: 'x' }, { ...expected, digest: undefined })).toEqual({ ok: true })
  })
})
