// Which files are being read, which have been, and which of them an include adds: with all that can go wrong with a file. Files are
// reached through the FileReader; their lines are the reader's business.

import type { RelatedPlace, Report, Diagnostic } from '../diagnostic.js'
import type { Source, Span } from '../source.js'
import { isTopLevel } from './balance.js'
import * as files from './faults.js'
import * as faults from './include-faults.js'
import { directoryOf, itemsOf, type FileReader, type IncludeChecks, type IncludeItem } from './include.js'
import type { Line } from './line.js'

/** Files read, the same one counted each time. */
const maxFiles = 20_000

/** The place of an include. */
interface Include {
  readonly line: Line
  /** The pattern. */
  readonly span: Span
  /** What the lines of the file are told to come from. */
  readonly via: readonly RelatedPlace[]
}

interface Known {
  readonly source: Source
  /** Where it was included first; undefined for a main file. */
  readonly place: Span | undefined
}

export class OpenFiles {
  /** Every file read so far, once each, in the order of reading. */
  readonly sources: Source[] = []
  readonly #files: FileReader
  readonly #report: Report
  readonly #known = new Map<string, Known>()
  readonly #seen = new Set<Source>()
  /** Files being read, the innermost last. */
  readonly #stack: string[] = []
  #count = 0
  #nulIn: Source | undefined

  constructor(reader: FileReader, report: Report) {
    this.#files = reader
    this.#report = report
  }

  /** The main file, or the files its name matches as a pattern; none (and reported) when there is nothing to read. */
  mainFiles(name: string): readonly Source[] {
    const main = this.#files.read(name)
    if (main.ok) {
      if (main.executable === true) this.#report(files.executableMain(name))
      return [this.#remember(name, main.text, undefined)]
    }
    const found: Source[] = []
    for (const item of main.reason === 'missing' ? itemsOf(name, '', this.#files) : []) {
      const file = item.kind === 'file' && item.path !== name ? this.#files.read(item.path) : undefined
      if (item.kind === 'file' && file?.ok === true) found.push(this.#remember(item.path, file.text, undefined))
    }
    if (found.length === 0) this.#report(files.cannotRead(name, main.reason, main.detail))
    return found
  }

  /** Starts reading a file; true when it is the first time. */
  enter(source: Source): boolean {
    this.#stack.push(keyOf(source.name))
    this.#count++
    if (this.#seen.has(source)) return false
    this.#seen.add(source)
    this.sources.push(source)
    return true
  }

  leave(): void {
    this.#stack.pop()
  }

  tooMany(): boolean {
    return this.#count >= maxFiles
  }

  /** Whether a NUL byte is worth a report: a file that is not text at all has them everywhere. */
  saysNul(source: Source): boolean {
    if (this.#nulIn === source) return false
    if (source.text.lastIndexOf('\0', 3) >= 0) this.#nulIn = source
    return true
  }

  /** The files an include adds, one after the other; what is wrong with the others is reported. */
  *included(pattern: string, checks: IncludeChecks, include: Include): Generator<Source> {
    const { source } = include.line
    const items = itemsOf(pattern, directoryOf(source.name), this.#files)
    const braced = pattern.includes('{') && items.some((item) => this.#exists(item))
    const missing = braced ? `Some config files missing: "${pattern}".` : `Config files missing '${pattern}'.`
    for (const item of items) {
      const isError = checks[item.check]
      if (item.kind === 'unmatched') {
        const theirs =
          item.check !== 'wildcard' ? missing : isError ? `No config files matched '${pattern}'.` : undefined
        this.#add(include, faults.includeFault('include-no-match', item.message, isError, theirs))
      } else if (this.#stack.includes(keyOf(item.path))) this.#add(include, faults.includeLoop(item.path))
      else {
        const file = this.#files.read(item.path)
        const shown = nameIn(item.path, directoryOf(source.name))
        if (file.ok && file.executable !== true) yield this.#again(item.path, file.text, include)
        else if (file.ok) {
          const theirs = files.skippedFile(shown, 'executable', '')
          this.#add(include, faults.executableInclude(item.path, checks.read, theirs))
        } else if (file.reason === 'missing') {
          const fault = faults.includeFault('include-not-found', `There is no file \`${item.path}\``, isError, missing)
          this.#add(include, pattern.startsWith('"') ? faults.quotedInclude(fault) : fault)
        } else {
          const message = `\`${item.path}\` cannot be read: ${file.detail}`
          const theirs = files.skippedFile(shown, file.reason, file.detail)
          this.#add(include, faults.includeFault('include-unreadable', message, checks.read, theirs))
        }
      }
    }
  }

  #exists(item: IncludeItem): boolean {
    return item.kind === 'file' && (item.check === 'read' || this.#files.read(item.path).ok)
  }

  /** The source of a file that may have been read before: then it is the same one, and perhaps worth a word. */
  #again(path: string, text: string, include: Include): Source {
    const known = this.#known.get(keyOf(path))
    if (known === undefined) return this.#remember(path, text, include.span)
    if (saysTheSame(text, include)) {
      const first = known.place === undefined ? [] : [{ message: 'included first here', span: known.place }]
      this.#add(include, faults.includedTwice(path), first)
    }
    return known.source
  }

  #remember(path: string, text: string, place: Span | undefined): Source {
    const source = { name: path, text }
    this.#known.set(keyOf(path), { source, place })
    return source
  }

  #add({ line, span }: Include, fault: files.Fault, related: readonly RelatedPlace[] = []): void {
    const diagnostic: Diagnostic = { ...fault, span, related: [...related, ...(line.via ?? [])] }
    this.#report(diagnostic)
  }
}

/**
 * Whether a file defines again what it defined before: it stands outside all blocks, and has no definition in it that could make
 * something else of it.
 */
const saysTheSame = (text: string, { via }: Include): boolean =>
  text.trim() !== '' && !text.includes('$') && via.every(({ span }) => isTopLevel(span.source, span.start))

/** One key for the spellings of a path that differ in `//` and `./` only. */
const keyOf = (path: string): string => path.replace(/\/(?:\.?\/)+/g, '/').replace(/^\.\//, '')

/** A path as seen from the directory it was looked up in. */
const nameIn = (path: string, directory: string): string =>
  directory !== '' && path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path
