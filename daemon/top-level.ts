// Going through the top level of a configuration once, although two readers want their part of it: virtual servers are handed on
// one at a time and forgotten (there may be very many), everything else is kept. Knows nothing of what statements mean.

import type { Statement, TopLevel } from '../config/tree.js'

export class TopLevelWalk {
  /** What is no virtual server, as far as the walk has come. */
  readonly others: Statement[] = []

  readonly #isServer: (statement: Statement) => boolean
  readonly #rest: Iterator<Statement>
  #next: Statement | undefined

  /** Goes up to the first virtual server. */
  constructor(root: TopLevel, isServer: (statement: Statement) => boolean) {
    this.#isServer = isServer
    this.#rest = root.statements[Symbol.iterator]()
    this.#advance()
  }

  /** The virtual servers; when they are through, so are the others. Can be called once. */
  *servers(): Iterable<Statement> {
    for (; this.#next !== undefined; this.#advance()) yield this.#next
  }

  #advance(): void {
    for (;;) {
      const step = this.#rest.next()
      this.#next = step.done === true ? undefined : step.value
      if (this.#next === undefined || this.#isServer(this.#next)) return
      this.others.push(this.#next)
    }
  }
}
