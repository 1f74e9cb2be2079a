// What the renderers of whole results are given: the files somebody asked about, each with what is to be said of it. Knows no form.

import type { Diagnostic, Severity } from '../diagnostic.js'
import { positionOf, type Span } from '../source.js'

export interface CheckedFile {
  /** As it was asked for: the place of diagnostics that have none. */
  readonly file: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Lines and columns count from 1, columns in UTF-16 units; the end column is the one after the last. */
export interface Range {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export function rangeOf({ source, start, end }: Span): Range {
  const first = positionOf(source, start)
  const last = positionOf(source, end)
  return {
    file: source.name,
    line: first.line,
    column: first.column,
    endLine: last.line,
    endColumn: last.column,
  }
}

/** How many diagnostics have a severity. */
export const countOf = (diagnostics: readonly Diagnostic[], severity: Severity): number =>
  diagnostics.filter((one) => one.severity === severity).length
