import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { globalDefs } from '../../../config/global-defs.js'
import type { BlockSchema } from '../../../config/schema/block.js'
import { blocksWith, knownKeywords } from '../../../config/schema/known-keywords.js'
import { rootSchema } from '../../../daemon/root-schema.js'
import { virtualServer } from '../../../healthcheck/config/virtual-server.js'
import { vrrpInstance } from '../../../vrrp/config/instance.js'
import { vrrpSyncGroup } from '../../../vrrp/config/sync-group.js'
import { bindText } from './bind-text.js'

const grammarFile = '../shared/reference/keepalived-grammar.json'

interface Grammar {
  readonly blocks: readonly {
    readonly path: string
    readonly keywords: readonly { readonly name: string; readonly block: string | false }[]
  }[]
}

/** `path keyword` of every keyword, with a brace when it opens a block. */
const listed = (): string[] =>
  [...knownKeywords()].flatMap(([path, keywords]) =>
    [...keywords].map(([name, { opensBlock }]) => `${path} ${name}${opensBlock ? ' {' : ''}`),
  )

type AnySchema = BlockSchema<unknown, unknown>

/** A schema and all schemas nested in it. */
const withNested = (schema: AnySchema): AnySchema[] => [
  schema,
  ...[...schema.entries.values()].flatMap(({ field }) => (field.schema === undefined ? [] : withNested(field.schema))),
]

const ours: readonly AnySchema[] = [rootSchema, globalDefs, vrrpInstance, vrrpSyncGroup, virtualServer].flatMap(
  (schema) => withNested(schema),
)

describe('the table of known keywords', () => {
  it('has 54 blocks and 531 keywords', () => {
    expect([knownKeywords().size, listed().length]).toEqual([54, 531])
  })

  it.runIf(existsSync(grammarFile))('agrees with the grammar, block by block', () => {
    const grammar = JSON.parse(readFileSync(grammarFile, 'utf8')) as Grammar
    const expected = grammar.blocks.flatMap(({ path, keywords }) =>
      keywords.map(({ name, block }) => `${path} ${name}${block === false ? '' : ' {'}`),
    )
    expect(listed().sort()).toEqual(expected.sort())
    expect([...knownKeywords().keys()].sort()).toEqual(grammar.blocks.map(({ path }) => path).sort())
  })

  it('contains every keyword of our own tables', () => {
    const strangers = ours.flatMap((schema) =>
      [...schema.entries.keys()]
        .filter((name) => !blocksWith(name).includes(schema.path))
        .map((name) => `${schema.path} ${name}`),
    )
    expect(strangers).toEqual([])
  })
})

describe('a keyword that keepalived knows and lvs-ha does not support', () => {
  const openers: Readonly<Record<string, string>> = {
    '': '@',
    global_defs: 'global_defs {\n@\n}',
    vrrp_sync_group: 'vrrp_sync_group G {\n@\n}',
    vrrp_instance: 'vrrp_instance V {\n@\n}',
    virtual_server: 'virtual_server 10.0.0.1 80 {\n@\n}',
    'virtual_server/real_server': 'virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\n@\n}\n}',
    'virtual_server/real_server/TCP_CHECK':
      'virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\nTCP_CHECK {\n@\n}\n}\n}',
    'virtual_server/real_server/HTTP_GET':
      'virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\nHTTP_GET {\n@\n}\n}\n}',
    'virtual_server/real_server/HTTP_GET/url':
      'virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\nHTTP_GET {\nurl {\n@\n}\n}\n}\n}',
  }
  const cases = Object.entries(openers).flatMap(([path, text]) => {
    const supported = ours.find((schema) => schema.path === path)?.entries
    return [...(knownKeywords().get(path) ?? [])]
      .filter(([name]) => supported?.has(name) !== true && name !== 'virtual_server')
      .map(([name, { opensBlock }]) => ({
        path,
        name,
        text: text.replace('@', opensBlock ? `${name} X {\n}` : `${name} 1`),
      }))
  })

  it('is reported as such exactly once, wherever it stands', () => {
    expect(cases.length).toBeGreaterThan(150)
    for (const { path, name, text } of cases) {
      const found = bindText(text).diagnostics.filter(({ code }) => code === 'not-enforced-yet')
      expect(
        found.map(({ message }) => message),
        `${path} ${name}`,
      ).toEqual([`\`${name}\` is known to keepalived but not supported by lvs-ha yet`])
      expect(['error', 'warning'], `${path} ${name}`).toContain(found[0]?.severity)
      expect(found[0]?.hint, `${path} ${name}`).toBeTruthy()
    }
  })
})
