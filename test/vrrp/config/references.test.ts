import { describe, expect, it } from 'vitest'
import { bfdNamesIn } from '../../../vrrp/config/tracked-uses.js'
import { bindText, lineOf, markedBy } from '../../config/schema/bind-text.js'
import { keepalivedSays } from './vrrp-text.js'

const script = (name: string, lines = ''): string => `vrrp_script ${name} {\nscript /bin/true\n${lines}\n}\n`
const bfd = (name: string, lines = ''): string => `bfd_instance ${name} {\nneighbor_ip 10.0.0.9\n${lines}\n}\n`
const instance = (lines: string, name = 'V', id = 1): string =>
  `vrrp_instance ${name} {\ninterface eth${id}\nvirtual_router_id ${id}\nno_virtual_ipaddress\n${lines}\n}\n`
const track = (line: string, keyword = 'track_script'): string => `${keyword} {\n${line}\n}`

/** Line, severity, code and marked text of all that is not just missing here, security apart. */
const found = (text: string): readonly string[] =>
  bindText(text)
    .diagnostics.filter(({ code }) => code !== 'not-enforced-yet' && code !== 'script-security')
    .map((one) => `${lineOf(one)}: ${one.severity} ${one.code}: ${markedBy(one)}`)

const messagesIn = (text: string): readonly string[] =>
  bindText(text)
    .diagnostics.filter(({ code }) => code === 'unknown-name')
    .map(({ message, hint = '' }) => `${message} | ${hint}`)

describe('names in track lists', () => {
  it('stand for blocks before them', () => {
    expect(found(script('s') + instance(track('s')))).toEqual([])
    expect(found(instance(track('s')) + script('s'))).toEqual(['6: error unknown-name: s'])
  })

  it('must exist', () => {
    expect(messagesIn(script('check_web') + instance(track('chek_web')))).toEqual([
      'There is no `vrrp_script chek_web` | The line is dropped, as in keepalived: nothing is tracked by it. Did you mean `check_web`?',
    ])
  })

  it('do not stand for a block that is removed', () => {
    expect(found(`vrrp_script s {\n}\n${instance(track('s'))}`)).toEqual([
      '1: error missing-keyword: vrrp_script',
      '8: error unknown-name: s',
    ])
  })

  it('of sync groups are looked up as well', () => {
    const group = (lines: string): string => `vrrp_sync_group G {\ngroup { V W }\n${lines}\n}\n`
    const two = instance('') + instance('', 'W', 2)
    expect(keepalivedSays(two + group(track('s')))).toEqual(['16: (G) track script s not found, ignoring...'])
    expect(found(script('s') + two + group(track('s')))).toEqual([])
  })

  it('of BFD sessions are not those for checks only', () => {
    expect(messagesIn(bfd('b', 'checker') + instance(track('b', 'track_bfd')))).toEqual([
      '`bfd_instance b` is for checks of servers only | The line is dropped, as in keepalived: nothing is tracked by it. Add `vrrp` to the session, or remove `checker`.',
    ])
    expect(found(bfd('b', 'checker\nvrrp') + instance(track('b', 'track_bfd')))).toEqual([])
  })

  it('of files may be defined with the old keyword', () => {
    const old = 'vrrp_track_file f {\nfile /run/f\n}\n'
    expect(found(old + instance(track('f', 'track_file')))).toEqual(['1: hint deprecated-keyword: vrrp_track_file'])
  })
})

describe('names of blocks', () => {
  it.each([
    ['vrrp_script', 'script /bin/true'],
    ['track_file', 'file /run/x'],
    ['vrrp_track_process', 'process x'],
  ])('%s may be taken, without effect', (keyword, line) => {
    const block = `${keyword} x {\n${line}\n}\n`
    expect(found(block + block)).toContain('4: warning duplicate-name: x')
  })

  it('of BFD sessions and track groups are refused when they are taken', () => {
    expect(keepalivedSays(bfd('b') + bfd('b'))).toEqual([
      '5: BFD b already specified',
      '5: Configuration error: BFD instance b already configured - ignoring',
    ])
    const group = 'track_group g {\ngroup { V }\n}\n'
    expect(keepalivedSays(instance('') + group + group)).toEqual(['10: track_group g already defined'])
  })
})

