// Keywords of global_defs about gratuitous ARP and unsolicited neighbour advertisements: the defaults of the instances.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { boolean, integer, raisedToOne, seconds, wholeSeconds } from '../schema/args.js'
import type { Cursor } from '../schema/cursor.js'
import { keyword, type Field } from '../schema/keyword.js'
import { integerFault, readInteger } from '../schema/numbers.js'
import { Seconds, type Duration } from '../values/time.js'

const counter = 4294967295

const ignored =
  (name: string) =>
  (word: string): string =>
    `${name} '${word}' invalid - ignoring`

/** At least 1. */
const count = (name: string): Field<number | undefined> =>
  keyword(name, raisedToOne(integer(0, counter), `${name} must be greater than 0, setting to 1`), {
    says: ignored(name),
  })

const delay = (name: string): Field<Duration | undefined> =>
  keyword(name, wholeSeconds(0, 4294), { says: ignored(name) })

/** The least gap between two messages on an interface. */
const gap = (name: string): Field<Duration | undefined> =>
  keyword(name, seconds(1e-6, 4294.967295), {
    notYet: 'Announcements are sent without a gap between them.',
    says: (word) => `${name} '${word}' is invalid`,
  })

/** How often virtual MACs are announced on the interfaces below them. */
export interface ExtraGarp {
  /** Whole seconds. */
  readonly every: Duration
  /** On all interfaces, not only the one of the instance. */
  readonly all: boolean
}

/** SECONDS and `all`, in any order. */
const extraGarp = (): Arg<ExtraGarp> => ({
  expects: 'a whole number of seconds from 1 to 86400, and optionally `all`',
  words: ['all'],
  read: (cursor) => {
    const name = cursor.statement.keyword
    let all = false
    let every: number | undefined
    do {
      if (cursor.word === 'all') {
        all = true
        continue
      }
      const fault = integerFault(cursor.word, 1, 86400, 'unsigned')
      if (fault !== undefined) return refuse(cursor, [fault, `${name} '${cursor.word}' invalid - ignoring`])
      every = readInteger(cursor.word, 'unsigned')
    } while (cursor.next())
    return every === undefined ? refuse(cursor, [withoutTime(name)]) : { every: Seconds(every), all }
  },
})

const withoutTime = (name: string): string => `${name} specified without time - ignoring`

function refuse(cursor: Cursor, own: readonly string[]): undefined {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not valid for \`${cursor.statement.keyword}\`: ${extraGarp().expects} is expected`,
    hint: 'The line is ignored, as in keepalived.',
    keepalived: says(...own),
  })
  return undefined
}

export const garpFields = {
  garpMasterDelay: delay('vrrp_garp_master_delay'),
  garpMasterRepeat: count('vrrp_garp_master_repeat'),
  garpMasterRefresh: keyword('vrrp_garp_master_refresh', wholeSeconds(0, counter), {
    wrong: Seconds(0),
    says: (word) => `Invalid vrrp_garp_master_refresh '${word}' - ignoring`,
  }),
  garpMasterRefreshRepeat: count('vrrp_garp_master_refresh_repeat'),
  garpLowerPrioDelay: delay('vrrp_garp_lower_prio_delay'),
  garpLowerPrioRepeat: keyword('vrrp_garp_lower_prio_repeat', integer(0, 2147483647), {
    says: (word) => `Invalid vrrp_garp_lower_prio_repeat '${word}'`,
  }),
  garpInterval: gap('vrrp_garp_interval'),
  gnaInterval: gap('vrrp_gna_interval'),
  minGarp: keyword('vrrp_min_garp', boolean(), {
    bare: true,
    default: false,
    merge: { hint: 'Once on, it stays on, as in keepalived.', choose: (before, next) => before || next },
    says: () => 'Invalid value for vrrp_min_garp specified',
  }),
  extraGarp: keyword('vrrp_garp_extra_if', extraGarp(), {
    deprecated: [
      {
        keyword: 'vrrp_vmac_garp_intvl',
        says: 'Keyword "vrrp_vmac_garp_intvl" is deprecated - please use "vrrp_garp_extra_if"',
      },
    ],
    notYet: 'Virtual MACs are announced when an instance becomes master, not again and again.',
    saysMissing: () => withoutTime('vrrp_garp_extra_if'),
  }),
}
