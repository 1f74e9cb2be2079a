// What `lvs-ha check --explain` and `--rules` print: the pages of the rules, looked up by id.

import { renderRulePage, type PageSettings } from '../../config/render/rule-text.js'
import { twoColumns } from '../../config/render/wrap.js'
import { suggest } from '../../config/suggest.js'
import { pages } from './pages.js'

export interface RuleText {
  /** False: the text says that there is no such rule. */
  readonly known: boolean
  readonly text: string
}

export function rulePage(id: string, settings: PageSettings): RuleText {
  const page = Object.hasOwn(pages, id) ? pages[id] : undefined
  if (page !== undefined) return { known: true, text: renderRulePage(id, page, settings) }
  const near = suggest(id, Object.keys(pages))
  const advice = near === undefined ? '--rules lists all rules.' : `Did you mean ${near}?`
  return { known: false, text: `error: there is no rule '${id}'\n(${advice})\n` }
}

/** One line for each rule: scripts cut it, so it is not wrapped. */
export const ruleList = (): string =>
  twoColumns(
    Object.entries(pages)
      .map(([id, { title }]) => [id, title] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    Infinity,
  )