describe('blocks that nobody uses', () => {
  it.each([
    ['vrrp_script', script('x')],
    ['vrrp_track_process', 'vrrp_track_process x {\nprocess x\n}\n'],
    ['track_group', 'track_group x {\ngroup { V }\n}\n'],
  ])('are noticed: %s', (keyword, text) => {
    expect(found(text + instance(''))).toEqual([`1: hint unused-block: ${keyword}`])
  })

  it('are not reported beside a line that names them too early', () => {
    expect(found(instance(track('s')) + script('s'))).toEqual(['6: error unknown-name: s'])
  })

  it('leave their names for others to judge: BFD', () => {
    const values = {
      instances: [{ values: { trackBfds: [] } }],
      syncGroups: [{ values: { trackBfds: [{ value: { name: 'b' } }] } }],
    } as unknown as Parameters<typeof bfdNamesIn>[0]
    expect([...bfdNamesIn(values)]).toEqual(['b'])
  })
})

describe('a script', () => {
  it('has a weight that counts somewhere', () => {
    const text = script('s', 'weight 5') + instance(track('s weight 7'))
    expect(found(text)).toEqual(['3: hint unused-weight: 5'])
    expect(found(text + instance(track('s'), 'W', 2))).toEqual([])
  })

  it('forgets that it starts as failed', () => {
    expect(found(script('s', 'init_fail') + instance(track('s')))).toEqual(['3: hint lost-init-fail: init_fail'])
  })

  it('should end before it is run again', () => {
    const timed = (lines: string): readonly string[] => found(script('s', lines) + instance(track('s')))
    expect(timed('interval 2\ntimeout 3')).toEqual(['4: hint timeout-over-interval: 3'])
    expect(timed('timeout 1.5')).toEqual(['3: hint timeout-over-interval: 1.5'])
    expect(timed('interval 3\ntimeout 3')).toEqual([])
  })
})

describe('track groups', () => {
  const group = 'track_group g {\ngroup { V }\n}\n'
  const address = (name: string): string => `static_ipaddress {\n10.0.0.1/24 dev eth0 track_group ${name}\n}\n`

  it('are known behind their block', () => {
    expect(found(instance('') + group + address('g'))).toEqual([])
    expect(found(instance('') + address('g') + group)).toEqual(['8: error unknown-name: g'])
    expect(keepalivedSays(instance('') + group + address('h'))).toEqual(['11: track_group h not found'])
  })

  it.each([
    ['static_routes', '10.0.0.0/8 dev eth0'],
    ['static_rules', 'from 10.0.0.0/8 iif eth0 nop preference 1'],
  ])('are looked up in %s', (keyword, line) => {
    const text = (name: string): string => `${instance('')}${group}${keyword} {\n${line} track_group ${name}\n}\n`
    expect(found(text('g'))).toEqual([])
    expect(found(text('h'))).toEqual(['7: hint unused-block: track_group', '11: error unknown-name: h'])
  })

  it('have members that exist, and one list of them', () => {
    expect(found(`${instance('')}track_group g {\ngroup { V X }\n}\n${address('g')}`)).toEqual([
      '8: warning unknown-member: X',
    ])
    expect(keepalivedSays('track_group g {\n}\n')).toEqual(['1: Static track group g has no members - removing'])
    expect(keepalivedSays('track_group g {\ngroup {\n}\n}\n')).toEqual([
      '1: Warning - track group g has empty group block',
      '1: Static track group g has no members - removing',
    ])
    expect(keepalivedSays(`${instance('')}track_group g {\ngroup { V }\ngroup { V }\n}\n`)).toEqual([
      '9: Group list already specified for sync group g',
    ])
  })

  it('have one name', () => {
    const nameless = 'track_group must have a name - skipping'
    expect(keepalivedSays('track_group {\ngroup { V }\n}\n')).toEqual([`1: ${nameless}`])
    expect(keepalivedSays('track_group a b {\ngroup { V }\n}\n')).toEqual([`1: ${nameless}`])
  })
})
