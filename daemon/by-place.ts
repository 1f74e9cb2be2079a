// The order in which diagnostics are shown.

import type { Diagnostic } from '../config/diagnostic.js'
import type { Source } from '../config/source.js'

/** Files in the order they were read; what has no place stands first. */
export function byPlace(diagnostics: readonly Diagnostic[], sources: readonly Source[]): readonly Diagnostic[] {
  const ranks = new Map(sources.map((source, index) => [source.name, index]))
  const rankOf = ({ span }: Diagnostic): number => (span === undefined ? -1 : (ranks.get(span.source.name) ?? -1))
  return [...diagnostics].sort((a, b) => rankOf(a) - rankOf(b) || (a.span?.start ?? -1) - (b.span?.start ?? -1))
}
