// The text of a line as it may be shown to anybody: with asterisks for passwords. What a password is, is asked where that is known.

import type { Line } from './read/line.js'
import { withoutSecrets } from './schema/secrets.js'

/** The same text, of the same length, without passwords. */
export function shownText(text: string): string {
  const source = { name: '', text }
  const line: Line = { text, source, start: 0, end: text.length, verbatim: true }
  return withoutSecrets({ source, start: 0, end: 0 }, line).source.text
}
