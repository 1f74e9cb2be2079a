// Comments that keep rules quiet, applied to all that was found. Which rules there are is looked up only when a file has such a comment.

import type { Diagnostic } from '../../config/diagnostic.js'
import type { RulePages } from '../../config/rule-page.js'
import { silence, type Silenced } from '../../config/silence.js'
import type { Source } from '../../config/source.js'
import type { Scope } from './checked.js'

export async function quietly(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  scope: Scope,
): Promise<Silenced> {
  if (!sources.some(({ text }) => text.includes('lvs-ha:'))) return { shown: diagnostics, silenced: [] }
  const { pages } = await import('../explain/pages.js')
  const { shown, silenced } = silence(diagnostics, sources, () => new Set(Object.keys(pages)))
  return { shown: shown.filter((one) => !isOutOfScope(one, pages, scope)), silenced }
}

/** A comment about what only `--live` or `--peer` finds is not idle because this check does not look there. */
function isOutOfScope({ code, span }: Diagnostic, pages: RulePages, { live, peer }: Scope): boolean {
  if (code !== 'unused-silence' || span === undefined) return false
  const needs = pages[span.source.text.slice(span.start, span.end)]?.needs
  return (needs === 'live' && live !== true) || (needs === 'peer' && peer === undefined)
}
