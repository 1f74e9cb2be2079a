// The bfd_instance block: a BFD session with a neighbour, whose failure instances and servers can follow.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { boolean, integer, ipAddress, milliseconds } from '../../config/schema/args.js'
import { block, isMentioned, spanOf, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import { flag, keyword } from '../../config/schema/keyword.js'
import { familyOf } from '../../config/values/ip.js'
import { Milliseconds } from '../../config/values/time.js'
import { blockWeight } from './block-weight.js'

const longest = 31

/** At most 31 characters. */
const bfdName = (): Arg<string> => ({
  expects: 'a name of at most 31 characters',
  read: (cursor) => {
    const { word } = cursor
    if (word.length <= longest) return word
    cursor.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `The name of a BFD session has at most ${longest} characters`,
      hint: 'The whole block is skipped, as in keepalived.',
      keepalived: says(
        `BFD name ${word} too long`,
        `Configuration error: BFD instance ${word} name too long (maximum length is ${longest} characters) - ignoring`,
      ),
    })
    return undefined
  },
})

const problem = (header: unknown, text: string): string => `Configuration error: BFD instance ${String(header)} ${text}`

const most = 4294967

const interval = (name: string, least: number, usual: number) =>
  keyword(name, milliseconds(least, most), {
    default: Milliseconds(usual),
    says: (word, header) =>
      problem(header, `${name} value ${word} is not valid (must be in range [${least}-${most}]), ignoring`),
  })

const range = (name: string, least: number) => (word: string, header: unknown) =>
  problem(header, `${name} value ${word} not valid (must be in range [${least}-255]), ignoring`)

export const bfdInstance = block(
  'bfd_instance',
  {
    sourceAddress: keyword('source_ip', ipAddress(), {
      says: (word, header) => problem(header, `has malformed source address ${word}, ignoring`),
    }),
    neighbour: keyword('neighbor_ip', ipAddress(), {
      aliases: ['neighbour_ip'],
      says: (word, header) => problem(header, `has malformed neighbor address ${word}, ignoring instance`),
    }),
    minReceive: interval('min_rx', 1, 10),
    minTransmit: interval('min_tx', 1, 10),
    idleTransmit: interval('idle_tx', 1000, 1000),
    multiplier: keyword('multiplier', integer(1, 255), { default: 5, says: range('multiplier', 1) }),
    passive: flag('passive'),
    /** Default 255, for IPv6 64. */
    ttl: keyword('ttl', integer(1, 255), { aliases: ['hoplimit'], says: range('ttl/hoplimit', 1) }),
    /** -1 = any number of hops. */
    maxHops: keyword('max_hops', integer(-1, 255), { default: 0, says: range('max_hops', -1) }),
    multihop: keyword('multihop', boolean(), {
      bare: true,
      default: false,
      says: (word, header) => problem(header, `multihop setting not valid - ${word}`),
    }),
    weight: keyword('weight', blockWeight(253), {
      surplus: 'reported',
      says: (word, header) => problem(header, `weight value ${word} not valid (must be in range [-253-253]), ignoring`),
      saysSurplus: (word, header) => problem(header, `unknown weight option ${word}`),
    }),
    /** With neither of the two, instances and servers can follow it. */
    forVrrp: flag('vrrp'),
    forCheckers: flag('checker'),
  },
  { header: bfdName() },
)

export type BoundBfd = Bound<Infer<typeof bfdInstance>, string>

/** Whether instances can track it. Its address is not looked at there, as in keepalived. */
export const isForVrrp = ({ values }: BoundBfd): boolean => values.forVrrp || !values.forCheckers

/** Sessions in file order, without those whose name is taken: each has a neighbour of its own. */
export function checkBfdInstances(all: readonly BoundBfd[], report: Report): void {
  const sessions = new Map<string, BoundBfd>()
  for (const bound of all) {
    if (!checkAddresses(bound, report)) continue
    const { neighbour, sourceAddress, multihop } = bound.values
    const key = `${neighbour ?? ''} ${sourceAddress ?? ''} ${multihop ? 'multihop' : ''}`
    const first = sessions.get(key)
    if (first === undefined) {
      sessions.set(key, bound)
      checkHops(bound, report)
    } else tellSameNeighbour(bound, first, report)
  }
}

function checkAddresses(bound: BoundBfd, report: Report): boolean {
  const { neighbour, sourceAddress } = bound.values
  if (neighbour === undefined) {
    if (!isMentioned(bound, 'neighbour')) tellNoNeighbour(bound, report)
    return false
  }
  if (sourceAddress === undefined || familyOf(sourceAddress) === familyOf(neighbour)) return true
  tellValues(report, statementOf(bound, 'sourceAddress') ?? bound.statement, {
    code: 'wrong-family',
    severity: 'error',
    message: 'The source address and the neighbour are not of one family',
    hint: 'The session is dropped, as in keepalived. Use addresses of one family.',
    related: [{ message: 'the neighbour', span: spanOf(bound, 'neighbour') }],
    // It prints one address twice.
    keepalived: says(
      problem(
        bound.header,
        `source address ${sourceAddress} and neighbor address ${sourceAddress} are not of the same family, disabling instance`,
      ),
    ),
  })
  return false
}

function tellNoNeighbour(bound: BoundBfd, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'missing-keyword',
    severity: 'error',
    message: `\`bfd_instance ${bound.header}\` has no \`neighbor_ip\``,
    hint: 'The session is dropped, as in keepalived. Add `neighbor_ip ADDRESS`.',
    keepalived: says(problem(bound.header, 'has no neighbor address set, disabling instance')),
  })
}

function tellSameNeighbour(bound: BoundBfd, first: BoundBfd, report: Report): void {
  const { neighbour, sourceAddress } = bound.values
  const said =
    sourceAddress === undefined
      ? `has duplicate neighbor address ${neighbour ?? ''}, ignoring instance`
      : `has duplicate source/neighbor address ${sourceAddress}/${neighbour ?? ''}, ignoring instance`
  tellValues(report, statementOf(bound, 'neighbour') ?? bound.statement, {
    code: 'duplicate-entry',
    severity: 'error',
    message: `\`${neighbour ?? ''}\` is the neighbour of \`bfd_instance ${first.header}\` already`,
    hint: 'This session is dropped, as in keepalived. Track the other one instead.',
    related: [{ message: 'the first one', span: spanOf(first, 'neighbour') }],
    keepalived: says(problem(bound.header, said)),
  })
}

function checkHops(bound: BoundBfd, report: Report): void {
  const { neighbour, ttl, maxHops } = bound.values
  const most = ttl ?? (neighbour !== undefined && familyOf(neighbour) === 'inet6' ? 64 : 255)
  if (maxHops <= most) return
  tellValues(report, statementOf(bound, 'maxHops') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `\`max_hops\` cannot be more than ${most}, the hops a packet can travel`,
    hint: `${most} is used instead, as in keepalived.`,
    keepalived: says(`BFD instance ${bound.header}: max_hops exceeds ttl/hoplimit - setting to ttl/hoplimit`),
  })
}
