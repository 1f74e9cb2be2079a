// The track_group block: instances that go to FAULT when a static address, route or rule that names the group is missing.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { blockName, string } from '../../config/schema/args.js'
import { block, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellAt, tellKeyword } from '../../config/schema/cursor.js'
import { words, type Entry, type Field } from '../../config/schema/keyword.js'

const noName = 'track_group must have a name - skipping'

/** Exactly one word. */
const groupName = (): Arg<string> => {
  const name = blockName()
  return {
    ...name,
    read: (cursor) => {
      const { word } = cursor
      if (!cursor.next()) return word
      cursor.tellRest({
        code: 'surplus-words',
        severity: 'error',
        message: '`track_group` takes exactly one name',
        hint: 'The whole block is skipped, as in keepalived. Quote a name with blanks.',
        keepalived: says(noName),
      })
      return undefined
    },
    fault: () => noName,
  }
}

const members: Field<readonly Entry<string>[] | undefined> = {
  ...words('group', string('the name of an instance'), { repeat: 'first' }),
  saysRepeated: (_word, _before, header) => `Group list already specified for sync group ${String(header)}`,
}

export const trackGroup = block('track_group', { members }, { header: groupName() })

export type BoundTrackGroup = Bound<Infer<typeof trackGroup>, string>

/** A group without a list does not exist for those who name it. */
export const isUsable = ({ values }: BoundTrackGroup): boolean => (values.members ?? []).length > 0

/** What is wrong with the block as a whole; `instances` are the names there are. */
export function checkTrackGroup(bound: BoundTrackGroup, instances: ReadonlySet<string>, report: Report): void {
  const entries = bound.values.members ?? []
  if (entries.length === 0) {
    tellEmpty(bound, report)
    return
  }
  for (const entry of entries) if (!instances.has(entry.value)) tellMember(entry, report)
}

function tellEmpty(bound: BoundTrackGroup, report: Report): void {
  const list = statementOf(bound, 'members')
  const removed = `Static track group ${bound.header} has no members - removing`
  const empty = `Warning - track group ${bound.header} has empty group block`
  tellKeyword(report, bound.statement, {
    code: 'empty-group',
    severity: 'error',
    message: `The track group \`${bound.header}\` has no members`,
    hint: 'It is removed, as in keepalived. Name its instances in `group { … }`.',
    keepalived: list === undefined ? says(removed) : says(empty, removed),
  })
}

/** keepalived only logs it. */
function tellMember(entry: Entry<string>, report: Report): void {
  tellAt(report, entry.statement, entry.start, entry.end, {
    code: 'unknown-member',
    severity: 'warning',
    message: `There is no \`vrrp_instance ${entry.value}\``,
    hint: 'The name is ignored, as in keepalived: that instance does not follow what the group tracks.',
  })
}
