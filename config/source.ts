// A text with its name, and places in it. Offsets are UTF-16 indices into `text`; lines and columns count from 1 and are
// worked out only when a diagnostic is shown.

export interface Source {
  /** As the user named it: what diagnostics print before the line number. */
  readonly name: string
  readonly text: string
}

/** start ≤ end, both offsets into source.text. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

export interface Position {
  readonly line: number
  readonly column: number
}

const lineStarts = new WeakMap<Source, Uint32Array>()

function startsOf(source: Source): Uint32Array {
  const known = lineStarts.get(source)
  if (known !== undefined) return known
  const starts = [0]
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1)
  const made = Uint32Array.from(starts)
  lineStarts.set(source, made)
  return made
}

/** Line and column (both from 1) of an offset. */
export function positionOf(source: Source, offset: number): Position {
  const starts = startsOf(source)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}

/** Text of a line (from 1) without its line end. */
export function lineText(source: Source, line: number): string {
  const starts = startsOf(source)
  const start = starts[line - 1] ?? source.text.length
  const end = starts[line] ?? source.text.length
  return source.text.slice(start, end).replace(/\r?\n$/, '')
}
