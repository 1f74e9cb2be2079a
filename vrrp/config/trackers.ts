// One line of track_interface: NAME [weight N [reverse]].

import type { Arg } from '../../config/schema/arg.js'
import { interfaceName, parseInteger } from '../../config/schema/args.js'
import type { Cursor } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { tellAt } from '../../config/schema/cursor.js'
import type { Report } from '../../config/diagnostic.js'
import type { TrackedInterface } from './model.js'

export const trackedInterface = (): Arg<TrackedInterface> => ({
  expects: 'an interface name of at most 15 characters',
  read: (cursor) => {
    const name = interfaceName().read(cursor)
    if (name === undefined) return undefined
    if (!cursor.next()) return { interface: name, weight: 0, reverse: false }
    if (cursor.word !== 'weight') return dropped(cursor, `\`${cursor.word}\` is not valid here: \`weight\` is expected`)
    if (!cursor.next()) return dropped(cursor, '`weight` must be followed by a number')
    const weight = readWeight(cursor)
    return { interface: name, weight, reverse: cursor.next() && readReverse(cursor) }
  },
})

function dropped(cursor: Cursor, message: string): undefined {
  cursor.tell({ code: 'wrong-value', severity: 'error', message, hint: 'The entry is dropped, as in keepalived.' })
  cursor.skipRest()
  return undefined
}

/** -253…253; keepalived accepts 254 and takes it for 253. */
function readWeight(cursor: Cursor): number {
  const weight = parseInteger(cursor.word, true)
  if (weight !== undefined && Math.abs(weight) <= 253) return weight
  if (weight !== undefined && Math.abs(weight) === 254) {
    cursor.tell({
      code: 'adjusted-value',
      severity: 'error',
      message: `A weight of ${weight} is not possible for an interface`,
      hint: `${Math.sign(weight) * 253} is used instead, as in keepalived.`,
    })
    return Math.sign(weight) * 253
  }
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not a weight: a whole number from -253 to 253 is expected`,
    hint: 'The entry is kept without weight, as in keepalived: a failure of the interface is a fault.',
  })
  return 0
}

function readReverse(cursor: Cursor): boolean {
  if (cursor.word === 'reverse') return true
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not valid here: only \`reverse\` may follow a weight`,
    hint: 'The word is ignored, as in keepalived.',
  })
  return false
}

/** The entries without those that name an interface a second time (reported). */
export function withoutRepeats(
  entries: readonly Entry<TrackedInterface>[],
  report: Report,
): readonly Entry<TrackedInterface>[] {
  const seen = new Set<string>()
  return entries.filter((entry) => {
    const repeated = seen.has(entry.value.interface)
    seen.add(entry.value.interface)
    if (repeated) {
      tellAt(report, entry.statement, entry.start, entry.end, {
        code: 'duplicate-entry',
        severity: 'error',
        message: `\`${entry.value.interface}\` is already tracked here`,
        hint: 'The second entry is dropped, as in keepalived.',
      })
    }
    return !repeated
  })
}
