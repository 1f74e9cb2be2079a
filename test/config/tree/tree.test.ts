// Braces that fit, however they are placed, and braces that do not.

import { describe, expect, it } from 'vitest'
import { spanIn } from '../../../config/read/line.js'
import { treeHints } from './hints.js'
import { build } from './shape.js'

describe('a block', () => {
  it.each<[string, string, string]>([
    ['may have its brace on the keyword line', 'a b {\nc\n}', 'a b { c }'],
    ['may have its brace on a line of its own', 'a b\n{\nc\n}', 'a b { c }'],
    ['may stand on one line', 'a { key value }', 'a { key value }'],
    ['may have its brace glued to a word', 'a{b}', 'a { b }'],
    ['may be closed behind a value', 'a {\nkey value }', 'a { key value }'],
    ['may be empty', 'a { }\nb {}\nc{}', 'a {}; b {}; c {}'],
    ['may follow another one on its line', 'a { b } c { d }', 'a { b }; c { d }'],
    ['may be nested on one line', 'a { b { c } }', 'a { b { c } }'],
    ['may have its brace behind other statements', 'a { b\n{ c } d }', 'a { b { c }; d }'],
    ['may hold statements on the line of its brace', 'a { b\nc }', 'a { b; c }'],
  ])('%s', (_, text, shape) => {
    const built = build(text)
    expect(built.shape).toBe(shape)
    expect(built.problems).toEqual([])
  })

  it.each<[string, string, string]>([
    ['double quotes', 'a "b{c}" {\nd "}"\n}', 'a "b{c}" { d "}" }'],
    ['a name that nothing defines', 'a ${UNDEF} {\n}', 'a ${UNDEF} {}'],
  ])('is not opened or closed by braces in %s', (_, text, shape) => {
    expect(build(text).shape).toBe(shape)
  })

  it('may be unknown: its statements stay inside', () => {
    expect(build('foo {\nbar {\nbaz\n}\n}\nglobal_defs {\n}').shape).toBe('foo { bar { baz } }; global_defs {}')
  })
})

describe('a statement', () => {
  it('has its keyword, and its text without blanks and braces', () => {
    const { root } = build('  a  "b c"   { d  e }')
    const [a] = root.statements
    const [d] = a?.block?.statements ?? []
    expect([a?.keyword, a?.from, a?.to]).toEqual(['a', 0, 8])
    expect([d?.keyword, d?.from, d?.to]).toEqual(['d', 13, 17])
    expect(d && spanIn(d.line, d.from, d.to)).toMatchObject({ start: 15, end: 19 })
  })

  it('has the first word as keyword, quoted or not', () => {
    const { root } = build('"a b" c\nd"e" f\n"open')
    expect(root.statements.map((one) => one.keyword)).toEqual(['a b', 'd', 'open'])
  })

  it('has the same keyword string however often it occurs, and keeps thousands of others apart', () => {
    const words = Array.from({ length: 3000 }, (_, i) => `w${i}`)
    const { root } = build([...words, ...words].join('\n'))
    expect(root.statements.map((one) => one.keyword)).toEqual([...words, ...words])
  })
})

describe('a closing brace that is missing', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'at the end of the file is reported where the block opens',
      'vrrp_instance A {\n  state MASTER\n',
      'vrrp_instance A { state MASTER }',
      ['error[unclosed-block] 1:1'],
    ],
    [
      'is found before the next top-level keyword',
      'vrrp_instance A {\n  state MASTER\nvrrp_instance B {\n  state BACKUP\n}\n',
      'vrrp_instance A { state MASTER }; vrrp_instance B { state BACKUP }',
      ['error[unclosed-block] 1:1'],
    ],
    [
      'is found by indentation in a nested block',
      'vrrp_instance A {\n  virtual_ipaddress {\n    10.0.0.1\n  priority 100\n}\nvrrp_instance B {\n}\n',
      'vrrp_instance A { virtual_ipaddress { 10.0.0.1 }; priority 100 }; vrrp_instance B {}',
      ['error[unclosed-block] 2:3'],
    ],
    [
      'is found by indentation at the end of the file',
      'vrrp_instance A {\n\tvirtual_ipaddress {\n\t\t10.0.0.1\n}\n',
      'vrrp_instance A { virtual_ipaddress { 10.0.0.1 } }',
      ['error[unclosed-block] 2:2'],
    ],
    [
      'is found for two blocks at once',
      'virtual_server 1 80 {\n  real_server 2 80 {\n    TCP_CHECK {\n      retry 1\n  real_server 3 80 {\n  }\n}\nvirtual_server 4 80 {\n}\n',
      'virtual_server 1 80 { real_server 2 80 { TCP_CHECK { retry 1 } }; real_server 3 80 {} }; virtual_server 4 80 {}',
      ['error[unclosed-block] 3:5', 'error[unclosed-block] 2:3'],
    ],
    [
      'is found without any indentation before the next top-level keyword',
      'vrrp_instance A {\nvirtual_ipaddress {\n10.0.0.1\n}\nvrrp_instance B {\n}\n',
      'vrrp_instance A { virtual_ipaddress { 10.0.0.1 } }; vrrp_instance B {}',
      ['error[unclosed-block] 1:1'],
    ],
    [
      'behind an odd quote is seen all the same',
      'track {\n  name "open }\nb {\n  key "open\n}\n',
      'track { name "open }; b { key "open }',
      ['error[unterminated-quote] 2:8', 'error[unterminated-quote] 4:7'],
    ],
  ])('%s', (_, text, shape, problems) => {
    const built = build(text)
    expect(built.shape).toBe(shape)
    expect(built.problems).toEqual(problems)
  })

  it('leaves its mark on the block', () => {
    const { root } = build('a {\n b {\n }\n')
    expect(root.statements[0]?.block?.closed).toBe(false)
    expect(root.statements[0]?.block?.statements[0]?.block?.closed).toBe(true)
  })

  it('does not change files whose braces fit, however they are indented', () => {
    const text =
      'vrrp_instance A {\nvirtual_ipaddress {\n        1\n    }\n  priority 1\n      }\n vrrp_instance B {\n}'
    const built = build(text)
    expect(built.problems).toEqual([])
    expect(built.shape).toBe('vrrp_instance A { virtual_ipaddress { 1 }; priority 1 }; vrrp_instance B {}')
  })

  it('is not assumed before a top-level keyword that is indented as part of the block', () => {
    const built = build('a {\n  vrrp_instance B {\n  }\n}')
    expect(built.problems).toEqual([])
    expect(built.shape).toBe('a { vrrp_instance B {} }')
  })
})

