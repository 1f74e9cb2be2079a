// The garp_group block: a limit for gratuitous ARP and neighbour messages that several interfaces share.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { interfaceName, seconds } from '../../config/schema/args.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { spanAt, tellAt, tellKeyword, valueRange } from '../../config/schema/cursor.js'
import { keyword, words, type Entry } from '../../config/schema/keyword.js'
import { Seconds } from '../../config/values/time.js'
import type { Span } from '../../config/source.js'
import type { Statement } from '../../config/tree.js'
import { splitWords } from '../../config/words.js'

/** One interface, as a list of one. */
const oneInterface = (): Arg<readonly string[]> => {
  const name = interfaceName()
  return {
    expects: name.expects,
    read: (cursor) => {
      const found = name.read(cursor)
      return found === undefined ? undefined : [found]
    },
    plain: (names) => names.join(' '),
  }
}

const interval = (name: string) =>
  keyword(name, seconds(0, 4294.967295), {
    wrong: Seconds(0),
    // keepalived takes what is no number for 0; what is too large it ignores, and says so.
    says: (word) => (/^\d*\.?\d*$/.test(word) ? `garp_group ${name} '${word}' invalid` : undefined),
  })

export const garpGroup = block('garp_group', {
  garpInterval: interval('garp_interval'),
  gnaInterval: interval('gna_interval'),
  interface: keyword('interface', oneInterface(), { merge: { choose: (before, next) => [...before, ...next] } }),
  interfaces: words('interfaces', interfaceName()),
})

export type BoundGarpGroup = Bound<Infer<typeof garpGroup>>

interface Member {
  readonly name: string
  readonly statement: Statement
  readonly start: number
  readonly end: number
}

/** All groups in file order: an interface is in one of them only, and a group has an interval. */
export function checkGarpGroups(groups: readonly BoundGarpGroup[], report: Report): void {
  const taken = new Map<string, Span>()
  let numbered = 0
  for (const group of groups) {
    const listed = group.block.statements.some(({ keyword: name }) => name === 'interfaces')
    const number = listed ? numbered + 1 : 0
    const has = group.values.garpInterval !== undefined || group.values.gnaInterval !== undefined
    checkMembers(group, has, taken, report)
    if (!has) tellNoInterval(group, number, report)
    else if (listed) numbered++
  }
}

/** The interfaces of a group without an interval are free for others afterwards. */
function checkMembers(group: BoundGarpGroup, stays: boolean, taken: Map<string, Span>, report: Report): void {
  const own = new Map<string, Span>()
  for (const statement of group.block.statements) {
    if (statement.keyword === 'interfaces' && statement.block?.statements.length === 0) tellEmpty(statement, report)
    const members = membersIn(group, statement)
    for (const member of members) {
      const first = taken.get(member.name) ?? own.get(member.name)
      if (first === undefined) own.set(member.name, spanAt(member.statement, member.start, member.end))
      else tellTaken(member, first, statement.keyword === 'interfaces' ? members[1] : member, report)
    }
  }
  if (stays) for (const [name, span] of own) taken.set(name, span)
}

function membersIn(group: BoundGarpGroup, statement: Statement): readonly Member[] {
  if (statement.keyword === 'interface') {
    if (group.refused?.has(statement) === true) return []
    const word = splitWords(statement.line.text, statement.from, statement.to)[1]
    return word === undefined ? [] : [{ name: word.text, statement, start: word.start, end: word.end }]
  }
  if (statement.keyword !== 'interfaces') return []
  const lines = new Set(statement.block?.statements)
  const entries: readonly Entry<string>[] = group.values.interfaces ?? []
  return entries
    .filter((entry) => lines.has(entry.statement))
    .map((entry) => ({ name: entry.value, statement: entry.statement, start: entry.start, end: entry.end }))
}

/** keepalived names the second interface of the list, whichever it means. */
function tellTaken(
  { name, statement, start, end }: Member,
  first: Span,
  said: Member | undefined,
  report: Report,
): void {
  tellAt(report, statement, start, end, {
    code: 'duplicate-entry',
    severity: 'error',
    message: `\`${name}\` is already in a \`garp_group\``,
    hint: 'It stays in the first one, as in keepalived: an interface can be in one group only.',
    related: [{ message: 'the first one', span: first }],
    keepalived: says(`garp_group already specified for ${(said ?? { name }).name} - ignoring`),
  })
}

function tellEmpty(statement: Statement, report: Report): void {
  const { from, to } = valueRange(statement)
  tellAt(report, statement, from, to, {
    code: 'empty-block',
    severity: 'error',
    message: '`interfaces` names no interface',
    hint: 'The list is ignored, as in keepalived.',
    keepalived: says('Warning - empty garp_group interfaces block'),
  })
}

function tellNoInterval(group: BoundGarpGroup, number: number, report: Report): void {
  tellKeyword(report, group.statement, {
    code: 'missing-keyword',
    severity: 'error',
    message: '`garp_group` has neither `garp_interval` nor `gna_interval`',
    hint: 'The group is removed, as in keepalived.',
    keepalived: says(`garp group ${number} does not have any delay set - removing`),
  })
}
