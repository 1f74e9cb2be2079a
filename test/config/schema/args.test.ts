import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arg } from '../../../config/schema/arg.js'
import {
  anyWord,
  boolean,
  integer,
  interfaceName,
  ipAddress,
  longestSeconds,
  milliseconds,
  multicastGroup4,
  multicastGroup6,
  oneOf,
  port,
  raisedToOne,
  seconds,
  wholeSeconds,
} from '../../../config/schema/args.js'
import { Cursor } from '../../../config/schema/cursor.js'
import { Milliseconds } from '../../../config/values/time.js'

/** The value of a word, and the codes of what is reported. */
function read<T>(arg: Arg<T>, word: string): { value: T | undefined; codes: string[] } {
  const codes: string[] = []
  const cursor = new Cursor((diagnostic) => codes.push(diagnostic.code))
  const text = `keyword "${word}"`
  const line = { text, source: { name: 't', text }, start: 0, end: text.length, verbatim: true }
  cursor.open({ keyword: 'keyword', line, from: 0, to: text.length, block: undefined })
  expect(cursor.next()).toBe(true)
  return { value: arg.read(cursor), codes }
}

const cases: readonly [string, Arg<unknown>, Readonly<Record<string, unknown>>][] = [
  [
    'an integer is decimal, within its range, without trailing characters',
    integer(1, 255),
    { 1: 1, 255: 255, '+7': 7, '007': 7, 0: undefined, 256: undefined, '-1': undefined, '30s': undefined },
  ],
  [
    'an integer is not hexadecimal or a mere sign; an empty word is 0, and blanks before it do not count',
    integer(0, 99),
    { '0x1': undefined, '+': undefined, '': 0, ' ': 0, ' 7': 7, '7 ': undefined, '00000000000000000000000009': 9 },
  ],
  [
    'an integer may be negative where its range is',
    integer(-254, 254),
    { '-254': -254, '-255': undefined, '-': undefined },
  ],
  ['whole seconds become milliseconds', wholeSeconds(0, 4294), { 5: 5000, 0: 0, '1.0': undefined, 4295: undefined }],
  [
    'seconds may have decimals, but no sign and no exponent',
    seconds(0.01, 255),
    { 1: 1000, '1.5': 1500, '.5': 500, '5.': 5000, '0.01': 10, '0.009': undefined, 256: undefined, '1e1': undefined },
  ],
  [
    'the digits on both sides of the point are one number, so a lone point is 0',
    seconds(0, longestSeconds),
    { '.': 0, '': 0, '+1.5': 1500, '1.2.3': undefined, '-1': undefined, x: undefined, '99999999999999999': undefined },
  ],
  [
    'milliseconds keep three decimals',
    milliseconds(1, 1000),
    { 1: 1, '1.5': 1.5, '0.5': undefined, 1001: undefined, '1.001': 1.001 },
  ],
  ['seconds may keep three decimals', seconds(0, 100, 3), { '1.234': 1234, '1.2345': 1235 }],
  ['any word is a word, an empty one, too', anyWord('a word'), { a: 'a', '': '' }],
  [
    'a boolean is one of six small words',
    boolean(),
    { on: true, yes: true, true: true, off: false, no: false, On: undefined, 1: undefined },
  ],
  ['an enumeration minds the case', oneOf(['MASTER', 'BACKUP']), { MASTER: 'MASTER', Master: undefined }],
  [
    'an enumeration in any case gives the listed spelling',
    oneOf(['TCP'], { anyCase: true }),
    { tcp: 'TCP', tCp: 'TCP' },
  ],
  ['a port is 1 to 65535', port(), { 1: 1, 65535: 65535, 0: undefined, 65536: undefined, http: undefined }],
  [
    'an interface name has at most 15 characters',
    interfaceName(),
    {
      eth0: 'eth0',
      'bond0.101': 'bond0.101',
      abcdefghijklmno: 'abcdefghijklmno',
      abcdefghijklmnop: undefined,
      'a/b': undefined,
      '': undefined,
    },
  ],
  [
    'an address is a literal',
    ipAddress(),
    { '10.0.0.1': '10.0.0.1', '2001:DB8::1': '2001:db8::1', 'www.example.org': undefined, '10.0.0.256': undefined },
  ],
  [
    'a multicast group is within 224.0.0.0/4',
    multicastGroup4(),
    {
      '224.0.0.18': '224.0.0.18',
      '239.255.255.255': '239.255.255.255',
      '240.0.0.1': undefined,
      '10.0.0.1': undefined,
      'ff02::12': undefined,
    },
  ],
  [
    'an IPv6 multicast group is within ff00::/8',
    multicastGroup6(),
    { 'ff02::12': 'ff02::12', 'ff05::1': 'ff05::1', 'fe80::1': undefined, '224.0.0.18': undefined },
  ],
]

