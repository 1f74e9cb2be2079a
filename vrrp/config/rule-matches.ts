// What a policy rule can ask of a packet or its sender beyond addresses: user ids, ports and the protocol above IP.

import { says } from '../../config/diagnostic.js'
import { readInteger } from '../../config/schema/numbers.js'
import type { OptionWords } from './option-words.js'
import type { NumberRange, TableEntry } from './route-model.js'
import type { RuleOption } from './rule-draft.js'

export const uidRange: RuleOption = (words, draft) => {
  if (!words.toValue('a range of user ids, FIRST-LAST')) return false
  const range = rangeIn(words.word, 4294967295)
  if (range === undefined) {
    return words.drop({
      message: `\`${words.word}\` is not valid for \`uidrange\`: FIRST-LAST is expected`,
      said: ['Invalid uidrange uidrange specified'],
    })
  }
  draft.uidRange = range
  tellEmptyRange(words, range)
  return true
}

/** FIRST-LAST; what follows is not looked at, as in keepalived. */
function rangeIn(word: string, max: number): NumberRange | undefined {
  const match = /^\s*\+?(\d+)-\s*\+?(\d+)/.exec(word)
  if (match === null) return undefined
  const inside = (digits: string | undefined): number => Number(BigInt(digits ?? 0) % BigInt(max + 1))
  return { first: inside(match[1]), last: inside(match[2]) }
}

function tellEmptyRange(words: OptionWords, { first, last }: NumberRange): void {
  if (first <= last) return
  words.tell({
    code: 'empty-range',
    severity: 'warning',
    message: `The range ${first}-${last} ends before it begins`,
    hint: 'The kernel refuses such a rule. Swap the numbers; both go up to 65535 for ports.',
  })
}

/** A range that is not one is left out: the rule is for all ports then. */
export const ports =
  (name: 'sourcePorts' | 'destinationPorts', option: 'sport' | 'dport'): RuleOption =>
  (words, draft) => {
    if (!words.toValue('a range of ports, FIRST-LAST')) return false
    const { word } = words
    const range = rangeIn(word, 65535)
    if (range !== undefined) {
      draft[name] = range
      tellEmptyRange(words, range)
      return true
    }
    const single = /^\d+$/.test(word) ? ` Write \`${word}-${word}\` for one port.` : ''
    words.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${word}\` is not valid for \`${option}\`: FIRST-LAST is expected`,
      hint: `It is ignored, as in keepalived: the rule is for all ports.${single}`,
      keepalived: says(`invalid ${option} range ${word}`),
    })
    return true
  }

export const ipProtocol: RuleOption = (words, draft) => {
  if (!words.toValue('a protocol, by name or number')) return false
  const { word } = words
  const value = ipProtocolOf(word)
  if (value !== undefined) draft.ipProtocol = value
  else {
    words.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${word}\` is not valid for \`ipproto\`: a name such as \`tcp\`, or a number up to 255, is expected`,
      hint: 'It is ignored, as in keepalived: the rule is for all protocols.',
      keepalived: says(`Invalid ipproto ${word}`),
    })
  }
  return true
}

const ipProtocols: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['tcp', 6],
  ['udp', 17],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['ipv6-icmp', 58],
  ['ospf', 89],
  ['vrrp', 112],
  ['sctp', 132],
  ['udplite', 136],
])

/** Names that are not the usual ones stand in the machine's list of protocols. */
function ipProtocolOf(word: string): TableEntry | undefined {
  const number = readInteger(word, 'int')
  if (number !== undefined) return number >= 0 && number <= 255 && word.trim() !== '' ? number : undefined
  return ipProtocols.get(word.toLowerCase()) ?? (/^[a-z][\w.+-]*$/i.test(word) ? { name: word } : undefined)
}
