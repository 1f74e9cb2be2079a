import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allSchemas, opensBlock } from '../../../config/schema/language.js'
import { rootSchema } from '../../../daemon/root-schema.js'
import { keywordFacts, listedKeywords } from '../../support/keyword-facts.js'

const grammarFile = '../shared/reference/keepalived-grammar.json'

interface Grammar {
  readonly blocks: readonly {
    readonly path: string
    readonly keywords: readonly { readonly name: string; readonly block: string | false }[]
  }[]
}

const shown = (path: string, keyword: string, opens: boolean): string => `${path} ${keyword}${opens ? ' {' : ''}`
const facts = listedKeywords().map(({ path, keyword, opensBlock: opens }) => shown(path, keyword, opens))

describe('the facts about keywords', () => {
  it('are 54 blocks with 531 keywords', () => {
    expect([Object.keys(keywordFacts).length, facts.length]).toEqual([54, 531])
  })

  it.runIf(existsSync(grammarFile))('agree with the grammar, block by block', () => {
    const grammar = JSON.parse(readFileSync(grammarFile, 'utf8')) as Grammar
    const expected = grammar.blocks.flatMap(({ path, keywords }) =>
      keywords.map(({ name, block }) => shown(path, name, block !== false)),
    )
    expect([...facts].sort()).toEqual(expected.sort())
    expect(Object.keys(keywordFacts).sort()).toEqual(grammar.blocks.map(({ path }) => path).sort())
  })
})

describe('the tables of the blocks', () => {
  const tables = [...allSchemas(rootSchema).values()].flatMap(({ path, entries }) =>
    [...entries].map(([keyword, { field }]) => shown(path, keyword, opensBlock(field))),
  )

  it('have every keyword that keepalived knows', () => {
    expect(facts.filter((fact) => !tables.includes(fact))).toEqual([])
  })

  it('have no keyword that keepalived does not know', () => {
    expect(tables.filter((entry) => !facts.includes(entry))).toEqual([])
  })
})
