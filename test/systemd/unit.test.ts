// The systemd unit: accepted by systemd itself where there is one, and true to what the daemon offers.

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { register } from '../../daemon/commands/run.js'
import { ExitStatus } from '../../daemon/exit-status.js'

const text = readFileSync(new URL('../../systemd/lvs-ha.service', import.meta.url), 'utf8')
const valuesOf = (key: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1))
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

describe('the systemd unit', () => {
  it.runIf(hasSystemd)('passes systemd-analyze verify', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lvs-ha-unit-'))
    const program = join(folder, 'lvs-ha')
    writeFileSync(program, '#!/bin/sh\n')
    chmodSync(program, 0o755)
    const unit = join(folder, 'lvs-ha.service')
    writeFileSync(unit, text.replaceAll('/usr/bin/lvs-ha', program))
    const result = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' })
    // Other units of this machine may be named in warnings; ours must not be.
    expect(result.stderr.split('\n').filter((line) => line.includes('lvs-ha.service'))).toEqual([])
    expect(result.status).toBe(0)
  })

  it('never runs beside keepalived, and reads its configuration', () => {
    expect(valuesOf('Conflicts')).toEqual(['keepalived.service'])
    expect(valuesOf('ConditionFileNotEmpty')).toEqual(['/etc/keepalived/keepalived.conf'])
  })

  it('checks the file before a start and before a reload, without refusing what keepalived would run', () => {
    const check = '-/usr/bin/lvs-ha check /etc/keepalived/keepalived.conf'
    expect(valuesOf('ExecStartPre')).toContain(check)
    expect(valuesOf('ExecReload')).toEqual([check, '/bin/kill -HUP $MAINPID'])
  })

  it('starts the daemon with options it has', () => {
    const program = new Command()
    register(program)
    const run = program.commands[0]
    const words = valuesOf('ExecStart')[0]?.split(' ') ?? []
    const options = words.filter((word) => word.startsWith('--'))
    expect(options.map((word) => run?.options.some((option) => option.long === word))).toEqual([true])
  })

  it('does not start again what cannot run', () => {
    const { config, permission, unreadable } = ExitStatus
    expect(valuesOf('RestartPreventExitStatus')).toEqual([`${config} ${permission} ${unreadable}`])
  })
})
