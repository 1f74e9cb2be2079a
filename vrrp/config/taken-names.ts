// Names of blocks that are taken: of some kinds a second block is skipped, of others it is never used.

import { type KeepalivedSays, type Report } from '../../config/diagnostic.js'
import type { Bound } from '../../config/schema/block.js'
import { spanOfStatement, tellValues } from '../../config/schema/cursor.js'

type Named = Bound<unknown, string>

/** keepalived does not notice: whoever tracks the name has the first block. */
export function tellTaken(all: readonly Named[], report: Report): void {
  if (all.length < 2) return
  const first = new Map<string, Named>()
  for (const bound of all) {
    const earlier = first.get(bound.header)
    if (earlier === undefined) first.set(bound.header, bound)
    else {
      tellValues(report, bound.statement, {
        code: 'duplicate-name',
        severity: 'warning',
        message: `There is already a \`${bound.schema.keyword} ${bound.header}\``,
        hint: 'Whoever tracks the name has the first one, as in keepalived. Give this one another name, or remove it.',
        related: [{ message: 'the first one', span: spanOfStatement(earlier.statement) }],
      })
    }
  }
}

/** keepalived skips a second block of a name. */
export function withoutTaken<B extends Named>(
  all: readonly B[],
  said: (name: string) => readonly KeepalivedSays[],
  report: Report,
): readonly B[] {
  if (all.length < 2) return all
  const first = new Map<string, B>()
  return all.filter((bound) => {
    const earlier = first.get(bound.header)
    if (earlier === undefined) {
      first.set(bound.header, bound)
      return true
    }
    tellValues(report, bound.statement, {
      code: 'duplicate-name',
      severity: 'error',
      message: `There is already a \`${bound.schema.keyword} ${bound.header}\``,
      hint: 'The second one is skipped, as in keepalived. Give it another name.',
      related: [{ message: 'the first one', span: spanOfStatement(earlier.statement) }],
      keepalived: said(bound.header),
    })
    return false
  })
}
