// Addresses in the lines of addresses, routes and rules: ADDRESS[/LENGTH], where a bad length costs only itself, and the words that stand
// for every address. Knows no option.

import { says } from '../../config/diagnostic.js'
import { integerFault, readInteger } from '../../config/schema/numbers.js'
import {
  addressBits,
  familyOf,
  parseIpAddress,
  type AddressFamily,
  type IpAddress,
  type IpPrefix,
} from '../../config/values/ip.js'
import type { OptionWords } from './option-words.js'
import type { Destination } from './route-model.js'

/** keepalived's words about what is no address. */
export const saidOfAddress = (word: string): string => `VRRP parsed invalid IP ${word}. skipping IP...`

/** keepalived's words about what is no address where a length may follow: it looks at the length first. */
export function saidOfPrefix(word: string): readonly string[] {
  const slash = word.indexOf('/')
  const bits = word.includes(':') ? 128 : 32
  const fault = slash < 0 ? undefined : integerFault(word.slice(slash + 1), 0, bits, 'unsigned')
  return fault === undefined ? [saidOfAddress(word)] : [...saidOfLength(word, bits, fault), saidOfAddress(word)]
}

const saidOfLength = (word: string, bits: number, fault: string): readonly string[] => [
  fault,
  `Invalid address prefix len ${word.slice(word.indexOf('/') + 1)} for address ${word} - using ${bits}`,
]

/** The prefix the current word is; undefined when it has no address. A wrong length is reported, and that of a host is used. */
export function readPrefix(words: OptionWords): IpPrefix | undefined {
  const { word } = words
  const slash = word.indexOf('/')
  const address = parseIpAddress(slash < 0 ? word : word.slice(0, slash))
  if (address === undefined) return undefined
  const bits = addressBits(familyOf(address))
  if (slash < 0) return { address, length: bits }
  const text = word.slice(slash + 1)
  const length = readInteger(text, 'unsigned')
  const fault = integerFault(text, 0, bits, 'unsigned')
  if (length !== undefined && fault === undefined) {
    if (text === '') tellNoLength(words)
    return { address, length }
  }
  words.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${text}\` is not a prefix length: a whole number from 0 to ${bits} is expected`,
    hint: `${bits} is used instead, as in keepalived.`,
    keepalived: says(...saidOfLength(word, bits, fault ?? '')),
  })
  return { address, length: bits }
}

function tellNoLength(words: OptionWords): void {
  words.tell({
    code: 'wrong-value',
    severity: 'warning',
    message: 'No prefix length follows the `/`',
    hint: '0 is used, as in keepalived: the whole Internet is on the same network then. Write the length.',
  })
}

export interface DestinationWord {
  readonly destination: Destination
  /** undefined: the word says nothing about it. */
  readonly family: AddressFamily | undefined
}

const everything: DestinationWord = { destination: 'default', family: undefined }
const everythingInet6: DestinationWord = { destination: 'default', family: 'inet6' }

/** A prefix, or a word for every address; undefined when the word is neither. */
export function readDestination(words: OptionWords): DestinationWord | undefined {
  switch (words.word) {
    case 'default':
    case 'any':
    case 'all':
      return everything
    case 'default6':
      words.tell({
        code: 'deprecated-keyword',
        severity: 'hint',
        message: '`default6` is an old spelling',
        hint: 'Write `default via IPV6-ADDRESS`, or `::/0`.',
      })
      return everythingInet6
  }
  const prefix = readPrefix(words)
  return prefix === undefined ? undefined : { destination: prefix, family: familyOf(prefix.address) }
}

/** An address without a length. */
export const readAddress = (words: OptionWords): IpAddress | undefined => parseIpAddress(words.word)
