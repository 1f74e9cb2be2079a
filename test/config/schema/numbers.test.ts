import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalFault, integerFault, parseInteger, readDecimal, readInteger } from '../../../config/schema/numbers.js'

describe('whole numbers', () => {
  it.each([
    ['5', 5, 5],
    ['+5', 5, 5],
    ['-5', -5, undefined],
    [' 5', 5, 5],
    ['5 ', undefined, undefined],
    ['', 0, 0],
    [' ', undefined, 0],
    ['+', undefined, undefined],
    ['-', undefined, undefined],
    ['0x10', undefined, undefined],
    ['30s', undefined, undefined],
    ['000000000000000000000000000005', 5, 5],
    ['-0', 0, undefined],
  ])('`%s` is %s signed and %s unsigned', (word, signed, unsigned) => {
    expect(readInteger(word, 'int')).toBe(signed)
    expect(readInteger(word, 'unsigned')).toBe(unsigned)
  })

  it.each([
    ['4295', 0, 4294, 'unsigned', "number '4295' outside range [0, 4294]"],
    ['4294967296', 0, 4294, 'unsigned', "number '4294967296' outside unsigned integer range"],
    ['99999999999999999999999', 0, 4294, 'unsigned', "number '99999999999999999999999' outside unsigned integer range"],
    ['-1', 0, 4294, 'unsigned', "negative number '-1'"],
    [' -1', 0, 4294, 'unsigned', "negative number ' -1'"],
    ['5 ', 0, 4294, 'unsigned', "invalid number '5 '"],
    ['-50', -20, 19, 'int', "number '-50' outside range [-20, 19]"],
    ['99999999999', -20, 19, 'int', "number '99999999999' outside integer range"],
    [' ', -20, 19, 'int', "invalid number ' '"],
    ['99999999999999999999', 0, 5, 'unsigned64', "number '99999999999999999999' outside unsigned 64 bit range"],
    ['19', -20, 19, 'int', undefined],
  ] as const)('`%s` in [%d, %d] as %s: %s', (word, min, max, kind, said) => {
    expect(integerFault(word, min, max, kind)).toBe(said)
  })

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(readInteger(String(value), 'int')).toBe(value)
        expect(parseInteger(String(value), true)).toBe(value)
      }),
    )
  })
})

describe('numbers with decimals', () => {
  it.each([
    ['1', 1000000, false],
    ['1.5', 1500000, false],
    ['.5', 500000, false],
    ['5.', 5000000, false],
    ['.', 0, false],
    ['', 0, false],
    ['+1.5', 1500000, false],
    ['1.1234567', 1123457, true],
    ['1.1234564', 1123456, true],
    ['9.9999999', 10000000, true],
  ])('`%s` is %d millionths', (word, units, rounded) => {
    expect(readDecimal(word, 6)).toEqual({ units, rounded })
  })

  it.each([
    ['.', "number '.' outside range [0.001000, 4294.967295]"],
    ['', "number '' outside range [0.001000, 4294.967295]"],
    ['5000', "number '5000' outside range [0.001000, 4294.967295]"],
    ['-5', "negative number '-5'"],
    [' -5', "number ' -5' outside range [0.001000, 4294.967295]"],
    ['1.2.3', "invalid number '1.2.3'"],
    ['99999999999999999999999', "number '99999999999999999999999' outside unsigned decimal range"],
    ['1.1234567', undefined],
  ])('`%s` as a delay: %s', (word, said) => {
    expect(decimalFault(word, 6, 1000, 4294967295)).toBe(said)
  })

  it('keep every digit that is kept', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4294967295 }), (units) => {
        const text = (units / 1e6).toFixed(6)
        expect(readDecimal(text, 6)).toEqual({ units, rounded: false })
      }),
    )
  })

  it('never throw, whatever the word', () => {
    fc.assert(fc.property(fc.string(), (word) => void [readDecimal(word, 3), decimalFault(word, 6, 0, 1)]))
  })
})
