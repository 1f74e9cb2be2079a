// One string for each keyword, however often it occurs: found while scanning, without first cutting the word out of its line.
// Equal keywords are then the same string with a known hash, which makes looking them up cheap in files of many lines.

import { isBlank } from './words.js'

const SIZE = 1024
/** Words that look alike to the hash are tried this often, then simply cut out: list entries must not slow keywords down. */
const TRIES = 8
const DOUBLE = 34

export class Interner {
  readonly #words: string[] = new Array<string>(SIZE).fill('')

  /** First generic word of text[from, to), which starts with a non-blank; quotes removed. */
  firstWord(text: string, from: number, to: number): string {
    const first = text.charCodeAt(from)
    if (first === DOUBLE) {
      const close = text.indexOf('"', from + 1)
      return close >= 0 && close < to ? text.slice(from + 1, close) : text.slice(from + 1, to)
    }
    let end = from + 1
    for (; end < to; end++) {
      const code = text.charCodeAt(end)
      if (code <= DOUBLE && (code === DOUBLE || isBlank(code))) break
    }
    const middle = text.charCodeAt((from + end) >> 1)
    const hash = (end - from) * 7 + first * 31 + middle * 131 + text.charCodeAt(end - 1) * 521
    for (let at = 0; at < TRIES; at++) {
      const slot = (hash + at) & (SIZE - 1)
      const known = this.#words[slot] ?? ''
      if (known === '') {
        const word = text.slice(from, end)
        this.#words[slot] = word
        return word
      }
      if (sameText(known, text, from, end)) return known
    }
    return text.slice(from, end)
  }
}

function sameText(known: string, text: string, from: number, end: number): boolean {
  if (known.length !== end - from) return false
  for (let at = 0; at < known.length; at++) {
    if (known.charCodeAt(at) !== text.charCodeAt(from + at)) return false
  }
  return true
}
