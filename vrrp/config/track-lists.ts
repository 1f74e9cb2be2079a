// The track lists of instances and sync groups: names must exist and stand before those who use them, once in a list, with sound weights.

import { says, type Report } from '../../config/diagnostic.js'
import { spanOfStatement, tellAt } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { suggest } from '../../config/suggest.js'
import type { BlockOrder } from './block-order.js'
import type { BoundInstance } from './instance.js'
import type { BoundSyncGroup } from './sync-group.js'
import { saidOfUnknown, tellFault, tellRepeatedName, type PlacedLine } from './track-faults.js'
import type { TrackedBlock, TrackedBlocks, TrackedKind } from './tracked-blocks.js'
import type { Uses } from './tracked-uses.js'
import { isKept, type TrackLine } from './trackers.js'

type Tracking = BoundInstance | BoundSyncGroup

/** Reports what is wrong with the lists of an instance or group, and notes who uses what. */
export function checkLists(
  owner: Tracking,
  blocks: TrackedBlocks,
  order: BlockOrder,
  uses: Uses,
  report: Report,
): void {
  const { trackInterfaces, trackScripts, trackFiles, trackProcesses, trackBfds } = owner.values
  if (trackInterfaces.length > 0) checkInterfaces(owner, report)
  const context = { owner, blocks, order, uses }
  if (trackScripts.length > 0) checkList('scripts', trackScripts, context, report)
  if (trackFiles.length > 0) checkList('files', trackFiles, context, report)
  if (trackProcesses.length > 0) checkList('processes', trackProcesses, context, report)
  if (trackBfds.length > 0) checkList('bfds', trackBfds, context, report)
}

function checkInterfaces(owner: Tracking, report: Report): void {
  const seen = new Map<string, Entry<unknown>>()
  for (const entry of owner.values.trackInterfaces) {
    const { interface: name, faults } = entry.value
    const line: PlacedLine = { kind: 'interfaces', owner: owner.header, name, entry }
    const first = seen.get(name)
    if (first !== undefined) tellRepeatedName(line, first, report)
    else {
      if (isKept(entry.value)) seen.set(name, entry)
      for (const fault of faults ?? []) tellFault(line, fault, report)
    }
  }
}

interface Context {
  readonly owner: Tracking
  readonly blocks: TrackedBlocks
  readonly order: BlockOrder
  readonly uses: Uses
}

function checkList(kind: TrackedKind, entries: readonly Entry<TrackLine>[], context: Context, report: Report): void {
  const { owner, blocks, order, uses } = context
  const seen = new Map<string, Entry<unknown>>()
  for (const entry of entries) {
    const { name, faults } = entry.value
    const line: PlacedLine = { kind, owner: owner.header, name, entry }
    const block = blocks[kind].get(name)
    if (block === undefined || !block.usable || !order.isBefore(block.bound.statement, owner.statement)) {
      tellUnknown(line, block, blocks[kind], report)
      if (block !== undefined) uses.set(block, [...(uses.get(block) ?? []), undefined])
      continue
    }
    const first = seen.get(name)
    if (first !== undefined) {
      tellRepeatedName(line, first, report)
      continue
    }
    for (const fault of faults ?? []) tellFault(line, fault, report)
    if (isKept(entry.value)) seen.set(name, entry)
    const known = uses.get(block)
    if (known === undefined) uses.set(block, [entry])
    else known.push(entry)
  }
}

function tellUnknown(
  line: PlacedLine,
  block: TrackedBlock | undefined,
  known: ReadonlyMap<string, TrackedBlock>,
  report: Report,
): void {
  const { kind, name, entry } = line
  const keyword = kind === 'interfaces' ? '' : blockKeywords[kind]
  tellAt(report, entry.statement, entry.start, entry.end, {
    code: 'unknown-name',
    severity: 'error',
    message: unknownMessage(`${keyword} ${name}`, block),
    hint: `The line is dropped, as in keepalived: nothing is tracked by it. ${remedy(name, block, known)}`.trimEnd(),
    related: block === undefined ? [] : [{ message: 'the block', span: spanOfStatement(block.bound.statement) }],
    keepalived: says(saidOfUnknown(line)),
  })
}

const blockKeywords: Readonly<Record<TrackedKind, string>> = {
  scripts: 'vrrp_script',
  files: 'track_file',
  processes: 'vrrp_track_process',
  bfds: 'bfd_instance',
}

function unknownMessage(block: string, found: TrackedBlock | undefined): string {
  if (found === undefined) return `There is no \`${block}\``
  if (found.usable) return `\`${block}\` stands behind this line, where it is not known yet`
  return found.bound.schema.keyword === blockKeywords.bfds
    ? `\`${block}\` is for checks of servers only`
    : `\`${block}\` is not there: it is not complete`
}

function remedy(name: string, found: TrackedBlock | undefined, known: ReadonlyMap<string, TrackedBlock>): string {
  if (found?.usable === true) return 'Move the block before those who track it.'
  if (found !== undefined) {
    return found.bound.schema.keyword === blockKeywords.bfds ? 'Add `vrrp` to the session, or remove `checker`.' : ''
  }
  const near = suggest(name, [...known.keys()])
  return near === undefined ? '' : `Did you mean \`${near}\`?`
}
