// Nesting lines into statements, one brace after another, and deciding what a brace that does not fit was meant to be.
//
// The first reading follows the braces alone. Where those of one top-level block do not add up, that stretch of lines is read
// again, guided by its indentation; the second reading counts only if it needs exactly as many braces as are missing or too
// many. So indentation never changes the meaning of a file whose braces fit.

import { nextBrace } from './braces.js'
import type { Diagnostic, Report } from './diagnostic.js'
import { linesOf, type Body } from './read/bodies.js'
import type { Line } from './read/line.js'
import { RepeatedBlocks } from './repeated-block.js'
import type { Block, Statement, TreeHints } from './tree.js'
import { Interner } from './intern.js'
import { continues, indentOf, isOneStretch } from './tree-indent.js'
import { extraBrace, missingBrace, unclosedAtEnd, unclosedBlock, unexpectedBrace } from './tree-faults.js'
import { isBlank } from './words.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

interface OpenBlock {
  /** What opened it; undefined for a stray `{`, whose statements belong to the block around it. */
  readonly opener: Statement | undefined
  readonly block: MutableBlock
  /** Keywords that always open a block inside this one. */
  readonly openers: ReadonlySet<string>
}

interface MutableBlock extends Block {
  readonly statements: Statement[]
  closed: boolean
}

const noWords: ReadonlySet<string> = new Set()
/** Lines of one top-level block beyond which it is not read again. */
const longestStretch = 100_000
/** A file with more brace faults is no configuration, and one with millions would fill the memory. */
const mostDiagnostics = 10_000
const OPEN = 123
const CLOSE = 125

/** Takes lines in any number of portions, then gives the tree. */
export class TreeBuilder {
  readonly #hints: TreeHints
  readonly #guided: boolean
  readonly #interner = new Interner()
  readonly #diagnostics: Diagnostic[] = []
  readonly #repeated: RepeatedBlocks
  readonly #stack: OpenBlock[] = []
  readonly #root: Statement[] = []
  /** Where the next statement goes. */
  #statements: Statement[] = this.#root
  /** Keywords that must open a block at the top level, and where the next statement stands. */
  readonly #topOpeners: ReadonlySet<string>
  #openers: ReadonlySet<string>
  /** The statement just read, as long as a `{` may still open its block, and the index of its line. */
  #last: Mutable<Statement> | undefined
  #lastIndex = 0
  /** Lines that may have to be read again, and those of the portion at hand. */
  #lines: Line[] = []
  /** The stretch that could be read again: its first line (-1: none), and what there was before it. */
  #stretch = { line: -1, statements: 0, diagnostics: 0 }
  #strays = 0
  /** Braces that had to be assumed or ignored. */
  #faults = 0
  /** Whether a keyword of the top level was met inside a block. */
  #misplaced = false
  /** How deep the blocks are nested when nothing is assumed. */
  #depth = 0

  constructor(hints: TreeHints, guided = false) {
    this.#hints = hints
    this.#guided = guided
    this.#topOpeners = hints.blocksIn.get('') ?? noWords
    this.#openers = this.#topOpeners
    this.#repeated = new RepeatedBlocks((lines) => this.#alone(lines))
  }

  add(lines: readonly Line[]): void {
    const from = this.#keptFrom()
    const kept = from === 0 ? this.#lines : this.#lines.slice(from)
    this.#lastIndex -= from
    this.#lines = kept
    for (const line of lines) {
      if (line.repeats === undefined || this.#repeated.areSound(line, line.repeats)) {
        this.#line(line, kept.push(line) - 1)
      } else for (const written of linesOf(line)) this.#line(written, kept.push(written) - 1)
    }
  }

  /** One block as a file of its own; it is sound if it would be the same anywhere. */
  #alone(lines: readonly Line[]): { readonly statements: readonly Statement[]; readonly sound: boolean } {
    const alone = new TreeBuilder(this.#hints)
    alone.add(lines)
    alone.#end()
    const sound = alone.#diagnostics.length === 0 && !alone.#misplaced && alone.#root.length === 1
    return { statements: alone.#root[0]?.block?.statements ?? [], sound }
  }

  /** The first line that may have to be read again: of the stretch, or of a statement that may still open a block. */
  #keptFrom(): number {
    const { line } = this.#stretch
    const keep = line >= 0 && this.#lines.length - line <= longestStretch
    this.#stretch.line = keep ? 0 : -1
    if (keep) return line
    return this.#last !== undefined && this.#stack.length === 0 ? this.#lastIndex : this.#lines.length
  }

