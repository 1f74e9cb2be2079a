// What binding gave for blocks that are written again word for word: it need not be found a second time. Kept only where nothing was
// said about a block, because what is said names a place.

import type { Report } from '../diagnostic.js'
import type { Body } from '../read/bodies.js'
import type { Bound } from './block.js'
import { NOT_ENFORCED } from './not-yet.js'

export interface Reuse {
  readonly report: Report
  /** How often something was met that belongs to one place of the file. */
  placed: number
  readonly known: Map<Body, Bound<unknown, unknown>>
}

/** For everything bound by one cursor. What is said goes to `report`. */
export function newReuse(report: Report): Reuse {
  const reuse: Reuse = {
    report: (diagnostic) => {
      // That something is not enforced is said once in any case.
      if (diagnostic.code !== NOT_ENFORCED) reuse.placed++
      report(diagnostic)
    },
    placed: 0,
    known: new Map(),
  }
  return reuse
}
