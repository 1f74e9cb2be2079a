// The options of a route, one function each. What stands between them, the destination, is read in route.ts.

import { says } from '../../config/diagnostic.js'
import { familyOf, type AddressFamily, type IpAddress } from '../../config/values/ip.js'
import { Seconds } from '../../config/values/time.js'
import { dsfields, protocols, scopes, tables, type NameTable } from './iproute-names.js'
import { readAddress, readDestination, saidOfAddress, saidOfPrefix } from './line-address.js'
import { numberHere, takeEntry, takeInterface, takeNumber, takeRealms } from './option-values.js'
import { filled, type OptionWords } from './option-words.js'
import { takeEncapsulation } from './route-encap.js'
import { metricOptions } from './route-metrics.js'
import { fits, needs, type RouteDraft, type RouteOption } from './route-draft.js'

/** An address of the route's family; undefined when there is none (reported). */
function address(words: OptionWords, draft: RouteDraft, what: string, said: string): IpAddress | undefined {
  const { word } = words
  const found = readAddress(words)
  if (found === undefined) {
    words.drop({ message: `\`${word}\` is not ${what}`, said: [saidOfAddress(word), filled(said, word)] })
    return undefined
  }
  return fits(words, draft, familyOf(found)) ? found : undefined
}

const src: RouteOption = (words, draft) => {
  if (!words.toValue('an address')) return false
  draft.preferredSource = address(words, draft, 'an address', 'invalid route src address %s')
  return draft.preferredSource !== undefined
}

const as: RouteOption = (words) => {
  if (!words.toValue('an address')) return false
  if (words.word === 'to' && words.following !== undefined) words.step()
  words.tell({
    code: 'ignored-flag',
    severity: 'error',
    message: '`as` means nothing here: it is for MPLS',
    hint: 'It is ignored, as in keepalived.',
    keepalived: says('"as to" for MPLS only - ignoring'),
  })
  return true
}

const via: RouteOption = (words, draft) => {
  if (words.word === 'gw')
    tellOld(words, '`gw` is an old word for `via`', '"gw" for routes is deprecated. Please use "via"')
  if (!words.toValue('an address')) return false
  const family: AddressFamily | undefined = words.word === 'inet' || words.word === 'inet6' ? words.word : undefined
  if (family !== undefined) {
    if (!fits(words, draft, family)) return false
    if (!words.toValue('an address')) return false
  }
  draft.via = address(words, draft, 'the address of a router', 'invalid route via address %s')
  return draft.via !== undefined
}

/** `deprecated-keyword`, with the wording of keepalived, whose test fails because of it. */
function tellOld(words: OptionWords, message: string, said: string): void {
  words.tell({
    code: 'deprecated-keyword',
    severity: 'warning',
    message,
    hint: "It works, but keepalived's configuration test rejects it.",
    keepalived: says(said),
  })
}

const from: RouteOption = (words, draft) => {
  if (!words.toValue('an IPv6 address, optionally with /length')) return false
  const { word } = words
  const found = readDestination(words)
  if (found === undefined) {
    return words.drop({
      message: `\`${word}\` is not an address`,
      said: [...saidOfPrefix(word), `invalid route from address ${word}`],
    })
  }
  if (found.family !== 'inet6') {
    return words.drop({
      code: 'wrong-family',
      message: `\`${word}\` is not valid for \`from\`: an IPv6 address is expected`,
      said: [`route from address only supported with IPv6 (${word})`],
    })
  }
  draft.source = found.destination === 'default' ? undefined : found.destination
  return fits(words, draft, 'inet6')
}

const entry =
  (name: 'tos' | 'table' | 'protocol' | 'scope', table: NameTable, said: string): RouteOption =>
  (words, draft) => {
    const value = takeEntry(words, table, (word) => filled(said, word))
    if (value === undefined) return false
    draft[name] = value
    return true
  }

const metric: RouteOption = (words, draft) => {
  draft.priority = takeNumber(words, (word) => `Invalid metric ${word} specified for route`)
  return draft.priority !== undefined
}

const dev: RouteOption = (words, draft) => {
  draft.device = takeInterface(words, (word) => `WARNING - interface ${word} for VROUTE nexthop doesn't exist`)
  return draft.device !== undefined
}

const vrf: RouteOption = (words, draft) => {
  draft.vrf = takeInterface(words, (word) => `VRF ${word} not found for route`)
  return draft.vrf !== undefined
}

