// One line of virtual_ipaddress or virtual_ipaddress_excluded: ADDRESS[/LENGTH] and options in any order.

import type { Arg } from '../../config/schema/arg.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { parseInteger } from '../../config/schema/args.js'
import { addressBits, familyOf, parseIpAddress, type IpAddress } from '../../config/values/ip.js'

/** As written: what the instance supplies is still missing. */
export interface AddressLine {
  readonly address: IpAddress
  readonly prefixLength: number
  readonly device: string | undefined
  readonly label: string | undefined
  readonly scope: number
  readonly broadcast: IpAddress | '+' | '-' | undefined
}

type Draft = { -readonly [K in keyof AddressLine]: AddressLine[K] }

export const virtualAddress = (): Arg<AddressLine> => ({
  expects: 'an IP address, optionally with /length',
  read: (cursor) => {
    const draft = readAddress(cursor)
    if (draft === undefined) return undefined
    while (cursor.next()) {
      if (!readOption(cursor, draft)) {
        cursor.skipRest()
        return undefined
      }
    }
    return draft
  },
})

function readAddress(cursor: Cursor): Draft | undefined {
  const { word } = cursor
  const slash = word.indexOf('/')
  const address = parseIpAddress(slash < 0 ? word : word.slice(0, slash))
  if (address === undefined) return undefined
  const bits = addressBits(familyOf(address))
  let prefixLength: number = bits
  if (slash >= 0) {
    const length = parseInteger(word.slice(slash + 1))
    if (length !== undefined && length <= bits) prefixLength = length
    else {
      cursor.tell({
        code: 'wrong-value',
        severity: 'error',
        message: `\`${word.slice(slash + 1)}\` is not a prefix length: a whole number from 0 to ${bits} is expected`,
        hint: `${bits} is used instead, as in keepalived.`,
      })
    }
  }
  return { address, prefixLength, device: undefined, label: undefined, scope: 0, broadcast: undefined }
}

/** Options keepalived has that change nothing here (false) or whose absence is felt (true), and how many words follow. */
const unsupported = new Map([
  ['peer', { felt: true, words: 1 }],
  ['home', { felt: false, words: 0 }],
  ['-nodad', { felt: false, words: 0 }],
  ['mngtmpaddr', { felt: false, words: 0 }],
  ['noprefixroute', { felt: true, words: 0 }],
  ['autojoin', { felt: true, words: 0 }],
  ['no_track', { felt: true, words: 0 }],
  ['preferred_lft', { felt: true, words: 1 }],
  ['use_vmac', { felt: true, words: 0 }],
])

/** Reads the option under the cursor; false when the whole entry is to be dropped (reported). */
function readOption(cursor: Cursor, draft: Draft): boolean {
  const option = cursor.word
  switch (option) {
    case 'dev':
      return readDevice(cursor, draft)
    case 'label':
      return readLabel(cursor, draft)
    case 'brd':
    case 'broadcast':
      return readBroadcast(cursor, draft)
    case 'scope':
      return readScope(cursor, draft)
    default:
      tellOption(cursor, option)
      return true
  }
}

function tellOption(cursor: Cursor, option: string): void {
  const known = unsupported.get(option)
  if (known === undefined) {
    cursor.tell({
      code: 'unknown-option',
      severity: 'error',
      message: `Unknown option \`${option}\` for an address`,
      hint: 'The word is ignored, as in keepalived.',
    })
    return
  }
  cursor.tell({
    code: 'not-enforced-yet',
    severity: 'warning',
    message: `\`${option}\` is read, but not enforced yet`,
    hint: 'The address is used without it.',
  })
  for (let i = 0; i < known.words; i++) cursor.next()
}

function readDevice(cursor: Cursor, draft: Draft): boolean {
  if (!nextValue(cursor, 'dev', 'an interface')) return false
  if (draft.device !== undefined) return dropped(cursor, 'repeated-keyword', '`dev` was already given for this address')
  if (cursor.word.length > 15) return dropped(cursor, 'wrong-value', 'An interface name has at most 15 characters')
  draft.device = cursor.word
  return true
}

function readLabel(cursor: Cursor, draft: Draft): boolean {
  if (!nextValue(cursor, 'label', 'a name')) return false
  if (cursor.word.length > 15) return dropped(cursor, 'wrong-value', 'A label has at most 15 characters')
  draft.label = cursor.word
  return true
}

function readBroadcast(cursor: Cursor, draft: Draft): boolean {
  if (!nextValue(cursor, 'broadcast', 'an IPv4 address, `+` or `-`')) return false
  const { word } = cursor
  if (word === '+' || word === '-') {
    if (draft.prefixLength <= 30) draft.broadcast = word
    else {
      cursor.tell({
        code: 'wrong-value',
        severity: 'error',
        message: `A network of /${draft.prefixLength} has no broadcast address`,
        hint: 'The broadcast address is left out. Give the address its prefix length, for example /24.',
      })
    }
    return true
  }
  const address = parseIpAddress(word)
  if (address === undefined || familyOf(address) !== 'inet') {
    return dropped(
      cursor,
      'wrong-value',
      `\`${word}\` is not a broadcast address: an IPv4 address, \`+\` or \`-\` is expected`,
    )
  }
  draft.broadcast = address
  return true
}

const scopes = new Map([
  ['global', 0],
  ['site', 200],
  ['link', 253],
  ['host', 254],
  ['nowhere', 255],
])

function readScope(cursor: Cursor, draft: Draft): boolean {
  if (!nextValue(cursor, 'scope', 'a scope')) return false
  const scope = scopes.get(cursor.word) ?? (/^(0x[0-9a-f]+|[0-9]+)$/i.test(cursor.word) ? Number(cursor.word) : 256)
  if (scope <= 255) draft.scope = scope
  else {
    cursor.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${cursor.word}\` is not a scope: global, site, link, host, nowhere or a number up to 255 is expected`,
      hint: 'The scope is ignored, as in keepalived: the address is global.',
    })
  }
  return true
}

function nextValue(cursor: Cursor, option: string, expects: string): boolean {
  return cursor.next() || dropped(cursor, 'missing-value', `\`${option}\` must be followed by ${expects}`)
}

function dropped(cursor: Cursor, code: string, message: string): false {
  cursor.tell({ code, severity: 'error', message, hint: 'The address is dropped, as in keepalived.' })
  return false
}
