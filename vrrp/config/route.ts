// One line of virtual_routes or static_routes: [TYPE] DESTINATION and options in any order, `nexthop`s last.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { familyName } from './family.js'
import { cUnsigned, KEEPALIVED } from './iproute-names.js'
import { readDestination, saidOfPrefix } from './line-address.js'
import { OptionWords } from './option-words.js'
import { readNexthops } from './route-nexthops.js'
import { routeOptions } from './route-options.js'
import type { RouteLine, RouteType } from './route-model.js'
import { fits, type RouteDraft } from './route-draft.js'
import { swallowAfterFamily, takeTrackGroup, tellSwallowed } from './shared-options.js'

const expects = 'a destination such as 192.0.2.0/24 or `default`, and how to get there'

export const virtualRoute = (): Arg<RouteLine> => ({ expects, read: (cursor) => readRoute(cursor, false) })

/** A route that does not depend on any instance: it may name a track_group. */
export const staticRoute = (): Arg<RouteLine> => ({ expects, read: (cursor) => readRoute(cursor, true) })

function readRoute(cursor: Cursor, isStatic: boolean): RouteLine | undefined {
  const words = new OptionWords(cursor, 'The route is dropped, as in keepalived.')
  const draft = emptyRoute()
  while (!words.atEnd) {
    if (words.word === 'nexthop') {
      if (draft.nexthops.length > 0) return tellNexthopAfterOr(words)
      readNexthops(words, draft)
      break
    }
    if (!readWord(words, draft, isStatic)) return undefined
    words.step()
  }
  return finished(words, draft)
}

const emptyRoute = (): RouteDraft => ({
  family: undefined,
  type: 'unicast',
  destination: undefined,
  written: '',
  source: undefined,
  preferredSource: undefined,
  via: undefined,
  device: undefined,
  vrf: undefined,
  onlink: false,
  nexthops: [],
  encapsulation: undefined,
  tos: undefined,
  table: 254,
  protocol: undefined,
  scope: 0,
  priority: undefined,
  realms: undefined,
  preference: undefined,
  expires: undefined,
  ttlPropagate: undefined,
  metrics: {},
  position: 'prepend',
  tracked: true,
  trackGroup: undefined,
})

function readWord(words: OptionWords, draft: RouteDraft, isStatic: boolean): boolean {
  const { word } = words
  const read = routeOptions.get(word)
  if (read !== undefined) return read(words, draft)
  if (word === 'inet' || word === 'inet6') return swallowAfterFamily(words, draft, 'route')
  if (isStatic && word === 'track_group') return takeTrackGroup(words, draft, 'Route has trailing nonsense - ')
  return readPlace(words, draft)
}

const types: ReadonlyMap<string, RouteType> = new Map<string, RouteType>([
  ['local', 'local'],
  ['nat', 'nat'],
  ['broadcast', 'broadcast'],
  ['brd', 'broadcast'],
  ['anycast', 'anycast'],
  ['multicast', 'multicast'],
  ['prohibit', 'prohibit'],
  ['unreachable', 'unreachable'],
  ['blackhole', 'blackhole'],
  ['xresolve', 'xresolve'],
  ['unicast', 'unicast'],
  ['throw', 'throw'],
])

/** A type by its name or its number up to 255. */
export function routeType(word: string): RouteType | undefined {
  const named = types.get(word)
  if (named !== undefined) return named
  const number = word === '' ? 0 : cUnsigned(word)
  return number !== undefined && number <= 255 ? number : undefined
}

