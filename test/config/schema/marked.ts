// What a diagnostic's span covers, without the whole language.

import type { Diagnostic } from '../../../config/diagnostic.js'

export const markedBy = ({ span }: Diagnostic): string =>
  span === undefined ? '' : span.source.text.slice(span.start, span.end)
