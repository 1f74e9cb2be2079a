// Diagnostics for programs. The form is versioned: fields may be added to version 1, never changed or removed. json-schema.ts
// describes it.

import type { Diagnostic, Severity } from '../diagnostic.js'
import type { Span } from '../source.js'
import { countOf, rangeOf, type Range } from './checked-file.js'

/** All null: no place. */
export type JsonPlace = Range | { readonly [K in keyof Range]: null }

/** A line of keepalived's own test; `placed`: with `(FILE: Line N) ` before it. */
export interface JsonKeepalived {
  readonly message: string
  readonly placed: boolean
}

export type JsonDiagnostic = JsonPlace & {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly hint: string | null
  readonly related: readonly (JsonPlace & { readonly message: string })[]
  readonly keepalived: readonly JsonKeepalived[]
}

/** What there is to say beside the diagnostics. */
export interface JsonContext {
  readonly files: readonly { readonly file: string; readonly readable: boolean }[]
  /** How many diagnostics comments in the files silenced. */
  readonly silenced: number
  /** What a pair of directors will do, when two were compared. */
  readonly outlook: string | undefined
}

export interface JsonReport {
  readonly version: 1
  readonly files: JsonContext['files']
  readonly diagnostics: readonly JsonDiagnostic[]
  readonly outlook: string | null
  readonly summary: Readonly<Record<'fatal' | 'errors' | 'warnings' | 'hints' | 'silenced', number>>
}

const nothingElse: JsonContext = { files: [], silenced: 0, outlook: undefined }

export const jsonReport = (diagnostics: readonly Diagnostic[], context: JsonContext = nothingElse): JsonReport => ({
  version: 1,
  files: context.files,
  diagnostics: diagnostics.map(jsonDiagnostic),
  outlook: context.outlook ?? null,
  summary: {
    fatal: countOf(diagnostics, 'fatal'),
    errors: countOf(diagnostics, 'error'),
    warnings: countOf(diagnostics, 'warning'),
    hints: countOf(diagnostics, 'hint'),
    silenced: context.silenced,
  },
})

export const renderJson = (diagnostics: readonly Diagnostic[], context?: JsonContext): string =>
  `${JSON.stringify(jsonReport(diagnostics, context), undefined, 2)}\n`

const jsonDiagnostic = (one: Diagnostic): JsonDiagnostic => ({
  code: one.code,
  severity: one.severity,
  message: one.message,
  hint: one.hint ?? null,
  ...jsonPlace(one.span),
  related: one.related.map(({ message, span }) => ({ message, ...jsonPlace(span) })),
  keepalived: (one.keepalived ?? []).map(({ message, placed }) => ({ message, placed })),
})

const nowhere: JsonPlace = { file: null, line: null, column: null, endLine: null, endColumn: null }

const jsonPlace = (span: Span | undefined): JsonPlace => (span === undefined ? nowhere : rangeOf(span))
