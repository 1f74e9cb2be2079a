// The result of a check for people: every diagnostic with its line, and a summary for each file.

import { oneLine } from '../../config/render/one-line.js'
import { renderSnippet, renderSummary } from '../../config/render/snippet.js'
import type { Checked, LoadedFile } from './checked.js'

export interface TextSettings {
  readonly colour: boolean
  /** Columns for source lines; undefined = a sensible width. */
  readonly width?: number | undefined
}

export function textOf({ files, outlook }: Checked, settings: TextSettings): string {
  const parts = files.map((one) => textOfFile(one, settings))
  if (outlook !== undefined) parts.push(outlook.endsWith('\n') ? outlook : `${outlook}\n`)
  return parts.join('\n')
}

function textOfFile({ file, readable, diagnostics, silenced }: LoadedFile, settings: TextSettings): string {
  const options = { colour: settings.colour, ...(settings.width === undefined ? {} : { width: settings.width }) }
  const snippets = diagnostics.map((diagnostic) => renderSnippet(diagnostic, options)).join('\n')
  if (!readable) return snippets
  const between = snippets === '' ? '' : '\n'
  return `${snippets}${between}${oneLine(file)}: ${renderSummary(diagnostics, silenced.length)}\n`
}
