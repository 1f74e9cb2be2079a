// Diagnostics as compilers print them, for editors and build logs: `FILE:LINE:COLUMN: error: message [rule]`, one line each, with
// the places they refer to as notes below.

import type { Diagnostic, Severity } from '../diagnostic.js'
import type { Span } from '../source.js'
import { rangeOf, type CheckedFile } from './checked-file.js'
import { oneLine, withAdvice } from './one-line.js'

const words: Readonly<Record<Severity, string>> = {
  fatal: 'fatal error',
  error: 'error',
  warning: 'warning',
  hint: 'note',
}

export const renderGcc = (files: readonly CheckedFile[]): string =>
  files.flatMap(({ file, diagnostics }) => diagnostics.map((one) => linesOf(file, one))).join('')

function linesOf(file: string, one: Diagnostic): string {
  const place = one.span === undefined ? oneLine(file) : placeOf(one.span)
  const first = `${place}: ${words[one.severity]}: ${oneLine(withAdvice(one))} [${one.code}]\n`
  return first + one.related.map(({ message, span }) => `${placeOf(span)}: note: ${oneLine(message)}\n`).join('')
}

function placeOf(span: Span): string {
  const { file, line, column } = rangeOf(span)
  return `${oneLine(file)}:${line}:${column}`
}
