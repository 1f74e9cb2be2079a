// Bodies of blocks that occur again, word for word. Programs write most large files, and nearly all of their blocks differ in the
// opening line only: what follows it is recognised here and need not be read line by line again. Knows no keyword.

import { isBlank } from '../words.js'
import type { Line } from './line.js'
import { scanLine, type Scan } from './lines.js'

/** What follows the opening line of a block, down to the end of the line that closes it. All lines in it are plain. */
export interface Body {
  readonly text: string
  /** How the opening line starts: its first word and the character behind that. */
  readonly start: string
}

interface Known extends Body {
  /** Whether it has occurred again since it was last up for being forgotten. */
  used: boolean
}

/** Bodies that are remembered. */
const most = 8
/** Characters of a body that is worth remembering. */
const longest = 4096
const OPEN = 123

/** Sees the lines of one file after the other that open or close a block and have nothing special to them. */
export class Bodies {
  readonly #known: Known[] = []
  #next = 0
  /** Where the opening lines of the blocks that are open start, and where their bodies do. */
  readonly #openers: number[] = []
  readonly #starts: number[] = []

  /** text[from] starts the content of a line that opens a block, text[start] the next line. The body that follows, if it is known. */
  opened(text: string, from: number, start: number): Body | undefined {
    for (const body of this.#known) {
      if (isAt(text, start, body.text) && isAt(text, from, body.start)) {
        body.used = true
        return body
      }
    }
    this.#openers.push(from)
    this.#starts.push(start)
    return undefined
  }

  /** The line that closes a block ends at text[end]. */
  closed(text: string, end: number): void {
    const from = this.#openers.pop()
    const start = this.#starts.pop()
    if (from === undefined || start === undefined || end - start > longest || end === text.length) return
    let at = from
    while (!isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== OPEN) at++
    this.#remember({ text: text.slice(start, end + 1), start: text.slice(from, at + 1), used: false })
  }

  /** A line that is more than it looks like: no block around it can be recognised again. */
  spoil(): void {
    this.#openers.length = 0
    this.#starts.length = 0
  }

  /** Instead of the oldest one that has not occurred again. */
  #remember(body: Known): void {
    for (let known = this.#known[this.#next]; known?.used === true; known = this.#known[this.#next]) {
      known.used = false
      this.#next = (this.#next + 1) % most
    }
    this.#known[this.#next] = body
    this.#next = (this.#next + 1) % most
  }
}

/** Whether a text stands there. Comparing a slice is faster than `startsWith`, and looking at its last line first avoids most slices. */
function isAt(text: string, at: number, wanted: string): boolean {
  const { length } = wanted
  if (text.charCodeAt(at + length - 1) !== wanted.charCodeAt(length - 1)) return false
  return text.slice(at, at + length) === wanted
}

/** The lines that a line stands for: itself, or itself and the body that is left out. */
export function linesOf(line: Line): readonly Line[] {
  const { source, via, repeats } = line
  if (repeats === undefined) return [line]
  const { text } = source
  const scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  const lines: Line[] = [{ ...line, repeats: undefined }]
  const start = text.indexOf('\n', line.end) + 1
  for (let at = start; at < start + repeats.text.length; at = scan.end + 1) {
    scanLine(text, at, scan)
    const { from, to, braces } = scan
    if (from < to) lines.push({ text: text.slice(from, to), source, start: from, end: to, verbatim: true, braces, via })
  }
  return lines
}
