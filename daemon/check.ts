// What `lvs-ha check` prints and with which status it ends. Knows of no options or terminals: they are settings here.

import { exitStatusOf, type Diagnostic } from '../config/diagnostic.js'
import { checkedFiles, type Checked, type LoadedFile, type Scope } from './check/checked.js'
import { renderChecked, type Format } from './check/formats.js'
import type { TextSettings } from './check/text.js'

export interface CheckSettings extends Scope, TextSettings {
  readonly format: Format
  /** Every warning counts as an error. */
  readonly strict?: boolean | undefined
}

export interface CheckResult {
  readonly text: string
  /** 0 nothing or warnings only, 1 errors, 2 a file cannot be read. */
  readonly exitStatus: 0 | 1 | 2
}

export async function checkFiles(files: readonly string[], settings: CheckSettings): Promise<CheckResult> {
  const found = await checkedFiles(files, settings)
  const checked = settings.strict === true ? strictly(found) : found
  const exitStatus = checked.files.some((one) => !one.readable)
    ? 2
    : exitStatusOf(checked.files.flatMap((one) => one.diagnostics))
  return { text: await renderChecked(checked, settings.format, settings), exitStatus }
}

/** Hints stay hints: they are about nothing that goes wrong. */
function strictly({ files, outlook }: Checked): Checked {
  const raised = (one: Diagnostic): Diagnostic => (one.severity === 'warning' ? { ...one, severity: 'error' } : one)
  const strict = (one: LoadedFile): LoadedFile => ({ ...one, diagnostics: one.diagnostics.map(raised) })
  return { files: files.map(strict), outlook }
}
