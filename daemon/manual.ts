// The manual page as roff: commands and options from the commander tables, signals from theirs, the rest written here.
// Pure text; knows nothing of terminals.

import type { Command, Option } from 'commander'
import { ExitStatus } from './exit-status.js'
import { SIGNALS } from './supervisor/signals.js'

/** The whole page, for man(7). */
export function manualPage(program: Command): string {
  const lines = [
    `.TH LVS\\-HA 8 "" "lvs\\-ha ${escape(program.version()?.replace('lvs-ha ', '') ?? '')}" "System administration"`,
    '.SH NAME',
    `lvs\\-ha \\- ${escape(program.description())}`,
    '.SH SYNOPSIS',
    ...commandsOf(program).flatMap(({ words, command }) => synopsis(words, command)),
    '.SH DESCRIPTION',
    ...DESCRIPTION.flatMap((text) => ['.PP', escape(text)]),
    '.SH COMMANDS',
    ...commandsOf(program).flatMap(({ words, command }) => commandSection(words, command)),
    '.SH SIGNALS',
    'Sent to the process in the pid file. Its children ignore all of them.',
    ...SIGNALS.flatMap((row) => tagged(row.signal, row.meaning)),
    '.SH DIAGNOSTICS',
    ...SEVERITIES.flatMap(([name, meaning]) => tagged(name, meaning)),
    ...SILENCING.flatMap((text) => ['.PP', escape(text)]),
    '.SH FORMATS',
    'Of',
    '.BR "lvs\\-ha check \\-\\-format" :',
    ...FORMATS.flatMap(([name, meaning]) => tagged(name, meaning)),
    '.SH EXIT STATUS',
    'Of',
    '.BR "lvs\\-ha run" :',
    ...EXITS.flatMap(([status, meaning]) => tagged(String(status), meaning)),
    '.PP',
    'Of',
    '.BR "lvs\\-ha check" :',
    ...CHECK_EXITS.flatMap(([status, meaning]) => tagged(String(status), meaning)),
    '.PP',
    'Of',
    '.BR "lvs\\-ha check \\-\\-compat" :',
    ...COMPAT_EXITS.flatMap(([status, meaning]) => tagged(String(status), meaning)),
    '.PP',
    ...escape(OTHER_EXITS).split('\n'),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => tagged(name, meaning)),
    '.SH FILES',
    ...FILES.flatMap(([name, meaning]) => tagged(name, meaning)),
    '.SH SCRIPTS',
    ...SCRIPTS.flatMap((text) => ['.PP', escape(text)]),
    '.SH EXAMPLES',
    ...EXAMPLES.flatMap(([words, meaning]) => tagged(words, meaning)),
    '.SH SEE ALSO',
    '.BR keepalived.conf (5),',
    '.BR ipvsadm (8),',
    '.BR journalctl (1),',
    '.BR systemd.service (5)',
  ]
  return `${lines.join('\n')}\n`
}

/** The commands that can be carried out, each with the words to type for it: `config diff`. */
export const commandsOf = (program: Command): readonly { readonly words: string; readonly command: Command }[] =>
  program.commands.flatMap((command) =>
    command.commands.length === 0
      ? [{ words: command.name(), command }]
      : commandsOf(command).map((inner) => ({ ...inner, words: `${command.name()} ${inner.words}` })),
  )

const DESCRIPTION = [
  'lvs-ha makes a pair of Linux machines one highly available LVS director. It reads keepalived.conf, speaks VRRP with the other machine, checks the health of the real servers and keeps the IPVS table of the kernel in step.',
  'Three processes share the work. The supervisor reads the configuration, handles signals, runs scripts and sends mail. The vrrp process advertises and holds the virtual addresses. The checkers process probes the servers and programs IPVS. A process that dies is started again after 0, 1, 2, 4 ... 60 seconds and takes over what it finds in place; so is one that does not answer any more.',
  'If the supervisor dies, both others stop in order by themselves: priority 0 is advertised and the addresses are removed.',
]

const SEVERITIES: readonly (readonly [string, string])[] = [
  ['fatal', 'Nothing could run.'],
  [
    'error',
    'Something the file asks for will not happen. The daemon starts and runs with the rest, as keepalived does, and says so in the log.',
  ],
  ['warning', 'It will happen, but is probably not what was meant.'],
  ['hint', 'Worth knowing.'],
]

const EXITS: readonly (readonly [number, string])[] = [
  [ExitStatus.ok, 'Stopped in order; also: the daemon is already running.'],
  [ExitStatus.fatal, 'Bad command line, or a fatal error at run time.'],
  [ExitStatus.config, 'The configuration cannot be run.'],
  [ExitStatus.permission, 'A permission is missing: CAP_NET_ADMIN and CAP_NET_RAW are needed.'],
  [ExitStatus.unreadable, 'The configuration file is missing or cannot be read.'],
  [ExitStatus.internal, 'Internal error.'],
]

const CHECK_EXITS: readonly (readonly [number, string])[] = [
  [0, 'Nothing wrong, or warnings and hints only; with --strict: hints only.'],
  [1, 'Errors; with --strict: errors or warnings. Also: bad command line.'],
  [2, 'A file cannot be read. With --explain: there is no such rule.'],
]