describe('arguments', () => {
  it.each(cases)('%s', (_title, arg, words) => {
    for (const [word, value] of Object.entries(words)) expect(read(arg, word).value, word).toEqual(value)
  })

  it('uses the rounded value of seconds with too many decimals, and says so', () => {
    expect(read(seconds(0, 10), '1.0000006')).toEqual({ value: 1000.001, codes: ['wrong-value'] })
  })

  it('cuts a suffix off an address, and says so', () => {
    expect(read(ipAddress(), '10.0.0.1/24')).toEqual({ value: '10.0.0.1', codes: ['ignored-suffix'] })
    expect(read(ipAddress(), '10.0.0/24')).toEqual({ value: undefined, codes: [] })
    expect(read(multicastGroup4(), '224.0.0.18-20')).toEqual({ value: '224.0.0.18', codes: ['ignored-suffix'] })
  })

  it.each([
    [integer(1, 255), '300', "number '300' outside range [1, 255]"],
    [integer(-254, 254), '300', "number '300' outside range [-254, 254]"],
    [wholeSeconds(0, 4294), '4295', "number '4295' outside range [0, 4294]"],
    [seconds(0.01, 255), '0.001', "number '0.001' outside range [0.010000, 255.000000]"],
    [seconds(1e-6, longestSeconds), '0', "number '0' outside range [0.000001, 18446744073709.551614]"],
    [seconds(0, 4294967, 3), '-1', "negative number '-1'"],
    [milliseconds(10, 1000), '9', "number '9' outside range [10.000, 1000.000]"],
    [port(), '0', "number '0' outside range [1, 65535]"],
    [integer(0, 18446744073709551615), 'x', "invalid number 'x'"],
  ] as readonly (readonly [Arg<unknown>, string, string])[])(
    "has keepalived's words for what is wrong (%#)",
    (arg, word, words) => {
      expect(arg.fault?.(word)).toBe(words)
    },
  )

  it('finds fault with exactly the words it does not read', () => {
    const args = [integer(1, 255), integer(-5, 5), integer(0, 4294967295), seconds(0.01, 255), seconds(0, 9, 3), port()]
    const word = fc.oneof(
      fc.integer({ min: -10, max: 70000 }).map(String),
      fc.double({ min: 0, max: 300, noNaN: true }).map((value) => value.toFixed(3)),
      fc.stringMatching(/^[ +-]?[0-9]{0,12}[.x]?[0-9]{0,8}$/),
    )
    fc.assert(
      fc.property(word, fc.constantFrom(...args), (text, arg) => {
        expect(arg.fault?.(text) === undefined).toBe(read(arg, text).value !== undefined)
      }),
      { numRuns: 2000 },
    )
  })

  it('shows durations in the unit they are written in', () => {
    expect(wholeSeconds(0, 9).plain?.(Milliseconds(5000))).toBe('5')
    expect(seconds(0, 9).plain?.(Milliseconds(1.5))).toBe('0.0015')
    expect(milliseconds(0, 9).plain?.(Milliseconds(1.5))).toBe('1.5')
  })

  it('raises 0 to 1 where keepalived does, and says so', () => {
    expect(read(raisedToOne(integer(0, 9)), '0')).toEqual({ value: 1, codes: ['adjusted-value'] })
    expect(read(raisedToOne(integer(0, 9)), '2')).toEqual({ value: 2, codes: [] })
  })

  it('never throws and keeps to its range, whatever the word', () => {
    fc.assert(
      fc.property(
        fc.string().map((word) => word.replaceAll('"', '')),
        (word) => {
          const value = read(integer(-5, 300), word).value
          expect(value === undefined || (Number.isInteger(value) && value >= -5 && value <= 300)).toBe(true)
          for (const [, arg] of cases) read(arg, word)
        },
      ),
    )
  })
})
