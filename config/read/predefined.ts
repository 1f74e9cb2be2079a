// The definitions every file has: ${_PWD}, ${_INSTANCE}, ${_RANDOM …}, ${_ENV NAME}, ${_HASH}, ${_BANG}. Chance and environment
// are handed in.

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
  readonly meaning: (around: Surroundings, directory: string, args: readonly string[]) => Meaning
}

const text = (value: string): Meaning => ({ kind: 'text', text: value })

const table: Readonly<Record<string, Predefined>> = {
  _PWD: { args: [0, 0], meaning: (_, directory) => text(directory) },
  _INSTANCE: { args: [0, 0], meaning: (around) => text(around.identity) },
  _HASH: { args: [0, 0], meaning: () => text('#') },
  _BANG: { args: [0, 0], meaning: () => text('!') },
  _RANDOM: { args: [0, 2], meaning: (around, _, args) => randomNumber(around, args) },
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
  if (args.length >= least && args.length <= most) return entry.meaning(around, directory, args)
  const range = least === most ? `${least}` : `${least} to ${most}`
  return {
    kind: 'fault',
    severity: 'error',
    message: `\`${name}\` takes ${range} parameters, ${args.length} given`,
    hint: `Write \`\${${[name, ...['VALUE'].slice(0, least)].join(' ')}}\`.`,
  }
}

function randomNumber(around: Surroundings, args: readonly string[]): Meaning {
  const [min, max] = [args[0] ?? '0', args[1] ?? '32767']
  if (!/^\d{1,9}$/.test(min) || !/^\d{1,9}$/.test(max) || Number(min) > Number(max)) {
    const message = `\`_RANDOM ${min} ${max}\` is no range of numbers`
    return { kind: 'fault', severity: 'error', message, hint: 'Write `${_RANDOM MIN MAX}`.' }
  }
  return text(String(around.random(Number(min), Number(max))))
}

function environment(around: Surroundings, name: string): Meaning {
  const value = around.env(name)
  if (value !== undefined) return text(value.replace(/[\r\n]+/g, ' '))
  return {
    kind: 'fault',
    severity: 'warning',
    message: `The environment has no variable \`${name}\``,
    hint: 'Set it in the environment of the daemon: `Environment=` in its unit.',
  }
}
