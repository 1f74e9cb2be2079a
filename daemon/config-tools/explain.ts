// `lvs-ha config explain`: what a keyword means, from the tables that read it and the sentences beside them.

import { wrapped } from '../../config/render/wrap.js'
import { allSchemas } from '../../config/schema/language.js'
import { suggest } from '../../config/suggest.js'
import { meaningOf } from '../explain/meanings.js'
import { rootSchema } from '../root-schema.js'
import { bodyOf, keywordList, placeName, type AnySchema } from './keyword-text.js'

export interface Explanation {
  /** False: the text says that there is no such keyword. */
  readonly known: boolean
  readonly text: string
}

/** A keyword in every block that knows it; words before it name blocks around it. Without words: the blocks of the top level. */
export function explainKeyword(words: readonly string[], width: number): Explanation {
  const schemas = [...allSchemas(rootSchema).values()]
  const segments = words.flatMap((word) => word.split(/[./\s]+/)).filter((word) => word !== '')
  const keyword = segments.at(-1)
  const top = schemas[0]
  if (keyword === undefined || top === undefined) {
    return {
      known: true,
      text: top === undefined ? '' : `Blocks and keywords of the top level:\n\n${keywordList(top, width, '  ')}`,
    }
  }
  const around = segments.slice(0, -1)
  const inside = schemas.filter((schema) => isInside(schema, around))
  const found = inside.filter((schema) => schema.entries.has(keyword))
  if (found.length > 0) return { known: true, text: pagesOf(keyword, found, width) }
  return { known: false, text: `error: ${complaint(schemas, inside, around, keyword)}\n` }
}

/** Whether the path of the block ends in these keywords. */
function isInside({ path }: AnySchema, around: readonly string[]): boolean {
  const own = path.split('/')
  return around.every((keyword, index) => own[own.length - around.length + index] === keyword)
}

/** Blocks about which the same is to be said share a page. */
function pagesOf(keyword: string, schemas: readonly AnySchema[], width: number): string {
  const pages = new Map<string, string[]>()
  for (const schema of schemas) {
    const meaning = meaningOf(schema.path, keyword)
    const body = `${meaning === undefined ? '' : `${wrapped(meaning, width, '  ')}\n\n`}${bodyOf(schema, keyword, width)}`
    pages.set(body, [...(pages.get(body) ?? []), placeName(schema)])
  }
  return [...pages]
    .map(([body, places]) => `${wrapped(`${keyword} (${places.join('; ')})`, width)}\n\n${body}`)
    .join('\n')
}

function complaint(
  schemas: readonly AnySchema[],
  inside: readonly AnySchema[],
  around: readonly string[],
  keyword: string,
): string {
  const block = around.join(' ')
  if (inside.length === 0)
    return `there is no block '${block}'${guess(block, new Set(schemas.map((one) => one.keyword)))}`
  const elsewhere = schemas.filter((schema) => schema.entries.has(keyword))
  const where = around.length === 0 ? '' : ` in ${block}`
  if (elsewhere.length > 0)
    return `there is no keyword '${keyword}'${where}: it belongs ${elsewhere.map(placeName).join(', ')}`
  return `there is no keyword '${keyword}'${where}${guess(keyword, new Set(inside.flatMap((one) => [...one.entries.keys()])))}`
}

function guess(word: string, candidates: Iterable<string>): string {
  const near = suggest(word, candidates)
  return near === undefined ? '' : `\n(Did you mean ${near}?)`
}
