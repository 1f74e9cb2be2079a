// What cannot be right in any regular expression of PCRE2: parentheses and brackets that have no partner, a quantifier with nothing
// before it, a backslash at the very end. Everything else is left to the library that compiles the pattern.

/** Options and constructs under which parentheses may mean something else; then nothing is said. */
const unclear = (pattern: string, options: readonly string[]): boolean =>
  options.includes('extended') ||
  options.includes('alt_verbnames') ||
  pattern.includes('(?C') ||
  /\(\?[a-zA-Z^-]*x/.test(pattern)

/** What is wrong, as the end of a sentence; undefined when nothing is for certain. */
export function faultOfPattern(pattern: string, options: readonly string[]): string | undefined {
  if (unclear(pattern, options)) return undefined
  let open = 0
  // Whether something stands before this place that could be repeated, or that is not understood here.
  let repeatable = false
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at)
    switch (character) {
      case '\\': {
        const end = endOfEscape(pattern, at)
        if (end === undefined) return 'it ends in a backslash'
        at = end - 1
        repeatable = true
        break
      }
      case '[': {
        const end = endOfClass(pattern, at, options.includes('allow_empty_class'))
        if (end === undefined) return 'a `[` is never closed'
        at = end - 1
        repeatable = true
        break
      }
      case '(': {
        const start = startOfGroup(pattern, at)
        if (start.end === undefined) return 'a `(` is never closed'
        if (start.opens) open++
        at = start.end - 1
        repeatable = start.repeatable
        break
      }
      case ')':
        if (open === 0) return 'a `)` closes nothing'
        open--
        repeatable = true
        break
      case '|':
        repeatable = false
        break
      case '*':
      case '+':
      case '?':
        if (!repeatable) return `there is nothing before \`${character}\` that it could repeat`
        break
      default:
        repeatable = true
    }
  }
  return open > 0 ? 'a `(` is never closed' : undefined
}

/** The offset after an escape or a whole `\Q…\E`. */
function endOfEscape(pattern: string, at: number): number | undefined {
  const letter = pattern[at + 1]
  if (letter === undefined) return undefined
  if (letter === 'Q') {
    const close = pattern.indexOf('\\E', at + 2)
    return close < 0 ? pattern.length : close + 2
  }
  return letter === 'c' ? at + 3 : at + 2
}

/** The offset after a character class. A `]` that stands first is a character of it, unless empty classes are allowed. */
function endOfClass(pattern: string, from: number, emptyAllowed: boolean): number | undefined {
  let at = from + 1
  if (pattern[at] === '^') at++
  if (pattern[at] === ']' && !emptyAllowed) at++
  while (at < pattern.length) {
    const character = pattern[at]
    if (character === ']') return at + 1
    if (character === '\\') at = endOfEscape(pattern, at) ?? pattern.length
    else if (character === '[') at = endOfNamedClass(pattern, at)
    else at++
  }
  return undefined
}

/** The offset after `[:alpha:]`, or after a `[` that is a character. */
function endOfNamedClass(pattern: string, at: number): number {
  const kind = pattern[at + 1]
  if (kind !== ':' && kind !== '.' && kind !== '=') return at + 1
  const close = pattern.indexOf(`${kind}]`, at + 2)
  const bracket = pattern.indexOf(']', at + 2)
  return close >= 0 && bracket === close + 1 ? close + 2 : at + 1
}

interface GroupStart {
  /** The offset after it; undefined: a comment or verb that is never closed. */
  readonly end: number | undefined
  /** Whether a `)` has to follow. */
  readonly opens: boolean
  readonly repeatable: boolean
}

/** `(`, `(?:`, `(?#…)`, `(*…)`. What follows another `(?` is not looked into. */
function startOfGroup(pattern: string, at: number): GroupStart {
  const next = pattern[at + 1]
  const comment = pattern.startsWith('(?#', at)
  if (comment || next === '*') {
    // An alphabetic assertion such as `(*pla:` is a group, any other `(*` is complete.
    if (!comment && /^\(\*[a-z_]+:/.test(pattern.slice(at))) return { end: at + 2, opens: true, repeatable: true }
    const close = pattern.indexOf(')', at + 2)
    return { end: close < 0 ? undefined : close + 1, opens: false, repeatable: true }
  }
  if (next !== '?') return { end: at + 1, opens: true, repeatable: false }
  return pattern.startsWith('(?:', at)
    ? { end: at + 3, opens: true, repeatable: false }
    : { end: at + 2, opens: true, repeatable: true }
}
