// Keywords of global_defs about the packet filter: chains, sets and tables that keep traffic to virtual addresses in order.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { integer } from '../schema/args.js'
import type { Cursor } from '../schema/cursor.js'
import { flag, keyword } from '../schema/keyword.js'
import type { Word } from '../words.js'
import { restOf, tellWord } from './options.js'

/** Longest names in bytes; keepalived keeps one byte more free than the kernel needs. */
const CHAIN = 27
const SET = 30
const TABLE = 254

interface NameKind {
  /** As in messages: `iptables`, `ipset`, `nftables`. */
  readonly type: string
  /** As in messages: `in chain`. */
  readonly what: string
  readonly longest: number
}

/** False when the word is no such name (reported). */
function isName(cursor: Cursor, word: Word, { type, what, longest }: NameKind): boolean {
  if (word.text !== '' && word.text.length <= longest) return true
  const isEmpty = word.text === ''
  tellWord(cursor, word, {
    code: 'wrong-value',
    severity: 'error',
    message: isEmpty
      ? `An empty word is not valid for \`${cursor.statement.keyword}\`: a name is expected`
      : `\`${word.text}\` is too long: a name of at most ${longest} characters is expected`,
    hint: 'The line is ignored, as in keepalived.',
    keepalived: says(`VRRP Error : ${type} ${what} name ${isEmpty ? 'empty' : 'too long'} - ignored`),
  })
  return false
}

/** One name of a table of nftables. */
const table = (what: string): Arg<string> => ({
  expects: 'the name of a table',
  read: (cursor) => {
    const { word: text, start, end, quoted } = cursor
    return isName(cursor, { text, start, end, quoted }, { type: 'nftables', what, longest: TABLE }) ? text : undefined
  },
})

export interface IptablesChains {
  readonly input: string
  /** undefined = packets on their way out are not filtered. */
  readonly output: string | undefined
}

/** IN [OUT] */
const chains = (): Arg<IptablesChains> => ({
  expects: 'the name of a chain for input, and optionally one for output',
  read: (cursor) => {
    const [input, output] = restOf(cursor)
    if (input === undefined || !isName(cursor, input, { type: 'iptables', what: 'in chain', longest: CHAIN })) {
      return undefined
    }
    if (output === undefined) return { input: input.text, output: undefined }
    if (!isName(cursor, output, { type: 'iptables', what: 'out chain', longest: CHAIN })) return undefined
    if (input.text !== output.text) return { input: input.text, output: output.text }
    tellWord(cursor, output, {
      code: 'duplicate-name',
      severity: 'warning',
      message: `\`${output.text}\` is named for input and for output`,
      hint: 'The line is ignored, as in keepalived. Name two chains.',
    })
    return undefined
  },
})

const sets = ['address', 'IPv6 address', 'IPv6 address_iface', 'IGMP', 'MLD', 'ND']

/** Names of sets, those left out made from the first; no name = no sets are used. */
const setNames = (): Arg<readonly string[]> => ({
  expects: `up to ${sets.length} different names of sets`,
  read: (cursor) => {
    const words = restOf(cursor).slice(0, sets.length)
    for (const [index, word] of words.entries()) {
      if (!isName(cursor, word, { type: 'ipset', what: sets[index] ?? '', longest: SET })) return undefined
      const earlier = words.slice(0, index).find((one) => one.text === word.text)
      if (earlier !== undefined) return tellUsedTwice(cursor, word)
    }
    return words.map((word) => word.text)
  },
})

function tellUsedTwice(cursor: Cursor, word: Word): undefined {
  tellWord(cursor, word, {
    code: 'duplicate-name',
    severity: 'error',
    message: `\`${word.text}\` is named for two sets`,
    hint: 'The line is ignored, as in keepalived. Give each set its own name.',
    keepalived: says(`vrrp_ipsets: set name ${word.text} used more than once`),
  })
  return undefined
}

const unfiltered =
  'No rules are made: packets to virtual addresses are accepted even where `no_accept` or strict mode asks for the opposite.'
const unmarked = 'Services of a group are set up one by one, without a firewall mark.'

const priority = (name: string, what: string) =>
  keyword(name, integer(-2147483648, 2147483647), {
    default: -1,
    notYet: 'No tables are made.',
    says: (word) => `invalid ${what} chain priority '${word}'`,
  })

export const firewallFields = {
  iptables: keyword('vrrp_iptables', chains(), {
    repeat: 'first',
    bare: { input: 'INPUT', output: 'OUTPUT' },
    notYet: unfiltered,
    saysRepeated: () => 'iptables already specified - ignoring',
  }),
  /** In the order of keepalived; empty = no sets. */
  ipsets: keyword('vrrp_ipsets', setNames(), { bare: [], notYet: unfiltered }),
  nftables: keyword('nftables', table('chain'), {
    repeat: 'first',
    bare: 'keepalived',
    notYet: unfiltered,
    saysRepeated: () => 'nftables already specified - ignoring',
  }),
  nftablesPriority: priority('nftables_priority', 'nftables'),
  nftablesIfindex: flag('nftables_ifindex', { notYet: 'No tables are made.' }),
  nftablesIpvs: keyword('nftables_ipvs', table('ipvs chain'), {
    repeat: 'first',
    bare: 'keepalived_ipvs',
    notYet: unmarked,
    saysRepeated: () => 'ipvs nftables already specified - ignoring',
  }),
  nftablesIpvsPriority: priority('nftables_ipvs_priority', 'ipvs nftables'),
  nftablesIpvsStartFwmark: keyword('nftables_ipvs_start_fwmark', integer(1, 4294967295), {
    default: 1000,
    notYet: unmarked,
    says: (word) => `invalid ipvs nftables start_fwmark priority '${word}'`,
  }),
  nftablesCounters: flag('nftables_counters', { notYet: 'No tables are made.' }),
}
