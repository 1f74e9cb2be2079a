// One line of virtual_ipaddress, virtual_ipaddress_excluded or static_ipaddress: ADDRESS[/LENGTH] and options in any order.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { addressBits, familyOf, parseIpAddress } from '../../config/values/ip.js'
import type { AddressLine } from './address-line.js'
import { staticOptions, virtualOptions, type AddressDraft, type AddressOption } from './address-options.js'
import { familyName } from './family.js'
import { readPrefix, saidOfPrefix } from './line-address.js'
import { OptionWords } from './option-words.js'

export type { AddressLine, AddressOptions } from './address-line.js'

const expects = 'an IP address, optionally with /length'

/** A line of virtual_ipaddress or virtual_ipaddress_excluded. */
export const virtualAddress = (): Arg<AddressLine> => ({
  expects,
  read: (cursor) => readLine(cursor, virtualOptions),
})

/** An address that does not depend on any instance: it may name a track_group, and has no virtual MAC address. */
export const staticAddress = (): Arg<AddressLine> => ({
  expects,
  read: (cursor) => readLine(cursor, staticOptions),
})

function readLine(cursor: Cursor, options: ReadonlyMap<string, AddressOption>): AddressLine | undefined {
  return isBare(cursor) ? bareAddress(cursor) : readWithOptions(cursor, options)
}

/** Most lines are an address alone. */
const isBare = ({ statement, end, word }: Cursor): boolean => end >= statement.to && !word.includes('/')

function bareAddress(cursor: Cursor): AddressLine | undefined {
  const address = parseIpAddress(cursor.word)
  if (address === undefined) return tellNoAddress(cursor)
  const prefixLength = addressBits(familyOf(address))
  return { address, prefixLength, device: undefined, label: undefined, scope: 0, broadcast: undefined }
}

function tellNoAddress(cursor: Cursor): undefined {
  const { word } = cursor
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `${word === '' ? 'An empty word' : `\`${word}\``} is not valid here: ${expects} is expected`,
    hint: 'The address is dropped, as in keepalived.',
    keepalived: says(...saidOfPrefix(word)),
  })
  return undefined
}

function readWithOptions(cursor: Cursor, options: ReadonlyMap<string, AddressOption>): AddressLine | undefined {
  const { word: written } = cursor
  const words = new OptionWords(cursor, 'The address is dropped, as in keepalived.')
  const prefix = readPrefix(words)
  if (prefix === undefined) return tellNoAddress(cursor)
  const draft: AddressDraft = {
    address: prefix.address,
    prefixLength: prefix.length,
    device: undefined,
    label: undefined,
    scope: 0,
    broadcast: undefined,
    written,
    options: {},
    trackGroup: undefined,
  }
  for (words.step(); !words.atEnd; words.step()) {
    const read = options.get(words.word)
    if (read === undefined) tellUnknown(words)
    else if (!read(words, draft)) return undefined
  }
  return finished(words, draft)
}

function tellUnknown(words: OptionWords): void {
  words.tell({
    code: 'unknown-option',
    severity: 'error',
    message: `Unknown option \`${words.word}\` for an address`,
    hint: 'The word is ignored, as in keepalived.',
    keepalived: says(`Unknown configuration entry '${words.word}' for ip address - ignoring`),
  })
}

/** What options mean together, and what they mean for IPv6. */
function finished(words: OptionWords, draft: AddressDraft): AddressLine {
  const { address, prefixLength, device, options, written, trackGroup } = draft
  const isInet6 = familyOf(address) === 'inet6'
  const broadcast = broadcastOf(words, draft)
  if (isInet6 && draft.scope !== 0) tellInet6Only(words, 'scope', written)
  if (isInet6 && draft.label !== undefined) tellInet6Only(words, 'label', written)
  const line = {
    address,
    prefixLength,
    device,
    label: isInet6 ? undefined : draft.label,
    scope: isInet6 ? 0 : draft.scope,
    broadcast,
  }
  const unenforced = trackGroup === undefined ? options : { ...options, trackGroup }
  return Object.keys(unenforced).length === 0 ? line : { ...line, unenforced }
}

function broadcastOf(words: OptionWords, { broadcast, prefixLength, options }: AddressDraft): AddressLine['broadcast'] {
  if (broadcast === undefined) return undefined
  if (options.peer !== undefined) {
    words.tellLine({
      code: 'ignored-flag',
      severity: 'error',
      message: 'An address with a `peer` has no broadcast address',
      hint: 'The broadcast address is left out, as in keepalived. Remove one of the two.',
      keepalived: says('Cannot specify broadcast and peer addresses - ignoring broadcast address'),
    })
    return undefined
  }
  if ((broadcast !== '+' && broadcast !== '-') || prefixLength <= 30) return broadcast
  words.tellLine({
    code: 'wrong-value',
    severity: 'error',
    message: `A network of /${prefixLength} has no broadcast address`,
    hint: 'The broadcast address is left out. Give the address its prefix length, for example /24.',
    keepalived: says(`Address prefix length ${prefixLength} too long for broadcast`),
  })
  return undefined
}

function tellInet6Only(words: OptionWords, option: 'scope' | 'label', written: string): void {
  words.tellLine({
    code: 'wrong-family',
    severity: 'error',
    message: `\`${option}\` is for ${familyName('inet')} addresses only`,
    hint: 'It is ignored, as in keepalived. Remove it.',
    keepalived: says(`Cannot specify ${option} for IPv6 addresses (${written}) - ignoring ${option}`),
  })
}
