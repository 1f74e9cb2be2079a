// `lvs-ha config render` on files.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { renderConfig } from '../../daemon/config-tools/render.js'

const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-render-'))
afterAll(() => {
  rmSync(directory, { recursive: true })
})

function file(name: string, text: string): string {
  writeFileSync(join(directory, name), text, { mode: 0o644 })
  return join(directory, name)
}

describe('rendering a configuration', () => {
  it('reads what it includes, for the identity given', () => {
    file('part.conf', '@a one\n@b two\n')
    const path = file('main.conf', 'block\n{\ninclude part.*\n}\n')
    expect(renderConfig(path, { configId: 'b' })).toEqual({
      text: 'block {\n    two\n}\n',
      diagnostics: [],
      exitStatus: 0,
    })
  })

  it('ends with 1 after an error, and shows what there is', () => {
    const { text, diagnostics, exitStatus } = renderConfig(file('bad.conf', 'a\nincludem none\nb\n'), {})
    expect([text, exitStatus]).toEqual(['a\nb\n', 1])
    expect(diagnostics.map(({ code }) => code)).toEqual(['include-not-found'])
  })

  it('ends with 2 for a file that cannot be read', () => {
    expect(renderConfig(join(directory, 'no.conf'), {})).toMatchObject({ text: '', exitStatus: 2 })
  })

  it('makes the same random numbers each time when the file says so', () => {
    const path = file('random.conf', 'global_defs {\n    random_seed 7\n}\na ${_RANDOM}\n')
    expect(renderConfig(path, {}).text).toBe(renderConfig(path, {}).text)
  })
})
