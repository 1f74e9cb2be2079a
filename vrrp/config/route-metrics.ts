// The metrics of a route: mtu, advmss, rtt and their like, some of which can be locked.

import { says } from '../../config/diagnostic.js'
import { decimalFault, readDecimal, tooManyDecimals } from '../../config/schema/numbers.js'
import { Milliseconds, type Duration } from '../../config/values/time.js'
import { numberHere, takeNumber } from './option-values.js'
import { filled, type OptionWords } from './option-words.js'
import type { RouteMetrics } from './route-model.js'
import type { RouteOption } from './route-draft.js'

/** Steps over `lock`; undefined when nothing follows (reported). */
function lockedHere(words: OptionWords, expects: string): boolean | undefined {
  if (!words.toValue(expects)) return undefined
  if (words.word !== 'lock') return false
  return words.toValue(expects) ? true : undefined
}

type Numeric = {
  [K in keyof RouteMetrics]-?: Required<RouteMetrics>[K] extends { value: number } ? K : never
}[keyof RouteMetrics]

/** [lock] NUMBER */
const lockable =
  (name: Exclude<Numeric, 'rtt' | 'rttvar' | 'rtoMin'>, said: string): RouteOption =>
  (words, draft) => {
    const option = words.word
    const locked = lockedHere(words, 'a whole number')
    if (locked === undefined) return false
    const value = numberHere(words, option, (word) => filled(said, word))
    if (value === undefined) return false
    draft.metrics[name] = { value, locked }
    return true
  }

const plain =
  (name: Exclude<Numeric, 'rtt' | 'rttvar' | 'rtoMin'>, said: string, max?: number): RouteOption =>
  (words, draft) => {
    const value = takeNumber(words, (word) => filled(said, word), max)
    if (value === undefined) return false
    draft.metrics[name] = { value, locked: false }
    return true
  }

const switched =
  (name: 'quickack' | 'fastopenNoCookie', said: string): RouteOption =>
  (words, draft) => {
    const value = takeNumber(words, (word) => filled(said, word), 1)
    if (value === undefined) return false
    draft.metrics[name] = { value: value === 1, locked: false }
    return true
  }

/** [lock] TIME; a number without unit counts in 1/units ms. */
const time =
  (name: 'rtt' | 'rttvar' | 'rtoMin', units: number, said: string): RouteOption =>
  (words, draft) => {
    const option = words.word
    const locked = lockedHere(words, 'a time')
    if (locked === undefined) return false
    const value = timeHere(words, option, units, said)
    if (value === undefined) return false
    draft.metrics[name] = { value, locked }
    return true
  }

const congctl: RouteOption = (words, draft) => {
  const locked = lockedHere(words, 'the name of an algorithm')
  if (locked === undefined) return false
  draft.metrics.congctl = { value: words.word, locked }
  return true
}

const features: RouteOption = (words, draft) => {
  if (!words.toValue('`ecn`')) return false
  if (words.word === 'ecn') draft.metrics.ecn = { value: true, locked: false }
  else {
    words.tell({
      code: 'unknown-option',
      severity: 'error',
      message: `\`${words.word}\` is not a feature of a route: \`ecn\` is expected`,
      hint: 'The word is ignored, as in keepalived.',
      keepalived: says(`feature ${words.word} not supported`),
    })
  }
  return true
}

export const metricOptions: readonly (readonly [string, RouteOption])[] = [
  ['mtu', lockable('mtu', 'Invalid MTU %s specified for route')],
  ['advmss', lockable('advmss', 'Invalid advmss %s specified for route')],
  ['reordering', lockable('reordering', 'Invalid reordering value %s specified for route')],
  ['cwnd', lockable('cwnd', 'Invalid cwnd value %s specified for route')],
  ['ssthresh', lockable('ssthresh', 'Invalid ssthresh value %s specified for route')],
  ['rtt', time('rtt', 8, 'Invalid rtt %s for route')],
  ['rttvar', time('rttvar', 4, 'Invalid rttvar %s for route')],
  ['rto_min', time('rtoMin', 1, 'Invalid rto_min value %s specified for route')],
  ['hoplimit', plain('hoplimit', 'Invalid hoplimit %s specified for route', 255)],
  ['window', plain('window', 'Invalid window value %s specified for route')],
  ['initcwnd', plain('initcwnd', 'Invalid initcwnd value %s specified for route')],
  ['initrwnd', plain('initrwnd', 'Invalid initrwnd value %s specified for route')],
  ['quickack', switched('quickack', 'Invalid quickack value %s specified for route')],
  ['fastopen_no_cookie', switched('fastopenNoCookie', 'Invalid fastopen_no_cookie value %s specified for route')],
  ['congctl', congctl],
  ['features', features],
]

const LEAST = 200
const MOST = 120000

/** The limits of the kernel: what is beyond is brought to them, as in keepalived. */
function timeHere(words: OptionWords, option: string, units: number, said: string): Duration | undefined {
  const { word } = words
  const read = routeTime(word, units)
  if ('fault' in read) {
    words.drop({
      message: `\`${word}\` is not valid for \`${option}\`: a time such as 300ms or 1.5s is expected`,
      said: [...(read.fault === undefined ? [] : [read.fault]), filled(said, word)],
    })
    return undefined
  }
  const kept = Math.min(MOST, Math.max(LEAST, read.time))
  if (read.rounded) {
    words.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${word}\` has too many decimals`,
      hint: `${read.time} ms is used, as in keepalived.`,
      keepalived: says(tooManyDecimals(read.number)),
    })
  } else if (kept !== read.time) {
    words.tell({
      code: 'adjusted-value',
      severity: 'error',
      message: `\`${word}\` is ${kept > read.time ? 'less than 200 ms' : 'more than 120 s'}`,
      hint: `${kept} ms is used instead, as in keepalived.${read.bare ? ` A number without unit counts in ${units === 1 ? 'ms' : `1/${units} ms`}.` : ''}`,
    })
  }
  return Milliseconds(kept)
}

type RouteTime =
  | { readonly time: number; readonly number: string; readonly rounded: boolean; readonly bare: boolean }
  | { readonly fault: string | undefined }

/** A number with `s`, `sec` or `secs`, the same with `m` before it, or without unit. */
function routeTime(word: string, units: number): RouteTime {
  const text = word.replace(/^[ \t\n\v\f\r]+/, '')
  const unitAt = text.search(/s/i)
  let number = text
  let digits: 0 | 3 = 0
  if (unitAt >= 0) {
    if (!/^s(ecs?)?$/i.test(text.slice(unitAt))) return { fault: undefined }
    const inMilliseconds = /m/i.test(text.charAt(unitAt - 1))
    digits = inMilliseconds ? 0 : 3
    number = text.slice(0, inMilliseconds ? unitAt - 1 : unitAt)
    if (number === '') return { fault: undefined }
  }
  if (/e/i.test(number)) return { fault: undefined }
  const most = MOST * units
  const found = readDecimal(number, digits)
  if (found === undefined || found.units > most) return { fault: rangeFault(number, digits, most) }
  const time = unitAt >= 0 ? found.units : found.units / units
  return { time, number, rounded: found.rounded, bare: unitAt < 0 }
}

const rangeFault = (number: string, digits: 0 | 3, most: number): string | undefined =>
  digits === 0 && readDecimal(number, 0) !== undefined
    ? `number '${number}' outside range [0., ${most}.]`
    : decimalFault(number, digits, 0, most)
