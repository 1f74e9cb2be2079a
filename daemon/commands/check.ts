// `lvs-ha check`: everything that is wrong with a file, at once, anywhere: no root, no interfaces, no native code. What checks is
// loaded when the command is carried out.

import { Argument, Option, type Command } from 'commander'
import { ExitStatus } from '../exit-status.js'

const DEFAULT_CONFIG = '/etc/keepalived/keepalived.conf'
const FORMATS = ['text', 'json', 'gcc', 'github', 'sarif', 'checkstyle'] as const

export interface CheckOptions {
  readonly format: (typeof FORMATS)[number]
  readonly color: 'auto' | 'always' | 'never'
  readonly configId?: string
  readonly strict?: true
  readonly live?: true
  readonly peer?: string
  readonly peerConfigId?: string
  readonly compat?: true
  /** true: no rule was named. */
  readonly explain?: string | true
  readonly rules?: true
  readonly schema?: true
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
    .addOption(new Option('--format <FORMAT>', 'form of the result').choices(FORMATS).default('text'))
    .addOption(new Option('--color <WHEN>', 'colour the text').choices(['auto', 'always', 'never']).default('auto'))
    .addOption(
      new Option('-i, --config-id <ID>', 'identity for @ID lines of the configuration (default: the host name)'),
    )
    .addOption(
      new Option(
        '--strict',
        'count every warning as an error: a file that passes has no keyword that is read and not enforced',
      ),
    )
    .addOption(
      new Option('--live', 'look whether this machine has the interfaces, addresses, files and users it needs'),
    )
    .addOption(new Option('--peer <OTHER>', "compare with the other director's file: what both must agree on"))
    .addOption(new Option('--peer-config-id <ID>', 'identity for @ID lines of the other file (default: as for FILE)'))
    .addOption(
      new Option(
        '--compat',
        "print what keepalived's own test prints, to standard error, and end with its status",
      ).conflicts(['format', 'strict', 'peer']),
    )
    .addOption(new Option('--explain [RULE]', 'explain a rule, with an example; without RULE list all rules'))
    .addOption(new Option('--rules', 'list all rules'))
    .addOption(new Option('--schema', 'print the JSON Schema of --format json'))
    .action(async (files: readonly string[], options: CheckOptions) => {
      const { text, exitStatus, stream = 'stdout' } = await outcomeOf(files, options)
      process.exitCode = exitStatus
      // Whoever reads may stop early (`| head`): the status is right all the same.
      process[stream].on('error', () => process.exit())
      process[stream].write(text)
    })
}

interface Outcome {
  readonly text: string
  readonly exitStatus: number
  readonly stream?: 'stdout' | 'stderr'
}

async function outcomeOf(files: readonly string[], options: CheckOptions): Promise<Outcome> {
  const { configId, live } = options
  if (options.explain !== undefined || options.rules === true) return explanation(options)
  if (options.schema === true) {
    const { renderJsonSchema } = await import('../../config/render/json-schema.js')
    return { text: renderJsonSchema(), exitStatus: 0 }
  }
  if (options.compat === true) return compatible(files, options)
  if (options.peer !== undefined && files.length !== 1) {
    return {
      text: `error: --peer compares one FILE with another, not ${files.length}\n`,
      exitStatus: ExitStatus.fatal,
      stream: 'stderr',
    }
  }
  const { checkFiles } = await import('../check.js')
  return checkFiles(files, {
    format: options.format,
    strict: options.strict,
    configId,
    live,
    peer: options.peer === undefined ? undefined : { file: options.peer, configId: options.peerConfigId ?? configId },
    colour: wantsColour(options.color),
    width: process.stdout.isTTY ? process.stdout.columns - 10 : undefined,
  })
}

async function explanation({ explain, rules, color }: CheckOptions): Promise<Outcome> {
  const { ruleList, rulePage } = await import('../explain/rules.js')
  if (rules === true || typeof explain !== 'string') return { text: ruleList(), exitStatus: 0 }
  const page = rulePage(explain, { colour: wantsColour(color), width: textWidth() })
  return page.known ? { text: page.text, exitStatus: 0 } : { text: page.text, exitStatus: 2, stream: 'stderr' }
}

async function compatible(files: readonly string[], { configId, live }: CheckOptions): Promise<Outcome> {
  const { compatFile } = await import('../check/compat.js')
  const results = []
  for (const file of files) results.push(await compatFile(file, { configId, live }))
  return {
    text: results.map((one) => one.text).join(''),
    exitStatus: Math.max(...results.map((one) => one.exitStatus)),
    stream: 'stderr',
  }
}

/** Columns for running text: as wide as the terminal, but not wider than is good to read. */
const textWidth = (): number => (process.stdout.isTTY ? Math.min(process.stdout.columns, 100) : 80)

const wantsColour = (when: CheckOptions['color']): boolean =>
  when === 'always' || (when === 'auto' && process.stdout.isTTY && (process.env.NO_COLOR ?? '') === '')
