// The weight of a tracked script, process, file or BFD session itself: N [reverse]. It counts wherever a track list gives none.

import type { Arg } from '../../config/schema/arg.js'
import { integer } from '../../config/schema/args.js'
import { tellSurplus } from '../../config/schema/complaints.js'
import { splitWords } from '../../config/words.js'

export interface Weight {
  /** -254…254; 0 = a failure is a fault. */
  readonly weight: number
  /** Whether up and down are swapped. */
  readonly reverse: boolean
}

/** What stands after a weight and is not `reverse` is left to the keyword (`surplus`, `saysSurplus`). */
export function blockWeight(limit: 253 | 254): Arg<Weight> {
  const number = integer(-limit, limit)
  return {
    ...number,
    expects: `${number.expects}, optionally followed by \`reverse\``,
    read: (cursor) => {
      const weight = number.read(cursor)
      if (weight === undefined) return undefined
      const { statement, end } = cursor
      if (splitWords(statement.line.text, end, statement.to)[0]?.text !== 'reverse') return { weight, reverse: false }
      cursor.next()
      if (cursor.next()) tellSurplus(cursor, statement.keyword)
      cursor.skipRest()
      return { weight, reverse: true }
    },
    plain: ({ weight, reverse }) => `${weight}${reverse ? ' reverse' : ''}`,
  }
}
