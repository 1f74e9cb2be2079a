// Diagnostics as GitHub workflow commands, which show as annotations of a pull request: `::error file=…,line=…::message`.

import type { Diagnostic, Severity } from '../diagnostic.js'
import { rangeOf, type CheckedFile } from './checked-file.js'
import { withAdvice } from './one-line.js'
import { pathWithin } from './paths.js'

const commands: Readonly<Record<Severity, string>> = {
  fatal: 'error',
  error: 'error',
  warning: 'warning',
  hint: 'notice',
}

/** `directory` is the top of the work tree, from which GitHub counts paths. */
export const renderGithub = (files: readonly CheckedFile[], directory: string): string =>
  files.flatMap(({ file, diagnostics }) => diagnostics.map((one) => commandOf(file, one, directory))).join('')

function commandOf(asked: string, one: Diagnostic, directory: string): string {
  const properties = [...placeOf(asked, one, directory), ['title', one.code]]
  const shown = properties.map(([name, value = '']) => `${name}=${property(value)}`).join(',')
  return `::${commands[one.severity]} ${shown}::${data(withAdvice(one))}\n`
}

/** Columns may only be given where the mark begins and ends on one line. */
function placeOf(asked: string, { span }: Diagnostic, directory: string): readonly (readonly [string, string])[] {
  if (span === undefined) return [['file', pathWithin(directory, asked) ?? asked]]
  const { file, line, column, endLine, endColumn } = rangeOf(span)
  const lines: readonly [string, string][] = [
    ['file', pathWithin(directory, file) ?? file],
    ['line', String(line)],
    ['endLine', String(endLine)],
  ]
  return line === endLine ? [...lines, ['col', String(column)], ['endColumn', String(endColumn)]] : lines
}

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
