import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arg } from '../../../config/schema/arg.js'
import {
  boolean,
  integer,
  interfaceName,
  ipAddress,
  longestSeconds,
  multicastGroup4,
  oneOf,
  port,
  raisedToOne,
  seconds,
  wholeSeconds,
} from '../../../config/schema/args.js'
import { Cursor } from '../../../config/schema/cursor.js'

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
    'an integer is not hexadecimal, empty or a mere sign',
    integer(0, 99),
    { '0x1': undefined, '': undefined, '+': undefined },
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
    'a lone point or a sign is no number of seconds',
    seconds(0, longestSeconds),
    { '.': undefined, '+1': undefined, '1.2.3': undefined },
  ],
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
