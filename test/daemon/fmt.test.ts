// `lvs-ha fmt` on files: what is written, what is printed, and the exit status.

import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { formatFiles } from '../../daemon/config-tools/format.js'

const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-fmt-'))
afterAll(() => {
  rmSync(directory, { recursive: true })
})

const path = (name: string): string => join(directory, name)
const crooked = 'a {\nb\n}\n'
const straight = 'a {\n    b\n}\n'

beforeEach(() => {
  rmSync(directory, { recursive: true })
  mkdirSync(directory)
  writeFileSync(path('crooked'), crooked)
  writeFileSync(path('straight'), straight)
})

const run = (files: readonly string[], settings = {}): { output: string; errors: string; exitStatus: number } => {
  const { output, ...rest } = formatFiles(files, settings)
  return { output: output.toString(), ...rest }
}

describe('fmt', () => {
  it('rewrites files and names those that changed', () => {
    const outcome = run([path('crooked'), path('straight')])
    expect(outcome).toEqual({ output: `${path('crooked')}\n`, errors: '', exitStatus: 0 })
    expect(readFileSync(path('crooked'), 'utf8')).toBe(straight)
    expect(readdirSync(directory).sort()).toEqual(['crooked', 'straight'])
  })

  it('with --check changes nothing, names what would change, and ends with 1', () => {
    expect(run([path('crooked'), path('straight')], { check: true })).toEqual({
      output: `${path('crooked')}\n`,
      errors: '',
      exitStatus: 1,
    })
    expect(readFileSync(path('crooked'), 'utf8')).toBe(crooked)
    expect(run([path('straight')], { check: true }).exitStatus).toBe(0)
  })

  it('with --stdout prints the text and changes nothing', () => {
    expect(run([path('crooked')], { stdout: true })).toEqual({ output: straight, errors: '', exitStatus: 0 })
    expect(readFileSync(path('crooked'), 'utf8')).toBe(crooked)
  })

  it('keeps the mode of a file', () => {
    chmodSync(path('crooked'), 0o640)
    run([path('crooked')])
    expect(statSync(path('crooked')).mode & 0o7777).toBe(0o640)
  })

  it('leaves a link a link', () => {
    symlinkSync('crooked', path('link'))
    run([path('link')])
    expect(lstatSync(path('link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(path('crooked'), 'utf8')).toBe(straight)
  })

  it('keeps bytes that are no UTF-8', () => {
    writeFileSync(path('latin'), Buffer.from('a {\nb "\xe9\xff" # \xa0\n}\n', 'latin1'))
    run([path('latin')])
    expect(readFileSync(path('latin'), 'latin1')).toBe('a {\n    b "\xe9\xff" # \xa0\n}\n')
  })

  it('keeps a byte order mark at its place', () => {
    writeFileSync(path('marked'), '\ufeff  a\n')
    run([path('marked')])
    expect(readFileSync(path('marked'), 'utf8')).toBe('\ufeffa\n')
  })

  it.each<[string, string]>([
    ['is missing', 'none'],
    ['is a directory', '.'],
    ['is UTF-16', 'wide'],
  ])('ends with 2 for a file that %s, and formats the others', (_, name) => {
    writeFileSync(path('wide'), Buffer.from('\ufeffa\n', 'utf16le'))
    const { errors, exitStatus } = run([path(name), path('crooked')])
    expect(exitStatus).toBe(2)
    expect(errors).toContain(path(name))
    expect(readFileSync(path('crooked'), 'utf8')).toBe(straight)
  })
})
