// What one line becomes: condition, definition, repetition and substitution, in this order. Here are the definitions so far, and the
// bounds that keep a file from expanding for ever. Knows nothing of files: lines come from the reader and go back to it.

import type { RelatedPlace, Report } from '../diagnostic.js'
import { conditionalRest } from './conditions.js'
import { definitionIn, gluedNames, substitute, type Definition, type Meaning } from './definitions.js'
import * as faults from './expansion-faults.js'
import { substitutedTooLong, unterminatedQuote, type Fault } from './faults.js'
import { suggest } from '../suggest.js'
import { directoryOf, joinPath } from './include.js'
import { bytesOf, chain, cut, maxLineLength, spanIn, withoutBackslash, type Line } from './line.js'
import { Found, scanLine, unescapeMarks, type Scan } from './lines.js'
import { predefined, predefinedNames, type Surroundings } from './predefined.js'
import { repetitionIn } from './repeat.js'
import { Uses } from './unused.js'

export interface ReadOptions extends Surroundings {
  /** The working directory, absolute: ${_PWD} is made from it. */
  readonly cwd: string
  /** Whether a block that is written again word for word is handed over as one line; the tree knows what to make of it. */
  readonly repeats?: boolean
}

/** Includes and expansions inside each other. */
export const maxDepth = 60
/** Lines made by expansion. */
const maxExpandedLines = 500_000
/** Looking for similar names takes time, and a file with so many faults needs other help. */
const maxSuggestions = 100

const AT = 64
const TILDE = 126

export class Expander {
  readonly #options: ReadOptions
  readonly #report: Report
  /** Takes lines through all stages. */
  readonly #finish: (line: Line, depth: number) => void
  readonly #definitions = new Map<string, Definition>()
  readonly #uses = new Uses()
  /** The definition whose value goes on in the next line. */
  #unfinished: Line[] | undefined
  #unfinishedName = ''
  /** Definitions being expanded, to notice loops. */
  readonly #open = new Set<Definition>()
  #dropped = false
  #expandedLines = 0
  /** Set when a bound was met: not everything has been read then. */
  #bounded = false
  #suggestions = maxSuggestions
  readonly #scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }

  constructor(options: ReadOptions, report: Report, finish: (line: Line, depth: number) => void) {
    this.#options = options
    this.#report = report
    this.#finish = finish
  }

  /** Whether the next line belongs to the value of a definition. */
  get inDefinition(): boolean {
    return this.#unfinished !== undefined
  }

  /** A further line of a value; `continued` = another one follows. The name of the definition when a line without content ends it. */
  goOn(line: Line, continued: boolean): string | undefined {
    const value = withoutBackslash(line)
    if (value.text !== '') this.#unfinished?.push(value)
    if (continued) return undefined
    this.#unfinished = undefined
    return line.text === '' ? this.#unfinishedName : undefined
  }

  /** Whether the line just read starts a value that is not wanted: its further lines stand alone, as has been said. Asked once. */
  takeDropped(): boolean {
    const dropped = this.#dropped
    this.#dropped = false
    return dropped
  }

  /** A value does not go on in another file. */
  endFile(): void {
    this.#unfinished = undefined
  }

  /** Reports what could only be known at the end of the last file. */
  end(): void {
    if (this.#bounded) return
    for (const { name, line } of this.#uses.unused(this.#definitions.values())) {
      this.#add(line, faults.unusedDefinition(name), [0, Math.min(line.text.length, name.length + 1)])
    }
  }

  /** A line without its comment, through all stages; `continued` = it ends in a backslash. */
  logical(whole: Line, continued: boolean, depth: number): void {
    let line = whole
    if (line.text.charCodeAt(0) === AT) {
      const rest = conditionalRest(line.text, this.#options.identity)
      if (rest < 0) {
        if (line.text.includes('$')) this.#uses.mention(line.text)
        if (continued && /\s\$\w+=/.test(line.text)) {
          this.#add(line, faults.conditionalDefinition)
          this.#dropped = true
        }
        return
      }
      line = cut(line, rest)
    }
    const definition = definitionIn(line.text)
    if (definition !== undefined) {
      this.#define(line, definition.name, definition.valueAt, continued)
    } else if (line.text.charCodeAt(0) === TILDE) this.#repeat(line, depth)
    else if (line.text.includes('$')) this.#substitute(line, depth)
    else this.#finish(line, depth)
  }

  #define(line: Line, name: string, valueAt: number, continued: boolean): void {
    const value = continued ? withoutBackslash(line).text.slice(valueAt) : line.text.slice(valueAt)
    const more: Line[] | undefined = continued ? [] : undefined
    const definition = { name, line, value, more }
    this.#definitions.set(name, definition)
    this.#uses.define(definition)
    this.#unfinished = more
    this.#unfinishedName = name
  }

  #repeat(line: Line, depth: number): void {
    const numberOf = (word: string): string => substitute(word, (name) => this.#meaningOf(name, [], line)).text
    const repetition = repetitionIn(line.text, numberOf)
    if (repetition === undefined) return this.#finish(line, depth)
    if ('fault' in repetition) return this.#add(line, faults.invalidRepetition(line.text, repetition))
    if (repetition.count > maxExpandedLines) {
      this.#bounded = true
      return this.#add(line, faults.expansionTooLarge(maxExpandedLines))
    }
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
      this.logical({ ...rest, via }, false, depth + 1)
    }
  }

