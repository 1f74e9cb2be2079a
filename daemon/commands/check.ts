// `lvs-ha check`: everything that is wrong with a file, at once, anywhere: no root, no interfaces, no native code. What checks is
// loaded when the command is carried out.

import { Argument, Option, type Command } from 'commander'

const DEFAULT_CONFIG = '/etc/keepalived/keepalived.conf'

export interface CheckOptions {
  readonly format: 'text' | 'json'
  readonly color: 'auto' | 'always' | 'never'
  readonly configId?: string
}

export function register(program: Command): void {
  program
    .command('check')
    .summary('say what is wrong with a configuration')
    .description(
      'Reads a keepalived.conf with all it includes and says everything that is wrong with it.\n' +
        'Needs neither root nor the machine the file is meant for, and changes nothing.\n\n' +
        'Exit status: 0 nothing, or warnings only; 1 errors; 2 a file cannot be read.',
    )
    .addArgument(
      new Argument('[FILE...]', 'configuration files, each checked by itself').default(
        [DEFAULT_CONFIG],
        DEFAULT_CONFIG,
      ),
    )
    .addOption(new Option('--format <FORMAT>', 'form of the result').choices(['text', 'json']).default('text'))
    .addOption(new Option('--color <WHEN>', 'colour the text').choices(['auto', 'always', 'never']).default('auto'))
    .addOption(
      new Option('-i, --config-id <ID>', 'identity for @ID lines of the configuration (default: the host name)'),
    )
    .action(async (files: readonly string[], options: CheckOptions) => {
      const { checkFiles } = await import('../check.js')
      const { text, exitStatus } = checkFiles(files, {
        format: options.format,
        configId: options.configId,
        colour: options.color === 'always' || (options.color === 'auto' && wantsColour()),
        width: process.stdout.isTTY ? process.stdout.columns - 10 : undefined,
      })
      process.exitCode = exitStatus
      // Whoever reads may stop early (`| head`): the status is right all the same.
      process.stdout.on('error', () => process.exit())
      process.stdout.write(text)
    })
}

const wantsColour = (): boolean => process.stdout.isTTY && (process.env.NO_COLOR ?? '') === ''
