// keepalived's own wording, in the order and with the exit status of its configuration test.

import { describe, expect, it } from 'vitest'
import { says, saysAtEnd, type Diagnostic, type KeepalivedSays } from '../../../config/diagnostic.js'
import { renderCompat, type Pass } from '../../../config/render/compat.js'

const source = { name: 'k.conf', text: 'one\ntwo\nthree\nfour\n' }

const on = (line: number, keepalived: readonly KeepalivedSays[]): Diagnostic => ({
  code: 'x',
  severity: 'error',
  message: 'ours',
  span: { source, start: [0, 4, 8, 14][line - 1] ?? 0, end: 19 },
  related: [],
  keepalived,
})

const withStatus = (message: string, status: 2 | 4 | 5 | 6): readonly KeepalivedSays[] => [
  { message, placed: true, status },
]

const compat = (diagnostics: readonly Diagnostic[], pass: (line: number) => Pass = () => 0) =>
  renderCompat(diagnostics, ({ span }) =>
    pass(span === undefined ? 0 : source.text.slice(0, span.start).split('\n').length),
  )

describe('the compatible form', () => {
  it('is empty, with status 0, when keepalived says nothing', () => {
    const { keepalived: _, ...silent } = on(1, [])
    expect(compat([])).toEqual({ text: '', exitStatus: 0 })
    expect(compat([silent, on(2, [])])).toEqual({ text: '', exitStatus: 0 })
  })

  it('names file and line of what has a place, and says the rest at the end', () => {
    expect(compat([on(1, saysAtEnd('at the end')), on(2, says('a', 'b')), on(4, says('c'))]).text).toBe(
      '(k.conf: Line 2) a\n(k.conf: Line 2) b\n(k.conf: Line 4) c\nat the end\n',
    )
  })

  it('says everything once', () => {
    expect(compat([on(2, says('a')), on(2, says('a')), on(3, saysAtEnd('b')), on(4, saysAtEnd('b'))]).text).toBe(
      '(k.conf: Line 2) a\nb\n',
    )
  })

  it('goes through the processes one after the other', () => {
    const passes: Readonly<Record<number, Pass>> = { 1: 3, 2: 2, 3: 1, 4: 0 }
    const all = [
      on(1, says('bfd')),
      on(2, [...says('vrrp'), ...saysAtEnd('end of vrrp')]),
      on(3, [...saysAtEnd('end of checkers'), ...says('checkers')]),
      on(4, says('parent')),
    ]
    expect(compat(all, (line) => passes[line] ?? 0).text.replaceAll(/\(.*\) /g, '')).toBe(
      'parent\ncheckers\nend of checkers\nvrrp\nend of vrrp\nbfd\n',
    )
  })

  it('ends with a missing word', () => {
    const all = [on(1, says('before')), on(2, withStatus('missing', 2)), on(3, withStatus('insecure', 6))]
    expect(compat(all)).toEqual({ text: '(k.conf: Line 1) before\n(k.conf: Line 2) missing\n', exitStatus: 2 })
  })

  it.each<[readonly (4 | 5 | 6)[], 4 | 5 | 6]>([
    [[4], 4],
    [[4, 4], 4],
    [[5, 4], 5],
    [[4, 5], 5],
    [[6, 4, 5], 6],
  ])('of the statuses %j the worst counts: %i', (statuses, expected) => {
    expect(compat(statuses.map((status, index) => on(index + 1, withStatus('x', status)))).exitStatus).toBe(expected)
  })
})
