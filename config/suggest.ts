// "Did you mean": the known word nearest to one that is not known. Knows no keyword; the candidates are handed in.

/** Letters written in another case, or `-` for `_`, are the same word here. */
const normal = (word: string): string => word.toLowerCase().replace(/-/g, '_')

/** How many edits may separate a word from its suggestion: a third of its length, at most three. */
const boundFor = (length: number): number => Math.min(3, Math.floor(length / 3))

/**
 * The candidate that was probably meant, or undefined when none is near enough. `aliases` are words known to be written for
 * another (a name in other versions or other blocks): they win over likeness.
 */
export function suggest(
  word: string,
  candidates: Iterable<string>,
  aliases?: Readonly<Record<string, string>>,
): string | undefined {
  const wanted = normal(word)
  if (aliases !== undefined && Object.hasOwn(aliases, wanted)) return aliases[wanted]
  let best: string | undefined
  let bestDistance = boundFor(wanted.length) + 1
  for (const candidate of candidates) {
    if (candidate === word) continue
    const known = normal(candidate)
    if (known === wanted) return candidate
    if (Math.abs(known.length - wanted.length) >= bestDistance) continue
    const distance = editDistance(wanted, known)
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && nearer(wanted, known, best))) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Between equals, a word with the same beginning is the likelier one. */
const nearer = (wanted: string, candidate: string, best: string): boolean =>
  commonStart(wanted, candidate) > commonStart(wanted, normal(best))

function commonStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && a.charAt(length) === b.charAt(length)) length++
  return length
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (restricted Damerau-Levenshtein). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a.charAt(i - 1) === b.charAt(j - 1)
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1)
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
