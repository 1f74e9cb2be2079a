// Numbers as keepalived reads them, and its words about those it refuses. Follows its configuration test: trailing characters make
// a number wrong, they are not cut off. Blanks in front can only come out of quotes; an empty pair of quotes is 0. Knows no keyword.

import { isBlank } from '../words.js'

/** The type a number is read into: it decides about signs and about what is said of large ones. */
export type IntegerKind = 'int' | 'unsigned' | 'unsigned64'

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
  return sign < 0 && value > 0 ? -value : value
}

/** The number a word is, whatever its size; undefined when it is none. Unlike parseInteger it knows blanks and empty words. */
export function readInteger(word: string, kind: IntegerKind): number | undefined {
  const plain = parseInteger(word, kind === 'int')
  if (plain !== undefined) return plain
  const digits = word.slice(blanksBefore(word))
  if (digits === '') return kind === 'int' && word !== '' ? undefined : 0
  return longInteger(digits, kind === 'int')
}

/** As parseInteger, of any length: leading zeros do not count. */
function longInteger(digits: string, negative: boolean): number | undefined {
  const match = /^([+-]?)0*([0-9]*)$/.exec(digits)
  if (match === null || !/[0-9]/.test(digits) || (match[1] === '-' && !negative)) return undefined
  const value = Number(match[2])
  return match[1] === '-' && value > 0 ? -value : value
}

/** keepalived's words about a whole number it refuses; undefined when it takes it. */
export function integerFault(word: string, min: number, max: number, kind: IntegerKind): string | undefined {
  if (kind !== 'int' && word.charAt(blanksBefore(word)) === '-') return `negative number '${word}'`
  const value = readInteger(word, kind)
  if (value === undefined) return `invalid number '${word}'`
  const type = types[kind]
  if (value < type.min || value > type.max) return `number '${word}' outside ${type.name} range`
  return value < min || value > max ? `number '${word}' outside range [${min}, ${max}]` : undefined
}

const types = {
  int: { min: -2147483648, max: 2147483647, name: 'integer' },
  unsigned: { min: 0, max: 4294967295, name: 'unsigned integer' },
  // Its largest value is no JavaScript number: the next one is the first that is too large.
  unsigned64: { min: 0, max: 18446744073709549568, name: 'unsigned 64 bit' },
} as const

export interface Decimal {
  /** In the smallest unit: microseconds when six digits are kept of seconds. */
  readonly units: number
  /** More decimals than are kept: rounded, which keepalived reports. */
  readonly rounded: boolean
}

/**
 * A number with decimals, of which `digits` are kept: `1`, `1.5`, `.5`, `5.` (a lone point is 0); no exponent. The digits of both
 * sides are read as one number.
 */
export function readDecimal(word: string, digits: number): Decimal | undefined {
  if (word.startsWith('-')) return undefined
  const point = word.indexOf('.')
  const decimals = point < 0 ? '' : word.slice(point + 1)
  const rounded = decimals.length > digits
  const whole = point < 0 ? word : word.slice(0, point)
  const all = whole + (rounded ? decimals.slice(0, digits) : decimals.padEnd(digits, '0'))
  const units = readInteger(all, 'int')
  if (units === undefined) return undefined
  return { units: units + (rounded && decimals.charAt(digits) >= '5' ? 1 : 0), rounded }
}

/** keepalived's words about a number with decimals that it refuses; bounds in the smallest unit. */
export function decimalFault(word: string, digits: number, min: number, max: number): string | undefined {
  if (word.startsWith('-')) return `negative number '${word}'`
  const units = readDecimal(word, digits)?.units
  if (units === undefined) return `invalid number '${word}'`
  if (units > longestUnits) return `number '${word}' outside unsigned decimal range`
  if (units >= min && units <= max) return undefined
  return `number '${word}' outside range [${withDecimals(min, digits)}, ${withDecimals(max, digits)}]`
}

/** The largest number of units: 2^64 - 2, as near as a number can be below it. */
export const longestUnits = 18446744073709549568

/** keepalived's words about more decimals than are kept. */
export const tooManyDecimals = (word: string): string => `number '${word}' has too many decimal places`

/** Units as a number with that many decimals: 10000 with six is `0.010000`. The largest number stands for 2^64 - 2. */
function withDecimals(units: number, digits: number): string {
  const text = (units >= longestUnits ? '18446744073709551614' : String(units)).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

function blanksBefore(word: string): number {
  let at = 0
  while (at < word.length && isBlank(word.charCodeAt(at))) at++
  return at
}
