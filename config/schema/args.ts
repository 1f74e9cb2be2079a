// The arguments most keywords share: numbers, seconds, words from a list, booleans, addresses, ports, strings.
// Numbers follow keepalived's configuration test: trailing characters make a number wrong, they are not cut off.

import { familyOf, ipToBytes, parseIpAddress, type IpAddress } from '../values/ip.js'
import { Milliseconds, type Duration } from '../values/time.js'
import { says } from '../diagnostic.js'
import { oneWord, type Arg } from './arg.js'
import type { Cursor } from './cursor.js'
import {
  decimalFault,
  integerFault,
  longestUnits,
  parseInteger,
  readDecimal,
  readInteger,
  tooManyDecimals,
  type IntegerKind,
} from './numbers.js'

export { parseInteger } from './numbers.js'

/** A whole number, both bounds included. `kind` is the type keepalived reads it into, where that is not plain from the bounds. */
export const integer = (
  min: number,
  max: number,
  kind: IntegerKind = min < 0 ? 'int' : max > 4294967295 ? 'unsigned64' : 'unsigned',
): Arg<number> =>
  oneWord(
    `a whole number from ${min} to ${max}`,
    (word) => {
      const value = readInteger(word, kind)
      return value !== undefined && value >= min && value <= max ? value : undefined
    },
    (word) => integerFault(word, min, max, kind),
  )

/** Whole seconds as a Duration; bounds in seconds, included. */
export function wholeSeconds(min: number, max: number): Arg<Duration> {
  const { read, fault } = integer(min, max)
  return {
    expects: `a whole number of seconds from ${min} to ${max}`,
    read: (cursor) => {
      const value = read(cursor)
      return value === undefined ? undefined : Milliseconds(value * 1000)
    },
    plain: secondsText,
    ...(fault === undefined ? {} : { fault }),
  }
}

/** The highest time keepalived can hold in most places, in seconds: 2^64 microseconds. */
export const longestSeconds = 18446744073709.55

/**
 * Seconds with decimals (`1`, `1.5`, `.5`, `5.`; no exponent); bounds in seconds, included. `digits` decimals are kept: more
 * are an error, but the rounded value is used, as keepalived does.
 */
export function seconds(min: number, max: number, digits: 3 | 6 = 6): Arg<Duration> {
  const expects =
    max === longestSeconds
      ? `a number of seconds${min > 0 ? ' greater than 0' : ''}`
      : `a number of seconds from ${min === 1e-6 ? '0.000001' : min} to ${max}`
  return { ...decimal(expects, min, max, digits, 1000), plain: secondsText }
}

/** Milliseconds with up to three decimals; bounds in milliseconds, included. */
export const milliseconds = (min: number, max: number): Arg<Duration> => ({
  ...decimal(`a number of milliseconds from ${min} to ${max}`, min, max, 3, 1),
  plain: String,
})

/** A Duration as the number of seconds that is written for it. */
export const secondsText = (duration: Duration): string => String(duration / 1000)

/** `unit`: how many milliseconds 1 stands for. */
function decimal(expects: string, min: number, max: number, digits: number, unit: number): Arg<Duration> {
  const scale = 10 ** digits
  const least = Math.round(min * scale)
  const most = max === longestSeconds ? longestUnits : Math.round(max * scale)
  return {
    expects,
    fault: (word) => decimalFault(word, digits, least, most),
    read: (cursor) => {
      const whole = parseInteger(cursor.word)
      if (whole !== undefined && whole <= max && whole >= min) return Milliseconds(whole * unit)
      const found = readDecimal(cursor.word, digits)
      if (found === undefined || found.units < least || found.units > most) return undefined
      if (found.rounded) tellRounded(cursor, found.units / scale, digits)
      return Milliseconds((found.units * unit) / scale)
    },
  }
}

function tellRounded(cursor: Cursor, used: number, digits: number): void {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` has more than ${digits === 3 ? 'three' : 'six'} decimals`,
    hint: `${used} is used, as keepalived does.`,
    keepalived: says(tooManyDecimals(cursor.word)),
  })
}

