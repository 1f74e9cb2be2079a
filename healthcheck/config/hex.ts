// Bytes written as hexadecimal digits: two digits are a byte, a digit alone at the end of a run is one too, blanks separate.

import { isBlank } from '../../config/words.js'

const X = 120

/**
 * The bytes of a word as pairs of lower-case digits (a quoted word may have blanks between them); with wildcards `x` is a digit that
 * stands for any. undefined for other characters, and when there is no byte at all.
 */
export function parseHex(word: string, wildcards: boolean): string | undefined {
  let bytes = ''
  let at = 0
  while (at < word.length) {
    if (isBlank(word.charCodeAt(at))) {
      at++
      continue
    }
    if (!isDigit(word.charCodeAt(at), wildcards)) return undefined
    if (at + 1 < word.length && !isBlank(word.charCodeAt(at + 1))) {
      if (!isDigit(word.charCodeAt(at + 1), wildcards)) return undefined
      bytes += word.slice(at, at + 2)
      at += 2
    } else {
      bytes += `0${word.charAt(at)}`
      at++
    }
  }
  return bytes === '' ? undefined : bytes.toLowerCase()
}

function isDigit(code: number, wildcards: boolean): boolean {
  const small = code | 32
  return (code >= 48 && code <= 57) || (small >= 97 && small <= 102) || (wildcards && small === X)
}
