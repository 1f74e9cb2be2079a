// BFD sessions and tracked files that nobody looks at: neither an instance or group, nor a check of a server.

import type { Report } from '../../config/diagnostic.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { trackFilesOf } from '../../vrrp/config/tracked-blocks.js'
import { bfdNamesIn } from '../../vrrp/config/tracked-uses.js'
import { servicesNotRunWhole } from './services.js'
import type { LintRule, Whole } from './whole.js'

export const checkUnusedBlocks: LintRule = (whole, report) => {
  const { values } = whole.root
  const sessions = values.bfdInstances
  const files = trackFilesOf(whole.root)
  if (sessions.length + files.length === 0) return
  const checked = followedByChecks(whole)
  const tracked = new Set(
    [...values.instances, ...values.syncGroups].flatMap((owner) =>
      owner.values.trackFiles.map((entry) => entry.value.name),
    ),
  )
  const inTracks = bfdNamesIn(values)
  for (const { header, statement } of sessions) {
    if (!inTracks.has(header) && !checked.BFD_CHECK.has(header)) {
      tellUnused(
        statement,
        header,
        'The session is kept up to no purpose. Name it in `track_bfd` or in a `BFD_CHECK`, or remove it.',
        report,
      )
    }
  }
  for (const { header, statement } of files) {
    if (!tracked.has(header) && !checked.FILE_CHECK.has(header)) {
      tellUnused(
        statement,
        header,
        'The file is watched to no purpose. Name it in `track_file` of an instance or in a `FILE_CHECK`, or remove it.',
        report,
      )
    }
  }
}

/** The names that checks of servers follow. */
function followedByChecks(whole: Whole): Readonly<Record<'BFD_CHECK' | 'FILE_CHECK', ReadonlySet<string>>> {
  const found = { BFD_CHECK: new Set<string>(), FILE_CHECK: new Set<string>() }
  for (const { realServers } of servicesNotRunWhole(whole)) {
    for (const { checkers } of realServers) {
      for (const checker of checkers) {
        if (checker.kind === 'BFD_CHECK' || checker.kind === 'FILE_CHECK') found[checker.kind].add(checker.name)
      }
    }
  }
  return found
}

function tellUnused(statement: Statement, name: string, hint: string, report: Report): void {
  tellKeyword(report, statement, {
    code: 'unused-block',
    severity: 'hint',
    message: `Nothing follows \`${statement.keyword} ${name}\``,
    hint,
  })
}
