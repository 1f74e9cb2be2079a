// The options of a policy rule, one function each. What is decided at the end of the line is in rule.ts.

import { says } from '../../config/diagnostic.js'
import { integerFault, readInteger } from '../../config/schema/numbers.js'
import { familyName } from './family.js'
import { cNumber, cUnsigned, dsfields, groups, tables } from './iproute-names.js'
import { readDestination, saidOfPrefix } from './line-address.js'
import { take64Bits, takeEntry, takeInterface, takeNumber, takeRealms } from './option-values.js'
import type { OptionWords } from './option-words.js'
import type { RuleAction } from './route-model.js'
import type { RuleDraft, RuleOption } from './rule-draft.js'
import { ipProtocol, ports, uidRange } from './rule-matches.js'

const selector =
  (name: 'from' | 'to'): RuleOption =>
  (words, draft) => {
    if (!words.toValue('an address, optionally with /length, or `all`')) return false
    const { word } = words
    const found = readDestination(words)
    if (found === undefined) {
      return words.drop({
        message: `\`${word}\` is not an address`,
        said: [...saidOfPrefix(word), `Invalid rule ${name} address ${word}`],
      })
    }
    draft[name] = found.destination
    draft.family ??= found.family
    if (draft.family === found.family) return true
    const said = ['rule specification has mixed IPv4 and IPv6']
    const family = draft.family ?? 'inet'
    return found.family === undefined
      ? words.drop({
          code: 'wrong-family',
          message: `\`${name} ${word}\` must stand before the words that make this an ${familyName(family)} rule`,
          hint: `The rule is dropped, as in keepalived. Leave out \`${name} ${word}\`: it is so anyway.`,
          said,
        })
      : words.drop({
          code: 'wrong-family',
          message: `\`${word}\` is ${familyName(found.family)}, and this is an ${familyName(family)} rule`,
          said,
        })
  }

const actions = 'table/nop/goto/blackhole/prohibit/unreachable'

/** There can be one action only. */
export function act(words: OptionWords, draft: RuleDraft, action: RuleAction, said: string): boolean {
  if (draft.action !== undefined) {
    return words.drop({
      code: 'repeated-keyword',
      message: 'A rule can do one thing only: there is an action before this one',
      said: [said],
    })
  }
  draft.action = action
  return true
}

export const oneAction = `Cannot specify more than one of ${actions}/l3mdev for rule`

const table: RuleOption = (words, draft) => {
  const entry = takeEntry(words, tables, (word) => `Routing table ${word} not found for rule`)
  if (entry === undefined) return false
  if (entry === 0) return words.drop({ message: 'There is no routing table 0', said: ['Table 0 is not valid'] })
  const said = `Cannot specify more than one of ${actions} for rule`
  return act(words, draft, { kind: 'table', table: entry }, said)
}

const l3mdev: RuleOption = (words, draft) =>
  act(words, draft, { kind: 'l3mdev' }, 'Cannot specify l3mdev with other action')

const inverted: RuleOption = (_words, draft) => {
  draft.inverted = true
  return true
}

/** Decimal, 0x hexadecimal or 0 octal. keepalived repeats the option, not the word. */
const preference: RuleOption = (words, draft) => {
  const option = words.word
  if (!words.toValue('a whole number from 0 to 4294967295')) return false
  const { word } = words
  draft.preference = word.trim() === '' ? 0 : cUnsigned(word)
  if (draft.preference !== undefined) return true
  return words.drop({
    message: `\`${word}\` is not valid for \`${option}\`: a whole number from 0 to 4294967295 is expected`,
    said: [preferenceFault(word), `Invalid rule preference ${option} specified`],
  })
}

function preferenceFault(word: string): string {
  if (word.trimStart().startsWith('-')) return `negative number '${word}'`
  return cNumber(word) === undefined ? `invalid number '${word}'` : `number '${word}' outside unsigned integer range`
}

const dsfield: RuleOption = (words, draft) => {
  draft.tos = takeEntry(words, dsfields, (word) => `TOS value ${word} is invalid`)
  return draft.tos !== undefined
}

