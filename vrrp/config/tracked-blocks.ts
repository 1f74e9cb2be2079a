// What can be tracked by name: vrrp_script, track_file, vrrp_track_process and bfd_instance blocks, and the weight an entry of a track list
// has in the end. The first block of a name counts.

import type { Bound } from '../../config/schema/block.js'
import type { Statement } from '../../config/tree.js'
import { isForVrrp } from './bfd-instance.js'
import type { Weight } from './block-weight.js'
import type { TrackedObjects } from './model.js'
import { isUsable as isScript } from './script.js'
import type { BoundVrrpTopLevel } from './top-level.js'
import { isUsable as isFile, type BoundTrackFile } from './track-file.js'
import { isUsable as isProcess } from './track-process.js'
import type { TrackLine } from './trackers.js'

export type TrackedKind = keyof TrackedObjects

/** A block that a track list can name. */
export interface TrackedBlock {
  readonly bound: Bound<{ readonly weight: Weight | undefined }, string>
  /** Of the block itself; used where an entry gives none. */
  readonly weight: number
  readonly reverse: boolean
  /** Whether there is anything to track: a block without its main keyword is removed. */
  readonly usable: boolean
}

export type TrackedBlocks = Readonly<Record<TrackedKind, ReadonlyMap<string, TrackedBlock>>>

type Root = Pick<BoundVrrpTopLevel, 'values' | 'block'>

/** All of them, by kind and name. */
export function trackedBlocksOf(root: Root): TrackedBlocks {
  const { scripts, trackProcesses, bfdInstances } = root.values
  return {
    scripts: byName(scripts, isScript, 0),
    files: byName(trackFilesOf(root), isFile, 1),
    processes: byName(trackProcesses, isProcess, 0),
    bfds: byName(bfdInstances, isForVrrp, 0),
  }
}

/** Both spellings, in file order. */
export function trackFilesOf({ values, block }: Root): readonly BoundTrackFile[] {
  const { trackFiles, oldTrackFiles } = values
  if (oldTrackFiles.length === 0) return trackFiles
  const byStatement = new Map<Statement, BoundTrackFile>()
  for (const bound of [...trackFiles, ...oldTrackFiles]) byStatement.set(bound.statement, bound)
  return block.statements.flatMap((statement) => byStatement.get(statement) ?? [])
}

/** An unusable block gives way to a later one of its name, as in keepalived. */
function byName<B extends TrackedBlock['bound']>(
  bounds: readonly B[],
  isUsable: (bound: B) => boolean,
  usual: number,
): ReadonlyMap<string, TrackedBlock> {
  const found = new Map<string, TrackedBlock>()
  for (const bound of bounds) {
    if (found.get(bound.header)?.usable === true) continue
    const { weight } = bound.values
    const usable = isUsable(bound)
    if (!usable && found.has(bound.header)) continue
    found.set(bound.header, {
      bound,
      weight: weight?.weight ?? usual,
      reverse: weight?.reverse ?? false,
      usable,
    })
  }
  return found
}

/** The weight of an entry: its own, else that of what it tracks. */
export const effectiveWeight = (
  line: Pick<TrackLine, 'weight' | 'reverse'>,
  block: Pick<TrackedBlock, 'weight' | 'reverse'>,
): { readonly weight: number; readonly reverse: boolean } => ({
  weight: line.weight ?? block.weight,
  reverse: line.reverse ?? block.reverse,
})
