// Track groups: their members, the static lines that name them, and groups that nobody names.

import { says, type Report } from '../../config/diagnostic.js'
import { spanOfStatement, tellAt, tellKeyword } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { suggest } from '../../config/suggest.js'
import type { Statement } from '../../config/tree.js'
import { splitWords } from '../../config/words.js'
import type { BlockOrder } from './block-order.js'
import { withoutTaken } from './taken-names.js'
import type { BoundVrrpTopLevel } from './top-level.js'
import { checkTrackGroup, isUsable as isGroup, type BoundTrackGroup } from './track-group.js'

type Root = Pick<BoundVrrpTopLevel, 'values' | 'block'>

interface GroupUse {
  readonly name: string
  readonly entry: Entry<unknown>
}

const taken = (name: string) => says(`track_group ${name} already defined`)

export function checkTrackGroups(root: Root, order: BlockOrder, report: Report): void {
  const { trackGroups, staticAddresses, staticRoutes, staticRules, instances } = root.values
  const uses: GroupUse[] = []
  for (const entry of staticAddresses) note(uses, entry.value.unenforced?.trackGroup, entry)
  for (const entry of staticRoutes) note(uses, entry.value.trackGroup, entry)
  for (const entry of staticRules) note(uses, entry.value.trackGroup, entry)
  if (uses.length === 0 && trackGroups.length === 0) return
  const names = new Set(instances.map(({ header }) => header))
  const groups = withoutTaken(trackGroups, taken, report)
  for (const bound of groups) checkTrackGroup(bound, names, report)
  const byName = new Map(groups.map((bound) => [bound.header, bound]))
  const blockOf = listBlocks(root)
  for (const use of uses) {
    const bound = byName.get(use.name)
    const list = blockOf.get(use.entry.statement)
    const known = bound !== undefined && isGroup(bound) && list !== undefined && order.isBefore(bound.statement, list)
    if (!known) tellUnknownGroup(use, bound, byName, report)
  }
  const used = new Set(uses.map(({ name }) => name))
  for (const bound of groups) if (!used.has(bound.header) && isGroup(bound)) tellUnusedGroup(bound, report)
}

function note(uses: GroupUse[], name: string | undefined, entry: Entry<unknown>): void {
  if (name !== undefined) uses.push({ name, entry })
}

/** The block of the top level that each line of the static lists stands in. */
function listBlocks({ block }: Root): ReadonlyMap<Statement, Statement> {
  const found = new Map<Statement, Statement>()
  for (const statement of block.statements) {
    if (!statement.keyword.startsWith('static_')) continue
    for (const line of statement.block?.statements ?? []) found.set(line, statement)
  }
  return found
}

function tellUnknownGroup(
  { name, entry }: GroupUse,
  bound: BoundTrackGroup | undefined,
  known: ReadonlyMap<string, BoundTrackGroup>,
  report: Report,
): void {
  const { line, from, to } = entry.statement
  const words = splitWords(line.text, from, to)
  const word = words[words.findIndex(({ text }) => text === 'track_group') + 1]
  const near = bound === undefined ? suggest(name, [...known.keys()]) : undefined
  tellAt(report, entry.statement, word?.start ?? entry.start, word?.end ?? entry.end, {
    code: 'unknown-name',
    severity: 'error',
    message:
      bound === undefined
        ? `There is no \`track_group ${name}\``
        : isGroup(bound)
          ? `\`track_group ${name}\` stands behind this line, where it is not known yet`
          : `\`track_group ${name}\` is not there: it has no members`,
    hint: `No instance follows what this line asks for, as in keepalived.${near === undefined ? (bound === undefined ? '' : ' Move the group before it.') : ` Did you mean \`${near}\`?`}`,
    related: bound === undefined ? [] : [{ message: 'the group', span: spanOfStatement(bound.statement) }],
    keepalived: says(`track_group ${name} not found`),
  })
}

function tellUnusedGroup(bound: BoundTrackGroup, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'unused-block',
    severity: 'hint',
    message: `Nothing names \`track_group ${bound.header}\``,
    hint: 'It does nothing. Name it in a line of `static_ipaddress`, `static_routes` or `static_rules`, or remove it.',
  })
}
