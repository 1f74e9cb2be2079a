// The virtual_server_group block: addresses, ranges of them and firewall marks that share the definition of a service. Groups may stand anywhere in a file: what they mean to the
// services that name them is in group-service.ts.

import { says, type KeepalivedSays, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { integer, port } from '../../config/schema/args.js'
import { listBlock, type Bound, type Infer } from '../../config/schema/block.js'
import { endsWithout, faultOf, quoted } from '../../config/schema/complaints.js'
import { spanOfStatement, tellKeyword, type Cursor } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { compareIp, familyOf } from '../../config/values/ip.js'
import { parseRange } from './address-range.js'
import type { AddressRange, GroupEntry } from './model.js'

/** keepalived ends at a group without a name, and at one with more words than that. */
const noName = '*** Configuration line starting `***MISSING ***` is missing a parameter at word position 1'

/** One word; what follows it is ignored. */
const groupName: Arg<string> = {
  expects: 'exactly one name',
  fault: () => noName,
  read: (cursor) => {
    const name = cursor.word
    if (!cursor.next()) return name
    cursor.tellRest({
      code: 'surplus-words',
      severity: 'error',
      message: `\`${cursor.statement.keyword}\` takes exactly one name`,
      hint: 'The word is ignored; keepalived stops at it and does not start. Quote a name with blanks.',
      keepalived: [{ message: noName, placed: true, status: 2 }],
    })
    cursor.skipRest()
    return name
  },
}

export const virtualServerGroup = listBlock('virtual_server_group', groupName, (name) => groupEntry(name))

type BoundGroup = Bound<Infer<typeof virtualServerGroup>, string>

export interface VirtualServerGroup {
  readonly name: string
  readonly statement: Statement
  /** Empty when there is no sound one: the group is left out then. */
  readonly entries: readonly GroupEntry[]
}

/** The groups of a file by name; of several with one name the first. */
export function readGroups(bounds: readonly BoundGroup[], report: Report): ReadonlyMap<string, VirtualServerGroup> {
  const groups = new Map<string, VirtualServerGroup>()
  for (const bound of bounds) {
    const { header: name, statement } = bound
    const entries = entriesOf(bound, report)
    const earlier = groups.get(name)
    if (earlier !== undefined) tellSecond(statement, earlier, report)
    else groups.set(name, { name, statement, entries })
  }
  return groups
}

function tellSecond(statement: Statement, earlier: VirtualServerGroup, report: Report): void {
  tellKeyword(report, statement, {
    code: 'duplicate-name',
    severity: 'warning',
    message: `There is already a \`virtual_server_group\` named \`${earlier.name}\``,
    hint: 'The first one is used, as in keepalived. Put all entries into one block.',
    related: [{ message: 'the first one', span: spanOfStatement(earlier.statement) }],
  })
}

function entriesOf({ values, header: name, statement }: BoundGroup, report: Report): readonly GroupEntry[] {
  const entries = values.entries.map(({ value }) => value)
  tellOverlaps(
    values.entries.flatMap(({ value, statement: line }, place) =>
      'first' in value ? [{ range: value, line, place }] : [],
    ),
    report,
  )
  if (entries.length === 0) tellEmpty(statement, name, report)
  else if (isMixed(entries)) {
    tellMixed(statement, name, report)
    return []
  }
  return entries
}

interface PlacedRange {
  readonly range: AddressRange
  readonly line: Statement
  readonly place: number
}

/** In the order of ports and addresses only neighbours can overlap, and what reaches furthest so far. */
function tellOverlaps(ranges: readonly PlacedRange[], report: Report): void {
  const sorted = [...ranges].sort(
    (a, b) => a.range.port - b.range.port || compareIp(a.range.first, b.range.first) || a.place - b.place,
  )
  let furthest: PlacedRange | undefined
  for (const next of sorted) {
    if (furthest === undefined || !overlap(furthest.range, next.range)) {
      furthest = next
      continue
    }
    const [earlier, later] = furthest.place < next.place ? [furthest, next] : [next, furthest]
    tellOverlap(later.line, earlier.line, report)
    if (compareIp(next.range.last, furthest.range.last) > 0) furthest = next
  }
}

/** `next` does not begin before `range`. */
const overlap = (range: AddressRange, next: AddressRange): boolean =>
  range.port === next.port && familyOf(range.first) === familyOf(next.first) && compareIp(next.first, range.last) <= 0

function tellOverlap(line: Statement, earlier: Statement, report: Report): void {
  tellKeyword(report, line, {
    code: 'duplicate-entry',
    severity: 'warning',
    message: `Addresses of \`${line.keyword}\` are in the group already, with this port`,
    hint: 'The kernel has one service of each address and port only. Remove what is there twice.',
    related: [{ message: 'the other entry', span: spanOfStatement(earlier) }],
  })
}

function tellEmpty(statement: Statement, name: string, report: Report): void {
  tellKeyword(report, statement, {
    code: 'empty-group',
    severity: 'error',
    message: `The group \`${name}\` has no valid entry`,
    hint: 'It is left out with the services that name it, as in keepalived.',
    keepalived: says(`virtual server group ${name} has no entries - removing`),
  })
}

/** Addresses of both families and a mark that could be of either. */
function isMixed(entries: readonly GroupEntry[]): boolean {
  const families = new Set(
    entries.map((entry) => ('first' in entry ? familyOf(entry.first) : (entry.family ?? 'open'))),
  )
  return families.size === 3
}

function tellMixed(statement: Statement, name: string, report: Report): void {
  tellKeyword(report, statement, {
    code: 'wrong-family',
    severity: 'error',
    message: `The group \`${name}\` has IPv4, IPv6 and a firewall mark of neither`,
    hint: 'It is left out with the services that name it, as in keepalived. Write `inet` or `inet6` behind the mark.',
    keepalived: says(`virtual server group ${name} cannot have IPv4, IPv6 and fwmark without family - removing`),
  })
}

// ---- entries --------------------------------------------------------------------------------------------------------------

const mark = integer(0, 4294967295)
const portNumber = port()

/** One line of a group: a range with an optional port, or `fwmark N [inet|inet6]`. */
export const groupEntry = (group: string): Arg<GroupEntry> => ({
  expects: 'an address or a range of them and optionally a port, or `fwmark` with a mark',
  read: (cursor) => (cursor.word === 'fwmark' ? readMark(cursor, group) : readRange(cursor)),
})

const dropped = 'The entry is dropped, as in keepalived.'

function readRange(cursor: Cursor): GroupEntry | undefined {
  const { word, start, end } = cursor
  const range = parseRange(word)
  const portWord = cursor.next() && !/^0*$/.test(cursor.word) ? cursor.word : undefined
  const number = portWord === undefined ? 0 : portNumber.read(cursor)
  if (number !== undefined && 'first' in range) return { ...range, port: number }
  const about = says(
    `Invalid virtual server group IP address ${word} ${portWord === undefined ? '' : `/port/${portWord}`} - skipping`,
  )
  if (number === undefined) {
    tellWrong(cursor, `${quoted(cursor.word)} is no port: ${portNumber.expects} is expected`, [
      ...faultOf(portNumber, cursor.word),
      ...about,
    ])
  } else if ('wrong' in range) {
    Object.assign(cursor, { word, start, end })
    tellWrong(cursor, `${quoted(word)} ${range.wrong}`, range.says === undefined ? about : says(range.says))
  }
  return undefined
}

function readMark(cursor: Cursor, group: string): GroupEntry | undefined {
  if (!cursor.next()) {
    cursor.tell({
      code: 'missing-value',
      severity: 'error',
      message: `\`fwmark\` must be followed by ${mark.expects}`,
      hint: 'The entry is dropped; keepalived stops at it and does not start.',
      keepalived: endsWithout(cursor),
    })
    return undefined
  }
  const { word } = cursor
  const fwmark = mark.read(cursor)
  if (fwmark === undefined) {
    tellWrong(cursor, `${quoted(word)} is no firewall mark: ${mark.expects} is expected`, [
      ...faultOf(mark, word),
      ...says(`(${group}): fwmark '${word}' must be in [0, 4294967295] - ignoring`),
    ])
    return undefined
  }
  if (!cursor.next()) return { fwmark, family: undefined }
  if (cursor.word === 'inet' || cursor.word === 'inet6') return { fwmark, family: cursor.word }
  tellWrong(
    cursor,
    `${quoted(cursor.word)} is no address family: \`inet\` or \`inet6\` is expected`,
    says(`(${group}): fwmark '${fwmark}' family ${cursor.word} unknown - ignoring`),
  )
  return undefined
}

function tellWrong(cursor: Cursor, message: string, keepalived: readonly KeepalivedSays[]): void {
  cursor.tell({ code: 'wrong-value', severity: 'error', message, hint: dropped, keepalived })
}
