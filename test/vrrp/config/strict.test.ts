import { describe, expect, it } from 'vitest'
import { complaints as allComplaints, meant, saidOf } from './vrrp-text.js'

/** Without the rule about what strict mode is seldom meant to do. */
const complaints = (lines: string, globals = ''): readonly string[] =>
  allComplaints(lines, globals).filter((one) => one !== 'warning strict-no-accept')

const strict = 'strict_mode\nvirtual_ipaddress { 10.0.0.1 }\n'

describe('strict mode (LIFE-10)', () => {
  it('changes defaults without a word', () => {
    expect(meant(strict)).toMatchObject({
      lowerPriorityNoAdvert: true,
      higherPriorityAdvert: false,
      garp: { lowerPriorityDelay: 0, lowerPriorityRepeat: 0 },
      unenforced: { strict: true, accept: false },
    })
    expect(complaints(strict)).toEqual([])
  })

  it('holds for all instances with vrrp_strict, unless one says otherwise', () => {
    expect(meant('virtual_ipaddress { 10.0.0.1 }', 'vrrp_strict').unenforced.strict).toBe(true)
    expect(meant('strict_mode off\nvirtual_ipaddress { 10.0.0.1 }', 'vrrp_strict').unenforced.strict).toBe(false)
  })

  it.each([
    ['state MASTER\npriority 100', { initialState: 'BACKUP' }, 'State MASTER must match being address owner'],
    ['state BACKUP\npriority 255', { initialState: 'MASTER' }, 'State MASTER must match being address owner'],
    ['preempt_delay 5', { preemptDelay: 0 }, 'preempt_delay is incompatible with strict mode - resetting'],
    [
      'down_timer_adverts 5',
      { downTimerAdverts: 3 },
      'down_timer_adverts is incompatible with strict mode - resetting',
    ],
    ['garp_lower_prio_repeat 2', {}, 'Strict mode requires no repeat garps. resetting'],
    ['garp_lower_prio_delay 2', {}, 'Strict mode requires no repeat garp delay. resetting'],
    [
      'lower_prio_no_advert off',
      { lowerPriorityNoAdvert: true },
      'Strict mode requires no lower priority advert. resetting',
    ],
    [
      'higher_prio_send_advert',
      { higherPriorityAdvert: false },
      'strict mode requires higher_prio_send_advert to be clear. resetting',
    ],
    ['accept', {}, 'warning - accept mode for VRRP version 2 does not comply with RFC3768 - resetting'],
    [
      'authentication {\nauth_type PASS\nauth_pass x\n}',
      { authentication: { type: 'none' } },
      'Strict mode does not support authentication. Ignoring.',
    ],
  ])('corrects `%s` with an error', (lines, expected, said) => {
    expect(meant(strict + lines)).toMatchObject(expected)
    expect(complaints(strict + lines).filter((one) => one.startsWith('error'))).toHaveLength(1)
    expect(saidOf(strict + lines)).toEqual([`(V) ${said}`])
  })

  it.each([
    ['strict_mode\nno_virtual_ipaddress', 'fatal no-addresses'],
    [`${strict}unicast_peer { 10.0.0.2 }`, 'fatal strict-unicast'],
  ])('refuses `%s`', (lines, problem) => {
    expect(complaints(lines)).toEqual([problem])
  })

  it('lets version 3 accept packets', () => {
    expect(meant(`${strict}version 3\naccept`).unenforced.accept).toBe(true)
  })
})

describe('who takes packets to the virtual addresses (VIP-05)', () => {
  it.each([
    ['', true],
    ['no_accept', false],
    ['no_accept\naccept', true],
    ['strict_mode\nvirtual_ipaddress { 10.0.0.1 }', false],
    ['strict_mode\nvirtual_ipaddress { 10.0.0.1 }\npriority 255', true],
  ])('`%s`', (lines, accept) => {
    expect(meant(lines).unenforced.accept).toBe(accept)
  })
})

describe('an owner that ignores adverts', () => {
  it.each([
    ['owner_ignore_adverts', false, ['error ignored-flag']],
    ['owner_ignore_adverts\npriority 255', true, []],
    ['owner_ignore_adverts off\npriority 255', false, ['warning adjusted-value']],
    ['priority 255', false, []],
    ['strict_mode\nvirtual_ipaddress { 10.0.0.1 }\npriority 255', true, []],
  ])('`%s`', (lines, ignores, problems) => {
    expect(meant(lines).unenforced.ownerIgnoresAdverts).toBe(ignores)
    expect(complaints(lines)).toEqual(problems)
  })
})

describe('the interval of version 3 (TMR-01)', () => {
  it.each([
    ['0.01', 10, []],
    ['0.5', 500, []],
    ['0.015', 20, ['error adjusted-value']],
    ['40.95', 40_950, []],
    ['40.96', 40_950, ['error adjusted-value']],
    ['100', 40_950, ['error adjusted-value']],
  ])('advert_int %s', (asked, used, problems) => {
    expect(meant(`version 3\nadvert_int ${asked}`).advertInterval).toBe(used)
    expect(complaints(`version 3\nadvert_int ${asked}`)).toEqual(problems)
  })
})
