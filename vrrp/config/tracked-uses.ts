// How blocks that can be tracked are used: by nobody, with a weight of their own that never counts, or with a start that is lost.

import type { Report } from '../../config/diagnostic.js'
import { spanOfStatement, tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { TrackedBlock, TrackedBlocks } from './tracked-blocks.js'
import type { TrackLine } from './trackers.js'

/** Blocks with the lines that track them; undefined stands for a line that is dropped (reported). */
export type Uses = Map<TrackedBlock, (Entry<TrackLine> | undefined)[]>

/** BFD sessions may be used by checks of servers as well: whether one is used at all is not judged here. */
export function checkUses(blocks: TrackedBlocks, uses: Uses, report: Report): void {
  for (const kind of ['scripts', 'files', 'processes', 'bfds'] as const) {
    for (const block of blocks[kind].values()) {
      const lines = uses.get(block)
      if (lines !== undefined) checkUsed(block, lines, report)
      // FILE_CHECK may follow a track_file.
      else if (block.usable && (kind === 'scripts' || kind === 'processes')) tellUnused(block, report)
    }
  }
}

/** The names of BFD sessions that instances and groups track. */
export function bfdNamesIn(values: {
  readonly instances: readonly Tracking[]
  readonly syncGroups: readonly Tracking[]
}): ReadonlySet<string> {
  const all = [...values.instances, ...values.syncGroups]
  return new Set(all.flatMap((owner) => owner.values.trackBfds.map(({ value }) => value.name)))
}

interface Tracking {
  readonly values: { readonly trackBfds: readonly Entry<TrackLine>[] }
}

function tellUnused({ bound }: TrackedBlock, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'unused-block',
    severity: 'hint',
    message: `Nothing tracks \`${bound.schema.keyword} ${bound.header}\``,
    hint: 'It does nothing. Name it in a track list of an instance or a sync group, or remove it.',
  })
}

function checkUsed(
  { bound, weight }: TrackedBlock,
  lines: readonly (Entry<TrackLine> | undefined)[],
  report: Report,
): void {
  const own = bound.block.statements.find(({ keyword }) => keyword === 'weight')
  const [first] = lines
  if (own !== undefined && lines.every((line) => line?.value.weight !== undefined) && first !== undefined) {
    tellValues(report, own, {
      code: 'unused-weight',
      severity: 'hint',
      message: `The weight ${weight} of \`${bound.schema.keyword} ${bound.header}\` never counts`,
      hint: 'Every line that tracks it gives a weight of its own. Remove it from here or there.',
      related: [{ message: 'a line with a weight', span: spanOfStatement(first.statement) }],
    })
  }
  const initFail = bound.block.statements.find(({ keyword }) => keyword === 'init_fail')
  if (initFail === undefined || first === undefined) return
  tellKeyword(report, initFail, {
    code: 'lost-init-fail',
    severity: 'hint',
    message: '`init_fail` has no effect on a script that is tracked',
    hint: 'keepalived forgets it when it reads the track list: until the first run ends the script counts as neither. Let `rise` and a short `interval` decide.',
    related: [{ message: 'where it is tracked', span: spanOfStatement(first.statement) }],
  })
}
