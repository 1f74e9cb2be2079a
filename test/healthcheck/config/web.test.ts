import { describe, expect, it } from 'vitest'
import { readChecker, readCheckers } from './checker-text.js'

const web = (kind: string, lines: string, url = 'path /') => `${kind} {\n${lines}\nurl {\n${url}\n}\n}`

describe.each(['HTTP_GET', 'SSL_GET'])('%s', (kind) => {
  it('has its own delay before a retry', () => {
    expect(readChecker(web(kind, 'connect_port 81'))).toMatchObject({ kind, retry: 1, delayBeforeRetry: 3000 })
  })

  it.each([
    ['virtualhost', 'missing-value', 'HTTP_GET virtualhost name missing'],
    ['http_protocol', 'missing-value', 'Missing http_protocol version'],
    ['http_protocol 2', 'wrong-value', 'Invalid http_protocol version 2'],
    ['enable_sni x', 'wrong-value', 'Invalid enable_sni parameter x'],
    ['fast_recovery x', 'wrong-value', 'Invalid fast_recovery parameter x'],
  ])('refuses `%s`', (line, code, said) => {
    const read = readCheckers(web(kind, `connect_port 81\n${line}`))
    expect(read.diagnostics.map((one) => one.code)).toContain(code)
    expect(read.said).toContain(said)
    expect(read.checkers).toHaveLength(1)
  })

  it.each([
    ['digest abc', 'wrong-value', "digest 'abc' character length should be 32 rather than 3"],
    [
      `digest ${'0'.repeat(30)}zz`,
      'wrong-value',
      `Unable to interpret hex digit in '${'0'.repeat(30)}zz' at offset 30/31`,
    ],
    [`digest 0g${'0'.repeat(30)}`, 'wrong-value', "Unable to interpret hex digit in '0g' at offset 0/1"],
    ['status_code 99', 'wrong-value', "Invalid HTTP_GET status code '99'"],
    ['status_code 300-200', 'wrong-value', "Invalid HTTP_GET status code '300-200'"],
    ['virtualhost', 'missing-value', 'Missing HTTP_GET virtualhost name'],
    ['regex a b', 'surplus-words', 'regex missing or too many fields'],
    ['regex', 'missing-value', 'regex missing or too many fields'],
  ])('refuses `%s` in a url', (line, code, said) => {
    const read = readCheckers(web(kind, 'connect_port 81', `path /\n${line}`))
    expect(read.problems).toHaveLength(1)
    expect(read.problems[0]).toMatch(new RegExp(`^error ${code}:`))
    expect(read.said).toEqual([said])
    expect(read.checkers).toMatchObject([{ urls: [{ path: '/', digest: undefined, regex: undefined }] }])
  })

  it('drops a url without a path with one word about it, and itself with its last url', () => {
    const two = readCheckers(`${kind} {\nconnect_port 81\nurl {\n}\nurl {\npath /b\n}\n}`)
    expect(two.checkers).toMatchObject([{ urls: [{ path: '/b' }] }])
    expect(two.problems).toEqual(['error missing-keyword: url'])
    const one = readCheckers(`${kind} {\nconnect_port 81\nurl {\n}\n}`)
    expect(one.checkers).toEqual([])
    expect(one.problems).toEqual(['error missing-keyword: url'])
    expect(one.said).toEqual([
      'HTTP/SSL_GET checker url has no path - ignoring',
      'HTTP/SSL_GET checker has no urls specified - ignoring',
    ])
    const none = readCheckers(`${kind} {\nconnect_port 81\nurl {\n}\nurl {\n}\n}`)
    expect(none.said.filter((one) => one.endsWith('no urls specified - ignoring'))).toHaveLength(1)
    expect(readCheckers(`${kind} {\n}`).problems).toEqual([`error no-url: ${kind}`])
  })

  it('takes the last one of both spellings of `retry`', () => {
    expect(readChecker(web(kind, 'nb_get_retry 4'))).toMatchObject({ retry: 4 })
    expect(readChecker(web(kind, 'nb_get_retry 4\nretry 5'))).toMatchObject({ retry: 5 })
    expect(readChecker(web(kind, 'retry 5\nnb_get_retry 4'))).toMatchObject({ retry: 4 })
    const read = readCheckers(web(kind, 'connect_port 81\nnb_get_retry 4x'))
    expect(read.problems).toEqual(['warning deprecated-keyword: nb_get_retry', 'error wrong-value: 4x'])
    expect(read.said).toContain("nb_get_retry is deprecated - please use 'retry'")
    expect(read.said).toContain("invalid number '4x'")
  })

  it('takes `status_code` alone for 200 to 299', () => {
    expect(readChecker(web(kind, '', 'path /\nstatus_code'))).toMatchObject({
      urls: [{ statusCodes: [{ from: 200, to: 299 }] }],
    })
  })
})

describe('the server name of SSL_GET', () => {
  it.each([
    ['', undefined],
    ['enable_sni', { name: undefined }],
    ['enable_sni off', undefined],
    ['sni_name', { name: undefined }],
    ['sni_name example.org', { name: 'example.org' }],
    ['sni_name example.org\nenable_sni no', undefined],
    ['enable_sni no\nsni_name example.org', { name: 'example.org' }],
  ])('of %j', (lines, serverName) => {
    const read = readCheckers(web('SSL_GET', `connect_port 443\n${lines}`))
    expect(read.checkers).toMatchObject([{ serverName }])
    expect(read.problems).toEqual([])
  })

  it('is not taken back by a second line without a word', () => {
    const read = readCheckers(web('SSL_GET', 'connect_port 443\nsni_name a.example\nsni_name'))
    expect(read.checkers).toMatchObject([{ serverName: { name: 'a.example' } }])
    expect(read.said).toEqual(['sni_name already specified as a.example - ignoring setting to default'])
  })

  it('is of no use in HTTP_GET', () => {
    expect(readCheckers(web('HTTP_GET', 'enable_sni')).problems).toEqual(['warning ignored-flag: enable_sni'])
  })
})

describe('tls_compliant', () => {
  it.each([
    ['', '', false],
    ['tls_compliant', '', true],
    ['', 'tls_compliant', true],
    ['tls_compliant off', 'tls_compliant on', true],
    ['tls_compliant', 'tls_compliant off', true],
  ])('of the checker (%j) or of the url (%j)', (own, url, tlsCompliant) => {
    const checker = readChecker(web('SSL_GET', own, `path /\n${url}`))
    expect(checker).toMatchObject({ urls: [{ tlsCompliant }] })
  })

  it('is unknown in HTTP_GET', () => {
    expect(readCheckers(web('HTTP_GET', 'tls_compliant')).problems).toEqual(['error unknown-keyword: tls_compliant'])
  })
})
