// Comments that keep rules quiet: `# lvs-ha: ignore RULE[, RULE...] [- reason]` behind a line or on the line before it, and
// `# lvs-ha: ignore-file RULE[, RULE...] [- reason]` for a whole file. A file without such a comment costs one search for its first word.

import type { Diagnostic } from './diagnostic.js'
import { scanLine, type Scan } from './read/lines.js'
import { positionOf, type Source, type Span } from './source.js'
import { suggest } from './suggest.js'

export interface Silenced {
  /** What is to be said, with what is wrong with the comments themselves. */
  readonly shown: readonly Diagnostic[]
  readonly silenced: readonly Diagnostic[]
}

const MARK = 'lvs-ha:'

/** One rule named in one comment. */
interface Wish {
  readonly rule: string
  /** The word that names it. */
  readonly span: Span
  /** The line it is for; undefined = the whole file. */
  readonly line: number | undefined
  used: boolean
}

/** `knownRules` is asked for only when a comment names a rule. */
export function silence(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  knownRules: () => ReadonlySet<string>,
): Silenced {
  const marked = sources.filter(({ text }) => text.includes(MARK))
  if (marked.length === 0) return { shown: diagnostics, silenced: [] }
  const faults: Diagnostic[] = []
  const wishes = new Map<string, Wish[]>()
  for (const source of marked) wishes.set(source.name, wishesIn(source, faults))
  const silenced: Diagnostic[] = []
  const shown = diagnostics.filter((diagnostic) => {
    const quiet = isUnwanted(diagnostic, wishes)
    if (quiet) silenced.push(diagnostic)
    return !quiet
  })
  for (const wish of [...wishes.values()].flat()) {
    if (!knownRules().has(wish.rule)) faults.push(unknownRule(wish, knownRules()))
    else if (!wish.used && !aboutComments.has(wish.rule)) faults.push(unusedSilence(wish))
  }
  const told = faults.filter((fault) => {
    const quiet = isUnwanted(fault, wishes)
    if (quiet) silenced.push(fault)
    return !quiet
  })
  return { shown: [...shown, ...told], silenced }
}

/** Rules about these comments, which are only known when all others have been asked. */
const aboutComments: ReadonlySet<string> = new Set(['unknown-rule', 'unused-silence'])

function isUnwanted({ code, severity, span }: Diagnostic, wishes: ReadonlyMap<string, readonly Wish[]>): boolean {
  const here = span === undefined || severity === 'fatal' ? undefined : wishes.get(span.source.name)
  if (span === undefined || here === undefined) return false
  const line = here.some((wish) => wish.line !== undefined) ? positionOf(span.source, span.start).line : 0
  let quiet = false
  for (const wish of here) {
    if (wish.rule !== code || (wish.line !== undefined && wish.line !== line)) continue
    wish.used = true
    quiet = true
  }
  return quiet
}

/** All wishes of a file; comments that name no rule go to `faults`. */
function wishesIn(source: Source, faults: Diagnostic[]): Wish[] {
  const { text } = source
  const scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  const wishes: Wish[] = []
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, scan.end)) {
    const start = text.lastIndexOf('\n', at) + 1
    scanLine(text, start, scan)
    const { from, to, end } = scan
    const comment = /^\s*[#!]+[ \t]*lvs-ha:[ \t]*ignore(-file)?(?![\w-])/.exec(text.slice(to, end))
    if (comment === null) continue
    const line = comment[1] !== undefined ? undefined : from < to ? lineAt(source, start) : nextLine(source, end + 1)
    const first = to + comment[0].length
    const words = wordsOf(text.slice(first, end))
    if (words.length === 0) faults.push(noRule({ source, start: to + comment[0].search(/[#!]/), end: first }))
    for (const { word, offset } of words) {
      const span = { source, start: first + offset, end: first + offset + word.length }
      wishes.push({ rule: word, span, line, used: false })
    }
  }
  return wishes
}

const lineAt = (source: Source, offset: number): number => positionOf(source, offset).line

/** The next line that holds more than a comment; 0 when there is none. */
function nextLine(source: Source, offset: number): number {
  const { text } = source
  const scan: Scan = { end: 0, from: 0, to: 0, found: 0, quote: 0, braces: undefined }
  for (let start = offset; start < text.length; start = scan.end + 1) {
    scanLine(text, start, scan)
    if (scan.from < scan.to) return lineAt(source, start)
  }
  return 0
}

/** Words separated by commas or blanks, up to a dash that stands apart: what follows is the reason. */
function wordsOf(list: string): readonly { word: string; offset: number }[] {
  const words: { word: string; offset: number }[] = []
  for (const { 0: word, index } of list.matchAll(/[^\s,]+/g)) {
    if (/^(?:-+|[–—])$/.test(word)) break
    words.push({ word, offset: index })
  }
  return words
}

function unknownRule({ rule, span }: Wish, known: ReadonlySet<string>): Diagnostic {
  const near = suggest(rule, known)
  const advice = near === undefined ? '`lvs-ha check --rules` lists them.' : `Did you mean \`${near}\`?`
  const message = `There is no rule \`${rule}\``
  return { code: 'unknown-rule', severity: 'warning', message, hint: advice, span, related: [] }
}

const noRule = (span: Span): Diagnostic => ({
  code: 'unknown-rule',
  severity: 'warning',
  message: 'This comment names no rule that it wants quiet',
  hint: 'Name them: `# lvs-ha: ignore RULE, RULE - reason`.',
  span,
  related: [],
})

const unusedSilence = ({ rule, span, line }: Wish): Diagnostic => ({
  code: 'unused-silence',
  severity: 'hint',
  message: `The rule \`${rule}\` says nothing ${line === undefined ? 'in this file' : 'about this line'}`,
  hint: 'Remove the word; what is fatal cannot be kept quiet.',
  span,
  related: [],
})
