// Arguments about how a process runs: its processors, its priorities, the permissions of its files. Ranges are Linux's; how many
// processors there are is not asked, because a configuration can be checked elsewhere.

import { says } from '../diagnostic.js'
import type { Arg } from './arg.js'
import { integer } from './args.js'
import type { Cursor } from './cursor.js'
import { integerFault, readInteger } from './numbers.js'

/** -20 (most favoured) to 19. */
export const niceness = (): Arg<number> => integer(-20, 19)

const REALTIME = { least: 1, most: 99 }

/** A real-time priority: 1 to 99; others are moved into the range with an error, as in keepalived. `role` is the name of the process for messages. */
export function realTimePriority(role: string): Arg<number> {
  const any = integer(-2147483648, 2147483647)
  return {
    ...any,
    expects: 'a real-time priority from 1 to 99',
    read: (cursor) => {
      const value = any.read(cursor)
      if (value === undefined) return undefined
      const used = Math.min(REALTIME.most, Math.max(REALTIME.least, value))
      if (used !== value) tellMoved(cursor, role, value, used)
      return used
    },
  }
}

function tellMoved(cursor: Cursor, role: string, value: number, used: number): void {
  const how =
    value < used
      ? `less than minimum ${used} - setting to minimum`
      : `greater than maximum ${used} - setting to maximum`
  cursor.tell({
    code: 'adjusted-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not a real-time priority: they go from ${REALTIME.least} to ${REALTIME.most}`,
    hint: `${used} is used instead, as in keepalived.`,
    keepalived: says(`${role} process real-time priority ${value} ${how}`),
  })
}

/** Microseconds of processor time without a pause (RLIMIT_RTTIME); 1 counts as 2. */
export function realTimeLimit(): Arg<number> {
  const limit = integer(1, 4294967295)
  return {
    ...limit,
    expects: 'a number of microseconds from 1 to 4294967295',
    read: (cursor) => {
      const value = limit.read(cursor)
      return value === 1 ? 2 : value
    },
  }
}

/** The kernel's own bound on the number of processors in a set. */
const PROCESSORS = 1024

/** Processors by number; one that is wrong empties the set. */
export const processorSet = (role: string): Arg<readonly number[]> => ({
  expects: 'numbers of processors, from 0',
  read: (cursor) => {
    const found = new Set<number>()
    do {
      const value = readInteger(cursor.word, 'int')
      if (value === undefined || value < 0 || value >= PROCESSORS) return wrongProcessor(cursor, role, value ?? 0)
      found.add(value)
    } while (cursor.next())
    return [...found].sort((a, b) => a - b)
  },
})

function wrongProcessor(cursor: Cursor, role: string, value: number): readonly number[] {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not the number of a processor`,
    hint: 'The process may run on all of them, as in keepalived.',
    keepalived: says(
      integerFault(cursor.word, 0, PROCESSORS - 1, 'int') ?? '',
      `Invalid cpu_id:${value} specified for ${role} process`,
    ),
  })
  cursor.skipRest()
  return []
}

const OWNER = { R: 0o400, W: 0o200, X: 0o100, all: 0o700 }
const bits: ReadonlyMap<string, number> = new Map([
  ...named('USR', 'U', 0),
  ...named('GRP', 'G', 3),
  ...named('OTH', 'O', 6),
])

/** `IRUSR`, `IWUSR`, `IXUSR` and `IRWXU` of one class of users. */
function named(who: string, letter: string, shift: number): readonly (readonly [string, number])[] {
  return [
    [`IR${who}`, OWNER.R >> shift],
    [`IW${who}`, OWNER.W >> shift],
    [`IX${who}`, OWNER.X >> shift],
    [`IRWX${letter}`, OWNER.all >> shift],
  ]
}

/** A mask of permission bits: a number as in C (octal with a leading 0), or names joined by `|`, with or without blanks. */
export const permissions = (): Arg<number> => ({
  expects: 'an octal number such as 022, or names of permissions joined by `|`',
  words: [...bits.keys()],
  read: (cursor) => (isDigit(cursor.word) ? numericMask(cursor) : namedMask(cursor)),
  plain: (mask) => `0${mask.toString(8)}`,
})

const isDigit = (word: string): boolean => /^[0-9]/.test(word)

function numericMask(cursor: Cursor): number | undefined {
  const { word } = cursor
  const value = cNumber(word)
  if (value !== undefined && value <= 0o777)
    return cursor.next() ? refuse(cursor, 'Extra parameter(s) to umask option') : value
  return refuse(cursor, `invalid umask value ${word}`)
}

/** A number as C writes it: 0x… is hexadecimal, 0… octal. */
function cNumber(word: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(word)) return parseInt(word.slice(2), 16)
  if (/^0[0-7]*$/.test(word)) return parseInt(word, 8)
  return /^[1-9][0-9]*$/.test(word) ? parseInt(word, 10) : undefined
}

function namedMask(cursor: Cursor): number | undefined {
  let mask = 0
  let complete = false
  do {
    for (let rest = cursor.word; rest !== '';) {
      if (complete) {
        if (!rest.startsWith('|')) return refuse(cursor, `Invalid umask syntax ${cursor.word}`)
        complete = false
        rest = rest.slice(1)
        continue
      }
      const bit = bits.get(rest.slice(0, 5))
      if (bit === undefined) return refuse(cursor, `Unknown umask bit ${rest}`)
      mask |= bit
      complete = true
      rest = rest.slice(5)
    }
  } while (cursor.next())
  return complete ? mask : refuse(cursor, 'umask missing bit value')
}

function refuse(cursor: Cursor, own: string): undefined {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not valid for \`${cursor.statement.keyword}\`: ${permissions().expects} is expected`,
    hint: 'The line is ignored, as in keepalived.',
    keepalived: says(own),
  })
  return undefined
}
