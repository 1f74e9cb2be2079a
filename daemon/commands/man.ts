// `lvs-ha man`: the manual page, written from the same tables as the usage text.

import type { Command } from 'commander'

export function register(program: Command): void {
  program
    .command('man')
    .summary('print the manual page (roff)')
    .description('Prints the manual page as roff, written from the same tables as this help: lvs-ha man | man -l -')
    .action(async () => {
      const { commands } = await import('./list.js')
      const { buildProgram } = await import('../program.js')
      const { manualPage } = await import('../manual.js')
      process.stdout.write(manualPage(await buildProgram(commands)))
    })
}
