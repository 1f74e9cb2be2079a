// The outlook as a table that can be read at three in the morning: what happens, who is master then, and what else is to know. One table
// for each virtual router or sync group; those with the same table share it.

import { inSeconds } from '../../config/values/time.js'
import { listOf } from '../lint/list-of.js'
import { higherAddress, outlookOf, type Master, type Prospect } from './outlook.js'
import { opposite, type OutlookTracker, type OutlookUnit, type SideName } from './standing.js'

export interface SideLabels {
  readonly own: string
  readonly other: string
}

/** A unit with the lines that introduce it. */
export interface TitledUnit {
  /** `VI_1` or `sync group G (VI_1, VI_2)`. */
  readonly title: string
  readonly unit: OutlookUnit
}

/** Cells of one line: what happens, who is master, remark. */
type Row = readonly [string, string, string]

export function outlookText(units: readonly TitledUnit[], labels: SideLabels, alone: readonly string[]): string {
  const tables = new Map<string, { titles: string[]; rows: readonly Row[] }>()
  for (const { title, unit } of units) {
    const prospects = outlookOf(unit)
    const start = prospects[0]?.master ?? 'either'
    const rows = prospects.map((prospect) => rowOf(prospect, start, unit, labels))
    const key = JSON.stringify(rows)
    const known = tables.get(key)
    if (known === undefined) tables.set(key, { titles: [title], rows })
    else known.titles.push(title)
  }
  const parts = [...tables.values()].map(({ titles, rows }) => `${listOf(titles, 8)}\n${table(rows)}`)
  const rest = alone.length === 0 ? [] : [`${alone.join('\n')}\n`]
  const cut =
    units.length === 0 ? [] : ['When the directors lose sight of each other, both become master of everything.\n']
  return ['Who is master when, by what both files ask for:\n', ...parts, ...rest, ...cut].join('\n')
}

function table(rows: readonly Row[]): string {
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length))
  const [first, second] = [width(0), width(1)]
  return rows
    .map(([event, master, remark]) => `  ${event.padEnd(first)}  ${master.padEnd(second)}  ${remark}`.trimEnd() + '\n')
    .join('')
}

function rowOf(prospect: Prospect, start: Master, unit: OutlookUnit, labels: SideLabels): Row {
  return [eventOf(prospect, labels), nameOf(prospect.master, labels), remarks(prospect, start, unit, labels).join('; ')]
}

function eventOf({ cause }: Prospect, labels: SideLabels): string {
  switch (cause.kind) {
    case 'start':
      return 'both start'
    case 'dead':
      return `${labels[cause.side]} is dead`
    case 'tracker':
      return `${labels[cause.side]}: ${happening(cause.tracker)}`
  }
}

/** What goes wrong with a thing; with `reverse` that is what puts it right. */
function happening({ kind, name }: OutlookTracker): string {
  switch (kind) {
    case 'interface':
      return `${name} down`
    case 'script':
      return `script ${name} fails`
    case 'file':
      return `file ${name} changes`
    case 'process':
      return `process ${name} missing`
    case 'bfd':
      return `BFD ${name} down`
  }
}

function nameOf(master: Master, labels: SideLabels): string {
  switch (master) {
    case 'own':
    case 'other':
      return labels[master]
    case 'both':
      return 'BOTH'
    case 'none':
      return 'NOBODY'
    case 'either':
      return `${labels.own} or ${labels.other}`
  }
}

function remarks(prospect: Prospect, start: Master, unit: OutlookUnit, labels: SideLabels): readonly string[] {
  const { cause } = prospect
  switch (cause.kind) {
    case 'start':
      return startRemarks(prospect, unit, labels)
    case 'dead':
      return [...waiting(cause.side, prospect, start, unit), ...afterwards(prospect, unit, labels)]
    case 'tracker':
      return trackerRemarks(prospect, cause.side, unit, labels)
  }
}

function startRemarks({ master, priorities }: Prospect, unit: OutlookUnit, labels: SideLabels): readonly string[] {
  if (master === 'both') return ['neither or only one hears the other']
  if (master === 'none') return ['both are in fault']
  if (master !== 'either') return [advantage(master, priorities)]
  if (priorities === undefined || priorities.before !== priorities.opposite)
    return ['neither has the higher priority for all members: whoever is first stays']
  const address = higherAddress(unit)
  const winner = address === undefined ? 'the one with the higher address' : `${labels[address]}, the higher address`
  return ['equal priorities: whoever is first; at the same moment ' + winner]
}

function advantage(master: SideName, priorities: Prospect['priorities']): string {
  if (priorities === undefined) return 'the higher priorities'
  const { before, opposite: against } = priorities
  const [mine, theirs] = master === 'own' ? [before, against] : [against, before]
  if (mine > theirs) return `priority ${mine} against ${theirs}`
  return mine === theirs ? 'equal priorities, but only one has `state MASTER`' : '`state MASTER` is faster'
}

/** How long a dead master is missed. */
function waiting(dead: SideName, { master }: Prospect, start: Master, unit: OutlookUnit): readonly string[] {
  if (master !== opposite(dead) || start === master) return []
  const longest = Math.max(...unit.map((member) => inSeconds(member[master].patience)))
  return [`after ${longest.toFixed(1)} s`]
}

function afterwards(prospect: Prospect, unit: OutlookUnit, labels: SideLabels): readonly string[] {
  const { master, afterwards: later } = prospect
  if (later === master) return []
  if (later === 'own' || later === 'other') {
    const delay = Math.max(...unit.map((member) => inSeconds(member[later].preemptDelay)))
    const then = prospect.cause.kind === 'dead' ? 'it is back' : 'that is over'
    return [`${labels[later]} again ${delay > 0 ? `${delay} s after` : 'when'} ${then}`]
  }
  return [`afterwards ${nameOf(later, labels)}`]
}

function trackerRemarks(prospect: Prospect, side: SideName, unit: OutlookUnit, labels: SideLabels): readonly string[] {
  const { priorities, fileValue, heldBack, master } = prospect
  if (fileValue !== undefined) return [fileRemark(prospect, side, labels)]
  const numbers =
    priorities === undefined
      ? []
      : [`priority ${priorities.before} → ${priorities.after} against ${priorities.opposite}`]
  const held = heldBack === undefined ? [] : [`${labels[heldBack]} has nopreempt`]
  return [...numbers, ...held, ...(master === 'none' ? [] : afterwards(prospect, unit, labels))]
}

function fileRemark({ fileValue, master, cause }: Prospect, side: SideName, labels: SideLabels): string {
  const moves = fileValue?.moves
  if (moves === undefined || cause.kind !== 'tracker') return 'whatever it holds'
  const bound = moves < 0 ? `${moves} or less` : `${moves} or more`
  const to = master === side ? labels[opposite(side)] : labels[side]
  return `${to} when it holds ${bound}`
}
