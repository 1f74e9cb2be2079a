// Keywords of global_defs about files: the configuration itself, how it is read again, and what is written about the daemon's state.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { anyWord, integer, oneOf, string } from '../schema/args.js'
import type { Cursor } from '../schema/cursor.js'
import { flag, keyword, type Field } from '../schema/keyword.js'
import { integerFault, readInteger } from '../schema/numbers.js'
import { exactlyOne, onOff } from './fields.js'

const path = (): Arg<string> => anyWord('a path')

const includeChecks = ['read', 'match', 'wildcard_match', 'brace_match'] as const

/** Words as they stand, signs included; the reader of the file goes by them. */
const checks = (): Arg<readonly string[]> => ({
  expects:
    'any of `read`, `match`, `wildcard_match` and `brace_match`, each with `+` or `-` before it; only the first without',
  words: includeChecks,
  read: (cursor) => {
    const found: string[] = []
    do {
      if (isCheck(cursor, found.length === 0)) found.push(cursor.word)
    } while (cursor.next())
    return found
  },
})

function isCheck(cursor: Cursor, isFirst: boolean): boolean {
  const { word } = cursor
  const signed = word.startsWith('+') || word.startsWith('-')
  if (!signed && !isFirst) {
    return tellCheck(cursor, `\`${word}\` needs \`+\` or \`-\` before it: only the first word stands without`, [
      `Duplicate include_check '${word}' specified - ignoring`,
    ])
  }
  const name = signed ? word.slice(1) : word
  if (includeChecks.some((one) => one === name)) return true
  const other =
    name === 'readable' ? 'it is called `read`' : `${includeChecks.map((one) => `\`${one}\``).join(', ')} are`
  return tellCheck(cursor, `\`${name}\` is no check of \`include_check\`: ${other}`, [
    `Unknown include_check type '${name}' - ignoring`,
  ])
}

function tellCheck(cursor: Cursor, message: string, own: readonly string[]): boolean {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message,
    hint: 'The word is ignored, as in keepalived.',
    keepalived: says(...own),
  })
  return false
}

type JsonVersion = '1' | '2'

/** A number, as keepalived reads it. */
const jsonVersion = (): Arg<JsonVersion> => ({
  ...oneOf(['1', '2']),
  read: ({ word }) => {
    const version = readInteger(word, 'unsigned')
    return version === 1 ? '1' : version === 2 ? '2' : undefined
  },
  fault: (word) => integerFault(word, 1, 2, 'unsigned'),
})

const noDump = 'The file is not written.'

/** The file of a dump: one path, and not an empty one. */
const dumpFile = (name: string): Field<string | undefined> =>
  keyword(name, string('a path'), exactlyOne({ notYet: noDump, says: `${name} requires a non-empty path` }))

export const fileFields = {
  /** Where the output of the check at reload goes. undefined = a file is checked, and nothing written. */
  reloadCheckConfig: keyword('reload_check_config', path(), {
    bare: '/dev/null',
    notYet: 'A configuration is always checked before it is taken; what is found goes to the log, not to a file.',
    notYetIf: (file) => file !== '/dev/null',
  }),
  reloadTimeFile: keyword('reload_time_file', path(), {
    ...exactlyOne({ says: 'reload_time_file invalid' }),
    notYet: 'The configuration is not read again by itself: reload with SIGHUP.',
  }),
  reloadRepeat: flag('reload_repeat', {
    notYet: 'The configuration is not read again by itself: reload with SIGHUP.',
  }),
  /** default = keepalived.reload beside the pid file. */
  reloadFile: keyword('reload_file', path(), {
    bare: 'default',
    notYet: 'The file is neither emptied nor removed: whoever waits for that waits in vain.',
  }),
  includeCheck: keyword('include_check', checks(), { bare: includeChecks }),
  randomSeed: keyword('random_seed', integer(0, 4294967295), { says: (word) => `random_seed ${word} invalid` }),
  configSaveDir: keyword('config_save_dir', path(), { notYet: 'No copies of the configuration are kept.' }),
  tmpConfigDirectory: keyword('tmp_config_directory', path(), {
    repeat: 'first',
    notYet: 'No copy of the configuration is made.',
    saysMissing: () => 'tmp_config_directory missing directory name',
    saysRepeated: () => 'tmp_config_directory already specified - ignoring',
  }),
  dataUseInstance: onOff('data_use_instance', {
    notYet: 'Files about the state have their usual names.',
    says: (word) => `Invalid value '${word}' for global date_use_instance specified`,
  }),
  jsonVersion: keyword('json_version', jsonVersion(), {
    default: '1',
    notYet: 'No JSON file is written.',
    says: () => 'Invalid JSON version',
    saysMissing: () => 'json_version requires version',
  }),
  stateDumpFile: dumpFile('state_dump_file'),
  statsDumpFile: dumpFile('stats_dump_file'),
  jsonDumpFile: dumpFile('json_dump_file'),
}
