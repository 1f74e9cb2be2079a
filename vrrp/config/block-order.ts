// Where the blocks of the top level stand: names are known only behind the block that defines them.

import type { Statement } from '../../config/tree.js'

/** Where statements of the top level stand. */
export class BlockOrder {
  readonly #statements: readonly Statement[]
  #places: ReadonlyMap<Statement, number> | undefined

  constructor(statements: readonly Statement[]) {
    this.#statements = statements
  }

  isBefore(first: Statement, second: Statement): boolean {
    this.#places ??= new Map(this.#statements.map((statement, place) => [statement, place]))
    return (this.#places.get(first) ?? 0) < (this.#places.get(second) ?? 0)
  }
}
