// `lvs-ha config`: what a configuration says, rather than what is wrong with it. Each tool is loaded when it is asked for.

import { Argument, Option, type Command } from 'commander'

interface Outcome {
  readonly text: string
  readonly exitStatus: number
  readonly stream?: 'stdout' | 'stderr'
}

interface DiffOptions {
  readonly format: 'text' | 'json'
  readonly configId?: string
  readonly otherConfigId?: string
}

export function register(program: Command): void {
  const config = program
    .command('config')
    .summary('show, explain and compare configurations')
    .description('Shows what a configuration says, explains keywords and compares configurations by what they mean.')
    .usage('COMMAND [options]')
  registerRender(config)
  registerExplain(config)
  registerDiff(config)
}

const configId = (): Option =>
  new Option('-i, --config-id <ID>', 'identity for @ID lines of the configuration (default: the host name)')

function registerRender(config: Command): void {
  config
    .command('render')
    .summary('print a configuration as it is read')
    .description(
      'Prints a configuration as it is read: includes inserted, definitions replaced, repetitions written out, conditions decided, ' +
        'passwords hidden.\n\nExit status: 0 printed; 1 printed, but reading found errors; 2 the file cannot be read.',
    )
    .addArgument(new Argument('<FILE>', 'configuration file'))
    .addOption(configId())
    .addOption(new Option('--no-origins', 'leave out the comments that say where each line comes from'))
    .addOption(new Option('--show-secrets', 'print passwords too'))
    .action(async (file: string, options: { configId?: string; origins: boolean; showSecrets?: true }) => {
      const { renderConfig } = await import('../config-tools/render.js')
      const { text, diagnostics, exitStatus } = renderConfig(file, {
        configId: options.configId,
        origins: options.origins,
        hideSecrets: options.showSecrets !== true,
      })
      if (diagnostics.length > 0) {
        const { renderGcc } = await import('../../config/render/gcc.js')
        process.stderr.write(renderGcc([{ file, diagnostics }]))
      }
      end({ text, exitStatus })
    })
}

function registerExplain(config: Command): void {
  config
    .command('explain')
    .summary('say what a keyword means')
    .description(
      'Says what a keyword means, in every block that knows it: its argument, its default, what a second one does, and whether it is ' +
        'enforced. Of a block it lists the keywords; without KEYWORD, the blocks.\n\n' +
        'Exit status: 0 explained; 1 no such keyword.',
    )
    .addArgument(
      new Argument(
        '[KEYWORD...]',
        'a keyword, or blocks and a keyword: vrrp_instance priority, or vrrp_instance.priority',
      ),
    )
    .action(async (words: readonly string[]) => {
      const { explainKeyword } = await import('../config-tools/explain.js')
      const width = process.stdout.isTTY ? Math.min(process.stdout.columns, 100) : 80
      const { known, text } = explainKeyword(words, width)
      end(known ? { text, exitStatus: 0 } : { text, exitStatus: 1, stream: 'stderr' })
    })
}

function registerDiff(config: Command): void {
  config
    .command('diff')
    .summary('say what differs in meaning between two configurations')
    .description(
      'Compares two configurations by what they mean: moved blocks, comments, definitions, includes and defaults written out make no ' +
        'difference. Passwords are not shown, but it is said when they differ.\n\n' +
        'Exit status: 0 no difference; 1 differences; 2 a file cannot be read.',
    )
    .addArgument(new Argument('<A>', 'the configuration before'))
    .addArgument(new Argument('<B>', 'the configuration after'))
    .addOption(new Option('--format <FORMAT>', 'form of the result').choices(['text', 'json']).default('text'))
    .addOption(configId())
    .addOption(new Option('--other-config-id <ID>', 'identity for @ID lines of B (default: as for A)'))
    .action(async (a: string, b: string, { format, configId, otherConfigId = configId }: DiffOptions) => {
      const { diffFiles } = await import('../config-tools/diff.js')
      end(diffFiles(a, b, { format, configId, otherConfigId }))
    })
}

function end({ text, exitStatus, stream = 'stdout' }: Outcome): void {
  process.exitCode = exitStatus
  // Whoever reads may stop early (`| head`): the status is right all the same.
  process[stream].on('error', () => process.exit())
  process[stream].write(text)
}
