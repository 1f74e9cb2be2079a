// Diagnostics as a SARIF 2.1.0 log (OASIS), for code scanning and editors. What the rules say comes in as pages.

import type { Diagnostic, Severity } from '../diagnostic.js'
import type { RulePage, RulePages } from '../rule-page.js'
import type { Span } from '../source.js'
import { rangeOf, type CheckedFile } from './checked-file.js'
import { withAdvice } from './one-line.js'
import { uriOf } from './paths.js'

export interface SarifSettings {
  readonly version: string
  readonly pages: RulePages
  /** Absolute; files inside it are named relative to it. */
  readonly directory: string
  /** False when a file could not be read. */
  readonly successful: boolean
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  fatal: 'error',
  error: 'error',
  warning: 'warning',
  hint: 'note',
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** Only rules that have results are described. */
export function renderSarif(files: readonly CheckedFile[], settings: SarifSettings): string {
  const all = files.flatMap(({ file, diagnostics }) => diagnostics.map((one) => ({ file, one })))
  const codes = [...new Set(all.map(({ one }) => one.code))].sort()
  const indexes = new Map(codes.map((code, index) => [code, index]))
  const driver = {
    name: 'lvs-ha',
    version: settings.version,
    semanticVersion: settings.version,
    rules: codes.map((code) => descriptorOf(code, settings.pages[code])),
  }
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: settings.successful }],
    results: all.map(({ file, one }) => resultOf(file, one, indexes.get(one.code) ?? -1, settings.directory)),
  }
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, undefined, 2)}\n`
}

function descriptorOf(id: string, page: RulePage | undefined): object {
  if (page === undefined) return { id, shortDescription: { text: id } }
  const [usual = 'warning'] = page.severity
  return {
    id,
    shortDescription: { text: page.title },
    fullDescription: { text: page.why },
    help: { text: helpOf(page, trimmed), markdown: helpOf(page, fenced) },
    defaultConfiguration: { level: levels[usual] },
  }
}

const helpOf = ({ why, wrong, right }: RulePage, example: (text: string) => string): string =>
  `${why}\n\nWrong:\n\n${example(wrong)}\n\nRight:\n\n${example(right)}\n`

const trimmed = (text: string): string => text.replace(/^\n+|\s+$/g, '')
const fenced = (text: string): string => `\`\`\`\`\n${trimmed(text)}\n\`\`\`\``

function resultOf(asked: string, one: Diagnostic, ruleIndex: number, directory: string): object {
  const location =
    one.span === undefined
      ? { physicalLocation: { artifactLocation: { uri: uriOf(directory, asked) } } }
      : locationOf(one.span, directory)
  const related = one.related.map(({ message, span }, id) => ({
    id,
    message: { text: message },
    ...locationOf(span, directory),
  }))
  return {
    ruleId: one.code,
    ruleIndex,
    level: levels[one.severity],
    message: { text: withAdvice(one) },
    locations: [location],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  }
}

function locationOf(span: Span, directory: string): object {
  const { file, line, column, endLine, endColumn } = rangeOf(span)
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(directory, file) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  }
}
