// `$NAME=VALUE` and its uses. Values are kept as written and replaced in place at each use, so a value may name what is defined
// later and may be completed by the text around it; a definition that never ends is stopped by a bound.
// Knows nothing of lines and files: it turns one text into another and says what it met.

import type { KeepalivedSays } from '../diagnostic.js'
import type { Line } from './line.js'

/** One line of a value. */
export interface Definition {
  readonly name: string
  /** The line that defines it. */
  readonly line: Line
  /** Value, or the first line of a value of several lines. */
  readonly value: string
  /** Further lines; undefined for a value of one line. */
  readonly more: Line[] | undefined
  /** True for the variable of a repetition, whose passes say more than its definition. */
  readonly counts?: true
}

/** `$NAME=`: the name and where the value starts; undefined when the text is no definition. */
export function definitionIn(text: string): { name: string; valueAt: number } | undefined {
  const match = /^\$([A-Za-z_][A-Za-z0-9_]*)=[ \t]*/.exec(text)
  return match === null ? undefined : { name: match[1] ?? '', valueAt: match[0].length }
}

/** What a reference stands for: a definition of the file, the text of a predefined one, or a fault worth reporting. */
export type Meaning =
  | { readonly kind: 'definition'; readonly definition: Definition }
  | { readonly kind: 'text'; readonly text: string; readonly fault?: Fault }
  | ({ readonly kind: 'fault' } & Fault)

export interface Fault {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly hint: string
  readonly keepalived?: readonly KeepalivedSays[]
}

/** Names that a text refers to, whether they mean anything or not. */
export const namesIn = (text: string): readonly string[] =>
  text.includes('$') ? [...text.matchAll(reference)].map((match) => match[1] ?? match[3] ?? '') : []

/** Names without braces that are not replaced because of what stands behind them. */
export const gluedNames = (text: string): readonly { readonly name: string; readonly next: string }[] =>
  [...text.matchAll(glued)].map(([, name = '', next = '']) => ({ name, next }))

const glued = /\$([A-Za-z_][A-Za-z0-9_]*)([^A-Za-z0-9_ \t,)])/g

export interface Substituted {
  readonly text: string
  /** Definitions used, in order of first use. */
  readonly used: readonly Definition[]
  /** A definition of several lines, used at the end: its first line is in the text, the others follow. */
  readonly tail: Definition | undefined
  readonly problems: readonly Problem[]
}

export type Problem =
  | { readonly kind: 'undefined'; readonly reference: string; readonly name: string }
  | { readonly kind: 'not-at-end'; readonly reference: string }
  | { readonly kind: 'endless'; readonly reference: string }
  | ({ readonly kind: 'fault'; readonly reference: string } & Fault)

/** Replacements in one line, and characters it may grow to, before a definition counts as endless. */
const maxReplacements = 1000
const maxLength = 100_000

/** `${NAME}` or `${NAME ARGUMENT…}` anywhere; `$NAME` before a blank, a comma, a closing parenthesis or the end. */
const reference = /\$(?:\{([A-Za-z_][A-Za-z0-9_]*)((?:[ \t]+[^{}\s]+)*)[ \t]*\}|([A-Za-z_][A-Za-z0-9_]*)(?=[ \t,)]|$))/g

export function substitute(
  original: string,
  meaningOf: (name: string, args: readonly string[], braced: boolean) => Meaning | undefined,
): Substituted {
  let text = original
  const used: Definition[] = []
  const problems: Problem[] = []
  let at = 0
  for (let replacements = 0; ; replacements++) {
    reference.lastIndex = at
    const match = reference.exec(text)
    if (match === null) return { text, used, tail: undefined, problems }
    const whole = match[0]
    const name = match[1] ?? match[3] ?? ''
    if (replacements >= maxReplacements || text.length > maxLength) {
      problems.push({ kind: 'endless', reference: whole })
      return { text: original, used, tail: undefined, problems }
    }
    const args = (match[2] ?? '').split(/[ \t]+/).filter((arg) => arg !== '')
    const meaning = meaningOf(name, args, match[1] !== undefined)
    const end = match.index + whole.length
    if (meaning?.kind === 'definition' && meaning.definition.more !== undefined) {
      if (!used.includes(meaning.definition)) used.push(meaning.definition)
      if (end === text.length) {
        return { text: text.slice(0, match.index) + meaning.definition.value, used, tail: meaning.definition, problems }
      }
      problems.push({ kind: 'not-at-end', reference: whole })
      at = end
    } else if (meaning?.kind === 'definition') {
      if (!used.includes(meaning.definition)) used.push(meaning.definition)
      text = text.slice(0, match.index) + meaning.definition.value + text.slice(end)
      at = match.index
    } else if (meaning?.kind === 'text') {
      if (meaning.fault !== undefined) problems.push({ ...meaning.fault, kind: 'fault', reference: whole })
      text = text.slice(0, match.index) + meaning.text + text.slice(end)
      at = match.index + meaning.text.length
    } else {
      if (meaning !== undefined) problems.push({ ...meaning, reference: whole })
      else if (match[1] !== undefined || startsWord(text, match.index)) {
        problems.push({ kind: 'undefined', reference: whole, name })
      }
      at = end
    }
  }
}

/** A bare `$NAME` in the middle of a word is more likely part of a password or a pattern than a forgotten definition. */
const startsWord = (text: string, at: number): boolean => at === 0 || /[\s"]/.test(text.charAt(at - 1))
