// What is wrong with a file, as a value. Codes are stable rule ids in kebab-case (for example `unknown-keyword`).
// Knows nothing of how it is shown (render/) or of features.

import type { Span } from './source.js'

/**
 * fatal: nothing could run; error: something the file asks for will not happen; warning: it will, but probably not what
 * was meant; hint: worth knowing.
 */
export type Severity = 'fatal' | 'error' | 'warning' | 'hint'

export interface RelatedPlace {
  readonly message: string
  readonly span: Span
}

/** One line of what keepalived's configuration test says about the same thing. */
export interface KeepalivedSays {
  readonly message: string
  /** Whether `(FILE: Line N) ` stands before it: not for what it finds after the end of the file. */
  readonly placed: boolean
  /** What its test ends with because of it; see the exit statuses of `keepalived --config-test`. */
  readonly status: 0 | 2 | 4 | 5 | 6
}

export interface Diagnostic {
  /** Stable rule id. */
  readonly code: string
  readonly severity: Severity
  /** What is wrong, in one sentence. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  /** Absent only when no file could be read. */
  readonly span?: Span
  /** First definitions, and the chain of includes and expansions, innermost first. */
  readonly related: readonly RelatedPlace[]
  /** Absent when keepalived says nothing about it. */
  readonly keepalived?: readonly KeepalivedSays[]
}

/** Lines keepalived prints with the place of the statement before them. */
export const says = (...messages: readonly string[]): readonly KeepalivedSays[] =>
  messages.map((message) => ({ message, placed: true, status: 5 }))

/** Lines keepalived prints once the whole file is read, without a place. */
export const saysAtEnd = (...messages: readonly string[]): readonly KeepalivedSays[] =>
  messages.map((message) => ({ message, placed: false, status: 5 }))

/** Receives diagnostics while reading; whoever calls decides what to do with them. */
export type Report = (diagnostic: Diagnostic) => void

/** 0 clean or warnings only, 1 errors. (2, cannot be read, is the caller's.) */
export const exitStatusOf = (diagnostics: readonly Diagnostic[]): 0 | 1 =>
  diagnostics.some((d) => d.severity === 'fatal' || d.severity === 'error') ? 1 : 0
