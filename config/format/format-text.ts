// A configuration in its usual form: indented by nesting, without what nobody sees. Works on the lines as they stand and expands
// nothing; what a file means does not change, and formatting twice gives the same as once.

import { nextBrace } from '../braces.js'
import { bytesOf, maxLineLength } from '../read/line.js'
import { isBlank } from '../words.js'
import { levelsOf } from './levels.js'
import { isPlain, piecesOf, type Piece } from './pieces.js'

const STEP = 4
const BYTE_ORDER_MARK = '\ufeff'
const DOUBLE = 34
const DOLLAR = 36

/**
 * The text, formatted: four blanks for each block, one blank between words and one empty line at most, `{` on the line of its keyword,
 * line feeds as line ends. Comments, the values of definitions, quoted words and the lines of scripts keep what is in them.
 */
export function formatText(text: string): string {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const pieces = withBracesPulledUp(piecesOf(text.slice(mark.length)))
  const levels = levelsOf(pieces)
  const lines: string[] = []
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'blank') lines.push(lineOf(piece, levels[index] ?? 0))
    else if (lines.length > 0 && lines[lines.length - 1] !== '') lines.push('')
  }
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop()
  // What is a byte order mark only at the start of a file must not get there.
  if (mark === '' && lines[0]?.startsWith(BYTE_ORDER_MARK) === true) lines.unshift('')
  return lines.length === 0 ? mark : `${mark}${lines.join('\n')}\n`
}

function lineOf(piece: Piece, level: number): string {
  if (piece.kind === 'fixed') return piece.content
  const line = `${spaced(piece)}${piece.rest}`
  const indented = ' '.repeat(level * STEP) + line
  // A longer line would lose its end.
  return bytesOf(indented) > maxLineLength ? line : indented
}

/** The same lines, where a `{` alone on a line has gone to the end of the line before, if that is the keyword of its block. */
function withBracesPulledUp(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = []
  for (const piece of pieces) {
    const before = result[result.length - 1]
    if (before === undefined || !isLoneBrace(piece) || !takesBrace(before, piece)) result.push(piece)
    else result[result.length - 1] = { ...before, content: `${before.content} {`, rest: before.rest || piece.rest }
  }
  return result
}

const isLoneBrace = (piece: Piece): boolean => piece.kind === 'text' && piece.content === '{' && !piece.inValue

/** What stands behind a definition of several lines must stay on a line of its own, and so must what has another condition. */
function takesBrace({ kind, content, rest, inValue, continued, odd }: Piece, brace: Piece): boolean {
  if (kind !== 'text' || inValue || continued || odd || (rest !== '' && brace.rest !== '')) return false
  if (!isPlain(content) || /[{}\\]$/.test(content) || /\$(?:\w*|\{[^{}]*\})$/.test(content)) return false
  return bytesOf(content) + bytesOf(rest) + bytesOf(brace.rest) + 2 <= maxLineLength
}

/** Content with one blank between words, where blanks are nothing but that. */
function spaced({ content, inValue, odd }: Piece): string {
  const condition = /^(@\S*)[ \t]+/.exec(content)
  if (inValue || odd) return content
  if (condition !== null) return `${condition[1] ?? ''} ${content.slice(condition[0].length)}`
  if (!isPlain(content) || /['\\$]/.test(content)) return content
  let result = ''
  for (let at = 0; at < content.length; at++) {
    const code = content.charCodeAt(at)
    if (code === DOUBLE) {
      const close = content.indexOf('"', at + 1)
      result += content.slice(at, close + 1)
      at = close
    } else if (!isBlank(code)) result += content.charAt(at)
    else if (!result.endsWith(' ')) result += ' '
  }
  return withBlankBeforeBrace(result)
}

/** `a{` as `a {`. */
function withBlankBeforeBrace(content: string): string {
  const last = content.length - 1
  if (last < 1 || !content.endsWith('{') || isBlank(content.charCodeAt(last - 1))) return content
  let brace = -1
  for (let at = nextBrace(content, 0, 0, last + 1); at >= 0; at = nextBrace(content, at + 1, 0, last + 1)) brace = at
  if (brace !== last || content.charCodeAt(last - 1) === DOLLAR) return content
  return `${content.slice(0, last)} {`
}
