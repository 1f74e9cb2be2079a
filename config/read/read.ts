// From files to lines in one pass, in keepalived's order: comment, condition, definition, repetition, substitution, include. It is
// one pass and not several because its order shows: an include may stand behind a condition and may use definitions, and what
// it defines holds for the lines after it. Knows no keyword except those that include files.

import type { Report } from '../diagnostic.js'
import type { Source } from '../source.js'
import type { FileReader } from './include.js'
import type { Line } from './line.js'
import { ConfigReader, type ReadOptions } from './reader.js'

export type { FileReader, ReadFailure, ReadResult } from './include.js'
export { ConfigReader, type ReadOptions } from './reader.js'

export interface ReadConfig {
  readonly lines: readonly Line[]
  /** Every file that was read, the main file first; empty when that could not be read. */
  readonly sources: readonly Source[]
}

/**
 * Reads a configuration. Never throws and always ends: what cannot be read or would never end is reported. Lines keep their place
 * and the includes and expansions that led to them. (ConfigReader does the same in portions.)
 */
export function readConfig(mainName: string, files: FileReader, options: ReadOptions, report: Report): ReadConfig {
  const reader = new ConfigReader(files, options, report)
  const parts: (readonly Line[])[] = []
  let part = reader.open(mainName) ? reader.next(Infinity) : undefined
  for (; part !== undefined; part = reader.next(Infinity)) parts.push(part)
  return { lines: parts.flat(), sources: reader.sources }
}
