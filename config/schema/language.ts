// The whole language as its tables tell it: which blocks know a keyword, and which keywords open blocks where. Made from the
// table of the top level, when first asked for: a sound file never asks.

import type { TreeHints } from '../tree.js'
import type { BlockSchema } from './block.js'
import type { Field } from './keyword.js'

type AnySchema = Pick<BlockSchema<unknown, unknown>, 'path' | 'keyword' | 'entries'>

export interface Language {
  /** Paths of the blocks that know a keyword; '' is the top level. */
  readonly blocksWith: (keyword: string) => readonly string[]
}

/** All tables that can be reached from the table of the top level, itself included, by path. */
export function allSchemas(root: AnySchema): ReadonlyMap<string, AnySchema> {
  const found = new Map<string, AnySchema>()
  const visit = (schema: AnySchema): void => {
    if (found.has(schema.path)) return
    found.set(schema.path, schema)
    for (const { field } of schema.entries.values()) if (field.schema !== undefined) visit(field.schema)
  }
  visit(root)
  return found
}

/** Advice on keywords; `root` is asked for once there is something to advise on. */
export function languageOf(root: () => AnySchema): Language {
  let schemas: ReadonlyMap<string, AnySchema> | undefined
  return {
    blocksWith: (keyword) => {
      schemas ??= allSchemas(root())
      return [...schemas.values()].filter(({ entries }) => entries.has(keyword)).map(({ path }) => path)
    },
  }
}

export const opensBlock = (field: Pick<Field<unknown>, 'kind'>): boolean =>
  field.kind !== 'value' && field.kind !== 'flag'

/** What the tree needs to find the place of a forgotten brace. */
export function treeHintsOf(root: AnySchema): TreeHints {
  const schemas = [...allSchemas(root).values()]
  const openers = (schema: AnySchema): string[] =>
    [...schema.entries].filter(([, { field }]) => opensBlock(field)).map(([keyword]) => keyword)
  const inside = new Set(schemas.filter((schema) => schema !== root).flatMap((schema) => [...schema.entries.keys()]))
  const blocksIn = new Map<string, Set<string>>()
  for (const schema of schemas) {
    const known = blocksIn.get(schema.keyword) ?? new Set<string>()
    for (const keyword of openers(schema)) known.add(keyword)
    if (known.size > 0) blocksIn.set(schema.keyword, known)
  }
  return { topLevel: new Set(openers(root).filter((keyword) => !inside.has(keyword))), blocksIn }
}
