// The words of one statement, one after the other, without an array of them: binding a large file must make little garbage.
// Also the place from which an argument complains about the word it stands on. Knows no keyword and no block.

import type { KeepalivedSays, Report, RelatedPlace, Severity } from '../diagnostic.js'
import { spanIn } from '../read/line.js'
import type { Language } from './language.js'
import type { Reuse } from './reuse.js'
import type { Span } from '../source.js'
import type { Statement } from '../tree.js'
import { isBlank } from '../words.js'

/** What a diagnostic says, without its place. */
export interface Complaint {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly hint?: string
  readonly related?: readonly RelatedPlace[]
  readonly keepalived?: readonly KeepalivedSays[] | undefined
}

const DOUBLE = 34

const nowhere: Statement = {
  keyword: '',
  line: { text: '', source: { name: '', text: '' }, start: 0, end: 0, verbatim: true },
  from: 0,
  to: 0,
  block: undefined,
}

/** A statement for a block that no line opens: the top level of a file. */
export const unwritten = (block: Statement['block']): Statement => ({ ...nowhere, block })

/**
 * One cursor serves a whole binding. `open` puts it before the first word after the keyword; `next` moves it to the next
 * word (the generic rules of words.ts). What it stands on is in `word`, `start` and `end`.
 */
export class Cursor {
  readonly report: Report
  /** The whole language, for advice on keywords that stand in the wrong place; undefined = none is given. */
  readonly language: Language | undefined
  /** Set when blocks that are written again need not be bound again; its report is then that of the cursor. */
  readonly reuse: Reuse | undefined
  statement: Statement = nowhere
  word = ''
  /** Offsets of the current word, quotes included, into statement.line.text. */
  start = 0
  end = 0
  quoted = false
  /** True once something was said about this statement: the caller need not say more. */
  told = false
  private text = ''
  private at = 0
  private to = 0

  constructor(report: Report, language?: Language, reuse?: Reuse) {
    this.report = report
    this.language = language
    this.reuse = reuse
  }

  /** Stands before the first word after the keyword. */
  open(statement: Statement): void {
    this.statement = statement
    this.text = statement.line.text
    this.to = statement.to
    this.told = false
    this.at = statement.from + statement.keyword.length
    if (this.text.charCodeAt(statement.from) === DOUBLE) this.at += 2
    this.start = statement.from
    this.end = this.at
    this.word = statement.keyword
  }

  /** Stands before the first word of the line: for entries of lists, which have no keyword. */
  openEntry(statement: Statement): void {
    this.open(statement)
    this.at = statement.from
  }

  /** Moves to the next word; false when there is none (the cursor then still stands on the last one). */
  next(): boolean {
    const text = this.text
    const to = this.to
    let at = this.at
    while (at < to && isBlank(text.charCodeAt(at))) at++
    if (at >= to) return false
    const start = at
    if (text.charCodeAt(at) === DOUBLE) {
      const close = text.indexOf('"', at + 1)
      if (close < 0 || close >= to) return false
      this.word = text.slice(at + 1, close)
      this.quoted = true
      at = close + 1
    } else {
      for (at++; at < to; at++) {
        const code = text.charCodeAt(at)
        if (code <= 34 && (code === DOUBLE || isBlank(code))) break
      }
      this.word = text.slice(start, at)
      this.quoted = false
    }
    this.start = start
    this.end = at
    this.at = at
    return true
  }

  /** Whether words are left that cannot be read, because a quote is never closed: the reader of the line has reported it. */
  get isCutShort(): boolean {
    return this.text.slice(this.at, this.to).trimStart().startsWith('"')
  }

  /** Marks everything up to the end of the statement as read. */
  skipRest(): void {
    this.at = this.to
  }

  /** Reports about the current word. */
  tell(complaint: Complaint): void {
    this.told = true
    tellAt(this.report, this.statement, this.start, this.end, complaint)
  }

  /** Reports about everything from the current word to the end of the statement. */
  tellRest(complaint: Complaint): void {
    this.told = true
    tellAt(this.report, this.statement, this.start, this.to, complaint)
  }
}

/** Reports about text[from, to) of the line a statement stands on. */
export function tellAt(report: Report, statement: Statement, from: number, to: number, complaint: Complaint): void {
  const span = spanAt(statement, from, to)
  const { code, severity, message, hint, related = [], keepalived } = complaint
  const via = statement.line.via
  const places = via === undefined ? related : [...related, ...via]
  report({
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    span,
    related: places,
    ...(keepalived === undefined ? {} : { keepalived }),
  })
}

/** The place of text[from, to) of the line a statement stands on. */
export const spanAt = (statement: Statement, from: number, to: number): Span => spanIn(statement.line, from, to)

/** The place of a whole statement, keyword included and braces excluded. */
export const spanOfStatement = (statement: Statement): Span => spanAt(statement, statement.from, statement.to)

/** Reports about a statement's keyword. */
export function tellKeyword(report: Report, statement: Statement, complaint: Complaint): void {
  let end = statement.from + statement.keyword.length
  if (statement.line.text.charCodeAt(statement.from) === DOUBLE) end += 2
  tellAt(report, statement, statement.from, Math.min(end, statement.to), complaint)
}

/** Reports about the values of a statement (its keyword when it has none). */
export function tellValues(report: Report, statement: Statement, complaint: Complaint): void {
  const span = valueRange(statement)
  tellAt(report, statement, span.from, span.to, complaint)
}

/** Where the words after the keyword stand; the keyword itself when there are none. */
export function valueRange(statement: Statement): { from: number; to: number } {
  const text = statement.line.text
  const keywordEnd = statement.from + statement.keyword.length + (text.charCodeAt(statement.from) === DOUBLE ? 2 : 0)
  let from = keywordEnd
  while (from < statement.to && isBlank(text.charCodeAt(from))) from++
  let to = statement.to
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  return from < to ? { from, to } : { from: statement.from, to: Math.min(keywordEnd, statement.to) }
}
