// Which virtual routers of two directors are one and the same: those with one id and family. Interfaces may be called differently.

import type { Director, Router } from './director.js'

export interface RouterPair {
  readonly own: Router
  readonly other: Router
}

export interface Matching {
  readonly pairs: readonly RouterPair[]
  /** One name, but another id or family: surely meant to be a pair. */
  readonly estranged: readonly RouterPair[]
  readonly ownOnly: readonly Router[]
  readonly otherOnly: readonly Router[]
}

export function matchRouters(own: Director, other: Director): Matching {
  const free = new Set(other.routers)
  const left = new Set(own.routers)
  const pairs: RouterPair[] = []
  const pairUp = (into: RouterPair[], fits: (a: Router, b: Router) => boolean): void => {
    for (const router of left) {
      const partner = [...free].find((candidate) => fits(router, candidate))
      if (partner === undefined) continue
      left.delete(router)
      free.delete(partner)
      into.push({ own: router, other: partner })
    }
  }
  // An id may be used on several interfaces: the surest match goes first.
  pairUp(pairs, (a, b) => sameRouter(a, b) && a.config.name === b.config.name)
  pairUp(pairs, (a, b) => sameRouter(a, b) && a.config.interface === b.config.interface)
  pairUp(pairs, (a, b) => sameRouter(a, b))
  const estranged: RouterPair[] = []
  pairUp(estranged, (a, b) => a.config.name === b.config.name)
  const rank = new Map(own.routers.map((router, index) => [router, index]))
  pairs.sort((a, b) => (rank.get(a.own) ?? 0) - (rank.get(b.own) ?? 0))
  return { pairs, estranged, ownOnly: [...left], otherOnly: [...free] }
}

const sameRouter = (a: Router, b: Router): boolean =>
  a.config.virtualRouterId === b.config.virtualRouterId && a.config.family === b.config.family
