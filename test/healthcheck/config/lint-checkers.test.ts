import { describe, expect, it } from 'vitest'
import { Seconds } from '../../../config/values/time.js'
import { readCheckers } from './checker-text.js'

const url = 'url {\npath /\n}'

describe('a rule about checkers reports', () => {
  it.each([
    ['TCP_CHECK {\ndelay_loop 5\nconnect_timeout 6\n}', 'hint timeout-over-interval: 6'],
    ['MISC_CHECK {\nmisc_path /bin/x\nmisc_timeout 61\n}', 'hint timeout-over-interval: 61'],
    ['TCP_CHECK {\nconnect_timeout 20\nretry 3\n}', 'hint slow-failure-detection: 3'],
    ['TCP_CHECK {\nwarmup 61\n}', 'hint long-warmup: 61'],
    ['TCP_CHECK {\ndelay_loop 0.5\nconnect_timeout 0.1\nretry 0\n}', 'hint no-retry: 0'],
    [`HTTP_GET {\nconnect_port 443\n${url}\n}`, 'hint port-protocol-mismatch: 443'],
    [`SSL_GET {\n${url}\n}`, 'hint port-protocol-mismatch: SSL_GET'],
    ['HTTP_GET {\nurl {\npath index.html\n}\n}', 'warning path-without-slash: index.html'],
    ['MISC_CHECK {\nmisc_path bin/x\n}', 'warning relative-script-path: bin/x'],
    ['PING_CHECK {\nconnect_port 7\n}', 'warning ignored-flag: connect_port'],
    ['UDP_CHECK {\nmin_reply_length 7\n}', 'warning ignored-flag: min_reply_length'],
    ['TCP_CHECK {\n}\nTCP_CHECK {\ndelay_loop 70\n}', 'warning duplicate-checker: TCP_CHECK'],
    ['BFD_CHECK {\nname a\n}\nBFD_CHECK {\nname a\n}', 'error duplicate-checker: BFD_CHECK'],
    [
      'MISC_CHECK {\nmisc_path /a\nmisc_dynamic\n}\nMISC_CHECK {\nmisc_path /b\nmisc_dynamic\n}',
      'hint dynamic-weights-add-up: misc_dynamic',
    ],
  ])('%j', (lines, problem) => {
    expect(readCheckers(lines).problems).toEqual([problem])
  })

  it.each([
    'TCP_CHECK {\ndelay_loop 5\nconnect_timeout 5\n}',
    'TCP_CHECK {\nconnect_timeout 3\nretry 3\ndelay_before_retry 3\n}',
    'TCP_CHECK {\nretry 0\n}',
    `HTTP_GET {\nconnect_port 8443\n${url}\n}`,
    'HTTP_GET {\nurl {\npath http://example.org/x\n}\n}',
    'MISC_CHECK {\nmisc_path check\n}',
    'UDP_CHECK {\nrequire_reply 00\nmin_reply_length 7\n}',
    'TCP_CHECK {\n}\nPING_CHECK {\n}',
    'TCP_CHECK {\nconnect_port 1\n}\nTCP_CHECK {\nconnect_port 2\n}',
    `HTTP_GET {\n${url}\n}\nHTTP_GET {\nurl {\npath /b\n}\n}`,
    'BFD_CHECK {\nname a\n}\nBFD_CHECK {\nname b\n}',
    'SMTP_CHECK {\nhelo_name a\n}\nSMTP_CHECK {\nhelo_name b\n}',
  ])('nothing about %j', (lines) => {
    expect(readCheckers(lines).problems).toEqual([])
  })

  it('nothing once more for each server that takes its times from the service', () => {
    const inherited = { connectTimeout: Seconds(100), delayLoop: Seconds(1), retry: 9, warmup: Seconds(500) }
    expect(readCheckers('TCP_CHECK {\n}', inherited).problems).toEqual([])
  })

  it('keeps both of two equal checks, but follows a BFD session once', () => {
    expect(readCheckers('TCP_CHECK {\n}\nTCP_CHECK {\n}').checkers).toHaveLength(2)
    expect(readCheckers('BFD_CHECK {\nname a\n}\nBFD_CHECK {\nname a\n}').checkers).toHaveLength(1)
  })
})
