// From a file name to the model. All diagnostics come back together; what to do about them is the caller's decision.

import { hostname } from 'node:os'
import type { Diagnostic, Report } from '../config/diagnostic.js'
import { ConfigReader } from '../config/read/read.js'
import { NOT_ENFORCED } from '../config/schema/not-yet.js'
import { withoutSecrets } from '../config/schema/secrets.js'
import { lineText, positionOf, type Source, type Span } from '../config/source.js'
import { TreeBuilder } from '../config/tree-builder.js'
import type { Statement, TopLevel } from '../config/tree.js'
import { byPlace } from './by-place.js'
import { anySeed, fileReader, readOptions } from './file-reader.js'
import type { Whole } from './lint/whole.js'
import { bindRoot, treeHints, type Model } from './root-schema.js'

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

/** Lines handed from the reader to the tree at a time: few, so that hardly any outlives a collection of garbage. */
const portion = 200

/** Reads a configuration with all it includes. Never throws for anything a file contains. */
export function loadConfig(path: string, options: LoadOptions = {}): LoadedConfig {
  const diagnostics: Diagnostic[] = []
  const report = sayingOnce(diagnostics)
  const hostName = hostname()
  const files = fileReader()
  const seed = anySeed()
  let first: ConfigReader | undefined
  const root: TopLevel = {
    statements: {
      [Symbol.iterator]: () => {
        // Going through the file again says nothing new.
        const tell = first === undefined ? report : () => undefined
        const reader = new ConfigReader(files, { ...readOptions(options.configId, seed), repeats: true }, tell)
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

/** The statements of the top level with all that is included, saying nothing about them; undefined when it cannot be read. */
export function readStatements(path: string, options: LoadOptions = {}): readonly Statement[] | undefined {
  const tell = (): void => undefined
  const reader = new ConfigReader(fileReader(), readOptions(options.configId, anySeed()), tell)
  const statements = [...statementsOf(reader, path, tell)]
  return reader.sources.length > 0 ? statements : undefined
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

/** By place; what was said twice is said once. */
function inOrder(diagnostics: readonly Diagnostic[], sources: readonly Source[]): readonly Diagnostic[] {
  const said = new Map<string, Diagnostic>()
  for (const diagnostic of byPlace(diagnostics, sources)) {
    const { code, message, span } = diagnostic
    const key = `${span?.source.name ?? ''} ${span?.start ?? -1} ${code} ${message}`
    const before = said.get(key)
    said.set(key, before === undefined ? diagnostic : { ...before, ...wordsOfBoth(before, diagnostic) })
  }
  return withoutConsequences([...said.values()])
}

/** keepalived's words about both: a line that expands to several blocks is wrong once, and keepalived names each of them. */
function wordsOfBoth({ keepalived: first = [] }: Diagnostic, { keepalived: second = [] }: Diagnostic) {
  const more = second.filter(({ message }) => !first.some((one) => one.message === message))
  const keepalived = [...first, ...more]
  return keepalived.length === 0 ? {} : { keepalived }
}

/** A name that cannot be replaced is also a wrong word in its place: that is one mistake, as grave as what follows from it. */
function withoutConsequences(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  const kept: Diagnostic[] = []
  for (const one of sorted) {
    const before = kept.at(-1)
    const follows = before !== undefined && stays.has(before.code) && wrong.has(one.code) && isSamePlace(before, one)
    if (!follows) kept.push(one)
    else {
      kept[kept.length - 1] = { ...before, severity: one.severity, ...wordsOfBoth(before, one) }
    }
  }
  return kept
}

const stays = new Set(['undefined-definition', 'definition-loop', 'definition-not-at-end'])
const wrong = new Set(['wrong-value', 'unknown-keyword'])

const isSamePlace = ({ span: one }: Diagnostic, { span: other }: Diagnostic): boolean =>
  one !== undefined && one.source.name === other?.source.name && one.start === other.start

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