const encap: RouteOption = (words, draft) => {
  const read = takeEncapsulation(words)
  draft.encapsulation = read?.value
  return read !== undefined
}

const expires: RouteOption = (words, draft) => {
  if (!words.toValue('a whole number of seconds')) return false
  if (draft.family === 'inet') return needsHere(words, draft, 'expires')
  draft.family = 'inet6'
  const seconds = numberHere(words, 'expires', (word) => `Invalid expires time ${word} specified for route`)
  if (seconds === undefined) return false
  draft.expires = Seconds(seconds)
  return true
}

const needsHere = (words: OptionWords, draft: RouteDraft, option: string): boolean =>
  needs(words, draft, option, 'inet6', `${option} is only valid for IPv6`)

const realms: RouteOption = (words, draft) => {
  draft.realms = takeRealms(words, (word) => `Invalid realms ${word} for route`)
  return draft.realms !== undefined && needs(words, draft, 'realms', 'inet', 'realms are only valid for IPv4')
}

const pref: RouteOption = (words, draft) => {
  if (!words.toValue('`low`, `medium`, `high` or a number up to 255')) return false
  if (draft.family === 'inet') return needsHere(words, draft, 'pref')
  draft.family = 'inet6'
  const { word } = words
  draft.preference =
    word === 'low' || word === 'medium' || word === 'high'
      ? word
      : numberHere(words, 'pref', () => `Invalid pref value ${word} specified for route`, 255)
  return draft.preference !== undefined
}

const ttlPropagate: RouteOption = (words, draft) => {
  if (!words.toValue('`enabled` or `disabled`')) return false
  draft.ttlPropagate = words.word === 'enabled'
  if (words.word !== 'enabled' && words.word !== 'disabled') {
    words.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${words.word}\` is not valid for \`ttl-propagate\`: \`enabled\` or \`disabled\` is expected`,
      hint: '`disabled` is used, as in keepalived.',
      keepalived: says(`ttl-propagate value ${words.word} not recognised`),
    })
  }
  return true
}

/** The second router of a route, from before there was `nexthop`. */
const or: RouteOption = (words, draft) => {
  tellOld(
    words,
    '`or` is an old way to name a second router: use `nexthop`',
    '"or" for routes is deprecated. Please use "nexthop"',
  )
  const again = draft.nexthops.length > 0
  if (again) {
    words.tell({
      code: 'repeated-keyword',
      severity: 'error',
      message: 'There can be one `or` only',
      hint: 'The second is ignored, as in keepalived. Use `nexthop via ADDRESS` for each router.',
      keepalived: says('"or" route already specified - ignoring subsequent'),
    })
    words.step()
    return true
  }
  if (!words.toValue('an address')) return false
  const { word } = words
  const second = readAddress(words)
  if (second === undefined) {
    return words.drop({
      message: `\`${word}\` is not the address of a router`,
      said: [saidOfAddress(word), `Invalid "or" address ${word}`],
    })
  }
  const hop = { device: undefined, weight: undefined, onlink: false, encapsulation: undefined, realms: undefined }
  draft.nexthops.push({ via: draft.via, ...hop }, { via: second, ...hop })
  draft.via = undefined
  return true
}

const sets =
  (values: Partial<RouteDraft>): RouteOption =>
  (_words, draft) => {
    Object.assign(draft, values)
    return true
  }

const dsfield = entry('tos', dsfields, 'TOS value %s is invalid')

export const routeOptions: ReadonlyMap<string, RouteOption> = new Map([
  ['src', src],
  ['as', as],
  ['via', via],
  ['gw', via],
  ['from', from],
  ['tos', dsfield],
  ['dsfield', dsfield],
  ['table', entry('table', tables, 'Routing table %s not found for route')],
  ['protocol', entry('protocol', protocols, 'Protocol %s not found or invalid for route')],
  ['scope', entry('scope', scopes, 'Scope %s not found or invalid for route')],
  ['metric', metric],
  ['priority', metric],
  ['preference', metric],
  ['dev', dev],
  ['oif', dev],
  ['onlink', sets({ onlink: true })],
  ['encap', encap],
  ['expires', expires],
  ['realms', realms],
  ['pref', pref],
  ['ttl-propagate', ttlPropagate],
  ['add', sets({ position: 'add' })],
  ['prepend', sets({ position: 'prepend' })],
  ['append', sets({ position: 'append' })],
  ['or', or],
  ['no_track', sets({ tracked: false })],
  ['vrf', vrf],
  ...metricOptions,
])
