// Builds the commander program from the table of commands: what `--help`, the manual page and the parser all read.

import { Command } from 'commander'
import type { CommandEntry } from './commands/list.js'
import { programVersion } from './version.js'

/** Registers the given commands; only their files are loaded. */
export async function buildProgram(entries: readonly CommandEntry[]): Promise<Command> {
  const program = new Command('lvs-ha')
    .description('High availability for LVS director pairs: VRRP, health checks and IPVS, driven by keepalived.conf')
    .usage('COMMAND [options]')
    .version(`lvs-ha ${programVersion()}`, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('(--help lists the options)')
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES)
  for (const entry of entries) (await entry.load()).register(program)
  return program
}

const EXAMPLES = `
Examples:
  lvs-ha check /etc/keepalived/keepalived.conf      what is wrong with a file, anywhere, without root
  lvs-ha check --explain unknown-keyword            why that matters, and how to do it right
  lvs-ha config explain priority                    what a keyword means
  lvs-ha config diff OLD NEW                        what changes in meaning, not in text
  lvs-ha run -f /etc/keepalived/keepalived.conf     run in the foreground, as root
  lvs-ha run -f FILE --ipvs=memory                  try it where the kernel has no IPVS
  lvs-ha man | man -l -                             the manual page`
