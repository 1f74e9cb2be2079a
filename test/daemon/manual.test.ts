// Usage text and manual page follow from the tables.

import { spawnSync } from 'node:child_process'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { FORMATS } from '../../daemon/check/formats.js'
import { commands } from '../../daemon/commands/list.js'
import { commandsOf, manualPage } from '../../daemon/manual.js'
import { buildProgram } from '../../daemon/program.js'
import { SIGNALS } from '../../daemon/supervisor/signals.js'

const build = (): Promise<Command> => buildProgram(commands)
const hasGroff = spawnSync('groff', ['--version']).status === 0

/** Parses words and gives what commander printed as an error, and its exit code. */
async function failure(...words: string[]): Promise<{ text: string; code: number }> {
  const program = await build()
  let text = ''
  const all = [program, ...program.commands, ...commandsOf(program).map(({ command }) => command)]
  for (const command of all) command.exitOverride().configureOutput({ writeErr: (part) => (text += part) })
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    return { text, code: (error as { exitCode: number }).exitCode }
  }
  throw new Error('accepted')
}

describe('the command line', () => {
  it.each([
    [['run', '--log-fromat', 'json'], "unknown option '--log-fromat'", 'Did you mean --log-format?'],
    [['run', '--log-format', 'xml'], "argument 'xml' is invalid", 'auto, pretty, json, journal'],
    [['run', '--ipvs', 'disk'], "argument 'disk' is invalid", 'kernel, memory'],
    [['rnu'], "unknown command 'rnu'", 'Did you mean run?'],
    [['run', 'extra'], 'too many arguments', '--help'],
    [['check', '--format', 'xml'], "argument 'xml' is invalid", 'text, json, gcc, github, sarif, checkstyle'],
    [['check', '--compat', '--format', 'json'], "cannot be used with option '--format <FORMAT>'", '--help'],
    [['check', '--compat', '--strict'], "cannot be used with option '--strict'", '--help'],
    [['config', 'dif', 'a', 'b'], "unknown command 'dif'", 'Did you mean diff?'],
    [['config', 'diff', 'a'], "missing required argument 'B'", '--help'],
  ])('%j is refused with status 1 and a way out', async (words, complaint, way) => {
    const { text, code } = await failure(...words)
    expect(text).toContain(complaint)
    expect(text).toContain(way)
    expect(code).toBe(1)
  })
})

describe('the manual page', () => {
  it('has every command, option and signal of the tables', async () => {
    const program = await build()
    const plain = manualPage(program).replaceAll('\\-', '-')
    expect(commandsOf(program).map(({ words }) => words)).toContain('config diff')
    for (const { words, command } of commandsOf(program)) {
      expect(plain).toContain(`.SS lvs-ha ${words}`)
      for (const option of command.options) expect(plain).toContain(`.B ${option.flags}`)
    }
    for (const { signal } of SIGNALS) expect(plain).toContain(`.B ${signal}`)
  })

  it('has every form and exit status of a check', async () => {
    const program = await build()
    const plain = manualPage(program).replaceAll('\\-', '-')
    const check = commandsOf(program).find(({ words }) => words === 'check')?.command
    const formats = check?.options.find(({ long }) => long === '--format')?.argChoices ?? []
    expect(formats).toEqual(FORMATS)
    for (const format of formats) expect(plain).toContain(`.TP\n.B ${format}\n`)
    for (const status of [0, 1, 2, 4, 5, 6]) expect(plain).toContain(`.TP\n.B ${status}\n`)
  })

  it('has no text line that roff would take for a request', async () => {
    const known = /^\.(TH|SH|SS|PP|TP|B|BR|br)\b/
    const lines = manualPage(await build()).split('\n')
    expect(lines.filter((line) => /^[.']/.test(line) && !known.test(line))).toEqual([])
  })

  it.runIf(hasGroff)('is accepted by groff without a warning', async () => {
    const result = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z'], {
      input: manualPage(await build()),
      encoding: 'utf8',
    })
    expect(result.stderr).toBe('')
  })
})
