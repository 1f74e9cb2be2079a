// The laboratory's small network programs are Python: it has packet sockets, and it is light enough for the emulated guest.

import { existsSync } from 'node:fs'

import { inProject } from './root.js'

/** How to start one of test/system/lab/programs with Python. */
export function python(program: string, ...args: readonly string[]): string[] {
  const interpreter = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
  return [interpreter, inProject('test', 'system', 'lab', 'programs', program), ...args]
}