/** MARK[/MASK] */
const fwmark: RuleOption = (words, draft) => {
  if (!words.toValue('a mark, optionally with /mask')) return false
  const { word } = words
  const slash = word.indexOf('/')
  const mark = markOf(slash < 0 ? word : word.slice(0, slash))
  const mask = slash < 0 ? undefined : markOf(word.slice(slash + 1))
  if (mark === undefined || (slash >= 0 && mask === undefined)) {
    return words.drop({
      message: `\`${word}\` is not valid for \`fwmark\`: a number, or MARK/MASK, is expected`,
      said: [`Invalid rule fwmark ${word} specified`],
    })
  }
  draft.fwmark = { mark, mask }
  return true
}

const markOf = (text: string): number | undefined => (text === '' ? 0 : cUnsigned(text))

const realms: RuleOption = (words, draft) => {
  draft.realms = takeRealms(words, (word) => `invalid realms ${word} for rule`)
  if (draft.realms === undefined) return false
  draft.family ??= 'inet'
  if (draft.family === 'inet') return true
  return words.drop({
    code: 'wrong-family',
    message: '`realms` is for IPv4 only, and this is an IPv6 rule',
    said: ['realms is only valid for IPv4'],
  })
}

const suppressPrefix: RuleOption = (words, draft) => {
  const said = `Invalid suppress_prefixlength ${words.word} specified`
  draft.suppressPrefixLength = takeNumber(words, () => said, 2147483647)
  return draft.suppressPrefixLength !== undefined
}

const suppressGroup: RuleOption = (words, draft) => {
  draft.suppressInterfaceGroup = takeEntry(words, groups, (word) => `suppress_group ${word} is invalid`)
  return draft.suppressInterfaceGroup !== undefined
}

const device =
  (name: 'inputDevice' | 'outputDevice'): RuleOption =>
  (words, draft) => {
    draft[name] = takeInterface(words, (word) => `WARNING - interface ${word} for rule doesn't exist`)
    return draft[name] !== undefined
  }

const tunnelId: RuleOption = (words, draft) => {
  draft.tunnelId = take64Bits(words, () => 'Invalid tunnel-id tunnel-id specified')
  return draft.tunnelId !== undefined
}

const protocol: RuleOption = (words, draft) => {
  if (!words.toValue('a whole number from 0 to 255')) return false
  const { word } = words
  const fault = integerFault(word, 0, 255, 'unsigned')
  if (fault === undefined) draft.protocol = readInteger(word, 'unsigned')
  else {
    words.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${word}\` is not valid for \`protocol\`: a whole number from 0 to 255 is expected`,
      hint: 'It is ignored, as in keepalived: the rule has protocol 18 (keepalived).',
      keepalived: says(fault, `Invalid protocol ${word}`),
    })
  }
  return true
}

const noTrack: RuleOption = (_words, draft) => {
  draft.tracked = false
  return true
}

export const ruleOptions: ReadonlyMap<string, RuleOption> = new Map([
  ['from', selector('from')],
  ['to', selector('to')],
  ['table', table],
  ['lookup', table],
  ['not', inverted],
  ['preference', preference],
  ['order', preference],
  ['priority', preference],
  ['tos', dsfield],
  ['dsfield', dsfield],
  ['fwmark', fwmark],
  ['realms', realms],
  ['suppress_prefixlength', suppressPrefix],
  ['sup_pl', suppressPrefix],
  ['suppress_ifgroup', suppressGroup],
  ['sup_group', suppressGroup],
  ['dev', device('inputDevice')],
  ['iif', device('inputDevice')],
  ['oif', device('outputDevice')],
  ['tunnel-id', tunnelId],
  ['uidrange', uidRange],
  ['l3mdev', l3mdev],
  ['protocol', protocol],
  ['ipproto', ipProtocol],
  ['sport', ports('sourcePorts', 'sport')],
  ['dport', ports('destinationPorts', 'dport')],
  ['no_track', noTrack],
])
