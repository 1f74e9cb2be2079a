// The BFD_CHECK block: its keywords and its configuration. Whether the session exists is asked where all blocks are known.

import type { Report } from '../../config/diagnostic.js'
import { anyWord, boolean } from '../../config/schema/args.js'
import { isMentioned, spanOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import { checkerBlock, type Inherited } from './checker-fields.js'
import type { BfdCheckConfig } from './model.js'

const fields = {
  name: keyword('name', anyWord('the name of a bfd_instance'), { repeat: 'first', surplus: 'refused' }),
  alpha: keyword('alpha', boolean(), { bare: true, says: (word) => `Invalid alpha parameter ${word}` }),
}

export const bfdCheck = checkerBlock('BFD_CHECK', fields, { placed: true })

/** undefined when it names no session (reported). */
export function bfdCheckConfig(
  bound: Bound<Infer<typeof bfdCheck>>,
  inherited: Inherited,
  report: Report,
): BfdCheckConfig | undefined {
  const { name, alpha } = bound.values
  if (name !== undefined) {
    return { kind: 'BFD_CHECK', name, alpha: alpha ?? inherited.alpha, place: spanOf(bound, 'name') }
  }
  if (!isMentioned(bound, 'name')) {
    tellKeyword(report, bound.statement, {
      code: 'missing-keyword',
      severity: 'error',
      message: '`BFD_CHECK` has no `name`',
      hint: 'The check is dropped, as in keepalived: the server is not checked by it.',
    })
  }
  return undefined
}
