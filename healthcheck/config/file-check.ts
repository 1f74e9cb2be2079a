// The FILE_CHECK block: its keywords and its configuration. Whether the track_file exists is asked where all blocks are known.

import { anyWord } from '../../config/schema/args.js'
import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { isMentioned, spanOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import { integerFault, readInteger } from '../../config/schema/numbers.js'
import { checkerBlock } from './checker-fields.js'
import type { FileCheckConfig } from './model.js'

type Weight = NonNullable<FileCheckConfig['weight']>

const limit = 2147483647

/** NUMBER [reverse|noreverse] */
const weight = (): Arg<Weight> => ({
  expects: `a whole number from -${limit} to ${limit}, and optionally \`reverse\` or \`noreverse\``,
  read: (cursor) => {
    const factor = readInteger(cursor.word, 'int')
    if (factor === undefined || Math.abs(factor) > limit) return undefined
    if (!cursor.next()) return { factor, reverse: false }
    if (cursor.word === 'reverse' || cursor.word === 'noreverse') return { factor, reverse: cursor.word === 'reverse' }
    cursor.tell({
      code: 'unknown-option',
      severity: 'error',
      message: `\`${cursor.word}\` is not valid after a weight: \`reverse\` or \`noreverse\` is expected`,
      hint: 'The line is ignored, as in keepalived.',
      keepalived: says(`unknown track file weight option ${cursor.word} - ignoring`),
    })
    return undefined
  },
  fault: (word) => integerFault(word, -limit, limit, 'int'),
})

const fields = {
  trackFile: keyword('track_file', anyWord('the name of a track_file')),
  weight: keyword('weight', weight(), {
    says: () => `weight for track file must be in [-${limit}..${limit}] inclusive. Ignoring...`,
    saysMissing: () => 'track file weight missing',
  }),
}

export const fileCheck = checkerBlock('FILE_CHECK', fields, { placed: true })

/** undefined when it names no file (reported). */
export function fileCheckConfig(bound: Bound<Infer<typeof fileCheck>>, report: Report): FileCheckConfig | undefined {
  const { trackFile, weight: factor } = bound.values
  if (trackFile !== undefined) {
    return { kind: 'FILE_CHECK', name: trackFile, weight: factor, place: spanOf(bound, 'trackFile') }
  }
  if (!isMentioned(bound, 'trackFile')) {
    tellKeyword(report, bound.statement, {
      code: 'missing-keyword',
      severity: 'error',
      message: '`FILE_CHECK` has no `track_file`',
      hint: 'The check is dropped, as in keepalived: the server is not checked by it.',
      keepalived: says('FILE_CHECK has no track_file specified - ignoring'),
    })
  }
  return undefined
}
