// Diagnostics for programs. The form is versioned: fields may be added to version 1, never changed or removed.

import type { Diagnostic, Severity } from '../diagnostic.js'
import { positionOf, type Span } from '../source.js'

/** Lines and columns count from 1, columns in UTF-16 units; the end column is the one after the last. All null: no place. */
export interface JsonPlace {
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly endLine: number | null
  readonly endColumn: number | null
}

export interface JsonDiagnostic extends JsonPlace {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly hint: string | null
  readonly related: readonly (JsonPlace & { readonly message: string })[]
}

export interface JsonReport {
  readonly version: 1
  readonly diagnostics: readonly JsonDiagnostic[]
  readonly summary: Readonly<Record<'fatal' | 'errors' | 'warnings' | 'hints', number>>
}

export function jsonReport(diagnostics: readonly Diagnostic[]): JsonReport {
  const count = (severity: Severity): number => diagnostics.filter((one) => one.severity === severity).length
  return {
    version: 1,
    diagnostics: diagnostics.map((one) => ({
      code: one.code,
      severity: one.severity,
      message: one.message,
      hint: one.hint ?? null,
      ...jsonPlace(one.span),
      related: one.related.map(({ message, span }) => ({ message, ...jsonPlace(span) })),
    })),
    summary: { fatal: count('fatal'), errors: count('error'), warnings: count('warning'), hints: count('hint') },
  }
}

export const renderJson = (diagnostics: readonly Diagnostic[]): string =>
  `${JSON.stringify(jsonReport(diagnostics), undefined, 2)}\n`

function jsonPlace(span: Span | undefined): JsonPlace {
  if (span === undefined) return { file: null, line: null, column: null, endLine: null, endColumn: null }
  const start = positionOf(span.source, span.start)
  const end = positionOf(span.source, span.end)
  return { file: span.source.name, line: start.line, column: start.column, endLine: end.line, endColumn: end.column }
}
