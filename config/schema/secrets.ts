// Keeps passwords out of what diagnostics show. A renderer prints the source line a span points into, so a span on a line
// with a password gets a copy of the source in which the password is asterisks of the same length: columns stay right.

import type { Line } from '../read/line.js'
import type { Source, Span } from '../source.js'

/** Everything after one of these words, up to a brace or the end of the line. */
const secret = /((?<!\w)(?:auth_pass\w*|password|key)[ \t]+)((?:"[^"\n]*"?|[^\n{}"])+)/
const secrets = new RegExp(secret, 'g')

const blotted = new WeakMap<Source, Source>()

/** The same span, in a source without passwords when the line (or where it comes from) has one. */
export function withoutSecrets(span: Span, line: Line): Span {
  if (!secret.test(line.text)) return span
  let safe = blotted.get(span.source)
  if (safe === undefined) {
    safe = { name: span.source.name, text: blot(span.source.text) }
    blotted.set(span.source, safe)
  }
  return { source: safe, start: span.start, end: span.end }
}

const blot = (text: string): string =>
  text.replace(secrets, (_all, keyword: string, hidden: string) => keyword + '*'.repeat(hidden.length))
