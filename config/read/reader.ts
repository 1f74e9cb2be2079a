// From files to lines: which files are read, where in them reading is, and what a physical line gives before it means anything. What
// becomes of a line with definitions, conditions or repetitions is the expander's business.

import { nextBrace } from '../braces.js'
import type { RelatedPlace, Report } from '../diagnostic.js'
import type { Source, Span } from '../source.js'
import { Bodies, type Body } from './bodies.js'
import { definitionIn } from './definitions.js'
import { Expander, maxDepth, type ReadOptions } from './expander.js'
import * as faults from './faults.js'
import { includeCheckIn, includeIn, noChecks, type FileReader, type IncludeDirective } from './include.js'
import { tooManyIncludes } from './include-faults.js'
import { OpenFiles } from './open-files.js'
import { bytesOf, chain, cut, cutAfter, maxLineLength, spanIn, type Line } from './line.js'
import { Found, scanLine, unescapeMarks, type Scan } from './lines.js'
import { seededRandom, seedIn, type Random } from './random.js'
import { residueAt } from './residue.js'

export type { ReadOptions } from './expander.js'
export { maxLineLength } from './line.js'

/** A line of fewer characters cannot have too many bytes: a character has three at most. */
const surelyShort = Math.floor(maxLineLength / 3)

const AT = 64
const TILDE = 126
const SMALL_I = 105
const BYTE_ORDER_MARK = 0xfeff
const UNKNOWN = '\ufffd'

export class ConfigReader {
  readonly #options: ReadOptions
  readonly #report: Report
  readonly #expander: Expander
  readonly #open: OpenFiles
  readonly #bodies: Bodies | undefined
  /** Main files still to be read, the first of them from #offset on; lines go to #lines. */
  readonly #waiting: Source[] = []
  #offset = 0
  #lines: Line[] = []
  readonly #scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  /** Where a line starts that would have belonged to a value, but stands alone, as has been said. */
  #droppedTo = -1
  /** The definition that a line without content has ended, and where the next line starts. */
  #cut: string | undefined
  #cutTo = -1
  #includeChecks = noChecks
  #random: Random
  /** Files that have been looked through for a `random_seed`. */
  #seedsSought = 0
  #ended = false

  constructor(files: FileReader, options: ReadOptions, report: Report) {
    this.#options = options
    this.#report = report
    this.#random = options.random
    this.#open = new OpenFiles(files, report)
    this.#bodies = options.repeats === true ? new Bodies() : undefined
    const random: Random = (min, max) => this.#randomNumber(min, max)
    this.#expander = new Expander({ ...options, random }, report, (line, depth) => this.#finished(line, depth))
  }

  /** Every file read so far, once each, the main file first. */
  get sources(): readonly Source[] {
    return this.#open.sources
  }

  /** Opens the main file (or the files its name matches as a pattern); false and reported when there is nothing to read. */
  open(name: string): boolean {
    this.#waiting.push(...this.#open.mainFiles(name))
    return this.#waiting.length > 0
  }

