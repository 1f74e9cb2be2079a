// The options of a line with an address, one function each. What they mean together is decided in virtual-address.ts.

import { says } from '../../config/diagnostic.js'
import { notYet } from '../../config/schema/not-yet.js'
import { integerFault, readInteger } from '../../config/schema/numbers.js'
import { addressBits, familyOf } from '../../config/values/ip.js'
import { Seconds } from '../../config/values/time.js'
import type { AddressLine, AddressOptions } from './address-line.js'
import { familyName } from './family.js'
import { scopes, tableEntry } from './iproute-names.js'
import { readAddress, saidOfAddress } from './line-address.js'
import { isInterfaceName } from './option-values.js'
import type { OptionWords } from './option-words.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export type AddressDraft = Mutable<Omit<AddressLine, 'unenforced'>> & {
  /** The address with its length as it is written. */
  readonly written: string
  readonly options: Mutable<AddressOptions>
  trackGroup: string | undefined
}

/** Reads an option, from its first to its last word; false when the address is dropped (reported). */
export type AddressOption = (words: OptionWords, draft: AddressDraft) => boolean

/** Goes to the value of the current option. */
function toValue(words: OptionWords, { written }: AddressDraft, expects: string): boolean {
  if (words.following !== undefined) {
    words.step()
    return true
  }
  const option = words.word
  return words.drop({
    code: 'missing-value',
    message: `\`${option}\` must be followed by ${expects}`,
    said: [`No ${option} parameter specified for ${written}`],
  })
}

const dev: AddressOption = (words, draft) => {
  if (!toValue(words, draft, 'an interface')) return false
  if (draft.device !== undefined) {
    return words.drop({
      code: 'repeated-keyword',
      message: '`dev` was already given for this address',
      said: [`Cannot specify ipaddress device more than once for ${draft.written}`],
    })
  }
  const { word } = words
  if (!isInterfaceName(word)) {
    return words.drop({
      message: `\`${word}\` is not an interface name: at most 15 characters without blank and \`/\` are expected`,
      said: [`WARNING - interface ${word} for ip address ${draft.written} doesn't exist`],
    })
  }
  draft.device = word
  return true
}

const label: AddressOption = (words, draft) => {
  if (!toValue(words, draft, 'a name')) return false
  const { word } = words
  if (word.length > 15) {
    return words.drop({
      message: 'A label has at most 15 characters',
      said: [`Address label ${word} is longer than maximum length 15 - removing address`],
    })
  }
  draft.label = word
  return true
}

const broadcast: AddressOption = (words, draft) => {
  const option = words.word
  if (!toValue(words, draft, 'an IPv4 address, `+` or `-`')) return false
  const { word } = words
  if (familyOf(draft.address) === 'inet6') {
    return words.drop({
      code: 'wrong-family',
      message: 'IPv6 has no broadcast addresses',
      said: [
        `VRRP is trying to assign a broadcast ${option} to the IPv6 address ${draft.written} !!?? WTF... skipping VIP...`,
      ],
    })
  }
  if (word === '+' || word === '-') {
    draft.broadcast = word
    return true
  }
  const address = readAddress(words)
  if (address === undefined || familyOf(address) !== 'inet') {
    return words.drop({
      message: `\`${word}\` is not a broadcast address: an IPv4 address, \`+\` or \`-\` is expected`,
      said: [`VRRP is trying to assign invalid broadcast ${word}. skipping VIP...`],
    })
  }
  draft.broadcast = address
  return true
}

const scope: AddressOption = (words, draft) => {
  if (!toValue(words, draft, 'a scope')) return false
  const { word } = words
  const value = tableEntry(scopes, word)
  if (typeof value === 'number') draft.scope = value
  else {
    words.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${word}\` is not a scope: global, site, link, host, nowhere or a number up to 255 is expected`,
      hint: 'The scope is ignored, as in keepalived: the address is global.',
      keepalived: says(`Invalid scope '${word}' specified for ${draft.written} - ignoring`),
    })
  }
  return true
}

const withoutOption = 'The address is used without it.'
const notEnforced = (words: OptionWords, option: string, consequence = withoutOption): void =>
  words.tell(notYet(`\`${option}\``, consequence))

