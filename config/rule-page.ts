// What `lvs-ha check --explain RULE` shows: one page for each rule id a diagnostic can have. Pages are data; they stand beside the
// tables and rules they explain, and are loaded only when somebody asks.

import type { Severity } from './diagnostic.js'

export interface RulePage {
  /** One line: what the rule is about. */
  readonly title: string
  /** The severities its diagnostics have, the usual one first. */
  readonly severity: readonly Severity[]
  /** Two to six sentences: what happens because of it, and why that matters at three in the morning. */
  readonly why: string
  /** A configuration (not only a fragment) that the rule reports; with `needs`, the part of it that matters. */
  readonly wrong: string
  /** The same, right: the rule says nothing about it. */
  readonly right: string
  /** What a check of the file alone does not have: another director's file, this machine, or the state of files on disk. */
  readonly needs?: 'peer' | 'live' | 'files'
}

export type RulePages = Readonly<Record<string, RulePage>>
