// One director of a pair as the comparison sees it: its virtual routers with everything they track, by what messages call it.

import { spanOf } from '../../config/schema/block.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import type { Span } from '../../config/source.js'
import type { BoundInstance, InstanceValues } from '../../vrrp/config/instance.js'
import type { InstanceConfig } from '../../vrrp/config/model.js'
import type { Whole } from '../lint/whole.js'
import { trackersIn, type Tracker } from './trackers.js'

/** A file and what it means. */
export interface Peer {
  /** As the user named the file. */
  readonly name: string
  readonly whole: Whole
}

export interface Router {
  readonly config: InstanceConfig
  readonly bound: BoundInstance
  /** Its own interface excluded. */
  readonly trackers: readonly Tracker[]
}

export interface Director {
  /** What messages call it. */
  readonly label: string
  readonly whole: Whole
  /** In file order. */
  readonly routers: readonly Router[]
}

export function directorOf({ whole }: Peer, label: string): Director {
  const bounds = new Map<string, BoundInstance>()
  for (const bound of whole.root.values.instances) if (!bounds.has(bound.header)) bounds.set(bound.header, bound)
  const all = [...whole.vrrp.instances, ...whole.vrrp.leftOut]
  const rank = new Map([...bounds.keys()].map((name, index) => [name, index]))
  const routers = all.flatMap((config) => {
    const bound = bounds.get(config.name)
    return bound === undefined ? [] : [{ config, bound, trackers: trackersIn(bound, config) }]
  })
  routers.sort((a, b) => (rank.get(a.config.name) ?? 0) - (rank.get(b.config.name) ?? 0))
  return { label, whole, routers }
}

/** The members of a sync group that are there, in file order. */
export const membersOf = ({ routers }: Director, group: string | undefined): readonly Router[] =>
  group === undefined ? [] : routers.filter((router) => router.config.group === group)

/** Where a keyword's value stands; the line that opens the instance when the keyword is not there. */
export const placeOf = ({ bound }: Router, field: keyof InstanceValues): Span => spanOf(bound, field)

export const headerOf = ({ bound }: Router): Span => spanOfStatement(bound.statement)

/**
 * Short names for two directors: their router ids when these tell them apart, else the file names without folder and ending, else the
 * whole names.
 */
export function labelsOf(own: Peer, other: Peer): readonly [string, string] {
  const choices: readonly ((peer: Peer) => string | undefined)[] = [
    ({ whole }) => whole.globals.routerId,
    ({ name }) => name.replace(/^.*\//, '').replace(/\.[^.]*$/, ''),
    ({ name }) => name,
  ]
  for (const choice of choices) {
    const [one, two] = [choice(own), choice(other)]
    if (one !== undefined && two !== undefined && one !== '' && two !== '' && one !== two) return [one, two]
  }
  return ['this director', 'its peer']
}