  /**
   * Reads about `count` more lines of the main file, with all they include, and hands them over. Reading in portions lets most
   * lines be forgotten as soon as the tree has them: for large files that is most of the time saved.
   */
  next(count: number): readonly Line[] | undefined {
    const lines: Line[] = []
    this.#lines = lines
    while (lines.length === 0) {
      const source = this.#waiting[0]
      if (source === undefined) {
        if (!this.#ended) this.#expander.end()
        this.#ended = true
        return undefined
      }
      if (this.#offset === 0) this.#enter(source)
      this.#offset = this.#readLines(source, this.#offset, count, undefined, 0)
      if (this.#offset < source.text.length) continue
      this.#leave()
      this.#waiting.shift()
      this.#offset = 0
    }
    return lines
  }

  #enter(source: Source): void {
    this.#bodies?.spoil()
    if (!this.#open.enter(source)) return
    if (source.text.charCodeAt(0) === BYTE_ORDER_MARK) this.#report(faults.byteOrderMark(source))
    const unknown = source.text.indexOf(UNKNOWN)
    if (unknown >= 0) this.#report(faults.notUtf8(source, unknown))
  }

  #leave(): void {
    this.#bodies?.spoil()
    this.#open.leave()
    this.#expander.endFile()
  }

  /** Reads at most `count` physical lines from `offset` on; returns where it stopped. */
  #readLines(
    source: Source,
    offset: number,
    count: number,
    via: readonly RelatedPlace[] | undefined,
    depth: number,
  ): number {
    const { text } = source
    const scan = this.#scan
    const lines = this.#lines
    const expander = this.#expander
    const bodies = this.#bodies
    let start = offset === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : offset
    for (let left = count; left > 0 && start < text.length; left--) {
      const lineStart = start
      scanLine(text, start, scan)
      const { from, to, end, braces } = scan
      start = end + 1
      if (scan.found !== 0 || expander.inDefinition || end - lineStart > surelyShort) {
        bodies?.spoil()
        this.#unusualLine(source, lineStart, end, via, depth)
      } else if (from < to) {
        const first = text.charCodeAt(from)
        const special = first === AT || first === TILDE
        const plain = !special && braces !== undefined && !(first === SMALL_I && text.startsWith('include', from))
        let repeats: Body | undefined
        if (bodies !== undefined) {
          if (!plain) bodies.spoil()
          else if (braces === 'closes') bodies.closed(text, end)
          else if (braces === 'opens') {
            repeats = bodies.opened(text, from, start)
            if (repeats !== undefined) start += repeats.text.length
          }
        }
        const line: Line = {
          text: braces === 'closes' ? '}' : text.slice(from, to),
          source,
          start: from,
          end: to,
          verbatim: true,
          braces,
          via,
          repeats,
        }
        if (plain) lines.push(line)
        else if (special) expander.logical(line, false, depth)
        else this.#finished(line, depth)
      }
    }
    return start
  }

  /** A physical line that has something to it, or stands inside a definition; `#scan` describes it. */
  #unusualLine(
    source: Source,
    start: number,
    end: number,
    via: readonly RelatedPlace[] | undefined,
    depth: number,
  ): void {
    const { from, to, found, quote, braces } = this.#scan
    const span: Span = { source, start: from, end: Math.max(to, Math.min(from + 1, end)) }
    const add = (fault: faults.Fault, place: Span = span): void => {
      this.#report({ ...fault, span: place, related: via ?? [] })
    }
    if ((found & Found.nul) !== 0) {
      if (this.#open.saysNul(source)) add(faults.nulByte)
      return
    }
    if (end - start > surelyShort) {
      const content = lengthOf(source.text, from, to)
      if (content > maxLineLength) return add(faults.lineTooLong(content))
      const withoutEnd = source.text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end
      if (lengthOf(source.text, start, withoutEnd) > maxLineLength) add(faults.blanksTooLong)
    }
    const content = source.text.slice(from, to)
    const escaped = (found & Found.escapedMark) !== 0
    const line: Line = {
      text: escaped ? unescapeMarks(content) : content,
      source,
      start: from,
      end: to,
      verbatim: !escaped,
      braces,
      via,
    }
    const { text } = line
    const inDefinition = this.#expander.inDefinition
    if ((found & Found.oddQuote) !== 0) {
      const kept = inDefinition || definitionIn(text) !== undefined
      const unread = (found & Found.openQuote) !== 0 ? text : undefined
      add(faults.unterminatedQuote(unread, kept ? undefined : text), { source, start: quote, end: to })
    }
    const continued = (found & Found.trailingBackslash) !== 0
    if (inDefinition) {
      this.#cut = this.#expander.goOn(line, continued)
      this.#cutTo = end + 1
      return
    }
    if (continued && !/^(@\S*\s+)?\$\w+=/.test(text)) {
      const name = start === this.#cutTo ? this.#cut : undefined
      if (name !== undefined) add(faults.cutDefinition(name))
      else if (start !== this.#droppedTo) add(text === '' ? faults.strayBackslashInComment : faults.strayBackslash)
      if (name !== undefined || start === this.#droppedTo) this.#droppedTo = end + 1
    }
    if (text === '') return
    this.#expander.logical(line, continued, depth)
    if (this.#expander.takeDropped()) this.#droppedTo = end + 1
  }

  /** A line through all stages: an include directive, or a line of the configuration. */
  #finished(line: Line, depth: number): void {
    const { text } = line
    if (text.startsWith('include')) {
      const directive = includeIn(text)
      if (directive !== undefined) return this.#include(line, directive, depth)
      const brace = nextBrace(text, 0, 0, text.length)
      const words = brace < 0 ? text : text.slice(0, brace).trim()
      this.#includeChecks = includeCheckIn(words, this.#includeChecks) ?? this.#includeChecks
    }
    const rest = line.braces === undefined ? residueAt(text) : -1
    if (rest < 0) this.#lines.push(line)
    else {
      this.#lines.push(cutAfter(line, rest))
      this.#expander.logical(cut(line, rest), false, depth)
    }
  }

  #include(line: Line, directive: IncludeDirective, depth: number): void {
    const checks = directive.checks ?? this.#includeChecks
    const place: [number, number] = [directive.patternAt, line.text.length]
    const via = chain([{ message: 'included here', span: spanIn(line, 0, line.text.length) }], line)
    const include = { line, span: spanIn(line, ...place), via }
    for (const source of this.#open.included(directive.pattern, checks, include)) {
      if (depth >= maxDepth || this.#open.tooMany()) {
        this.#report({ ...tooManyIncludes, span: include.span, related: line.via ?? [] })
        return
      }
      const before = this.#includeChecks
      this.#enter(source)
      this.#readLines(source, 0, Infinity, via, depth + 1)
      this.#leave()
      this.#includeChecks = before
    }
  }

  #randomNumber(min: number, max: number): number {
    const { sources } = this.#open
    for (; this.#seedsSought < sources.length; this.#seedsSought++) {
      const seed = seedIn(sources[this.#seedsSought]?.text ?? '', this.#options.identity)
      if (seed !== undefined) this.#random = seededRandom(seed)
    }
    return this.#random(min, max)
  }
}

const CARRIAGE_RETURN = 13

/** Bytes of text[from, to), without looking at more of them than decide whether they are too many. */
const lengthOf = (text: string, from: number, to: number): number =>
  to - from > maxLineLength ? to - from : bytesOf(text.slice(from, to))
