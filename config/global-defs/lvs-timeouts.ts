// lvs_timeouts: how long the kernel remembers connections. Pairs of a protocol and seconds, in any order.

import type { Arg } from '../schema/arg.js'
import { secondsText } from '../schema/args.js'
import { keyword, type Field } from '../schema/keyword.js'
import { integerFault, readInteger } from '../schema/numbers.js'
import { Seconds, type Duration } from '../values/time.js'
import { restOf, tellNoValue, tellUnknownOption, tellWord, tellWrongOption } from './options.js'
import { says } from '../diagnostic.js'

type Protocol = 'tcp' | 'tcpfin' | 'udp'

/** Whole seconds up to 31 days; undefined = the kernel's value stays. */
export type LvsTimeouts = Readonly<Record<Protocol, Duration | undefined>>

const protocols: readonly Protocol[] = ['tcp', 'tcpfin', 'udp']
const LONGEST = 2678400

const timeouts = (): Arg<LvsTimeouts> => ({
  expects: `pairs of \`tcp\`, \`tcpfin\` or \`udp\` and seconds from 0 to ${LONGEST}`,
  words: protocols,
  read: (cursor) => {
    const words = restOf(cursor)
    const [first] = words
    if (first === undefined) return undefined
    if (words.length < 2) {
      tellWord(cursor, first, {
        code: 'missing-value',
        severity: 'error',
        message: '`lvs_timeouts` must be followed by a protocol and its seconds',
        hint: 'The line is ignored, as in keepalived.',
        keepalived: says('lvs_timeouts requires at least one option'),
      })
      return undefined
    }
    const found: Record<Protocol, Duration | undefined> = { tcp: undefined, tcpfin: undefined, udp: undefined }
    for (let at = 0; at < words.length; at++) {
      const option = words[at] ?? first
      const protocol = protocols.find((one) => one === option.text)
      if (protocol === undefined) {
        tellUnknownOption(cursor, option, protocols)
        continue
      }
      const value = words[++at]
      if (value === undefined) {
        tellNoValue(cursor, option, `No value specified for lvs_timeout ${protocol} - ignoring`)
        continue
      }
      const fault = integerFault(value.text, 0, LONGEST, 'unsigned')
      if (fault === undefined) found[protocol] = Seconds(readInteger(value.text, 'unsigned') ?? 0)
      else {
        tellWrongOption(cursor, protocol, value, `a whole number of seconds from 0 to ${LONGEST}`, [
          fault,
          `Invalid lvs_timeout ${protocol} (${value.text}) - ignoring`,
        ])
      }
    }
    return found
  },
  plain: (value) => {
    const set = Object.entries(value).filter((one): one is [string, Duration] => one[1] !== undefined)
    return Object.fromEntries(set.map(([protocol, time]) => [protocol, secondsText(time)]))
  },
})

/** 0 leaves the kernel's value as it is. Later lines change only what they name. */
export const lvsTimeouts = (): Field<LvsTimeouts | undefined> =>
  keyword('lvs_timeouts', timeouts(), {
    notYet: "The kernel's timeouts stay as they are: set them with `ipvsadm --set`.",
    saysMissing: () => 'lvs_timeouts requires at least one option',
    merge: {
      choose: (before, next) => ({
        tcp: next.tcp ?? before.tcp,
        tcpfin: next.tcpfin ?? before.tcpfin,
        udp: next.udp ?? before.udp,
      }),
    },
  })
