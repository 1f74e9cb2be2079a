// What the rules across features are given, made from a text; with the diagnostics of everything else about it.

import type { Diagnostic } from '../../../config/diagnostic.js'
import { buildTree } from '../../../config/tree.js'
import type { Whole } from '../../../daemon/lint/whole.js'
import { bindRoot, treeHints } from '../../../daemon/root-schema.js'
import { readText } from '../../config/read/reading.js'

export interface BoundWhole {
  readonly whole: Whole
  readonly diagnostics: readonly Diagnostic[]
}

export function wholeOf(text: string): BoundWhole {
  const { lines, diagnostics: reading } = readText(text)
  const diagnostics: Diagnostic[] = [...reading]
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const { whole } = bindRoot(buildTree(lines, report, treeHints), report, { hostName: 'director' })
  return { whole, diagnostics }
}

/** `severity code`, sorted. */
export const problemsOf = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ severity, code }) => `${severity} ${code}`).sort()
