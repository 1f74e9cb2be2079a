// A policy rule while its line is read.

import type { AddressFamily } from '../../config/values/ip.js'
import type { OptionWords } from './option-words.js'
import type { RuleAction, RuleLine } from './route-model.js'

export type RuleDraft = { -readonly [K in keyof Omit<RuleLine, 'family' | 'action' | 'protocol'>]: RuleLine[K] } & {
  family: AddressFamily | undefined
  action: RuleAction | undefined
  protocol: number | undefined
}

/** Reads an option, from its first to its last word; false when the rule is dropped (reported). */
export type RuleOption = (words: OptionWords, draft: RuleDraft) => boolean
