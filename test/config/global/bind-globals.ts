// Binding global_defs and the daemon's own keywords of the top level alone, and what is said about them in a form that is easy to compare.

import type { Diagnostic } from '../../../config/diagnostic.js'
import { globalTopLevel, noGlobalValues, type GlobalValues } from '../../../config/global-defs.js'
import { checkGlobalDefs } from '../../../config/global-defs/check.js'
import { bindTopLevel } from '../../../config/schema/bind.js'
import { block } from '../../../config/schema/block.js'
import { buildTree } from '../../../config/tree.js'
import { readText } from '../read/reading.js'

const top = block('', globalTopLevel)

export function bindTop(text: string) {
  const { lines, diagnostics: reading } = readText(text)
  const diagnostics: Diagnostic[] = [...reading]
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const bound = bindTopLevel(top, [...buildTree(lines, report).statements], report)
  for (const globals of bound.values.globalDefs) checkGlobalDefs(globals, report)
  return { bound, diagnostics }
}

export interface BoundGlobals {
  readonly values: GlobalValues
  readonly diagnostics: readonly Diagnostic[]
  /** `severity code` of each diagnostic, what is not enforced yet left out. */
  readonly problems: readonly string[]
  /** What keepalived's configuration test says, in order. */
  readonly said: readonly string[]
}

/** global_defs made of the given lines. */
export function globalsOf(lines: string): BoundGlobals {
  const { bound, diagnostics } = bindTop(`global_defs {\n${lines}\n}\n`)
  return {
    values: bound.values.globalDefs[0]?.values ?? noGlobalValues,
    diagnostics,
    problems: diagnostics
      .filter(({ code }) => code !== 'not-enforced-yet')
      .map(({ severity, code }) => `${severity} ${code}`),
    said: diagnostics.flatMap(({ keepalived = [] }) => keepalived.map(({ message }) => message)),
  }
}