/** to DESTINATION, TYPE DESTINATION or DESTINATION; `to` and a type exclude each other. */
function readPlace(words: OptionWords, draft: RouteDraft): boolean {
  const type = words.word === 'to' ? undefined : routeType(words.word)
  if (words.word === 'to' || type !== undefined) {
    if (!words.toValue('a destination')) return false
    draft.type = type ?? draft.type
  }
  const { word } = words
  const found = readDestination(words)
  if (found === undefined) return tellUnknown(words, type)
  draft.destination = found.destination
  draft.written = word
  const said = `Cannot mix IPv4 and IPv6 addresses for route (${word})`
  if (found.family !== undefined) return fits(words, draft, found.family, said)
  if (draft.family === undefined) return true
  return words.drop({
    code: 'wrong-family',
    message: `\`${word}\` must stand before the words that make this an ${familyName(draft.family)} route`,
    hint: `The route is dropped, as in keepalived. Write \`${word}\` first, or \`${draft.family === 'inet' ? '0.0.0.0/0' : '::/0'}\`.`,
    said: [said],
  })
}

function tellUnknown(words: OptionWords, type: RouteType | undefined): false {
  const { word } = words
  const said = [...saidOfPrefix(word), `unknown route keyword ${word}`]
  if ((type !== undefined && word === 'to') || (type === undefined && types.has(word))) {
    return words.drop({
      message: '`to` and a type of route exclude each other',
      hint: 'The route is dropped, as in keepalived. Leave out `to`.',
      said,
    })
  }
  const looksLikeAddress = /^[0-9a-f.:]+(\/.*)?$/i.test(word) && /[.:]/.test(word)
  return looksLikeAddress
    ? words.drop({ message: `\`${word}\` is not an address`, said })
    : words.drop({ code: 'unknown-option', message: unknownOption(word), said })
}

const unknownOption = (word: string): string =>
  word === 'track_group'
    ? '`track_group` is for static routes only'
    : `\`${word}\` is neither an option of a route nor a destination`

function tellNexthopAfterOr(words: OptionWords): undefined {
  words.drop({
    message: '`nexthop` and `or` exclude each other',
    said: ['Cannot specify nexthops with "or" route', 'Route has trailing nonsense - nexthop'],
  })
  return undefined
}

function finished(words: OptionWords, draft: RouteDraft): RouteLine | undefined {
  const { family, destination, written, ...rest } = draft
  if (destination === undefined) {
    return words.dropLine('missing-value', 'The route has no destination', 'Route must have a destination')
  }
  const trackGroup = groupWithDevice(words, draft)
  const protocol = protocolOf(words, draft)
  if (draft.tracked && draft.device === undefined) tellUntracked(words, written)
  tellSwallowed(words)
  return { ...rest, family: family ?? 'inet', destination, protocol, trackGroup }
}

/** A tracked route bears the mark of who made it. */
function protocolOf(words: OptionWords, { protocol, tracked }: RouteDraft): RouteLine['protocol'] {
  if (protocol === undefined || protocol === KEEPALIVED) return KEEPALIVED
  if (!tracked) return protocol
  words.tellLine({
    code: 'adjusted-value',
    severity: 'error',
    message: 'A tracked route cannot have a protocol of its own',
    hint: '18 (keepalived) is used, as in keepalived. Leave out `protocol`, or add `no_track`.',
    keepalived: says(`Route cannot be tracked if protocol is not RTPROT_KEEPALIVED(${KEEPALIVED}), resetting protocol`),
  })
  return KEEPALIVED
}

/** Releases before 2.3 complain about what later ones do. */
function tellUntracked(words: OptionWords, written: string): void {
  words.tellLine({
    code: 'untracked-route',
    severity: 'hint',
    message: 'The route names no interface',
    hint: 'Older releases of keepalived do not track such a route, and their configuration test rejects it. Add `dev INTERFACE` or `no_track`.',
    keepalived: says(`Warning - cannot track route ${written} with no interface specified, not tracking`),
  })
}

function groupWithDevice(words: OptionWords, { trackGroup, device }: RouteDraft): string | undefined {
  if (trackGroup === undefined || device !== undefined) return trackGroup
  words.tellLine({
    code: 'ignored-flag',
    severity: 'error',
    message: '`track_group` needs an interface to track: `dev` is missing',
    hint: 'The group is ignored, as in keepalived. Add `dev INTERFACE`.',
    keepalived: says('Static route cannot have track group if no oif specified'),
  })
  return undefined
}
