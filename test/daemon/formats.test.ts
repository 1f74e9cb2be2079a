// `lvs-ha check` as a program would call it: every form on real files, and keepalived's own wording with its exit status.

import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { jsonReportSchema } from '../../config/render/json-schema.js'
import { checkFiles } from '../../daemon/check.js'
import { compatFile } from '../../daemon/check/compat.js'
import { FORMATS, type Format } from '../../daemon/check/formats.js'
import { violations, type Schema } from '../config/render/json-schema.js'
import { sarifSchema } from '../config/render/sarif-schema.js'
import { readOracle } from '../support/oracle.mjs'

const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-formats-'))
afterAll(() => {
  rmSync(directory, { recursive: true })
})

function file(text: string, name: string): string {
  const path = join(directory, name)
  writeFileSync(path, text, { mode: 0o644 })
  return path
}

const faulty = file('vrrp_instance "VI 1" {\n    foo "bär" 100%\n    interface eth0\n', 'faulty, "one": 1 & 2.conf')
const missing = join(directory, 'missing.conf')

const as = async (format: Format, ...paths: readonly string[]): Promise<string> =>
  (await checkFiles(paths, { format, colour: false, configId: 'vm' })).text

describe('every form', () => {
  it.each(FORMATS)('%s names file, line and rule, and files that cannot be read', async (format) => {
    const text = await as(format, faulty, missing)
    for (const word of ['unknown-keyword', 'unclosed-block', 'cannot-read-file', 'missing.conf']) {
      expect(text).toContain(word)
    }
  })

  it.each(FORMATS)('%s ends with the same status', async (format) => {
    const statusOf = async (...paths: readonly string[]): Promise<number> =>
      (await checkFiles(paths, { format, colour: false })).exitStatus
    expect([await statusOf(faulty), await statusOf(faulty, missing), await statusOf(file('', 'empty.conf'))]).toEqual([
      1, 2, 0,
    ])
  })

  it('of JSON and SARIF fits its schema', async () => {
    expect(violations(jsonReportSchema as unknown as Schema, JSON.parse(await as('json', faulty, missing)))).toEqual([])
    expect(violations(sarifSchema, JSON.parse(await as('sarif', faulty, missing)))).toEqual([])
  })
})

const instance = (more = ''): string => `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        10.0.0.1/24
    }
${more}}
`

const compat = (text: string, name = 'compat.conf') => compatFile(file(text, name), { configId: 'vm' })

describe('the wording of keepalived', () => {
  const at = (line: number, message: string): string => `(${join(directory, 'compat.conf')}: Line ${line}) ${message}\n`

  it('is nothing for a sound file', async () => {
    expect(await compat(instance())).toEqual({ text: '', exitStatus: 0 })
  })

  it('has the place before it, and status 5', async () => {
    expect(await compat(instance('    foo bar\n'))).toEqual({ text: at(7, "Unknown keyword 'foo'"), exitStatus: 5 })
  })

  it('ends with a missing word and status 2, the parts of other processes before it', async () => {
    expect(
      await compat(`foo\n${instance('    priority\n    foo\n')}virtual_server 10.0.0.1 80 {\n    bar\n}\n`),
    ).toEqual({
      text: expect.stringMatching(
        /^.*Line 1\) Unknown keyword 'foo'\n.*Line 12\) Unknown keyword 'bar'\n(?:Virtual server .*\n)*.*Line 8\) \*\*\* .*`priority`.*\n$/,
      ) as string,
      exitStatus: 2,
    })
  })

  it('is found with status 0 for a file that is not there', async () => {
    expect((await compatFile(missing, {})).exitStatus).toBe(0)
  })

  it('does not know comments that silence', async () => {
    const { text, exitStatus } = await compat(instance('    foo bar # lvs-ha: ignore unknown-keyword\n'))
    expect({ text, exitStatus }).toEqual({ text: at(7, "Unknown keyword 'foo'"), exitStatus: 5 })
  })
})

const corpus = new URL('../../../shared/corpus/', import.meta.url).pathname

describe.runIf(existsSync(corpus))('on configurations of other people', () => {
  const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.conf')) : []

  it.each(names)('%s: every form can be read again, and nothing is said that keepalived would not', async (name) => {
    const path = join(corpus, name)
    expect(violations(jsonReportSchema as unknown as Schema, JSON.parse(await as('json', path)))).toEqual([])
    expect(violations(sarifSchema, JSON.parse(await as('sarif', path)))).toEqual([])
    const { said } = readOracle(readFileSync(path.replace(/conf$/, 'oracle.txt'), 'utf8'))
    const { exitStatus } = await compatFile(path, { configId: 'vm' })
    // For a network namespace that is not there keepalived ends before it has looked at everything.
    const finished = !/^\s*net_namespace\s/m.test(readFileSync(path, 'utf8'))
    if (said.length === 0 && finished) expect(exitStatus).toBe(0)
  })
})
