// A rule page for people: what `lvs-ha check --explain RULE` prints.

import type { RulePage } from '../rule-page.js'
import { indented, wrapped } from './wrap.js'

export interface PageSettings {
  readonly colour: boolean
  readonly width: number
}

const scopes: Readonly<Record<NonNullable<RulePage['needs']>, string>> = {
  peer: "Needs the other director's file: `lvs-ha check --peer OTHER FILE`.",
  live: 'Needs the machine the file is meant for: `lvs-ha check --live`.',
  files: 'Depends on files on disk.',
}

export function renderRulePage(id: string, page: RulePage, { colour, width }: PageSettings): string {
  const strong = (text: string): string => (colour ? `\x1b[1m${text}\x1b[0m` : text)
  const needs = page.needs === undefined ? [] : [wrapped(scopes[page.needs], width, '  ')]
  const parts = [
    `${strong(id)} (${page.severity.join(', ')})\n${wrapped(page.title, width)}`,
    wrapped(page.why, width, '  '),
    ...needs,
    `${strong('Wrong')}\n\n${example(page.wrong)}`,
    `${strong('Right')}\n\n${example(page.right)}`,
  ]
  return `${parts.join('\n\n')}\n`
}

const example = (text: string): string => indented(text.replace(/^\n+|\s+$/g, ''), '    ')
