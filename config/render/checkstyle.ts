// Diagnostics as checkstyle's XML, which many collectors of check results read. Grouped by the file they are in.

import type { Diagnostic, Severity } from '../diagnostic.js'
import { rangeOf, type CheckedFile } from './checked-file.js'
import { oneLine, withAdvice } from './one-line.js'

const severities: Readonly<Record<Severity, string>> = {
  fatal: 'error',
  error: 'error',
  warning: 'warning',
  hint: 'info',
}

/** Files without problems have an element of their own, so that a collector sees they were checked. */
export function renderCheckstyle(files: readonly CheckedFile[]): string {
  const byFile = new Map<string, string[]>()
  for (const { file, diagnostics } of files) {
    byFile.set(file, byFile.get(file) ?? [])
    for (const one of diagnostics) {
      const place = one.span?.source.name ?? file
      const errors = byFile.get(place) ?? []
      byFile.set(place, errors)
      errors.push(errorOf(one))
    }
  }
  const elements = [...byFile].map(
    ([file, errors]) => `  <file name=${attribute(file)}>\n${errors.join('')}  </file>\n`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${elements.join('')}</checkstyle>\n`
}

function errorOf(one: Diagnostic): string {
  const place = one.span === undefined ? undefined : rangeOf(one.span)
  const where = place === undefined ? '' : ` line="${place.line}" column="${place.column}"`
  const what = `severity="${severities[one.severity]}" message=${attribute(withAdvice(one))}`
  return `    <error${where} ${what} source=${attribute(`lvs-ha.${one.code}`)}/>\n`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML has no way to write most control characters: they are spelt out. */
const attribute = (text: string): string => `"${oneLine(text).replace(/[&<>"']/g, (one) => entities[one] ?? one)}"`
