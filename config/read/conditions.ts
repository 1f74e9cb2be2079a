// Conditional lines: `@ID rest` holds where ID is the configuration identity, `@^ID rest` everywhere else. The comparison is
// exact; there are no expressions and no else.

import { isBlank } from '../words.js'

/** Where the rest of a line that starts with `@` begins; -1 when the line is not for this identity, or has no rest. */
export function conditionalRest(text: string, identity: string): number {
  const negated = text.charAt(1) === '^'
  const from = negated ? 2 : 1
  let end = from
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++
  const matches = end > from && text.slice(from, end) === identity
  if (matches === negated) return -1
  while (end < text.length && isBlank(text.charCodeAt(end))) end++
  return end < text.length ? end : -1
}
