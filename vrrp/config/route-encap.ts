// `encap` of a route or a nexthop: what packets are wrapped in.

import { familyOf, type AddressFamily, type IpAddress } from '../../config/values/ip.js'
import { says } from '../../config/diagnostic.js'
import { familyName } from './family.js'
import { cNumber, dsfields } from './iproute-names.js'
import { readAddress, saidOfAddress } from './line-address.js'
import { digitsHere, entryHere, numberHere } from './option-values.js'
import { filled, type OptionWords } from './option-words.js'
import type { Encapsulation, IpEncapsulation } from './route-model.js'

export interface ReadEncapsulation {
  /** undefined = none: its kind is missing or unknown, which costs only itself (reported). */
  readonly value: Encapsulation | undefined
}

/** Reads from `encap` to the last word that belongs to it; undefined when the line is dropped (reported). */
export function takeEncapsulation(words: OptionWords): ReadEncapsulation | undefined {
  if (words.following === undefined) {
    tellIgnored(
      words,
      'missing-value',
      '`encap` must be followed by `ip`, `ip6`, `mpls` or `ila`',
      'Missing encap type',
    )
    return { value: undefined }
  }
  words.step()
  const kind = words.word
  switch (kind) {
    case 'ip':
    case 'ip6':
      return takeIp(words, kind)
    case 'mpls':
      return takeOne(words, 'missing address for MPLS encapsulation', mpls)
    case 'ila':
      return takeOne(words, 'missing locator for ILA encapsulation', ila)
  }
  tellIgnored(
    words,
    'unknown-option',
    `\`${kind}\` is not an encapsulation: \`ip\`, \`ip6\`, \`mpls\` or \`ila\` is expected`,
    `Unknown encap type - ${kind}`,
  )
  // The word after it is skipped as well, as in keepalived.
  if (words.following !== undefined) words.step()
  return { value: undefined }
}

function tellIgnored(words: OptionWords, code: string, message: string, said: string): void {
  words.tell({
    code,
    severity: 'error',
    message,
    hint: 'The line is used without it, as in keepalived: packets are not wrapped.',
    keepalived: says(said),
  })
}

function takeOne(
  words: OptionWords,
  missing: string,
  read: (word: string) => { readonly value: Encapsulation } | { readonly said: string; readonly expects: string },
): ReadEncapsulation {
  const kind = words.word
  if (words.following === undefined) {
    tellIgnored(words, 'missing-value', `\`encap ${kind}\` must be followed by a value`, missing)
    return { value: undefined }
  }
  words.step()
  const result = read(words.word)
  if ('value' in result) return result
  const message = `\`${words.word}\` is not valid for \`encap ${kind}\`: ${result.expects} is expected`
  tellIgnored(words, 'wrong-value', message, result.said)
  return { value: undefined }
}

const MOST_LABELS = 16

/** LABEL[/LABEL…] */
function mpls(word: string) {
  const labels = word.split('/').map((part) => (part.includes('-') ? undefined : cNumber(part)))
  const sound = labels.every((label) => label !== undefined && label <= 0xfffffn)
  return sound && labels.length <= MOST_LABELS
    ? { value: { kind: 'mpls' as const, labels: labels.map(Number) } }
    : { said: `invalid mpls address ${word} for encapsulation`, expects: 'labels up to 1048575 with `/` between them' }
}

/** Four groups of hexadecimal digits. */
function ila(word: string) {
  return /^\s*[0-9a-f]+(:[0-9a-f]+){3}$/i.test(word) && word.split(':').every((part) => parseInt(part, 16) <= 0xffff)
    ? { value: { kind: 'ila' as const, locator: word.trim().toLowerCase() } }
    : { said: `invalid locator ${word} for ila encapsulation`, expects: 'a locator such as 1:2:3:4' }
}

type Draft = { -readonly [K in keyof IpEncapsulation]: IpEncapsulation[K] }
type IpOption = (words: OptionWords, draft: Draft, option: string) => boolean

/** id, dst, src, tos (tc), ttl (hoplimit) and flags, each with a value. */
function takeIp(words: OptionWords, kind: 'ip' | 'ip6'): ReadEncapsulation | undefined {
  const draft: Draft = {
    kind,
    id: undefined,
    destination: undefined,
    source: undefined,
    tos: undefined,
    ttl: undefined,
    flags: undefined,
  }
  const options = kind === 'ip' ? ipOptions : ip6Options
  for (let next = words.following; next !== undefined; next = words.following) {
    const read = options.get(next.text)
    // An option without value does not belong here: it is read as one of the route.
    if (read === undefined || words.index + 2 >= words.count) break
    words.step(2)
    if (!read(words, draft, next.text)) return undefined
  }
  if (draft.destination !== undefined || draft.id !== undefined) return { value: draft }
  tellIgnored(
    words,
    'missing-value',
    `\`encap ${kind}\` needs \`id\` or \`dst\``,
    `address or id missing for ${kind} encapsulation`,
  )
  return { value: undefined }
}

const id =
  (said: string): IpOption =>
  (words, draft, option) => {
    draft.id = digitsHere(words, option, (word) => filled(said, word))
    return draft.id !== undefined
  }

const address =
  (name: 'destination' | 'source', family: AddressFamily): IpOption =>
  (words, draft, option) => {
    const kind = family === 'inet' ? 'ip' : 'ip6'
    const { word } = words
    const found: IpAddress | undefined = readAddress(words)
    if (found !== undefined && familyOf(found) === family) {
      draft[name] = found
      return true
    }
    return words.drop({
      code: found === undefined ? 'wrong-value' : 'wrong-family',
      message: `\`${word}\` is not valid for \`${option}\`: an ${familyName(family)} address is expected`,
      said:
        found === undefined
          ? [saidOfAddress(word), `Invalid encap ${kind} ${option} ${word}`]
          : [`${familyName(familyOf(found))} address ${word} not valid for ${kind} encapsulation`],
    })
  }

const tos =
  (said: (word: string, option: string) => string): IpOption =>
  (words, draft, option) => {
    draft.tos = entryHere(words, option, dsfields, (word) => said(word, option))
    return draft.tos !== undefined
  }

const number =
  (name: 'ttl' | 'flags', max: number, said: string): IpOption =>
  (words, draft, option) => {
    draft[name] = numberHere(words, option, (word) => filled(said, word), max)
    return draft[name] !== undefined
  }

const ipOptions: ReadonlyMap<string, IpOption> = new Map([
  ['id', id('encap id %s value is invalid')],
  ['dst', address('destination', 'inet')],
  ['src', address('source', 'inet')],
  ['tos', tos((word) => `dsfield ${word} not valid for ip encapsulation`)],
  ['ttl', number('ttl', 255, 'ttl %s is not valid for ip encapsulation')],
  ['flags', number('flags', 65535, 'flags %s is not valid for ip encapsulation')],
])

const ip6Options: ReadonlyMap<string, IpOption> = new Map([
  ['id', id('id %s value invalid for IPv6 encapsulation')],
  ['dst', address('destination', 'inet6')],
  ['src', address('source', 'inet6')],
  ['tc', tos((_word, option) => `tc value ${option} is invalid for ip6 encapsulation`)],
  ['hoplimit', number('ttl', 255, 'Invalid hoplimit %s specified for ip6 encapsulation')],
  ['flags', number('flags', 65535, 'flags %s is not valid for ip6 encapsulation')],
])
