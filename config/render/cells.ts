// How wide text is on a terminal, and how to show a line of any length and content so that a mark below it meets its words: tabs
// become blanks, what cannot be seen is spelt out, wide characters count twice, long lines are cut around the mark.

export interface Piece {
  readonly text: string
  /** Terminal columns. */
  readonly width: number
}

export interface Shown {
  readonly before: Piece
  readonly marked: Piece
  readonly after: Piece
}

const TAB = 4
const cut = '…'
/** Characters before and behind the start of a mark that can possibly be shown: a line may be as long as its file. */
const NEAR = 4000

/** The parts of a line before, at and after the mark [from, to), together no wider than `width` (at least 20). */
export function shown(line: string, from: number, to: number, width: number): Shown {
  if (line.length > 2 * NEAR) {
    const start = Math.max(0, from - NEAR)
    const end = Math.min(line.length, from + NEAR)
    return shown(line.slice(start, end), from - start, Math.min(to, end) - start, Math.min(width, NEAR / 2))
  }
  const room = Math.max(20, width)
  const cells = cellsOf(line)
  const before = cells.filter((cell) => cell.at < from)
  const marked = cells.filter((cell) => cell.at >= from && cell.at < to)
  const after = cells.filter((cell) => cell.at >= to && cell.at >= from)
  if (widthOf(cells) <= room) return { before: piece(before), marked: piece(marked), after: piece(after) }
  const middle = takeFirst(marked, Math.floor(room / 2))
  const rest = room - middle.width
  const least = Math.floor(rest / 2)
  const tail =
    middle.width < widthOf(marked) ? { text: '', width: 0 } : takeFirst(after, Math.max(least, rest - widthOf(before)))
  return { before: takeLast(before, rest - tail.width), marked: middle, after: tail }
}

interface Cell extends Piece {
  /** Offset in the line. */
  readonly at: number
}

function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = []
  let column = 0
  let at = 0
  for (const character of line) {
    const text = character === '\t' ? ' '.repeat(TAB - (column % TAB)) : visible(character)
    const width = text === character ? widthOfCharacter(character) : text.length
    cells.push({ text, width, at })
    column += width
    at += character.length
  }
  return cells
}

/** Characters that do not show, or that would play with the terminal, as their code point. */
const visible = (character: string): string =>
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u3000]/u.test(character)
    ? `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`
    : character

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

const widthOfCharacter = (character: string): number => (/\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1)

const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, one) => sum + one.width, 0)

const piece = (pieces: readonly Piece[]): Piece => ({
  text: pieces.map((one) => one.text).join(''),
  width: widthOf(pieces),
})

/** As many pieces from the start as fit, ending in `…` when some are left out. */
function takeFirst(pieces: readonly Piece[], room: number): Piece {
  if (widthOf(pieces) <= room) return piece(pieces)
  const taken = fitting(pieces, room - 1)
  return { text: `${taken.text}${cut}`, width: taken.width + 1 }
}

/** As many pieces from the end as fit, starting with `…` when some are left out. */
function takeLast(pieces: readonly Piece[], room: number): Piece {
  if (widthOf(pieces) <= room) return piece(pieces)
  let first = pieces.length
  let width = 0
  for (; first > 0; first--) {
    const next = pieces[first - 1]?.width ?? 0
    if (width + next > room - 1) break
    width += next
  }
  const taken = piece(pieces.slice(first))
  return { text: `${cut}${taken.text}`, width: taken.width + 1 }
}

function fitting(pieces: readonly Piece[], room: number): Piece {
  let count = 0
  let width = 0
  for (; count < pieces.length; count++) {
    const next = pieces[count]?.width ?? 0
    if (width + next > room) break
    width += next
  }
  return piece(pieces.slice(0, count))
}
