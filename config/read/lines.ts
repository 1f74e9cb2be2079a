// One physical line: where its content starts and ends once blanks and the comment are gone, and what about it needs a
// second look. Comments start at `#` or `!` outside double quotes; `\#` and `\!` are the characters themselves. Knows nothing
// of what a line means.

import { isBlank } from '../words.js'

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
} as const

/** Filled by scanLine; reused from line to line. */
export interface Scan {
  /** Content is text[from, to); empty when equal. */
  from: number
  to: number
  found: number
  /** Where the last double quote that opened stands; meaningful with Found.oddQuote. */
  quote: number
}

const BACKSLASH = 92

/** Content of text[start, end), which holds no line feed. */
export function scanLine(text: string, start: number, end: number, out: Scan): void {
  let from = start
  while (from < end && isBlank(text.charCodeAt(from))) from++
  let found = 0
  let quoted = false
  let quotes = 0
  let quote = from
  let at = from
  scan: for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code > 36) {
      if (code !== BACKSLASH || at + 1 >= end) continue
      const next = text.charCodeAt(at + 1)
      if (next === 33 || next === 35) {
        if (!quoted) found |= Found.escapedMark
      } else if (next === 34) quotes++
      else if (next !== BACKSLASH) continue
      at++
      continue
    }
    switch (code) {
      case 0:
        found |= Found.nul
        break
      case 34:
        quotes++
        quoted = !quoted
        if (quoted) quote = at
        break
      case 36:
        found |= Found.dollar
        break
      case 33:
      case 35:
        if (!quoted) break scan
        break
    }
  }
  let last = end
  while (last > at && isBlank(text.charCodeAt(last - 1))) last--
  let to = Math.min(at, end)
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  if (quoted || quotes % 2 === 1) found |= Found.oddQuote
  if (last > from && text.charCodeAt(last - 1) === BACKSLASH) found |= Found.trailingBackslash
  out.from = from
  out.to = to
  out.found = found
  out.quote = quote
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
