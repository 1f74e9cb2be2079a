// The weight that is alive in a service and whether it is enough. Arithmetic only; what follows from it is core.ts's.

import type { RunnableService } from '../config/model.js'

const LARGEST_WEIGHT = 2 ** 31 - 1

/** A weight as the kernel takes it. */
export const clampWeight = (weight: number): number => Math.min(Math.max(Math.trunc(weight), 0), LARGEST_WEIGHT)

/** QRM-01. A server of weight 0 is alive and counts nothing. */
export function liveWeight(
  servers: Iterable<{ readonly alive: boolean; readonly config: { readonly weight: number } }>,
): number {
  let sum = 0
  for (const { alive, config } of servers) if (alive) sum += clampWeight(config.weight)
  return sum
}

/** QRM-02: gained at quorum + hysteresis, lost below quorum − hysteresis or with nothing alive; between, as it was. */
export function quorumAfter(
  service: Pick<RunnableService, 'quorum' | 'hysteresis'>,
  live: number,
  wasUp: boolean,
): boolean {
  if (live === 0) return false
  return wasUp ? live >= service.quorum - service.hysteresis : live >= service.quorum + service.hysteresis
}
