// The pid file.

import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPidFile } from '../../../daemon/supervisor/pidfile.js'
import { newFolder } from './helpers.js'

const nobody = (): undefined => undefined
const newPath = (): string => join(newFolder(), 'x.pid')

describe('the pid file', () => {
  it('holds the pid and a newline, for all to read', () => {
    const path = newPath()
    expect(createPidFile(path, 4711, nobody).ok).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('4711\n')
    expect(statSync(path).mode & 0o777 & ~process.umask()).toBe(0o644 & ~process.umask())
  })

  it.each(['/usr/bin/node\0/opt/lvs-ha/dist/daemon/main.js\0run', '/usr/sbin/keepalived\0--dont-fork', 'lvs-ha\0run'])(
    'tells that a daemon is running: %s',
    (line) => {
      const path = newPath()
      writeFileSync(path, '99\n')
      expect(createPidFile(path, 1, () => line)).toEqual({ ok: false, kind: 'running', pid: 99 })
      expect(readFileSync(path, 'utf8')).toBe('99\n')
    },
  )

  it.each<[string, string, string | undefined]>([
    ['a process that is gone', '99\n', undefined],
    ['a pid that another program has by now', '99\n', '/usr/bin/vim\0keepalived.conf'],
    ['nothing sensible', 'abc', 'lvs-ha'],
    ['nothing', '', 'lvs-ha'],
    ['this very process', '1\n', 'lvs-ha'],
  ])('replaces a stale one that names %s', (_title, content, line) => {
    const path = newPath()
    writeFileSync(path, content)
    expect(createPidFile(path, 1, () => line).ok).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('1\n')
  })

  it('does not write through a link', () => {
    const path = newPath()
    const target = `${path}.target`
    writeFileSync(target, 'precious')
    symlinkSync(target, path)
    expect(createPidFile(path, 1, nobody).ok).toBe(true)
    expect(readFileSync(target, 'utf8')).toBe('precious')
  })

  it('is removed at the end, unless it is another’s by then', () => {
    const path = newPath()
    const made = createPidFile(path, 1, nobody)
    if (!made.ok) throw new Error('not created')
    writeFileSync(path, '2\n')
    made.pidFile.remove()
    expect(existsSync(path)).toBe(true)
    writeFileSync(path, '1\n')
    made.pidFile.remove()
    expect(existsSync(path)).toBe(false)
    made.pidFile.remove()
  })

  it('that cannot be written is a reason, not an exception', () => {
    expect(createPidFile('/nonexistent/x.pid')).toMatchObject({ ok: false, kind: 'failed' })
  })
})
