// Where the braces of a line are: outside double quotes, and not those of a `${NAME}` that nothing defines. Knows no lines and no
// blocks, only text.

import { isBlank } from './words.js'

const DOUBLE = 34
const DOLLAR = 36
const OPEN = 123
const CLOSE = 125

/** The first brace of text[at, end) that opens or closes a block; -1 without one. `base` is where the line starts. */
export function nextBrace(text: string, from: number, base: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === DOUBLE) at = endOfQuote(text, at, end)
    else if (code === CLOSE) return at
    else if (code === OPEN) {
      const close = endOfReference(text, at, base, end)
      if (close === at) return at
      at = close
    }
  }
  return -1
}

/**
 * The closing quote of the one at `at`. Without one (reported by the reader) the rest of the line is quoted, except a brace
 * that stands apart at its end: taking it as text would tear the blocks of the whole file apart.
 */
function endOfQuote(text: string, at: number, end: number): number {
  const close = text.indexOf('"', at + 1)
  if (close >= 0 && close < end) return close
  const last = text.charCodeAt(end - 1)
  const apart = end - 2 > at && isBlank(text.charCodeAt(end - 2))
  // The loop goes on behind the place returned: in front of the last brace, or at the end.
  return apart && (last === OPEN || last === CLOSE) ? end - 2 : end
}

/** `${NAME}` that nothing defines (reported by the reader) is text: its closing brace, or `at` when this is no such thing. */
function endOfReference(text: string, at: number, base: number, end: number): number {
  if (at === base || text.charCodeAt(at - 1) !== DOLLAR) return at
  const close = text.indexOf('}', at)
  return close >= 0 && close < end ? close : at
}
