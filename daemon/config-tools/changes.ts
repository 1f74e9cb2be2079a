// What changed between two outlines. Values in, values out; how it is shown is not its business.

import type { Outline, Value } from './outline.js'

export type Change =
  | { readonly kind: 'keyword'; readonly keyword: string; readonly before?: Value; readonly after?: Value }
  | {
      readonly kind: 'list'
      readonly keyword: string
      readonly edits: readonly Edit[]
      readonly before: readonly Value[]
      readonly after: readonly Value[]
    }
  | { readonly kind: 'added' | 'removed'; readonly block: Outline }
  | { readonly kind: 'block'; readonly title: string; readonly changes: readonly Change[] }

/** An entry of a list: in both at this place, or in one only. */
export interface Edit {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** None: both mean the same. */
export const changesBetween = (before: Outline, after: Outline): readonly Change[] => [
  ...keywordChanges(before.values, after.values),
  ...listChanges(before.lists, after.lists),
  ...blockChanges(before.blocks, after.blocks),
]

const keysOf = <V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>): readonly string[] => [
  ...new Set([...a.keys(), ...b.keys()]),
]

function keywordChanges(before: Outline['values'], after: Outline['values']): readonly Change[] {
  return keysOf(before, after).flatMap((keyword): Change[] => {
    const [one, other] = [before.get(keyword), after.get(keyword)]
    if (one?.key === other?.key) return []
    return [
      {
        kind: 'keyword',
        keyword,
        ...(one === undefined ? {} : { before: one }),
        ...(other === undefined ? {} : { after: other }),
      },
    ]
  })
}

function listChanges(before: Outline['lists'], after: Outline['lists']): readonly Change[] {
  return keysOf(before, after).flatMap((keyword): Change[] => {
    const [one = [], other = []] = [before.get(keyword), after.get(keyword)]
    const edits = editsBetween(one, other)
    const changed = edits.some(({ sign }) => sign !== ' ')
    return changed ? [{ kind: 'list', keyword, edits, before: one, after: other }] : []
  })
}

function blockChanges(before: Outline['blocks'], after: Outline['blocks']): readonly Change[] {
  return keysOf(before, after).flatMap((identity): Change[] => {
    const [one, other] = [before.get(identity), after.get(identity)]
    if (one === undefined) return other === undefined ? [] : [{ kind: 'added', block: other }]
    if (other === undefined) return [{ kind: 'removed', block: one }]
    const changes = changesBetween(one, other)
    return changes.length === 0 ? [] : [{ kind: 'block', title: other.title, changes }]
  })
}

/** More entries than this are compared as sets: the table of a longest common part would be too large. */
const LARGE = 2000

/** What stays, goes and comes, so that as much as possible stays. */
function editsBetween(before: readonly Value[], after: readonly Value[]): readonly Edit[] {
  let start = 0
  while (start < before.length && before[start]?.key === after[start]?.key) start++
  let end = 0
  const least = Math.min(before.length, after.length) - start
  while (end < least && before.at(-1 - end)?.key === after.at(-1 - end)?.key) end++
  const kept = (values: readonly Value[]): readonly Edit[] => values.map(({ text }) => ({ sign: ' ', text }))
  return [
    ...kept(after.slice(0, start)),
    ...middleEdits(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...kept(after.slice(after.length - end)),
  ]
}

function middleEdits(before: readonly Value[], after: readonly Value[]): readonly Edit[] {
  if (before.length > LARGE || after.length > LARGE) return editsOfSets(before, after)
  const common = commonLengths(before, after)
  const edits: Edit[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]]
    if (one !== undefined && one.key === other?.key) {
      edits.push({ sign: ' ', text: other.text })
      i++
      j++
    } else if (other === undefined || (one !== undefined && lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1))) {
      edits.push({ sign: '-', text: one?.text ?? '' })
      i++
    } else {
      edits.push({ sign: '+', text: other.text })
      j++
    }
  }
  return edits
}

function editsOfSets(before: readonly Value[], after: readonly Value[]): readonly Edit[] {
  const keys = (values: readonly Value[]): ReadonlySet<string> => new Set(values.map(({ key }) => key))
  const [old, now] = [keys(before), keys(after)]
  return [
    ...before.filter(({ key }) => !now.has(key)).map(({ text }): Edit => ({ sign: '-', text })),
    ...after.filter(({ key }) => !old.has(key)).map(({ text }): Edit => ({ sign: '+', text })),
  ]
}

const lengthAt = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0

/** The length of the longest common part of before[i…] and after[j…], for all i and j. */
function commonLengths(before: readonly Value[], after: readonly Value[]): readonly (readonly number[])[] {
  const table: number[][] = Array.from({ length: before.length + 1 }, () => [])
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const same = before[i]?.key === after[j]?.key
      const length = same
        ? lengthAt(table, i + 1, j + 1) + 1
        : Math.max(lengthAt(table, i + 1, j), lengthAt(table, i, j + 1))
      const row = table[i]
      if (row !== undefined) row[j] = length
    }
  }
  return table
}
