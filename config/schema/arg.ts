// What an argument of a keyword is: how its words become a value. The arguments themselves are in args.ts and, where they
// belong to one feature only, beside that feature's tables.

import type { Cursor } from './cursor.js'

export interface Arg<T> {
  /** Completes "… is expected": `a whole number from 1 to 255`. */
  readonly expects: string
  /** All words there are, where that is a short list: near misses are guessed from it. */
  readonly words?: readonly string[]
  /** What keepalived's configuration test says about a word that is not one, before the keyword's own message. */
  readonly fault?: (word: string) => string | undefined
  /**
   * Makes a value of the word the cursor stands on, and of further words where it takes several. undefined: there is no
   * value; whoever asked reports it unless the argument did (cursor.told). An argument may also report and still return a value.
   */
  readonly read: (cursor: Cursor) => T | undefined
  /** The value as plain data in the units of the language (seconds, not milliseconds); absent: it is plain already. */
  plain?(value: T): unknown
}

/** An argument of one word. `read` returns undefined for a word that is not one. */
export const oneWord = <T>(
  expects: string,
  read: (word: string) => T | undefined,
  fault?: (word: string) => string | undefined,
): Arg<T> => ({
  expects,
  read: (cursor) => read(cursor.word),
  ...(fault === undefined ? {} : { fault }),
})
