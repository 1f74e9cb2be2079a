// The definitions every file has: ${_PWD}, ${_INSTANCE}, ${_RANDOM …}, ${_ENV NAME}, ${_HASH}, ${_BANG}. Chance and environment
// are handed in.

import { says } from '../diagnostic.js'
import type { Meaning } from './definitions.js'

export interface Surroundings {
  /** Configuration identity: `@ID` conditions and ${_INSTANCE}. */
  readonly identity: string
  /** Value of an environment variable. */
  readonly env: (name: string) => string | undefined
  /** A whole number in min..max. */
  readonly random: (min: number, max: number) => number
}

interface Predefined {
  readonly args: readonly [least: number, most: number]
  /** Only digits may be given. */
  readonly numbers?: true
  readonly meaning: (around: Surroundings, directory: string, args: readonly string[]) => Meaning
}

/** Parameters as they are shown in advice. */
const forms: Readonly<Record<string, readonly string[]>> = { _RANDOM: ['MIN', 'MAX'], _ENV: ['NAME'] }

const text = (value: string): Meaning => ({ kind: 'text', text: value })

const table: Readonly<Record<string, Predefined>> = {
  _PWD: { args: [0, 0], meaning: (_, directory) => text(directory) },
  _INSTANCE: { args: [0, 0], meaning: (around) => text(around.identity) },
  _HASH: { args: [0, 0], meaning: () => text('#') },
  _BANG: { args: [0, 0], meaning: () => text('!') },
  _RANDOM: { args: [0, 2], numbers: true, meaning: (around, _, args) => randomNumber(around, args) },
  _ENV: { args: [1, 1], meaning: (around, _, args) => environment(around, args[0] ?? '') },
}

export const predefinedNames: readonly string[] = Object.keys(table)

/** Undefined when the name is not predefined. `directory` is that of the file being read. */
export function predefined(
  name: string,
  args: readonly string[],
  directory: string,
  around: Surroundings,
): Meaning | undefined {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined
  if (entry === undefined) return undefined
  const [least, most] = entry.args
  const hint = `Write \`\${${[name, ...(forms[name] ?? [])].join(' ')}}\`.`
  if (args.length < least || args.length > most) {
    const range = least === most ? `${least}` : `${least} to ${most}`
    const message = `\`${name}\` takes ${range} parameters, ${args.length} given`
    // keepalived's count of what it wants is only shown for names that take parameters at all.
    const theirs = `Definition ${name} requires between ${least} and ${most} parameters, ${args.length} specified.`
    return { kind: 'fault', severity: 'error', message, hint, ...(most > 0 ? { keepalived: says(theirs) } : {}) }
  }
  if (entry.numbers === true && args.some((arg) => !/^\d{1,9}$/.test(arg))) {
    const message = `\`${name} ${args.join(' ')}\`: its parameters must be numbers`
    const keepalived = says(`Definition ${name} requires numeric parameters only.`)
    return { kind: 'fault', severity: 'error', message, hint, keepalived }
  }
  return entry.meaning(around, directory, args)
}

function randomNumber(around: Surroundings, args: readonly string[]): Meaning {
  const [min, max] = [Number(args[0] ?? 0), Number(args[1] ?? 32767)]
  if (min <= max) return text(String(around.random(min, max)))
  const message = `\`_RANDOM ${min} ${max}\`: the first number is larger than the second`
  const hint = `${min} is used, as in keepalived. Write \`\${_RANDOM MIN MAX}\`.`
  const keepalived = says(`\${_RANDOM}: min ${min} exceeds max ${max}, using ${min}`)
  return { kind: 'text', text: String(min), fault: { severity: 'error', message, hint, keepalived } }
}

function environment(around: Surroundings, name: string): Meaning {
  const value = around.env(name)
  if (value !== undefined) return text(value.replace(/[\r\n]+/g, ' '))
  const message = `The environment has no variable \`${name}\`: nothing stands in its place`
  const hint = 'Set it in the environment of the daemon: `Environment=` in its unit.'
  return { kind: 'text', text: '', fault: { severity: 'warning', message, hint } }
}