const peer: AddressOption = (words, draft) => {
  if (!toValue(words, draft, 'an address')) return false
  const { word } = words
  const bits = addressBits(familyOf(draft.address))
  const address = readAddress(words)
  const again = draft.options.peer !== undefined
  if (again || address === undefined || familyOf(address) !== familyOf(draft.address)) {
    words.tell({
      code: again ? 'repeated-keyword' : address === undefined ? 'wrong-value' : 'wrong-family',
      severity: 'error',
      message: again
        ? '`peer` was already given for this address'
        : `\`${word}\` is not valid for \`peer\`: an ${familyName(familyOf(draft.address))} address is expected, without length`,
      hint: again ? 'The first one is kept, as in keepalived.' : 'It is ignored, as in keepalived.',
      keepalived: again
        ? says(
            `Peer ${word} - another peer has already been specified`,
            `Unknown configuration entry '${word}' for ip address - ignoring`,
          )
        : address === undefined
          ? says(saidOfAddress(word), `Invalid peer address ${word}`)
          : says(`Peer address ${word} does not match address family`),
    })
    return true
  }
  notEnforced(words, 'peer')
  if (draft.prefixLength !== bits) tellPeerLength(words, bits)
  draft.prefixLength = bits
  draft.options.peer = address
  return true
}

function tellPeerLength(words: OptionWords, bits: number): void {
  words.tell({
    code: 'adjusted-value',
    severity: 'error',
    message: 'An address with a `peer` cannot have a prefix length',
    hint: `${bits} is used instead, as in keepalived. Leave the length out.`,
    keepalived: says('Cannot specify address prefix when specifying peer address - ignoring'),
  })
}

type Flag = {
  [K in keyof AddressOptions]-?: AddressOptions[K] extends true | undefined ? K : never
}[keyof AddressOptions]

const flag =
  (name: Flag, option: string, consequence?: string): AddressOption =>
  (words, draft) => {
    draft.options[name] = true
    notEnforced(words, option, consequence)
    return true
  }

const preferredLifetime: AddressOption = (words, draft) => {
  if (!toValue(words, draft, 'a whole number of seconds or `forever`')) return false
  const { word } = words
  const fault = word === 'forever' ? undefined : integerFault(word, 0, 4294967295, 'unsigned')
  if (fault === undefined) {
    draft.options.preferredLifetime = word === 'forever' ? word : Seconds(readInteger(word, 'unsigned') ?? 0)
    notEnforced(words, 'preferred_lft')
    return true
  }
  words.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${word}\` is not valid for \`preferred_lft\`: a whole number of seconds or \`forever\` is expected`,
    hint: 'It is ignored, as in keepalived.',
    keepalived: says(fault, `preferred_lft ${word} is invalid`),
  })
  return true
}

/** A second one ends the reading of the line. */
const trackGroup: AddressOption = (words, draft) => {
  if (!toValue(words, draft, 'the name of a track_group')) return false
  const { word } = words
  if (draft.trackGroup === undefined) {
    draft.trackGroup = word
    return true
  }
  words.tell({
    code: 'repeated-keyword',
    severity: 'error',
    message: '`track_group` was already given for this address',
    hint: 'It and what follows are ignored, as in keepalived.',
    keepalived: says(`track_group ${word} is a duplicate`),
  })
  words.step(words.count)
  return true
}

const common: readonly (readonly [string, AddressOption])[] = [
  ['dev', dev],
  ['scope', scope],
  ['brd', broadcast],
  ['broadcast', broadcast],
  ['label', label],
  ['peer', peer],
  ['home', flag('home', 'home')],
  ['-nodad', flag('noDuplicateDetection', '-nodad')],
  ['mngtmpaddr', flag('manageTemporary', 'mngtmpaddr')],
  ['noprefixroute', flag('noPrefixRoute', 'noprefixroute')],
  ['autojoin', flag('autojoin', 'autojoin')],
  ['no_track', flag('untracked', 'no_track')],
  ['preferred_lft', preferredLifetime],
]

export const virtualOptions: ReadonlyMap<string, AddressOption> = new Map([
  ...common,
  ['use_vmac', flag('virtualMac', 'use_vmac', "The interface's own hardware address is used for it.")],
])

export const staticOptions: ReadonlyMap<string, AddressOption> = new Map([...common, ['track_group', trackGroup]])
