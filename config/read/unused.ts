// Which definitions of a file are never used. Only those of the main files count: a file that others include may define more than
// each of them needs.

import { namesIn, type Definition } from './definitions.js'

export class Uses {
  readonly #defined = new Map<string, Definition>()
  readonly #used = new Set<string>()

  /** Notes where a name is defined first. */
  define(definition: Definition): void {
    if (!this.#defined.has(definition.name)) this.#defined.set(definition.name, definition)
  }

  use(name: string): void {
    this.#used.add(name)
  }

  /** Notes the names in a line that is not read here, but may be elsewhere: its condition names another identity. */
  mention(text: string): void {
    for (const name of namesIn(text)) this.#used.add(name)
  }

  /** First definitions of names that nothing uses, not even the value of another definition that is not used. */
  unused(definitions: Iterable<Definition>): readonly Definition[] {
    for (const { value, more = [] } of definitions) {
      this.mention(value)
      for (const line of more) this.mention(line.text)
    }
    return [...this.#defined.values()].filter(
      ({ name, line }) => !name.startsWith('_') && line.via === undefined && !this.#used.has(name),
    )
  }
}
