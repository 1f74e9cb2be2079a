// Whether the sync groups of two directors hold the same virtual routers together, and whether one director can be master of all of them.

import type { Report } from '../../config/diagnostic.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import type { Span } from '../../config/source.js'
import { listOf } from '../lint/list-of.js'
import { tellPair } from './complaint.js'
import { headerOf, membersOf, placeOf, type Director, type Router } from './director.js'
import type { RouterPair } from './matching.js'

/** Routers that change state together on either side. */
export interface Unit {
  /** Of the own side; undefined = no group. */
  readonly group: string | undefined
  readonly pairs: readonly RouterPair[]
}

/** The pairs by the groups of the own side, in the order of their first members; a pair outside of groups is a unit of its own. */
export function unitsOf(pairs: readonly RouterPair[]): readonly Unit[] {
  const grouped = new Map<string, RouterPair[]>()
  const units: Unit[] = []
  for (const pair of pairs) {
    const group = pair.own.config.group ?? pair.other.config.group
    const known = group === undefined ? undefined : grouped.get(group)
    if (known !== undefined) {
      known.push(pair)
      continue
    }
    const members = [pair]
    if (group !== undefined) grouped.set(group, members)
    units.push({ group, pairs: members })
  }
  return units
}

export function compareGroups(own: Director, other: Director, pairs: readonly RouterPair[], report: Report): void {
  const partner = new Map(pairs.flatMap((pair) => [[pair.own, pair.other] as const, [pair.other, pair.own] as const]))
  const told = new Set<string>()
  for (const pair of pairs) {
    const mine = partnersIn(own, pair.own, partner)
    const theirs = new Set(membersOf(other, pair.other.config.group))
    const differs = mine.size !== theirs.size || [...mine].some((one) => !theirs.has(one))
    const [group, there] = [pair.own.config.group, pair.other.config.group]
    if (!differs && (group === undefined) === (there === undefined)) continue
    const key = `${group ?? ''} ${there ?? ''}`
    if (told.has(key)) continue
    told.add(key)
    tellShape(own, other, pair, report)
  }
  for (const unit of unitsOf(pairs)) if (unit.group !== undefined) checkPriorities(unit, own, other, report)
}

/** The other side's routers that belong to the members of a router's group. */
function partnersIn(director: Director, router: Router, partner: ReadonlyMap<Router, Router>): ReadonlySet<Router> {
  const members = membersOf(director, router.config.group)
  return new Set(members.flatMap((member) => partner.get(member) ?? []))
}

function tellShape(own: Director, other: Director, pair: RouterPair, report: Report): void {
  const shape = (director: Director, router: Router): string => {
    const { group } = router.config
    if (group === undefined) return 'is in no sync group'
    const others = membersOf(director, group).filter((one) => one !== router)
    const names = listOf(others.map((one) => `\`${one.config.name}\``))
    return others.length === 0 ? `is alone in \`${group}\`` : `is in \`${group}\` with ${names}`
  }
  tellPair(report, {
    code: 'peer-sync-group',
    severity: 'warning',
    message: `\`${pair.own.config.name}\` ${shape(own, pair.own)} here, and ${shape(other, pair.other)} in \`${other.label}\``,
    hint: 'After a failure one director may be master of one half and its peer of the other. Put the same instances into the group in both files.',
    span: groupPlace(own, pair.own) ?? headerOf(pair.own),
    related: [{ message: 'there', span: groupPlace(other, pair.other) ?? headerOf(pair.other) }],
  })
}

function groupPlace({ whole }: Director, { config }: Router): Span | undefined {
  const bound = whole.root.values.syncGroups.find((one) => one.header === config.group)
  return bound === undefined ? undefined : spanOfStatement(bound.statement)
}

/** A group takes over when all its members would; when each side is higher in one of them, neither ever takes over. */
function checkPriorities({ group, pairs }: Unit, own: Director, other: Director, report: Report): void {
  const higher = pairs.find((pair) => pair.own.config.priority > pair.other.config.priority)
  const lower = pairs.find((pair) => pair.own.config.priority < pair.other.config.priority)
  if (higher === undefined || lower === undefined) return
  tellPair(report, {
    code: 'peer-group-priorities',
    severity: 'warning',
    message: `\`${own.label}\` has the higher priority for \`${higher.own.config.name}\` of the sync group \`${group ?? ''}\`, \`${other.label}\` for \`${lower.own.config.name}\``,
    hint: 'Neither takes the whole group from the other: whoever is master first stays, and when both start at once they may take it from each other. Give one director the higher priority for all members.',
    span: placeOf(higher.own, 'priority'),
    related: [
      {
        message: `${higher.other.config.priority} for \`${higher.other.config.name}\``,
        span: placeOf(higher.other, 'priority'),
      },
      {
        message: `${lower.own.config.priority} for \`${lower.own.config.name}\``,
        span: placeOf(lower.own, 'priority'),
      },
      { message: `${lower.other.config.priority} there`, span: placeOf(lower.other, 'priority') },
    ],
  })
}
