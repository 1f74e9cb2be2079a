// keepalived's habit of putting a block's name before what it says about a keyword in it.

import type { Says } from '../../config/schema/keyword.js'

/** `(VI_1) …`; nothing when the block's name is not known. */
export const named =
  (text: (word: string) => string): Says =>
  (word, header) =>
    typeof header === 'string' ? `(${header}) ${text(word)}` : undefined

/** `(VI_1): …` */
export const namedColon =
  (text: (word: string) => string): Says =>
  (word, header) =>
    typeof header === 'string' ? `(${header}): ${text(word)}` : undefined
