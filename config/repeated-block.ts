// Blocks whose body has been read before, word for word: their statements are made only if somebody asks for them.

import { linesOf, type Body } from './read/bodies.js'
import type { Line } from './read/line.js'
import type { Block, Statement } from './tree.js'

/** Nests the lines of one block; it is sound if it would be the same wherever it stood. */
type Read = (lines: readonly Line[]) => { readonly statements: readonly Statement[]; readonly sound: boolean }

export class RepeatedBlocks {
  readonly #read: Read
  readonly #sound = new Map<Body, boolean>()

  constructor(read: Read) {
    this.#read = read
  }

  /** Whether blocks with this body, one of which `line` opens, can be taken as a whole. */
  areSound(line: Line, body: Body): boolean {
    const known = this.#sound.get(body)
    if (known !== undefined) return known
    const { sound } = this.#read(linesOf(line))
    this.#sound.set(body, sound)
    return sound
  }

  block(line: Line, body: Body): Block {
    return new RepeatedBlock(line, body, this.#read)
  }
}

class RepeatedBlock implements Block {
  readonly closed = true
  readonly body: Body
  private readonly line: Line
  private readonly read: Read
  private made: readonly Statement[] | undefined

  constructor(line: Line, body: Body, read: Read) {
    this.body = body
    this.line = line
    this.read = read
    this.made = undefined
  }

  get statements(): readonly Statement[] {
    this.made ??= this.read(linesOf(this.line)).statements
    return this.made
  }
}
