// Values of options that addresses, routes and rules share: numbers, interfaces, names of iproute2. Each goes from the option to its value
// and complains about it. Knows no option.

import { integerFault, readInteger } from '../../config/schema/numbers.js'
import { isOwnName, LONGEST, realms, tableEntry, type NameTable } from './iproute-names.js'
import type { OptionWords } from './option-words.js'
import type { Realms, TableEntry } from './route-model.js'

const MAX32 = 4294967295

/** A whole number; undefined when there is none (reported). `said` is keepalived's word about the option. */
export function takeNumber(
  words: OptionWords,
  said: (word: string) => string,
  max: number = MAX32,
  min = 0,
): number | undefined {
  const option = words.word
  if (!words.toValue(`a whole number from ${min} to ${max}`)) return undefined
  return numberHere(words, option, said, max, min)
}

/** The same of the current word. */
export function numberHere(
  words: OptionWords,
  option: string,
  said: (word: string) => string,
  max: number = MAX32,
  min = 0,
): number | undefined {
  const { word } = words
  const fault = integerFault(word, min, max, 'unsigned')
  if (fault === undefined) return readInteger(word, 'unsigned')
  words.drop({
    message: `\`${word}\` is not valid for \`${option}\`: a whole number from ${min} to ${max} is expected`,
    said: [fault, said(word)],
  })
  return undefined
}

/** A number of up to 64 bits, as its digits. */
export function take64Bits(words: OptionWords, said: (word: string) => string): string | undefined {
  const option = words.word
  return words.toValue('a whole number') ? digitsHere(words, option, said) : undefined
}

/** The same of the current word. */
export function digitsHere(words: OptionWords, option: string, said: (word: string) => string): string | undefined {
  const { word } = words
  const digits = /^\s*\+?0*([0-9]*)$/.exec(word)?.[1]
  if (digits !== undefined && /[0-9]$|^\s*$/.test(word) && BigInt(digits) <= LONGEST)
    return digits === '' ? '0' : digits
  const fault = integerFault(word, 0, 0, 'unsigned64') ?? ''
  words.drop({
    message: `\`${word}\` is not valid for \`${option}\`: a whole number of up to 64 bits is expected`,
    said: [fault, said(word)],
  })
  return undefined
}

/** The name of an interface. Whether it exists is not asked. */
export function takeInterface(words: OptionWords, said: (word: string) => string): string | undefined {
  if (!words.toValue('an interface name')) return undefined
  const { word } = words
  if (isInterfaceName(word)) return word
  words.drop({
    message: `\`${word}\` is not an interface name: at most 15 characters without blank and \`/\` are expected`,
    said: [said(word)],
  })
  return undefined
}

export const isInterfaceName = (word: string): boolean =>
  word !== '' && word.length <= 15 && !/[\s/]/.test(word) && word !== '.' && word !== '..'

/** A number or a name of iproute2. */
export function takeEntry(
  words: OptionWords,
  table: NameTable,
  said: (word: string) => string,
): TableEntry | undefined {
  const option = words.word
  return words.toValue(`a ${table.what}, by name or number`) ? entryHere(words, option, table, said) : undefined
}

/** The same of the current word. */
export function entryHere(
  words: OptionWords,
  option: string,
  table: NameTable,
  said: (word: string) => string,
): TableEntry | undefined {
  const { word } = words
  const entry = tableEntry(table, word)
  if (entry === undefined) {
    words.drop({
      message: `\`${word}\` is not valid for \`${option}\`: a ${table.what} is expected, by name or by a number up to ${table.max}`,
      said: [said(word)],
    })
    return undefined
  }
  if (isOwnName(table, entry)) tellOwnName(words, table, word)
  return entry
}

/** keepalived refuses the line on a machine that does not know the name. */
function tellOwnName(words: OptionWords, table: NameTable, name: string): void {
  words.tell({
    code: 'local-name',
    severity: 'hint',
    message: `\`${name}\` is a ${table.what} only where the files of iproute2 say so`,
    hint: `It must stand in \`/etc/iproute2/${table.file}\` of every director, or the line is dropped there. A number works everywhere.`,
  })
}

/** REALM[/REALM] */
export function takeRealms(words: OptionWords, said: (word: string) => string): Realms | undefined {
  if (!words.toValue('a realm, or two with a `/` between them')) return undefined
  const { word } = words
  const slash = word.indexOf('/')
  const from = slash < 0 ? undefined : tableEntry(realms, word.slice(0, slash))
  const to = tableEntry(realms, slash < 0 ? word : word.slice(slash + 1))
  if (to === undefined || (slash >= 0 && from === undefined)) {
    words.drop({
      message: `\`${word}\` is not valid for \`realms\`: REALM or REALM/REALM is expected`,
      said: [said(word)],
    })
    return undefined
  }
  const own = [from, to].find((entry) => entry !== undefined && isOwnName(realms, entry))
  if (own !== undefined && typeof own !== 'number') tellOwnName(words, realms, own.name)
  return { from, to }
}
