// A text as its physical lines, each with what a formatter may touch and what it may not: its content, and the comment behind that
// with the gap between them. Expands nothing; a line is what stands on it.

import { definitionIn } from '../read/definitions.js'
import { includeIn } from '../read/include.js'
import { bytesOf, maxLineLength } from '../read/line.js'
import { Found, scanLine, type Scan } from '../read/lines.js'
import { columnsOf } from '../tree-indent.js'
import { isBlank } from '../words.js'

export interface Piece {
  /** Nothing; a comment alone; a line that is read; one that is not (too long, or with a NUL byte) and stays as it is. */
  readonly kind: 'blank' | 'comment' | 'text' | 'fixed'
  /** Columns before it. */
  readonly column: number
  /** Without comment and without the blanks around it. */
  readonly content: string
  /** The gap and the comment, without blanks at the end. */
  readonly rest: string
  /** A further line of the value of a definition. */
  readonly inValue: boolean
  /** Its value goes on in the next line. */
  readonly continued: boolean
  /** A quote is open at its end. */
  readonly odd: boolean
}

/** The lines of a text that starts with no byte order mark. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  const scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  let inValue = false
  for (let start = 0; start < text.length; start = scan.end + 1) {
    scanLine(text, start, scan)
    const piece = pieceOf(text, start, scan, inValue)
    inValue = piece.continued
    pieces.push(piece)
  }
  return pieces
}

function pieceOf(text: string, start: number, { from, to, end, found }: Scan, inValue: boolean): Piece {
  const content = text.slice(from, to)
  const odd = (found & Found.oddQuote) !== 0
  const backslash = (found & Found.trailingBackslash) !== 0
  if ((found & Found.nul) !== 0 || bytesOf(content) > maxLineLength) {
    const raw = trimEnd(text.slice(start, end))
    return { kind: 'fixed', column: 0, content: raw, rest: '', inValue, continued: inValue, odd }
  }
  return {
    kind: to > from ? 'text' : end > from && !isEmpty(text, from, end) ? 'comment' : 'blank',
    column: columnsOf(text, start, from),
    content,
    rest: trimEnd(text.slice(to, end)),
    inValue,
    continued: backslash && (inValue || definitionIn(withoutCondition(content)) !== undefined),
    odd,
  }
}

function isEmpty(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (!isBlank(text.charCodeAt(at))) return false
  return true
}

/** Without blanks at the end: those that mean nothing to a configuration, and no other. */
export function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}

/** What stands behind `@ID`. */
export const withoutCondition = (content: string): string => content.replace(/^@\S*[ \t]+/, '')

/** Whether a line is one of the configuration as it stands: no condition, definition, repetition or include. */
export const isPlain = (content: string): boolean => !/^[@$~]/.test(content) && includeIn(content) === undefined
