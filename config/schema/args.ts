// The arguments most keywords share: numbers, seconds, words from a list, booleans, addresses, ports, strings.
// Numbers follow keepalived's configuration test: trailing characters make a number wrong, they are not cut off.

import { familyOf, parseIpAddress, type IpAddress } from '../values/ip.js'
import { Milliseconds, type Duration } from '../values/time.js'
import { oneWord, type Arg } from './arg.js'

/** Digits only, with an optional + (and - when negative numbers are legal). undefined when it is no such number. */
export function parseInteger(word: string, negative = false): number | undefined {
  let at = 0
  let sign = 1
  const first = word.charCodeAt(0)
  if (first === 43) at = 1
  else if (first === 45 && negative) {
    at = 1
    sign = -1
  }
  if (at === word.length || word.length > 20) return undefined
  let value = 0
  for (; at < word.length; at++) {
    const digit = word.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return sign * value
}

/** A whole number, both bounds included. */
export const integer = (min: number, max: number): Arg<number> =>
  oneWord(`a whole number from ${min} to ${max}`, (word) => {
    const value = parseInteger(word, min < 0)
    return value !== undefined && value >= min && value <= max ? value : undefined
  })

/** Whole seconds as a Duration; bounds in seconds, included. */
export const wholeSeconds = (min: number, max: number): Arg<Duration> =>
  oneWord(`a whole number of seconds from ${min} to ${max}`, (word) => {
    const value = parseInteger(word)
    return value !== undefined && value >= min && value <= max ? Milliseconds(value * 1000) : undefined
  })

/** The highest time keepalived can hold in most places, in seconds: 2^64 microseconds. */
export const longestSeconds = 18446744073709.55

/**
 * Seconds with at most six decimals (`1`, `1.5`, `.5`, `5.`; no sign, no exponent); bounds in seconds, included. More
 * decimals are an error, but the rounded value is used, as keepalived does.
 */
export const seconds = (min: number, max: number): Arg<Duration> => {
  const expects =
    max === longestSeconds
      ? `a number of seconds${min > 0 ? ' greater than 0' : ''}`
      : `a number of seconds from ${min === 1e-6 ? '0.000001' : min} to ${max}`
  return {
    expects,
    read: (cursor) => {
      const micros = parseMicroseconds(cursor.word)
      if (micros === undefined || micros < min * 1e6 || micros > max * 1e6) return undefined
      if (decimalsOf(cursor.word) > 6) {
        cursor.tell({
          code: 'wrong-value',
          severity: 'error',
          message: `\`${cursor.word}\` has more than six decimals`,
          hint: `${micros / 1e6} is used, as keepalived does.`,
        })
      }
      return Milliseconds(micros / 1000)
    },
  }
}

/** Seconds as whole microseconds, rounded. */
function parseMicroseconds(word: string): number | undefined {
  const whole = parseInteger(word)
  if (whole !== undefined) return word.startsWith('+') ? undefined : whole * 1e6
  if (!/^(?:[0-9]+\.[0-9]*|\.[0-9]+)$/.test(word)) return undefined
  return Math.round(Number(`0${word}`) * 1e6)
}

const decimalsOf = (word: string): number => {
  const point = word.indexOf('.')
  return point < 0 ? 0 : word.length - point - 1
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
    const cut = cursor.word.search(/[/-]/)
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
  oneWord('an IPv4 multicast address (224.0.0.0 to 239.255.255.255)', (word) => {
    const address = parseIpAddress(word)
    if (address === undefined || familyOf(address) !== 'inet') return undefined
    const first = parseInteger(address.slice(0, address.indexOf('.'))) ?? 0
    return first >= 224 && first <= 239 ? address : undefined
  })

/** The same argument, with 0 raised to 1 and an error for it, as keepalived does for counts that make no sense at 0. */
export const raisedToOne = (arg: Arg<number>): Arg<number> => ({
  expects: arg.expects,
  read: (cursor) => {
    const value = arg.read(cursor)
    if (value !== 0) return value
    cursor.tell({
      code: 'adjusted-value',
      severity: 'error',
      message: `0 is too small for \`${cursor.statement.keyword}\``,
      hint: '1 is used instead, as in keepalived.',
    })
    return 1
  },
})

/** The one word after a block's keyword that names the block. */
export const blockName = (): Arg<string> => ({
  expects: 'exactly one name',
  read: (cursor) => {
    const name = cursor.word
    if (!cursor.next()) return name === '' ? undefined : name
    cursor.tellRest({
      code: 'surplus-words',
      severity: 'error',
      message: `\`${cursor.statement.keyword}\` takes exactly one name`,
      hint: 'The whole block is skipped, as in keepalived. Quote a name with blanks.',
    })
    return undefined
  },
})
