// All commands, one line each. A command's file is loaded only when it is called for, and exports `register`.

import type { Command } from 'commander'

export interface CommandEntry {
  readonly name: string
  readonly load: () => Promise<{ readonly register: (program: Command) => void }>
}

export const commands: readonly CommandEntry[] = [
  { name: 'run', load: () => import('./run.js') },
  { name: 'check', load: () => import('./check.js') },
  { name: 'fmt', load: () => import('./fmt.js') },
  { name: 'config', load: () => import('./config.js') },
  { name: 'man', load: () => import('./man.js') },
]
