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
}

/** Receives diagnostics while reading; whoever calls decides what to do with them. */
export type Report = (diagnostic: Diagnostic) => void

/** 0 clean or warnings only, 1 errors. (2, cannot be read, is the caller's.) */
export const exitStatusOf = (diagnostics: readonly Diagnostic[]): 0 | 1 =>
  diagnostics.some((d) => d.severity === 'fatal' || d.severity === 'error') ? 1 : 0
