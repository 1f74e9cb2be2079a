// One logical line on its way from a file to the tree: comments gone, definitions replaced, origin kept.

import type { RelatedPlace } from '../diagnostic.js'
import type { Source, Span } from '../source.js'
import { isBlank } from '../words.js'
import type { Body } from './bodies.js'

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
  /** The line opens a block with this body, whose lines are left out; undefined = nothing is. */
  readonly repeats?: Body | undefined
}

/** The place of text[from, to) of a line; the whole line when its text is not verbatim. */
export function spanIn(line: Line, from: number, to: number): Span {
  if (!line.verbatim) return { source: line.source, start: line.start, end: line.end }
  return { source: line.source, start: line.start + from, end: line.start + to }
}

/** keepalived drops lines of more bytes than this (without the line end), before and after substitution. */
export const maxLineLength = 1022

/** Bytes of a text in UTF-8; a character that could not be decoded was one byte. */
export function bytesOf(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // A surrogate is half of a character of four bytes.
    if (code >= 0x80 && code !== UNKNOWN) bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return bytes
}

const UNKNOWN = 0xfffd
const longestChain = 8

/** What led to a line that comes from this one: the nearest places are enough for anyone to find it. */
export const chain = (nearest: readonly RelatedPlace[], line: Line): readonly RelatedPlace[] =>
  [...nearest, ...(line.via ?? [])].slice(0, longestChain)

/** The line from offset `at` of its text on. */
export const cut = (line: Line, at: number): Line => ({
  ...line,
  braces: undefined,
  text: line.text.slice(at),
  start: line.verbatim ? line.start + at : line.start,
})

/** The line up to offset `at` of its text, without the blanks before that. */
export function cutAfter(line: Line, at: number): Line {
  const text = line.text.slice(0, trimmedTo(line.text, at))
  return { ...line, braces: undefined, text, end: line.verbatim ? line.start + text.length : line.end }
}

function trimmedTo(text: string, at: number): number {
  let to = at
  while (to > 0 && isBlank(text.charCodeAt(to - 1))) to--
  return to
}

/** The line without the backslash that continues it, and without the blanks before that. */
export function withoutBackslash(line: Line): Line {
  if (!line.text.endsWith('\\')) return line
  const text = line.text.slice(0, trimmedTo(line.text, line.text.length - 1))
  return { ...line, text, end: line.verbatim ? line.start + text.length : line.end, braces: undefined }
}
