// The effective priority: the configured one and what tracked interfaces add or take (TRK-01, TRK-02). Tells nobody.

import type { RunnableInstance as InstanceConfig, TrackedInterface } from '../config/model.js'
import { PRIORITY_OWNER } from './timers.js'

/** A tracked interface is content when it is up, or down if it is tracked in reverse. */
export const isContent = (tracked: TrackedInterface, up: boolean): boolean => up !== tracked.reverse

/**
 * Positive weights count while their interface is content, negative ones while it is not; weight 0 never counts (it is
 * a fault instead). Clamped to 1–254; the address owner's 255 never changes.
 */
export function effectivePriority(config: InstanceConfig, isUp: (name: string) => boolean): number {
  if (config.priority === PRIORITY_OWNER) return PRIORITY_OWNER
  let priority = config.priority
  for (const tracked of config.trackInterfaces) {
    if (tracked.weight === 0) continue
    if (tracked.weight > 0 === isContent(tracked, isUp(tracked.interface))) priority += tracked.weight
  }
  return Math.min(254, Math.max(1, priority))
}
