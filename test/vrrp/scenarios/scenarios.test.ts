// Runs every scenario file beside this one: commands, a line of dashes, the trace expected. UPDATE_GOLDEN=1 rewrites the traces.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { runScenario } from './commands.js'

const folder = import.meta.dirname
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'))
const DIVIDER = '\n----\n'

describe('scenarios on a simulated network', () => {
  it.each(files)('%s happens as written', (name) => {
    const path = join(folder, name)
    const text = readFileSync(path, 'utf8')
    const [commands = '', expected = ''] = text.split(DIVIDER)
    const trace = runScenario(commands)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, `${commands.trimEnd()}${DIVIDER}${trace}`)
    else expect(trace).toBe(expected)
  })
})
