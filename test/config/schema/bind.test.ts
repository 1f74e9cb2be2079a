import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integer, string } from '../../../config/schema/args.js'
import { bind, bindTopLevel } from '../../../config/schema/bind.js'
import { block, isMentioned, spanOf, statementOf } from '../../../config/schema/block.js'
import { Cursor } from '../../../config/schema/cursor.js'
import { blocks, choice, flag, keyword, lines, nested, words } from '../../../config/schema/keyword.js'
import type { Diagnostic } from '../../../config/diagnostic.js'
import { buildTree } from '../../../config/tree.js'
import { readText } from '../read/reading.js'
import { listedKeywords } from '../../support/keyword-facts.js'
import { bindText, markedBy } from './bind-text.js'

const inner = block('box/inner', { depth: keyword('depth', integer(0, 9)) })
const box = block(
  'box',
  {
    size: keyword('size', integer(1, 9), { default: 5, deprecated: ['girth'] }),
    breadth: keyword('width', integer(1, 9), { deprecated: [{ keyword: 'breadth', says: 'breadth is old' }] }),
    future: keyword('future', integer(0, 9), { bare: 1, notYet: 'Nothing happens.', notYetIf: (value) => value > 0 }),
    colour: keyword('colour', string('a colour'), { repeat: 'first', aliases: ['color'] }),
    height: keyword('height', integer(1, 9), { wrong: 2, bare: 3 }),
    label: keyword('label', string(), {
      surplus: 'refused',
      saysMissing: (_word, header) => `${String(header)} has no label`,
      saysSurplus: (word, header) => `${String(header)} has label and ${word}`,
      saysRepeated: (word, before, header) => `${String(header)} already has label ${before}, not ${word}`,
    }),
    open: flag('open'),
    side: choice({ left: 'left', right: 'right' } as const),
    inner: nested(inner),
    items: lines('items', integer(0, 99), { says: (word, header) => `${String(header)} has no ${word}` }),
    names: words('names', string()),
  },
  { header: string('a name') },
)
const top = block('', { boxes: blocks(box) })

function bindBox(body: string) {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const root = buildTree(readText(body).lines, report)
  const { values } = bindTopLevel(top, root.statements, report)
  return { bound: values.boxes[0], boxes: values.boxes, diagnostics, codes: diagnostics.map(({ code }) => code) }
}