/** Exactly one of the words, or in any case when `anyCase`; the value is the listed spelling. */
export const oneOf = <const W extends string>(words: readonly W[], options: { anyCase?: boolean } = {}): Arg<W> => {
  const known = new Map(words.map((word) => [options.anyCase === true ? word.toLowerCase() : word, word]))
  const expects =
    words.length === 1 ? `\`${words.join('')}\`` : `one of ${words.map((word) => `\`${word}\``).join(', ')}`
  return { words, ...oneWord(expects, (word) => known.get(options.anyCase === true ? word.toLowerCase() : word)) }
}

const booleans = new Map([
  ['on', true],
  ['true', true],
  ['yes', true],
  ['off', false],
  ['false', false],
  ['no', false],
])

/** on, off, true, false, yes or no, in small letters. */
export const boolean = (): Arg<boolean> =>
  oneWord('one of `on`, `off`, `true`, `false`, `yes`, `no`', (word) => booleans.get(word))

/** Any word that is not empty. */
export const string = (expects = 'a word'): Arg<string> => oneWord(expects, (word) => (word === '' ? undefined : word))

/** Any word; `""` is one, too. */
export const anyWord = (expects: string): Arg<string> => oneWord(expects, (word) => word)

/** The name of an interface: at most 15 bytes, no blank and no slash. Whether it exists is not asked. */
export const interfaceName = (): Arg<string> =>
  oneWord('an interface name of at most 15 characters', (word) =>
    word === '' || word.length > 15 || /[\s/]/.test(word) || word === '.' || word === '..' ? undefined : word,
  )

/** 1–65535. */
export const port = (): Arg<number> => integer(1, 65535)

/**
 * An IPv4 or IPv6 address, never a host name. A suffix that starts with `/` or `-` is cut off, as keepalived does (it says
 * nothing; here it is a warning).
 */
export const ipAddress = (): Arg<IpAddress> => ({
  expects: 'an IP address',
  read: (cursor) => {
    const plain = parseIpAddress(cursor.word)
    if (plain !== undefined) return plain
    const dash = cursor.word.indexOf('-')
    const cut = dash < 0 ? cursor.word.indexOf('/') : dash
    const address = cut < 0 ? undefined : parseIpAddress(cursor.word.slice(0, cut))
    if (address === undefined) return undefined
    cursor.tell({
      code: 'ignored-suffix',
      severity: 'warning',
      message: `\`${cursor.word.slice(cut)}\` is not part of the address and is ignored`,
      hint: `Write \`${address}\`.`,
    })
    return address
  },
})

/** A multicast address of IPv4. */
export const multicastGroup4 = (): Arg<IpAddress> =>
  inGroup('an IPv4 multicast address (224.0.0.0 to 239.255.255.255)', (address) => {
    const first = Number(address.slice(0, address.indexOf('.')))
    return familyOf(address) === 'inet' && first >= 224 && first <= 239
  })

/** A multicast address of IPv6. */
export const multicastGroup6 = (): Arg<IpAddress> =>
  inGroup(
    'an IPv6 multicast address (ff00::/8)',
    (address) => familyOf(address) === 'inet6' && ipToBytes(address)[0] === 0xff,
  )

function inGroup(expects: string, isOne: (address: IpAddress) => boolean): Arg<IpAddress> {
  const { read } = ipAddress()
  return {
    expects,
    read: (cursor) => {
      const address = read(cursor)
      if (address === undefined || isOne(address)) return address
      cursor.told = false
      return undefined
    },
  }
}

/**
 * The same argument, with 0 raised to 1 and an error for it, as keepalived does for counts that make no sense at 0. `own` are its
 * words about it.
 */
export const raisedToOne = (arg: Arg<number>, own?: string): Arg<number> => ({
  ...arg,
  read: (cursor) => {
    const value = arg.read(cursor)
    if (value !== 0) return value
    cursor.tell({
      code: 'adjusted-value',
      severity: 'error',
      message: `0 is too small for \`${cursor.statement.keyword}\``,
      hint: '1 is used instead, as in keepalived.',
      keepalived: own === undefined ? undefined : says(own),
    })
    return 1
  },
})

/** The one word after a block's keyword that names the block. `own`: keepalived's words when there is none, or more than one. */
export const blockName = (own?: string): Arg<string> => ({
  expects: 'exactly one name',
  ...(own === undefined ? {} : { fault: () => own }),
  read: (cursor) => {
    const name = cursor.word
    if (!cursor.next()) return name === '' ? undefined : name
    cursor.tellRest({
      code: 'surplus-words',
      severity: 'error',
      message: `\`${cursor.statement.keyword}\` takes exactly one name`,
      hint: 'The whole block is skipped, as in keepalived. Quote a name with blanks.',
      keepalived: says(own ?? `${cursor.statement.keyword} must have a name`),
    })
    return undefined
  },
})
