// What `lvs-ha check` prints and with which status it ends. Knows of no options or terminals: they are settings here.

import { exitStatusOf, type Diagnostic } from '../config/diagnostic.js'
import { renderJson } from '../config/render/json.js'
import { renderSnippet, renderSummary } from '../config/render/snippet.js'
import { loadConfig } from './load-config.js'

export interface CheckSettings {
  readonly format: 'text' | 'json'
  readonly configId?: string | undefined
  readonly colour: boolean
  /** Columns for source lines; undefined = a sensible width. */
  readonly width?: number | undefined
}

export interface CheckResult {
  readonly text: string
  /** 0 nothing or warnings only, 1 errors, 2 a file cannot be read. */
  readonly exitStatus: 0 | 1 | 2
}

export function checkFiles(files: readonly string[], settings: CheckSettings): CheckResult {
  const checked = files.map((file) => ({ file, ...loadConfig(file, { configId: settings.configId }) }))
  const diagnostics = checked.flatMap((one) => one.diagnostics)
  const exitStatus = checked.some((one) => !one.readable) ? 2 : exitStatusOf(diagnostics)
  if (settings.format === 'json') return { text: renderJson(diagnostics), exitStatus }
  const text = checked.map((one) => textOf(one.file, one.diagnostics, one.readable, settings)).join('\n')
  return { text, exitStatus }
}

function textOf(file: string, diagnostics: readonly Diagnostic[], readable: boolean, settings: CheckSettings): string {
  const options = { colour: settings.colour, ...(settings.width === undefined ? {} : { width: settings.width }) }
  const snippets = diagnostics.map((diagnostic) => renderSnippet(diagnostic, options)).join('\n')
  const between = snippets === '' ? '' : '\n'
  return readable ? `${snippets}${between}${file}: ${renderSummary(diagnostics)}\n` : snippets
}