  /** Hands over the statements of the top level that no later line can change, and forgets them. */
  take(): readonly Statement[] {
    let settled = this.#root.length - (this.#stack.length > 0 || this.#last !== undefined ? 1 : 0)
    if (this.#stretch.line >= 0) settled = this.#stretch.statements
    if (settled <= 0) return []
    this.#stretch.statements -= settled
    return this.#root.splice(0, settled)
  }

  /** Ends the text: reports what is wrong with its braces, and gives the statements that are left. */
  finish(report: Report): Block {
    this.#end()
    for (const diagnostic of unclosedAtEnd(this.#diagnostics, this.#depth)) report(diagnostic)
    return { statements: this.#root, closed: true }
  }

  #end(): void {
    this.#checkOpener(undefined)
    if (this.#stack.length > 0) this.#unclosed(this.#lines.length)
  }

  #tell(diagnostic: Diagnostic): void {
    if (this.#diagnostics.length < mostDiagnostics) this.#diagnostics.push(diagnostic)
  }

  #line(line: Line, index: number): void {
    if (this.#guided && this.#fitIndentation(line)) return
    const { braces } = line
    if (braces === 'closes') {
      this.#close(line, index, 0, true)
      return
    }
    // The source itself is scanned where possible: its characters are at hand, those of a slice are behind one more step.
    const text = line.verbatim ? line.source.text : line.text
    const base = line.verbatim ? line.start : 0
    const end = line.verbatim ? line.end : text.length
    if (braces === 'none') this.#statement(line, index, text, base, base, end)
    else if (braces === 'opens') {
      this.#statement(line, index, text, base, base, end - 1)
      if (line.repeats === undefined) this.#open(line, end - 1 - base)
      else this.#repeat(line, line.repeats)
    } else this.#scan(line, index, text, base, end)
  }

  #scan(line: Line, index: number, text: string, base: number, end: number): void {
    let start = base
    for (let at = nextBrace(text, start, base, end); at >= 0; at = nextBrace(text, start, base, end)) {
      this.#statement(line, index, text, base, start, at)
      if (text.charCodeAt(at) === OPEN) this.#open(line, at - base)
      else this.#close(line, index, at - base, at + 1 === end)
      start = at + 1
    }
    this.#statement(line, index, text, base, start, end)
  }

  /** text[start, end) is a statement unless it is blank. */
  #statement(line: Line, index: number, text: string, base: number, start: number, end: number): void {
    let from = start
    while (from < end && isBlank(text.charCodeAt(from))) from++
    if (from >= end) return
    let to = end
    while (isBlank(text.charCodeAt(to - 1))) to--
    const keyword = this.#interner.firstWord(text, from, to)
    if (this.#last !== undefined) this.#checkOpener(line)
    if (from === base && this.#stack.length > 0 && this.#hints.topLevel.has(keyword)) this.#checkDepth(line, index)
    const statement = { keyword, line, from: from - base, to: to - base, block: undefined }
    this.#statements.push(statement)
    this.#last = statement
    this.#lastIndex = index
  }

  #open(line: Line, at: number): void {
    this.#depth++
    const opener = this.#last
    if (opener !== undefined) {
      this.#openBlock(opener)
      return
    }
    this.#tell(unexpectedBrace(line, at))
    this.#strays++
    const block = { statements: this.#statements, closed: true }
    this.#stack.push({ opener: undefined, block, openers: this.#openers })
  }

  #openBlock(opener: Mutable<Statement>): MutableBlock {
    this.#last = undefined
    if (this.#stack.length === 0) this.#startStretch(opener)
    const block: MutableBlock = { statements: [], closed: true }
    opener.block = block
    const openers = this.#hints.blocksIn.get(opener.keyword) ?? noWords
    this.#stack.push({ opener, block, openers })
    this.#statements = block.statements
    this.#openers = openers
    return block
  }

  /** A whole block that has been read before. */
  #repeat(line: Line, body: Body): void {
    const opener = this.#last
    if (opener === undefined) return
    this.#last = undefined
    if (this.#stack.length === 0) this.#startStretch(opener)
    opener.block = this.#repeated.block(line, body)
  }

  #startStretch(opener: Statement): void {
    this.#strays = 0
    this.#stretch = {
      line: opener.from === 0 && this.#lastIndex >= 0 ? this.#lastIndex : -1,
      statements: this.#root.length - 1,
      diagnostics: this.#diagnostics.length,
    }
  }

  #pop(): void {
    this.#stack.pop()
    this.#last = undefined
    const around = this.#stack[this.#stack.length - 1]
    this.#statements = around?.block.statements ?? this.#root
    this.#openers = around?.openers ?? this.#topOpeners
  }

  #close(line: Line, index: number, at: number, lastOnLine: boolean): void {
    if (this.#depth > 0) this.#depth--
    if (this.#last !== undefined) this.#checkOpener(line, at)
    this.#last = undefined
    if (this.#stack.length > 0) {
      this.#pop()
      return
    }
    this.#faults++
    if (lastOnLine && this.#rereadTo(index + 1, 1)) return
    this.#tell(extraBrace(line, at))
    this.#stretch.line = -1
  }

  /** The statement just read got no brace, although its keyword opens a block here: `next` is the line that follows. */
  #checkOpener(next: Line | undefined, closingAt?: number): void {
    const opener = this.#last
    if (opener === undefined || !this.#openers.has(opener.keyword)) return
    if (next !== undefined && continues(opener, next, closingAt)) this.#openBlock(opener).closed = false
    else {
      opener.block = { statements: [], closed: false }
      this.#last = undefined
    }
    this.#tell(missingBrace(opener))
  }

  /** A keyword of the top level inside a block: unless it is indented as part of the block, a closing brace is missing. */
  #checkDepth(line: Line, index: number): void {
    this.#misplaced = true
    const outermost = this.#stack[0]?.opener
    if (outermost === undefined) return
    if (outermost.line.source === line.source && indentOf(line) > indentOf(outermost.line)) return
    this.#unclosed(index)
  }

  /** Closes all blocks before line `index`, reporting those that lack their brace. */
  #unclosed(index: number): void {
    const missing = this.#stack.filter((open) => open.opener !== undefined)
    if (!this.#rereadTo(index, missing.length)) {
      // A stray `{` has swallowed a closing brace: it has been reported already.
      const swallowed = this.#strays - (this.#stack.length - missing.length)
      for (const open of missing.slice(0, Math.max(0, missing.length - swallowed))) {
        if (open.opener === undefined) continue
        this.#faults++
        open.block.closed = false
        this.#tell(unclosedBlock(open.opener, this.#lines[index]))
      }
    }
    while (this.#stack.length > 0) this.#pop()
    this.#last = undefined
    this.#stretch.line = -1
  }

  /** Replaces the stretch that ends before line `end` by its guided reading, if that explains just `faults` braces. */
  #rereadTo(end: number, faults: number): boolean {
    const { line, statements, diagnostics } = this.#stretch
    if (this.#guided || line < 0 || this.#strays > 0) return false
    const lines = this.#lines.slice(line, end).flatMap(linesOf)
    if (!isOneStretch(lines)) return false
    const guided = new TreeBuilder(this.#hints, true)
    guided.add(lines)
    guided.#end()
    if (guided.#faults !== faults) return false
    while (this.#stack.length > 0) this.#pop()
    this.#root.length = statements
    for (const statement of guided.#root) this.#root.push(statement)
    this.#diagnostics.length = diagnostics
    for (const diagnostic of guided.#diagnostics) this.#diagnostics.push(diagnostic)
    this.#stretch.line = -1
    return true
  }

  /** Guided reading: closes the blocks that the line's indentation says are over. True: the line is an extra brace. */
  #fitIndentation(line: Line): boolean {
    const first = line.text.charCodeAt(0)
    if (first === OPEN) return false
    if (this.#last !== undefined) this.#checkOpener(line, first === CLOSE ? 0 : undefined)
    const indent = indentOf(line)
    const limit = first === CLOSE ? indent + 1 : indent
    for (;;) {
      const opener = this.#stack[this.#stack.length - 1]?.opener
      if (opener === undefined || indentOf(opener.line) < limit) {
        if (first !== CLOSE || line.text.length > 1) return false
        if (opener !== undefined && indentOf(opener.line) === indent) return false
        this.#faults++
        this.#tell(extraBrace(line, 0))
        return true
      }
      this.#faults++
      const open = this.#stack[this.#stack.length - 1]
      if (open !== undefined) open.block.closed = false
      this.#tell(unclosedBlock(opener, line))
      this.#pop()
    }
  }
}
