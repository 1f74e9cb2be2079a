// How deep each line of a text is nested. Braces alone decide; conditions on neighbouring lines are alternatives, of which the first
// counts for what follows. Where the braces of a text do not fit, its indentation is all there is to tell where one was
// forgotten: then lines keep their order, and only the steps become equal.

import { nextBrace } from '../braces.js'
import { definitionIn } from '../read/definitions.js'
import { includeIn } from '../read/include.js'
import { isBlank } from '../words.js'
import { withoutCondition, type Piece } from './pieces.js'

const OPEN = 123
const CLOSE = 125

/** The level of every piece. */
export function levelsOf(pieces: readonly Piece[]): readonly number[] {
  const outer = pieces.filter((piece) => !piece.inValue)
  const nested = nestedLevels(outer)
  const levels = nested ?? orderedLevels(outer)
  const all: number[] = []
  let next = 0
  let base = 0
  for (let at = 0; at < pieces.length;) {
    if (pieces[at]?.inValue !== true) {
      base = levels[next++] ?? 0
      all.push(base)
      at++
      continue
    }
    let end = at
    while (pieces[end]?.inValue === true) end++
    for (const level of valueLevels(pieces[at - 1], pieces.slice(at, end))) all.push(base + 1 + level)
    at = end
  }
  return all
}

/** Levels inside the value of a definition, of which `first` is the line that starts it. */
function valueLevels(first: Piece | undefined, body: readonly Piece[]): readonly number[] {
  const content = withoutCondition(first?.content ?? '')
  const nesting = new Nesting()
  nesting.add(content.slice(definitionIn(content)?.valueAt ?? content.length))
  return nestedLevels(body, nesting) ?? orderedLevels(body)
}

/** Levels by braces; undefined when they do not fit. */
function nestedLevels(pieces: readonly Piece[], nesting = new Nesting()): readonly number[] | undefined {
  const levels = pieces.map((piece) => {
    if (piece.kind !== 'text') return Math.max(0, nesting.level)
    return Math.max(0, nesting.add(piece.content))
  })
  return nesting.fits() ? levels : undefined
}

/** Levels by indentation: the first column is level 0, the next one 1, and so on. */
function orderedLevels(pieces: readonly Piece[]): readonly number[] {
  const columns = [...new Set(pieces.filter(({ kind }) => kind === 'text').map(({ column }) => column))]
  columns.sort((a, b) => a - b)
  const known = new Map(columns.map((column, level) => [column, level]))
  // A comment stands with the lines that are as far in as it is, or less.
  const levelOf = (column: number): number =>
    known.get(column) ??
    Math.max(
      0,
      columns.findLastIndex((one) => one <= column),
    )
  return pieces.map(({ column }) => levelOf(column))
}

/** Follows the braces of lines. */
class Nesting {
  /** Of the line that comes next, unless it starts with `}`. */
  level = 0
  #lowest = 0
  /** Neighbouring lines with conditions: the level behind those of each condition, the first one's first. */
  #alternatives: Map<string, number> | undefined
  #before = 0

  /** Takes the next line; its own level. */
  add(content: string): number {
    const condition = /^@\S*(?=[ \t])/.exec(content)?.[0]
    if (condition === undefined) {
      this.#join()
      return this.#take(content)
    }
    if (this.#alternatives === undefined) {
      this.#alternatives = new Map()
      this.#before = this.level
    }
    this.level = this.#alternatives.get(condition) ?? this.#before
    const own = this.#take(withoutCondition(content))
    this.#alternatives.set(condition, this.level)
    return own
  }

  /** Whether every brace has found its other one. */
  fits(): boolean {
    this.#join()
    return this.level === 0 && this.#lowest === 0
  }

  #join(): void {
    for (const level of this.#alternatives?.values() ?? []) {
      this.level = level
      break
    }
    this.#alternatives = undefined
  }

  #take(content: string): number {
    const text = blocksIn(content)
    let own = this.level
    let leading = true
    let last = -1
    for (let at = nextBrace(text, 0, 0, text.length); at >= 0; at = nextBrace(text, at + 1, 0, text.length)) {
      const closes = text.charCodeAt(at) === CLOSE
      leading &&= closes && isBlankBetween(text, last + 1, at)
      if (leading) own--
      this.level += text.charCodeAt(at) === OPEN ? 1 : -1
      this.#lowest = Math.min(this.#lowest, this.level)
      last = at
    }
    return own
  }
}

/** The part of a line whose braces are those of blocks. */
function blocksIn(content: string): string {
  if (includeIn(content) !== undefined || definitionIn(content) !== undefined) return ''
  return content.replace(/^(?:~(?:SEQx?|LST)[ \t]*\([^)]*\)[ \t]*)+/, '')
}

function isBlankBetween(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isBlank(text.charCodeAt(at))) return false
  return true
}