  #substitute(line: Line, depth: number): void {
    const result = substitute(line.text, (name, args, braced) => this.#meaningOf(name, args, line, braced))
    for (const problem of result.problems) {
      const at = line.text.indexOf(problem.reference)
      const meant = problem.kind === 'undefined' ? this.#nearest(problem.name) : undefined
      const part = at < 0 ? undefined : ([at, at + problem.reference.length] as const)
      this.#add(line, faults.substitutionFault(problem, meant), part)
    }
    for (const { name, next } of gluedNames(result.text)) this.#checkGlued(line, name, next)
    if (result.text === line.text) return this.#finish(line, depth)
    const uses = result.used
      .filter((used) => used.counts !== true)
      .map((used) => ({
        message: `\`$${used.name}\` is defined here`,
        span: spanIn(used.line, 0, used.line.text.length),
      }))
    this.#substituted(line, result.text, chain(uses, line), depth)
    if (result.tail !== undefined) this.#body(result.tail, line, depth)
  }

  /** `$NAME` with something behind it stays as it is: a slip when there is such a name. */
  #checkGlued(line: Line, name: string, next: string): void {
    if (!this.#definitions.has(name) && !predefinedNames.includes(name)) return
    this.#uses.use(name)
    const at = line.text.indexOf(`$${name}${next}`)
    this.#add(line, faults.unbracedDefinition(name, next), at < 0 ? undefined : [at, at + name.length + 1])
  }

  /** The defined name that was probably meant: it then counts as used. */
  #nearest(name: string): string | undefined {
    if (this.#suggestions-- <= 0) return undefined
    const meant = suggest(name, [...this.#definitions.keys(), ...predefinedNames])
    if (meant !== undefined) this.#uses.use(meant)
    return meant
  }

  /** The new text of a line: comments are removed again, and it may turn out to be one of the earlier kinds of line. */
  #substituted(original: Line, newText: string, via: readonly RelatedPlace[], depth: number): void {
    const scan = this.#scan
    scanLine(newText, 0, scan)
    const content = newText.slice(scan.from, scan.to)
    if (content === '') return
    const line: Line = {
      text: (scan.found & Found.escapedMark) === 0 ? content : unescapeMarks(content),
      source: original.source,
      start: original.start,
      end: original.end,
      verbatim: false,
      braces: scan.braces,
      via,
    }
    const { text } = line
    const length = bytesOf(text)
    if (length > maxLineLength) return this.#add(original, substitutedTooLong(length))
    if ((scan.found & Found.oddQuote) !== 0) this.#add(line, unterminatedQuote(text, text))
    const first = text.charCodeAt(0)
    const again = first === AT || first === TILDE || definitionIn(text) !== undefined
    if (!again) this.#finish(line, depth)
    else if (this.#mayExpand(original, depth)) this.logical(line, false, depth + 1)
  }

  /** The further lines of a definition that is used at the end of a line. */
  #body(definition: Definition, line: Line, depth: number): void {
    if (this.#open.has(definition)) return this.#add(line, faults.definitionLoop(definition.name))
    const here = { message: `\`$${definition.name}\` is used here`, span: spanIn(line, 0, line.text.length) }
    const usedHere = chain([here], line)
    this.#open.add(definition)
    for (const body of definition.more ?? []) {
      if (!this.#mayExpand(line, depth)) break
      this.logical({ ...body, via: usedHere }, false, depth + 1)
    }
    this.#open.delete(definition)
  }

  #meaningOf(name: string, args: readonly string[], line: Line, braced = true): Meaning | undefined {
    const definition = args.length === 0 ? this.#definitions.get(name) : undefined
    if (definition !== undefined) {
      this.#uses.use(name)
      return { kind: 'definition', definition }
    }
    const directory = joinPath(this.#options.cwd, directoryOf(line.source.name))
    return braced || args.length === 0 ? predefined(name, args, directory, this.#options) : undefined
  }

  /** Counts one more expanded line; false (reported once) when there are too many, or too many inside each other. */
  #mayExpand(line: Line, depth: number): boolean {
    this.#expandedLines++
    if (this.#expandedLines <= maxExpandedLines && depth < maxDepth) return true
    this.#bounded = true
    if (depth >= maxDepth) this.#add(line, faults.tooDeep(maxDepth))
    else if (this.#expandedLines === maxExpandedLines + 1) this.#add(line, faults.expansionTooLarge(maxExpandedLines))
    return false
  }

  #add(line: Line, fault: Fault, part?: readonly [number, number]): void {
    const [from, to] = part ?? [0, line.text.length]
    this.#report({ ...fault, span: spanIn(line, from, to), related: line.via ?? [] })
  }
}
