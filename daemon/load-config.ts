// From a file name to the model: files are read here and nowhere else, everything after that is pure. All diagnostics come back
// together; what to do about them is the caller's decision.

import { isAscii } from 'node:buffer'
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Diagnostic, Report } from '../config/diagnostic.js'
import { matchesSegment } from '../config/read/glob.js'
import { joinPath } from '../config/read/include.js'
import { ConfigReader, type FileReader, type ReadOptions, type ReadResult } from '../config/read/read.js'
import { NOT_ENFORCED } from '../config/schema/not-yet.js'
import { withoutSecrets } from '../config/schema/secrets.js'
import { lineText, positionOf, type Source, type Span } from '../config/source.js'
import { TreeBuilder } from '../config/tree-builder.js'
import type { Statement, TopLevel } from '../config/tree.js'
import type { Whole } from './lint/whole.js'
import { bindRoot, type Model } from './root-schema.js'
import { treeHints } from './tree-hints.js'

export interface LoadOptions {
  /** Identity for `@ID` lines; default: the host name up to its first dot. */
  readonly configId?: string | undefined
}

export interface LoadedConfig {
  readonly model: Model
  /** The same with the places it came from. */
  readonly whole: Whole
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: readonly Source[]
  /** False when the file itself could not be read: the model is then that of an empty file. */
  readonly readable: boolean
}

/** Lines handed from the reader to the tree at a time. */
const portion = 2000

/** Reads a configuration with all it includes. Never throws for anything a file contains. */
export function loadConfig(path: string, options: LoadOptions = {}): LoadedConfig {
  const diagnostics: Diagnostic[] = []
  const report = sayingOnce(diagnostics)
  const hostName = hostname()
  const settings = optionsFor(options.configId ?? hostName.replace(/\..*/s, ''))
  const files = readingOnce(fileReader)
  let first: ConfigReader | undefined
  const root: TopLevel = {
    statements: {
      [Symbol.iterator]: () => {
        // Going through the file again says nothing new.
        const tell = first === undefined ? report : () => undefined
        const reader = new ConfigReader(files, settings, tell)
        first ??= reader
        return statementsOf(reader, path, tell)
      },
    },
  }
  const { model, whole } = bindRoot(root, report, { hostName })
  const sources = first?.sources ?? []
  return {
    model,
    whole,
    diagnostics: inOrder(diagnostics.map(hideSecrets), sources),
    sources,
    readable: sources.length > 0,
  }
}

/** What is not enforced yet is said once for each feature: a large file would say it thousands of times. */
function sayingOnce(into: Diagnostic[]): Report {
  const said = new Set<string>()
  return (diagnostic) => {
    if (diagnostic.code === NOT_ENFORCED) {
      if (said.has(diagnostic.message)) return
      said.add(diagnostic.message)
    }
    into.push(diagnostic)
  }
}

/** The statements of the top level, made while they are asked for. */
function* statementsOf(reader: ConfigReader, path: string, report: Report): Generator<Statement> {
  const tree = new TreeBuilder(treeHints)
  let lines = reader.open(path) ? reader.next(portion) : undefined
  for (; lines !== undefined; lines = reader.next(portion)) {
    tree.add(lines)
    yield* tree.take()
  }
  yield* tree.finish(report).statements
}

/** The same files, the same content: a pipe cannot be read twice. */
function readingOnce(files: FileReader): FileReader {
  const known = new Map<string, ReadResult>()
  const read = (path: string): ReadResult => {
    const result = known.get(path) ?? files.read(path)
    known.set(path, result)
    return result
  }
  return { ...files, read }
}

function optionsFor(identity: string): ReadOptions {
  return {
    identity,
    cwd: process.cwd(),
    env: (name) => process.env[name],
    random: (min, max) => min + Math.floor(Math.random() * (max - min + 1)),
  }
}

/** Sorted by place, files in the order they were read, what has no place first; what was said twice is said once. */
function inOrder(diagnostics: readonly Diagnostic[], sources: readonly Source[]): readonly Diagnostic[] {
  const ranks = new Map(sources.map((source, index) => [source.name, index]))
  const rankOf = (span: Span | undefined): number => (span === undefined ? -1 : (ranks.get(span.source.name) ?? -1))
  const seen = new Set<string>()
  return diagnostics
    .map((diagnostic) => ({ diagnostic, rank: rankOf(diagnostic.span), start: diagnostic.span?.start ?? -1 }))
    .sort((a, b) => a.rank - b.rank || a.start - b.start)
    .filter(({ diagnostic: { code, message }, rank, start }) => {
      const key = `${rank} ${start} ${code} ${message}`
      return !seen.has(key) && seen.add(key)
    })
    .map(({ diagnostic }) => diagnostic)
}

/** Spans on lines with a password point into a copy of the source without it. */
function hideSecrets(diagnostic: Diagnostic): Diagnostic {
  const { span, related } = diagnostic
  const hidden = related.map((place) => ({ ...place, span: hideIn(place.span) }))
  return span === undefined
    ? { ...diagnostic, related: hidden }
    : { ...diagnostic, span: hideIn(span), related: hidden }
}

function hideIn(span: Span): Span {
  const text = lineText(span.source, positionOf(span.source, span.start).line)
  return withoutSecrets(span, { text, source: span.source, start: span.start, end: span.end, verbatim: false })
}

// ---- the file system ----------------------------------------------------------------------------------------------------

const fileReader: FileReader = { read: readText, glob: (pattern, directory) => matches(pattern, directory) }

function readText(path: string): ReadResult {
  let file: number | undefined
  try {
    const found = statSync(path)
    if (found.isDirectory()) return { ok: false, reason: 'directory', detail: 'it is a directory' }
    if (!found.isFile() && !isPassedPipe(path)) {
      return { ok: false, reason: 'special', detail: 'it is not a regular file' }
    }
    file = openSync(path, 'r')
    const bytes = readFileSync(file)
    const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
    return { ok: true, text, executable: found.isFile() && (found.mode & 0o111) !== 0 }
  } catch (error) {
    return { ok: false, ...failureOf(error) }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Standard input and process substitution: opening any other pipe could wait for ever. */
const isPassedPipe = (path: string): boolean => /^\/dev\/(stdin$|fd\/\d+$)/.test(path)

function failureOf(error: unknown): { reason: 'missing' | 'unreadable'; detail: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return { reason: 'missing', detail: 'there is no such file' }
  if (code === 'EACCES' || code === 'EPERM') return { reason: 'unreadable', detail: 'permission denied' }
  if (code === 'ELOOP') return { reason: 'unreadable', detail: 'too many symbolic links' }
  return { reason: 'unreadable', detail: error instanceof Error ? error.message : String(error) }
}

/** Paths that match a pattern, segment by segment, sorted. */
function matches(pattern: string, directory: string): readonly string[] {
  let found = [pattern.startsWith('/') ? '/' : directory]
  const segments = pattern.split('/').filter((segment) => segment !== '')
  for (const segment of segments) {
    found = found.flatMap((place) =>
      entriesOf(place === '' ? '.' : place)
        .filter((name) => matchesSegment(segment, name))
        .map((name) => joinPath(place, name)),
    )
  }
  return found
}

function entriesOf(directory: string): readonly string[] {
  try {
    return ['.', '..', ...readdirSync(directory)].sort()
  } catch {
    return []
  }
}
