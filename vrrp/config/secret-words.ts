// Words after a password or key: they may be the rest of it, so nothing of them is shown.

import type { Cursor } from '../../config/schema/cursor.js'

/** Reports what follows the word the cursor stands on, and skips it. */
export function skipSurplus(cursor: Cursor): void {
  if (!cursor.next()) return
  cursor.tellRest({
    code: 'surplus-words',
    severity: 'warning',
    message: `Too many words follow \`${cursor.statement.keyword}\``,
    hint: 'The rest is ignored, as in keepalived. Quote a password with blanks.',
  })
  cursor.skipRest()
}
