// Changes between two configurations, for people and for programs.

import { oneLine } from '../../config/render/one-line.js'
import type { Change, Edit } from './changes.js'
import type { Outline } from './outline.js'

/** One line for each change, blocks around them; empty when there is none. */
export const changesText = (changes: readonly Change[]): string =>
  changes
    .flatMap((change) => linesOf(change, ''))
    .map((line) => `${line}\n`)
    .join('')

function linesOf(change: Change, indent: string): readonly string[] {
  switch (change.kind) {
    case 'keyword':
      return [`${indent}${keywordLine(change)}`]
    case 'list':
      return [
        ...listTitle(`${indent}  `, change.keyword),
        ...change.edits.map((edit) => `${indent}    ${edit.sign} ${oneLine(edit.text)}`),
      ]
    case 'added':
      return blockLines(change.block, '+', indent)
    case 'removed':
      return blockLines(change.block, '-', indent)
    case 'block':
      return [`${indent}  ${oneLine(change.title)}`, ...change.changes.flatMap((one) => linesOf(one, `${indent}  `))]
  }
}

function keywordLine({ keyword, before, after }: Extract<Change, { kind: 'keyword' }>): string {
  if (before === undefined) return `+ ${statement(keyword, after?.text)}`
  if (after === undefined) return `- ${statement(keyword, before.text)}`
  // The same text for different values: it is a password that is not shown, or a word that stands for something else now.
  if (before.text === after.text) return `~ ${statement(keyword, before.text)} (another value)`
  return `~ ${keyword} ${oneLine(before.text)} -> ${oneLine(after.text)}`
}

const statement = (keyword: string, text = ''): string => (text === '' ? keyword : `${keyword} ${oneLine(text)}`)

/** A whole block that is in one of them only, without its defaults. */
/** The entries of a block without keywords have none. */
const listTitle = (before: string, keyword: string): readonly string[] =>
  keyword === '' ? [] : [`${before}${keyword}`]

function blockLines({ title, values, lists, blocks }: Outline, sign: '+' | '-', indent: string): readonly string[] {
  const inner = `${indent}  `
  return [
    `${indent}${sign} ${oneLine(title)}`,
    ...[...values]
      .filter(([, { written }]) => written)
      .map(([keyword, { text }]) => `${inner}${sign} ${statement(keyword, text)}`),
    ...[...lists].flatMap(([keyword, entries]) => [
      ...listTitle(`${inner}${sign} `, keyword),
      ...entries.map(({ text }) => `${inner}  ${sign} ${oneLine(text)}`),
    ]),
    ...[...blocks.values()].flatMap((block) => blockLines(block, sign, inner)),
  ]
}

/** One change, flat. Fields may be added to version 1, never changed or removed. */
export interface JsonChange {
  readonly change: 'added' | 'removed' | 'changed'
  /** The blocks around it, the outermost first; of a whole block, its own title is the last. */
  readonly block: readonly string[]
  /** null: it is the whole block. */
  readonly keyword: string | null
  /** An entry of a list, not the value of the keyword. */
  readonly entry: boolean
  readonly before: string | null
  readonly after: string | null
}

export const changesJson = (changes: readonly Change[]): string =>
  `${JSON.stringify({ version: 1, changes: changes.flatMap((change) => jsonOf(change, [])) }, undefined, 2)}\n`

function jsonOf(change: Change, block: readonly string[]): readonly JsonChange[] {
  switch (change.kind) {
    case 'keyword': {
      const { keyword, before, after } = change
      const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
      return [{ change: kind, block, keyword, entry: false, before: before?.text ?? null, after: after?.text ?? null }]
    }
    case 'list':
      return change.edits.flatMap((edit) => jsonEdit(edit, change.keyword, block))
    case 'added':
    case 'removed':
      return [
        {
          change: change.kind,
          block: [...block, change.block.title],
          keyword: null,
          entry: false,
          before: null,
          after: null,
        },
      ]
    case 'block':
      return change.changes.flatMap((one) => jsonOf(one, [...block, change.title]))
  }
}

function jsonEdit({ sign, text }: Edit, keyword: string, block: readonly string[]): readonly JsonChange[] {
  if (sign === ' ') return []
  return sign === '-'
    ? [{ change: 'removed', block, keyword, entry: true, before: text, after: null }]
    : [{ change: 'added', block, keyword, entry: true, before: null, after: text }]
}
