// A configuration as it is read, as text: includes inserted, definitions replaced, repetitions written out, conditions decided. The text
// reads back to the same statements. Knows no keyword.

import { nextBrace } from './braces.js'
import { bytesOf, maxLineLength, type Line } from './read/line.js'
import { Found, scanLine, type Scan } from './read/lines.js'
import { shownText } from './shown-text.js'
import { positionOf, type Span } from './source.js'
import { isBlank } from './words.js'

export interface ExpandedOptions {
  /** Say behind each line where it comes from. */
  readonly origins?: boolean
  /** Show asterisks instead of passwords: the text then does not mean the same. */
  readonly hideSecrets?: boolean
}

const STEP = 4
/** Where the comments with the origins start, unless a line is longer. */
const ORIGIN_COLUMN = 56
const DOUBLE = 34
const BACKSLASH = 92
const OPEN = 123

interface Row {
  text: string
  readonly level: number
  readonly line: Line
  /** A `{` may follow it on the same line. */
  readonly takesBrace: boolean
}

export function renderExpanded(lines: Iterable<Line>, options: ExpandedOptions = {}): string {
  const rows = new Rows()
  for (const line of lines) rows.add(line)
  const text = rows.all.map((row) => shown(row, options)).join('')
  // At the start of a file this character is a byte order mark and would not be read.
  return text.startsWith('\ufeff') ? `\n${text}` : text
}

/** Lines with one statement or brace each, as they are nested. */
class Rows {
  readonly all: Row[] = []
  #level = 0

  add(line: Line): void {
    const { text } = line
    const whole = hasOpenQuote(text)
    let start = 0
    for (let at = nextBrace(text, 0, 0, text.length); at >= 0; at = nextBrace(text, start, 0, text.length)) {
      if (!whole) this.#statement(line, start, at)
      if (text.charCodeAt(at) === OPEN) this.#open(line, whole)
      else this.#close(line, whole)
      start = at + 1
    }
    // What an open quote means depends on all that follows it.
    if (whole) this.all.push({ text: written(text), level: Math.max(0, this.#level), line, takesBrace: false })
    else this.#statement(line, start, text.length)
  }

  #statement(line: Line, start: number, end: number): void {
    let from = start
    let to = end
    while (from < to && isBlank(line.text.charCodeAt(from))) from++
    while (to > from && isBlank(line.text.charCodeAt(to - 1))) to--
    if (from === to) return
    const text = written(line.text.slice(from, to))
    // With a name behind it, this word would include a file.
    const takesBrace = !/^include[rmwba]?$/.test(text) && bytesOf(text) < maxLineLength - 1
    this.all.push({ text, level: this.#level, line, takesBrace })
  }

  #open(line: Line, silent: boolean): void {
    const last = this.all[this.all.length - 1]
    if (!silent) {
      if (last?.takesBrace === true) {
        this.all[this.all.length - 1] = { ...last, text: `${last.text} {`, takesBrace: false }
      } else this.all.push({ text: '{', level: this.#level, line, takesBrace: false })
    }
    this.#level++
  }

  #close(line: Line, silent: boolean): void {
    this.#level = Math.max(0, this.#level - 1)
    if (!silent) this.all.push({ text: '}', level: this.#level, line, takesBrace: false })
  }
}

function hasOpenQuote(text: string): boolean {
  if (!text.includes('"')) return false
  const scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  scanLine(text, 0, scan)
  return (scan.found & Found.oddQuote) !== 0 || scan.to < text.length
}

/** A statement in a form that reads back to it: with the escapes that reading has removed. */
function written(statement: string): string {
  // A condition that always holds: what stands behind it is not looked at for another one.
  const prefix = statement.startsWith('@') ? '@^ ' : ''
  if (!/[#!]/.test(statement)) return prefix + statement
  let result = prefix
  let quoted = false
  for (let at = 0; at < statement.length; at++) {
    const code = statement.charCodeAt(at)
    const character = statement.charAt(at)
    if (code === BACKSLASH && at + 1 < statement.length) {
      result += statement.slice(at, at + 2)
      at++
      continue
    }
    if (code === DOUBLE) quoted = !quoted
    result += !quoted && (character === '#' || character === '!') ? `\\${character}` : character
  }
  return result
}

function shown({ text, level, line }: Row, { origins = false, hideSecrets = false }: ExpandedOptions): string {
  const statement = hideSecrets ? shownText(text) : text
  const blanks = ' '.repeat(level * STEP)
  const indented = bytesOf(statement) + blanks.length > maxLineLength ? statement : blanks + statement
  if (!origins) return `${indented}\n`
  const origin = `# ${originOf(line)}`
  const together = `${indented.padEnd(ORIGIN_COLUMN)} ${origin}`
  const fits = bytesOf(together) <= maxLineLength && !hasOpenQuote(statement) && !statement.endsWith('\\')
  return fits ? `${together}\n` : `${blanks}${origin}\n${indented}\n`
}

/** `FILE:LINE`, and behind `<` the places that led there, the nearest first. */
function originOf({ source, start, end, via = [] }: Line): string {
  const places = [{ source, start, end }, ...via.map(({ span }) => span)].map(placeOf)
  return places.filter((place, index) => place !== places[index - 1]).join(' < ')
}

const placeOf = ({ source, start }: Span): string =>
  `${source.name.replace(/[\0-\x1f]/g, '?')}:${positionOf(source, start).line}`
