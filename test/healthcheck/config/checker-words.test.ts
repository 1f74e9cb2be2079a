import { describe, expect, it } from 'vitest'
import { allSchemas } from '../../../config/schema/language.js'
import { block } from '../../../config/schema/block.js'
import { blocks } from '../../../config/schema/keyword.js'
import { checkerFields } from '../../../healthcheck/config/checkers.js'
import { meanings } from '../../../healthcheck/config/meanings/checkers.js'
import { pages } from '../../../healthcheck/config/pages/checkers.js'
import { ssl } from '../../../healthcheck/config/ssl.js'
import { keywordFacts } from '../../support/keyword-facts.js'

const own = Object.entries(keywordFacts).filter(
  ([path]) => path === 'SSL' || path.startsWith('virtual_server/real_server/'),
)
const wordsOf = (text: string): string[] => text.replaceAll('{', '').trim().split(/\s+/).sort()

describe('the words of the checkers', () => {
  const root = block('virtual_server/real_server', { ...checkerFields, ssl: blocks(ssl) })
  const tables = allSchemas(root)

  it.each(own)('%s has every keyword in its table', (path, words) => {
    expect([...(tables.get(path)?.entries.keys() ?? [])].sort()).toEqual(wordsOf(words))
  })

  it.each(own)('%s has a meaning for every keyword, and for no other', (path, words) => {
    expect(Object.keys(meanings[path] ?? {}).sort()).toEqual(wordsOf(words))
  })
})

describe('the pages of the rules about checkers', () => {
  it.each(Object.entries(pages))('%s has a wrong and a right configuration that differ', (_id, page) => {
    expect(page.wrong).not.toBe(page.right)
    expect(page.severity.length).toBeGreaterThan(0)
  })
})