const COMPAT_EXITS: readonly (readonly [number, string])[] = [
  [0, 'Nothing wrong. Also, as there, when the file does not exist.'],
  [2, 'A keyword has no value; nothing after it is looked at.'],
  [4, 'Only errors about files that are not there, interfaces, or static addresses without one.'],
  [5, 'Any other error; warnings of keepalived count.'],
  [6, 'A script is not secure, or an include that must succeed has failed.'],
]

const OTHER_EXITS =
  'The other commands end with 0 when all is well and with 1 on a bad command line; those of lvs-ha config say above what else they end with.'

const SILENCING = [
  'Every diagnostic carries the id of its rule: error[unknown-keyword]. lvs-ha check --explain unknown-keyword shows why it matters, with a wrong and a right example; lvs-ha check --rules lists all.',
  'A comment keeps rules quiet where they do not apply: # lvs-ha: ignore RULE - reason, behind the line or on a line of its own before it; # lvs-ha: ignore-file RULE for all of its file. Several rules are separated by commas. The summary says how many diagnostics were silenced; what is fatal is always said.',
]

const FORMATS: readonly (readonly [string, string])[] = [
  ['text', 'For people: the line with the words underlined, what to do, and a summary for each file.'],
  [
    'json',
    'For programs: one object with version, files, diagnostics and summary. Fields may be added to version 1, never changed or removed; lvs-ha check --schema prints its JSON Schema.',
  ],
  ['gcc', 'FILE:LINE:COLUMN: error: message [rule], one line each, for editors and build logs.'],
  ['github', 'GitHub workflow commands: they show as annotations of a pull request.'],
  [
    'sarif',
    'SARIF 2.1.0, for code scanning. File names are relative to the working directory; the rules carry their explanations.',
  ],
  ['checkstyle', "checkstyle's XML, which many build servers gather."],
]

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['lvs-ha check', 'Says what is wrong with /etc/keepalived/keepalived.conf.'],
  ['lvs-ha check --strict --format sarif director.conf > check.sarif', 'For a repository of configurations.'],
  ['lvs-ha check --peer b.conf a.conf', 'Whether two directors fit together.'],
  [
    'lvs-ha check --peer keepalived.conf -i a --peer-config-id b keepalived.conf',
    'The same, of one file with @a and @b lines.',
  ],
  ['lvs-ha check --compat keepalived.conf', 'In place of keepalived -t -f keepalived.conf.'],
  ['lvs-ha config explain vrrp_instance priority', 'What the keyword means.'],
  ['lvs-ha config diff keepalived.conf keepalived.conf.new', 'What a reload would change.'],
]

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  [
    'NOTIFY_SOCKET, WATCHDOG_USEC',
    'Set by systemd. Readiness, reloads, the state in one line and signs of life are reported there; children and scripts do not see them.',
  ],
  ['JOURNAL_STREAM', 'Set by systemd. With --log-format=auto the log then goes to the journal in its own protocol.'],
  ['NO_COLOR', 'No colours on a terminal.'],
]

const FILES: readonly (readonly [string, string])[] = [
  ['/etc/keepalived/keepalived.conf', 'The configuration.'],
  ['/run/keepalived.pid', 'The pid of the supervisor.'],
  ['/etc/default/lvs-ha', 'LVS_HA_OPTIONS: further options for the systemd unit.'],
]

const SCRIPTS = [
  'Notify scripts are run directly, without a shell, as script_user (else as keepalived_script if that user exists, else as root), in a session of their own. IFS, LD_PRELOAD and LD_LIBRARY_PATH are removed from their environment.',
  'Scripts of the same instance or group never overlap: they run in the order of the changes, the one for the state before the generic one. A script that takes longer than a minute is not waited for any longer. When the daemon stops, scripts are given what is left of a second.',
]

function synopsis(words: string, command: Command): string[] {
  const operands = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '')
    return argument.required ? name : `[${name}]`
  })
  return [`.B lvs\\-ha ${escape(words)}`, escape(['[options]', ...operands].join(' ')), '.br']
}

function commandSection(words: string, command: Command): string[] {
  const operands = command.registeredArguments.flatMap((argument) =>
    tagged(
      argument.name(),
      withDefault(sentence(argument.description), argument.defaultValueDescription ?? argument.defaultValue),
    ),
  )
  return [
    `.SS lvs\\-ha ${escape(words)}`,
    ...escape(command.description()).replace(/\n\n/g, '\n.PP\n').split('\n'),
    ...operands,
    ...command.options.filter((option) => !option.hidden).flatMap(optionEntry),
  ]
}

function optionEntry(option: Option): string[] {
  const choices = option.argChoices === undefined ? '' : ` One of: ${option.argChoices.join(', ')}.`
  return tagged(option.flags, withDefault(`${sentence(option.description)}${choices}`, option.defaultValue))
}

const withDefault = (text: string, value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${text} Default: ${value}.` : text

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`

const tagged = (tag: string, text: string): string[] => ['.TP', `.B ${escape(tag)}`, ...escape(text).split('\n')]

/** Text that roff takes literally: backslashes, hyphens that are to be typed, and dots or quotes that begin a line. */
const escape = (text: string): string =>
  text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^([.'])/gm, '\\&$1')
