// The nexthops at the end of a route: `nexthop` with via, dev, weight, onlink, encap and realms, as often as there are. A bad one is lost
// with everything after it; the route stays.

import { familyOf, type AddressFamily } from '../../config/values/ip.js'
import { readAddress, saidOfAddress } from './line-address.js'
import { takeInterface, takeNumber, takeRealms } from './option-values.js'
import type { OptionWords } from './option-words.js'
import { takeEncapsulation } from './route-encap.js'
import type { Nexthop } from './route-model.js'
import { fits, needs, type RouteDraft } from './route-draft.js'

type Draft = { -readonly [K in keyof Nexthop]: Nexthop[K] }
type NexthopOption = (words: OptionWords, hop: Draft, route: RouteDraft) => boolean

/** Reads from `nexthop` to the end of the line. */
export function readNexthops(words: OptionWords, route: RouteDraft): void {
  while (words.word === 'nexthop') {
    words.step()
    const hop = readNexthop(words, route)
    if (hop === undefined) return
    route.nexthops.push(hop)
  }
  if (words.atEnd) return
  words.drop({
    code: 'unknown-option',
    message: `\`${words.word}\` is not an option of a nexthop`,
    hint: 'It and what follows are ignored, as in keepalived. Options of the route must stand before the first `nexthop`.',
    said: [`Route has trailing nonsense after nexthops - ${words.word}`],
  })
}

function readNexthop(words: OptionWords, route: RouteDraft): Nexthop | undefined {
  const hop: Draft = {
    via: undefined,
    device: undefined,
    weight: undefined,
    onlink: false,
    encapsulation: undefined,
    realms: undefined,
  }
  while (!words.atEnd) {
    const read = options.get(words.word)
    if (read === undefined) return hop
    if (!read(words, hop, route)) return undefined
    words.step()
  }
  return hop
}

const via: NexthopOption = (words, hop, route) => {
  if (!words.toValue('an address')) return false
  const family: AddressFamily | undefined = words.word === 'inet' || words.word === 'inet6' ? words.word : undefined
  if (family !== undefined) {
    if (!fits(words, route, family, 'IPv4/6 mismatch for nexthop')) return false
    if (!words.toValue('an address')) return false
  }
  const { word } = words
  hop.via = readAddress(words)
  if (hop.via !== undefined) return fits(words, route, familyOf(hop.via), 'Address family mismatch for next hop')
  return words.drop({
    message: `\`${word}\` is not the address of a router`,
    said: [saidOfAddress(word), `invalid nexthop address ${word}`],
  })
}

const dev: NexthopOption = (words, hop) => {
  hop.device = takeInterface(words, (word) => `WARNING - interface ${word} for VROUTE nexthop doesn't exist`)
  return hop.device !== undefined
}

const weight: NexthopOption = (words, hop) => {
  const said = (word: string): string => `Invalid weight ${word} specified for route`
  const value = takeNumber(words, said, 256)
  if (value === 0) {
    return words.drop({ message: 'The weight of a nexthop is at least 1', said: [said('0')] })
  }
  hop.weight = value
  return value !== undefined
}

const onlink: NexthopOption = (_words, hop) => {
  hop.onlink = true
  return true
}

const encap: NexthopOption = (words, hop) => {
  const read = takeEncapsulation(words)
  hop.encapsulation = read?.value
  return read !== undefined
}

const realms: NexthopOption = (words, hop, route) => {
  hop.realms = takeRealms(words, (word) => `Invalid realms ${word} for route`)
  return hop.realms !== undefined && needs(words, route, 'realms', 'inet', 'realms are only supported for IPv4')
}

const as: NexthopOption = (words) =>
  words.drop({
    code: 'unknown-option',
    message: '`as` (address translation) is not possible',
    said: ["'as [to]' (nat) not supported"],
  })

const options: ReadonlyMap<string, NexthopOption> = new Map([
  ['via', via],
  ['dev', dev],
  ['weight', weight],
  ['onlink', onlink],
  ['encap', encap],
  ['realms', realms],
  ['as', as],
])
