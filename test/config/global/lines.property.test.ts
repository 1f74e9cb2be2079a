import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globalDefs } from '../../../config/global-defs.js'
import { globalsOf } from './bind-globals.js'

const keywords = [...globalDefs.entries].filter(([, { field }]) => field.kind === 'value').map(([name]) => name)
const word = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('tcp', 'udp', 'inst', 'id', 'all', 'MTU', 'IRUSR', '|', '+read', 'VS', 'on', 'off'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('0', '5', '-5', '99999999999', '1.5', '224.0.0.1', 'ff05::1', '/a', '"a b"', '""'),
  },
  { weight: 1, arbitrary: fc.stringMatching(/^[^\s{}#!$@~\\]{1,12}$/) },
)

describe('any line of global_defs', () => {
  it('is read without a throw, and what is said about it points into it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keywords), fc.array(word, { maxLength: 6 }), (keyword, words) => {
        const line = [keyword, ...words].join(' ')
        for (const { span, message, hint } of globalsOf(line).diagnostics) {
          const text = span?.source.text ?? ''
          const from = text.indexOf('\n') + 1
          expect(span?.start).toBeGreaterThanOrEqual(from)
          expect(span?.end).toBeLessThanOrEqual(from + line.length)
          expect(message).not.toBe('')
          expect(hint).not.toBe('')
        }
      }),
      { numRuns: 1500 },
    )
  })
})
