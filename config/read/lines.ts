// One physical line: where its content starts and ends once blanks and the comment are gone, and what about it needs a
// second look. Comments start at `#` or `!` outside double quotes; `\#` and `\!` are the characters themselves. Knows nothing
// of what a line means.

import type { Braces } from './line.js'

/** What scanLine met in the content; most lines have none of it. */
export const Found = {
  dollar: 1,
  /** `\#` or `\!` outside quotes: the backslash is to be removed. */
  escapedMark: 2,
  /** A double quote without partner, for the comment rule or for the words. */
  oddQuote: 4,
  nul: 8,
  /** The content, or the comment behind it, ends in a backslash. */
  trailingBackslash: 16,
  /** With oddQuote: the quote is open at the end also for the comment rule, where a backslash before a quote hides it. */
  openQuote: 32,
} as const

/** Filled by scanLine; reused from line to line. */
export interface Scan {
  /** Where the line feed is, or the text ends. */
  end: number
  /** Content is text[from, to); empty when equal. */
  from: number
  to: number
  found: number
  /** Where the last double quote that opened stands; meaningful with Found.oddQuote. */
  quote: number
  /** As in Line; undefined = anything else. */
  braces: Braces | undefined
}

const LINE_FEED = 10
const BANG = 33
const DOUBLE = 34
const HASH = 35
const DOLLAR = 36
const BACKSLASH = 92
const OPEN = 123
const CLOSE = 125

/** The line of text that starts at `start`. */
export function scanLine(text: string, start: number, out: Scan): void {
  const limit = text.length
  let from = start
  while (from < limit && isBlankInLine(text.charCodeAt(from))) from++
  let found = 0
  let quoted = false
  let quotes = 0
  let quote = from
  let braces = 0
  let brace = 0
  let comment = false
  let at = from
  scan: for (; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code > DOLLAR) {
      if (code === OPEN || code === CLOSE) {
        braces++
        brace = at
      } else if (code === BACKSLASH) {
        const next = at + 1 < limit ? text.charCodeAt(at + 1) : 0
        if (next === HASH || next === BANG) {
          if (!quoted) found |= Found.escapedMark
          at++
        } else if (next === DOUBLE) {
          quotes++
          at++
        } else if (next === BACKSLASH) at++
      }
      continue
    }
    switch (code) {
      case LINE_FEED:
        break scan
      case 0:
        found |= Found.nul
        break
      case DOUBLE:
        quotes++
        quoted = !quoted
        if (quoted) quote = at
        break
      case DOLLAR:
        found |= Found.dollar
        break
      case BANG:
      case HASH:
        comment = !quoted
        if (comment) break scan
        break
    }
  }
  const end = comment ? endOfLine(text, at) : at
  let to = at
  while (to > from && isBlankInLine(text.charCodeAt(to - 1))) to--
  let last = comment ? end : to
  while (last > to && isBlankInLine(text.charCodeAt(last - 1))) last--
  if (quoted || quotes % 2 === 1) found |= quoted ? Found.oddQuote | Found.openQuote : Found.oddQuote
  if (to > from && text.charCodeAt(to - 1) === BACKSLASH) found |= Found.trailingBackslash
  if (last > to && text.charCodeAt(last - 1) === BACKSLASH) found |= Found.trailingBackslash
  out.end = end
  out.from = from
  out.to = to
  out.found = found
  out.quote = quote
  if (braces === 0) out.braces = 'none'
  else out.braces = braces === 1 && quotes === 0 && brace === to - 1 ? lastBrace(text, from, brace) : undefined
}

const isBlankInLine = (code: number): boolean => code === 32 || code === 9 || (code >= 11 && code <= 13)

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** The one brace of a line, which ends it. A `{` behind `$` may be no brace. */
function lastBrace(text: string, from: number, brace: number): Braces | undefined {
  if (text.charCodeAt(brace) === CLOSE) return brace === from ? 'closes' : undefined
  return brace > from && text.charCodeAt(brace - 1) !== DOLLAR ? 'opens' : undefined
}

/** Content with `\#` and `\!` outside double quotes replaced by the character. */
export function unescapeMarks(content: string): string {
  let result = ''
  let copied = 0
  let quoted = false
  for (let at = 0; at < content.length; at++) {
    const code = content.charCodeAt(at)
    if (code === 34) quoted = !quoted
    if (code !== BACKSLASH) continue
    const next = content.charAt(at + 1)
    if (!quoted && (next === '#' || next === '!')) {
      result += content.slice(copied, at)
      copied = at + 1
    }
    at++
  }
  return result + content.slice(copied)
}
