// Running text and rule pages on a terminal.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderRulePage } from '../../../config/render/rule-text.js'
import { twoColumns, wrapped } from '../../../config/render/wrap.js'
import type { RulePage } from '../../../config/rule-page.js'

const page: RulePage = {
  title: 'A word that no block knows',
  severity: ['error', 'warning'],
  why: 'The line is ignored, and so is all it was meant to do. Nobody notices before the night it would have been needed.',
  wrong: '\nvrrp_instance VI_1 {\n    foo\n\n}\n',
  right: 'vrrp_instance VI_1 {\n}\n',
}

describe('a rule page', () => {
  it('has title, severities, reason and both examples', () => {
    expect(renderRulePage('unknown-keyword', page, { colour: false, width: 60 })).toBe(`unknown-keyword (error, warning)
A word that no block knows

  The line is ignored, and so is all it was meant to do.
  Nobody notices before the night it would have been needed.

Wrong

    vrrp_instance VI_1 {
        foo

    }

Right

    vrrp_instance VI_1 {
    }
`)
  })

  it('says what a rule needs beside the file', () => {
    const text = renderRulePage('x', { ...page, needs: 'peer' }, { colour: false, width: 80 })
    expect(text).toContain('--peer')
  })

  it('says the same in colour', () => {
    const coloured = renderRulePage('x', page, { colour: true, width: 80 })
    expect(coloured).toContain('\x1b[1m')
    expect(coloured.replace(/\x1b\[\d*m/g, '')).toBe(renderRulePage('x', page, { colour: false, width: 80 }))
  })
})

describe('wrapping', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 12 })

  it('keeps all words, in lines no longer than asked for', () => {
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 20, max: 80 }), (words, width) => {
        const text = wrapped(words.join(' '), width)
        expect(text.split(/[ \n]/).filter((one) => one !== '')).toEqual(words)
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('leaves a word alone that is too long', () => {
    expect(wrapped(`a ${'x'.repeat(30)} b`, 20, '  ')).toBe(`  a\n  ${'x'.repeat(30)}\n  b`)
  })

  it('lines up meanings beside their names', () => {
    expect(
      twoColumns(
        [
          ['a', 'one two three four five'],
          ['long', 'six'],
        ],
        26,
        ' ',
      ),
    ).toBe(' a     one two three four\n       five\n long  six\n')
  })
})
