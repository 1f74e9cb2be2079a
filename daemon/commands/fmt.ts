// `lvs-ha fmt`: configurations in their usual form. What formats is loaded when the command is carried out.

import { Argument, Option, type Command } from 'commander'

const DEFAULT_CONFIG = '/etc/keepalived/keepalived.conf'

export interface FmtOptions {
  readonly check?: true
  readonly stdout?: true
}

export function register(program: Command): void {
  program
    .command('fmt')
    .summary('put configurations into their usual form')
    .description(
      'Rewrites each FILE where it stands, indented by its blocks and without blanks that nobody sees, and prints the names of those ' +
        'that changed. What a file means stays as it is, comments included. Only the files named are formatted, not what they include; ' +
        'a file that is part of a block will do.\n\n' +
        'Exit status: 0 done; 1 with --check, a file is not in its usual form; 2 a file cannot be read or written.',
    )
    .addArgument(
      new Argument('[FILE...]', 'files to format; - is standard input, written to standard output').default(
        [DEFAULT_CONFIG],
        DEFAULT_CONFIG,
      ),
    )
    .addOption(new Option('--check', 'change nothing: print the names of files that are not in their usual form'))
    .addOption(new Option('--stdout', 'change nothing: print the formatted text').conflicts('check'))
    .action(async (files: readonly string[], options: FmtOptions) => {
      const { formatFiles } = await import('../config-tools/format.js')
      const { output, errors, exitStatus } = formatFiles(files, options)
      process.exitCode = exitStatus
      process.stderr.write(errors)
      // Whoever reads may stop early (`| head`): the status is right all the same.
      process.stdout.on('error', () => process.exit())
      process.stdout.write(output)
    })
}
