import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkFiles } from '../../daemon/check.js'
import { pageAreas } from '../../daemon/explain/pages.js'

// What an operator sees of each kind of mistake: the wrong example of every rule's page, as `lvs-ha check` shows it. One file for each
// area; UPDATE_GOLDEN=1 rewrites them.

const names = ['reading', 'tables', 'instances', 'blocks', 'services', 'checkers', 'across']
const folder = mkdtempSync(join(tmpdir(), 'lvs-ha-mistakes-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

async function shown(id: string, wrong: string): Promise<string> {
  const file = join(folder, `${id}.conf`)
  writeFileSync(file, wrong)
  const { text } = await checkFiles([file], { format: 'text', colour: false, configId: 'vm' })
  return `==== ${id}\n\n${text}`.replaceAll(`${folder}/`, '')
}

const areas = pageAreas.map((pages, index) => ({
  name: names[index] ?? String(index),
  pages: Object.entries(pages).filter(([, { needs }]) => needs === undefined),
}))

describe('a mistake is shown as it is written down', () => {
  it('for more than 60 kinds', () => {
    expect(areas.flatMap(({ pages }) => pages).length).toBeGreaterThan(60)
  })

  it.each(areas)('of $name', async ({ name, pages }) => {
    const all = await Promise.all(pages.map(([id, { wrong }]) => shown(id, wrong)))
    const text = all.join('\n')
    const expectedFile = `test/daemon/mistakes/${name}.expected`
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(expectedFile, text)
    expect(existsSync(expectedFile), 'run once with UPDATE_GOLDEN=1').toBe(true)
    expect(text).toBe(readFileSync(expectedFile, 'utf8'))
  })
})
