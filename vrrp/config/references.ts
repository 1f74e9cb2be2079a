// Names in VRRP that stand for a block elsewhere: what is tracked, and track groups. keepalived resolves them while it reads, so they
// stand before those who use them. Then the blocks themselves: whether they are complete, and whether anybody uses them.

import { says, type Report } from '../../config/diagnostic.js'
import { checkBfdInstances } from './bfd-instance.js'
import { BlockOrder } from './block-order.js'
import { checkGarpGroups } from './garp-group.js'
import { checkTrackGroups } from './group-references.js'
import { checkRepeatedWeight } from './repeated-weight.js'
import { tellRulesWithoutPreference } from './rule-preferences.js'
import { checkScript } from './script.js'
import { tellTaken, withoutTaken } from './taken-names.js'
import type { BoundVrrpTopLevel } from './top-level.js'
import { checkTrackFile } from './track-file.js'
import { checkLists } from './track-lists.js'
import { checkTrackProcess } from './track-process.js'
import { trackedBlocksOf, trackFilesOf } from './tracked-blocks.js'
import { checkUses, type Uses } from './tracked-uses.js'

type Root = Pick<BoundVrrpTopLevel, 'values' | 'block'>

/** Reports all that is wrong with and between the blocks that others refer to. */
export function checkReferences(root: Root, report: Report): void {
  const order = new BlockOrder(root.block.statements)
  const blocks = trackedBlocksOf(root)
  const uses: Uses = new Map()
  for (const owner of [...root.values.syncGroups, ...root.values.instances]) {
    checkLists(owner, blocks, order, uses, report)
  }
  checkBlocks(root, report)
  checkUses(blocks, uses, report)
  checkTrackGroups(root, order, report)
  tellRulesWithoutPreference(root, report)
}

function checkBlocks(root: Root, report: Report): void {
  const { scripts, trackProcesses, bfdInstances, garpGroups } = root.values
  const trackFiles = trackFilesOf(root)
  for (const bound of scripts) checkScript(bound, report)
  for (const bound of trackFiles) checkTrackFile(bound, report)
  for (const bound of trackProcesses) {
    checkRepeatedWeight(bound, 0, 'process', report)
    checkTrackProcess(bound, report)
  }
  for (const bounds of [scripts, trackFiles, trackProcesses]) tellTaken(bounds, report)
  checkBfdInstances(withoutTaken(bfdInstances, bfdTaken, report), report)
  checkGarpGroups(garpGroups, report)
}

const bfdTaken = (name: string) =>
  says(`BFD ${name} already specified`, `Configuration error: BFD instance ${name} already configured - ignoring`)
