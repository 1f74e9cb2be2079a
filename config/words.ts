// Splitting a statement into words, in the two ways keepalived has: generic words, and the words of script lines (notify,
// script, misc_path …) and of `regex`. A script line is split first with its escapes kept (keyword, command, user, group),
// then the command with escapes replaced; no shell is involved, so there is no globbing, variable, pipe or redirection.
// Positions are kept so that diagnostics can point at one word. Knows no keyword; which way applies is the keyword's business.

export interface Word {
  /** Without its quotes. */
  readonly text: string
  /** Offsets into the text that was split; quotes included. */
  readonly start: number
  readonly end: number
  readonly quoted: boolean
}

/** Space, tab, line feed, vertical tab, form feed, carriage return: what separates words. */
export const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

const DOUBLE = 34
const SINGLE = 39
const BACKSLASH = 92

/**
 * Generic words of text[from, to). `"…"` is one word without its quotes, possibly empty and without escapes; an unquoted word
 * ends at a blank or at a `"`. A word whose closing quote is missing is dropped (the reader has reported the line).
 */
export function splitWords(text: string, from = 0, to = text.length): Word[] {
  const words: Word[] = []
  let at = from
  for (;;) {
    while (at < to && isBlank(text.charCodeAt(at))) at++
    if (at >= to) return words
    const start = at
    if (text.charCodeAt(at) === DOUBLE) {
      const close = text.indexOf('"', at + 1)
      if (close < 0 || close >= to) return words
      at = close + 1
      words.push({ text: text.slice(start + 1, close), start, end: at, quoted: true })
      continue
    }
    while (at < to) {
      const code = text.charCodeAt(at)
      if (code === DOUBLE || isBlank(code)) break
      at++
    }
    words.push({ text: text.slice(start, at), start, end: at, quoted: false })
  }
}

export interface ScriptWords {
  readonly words: readonly Word[]
  /** A quote that is never closed: the character and its offset. Its word and what follows are dropped. */
  readonly unterminated: { readonly quote: string; readonly at: number } | undefined
}

/** Words of text[from, to) with quotes removed and backslash escapes left as they are: the first stage. */
export const splitScriptWords = (text: string, from = 0, to = text.length): ScriptWords => split(text, from, to, false)

/**
 * Words of a command with escapes replaced: `\a \b \E \f \n \r \t \v`, `\NNN` octal, `\xHH`, `\cX`; any other escaped
 * character stands for itself. The second stage: the result is argv.
 */
export const splitCommand = (command: string): ScriptWords => split(command, 0, command.length, true)

function split(text: string, from: number, to: number, escapes: boolean): ScriptWords {
  const words: Word[] = []
  let at = from
  for (;;) {
    while (at < to && isBlank(text.charCodeAt(at))) at++
    if (at >= to) return { words, unterminated: undefined }
    const start = at
    let value = ''
    let quote = 0
    let quoteAt = 0
    let quoted = false
    for (; at < to; at++) {
      const code = text.charCodeAt(at)
      if (code === BACKSLASH && at + 1 < to) {
        const escaped = escapes ? escapeAt(text, at + 1, to) : { value: text.slice(at, at + 2), end: at + 2 }
        value += escaped.value
        at = escaped.end - 1
      } else if (quote !== 0) {
        if (code === quote) quote = 0
        else value += text.charAt(at)
      } else if (code === DOUBLE || code === SINGLE) {
        quote = code
        quoteAt = at
        quoted = true
      } else if (isBlank(code)) break
      else value += text.charAt(at)
    }
    if (quote !== 0) return { words, unterminated: { quote: String.fromCharCode(quote), at: quoteAt } }
    words.push({ text: value, start, end: at, quoted })
  }
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

interface Escape {
  readonly value: string
  readonly end: number
}

/** The character an escape stands for; `at` is the character after the backslash. */
function escapeAt(text: string, at: number, to: number): Escape {
  const letter = text.charAt(at)
  const simple = simpleEscapes[letter]
  if (simple !== undefined) return { value: simple, end: at + 1 }
  if (letter === 'c' && at + 1 < to) {
    return { value: String.fromCharCode(text.charCodeAt(at + 1) & 0x1f), end: at + 2 }
  }
  if (letter === 'x') return numberEscape(text, at + 1, Math.min(at + 3, to), 16) ?? { value: letter, end: at + 1 }
  return numberEscape(text, at, Math.min(at + 3, to), 8) ?? { value: letter, end: at + 1 }
}

function numberEscape(text: string, at: number, limit: number, radix: 8 | 16): Escape | undefined {
  let value = 0
  let end = at
  for (; end < limit; end++) {
    const digit = parseInt(text.charAt(end), radix)
    if (Number.isNaN(digit)) break
    value = value * radix + digit
  }
  return end === at ? undefined : { value: String.fromCharCode(value & 0xff), end }
}
