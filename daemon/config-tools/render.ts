// A configuration as it is read, for `lvs-ha config render`: nothing of it is understood, so that files with errors can be looked at,
// too.

import { exitStatusOf, type Diagnostic } from '../../config/diagnostic.js'
import { renderExpanded, type ExpandedOptions } from '../../config/expanded.js'
import { readConfig } from '../../config/read/read.js'
import { anySeed, fileReader, readOptions } from '../file-reader.js'

export interface RenderSettings extends ExpandedOptions {
  /** Identity for `@ID` lines; default: the host name up to its first dot. */
  readonly configId?: string | undefined
}

export interface RenderResult {
  /** Empty when the file could not be read. */
  readonly text: string
  /** What was found while reading; nothing about keywords and braces. */
  readonly diagnostics: readonly Diagnostic[]
  /** 0 nothing or warnings only, 1 errors, 2 the file cannot be read. */
  readonly exitStatus: 0 | 1 | 2
}

export function renderConfig(path: string, settings: RenderSettings): RenderResult {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const { lines, sources } = readConfig(path, fileReader(), readOptions(settings.configId, anySeed()), report)
  const exitStatus = sources.length === 0 ? 2 : exitStatusOf(diagnostics)
  return { text: renderExpanded(lines, settings), diagnostics, exitStatus }
}