describe('binding a block', () => {
  it('gives every field a value: default, flag off, empty list or undefined', () => {
    expect(bindBox('box a {\n}').bound?.values).toEqual({
      size: 5,
      breadth: undefined,
      future: undefined,
      colour: undefined,
      height: undefined,
      label: undefined,
      open: false,
      side: undefined,
      inner: undefined,
      items: [],
      names: undefined,
    })
  })

  it('reads values, flags, choices, nested blocks and lists', () => {
    const { bound, codes } = bindBox(
      'box "my box" {\nsize 7\ncolor "sky blue"\nheight\nopen\nleft\nright\ninner { depth 3 }\nitems { 1\n2 }\nitems { 3 }\nnames { a "b c"\nd }\n}',
    )
    expect(codes).toEqual([])
    expect(bound?.header).toBe('my box')
    expect(bound?.values).toMatchObject({ size: 7, colour: 'sky blue', height: 3, open: true, side: 'right' })
    expect(bound?.values.inner?.values.depth).toBe(3)
    expect(bound?.values.items.map(({ value }) => value)).toEqual([1, 2, 3])
    expect(bound?.values.names?.map(({ value }) => value)).toEqual(['a', 'b c', 'd'])
  })

  it.each([
    ['size 10', 'wrong-value', '10', { size: 5 }],
    ['height 10', 'wrong-value', '10', { height: 2 }],
    ['size', 'missing-value', 'size', { size: 5 }],
    ['size 3 4 5', 'surplus-words', '4 5', { size: 3 }],
    ['label a b', 'surplus-words', 'b', { label: undefined }],
    ['open wide', 'surplus-words', 'wide', { open: true }],
    ['size 3\nsize 4', 'repeated-keyword', 'size', { size: 4 }],
    ['colour red\ncolor blue', 'repeated-keyword', 'color', { colour: 'red' }],
    ['girth 4', 'deprecated-keyword', 'girth', { size: 4 }],
    ['inner', 'missing-open-brace', 'inner', { inner: undefined }],
    ['size 3 { depth 1 }', 'unexpected-block', 'size 3', { size: 3 }],
    ['weight 3', 'unknown-keyword', 'weight', { size: 5 }],
    ['weight { size 3 }', 'unknown-keyword', 'weight', { size: 5 }],
    ['items { 1\n100 }', 'wrong-value', '100', {}],
    ['items of mine { 1 }', 'surplus-words', 'of mine', {}],
  ])('says one thing about `%s` and points at the words: %s', (line, code, marked, values) => {
    const { bound, diagnostics } = bindBox(`box a {\n${line}\n}`)
    expect(diagnostics.map((one) => [one.code, markedBy(one)])).toEqual([[code, marked]])
    expect(bound?.values).toMatchObject(values)
  })

  it('skips a block with a wrong or missing header, with one diagnostic', () => {
    const { boxes, codes } = bindBox('box {\nsize 99\n}\nbox "" {\nsize 99\n}\nbox b { }')
    expect(boxes.map(({ header }) => header)).toEqual(['b'])
    expect(codes).toEqual(['missing-value', 'wrong-value'])
  })

  it('knows where each value stands, passing over lines that set nothing', () => {
    const { bound } = bindBox('box a {\nsize 3\nsize 44\ncolour red\ncolour blue\n}')
    if (bound === undefined) throw new Error('no box')
    const at = (field: 'size' | 'colour' | 'open'): string => {
      const span = spanOf(bound, field)
      return span.source.text.slice(span.start, span.end)
    }
    expect([at('size'), at('colour'), at('open')]).toEqual(['3', 'red', 'a'])
    expect(statementOf(bound, 'open')).toBeUndefined()
    expect([isMentioned(bound, 'size'), isMentioned(bound, 'open')]).toEqual([true, false])
  })

  it("says in keepalived's words which word is missing, repeated or too many", () => {
    const said = (body: string): readonly unknown[] =>
      bindBox(body).diagnostics.flatMap(({ keepalived = [] }) =>
        keepalived.map(({ message, status }) => [status, message]),
      )
    expect(said('box a {\nsize\n}')).toEqual([
      [2, '*** Configuration line starting `size` is missing a parameter after keyword `size` at word position 2'],
    ])
    expect(said('box a {\nlabel\n}')).toEqual([[5, 'a has no label']])
    expect(said('box a {\nlabel x\nlabel y\n}')).toEqual([[5, 'a already has label x, not y']])
    expect(said('box a {\nlabel x "y z"\n}')).toEqual([[5, 'a has label and y z']])
    expect(said('box a {\ngirth 4\nbreadth 5\n}')).toEqual([[5, 'breadth is old']])
    expect(said('box a {\nitems of mine { 1\n100 }\n}')).toEqual([
      [5, 'Block items has extra parameters of ...'],
      [5, "number '100' outside range [0, 99]"],
      [5, 'a has no 100'],
    ])
  })

  it('takes an old spelling for a mistake only where keepalived does', () => {
    const severities = (body: string) => bindBox(body).diagnostics.map(({ severity, code }) => `${severity} ${code}`)
    expect(severities('box a {\ngirth 4\n}')).toEqual(['hint deprecated-keyword'])
    expect(severities('box a {\nbreadth 4\n}')).toEqual(['warning deprecated-keyword'])
  })

  it('tells that a word turns nothing off after a keyword without value', () => {
    const [found] = bindBox('box a {\nopen off\n}').diagnostics
    expect([found?.code, found?.severity, found?.message]).toEqual([
      'surplus-words',
      'warning',
      '`open` takes no value: it is in force although `off` follows',
    ])
  })

  it('says of a value without effect yet what follows from it, and nothing of one that changes nothing', () => {
    const hints = (body: string) => bindBox(body).diagnostics.map(({ code, hint }) => [code, hint])
    expect(hints('box a {\nfuture 3\n}')).toEqual([['not-enforced-yet', 'Nothing happens.']])
    expect(hints('box a {\nfuture\n}')).toEqual([['not-enforced-yet', 'Nothing happens.']])
    expect(hints('box a {\nfuture 0\n}')).toEqual([])
    expect(hints('box a {\nfuture x\n}').map(([code]) => code)).toEqual(['wrong-value'])
  })

  it('says one thing about a quote that is never closed', () => {
    const text = 'box a {\nlabel "x\n}'
    const read = readText(text)
    const { diagnostics } = bindBox(text)
    expect([...read.diagnostics, ...diagnostics].map(({ code }) => code)).toEqual(['unterminated-quote'])
  })

  it('refuses two fields with one keyword: that is our own mistake', () => {
    expect(() => block('x', { a: flag('same'), b: flag('same') })).toThrow(/same/)
  })

  it('needs braces', () => {
    const diagnostics: Diagnostic[] = []
    const cursor = new Cursor((diagnostic) => diagnostics.push(diagnostic))
    const line = { text: 'box a', source: { name: 't', text: 'box a' }, start: 0, end: 5, verbatim: true }
    expect(bind(box, { keyword: 'box', line, from: 0, to: 5, block: undefined }, cursor)).toBeUndefined()
    expect(diagnostics.map(({ code }) => code)).toEqual(['missing-open-brace'])
  })
})

describe('any text at all', () => {
  const keywords = [...new Set(listedKeywords().map(({ keyword: name }) => name))]
  const token = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...keywords) },
    { weight: 3, arbitrary: fc.constantFrom('{', '}', '\n', '\n') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('1', '255', '300', '10.0.0.1', '10.0.0.2/24', 'eth0', 'PASS', 'MASTER', 'NAT', '80'),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('"', "'", '\\', '-1', '1.5', 'weight', 'dev', 'fe80::1', '""', '$X', '@vm'),
    },
    { weight: 1, arbitrary: fc.string() },
  )

  it('yields a model and diagnostics with a place, and never throws', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        const { model, diagnostics } = bindText(tokens.join(' '))
        expect(Array.isArray(model.vrrp.instances)).toBe(true)
        for (const { span, message, hint } of diagnostics) {
          expect(span).toBeDefined()
          expect(message).not.toBe('')
          expect(hint).not.toBe('')
        }
      }),
      { numRuns: 400 },
    )
  })

  it('yields a model inside blocks that are otherwise sound, too', () => {
    const shells = [
      (body: string) => `vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\n${body}\n}`,
      (body: string) => `virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\nHTTP_GET {\n${body}\n}\n}\n}`,
      (body: string) => `virtual_server 10.0.0.1 80 {\n${body}\nreal_server 10.0.0.2 80 { }\n}`,
      (body: string) => `global_defs {\n${body}\n}`,
    ]
    fc.assert(
      fc.property(fc.constantFrom(...shells), fc.array(token, { maxLength: 40 }), (shell, tokens) => {
        expect(bindText(shell(tokens.join(' '))).model.global.routerId).toBeTypeOf('string')
      }),
      { numRuns: 400 },
    )
  })
})
