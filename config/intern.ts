// One string for each keyword, however often it occurs: made while scanning, without first cutting the word out of its line.
// Equal keywords are then the same string with a known hash, which makes looking them up cheap in files of many lines.

import { isBlank } from './words.js'

const SIZE = 1024
const DOUBLE = 34

export class Interner {
  readonly #words: (string | undefined)[] = new Array<string | undefined>(SIZE).fill(undefined)
  #count = 0

  /** First generic word of text[from, to), which starts with a non-blank; quotes removed. */
  firstWord(text: string, from: number, to: number): string {
    const first = text.charCodeAt(from)
    if (first === DOUBLE) {
      const close = text.indexOf('"', from + 1)
      return close >= 0 && close < to ? text.slice(from + 1, close) : text.slice(from + 1, to)
    }
    let hash = first
    let end = from + 1
    for (; end < to; end++) {
      const code = text.charCodeAt(end)
      if (code === DOUBLE || isBlank(code)) break
      hash = (Math.imul(hash, 31) + code) | 0
    }
    let slot = (hash ^ (hash >>> 15)) & (SIZE - 1)
    for (;;) {
      const known = this.#words[slot]
      if (known === undefined) break
      if (sameText(known, text, from, end)) return known
      slot = (slot + 1) & (SIZE - 1)
    }
    const word = text.slice(from, end)
    // List entries are mostly different from each other: past this many they are not worth remembering.
    if (this.#count < SIZE / 2) {
      this.#words[slot] = word
      this.#count++
    }
    return word
  }
}

function sameText(known: string, text: string, from: number, end: number): boolean {
  if (known.length !== end - from) return false
  for (let at = 0; at < known.length; at++) {
    if (known.charCodeAt(at) !== text.charCodeAt(from + at)) return false
  }
  return true
}
