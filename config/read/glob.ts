// File name patterns: which names a pattern segment matches, and what `{a,b}` stands for. Looks at no directory.

/** Whether a pattern needs a directory to be read: `*`, `?`, `[…]`. */
export const hasWildcard = (pattern: string): boolean => /[*?[]/.test(pattern)

/** More alternatives than this are a mistake. */
const maxAlternatives = 1000

/** The patterns that brace alternatives stand for, in order; undefined when there are too many. */
export function expandBraces(pattern: string): readonly string[] | undefined {
  let patterns = [pattern]
  for (;;) {
    const next = patterns.flatMap((one) => expandFirst(one) ?? [one])
    if (next.length > maxAlternatives) return undefined
    if (next.length === patterns.length && next.every((one, index) => one === patterns[index])) return patterns
    patterns = next
  }
}

/** Replaces an innermost `{a,b}`; undefined when there is none. */
function expandFirst(pattern: string): readonly string[] | undefined {
  const match = /\{([^{}]*)\}/.exec(pattern)
  if (match === null) return undefined
  const [whole, inside = ''] = match
  const before = pattern.slice(0, match.index)
  const after = pattern.slice(match.index + whole.length)
  return inside.split(',').map((alternative) => before + alternative + after)
}

/**
 * Whether `name` matches one segment of a pattern (no `/` in either): `*` any text, `?` any character, `[a-z]` and `[!a-z]` sets,
 * `\` before a character takes it literally. A leading dot is matched by a dot alone. Time grows with the product of the lengths.
 */
export function matchesSegment(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false
  let p = 0
  let n = 0
  let star = -1
  let starName = 0
  while (n < name.length) {
    const next = p < pattern.length ? matchOne(pattern, p, name.charAt(n)) : -1
    if (pattern.charAt(p) === '*') {
      star = p++
      starName = n
    } else if (next >= 0) {
      p = next
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++starName
    } else return false
  }
  while (pattern.charAt(p) === '*') p++
  return p === pattern.length
}

/** Where the pattern goes on when the element at `p` matches the character; -1 when it does not. */
function matchOne(pattern: string, p: number, character: string): number {
  const element = pattern.charAt(p)
  if (element === '?') return p + 1
  if (element === '\\' && p + 1 < pattern.length) return pattern.charAt(p + 1) === character ? p + 2 : -1
  if (element !== '[') return element === character ? p + 1 : -1
  const negated = pattern.charAt(p + 1) === '!' || pattern.charAt(p + 1) === '^'
  const first = p + (negated ? 2 : 1)
  const close = pattern.indexOf(']', first + 1)
  if (close < 0) return character === '[' ? p + 1 : -1
  let inside = false
  for (let at = first; at < close; at++) {
    if (pattern.charAt(at + 1) === '-' && at + 2 < close) {
      inside ||= pattern.charAt(at) <= character && character <= pattern.charAt(at + 2)
      at += 2
    } else inside ||= pattern.charAt(at) === character
  }
  return inside !== negated ? close + 1 : -1
}
