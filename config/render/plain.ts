// Diagnostics as log lines, one each, with keepalived's way of naming a place: `(FILE: Line N) text`.

import type { Diagnostic } from '../diagnostic.js'
import { positionOf } from '../source.js'

/** Without a line end. */
export function renderPlain(diagnostic: Diagnostic): string {
  const { span, message } = diagnostic
  if (span === undefined) return message
  return `(${span.source.name}: Line ${positionOf(span.source, span.start).line}) ${message}`
}
