import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firewallFields } from '../../../config/global-defs/firewall.js'
import { processFields } from '../../../config/global-defs/processes.js'
import { oneWord } from '../../../config/schema/arg.js'
import { boolean, integer, seconds, string } from '../../../config/schema/args.js'
import { bindTopLevel } from '../../../config/schema/bind.js'
import { block } from '../../../config/schema/block.js'
import { describeField } from '../../../config/schema/describe.js'
import { blocks, choice, flag, keyword, lines, nested, words } from '../../../config/schema/keyword.js'
import { MASKED, plainValues } from '../../../config/schema/plain.js'
import { buildTree } from '../../../config/tree.js'
import { Milliseconds, Seconds } from '../../../config/values/time.js'
import { readText } from '../read/reading.js'

const pair = oneWord('A:B', (word) => {
  const [a = '', b] = word.split(':')
  return { a, b, place: { source: { name: '', text: '' }, start: 0, end: 0 } }
})

const fields = {
  size: keyword('size', integer(1, 9), { default: 5, deprecated: ['girth'], aliases: ['extent'] }),
  wait: keyword('wait', seconds(0, 99), { default: Seconds(1.5) }),
  colour: keyword('colour', string('a colour'), { repeat: 'first' }),
  tags: keyword(
    'tags',
    oneWord('tags', (word) => new Set(word.split(','))),
  ),
  open: flag('open'),
  loud: keyword('loud', boolean(), { bare: true, default: false }),
  side: choice({ left: 'l', right: 'r' } as const),
  secret: keyword('secret', string('a password')),
  inner: nested(block('box/inner', { depth: keyword('depth', integer(0, 9), { default: 0 }) })),
  items: lines('items', pair),
  names: words('names', string(), { repeat: 'first' }),
  longest: keyword('longest', integer(0, 9), {
    merge: { hint: 'The largest counts, as in keepalived.', choose: Math.max },
  }),
}
const box = block('box', fields, { header: string('a name') })
const top = block('', { boxes: blocks(box) })

const plainOf = (text: string, options = {}) =>
  plainValues(
    bindTopLevel(top, [...buildTree(readText(text).lines, () => undefined).statements], () => undefined),
    options,
  )

describe('a block as plain data', () => {
  it('has keywords with their values, defaults filled in, nested blocks and entries', () => {
    const text =
      'box B {\nsize 7\nwait .25\ntags a,b\nright\ninner {\n}\nitems {\nx:1\ny\n}\nnames { p "q r" }\n}\nbox C {\nopen\nloud\n}'
    expect(plainOf(text)).toEqual({
      values: {
        box: [
          {
            header: 'B',
            values: {
              size: 7,
              wait: '0.25',
              tags: ['a', 'b'],
              open: false,
              loud: false,
              right: true,
              inner: { values: { depth: 0 } },
              items: [{ a: 'x', b: '1' }, { a: 'y' }],
              names: ['p', 'q r'],
            },
          },
          { header: 'C', values: { size: 5, wait: '1.5', open: true, loud: true, items: [] } },
        ],
      },
    })
  })

  it('is the same however the file is written', () => {
    const one = plainOf('box B { size 7\nleft }')
    expect(plainOf('box "B"\n{\n   girth   3\nextent 7 # so\n\n left\n}\n')).toEqual(one)
    expect(plainOf('box B { size 7\nright }')).not.toEqual(one)
  })

  it('masks what is asked to be masked', () => {
    const isSecret = (path: string, keyword: string): boolean => path === 'box' && keyword === 'secret'
    const text = 'box B { secret hunter2 }'
    expect(JSON.stringify(plainOf(text))).toContain('hunter2')
    expect(JSON.stringify(plainOf(text, { isSecret }))).not.toContain('hunter2')
    expect(JSON.stringify(plainOf(text, { isSecret }))).toContain(MASKED)
  })

  it('survives JSON, whatever the block', () => {
    const line = fc.constantFrom(
      'size 3',
      'size x',
      'wait 2.5',
      'left',
      'right',
      'open',
      'loud off',
      'names { a }',
      'tags a,a',
      'inner { depth 2 }',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (all) => {
        const plain = plainOf(`box B {\n${all.join('\n')}\n}`)
        expect(JSON.parse(JSON.stringify(plain))).toEqual(plain)
      }),
    )
  })
})

describe('a keyword in words', () => {
  it.each([
    [
      'size',
      {
        argument: 'a whole number from 1 to 9',
        bare: undefined,
        default: '5',
        repeated: 'the last one counts (a warning)',
      },
    ],
    [
      'wait',
      {
        argument: 'a number of seconds from 0 to 99',
        bare: undefined,
        default: '1.5',
        repeated: 'the last one counts (a warning)',
      },
    ],
    [
      'colour',
      { argument: 'a colour', bare: undefined, default: undefined, repeated: 'the first one is kept (an error)' },
    ],
    ['open', { argument: undefined, bare: undefined, default: 'off', repeated: 'no difference' }],
    ['loud', { bare: 'on', default: 'off' }],
    ['side', { argument: undefined, default: undefined, repeated: 'the last one counts' }],
    ['inner', { argument: undefined, default: undefined, repeated: 'the last one counts (a warning)' }],
    ['items', { argument: 'A:B', default: undefined, repeated: 'the entries are added' }],
    ['names', { argument: 'a word', repeated: 'the first one is kept (an error)' }],
    ['longest', { repeated: 'the largest counts, as in keepalived' }],
  ] as const)('%s', (name, expected) => {
    expect(describeField(fields[name])).toMatchObject(expected)
  })

  it('has the header of a block and compound defaults as they would be written', () => {
    expect(describeField(blocks(box)).argument).toBe('a name')
    expect(describeField(firewallFields.iptables).bare).toBe('input INPUT, output OUTPUT')
    expect(describeField(firewallFields.ipsets).bare).toBe('none')
    expect(describeField(processFields.umask).default).toBe('0177')
    expect(describeField(keyword('x', seconds(0, 9), { default: Milliseconds(10) })).default).toBe('0.01')
  })
})
