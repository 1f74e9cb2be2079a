// What is read and understood, but not acted on yet: said once for each feature, with what the operator has to reckon with.

import type { Complaint } from './cursor.js'

/** The rule of all such diagnostics; a feature is told from another by its message. */
export const NOT_ENFORCED = 'not-enforced-yet'

/** `what` is the keyword or option in backquotes, or a name such as `VRRP over IPv6`. */
export const notYet = (what: string, consequence: string): Complaint => ({
  code: NOT_ENFORCED,
  severity: 'warning',
  message: `${what} is read, but not enforced yet`,
  hint: consequence,
})
