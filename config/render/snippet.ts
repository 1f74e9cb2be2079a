// Diagnostics for people: where, what, the line with the words underlined, what to do, and the other places concerned. Text in,
// text out; knows nothing of terminals except how to colour when asked to.

import type { Diagnostic, Severity } from '../diagnostic.js'
import { lineText, positionOf, type Span } from '../source.js'
import { shown } from './cells.js'
import { countOf } from './checked-file.js'
import { oneLine } from './one-line.js'

export interface SnippetOptions {
  readonly colour: boolean
  /** Columns a source line may take before only its surroundings of the mark are shown; default 100. */
  readonly width?: number
}

const colours: Readonly<Record<Severity | 'strong' | 'dim', string>> = {
  fatal: '1;31',
  error: '1;31',
  warning: '1;33',
  hint: '1;36',
  strong: '1',
  dim: '2',
}

/** `FILE:LINE:COLUMN` of where a span starts. */
export function placeOf(span: Span): string {
  const { line, column } = positionOf(span.source, span.start)
  return `${oneLine(span.source.name)}:${line}:${column}`
}

/** One diagnostic, several lines, each ended by a line feed. */
export function renderSnippet(diagnostic: Diagnostic, options: SnippetOptions): string {
  const paint = painter(options.colour)
  const { severity, code, message, span, hint, related } = diagnostic
  const place = span === undefined ? '' : `${paint('strong', placeOf(span))}: `
  const lines = [`${place}${paint(severity, `${severity}[${code}]`)}: ${paint('strong', oneLine(message))}`]
  const margin = ' '.repeat(
    Math.max(4, span === undefined ? 0 : String(positionOf(span.source, span.start).line).length),
  )
  if (span !== undefined) lines.push(...excerpt(span, margin.length, severity, paint, options.width ?? 100))
  if (hint !== undefined) lines.push(`${margin} ${paint('dim', '=')} ${paint('strong', 'help')}: ${oneLine(hint)}`)
  for (const { message: what, span: where } of related) {
    lines.push(`${margin} ${paint('dim', '=')} ${paint('strong', 'note')}: ${placeOf(where)}: ${oneLine(what)}`)
  }
  return lines.map((line) => `${line}\n`).join('')
}

/** `2 errors, 1 warning`, or that there is nothing to say; and how many diagnostics comments in the file keep quiet. */
export function renderSummary(diagnostics: readonly Diagnostic[], silenced = 0): string {
  const severities: readonly Severity[] = ['fatal', 'error', 'warning', 'hint']
  const counts = severities.flatMap((severity) => {
    const count = countOf(diagnostics, severity)
    if (count === 0) return []
    return [severity === 'fatal' ? `${count} fatal` : `${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  const said = counts.length === 0 ? 'no problems found' : counts.join(', ')
  return silenced === 0 ? said : `${said} (${silenced} silenced)`
}

type Paint = (style: keyof typeof colours, text: string) => string

const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour ? `\x1b[${colours[style]}m${text}\x1b[0m` : text

/** The line a span starts on, and the mark below it; a span of several lines is marked to the end of its first. */
function excerpt(span: Span, margin: number, severity: Severity, paint: Paint, width: number): string[] {
  const { line, column } = positionOf(span.source, span.start)
  const text = lineText(span.source, line)
  const from = Math.min(column - 1, text.length)
  const to = Math.max(from, Math.min(from + span.end - span.start, text.length))
  const { before, marked, after } = shown(text, from, to, width)
  const bar = paint('dim', '|')
  return [
    `${paint('dim', String(line).padStart(margin))} ${bar} ${before.text}${marked.text}${after.text}`.trimEnd(),
    `${' '.repeat(margin)} ${bar} ${' '.repeat(before.width)}${paint(severity, '^'.repeat(Math.max(1, marked.width)))}`,
  ]
}
