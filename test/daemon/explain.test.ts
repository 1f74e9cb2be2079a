// Rule pages and meanings: every rule of the sources has one page that is true, every keyword of the tables one meaning.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { allSchemas } from '../../config/schema/language.js'
import { checkedFiles } from '../../daemon/check/checked.js'
import { meaningAreas } from '../../daemon/explain/meanings.js'
import { pageAreas, pages } from '../../daemon/explain/pages.js'
import { rulePage, ruleList } from '../../daemon/explain/rules.js'
import { rootSchema } from '../../daemon/root-schema.js'
import { ruleIdsIn } from './rule-ids.js'

const top = new URL('../..', import.meta.url).pathname
const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-pages-'))
afterAll(() => {
  rmSync(directory, { recursive: true })
})

const inSources = ruleIdsIn(top, ['config', 'daemon', 'vrrp/config', 'healthcheck/config'])
const ids = Object.keys(pages)

describe('the pages', () => {
  it('are there for every rule of the sources', () => {
    expect([...inSources.ids].filter((code) => !Object.hasOwn(pages, code))).toEqual([])
  })

  it('are about rules of the sources', () => {
    const occurs = (id: string): boolean => inSources.ids.has(id) || inSources.patterns.some((one) => one.test(id))
    expect(ids.filter((id) => !occurs(id))).toEqual([])
  })

  it('are in one area each', () => {
    const all = pageAreas.flatMap((area) => Object.keys(area))
    expect(all.filter((id, index) => all.indexOf(id) !== index)).toEqual([])
  })

  it.each(ids)('%s is complete', (id) => {
    const page = pages[id]
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(page?.title).toMatch(/^(?:[A-Z`]|keepalived ).*[^.]$/)
    expect(page?.severity.length).toBeGreaterThan(0)
    expect(page?.why).toMatch(/[.!]$/)
    if (page?.needs === undefined) expect(page?.wrong).not.toBe(page?.right)
  })
})

/** Codes of what is said about a configuration. */
async function codesOf(text: string): Promise<readonly string[]> {
  const path = join(directory, 'page.conf')
  writeFileSync(path, text, { mode: 0o644 })
  const { files } = await checkedFiles([path], { configId: 'vm' })
  return files.flatMap((file) => file.diagnostics).map((one) => one.code)
}

describe('the examples', () => {
  const alone = ids.filter((id) => pages[id]?.needs === undefined)

  it.each(alone)('%s: the wrong one is reported', async (id) => {
    expect(await codesOf(pages[id]?.wrong ?? '')).toContain(id)
  })

  it.each(alone)('%s: the right one is not', async (id) => {
    expect(await codesOf(pages[id]?.right ?? '')).not.toContain(id)
  })
})

describe('--explain', () => {
  const settings = { colour: false, width: 80 }

  it.each(ids)('%s fits the terminal', (id) => {
    const { known, text } = rulePage(id, settings)
    expect(known).toBe(true)
    for (const line of text.split('\n\nWrong\n')[0]?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(80)
  })

  it.each<[string, string]>([
    ['unknown-keywrod', 'Did you mean unknown-keyword?'],
    ['unknown_keyword', 'Did you mean unknown-keyword?'],
    ['toString', '--rules lists all rules'],
    ['', '--rules lists all rules'],
  ])('of %j helps on', (id, advice) => {
    const { known, text } = rulePage(id, settings)
    expect(known).toBe(false)
    expect(text).toContain(advice)
  })

  it('lists every rule with its title, one on each line', () => {
    expect(
      ruleList()
        .split('\n')
        .filter((line) => line !== ''),
    ).toHaveLength(ids.length)
  })
})

describe('the meanings', () => {
  const schemas = [...allSchemas(rootSchema).values()]
  const keywords = schemas.flatMap(({ path, entries }) => [...entries.keys()].map((keyword) => `${path} ${keyword}`))
  const meanings = meaningAreas.flatMap((area) =>
    Object.entries(area).flatMap(([path, block]) =>
      Object.entries(block).map(([keyword, meaning]) => ({ name: `${path} ${keyword}`, meaning })),
    ),
  )

  it('are there for every keyword of every block', () => {
    const known = new Set(meanings.map(({ name }) => name))
    expect(keywords.filter((name) => !known.has(name))).toEqual([])
  })

  it('are about keywords of the tables, in one area each', () => {
    const known = new Set(keywords)
    const names = meanings.map(({ name }) => name)
    expect(names.filter((name) => !known.has(name))).toEqual([])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('are one sentence each', () => {
    expect(meanings.filter(({ meaning }) => !/^[A-Z`0-9].*[.]$/.test(meaning)).map(({ name }) => name)).toEqual([])
  })
})
