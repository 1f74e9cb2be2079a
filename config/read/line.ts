// One logical line on its way from a file to the tree: comments gone, definitions replaced, origin kept.

import type { RelatedPlace } from '../diagnostic.js'
import type { Source, Span } from '../source.js'

/** none; just one `{`, which ends the line and has something before it; just one `}` and nothing else. */
export type Braces = 'none' | 'opens' | 'closes'

export interface Line {
  /** Trimmed text after comment removal and substitution; never empty. */
  readonly text: string
  readonly source: Source
  /** Where in source.text this line's content starts (first non-blank) and ends. */
  readonly start: number
  readonly end: number
  /** True when `text` is source.text.slice(start, end), so that columns inside it map one to one. */
  readonly verbatim: boolean
  /** What is known of its braces, so that they need not be looked for again; undefined = nothing. */
  readonly braces?: Braces | undefined
  /** Includes and expansions that led here, innermost first; absent for a plain line of the main file. */
  readonly via?: readonly RelatedPlace[] | undefined
}

/** The place of text[from, to) of a line; the whole line when its text is not verbatim. */
export function spanIn(line: Line, from: number, to: number): Span {
  if (!line.verbatim) return { source: line.source, start: line.start, end: line.end }
  return { source: line.source, start: line.start + from, end: line.start + to }
}