describe('a closing brace too many', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['is reported', 'a {\n}\n}\nb {\n}', 'a {}; b {}', ['error[extra-brace] 3:1']],
    ['is reported alone', '}', '', ['error[extra-brace] 1:1']],
    [
      'is reported each time',
      '}\n}}',
      '',
      ['error[extra-brace] 1:1', 'error[extra-brace] 2:1', 'error[extra-brace] 2:2'],
    ],
    [
      'is found by indentation inside a block',
      'vrrp_instance A {\n  virtual_ipaddress {\n    1\n  }\n  }\n  priority 1\n}\nvrrp_instance B {\n}',
      'vrrp_instance A { virtual_ipaddress { 1 }; priority 1 }; vrrp_instance B {}',
      ['error[extra-brace] 5:3'],
    ],
  ])('%s', (_, text, shape, problems) => {
    const built = build(text)
    expect(built.problems).toEqual(problems)
    expect(built.shape).toBe(shape)
  })
})

describe('an opening brace', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['that follows nothing is reported, and its content kept', '{\na\n}\nb', 'a; b', ['error[unexpected-brace] 1:1']],
    ['that stands twice is reported once', 'a { {\nb\n}\nc {\n}', 'a { b; c {} }', ['error[unexpected-brace] 1:5']],
    ['that follows a block is reported', 'a {\n} {\nb\n}\nc', 'a {}; b; c', ['error[unexpected-brace] 2:3']],
    [
      'missing at the top level is reported, and the content kept',
      'vrrp_instance A\n  state MASTER\n}\nvrrp_instance B {\n}',
      'vrrp_instance A { state MASTER }; vrrp_instance B {}',
      ['error[missing-open-brace] 1:1'],
    ],
    [
      'missing in a block is reported, and the content kept',
      'vrrp_instance A {\n  virtual_ipaddress\n    10.0.0.1\n  }\n  priority 1\n}',
      'vrrp_instance A { virtual_ipaddress { 10.0.0.1 }; priority 1 }',
      ['error[missing-open-brace] 2:3'],
    ],
    [
      'missing together with its block is reported, and nothing swallowed',
      'vrrp_instance A {\n  track_interface eth1\n  priority 1\n}',
      'vrrp_instance A { track_interface eth1 {}; priority 1 }',
      ['error[missing-open-brace] 2:3'],
    ],
    ['missing at the very end is reported', 'vrrp_instance A', 'vrrp_instance A {}', ['error[missing-open-brace] 1:1']],
  ])('%s', (_, text, shape, problems) => {
    const built = build(text)
    expect(built.problems).toEqual(problems)
    expect(built.shape).toBe(shape)
  })
})

describe('the hints', () => {
  it.each<[string, readonly string[]]>([
    ['', ['global_defs', 'vrrp_instance', 'virtual_server', 'track_file', 'static_routes']],
    ['vrrp_instance', ['virtual_ipaddress', 'track_script', 'authentication', 'unicast_peer']],
    ['vrrp_sync_group', ['group', 'track_interface']],
    ['virtual_server', ['real_server']],
    ['real_server', ['TCP_CHECK', 'HTTP_GET']],
    ['HTTP_GET', ['url']],
  ])('say what opens blocks in %j', (block, keywords) => {
    const known = treeHints.blocksIn.get(block)
    expect(keywords.filter((keyword) => known?.has(keyword) !== true)).toEqual([])
  })

  it('call only such keywords top-level that are known nowhere else', () => {
    expect(['vrrp_instance', 'global_defs', 'virtual_server'].filter((one) => !treeHints.topLevel.has(one))).toEqual([])
    expect(['track_file', 'priority', 'group', 'real_server'].filter((one) => treeHints.topLevel.has(one))).toEqual([])
  })
})
