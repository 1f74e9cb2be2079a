// What stands behind a brace is a line of its own, and may be one with a condition, a definition, a repetition or an include.

import { nextBrace } from '../braces.js'
import { isBlank } from '../words.js'
import { definitionIn } from './definitions.js'

const DOLLAR = 36
const AT = 64
const SMALL_I = 105
const TILDE = 126

/** Where the first rest of a line starts that has to go through the stages by itself; -1 without one, as nearly always. */
export function residueAt(text: string): number {
  const end = text.length
  for (let at = nextBrace(text, 0, 0, end); at >= 0; at = nextBrace(text, at + 1, 0, end)) {
    let rest = at + 1
    while (rest < end && isBlank(text.charCodeAt(rest))) rest++
    if (rest < end && hasStages(text, rest)) return rest
  }
  return -1
}

function hasStages(text: string, at: number): boolean {
  switch (text.charCodeAt(at)) {
    case AT:
      return true
    case TILDE:
      return text.startsWith('~SEQ', at) || text.startsWith('~LST', at)
    case DOLLAR:
      return definitionIn(text.slice(at)) !== undefined
    case SMALL_I:
      return text.startsWith('include', at)
    default:
      return false
  }
}
