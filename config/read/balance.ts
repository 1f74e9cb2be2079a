// Whether a place in a file is inside a block, as far as the file itself tells: for rules that are asked rarely. A file is gone through
// once, however often it is asked about.

import { nextBrace } from '../braces.js'
import type { Source } from '../source.js'
import { scanLine, type Scan } from './lines.js'

const OPEN = 123

interface Known {
  /** Depth of the blocks before the lines that were asked about. */
  readonly depths: Map<number, number>
  /** How far the file has been gone through. */
  at: number
  depth: number
}

const knownOf = new WeakMap<Source, Known>()

/** Whether no block is open before the line that holds `offset`. */
export function isTopLevel(source: Source, offset: number): boolean {
  const start = offset === 0 ? 0 : source.text.lastIndexOf('\n', offset - 1) + 1
  let known = knownOf.get(source)
  if (known === undefined) {
    known = { depths: new Map(), at: 0, depth: 0 }
    knownOf.set(source, known)
  }
  let depth = known.depths.get(start)
  if (depth === undefined) {
    depth = start >= known.at ? known.depth + depthOf(source.text, known.at, start) : depthOf(source.text, 0, start)
    known.depths.set(start, depth)
    if (start >= known.at) {
      known.at = start
      known.depth = depth
    }
  }
  return depth === 0
}

/** Blocks that the lines of text[from, to) open and do not close. */
function depthOf(text: string, from: number, to: number): number {
  const scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  let depth = 0
  for (let start = from; start < to; start = scan.end + 1) {
    scanLine(text, start, scan)
    if (scan.braces === 'none') continue
    for (
      let at = nextBrace(text, scan.from, scan.from, scan.to);
      at >= 0;
      at = nextBrace(text, at + 1, scan.from, scan.to)
    ) {
      depth += text.charCodeAt(at) === OPEN ? 1 : -1
    }
  }
  return depth
}
