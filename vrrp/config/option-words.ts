// The words of one line that is a list of options in any order, such as a route: going through them, taking values, and complaining about
// one of them. Knows no option.

import type { KeepalivedSays } from '../../config/diagnostic.js'
import { says } from '../../config/diagnostic.js'
import { endsWithout } from '../../config/schema/complaints.js'
import type { Complaint, Cursor } from '../../config/schema/cursor.js'
import { splitWords, type Word } from '../../config/words.js'

/** What is wrong with a word. */
export interface Fault {
  readonly code?: string
  readonly message: string
  readonly hint?: string
  /** keepalived's lines about it. */
  readonly said: readonly string[]
}

/** keepalived's words with the word they are about in place of `%s`. */
export const filled = (said: string, word: string): string => said.replace('%s', () => word)

export class OptionWords {
  /** What becomes of the line when something in it is wrong: `The route is dropped, as in keepalived.` */
  readonly fate: string
  /** A word that was skipped because it follows `inet` or `inet6`. */
  swallowed: Word | undefined
  readonly #cursor: Cursor
  readonly #words: readonly Word[]
  #at = 0

  /** The cursor stands on the first word; it is then through with the line. */
  constructor(cursor: Cursor, fate: string) {
    const { statement } = cursor
    this.fate = fate
    this.#cursor = cursor
    this.#words = splitWords(statement.line.text, cursor.start, statement.to)
    cursor.skipRest()
  }

  /** The current word; '' behind the last one. */
  get word(): string {
    return this.#words[this.#at]?.text ?? ''
  }

  get atEnd(): boolean {
    return this.#at >= this.#words.length
  }

  get count(): number {
    return this.#words.length
  }

  get index(): number {
    return this.#at
  }

  /** The word after the current one; undefined when that is the last. */
  get following(): Word | undefined {
    return this.#words[this.#at + 1]
  }

  step(count = 1): void {
    this.#at += count
  }

  /** Goes to the value of the current option; false when there is none, which ends keepalived's test (reported). */
  toValue(expects: string): boolean {
    const option = this.word
    this.#at++
    if (!this.atEnd) return true
    this.#at = this.#words.length - 1
    this.#stand()
    this.#cursor.tell({
      code: 'missing-value',
      severity: 'error',
      message: `\`${option}\` must be followed by ${expects}`,
      hint: `${this.fate} keepalived stops at it and does not start.`.replace(', as in keepalived', ''),
      keepalived: endsWithout(this.#cursor),
    })
    this.#at = this.#words.length
    return false
  }

  /** Complains about the current word; false, for the option that then is not read. */
  drop(fault: Fault): false {
    this.tell({
      code: fault.code ?? 'wrong-value',
      severity: 'error',
      message: fault.message,
      hint: fault.hint ?? this.#fateAfterSwallowing(),
      keepalived: says(...fault.said),
    })
    return false
  }

  /** Complains about the current word, or about the last one behind it. */
  tell(complaint: Complaint, word?: Word): void {
    this.#stand(word)
    this.#cursor.tell(complaint)
  }

  /** Complains about the whole line. */
  tellLine(complaint: Complaint): void {
    this.#at = 0
    this.#stand()
    this.#cursor.tellRest(complaint)
  }

  /** Complains about the line without an end to the reading: what follows from several words. */
  dropLine(code: string, message: string, said: string, hint?: string): undefined {
    const keepalived: readonly KeepalivedSays[] = says(said)
    this.tellLine({ code, severity: 'error', message, hint: hint ?? this.#fateAfterSwallowing(), keepalived })
    return undefined
  }

  #fateAfterSwallowing(): string {
    if (this.swallowed === undefined) return this.fate
    return `${this.fate} \`${this.swallowed.text}\` was skipped because it follows \`inet\` or \`inet6\`.`
  }

  #stand(word: Word | undefined = this.#words[Math.min(this.#at, this.#words.length - 1)]): void {
    if (word === undefined) return
    this.#cursor.word = word.text
    this.#cursor.start = word.start
    this.#cursor.end = word.end
  }
}
