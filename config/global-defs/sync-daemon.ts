// lvs_sync_daemon: keeping the connections of two directors in step. An interface, then options with values; the old form has the
// instance and the number of the session as the second and third word.

import { says, type KeepalivedSays } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { endsWithout } from '../schema/complaints.js'
import type { Cursor } from '../schema/cursor.js'
import { keyword, type Field } from '../schema/keyword.js'
import { integerFault, readInteger } from '../schema/numbers.js'
import { familyOf, ipToBytes, parseIpAddress, type IpAddress } from '../values/ip.js'
import type { Word } from '../words.js'
import { restOf, tellNoValue, tellUnknownOption, tellWord, tellWrongOption } from './options.js'

export interface SyncDaemon {
  readonly interface: string
  /** The vrrp_instance whose master sends and whose backup receives; undefined = neither. */
  readonly instance: string | undefined
  /** 0–255; undefined = the instance's virtual router id, or 0. */
  readonly id: number | undefined
  /** Bytes in a packet, 1–65507; undefined = the kernel's choice. */
  readonly maxLength: number | undefined
  /** Of UDP, 1–65535; undefined = 8848. */
  readonly port: number | undefined
  /** 1–255; undefined = 1. */
  readonly ttl: number | undefined
  /** Multicast; undefined = 224.0.0.81. */
  readonly group: IpAddress | undefined
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

interface NumberOption {
  readonly field: 'id' | 'maxLength' | 'port' | 'ttl'
  readonly min: number
  readonly max: number
  /** What keepalived does about a wrong or missing value. */
  readonly fate: string
}

const numbers: ReadonlyMap<string, NumberOption> = new Map([
  ['id', { field: 'id', min: 0, max: 255, fate: ', defaulting to vrid' }],
  ['maxlen', { field: 'maxLength', min: 1, max: 65507, fate: ' - ignoring' }],
  ['port', { field: 'port', min: 1, max: 65535, fate: ' - ignoring' }],
  ['ttl', { field: 'ttl', min: 1, max: 255, fate: ' - ignoring' }],
] as const)
const options = ['inst', ...numbers.keys(), 'group']

/** Bytes of an interface's name, with the zero that ends it. */
const NAME_SIZE = 16

const daemon = (): Arg<SyncDaemon> => ({
  expects: 'an interface, and optionally `inst`, `id`, `maxlen`, `port`, `ttl` and `group` with their values',
  read: (cursor) => {
    const name = cursor.word
    if (name.length >= NAME_SIZE) return tellLongName(cursor)
    const found: Mutable<SyncDaemon> = {
      interface: name,
      instance: undefined,
      id: undefined,
      maxLength: undefined,
      port: undefined,
      ttl: undefined,
      group: undefined,
    }
    const words = restOf(cursor)
    for (let at = 1; at < words.length; at++) {
      const option = words[at]
      if (option === undefined) break
      const value = words[at + 1]
      if (readOption(found, cursor, option, value)) at++
      else readPositional(found, cursor, option, at)
    }
    return found
  },
})

/** True when the word is an option, whatever comes of its value. */
function readOption(found: Mutable<SyncDaemon>, cursor: Cursor, option: Word, value: Word | undefined): boolean {
  if (option.text === 'inst') readInstance(found, cursor, option, value)
  else if (option.text === 'group') readGroup(found, cursor, option, value)
  else {
    const known = numbers.get(option.text)
    if (known === undefined) return false
    readNumber(found, cursor, option, known, value)
  }
  return true
}

function readInstance(found: Mutable<SyncDaemon>, cursor: Cursor, option: Word, value: Word | undefined): void {
  if (found.instance !== undefined) {
    tellWord(cursor, option, {
      code: 'repeated-keyword',
      severity: 'error',
      message: '`inst` was already given in this line',
      hint: 'The first one is kept, as in keepalived.',
      keepalived: says(`lvs_sync_daemon vrrp instance has already been specified as ${found.instance} - ignoring`),
    })
  } else if (value !== undefined) found.instance = value.text
  else tellStop(cursor, option)
}

/** keepalived stops at an `inst` without a name. */
function tellStop(cursor: Cursor, option: Word): void {
  cursor.end = option.end
  tellWord(cursor, option, {
    code: 'missing-value',
    severity: 'error',
    message: '`inst` must be followed by the name of a `vrrp_instance`',
    hint: 'The option is ignored; keepalived stops at it and does not start.',
    keepalived: endsWithout(cursor),
  })
}

function readNumber(
  found: Mutable<SyncDaemon>,
  cursor: Cursor,
  option: Word,
  { field, min, max, fate }: NumberOption,
  value: Word | undefined,
): void {
  const name = option.text
  if (value === undefined) {
    tellNoValue(cursor, option, `No value specified for lvs_sync_daemon ${name}${fate}`)
    return
  }
  const fault = integerFault(value.text, min, max, 'unsigned')
  if (fault === undefined) found[field] = readInteger(value.text, 'unsigned')
  else {
    const own =
      field === 'id'
        ? `Invalid syncid (${value.text}) - defaulting to vrid`
        : `Invalid lvs_sync_daemon ${name} (${value.text}) - ignoring`
    tellWrongOption(cursor, name, value, `a whole number from ${min} to ${max}`, [fault, own])
  }
}

function readGroup(found: Mutable<SyncDaemon>, cursor: Cursor, option: Word, value: Word | undefined): void {
  if (value === undefined) {
    tellNoValue(cursor, option, 'No value specified for lvs_sync_daemon group - ignoring')
    return
  }
  const address = parseIpAddress(value.text.replace(/[-/].*$/, ''))
  if (address !== undefined && isMulticast(address)) {
    found.group = address
    return
  }
  const own =
    address === undefined
      ? `Invalid lvs_sync_daemon group (${value.text}) - ignoring`
      : `lvs_sync_daemon group address ${value.text} is not multicast - ignoring`
  tellWrongOption(cursor, 'group', value, 'a multicast address', [own])
}

function isMulticast(address: IpAddress): boolean {
  const [first = 0] = ipToBytes(address)
  return familyOf(address) === 'inet' ? first >= 224 && first <= 239 : first === 0xff
}

/** IFACE INSTANCE [ID]: `at` counts the words after the keyword from 0. */
function readPositional(found: Mutable<SyncDaemon>, cursor: Cursor, word: Word, at: number): void {
  if (at === 1) {
    found.instance = word.text
    return
  }
  if (at !== 2) {
    tellUnknownOption(cursor, word, options)
    return
  }
  const fault = integerFault(word.text, 0, 255, 'unsigned')
  if (fault === undefined) found.id = readInteger(word.text, 'unsigned')
  const own: readonly KeepalivedSays[] =
    fault === undefined
      ? says('Please use keyword "id" before lvs_sync_daemon SYNCID')
      : says(fault, `Invalid syncid (${word.text}) - defaulting to vrid`)
  tellWord(cursor, word, {
    code: fault === undefined ? 'deprecated-keyword' : 'wrong-value',
    severity: fault === undefined ? 'warning' : 'error',
    message:
      fault === undefined
        ? `\`${word.text}\` is read as the number of the session`
        : `\`${word.text}\` is not the number of a session: a whole number from 0 to 255 is expected`,
    hint:
      fault === undefined
        ? `Write \`id ${word.text}\`.`
        : 'The virtual router id of the instance is used, as in keepalived.',
    keepalived: own,
  })
}

function tellLongName(cursor: Cursor): undefined {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is too long for the name of an interface: it has at most ${NAME_SIZE - 1} characters`,
    hint: 'The line is ignored, as in keepalived.',
    keepalived: says(`lvs_sync_daemon interface name '${cursor.word}' too long - ignoring`),
  })
  return undefined
}

export const syncDaemon = (): Field<SyncDaemon | undefined> =>
  keyword('lvs_sync_daemon', daemon(), {
    repeat: 'first',
    notYet: 'Connections are not synchronised: they break at a fail-over.',
    saysMissing: () => 'lvs_sync_daemon requires interface',
    saysRepeated: (_word, before) =>
      `lvs_sync_daemon has already been specified as ${before.interface} ${before.instance ?? ''} - ignoring`,
  })
