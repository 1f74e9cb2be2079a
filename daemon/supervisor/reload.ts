// Whether a new configuration may replace the one in force (only if it brings no error the old one does not have), and
// what is said when it does.
// Pure. An error is recognised by what it says, not by where it stands, so that lines may move.

import type { Diagnostic } from '../../config/diagnostic.js'
import { positionOf } from '../../config/source.js'
import type { LogEntry } from '../../config/values/log-entry.js'

const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'fatal' || diagnostic.severity === 'error'

const keyOf = (diagnostic: Diagnostic): string => `${diagnostic.code} ${diagnostic.message}`

/**
 * Errors of `next` beyond those of `inForce`, in file order. Errors count: a second one of a kind that was there once is new.
 */
export function newErrors(inForce: readonly Diagnostic[], next: readonly Diagnostic[]): Diagnostic[] {
  const known = new Map<string, number>()
  for (const diagnostic of inForce.filter(isError)) {
    const key = keyOf(diagnostic)
    known.set(key, (known.get(key) ?? 0) + 1)
  }
  return next.filter(isError).filter((diagnostic) => {
    const key = keyOf(diagnostic)
    const left = known.get(key) ?? 0
    known.set(key, left - 1)
    return left <= 0
  })
}

/** What a file has to say for itself when it is read again. */
export interface Reading {
  readonly diagnostics: readonly Diagnostic[]
  readonly readable: boolean
}

/** Why `next` must not replace what is in force, and the diagnostics to show for it; undefined when it may. */
export function refusalOf(
  inForce: Reading,
  next: Reading,
  file: string,
): { readonly shown: readonly Diagnostic[]; readonly reason: string } | undefined {
  if (!next.readable) return { shown: next.diagnostics, reason: `${file} cannot be read` }
  const shown = newErrors(inForce.diagnostics, next.diagnostics)
  if (shown.length === 0) return undefined
  return { shown, reason: `${file} has ${countsOf(shown)} that the configuration in force does not have` }
}

/** Log lines about a configuration that comes into force in spite of what is wrong with it. */
export function announcement(diagnostics: readonly Diagnostic[], file: string): LogEntry[] {
  const entries = diagnostics.map((one): LogEntry => ({
    level: one.severity === 'hint' ? 'info' : 'warning',
    text: diagnosticLine(one),
  }))
  const errors = diagnostics.filter(isError)
  if (errors.length > 0)
    entries.push({ level: 'warning', text: `${file}: ${countsOf(errors)}; running without what they name` })
  return entries
}

/** One log line: `file:line:column: error: message (hint) [code]`. */
export function diagnosticLine(diagnostic: Diagnostic): string {
  const { span, severity, message, hint, code } = diagnostic
  let place = ''
  if (span !== undefined) {
    const { line, column } = positionOf(span.source, span.start)
    place = `${span.source.name}:${line}:${column}: `
  }
  return `${place}${severity}: ${message}${hint === undefined ? '' : ` (${hint})`} [${code}]`
}

/** `2 errors, 1 warning`; `nothing to report` when there are neither. */
export function countsOf(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(isError).length
  const warnings = diagnostics.filter((one) => one.severity === 'warning').length
  const parts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing to report' : parts.join(', ')
}

const counted = (count: number, noun: string): string =>
  count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
