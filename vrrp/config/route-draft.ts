// A route while its line is read, and what its options have to do with the address family, which the first of them decides.

import type { AddressFamily } from '../../config/values/ip.js'
import { familyName } from './family.js'
import type { OptionWords } from './option-words.js'
import type { Destination, Nexthop, RouteLine, RouteMetrics } from './route-model.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export type RouteDraft = Mutable<Omit<RouteLine, 'family' | 'destination' | 'protocol' | 'nexthops' | 'metrics'>> & {
  family: AddressFamily | undefined
  destination: Destination | undefined
  /** The destination as it is written. */
  written: string
  protocol: RouteLine['protocol'] | undefined
  readonly nexthops: Nexthop[]
  readonly metrics: Mutable<RouteMetrics>
}

/** Reads an option, from its first to its last word; false when the route is dropped (reported). */
export type RouteOption = (words: OptionWords, draft: RouteDraft) => boolean

const mixed = 'Cannot mix IPv4 and IPv6 addresses for route'

/** Whether the family of the current word fits to the words before it. */
export function fits(words: OptionWords, draft: RouteDraft, family: AddressFamily, said: string = mixed): boolean {
  draft.family ??= family
  if (draft.family === family) return true
  return words.drop({
    code: 'wrong-family',
    message: `\`${words.word}\` is ${familyName(family)}, and this is an ${familyName(draft.family)} route`,
    said: [said],
  })
}

/** Options that exist for one family only. */
export function needs(
  words: OptionWords,
  draft: RouteDraft,
  option: string,
  family: AddressFamily,
  said: string,
): boolean {
  draft.family ??= family
  if (draft.family === family) return true
  return words.drop({
    code: 'wrong-family',
    message: `\`${option}\` is for ${familyName(family)} only, and this is an ${familyName(draft.family)} route`,
    said: [said],
  })
}
