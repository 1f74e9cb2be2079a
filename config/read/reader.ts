// The state of reading: definitions so far, files and expansions that are open, and the lines found. Each stage is a function of
// its own file; here is their order, and the bounds that keep a file from expanding for ever.

import type { RelatedPlace, Report } from '../diagnostic.js'
import type { Source, Span } from '../source.js'
import { conditionalRest } from './conditions.js'
import { definitionIn, substitute, type Definition, type Meaning } from './definitions.js'
import * as faults from './faults.js'
import {
  directoryOf,
  includeCheckIn,
  includeIn,
  itemsOf,
  joinPath,
  noChecks,
  type FileReader,
  type IncludeChecks,
  type IncludeDirective,
} from './include.js'
import { spanIn, type Line } from './line.js'
import { Found, scanLine, unescapeMarks, type Scan } from './lines.js'
import { predefined, predefinedNames, type Surroundings } from './predefined.js'
import { repetitionIn } from './repeat.js'

export interface ReadOptions extends Surroundings {
  /** The working directory, absolute: ${_PWD} is made from it. */
  readonly cwd: string
}

/** keepalived drops lines of more characters than this (without the line end), before and after substitution. */
export const maxLineLength = 1022
/** Includes and expansions inside each other; lines made by expansion; files read. */
const maxDepth = 60
const maxExpandedLines = 500_000
const maxFiles = 5000
const longestChain = 8
/** Looking for similar names takes time, and a file with so many faults needs other help. */
const maxSuggestions = 100

const AT = 64
const TILDE = 126
const SMALL_I = 105
const BYTE_ORDER_MARK = 0xfeff

export class ConfigReader {
  /** Every file read so far, the main file first. */
  readonly sources: Source[] = []

  readonly #files: FileReader
  readonly #options: ReadOptions
  readonly #report: Report
  /** Main files still to be read, the first of them from #offset on; lines go to #lines. */
  readonly #waiting: Source[] = []
  #offset = 0
  #lines: Line[] = []
  readonly #scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  readonly #definitions = new Map<string, Definition>()
  /** The definition whose value goes on in the next line. */
  #unfinished: Line[] | undefined
  /** Files being read and definitions being expanded, to notice loops. */
  readonly #openFiles: string[] = []
  readonly #openDefinitions = new Set<Definition>()
  #expandedLines = 0
  #suggestions = maxSuggestions
  #includeChecks = noChecks

  constructor(files: FileReader, options: ReadOptions, report: Report) {
    this.#files = files
    this.#options = options
    this.#report = report
  }

