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
    ...program.commands.flatMap(synopsis),
    '.SH DESCRIPTION',
    ...DESCRIPTION.flatMap((text) => ['.PP', escape(text)]),
    '.SH COMMANDS',
    ...program.commands.flatMap(commandSection),
    '.SH SIGNALS',
    'Sent to the process in the pid file. Its children ignore all of them.',
    ...SIGNALS.flatMap((row) => tagged(row.signal, row.meaning)),
    '.SH DIAGNOSTICS',
    ...SEVERITIES.flatMap(([name, meaning]) => tagged(name, meaning)),
    '.SH EXIT STATUS',
    'Of',
    '.BR "lvs\\-ha run" :',
    ...EXITS.flatMap(([status, meaning]) => tagged(String(status), meaning)),
    '.PP',
    'Of',
    '.BR "lvs\\-ha check" :',
    ...CHECK_EXITS.flatMap(([status, meaning]) => tagged(String(status), meaning)),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => tagged(name, meaning)),
    '.SH FILES',
    ...FILES.flatMap(([name, meaning]) => tagged(name, meaning)),
    '.SH SCRIPTS',
    ...SCRIPTS.flatMap((text) => ['.PP', escape(text)]),
    '.SH SEE ALSO',
    '.BR keepalived.conf (5),',
    '.BR ipvsadm (8),',
    '.BR journalctl (1),',
    '.BR systemd.service (5)',
  ]
  return `${lines.join('\n')}\n`
}

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
  [0, 'Nothing wrong, or warnings and hints only.'],
  [1, 'Errors.'],
  [2, 'The file cannot be read.'],
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

function synopsis(command: Command): string[] {
  const operands = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '')
    return argument.required ? name : `[${name}]`
  })
  return [`.B lvs\\-ha ${escape(command.name())}`, escape(['[options]', ...operands].join(' ')), '.br']
}

function commandSection(command: Command): string[] {
  const operands = command.registeredArguments.flatMap((argument) =>
    tagged(argument.name(), withDefault(argument.description, argument.defaultValue)),
  )
  return [
    `.SS lvs\\-ha ${escape(command.name())}`,
    ...escape(command.description()).split('\n'),
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
