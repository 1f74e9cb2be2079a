import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { renderSnippet, renderSummary } from '../../../config/render/snippet.js'
import { loadConfig } from '../../../daemon/load-config.js'
import { showModel } from './show-model.js'

const here = 'test/config/corpus/'
const files = readdirSync(here).filter((name) => name.endsWith('.conf'))

function outcome(name: string): string {
  const { diagnostics, model } = loadConfig(here + name, { configId: 'vm' })
  const rendered = diagnostics.map((diagnostic) => renderSnippet(diagnostic, { colour: false })).join('\n')
  const text = `${rendered}${rendered === '' ? '' : '\n'}${renderSummary(diagnostics)}\n\n${showModel(model)}`
  return text.replaceAll(here, '').replaceAll(`routerId: "${hostname()}"`, 'routerId: (host name)')
}

describe('a configuration of the corpus gives the diagnostics and the model that are written down', () => {
  it.each(files)('%s', (name) => {
    const expectedFile = here + name.replace('.conf', '.expected')
    const text = outcome(name)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(expectedFile, text)
    expect(existsSync(expectedFile), 'run once with UPDATE_GOLDEN=1').toBe(true)
    expect(text).toBe(readFileSync(expectedFile, 'utf8'))
  })

  it('never shows a password', () => {
    const shown = files.map(outcome).join('')
    expect(shown).not.toMatch(/hunter|1c7f545a|9aa614f7|k@l!ve/)
  })
})

const severitiesOf = (name: string): readonly string[] =>
  loadConfig(here + name).diagnostics.map(({ severity, code }) => `${severity} ${code}`)

describe('the example pairs run as they are', () => {
  it('finds the two lines of nat-pair.conf that nobody reads: a misspelt smtp_alert, and an old word in a TCP_CHECK', () => {
    expect(severitiesOf('nat-pair.conf').filter((one) => one.startsWith('error'))).toEqual([
      'error unknown-keyword',
      'error unknown-keyword',
    ])
  })

  it('finds no error in dr-pair.conf', () => {
    expect(severitiesOf('dr-pair.conf').filter((one) => !one.startsWith('hint'))).toEqual([
      'warning deprecated-keyword',
    ])
  })
})
