// What the comparison says of two places: the words of the own file are marked, the other's are a note below.

import type { RelatedPlace, Report, Severity } from '../../config/diagnostic.js'
import type { Span } from '../../config/source.js'

export interface PairComplaint {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly hint: string
  /** In the own file; in the other's where only that has something to show. */
  readonly span: Span | undefined
  readonly related?: readonly RelatedPlace[]
}

export function tellPair(report: Report, { code, severity, message, hint, span, related = [] }: PairComplaint): void {
  report({ code, severity, message, hint, ...(span === undefined ? {} : { span }), related })
}
