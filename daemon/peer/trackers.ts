// Everything an instance tracks with the weight that counts for it, each with the place of its entry. What a sync group tracks counts for
// all its members.

import { spanAt } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { Span } from '../../config/source.js'
import type { BoundInstance } from '../../vrrp/config/instance.js'
import type { InstanceConfig, TrackedObject, TrackedObjects } from '../../vrrp/config/model.js'
import type { OutlookTracker } from './standing.js'

export interface Tracker extends OutlookTracker {
  /** undefined where it stands in the sync group. */
  readonly place: Span | undefined
}

/** The own interface of the instance is not among them. */
export function trackersIn({ values }: BoundInstance, config: InstanceConfig): readonly Tracker[] {
  const interfaces = config.trackInterfaces.map(({ interface: name, weight, reverse }): Tracker => {
    const entry = values.trackInterfaces.find(({ value }) => value.interface === name)
    return { kind: 'interface', name, weight, reverse, place: placeOf(entry) }
  })
  const { tracked } = config.unenforced
  const objects = kinds.flatMap(([kind, list, field]) =>
    tracked[list].map((object) => trackerOf(kind, object, values[field])),
  )
  return [...interfaces, ...objects]
}

const kinds: readonly (readonly [
  Tracker['kind'],
  keyof TrackedObjects,
  'trackScripts' | 'trackFiles' | 'trackProcesses' | 'trackBfds',
])[] = [
  ['script', 'scripts', 'trackScripts'],
  ['file', 'files', 'trackFiles'],
  ['process', 'processes', 'trackProcesses'],
  ['bfd', 'bfds', 'trackBfds'],
]

function trackerOf(
  kind: Tracker['kind'],
  { name, weight, reverse }: TrackedObject,
  entries: readonly Entry<{ readonly name: string }>[],
): Tracker {
  return { kind, name, weight, reverse, place: placeOf(entries.find(({ value }) => value.name === name)) }
}

const placeOf = (entry: Entry<unknown> | undefined): Span | undefined =>
  entry === undefined ? undefined : spanAt(entry.statement, entry.start, entry.end)
