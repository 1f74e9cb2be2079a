// Running text in lines of a width. Knows nothing of terminals but that.

/** Lines of at most `width` columns, indentation included, broken at blanks; longer words stand alone. Paragraphs stay apart. */
export const wrapped = (text: string, width: number, indent = ''): string =>
  text
    .split('\n')
    .map((paragraph) => linesOf(paragraph, Math.max(20, width - indent.length)))
    .map((lines) => lines.map((line) => (line === '' ? '' : indent + line)).join('\n'))
    .join('\n')

function linesOf(paragraph: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/ +/)) {
    if (line === '') line = word
    else if (line.length + 1 + word.length <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

/** Every line indented that is not empty. */
export const indented = (text: string, indent: string): string => text.replace(/^(?=.)/gm, indent)

/** Names with what they mean, in two columns; meanings that are too long go on below themselves. */
export function twoColumns(rows: readonly (readonly [string, string])[], width: number, indent = ''): string {
  const left = Math.max(0, ...rows.map(([name]) => name.length)) + 2
  const hanging = indent + ' '.repeat(left)
  return rows
    .map(([name, meaning]) => indent + name.padEnd(left) + wrapped(meaning, width, hanging).trimStart())
    .map((row) => `${row.trimEnd()}\n`)
    .join('')
}
