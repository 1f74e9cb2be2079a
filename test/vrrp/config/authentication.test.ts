import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { complaints, meant, saidOf, withGlobals } from './vrrp-text.js'

const pass = (type: string): string => `authentication {\nauth_type ${type}\nauth_pass secret\n}\n`
const text = '0123456789abcdef0123456789abcdef'
const hex = Buffer.from(text).toString('hex')
const hmac = (lines: string): string => `auth_hmac {\n${lines}\n}\n`

describe('authentication', () => {
  it('with AH has a key of eight bytes, and starts as backup', () => {
    expect(meant(pass('AH')).authentication).toEqual({ type: 'ah', key: '7365637265740000' })
    const lines = `state MASTER\npriority 100\n${pass('AH')}`
    expect(meant(lines).initialState).toBe('BACKUP')
    expect(saidOf(lines)).toEqual(['(V) Initial state master is incompatible with AH authentication - clearing'])
  })

  it.each([
    [`version 3\n${pass('PASS')}`, '(V) VRRP version 3 does not support authentication. Ignoring.'],
    ['authentication { auth_type PASS }', '(V) Authentication specified but no password given. Ignoring'],
    [`version 2\n${pass('AH')}mcast_src_ip fe80::9`, '(V) Cannot use AH authentication with IPv6. ignoring'],
    [
      `${pass('PASS')}${hmac(`key 1 ${text}\nactive_key 1`)}`,
      '(V) auth_hmac cannot be combined with authentication, dropping legacy auth',
    ],
  ])('is not used in `%s`', (lines, said) => {
    expect(meant(lines).authentication).toEqual({ type: 'none' })
    expect(complaints(lines)).toEqual(['error authentication-ignored'])
    expect(saidOf(lines)).toEqual([said])
  })

  it('is made of all its blocks, the last line of a kind counting', () => {
    const lines = 'authentication { auth_type PASS }\nauthentication { auth_pass x }'
    expect(meant(lines).authentication).toEqual({ type: 'pass', key: '7800000000000000' })
  })
})

describe('auth_hmac', () => {
  it('has keys as bytes, wherever they come from', () => {
    const lines = hmac(`key 1 ${text}\nkey 2 hex:${hex}\nkey 3 file:/etc/key\nactive_key 2`)
    expect(meant(lines).unenforced.hmac).toEqual({
      keys: [
        { id: 1, secret: { hex } },
        { id: 2, secret: { hex } },
        { id: 3, secret: { file: '/etc/key' } },
      ],
      activeKey: 2,
      timeWindow: 5000,
      antiReplay: 'time',
      mode: 'enforce',
    })
  })

  it('merges its blocks, and derives the window from the interval', () => {
    const lines = `advert_int 4\n${hmac(`key 1 ${text}`)}${hmac('active_key 1\nmode permissive\nanti_replay monotonic')}`
    expect(meant(lines).unenforced.hmac).toMatchObject({
      timeWindow: 12_000,
      mode: 'permissive',
      antiReplay: 'monotonic',
    })
  })

  it.each([
    [`key 1 ${text}`, ['error no-active-key']],
    [`key 1 ${text}\nactive_key 2`, ['error no-active-key']],
    [`key 1 ${text}\nkey 1 ${text}\nactive_key 1`, ['error duplicate-entry']],
    [`key 1 short\nkey 2 ${text}\nactive_key 2`, ['error wrong-value']],
    [`key 1 hex:abc\nkey 2 ${text}\nactive_key 2`, ['error wrong-value']],
    [`key ${text}\nkey 2 ${text}\nactive_key 2`, ['error wrong-value']],
    [`key 1\nkey 2 ${text}\nactive_key 2`, ['error missing-value']],
    [`key 1 ${text}\nactive_key 1\ntime_window 301`, ['error wrong-value']],
  ])('`%s`', (lines, problems) => {
    expect(complaints(hmac(lines))).toEqual(problems)
  })

  it('is enforced in strict mode', () => {
    const lines = `strict_mode\nvirtual_ipaddress { 10.0.0.1 }\n${hmac(`key 1 ${text}\nactive_key 1\nmode permissive`)}`
    expect(meant(lines).unenforced.hmac?.mode).toBe('enforce')
    expect(saidOf(lines)).toEqual(['(V) strict mode requires auth_hmac mode enforce'])
  })

  it('never shows a key', () => {
    const word = fc.constantFrom('SECRET-SECRET', 'hex:SECRET', '1', '2', '300', 'SECRET-SECRET-SECRET-SECRET-SECRET-1')
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 4 }), { maxLength: 4 }), (all) => {
        const lines = all.map((words) => `key ${words.join(' ')}`).join('\n')
        const { diagnostics } = bindText(withGlobals(hmac(`${lines}\nactive_key 1`)))
        for (const { message, hint, keepalived } of diagnostics) {
          // A key in place of its number was read as such by whoever wrote it.
          expect(`${message} ${hint ?? ''} ${JSON.stringify(keepalived ?? [])}`).not.toContain('SECRET')
        }
      }),
    )
  })
})