  /** Opens the main file (or the files its name matches as a pattern); false and reported when there is nothing to read. */
  open(name: string): boolean {
    const main = this.#files.read(name)
    if (main.ok) {
      if (main.executable === true) this.#report(faults.executableMain(name))
      this.#waiting.push({ name, text: main.text })
      return true
    }
    for (const item of main.reason === 'missing' ? itemsOf(name, '', this.#files) : []) {
      const file = item.kind === 'file' && item.path !== name ? this.#files.read(item.path) : undefined
      if (item.kind === 'file' && file?.ok === true) this.#waiting.push({ name: item.path, text: file.text })
    }
    if (this.#waiting.length === 0) this.#report(faults.cannotRead(name, main.detail))
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
      if (source === undefined) return undefined
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
    this.sources.push(source)
    this.#openFiles.push(source.name)
    if (source.text.charCodeAt(0) === BYTE_ORDER_MARK) this.#report(faults.byteOrderMark(source))
  }

  #leave(): void {
    this.#openFiles.pop()
    this.#unfinished = undefined
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
    let start = offset === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : offset
    for (let left = count; left > 0 && start < text.length; left--) {
      scanLine(text, start, scan)
      const { from, to, end } = scan
      if (scan.found !== 0 || this.#unfinished !== undefined || end - start > maxLineLength) {
        this.#unusualLine(source, start, end, via, depth)
      } else if (from < to) {
        const line: Line = {
          text: scan.braces === 'closes' ? '}' : text.slice(from, to),
          source,
          start: from,
          end: to,
          verbatim: true,
          braces: scan.braces,
          via,
        }
        const first = text.charCodeAt(from)
        if (first === AT || first === TILDE) this.#logical(line, false, depth)
        else if (first === SMALL_I) this.#finished(line, depth)
        else lines.push(line)
      }
      start = end + 1
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
    const { from, to, found, quote } = this.#scan
    const span: Span = { source, start: from, end: Math.max(to, Math.min(from + 1, end)) }
    const add = (fault: faults.Fault, place: Span = span): void => {
      this.#report({ ...fault, span: place, related: via ?? [] })
    }
    if ((found & Found.nul) !== 0) return add(faults.nulByte)
    const content = source.text.slice(from, to)
    if (end - start > maxLineLength && !(source.text.charAt(end - 1) === '\r' && end - start === maxLineLength + 1)) {
      if (content.length > maxLineLength) return add(faults.lineTooLong(content.length))
      add(faults.commentTooLong)
    }
    if ((found & Found.oddQuote) !== 0) add(faults.unterminatedQuote, { source, start: quote, end: to })
    const escaped = (found & Found.escapedMark) !== 0
    const line: Line = {
      text: escaped ? unescapeMarks(content) : content,
      source,
      start: from,
      end: to,
      verbatim: !escaped,
      braces: undefined,
      via,
    }
    const continued = (found & Found.trailingBackslash) !== 0
    if (this.#unfinished !== undefined) {
      const value = withoutBackslash(line)
      if (value.text !== '') this.#unfinished.push(value)
      if (!continued) this.#unfinished = undefined
      return
    }
    if (continued && !/^(@\S*\s+)?\$\w+=/.test(line.text)) add(faults.strayBackslash)
    if (line.text !== '') this.#logical(line, continued, depth)
  }

  /** A line without its comment: condition, definition, repetition, substitution, in this order. */
  #logical(whole: Line, continued: boolean, depth: number): void {
    let line = whole
    if (line.text.charCodeAt(0) === AT) {
      const rest = conditionalRest(line.text, this.#options.identity)
      if (rest < 0) {
        if (continued && / \$\w+=/.test(line.text)) this.#add(line, faults.conditionalDefinition)
        return
      }
      line = cut(line, rest)
    }
    const definition = definitionIn(line.text)
    if (definition !== undefined) {
      this.#define(line, definition.name, definition.valueAt, continued)
    } else if (line.text.charCodeAt(0) === TILDE) this.#repeat(line, depth)
    else if (line.text.includes('$')) this.#substitute(line, depth)
    else this.#finished(line, depth)
  }

  #define(line: Line, name: string, valueAt: number, continued: boolean): void {
    const value = continued ? withoutBackslash(line).text.slice(valueAt) : line.text.slice(valueAt)
    const more: Line[] | undefined = continued ? [] : undefined
    this.#definitions.set(name, { name, line, value, more })
    this.#unfinished = more
  }

  #repeat(line: Line, depth: number): void {
    const numberOf = (word: string): string => substitute(word, (name) => this.#meaningOf(name, [], line)).text
    const repetition = repetitionIn(line.text, numberOf)
    if (repetition === undefined) return this.#finished(line, depth)
    if ('fault' in repetition) return this.#add(line, faults.invalidRepetition(line.text, repetition))
    if (repetition.count > maxExpandedLines) return this.#add(line, faults.expansionTooLarge(maxExpandedLines))
    const rest = cut(line, repetition.restAt)
    const head = spanIn(line, 0, repetition.restAt)
    for (let pass = 0; pass < repetition.count; pass++) {
      const values = repetition.values(pass)
      const settings = repetition.names.map((name, index) => `$${name} = ${values[index] ?? ''}`).join(', ')
      repetition.names.forEach((name, index) => {
        this.#definitions.set(name, { name, line, value: values[index] ?? '', more: undefined, counts: true })
      })
      if (rest.text === '') continue
      if (!this.#mayExpand(line, depth)) return
      const via = chain([{ message: `repeated with ${settings}`, span: head }], line)
      this.#logical({ ...rest, via }, false, depth + 1)
    }
  }

  #substitute(line: Line, depth: number): void {
    const result = substitute(line.text, (name, args, braced) => this.#meaningOf(name, args, line, braced))
    for (const problem of result.problems) {
      const at = line.text.indexOf(problem.reference)
      const names = this.#suggestions-- > 0 ? [...this.#definitions.keys(), ...predefinedNames] : []
      const part = at < 0 ? undefined : ([at, at + problem.reference.length] as const)
      this.#add(line, faults.substitutionFault(problem, names), part)
    }
    if (result.text === line.text) return this.#finished(line, depth)
    const uses = result.used
      .filter((used) => used.counts !== true)
      .map((used) => ({
        message: `\`$${used.name}\` is defined here`,
        span: spanIn(used.line, 0, used.line.text.length),
      }))
    const via = chain(uses, line)
    this.#substituted(line, { ...line, text: result.text, verbatim: false, braces: undefined, via }, depth)
    const { tail } = result
    if (tail?.more === undefined) return
    if (this.#openDefinitions.has(tail)) return this.#add(line, faults.definitionLoop(tail.name))
    const usedHere = chain(
      [{ message: `\`$${tail.name}\` is used here`, span: spanIn(line, 0, line.text.length) }],
      line,
    )
    this.#openDefinitions.add(tail)
    for (const body of tail.more) {
      if (!this.#mayExpand(line, depth)) break
      this.#logical({ ...body, via: usedHere }, false, depth + 1)
    }
    this.#openDefinitions.delete(tail)
  }

  /** The new text of a line: comments are removed again, and it may turn out to be one of the earlier kinds of line. */
  #substituted(original: Line, line: Line, depth: number): void {
    const scan = this.#scan
    scanLine(line.text, 0, scan)
    const text = line.text.slice(scan.from, scan.to)
    if (text === '') return
    if (text.length > maxLineLength) return this.#add(original, faults.lineTooLong(text.length))
    if ((scan.found & Found.oddQuote) !== 0) this.#add(line, faults.unterminatedQuote)
    const trimmed = { ...line, text }
    const first = text.charCodeAt(0)
    const again = first === AT || first === TILDE || definitionIn(text) !== undefined
    if (!again) this.#finished(trimmed, depth)
    else if (this.#mayExpand(original, depth)) this.#logical(trimmed, false, depth + 1)
  }

  #meaningOf(name: string, args: readonly string[], line: Line, braced = true): Meaning | undefined {
    const definition = args.length === 0 ? this.#definitions.get(name) : undefined
    if (definition !== undefined) return { kind: 'definition', definition }
    const directory = joinPath(this.#options.cwd, directoryOf(line.source.name))
    return braced || args.length === 0 ? predefined(name, args, directory, this.#options) : undefined
  }

  /** Counts one more expanded line; false (reported once) when there are too many, or too many inside each other. */
  #mayExpand(line: Line, depth: number): boolean {
    this.#expandedLines++
    if (this.#expandedLines <= maxExpandedLines && depth < maxDepth) return true
    if (depth >= maxDepth) this.#add(line, faults.tooDeep(maxDepth))
    else if (this.#expandedLines === maxExpandedLines + 1) this.#add(line, faults.expansionTooLarge(maxExpandedLines))
    return false
  }

  /** A line through all stages: an include directive, or a line of the configuration. */
  #finished(line: Line, depth: number): void {
    if (line.text.startsWith('include')) {
      const directive = includeIn(line.text)
      if (directive !== undefined) return this.#include(line, directive, depth)
      this.#includeChecks = includeCheckIn(line.text, this.#includeChecks) ?? this.#includeChecks
    }
    this.#lines.push(line)
  }

  #include(line: Line, directive: IncludeDirective, depth: number): void {
    const checks = directive.checks ?? this.#includeChecks
    const place: [number, number] = [directive.patternAt, line.text.length]
    const items = itemsOf(directive.pattern, directoryOf(line.source.name), this.#files)
    const via = chain([{ message: 'included here', span: spanIn(line, 0, line.text.length) }], line)
    for (const item of items) {
      if (item.kind === 'unmatched') {
        this.#add(line, faults.includeFault('include-no-match', item.message, checks[item.check]), place)
      } else if (this.#openFiles.includes(item.path)) this.#add(line, faults.includeLoop(item.path), place)
      else if (depth >= maxDepth || this.sources.length >= maxFiles)
        return this.#add(line, faults.tooManyIncludes, place)
      else this.#includeFile(line, item, place, checks, via, depth)
    }
  }

  #includeFile(
    line: Line,
    { path, check }: { readonly path: string; readonly check: keyof IncludeChecks },
    place: readonly [number, number],
    checks: IncludeChecks,
    via: readonly RelatedPlace[],
    depth: number,
  ): void {
    const file = this.#files.read(path)
    if (file.ok && file.executable !== true) {
      const source = { name: path, text: file.text }
      const before = this.#includeChecks
      this.#enter(source)
      this.#readLines(source, 0, Infinity, via, depth + 1)
      this.#leave()
      this.#includeChecks = before
    } else if (file.ok) this.#add(line, faults.executableInclude(path, checks.read), place)
    else if (file.reason === 'missing') {
      this.#add(line, faults.includeFault('include-not-found', `There is no file \`${path}\``, checks[check]), place)
    } else {
      this.#add(
        line,
        faults.includeFault('include-unreadable', `\`${path}\` cannot be read: ${file.detail}`, checks.read),
        place,
      )
    }
  }

  #add(line: Line, fault: faults.Fault, part?: readonly [number, number]): void {
    const [from, to] = part ?? [0, line.text.length]
    this.#report({ ...fault, span: spanIn(line, from, to), related: line.via ?? [] })
  }
}

/** What led to a line that comes from this one: the nearest places are enough for anyone to find it. */
const chain = (nearest: readonly RelatedPlace[], line: Line): readonly RelatedPlace[] =>
  [...nearest, ...(line.via ?? [])].slice(0, longestChain)

/** The line from offset `at` of its text on. */
const cut = (line: Line, at: number): Line => ({
  ...line,
  braces: undefined,
  text: line.text.slice(at),
  start: line.verbatim ? line.start + at : line.start,
})

/** The line without the backslash that continues it, and without the blanks before that. */
function withoutBackslash(line: Line): Line {
  if (!line.text.endsWith('\\')) return line
  const text = line.text.slice(0, -1).trimEnd()
  return { ...line, text, end: line.verbatim ? line.start + text.length : line.end, braces: undefined }
}
