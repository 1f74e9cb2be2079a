// Diagnostics as log lines, one each, with keepalived's way of naming a place: `(FILE: Line N) text`.

import { positionOf, type Span } from '../source.js'

/** Without a line end. */
export function renderPlain({ span, message }: { readonly message: string; readonly span?: Span | undefined }): string {
  if (span === undefined) return message
  return `(${span.source.name}: Line ${positionOf(span.source, span.start).line}) ${message}`
}
