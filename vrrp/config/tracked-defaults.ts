// The weights of what can be tracked, for lines that give none. A block that stands behind who tracks it is not known there yet, as
// keepalived resolves names while it reads; references.ts reports that.

import type { Statement } from '../../config/tree.js'
import type { BoundVrrpTopLevel } from './top-level.js'
import { trackedBlocksOf, type TrackedBlocks } from './tracked-blocks.js'
import type { TrackedDefaults } from './tracked-objects.js'

type Root = Pick<BoundVrrpTopLevel, 'values' | 'block'>

/** Blocks and the order of the file are looked at once somebody tracks anything. */
export function trackedDefaultsOf(root: Root): TrackedDefaults {
  let known: { readonly blocks: TrackedBlocks; readonly places: ReadonlyMap<Statement, number> } | undefined
  return (kind, name, owner) => {
    known ??= { blocks: trackedBlocksOf(root), places: placesIn(root.block.statements) }
    const block = known.blocks[kind].get(name)
    if (block?.usable !== true) return undefined
    const { places } = known
    return (places.get(block.bound.statement) ?? 0) < (places.get(owner) ?? 0) ? block : undefined
  }
}

const placesIn = (statements: readonly Statement[]): ReadonlyMap<Statement, number> =>
  new Map(statements.map((statement, place) => [statement, place]))
