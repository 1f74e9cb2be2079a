// `lvs-ha run`: the options of the daemon. What runs is loaded when the command is carried out.

import { Option, type Command } from 'commander'

export const DEFAULT_CONFIG = '/etc/keepalived/keepalived.conf'
/** keepalived's own: where monitors look for whom to ask. */
export const DEFAULT_PID_FILE = '/run/keepalived.pid'

export interface RunOptions {
  readonly useFile: string
  readonly logFormat: 'auto' | 'pretty' | 'json' | 'journal'
  readonly logDetail?: true
  readonly ipvs: 'kernel' | 'memory'
  /** undefined: DEFAULT_PID_FILE, if it can be written. */
  readonly pid?: string
  readonly configId?: string
}

export function register(program: Command): void {
  program
    .command('run')
    .summary('run the daemon in the foreground')
    .description(
      'Runs the daemon in the foreground: virtual routers, health checks and the IPVS table of a keepalived.conf. ' +
        'What is wrong with the file is logged, and the daemon runs with the rest, as keepalived does; only a file that ' +
        'cannot be read, or not run at all, ends it.',
    )
    .addOption(new Option('-f, --use-file <FILE>', 'configuration file').default(DEFAULT_CONFIG))
    .addOption(
      new Option('-i, --config-id <ID>', 'identity for @ID lines of the configuration (default: the host name)'),
    )
    .addOption(
      new Option(
        '--log-format <FORMAT>',
        'form of the log on standard error; auto: the journal under systemd, else pretty',
      )
        .choices(['auto', 'pretty', 'json', 'journal'])
        .default('auto'),
    )
    .addOption(new Option('-D, --log-detail', 'log more: every step of a transition, every mail sent'))
    .addOption(
      new Option(
        '--ipvs <WHERE>',
        "where the IPVS table is kept; memory: in the daemon only, for tries without the kernel's ip_vs",
      )
        .choices(['kernel', 'memory'])
        .default('kernel'),
    )
    .addOption(new Option('-p, --pid <FILE>', `pid file (default: ${DEFAULT_PID_FILE}, if it can be written)`))
    .action(async (options: RunOptions) => {
      const { runDaemon } = await import('../supervisor/run-daemon.js')
      process.exitCode = await runDaemon(options)
    })
}
