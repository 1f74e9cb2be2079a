// A weight that is given twice in one block: the first one stays unless it is the default, which keepalived cannot tell from none.

import { says, type Report } from '../../config/diagnostic.js'
import type { Bound } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword } from '../../config/schema/cursor.js'
import type { Merge } from '../../config/schema/keyword.js'
import { integerFault } from '../../config/schema/numbers.js'
import type { Statement } from '../../config/tree.js'
import { splitWords } from '../../config/words.js'
import type { Weight } from './block-weight.js'

/** Decides between two weights; what is lost is told by checkRepeatedWeight. */
export const keptWeight = (neutral: number): Merge<Weight> => ({
  choose: (before, next) => (before.weight === neutral ? next : before),
})

/** Reports every weight of the block after one that is not the default. */
export function checkRepeatedWeight(
  bound: Bound<{ readonly weight: Weight | undefined }, string>,
  neutral: number,
  kind: 'file' | 'process',
  report: Report,
): void {
  let first: Statement | undefined
  for (const statement of bound.block.statements) {
    if (statement.keyword !== 'weight' || bound.refused?.has(statement) === true) continue
    const word = splitWords(statement.line.text, statement.from, statement.to)[1]?.text ?? ''
    if (first !== undefined) {
      tellKeyword(report, statement, {
        code: 'repeated-keyword',
        severity: 'error',
        message: '`weight` was already given in this block',
        hint: 'The first one is kept, as in keepalived.',
        related: [{ message: 'the one before', span: spanOfStatement(first) }],
        keepalived: says(`Weight already set for track ${kind} ${bound.header} - ignoring ${word}`),
      })
    } else if (isSound(word) && Number(word) !== neutral) first = statement
  }
}

/** A wrong weight counts as the default. */
const isSound = (word: string): boolean => integerFault(word, -254, 254, 'int') === undefined
