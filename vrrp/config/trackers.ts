// One line of track_interface, track_script, track_file, track_process or track_bfd: NAME [weight N [reverse]]. What is wrong with a line
// is noted in its value and told in track-faults.ts, where the name of the instance is known. Whether the names exist is asked in
// references.ts.

import type { Arg } from '../../config/schema/arg.js'
import { interfaceName } from '../../config/schema/args.js'
import type { Cursor } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { integerFault, readInteger } from '../../config/schema/numbers.js'
import type { TrackedInterface } from './model.js'

/** What is wrong with a line beside its name; a line that is dropped has one such fault only. */
export interface TrackFault {
  readonly kind: 'option' | 'no-weight' | 'weight' | 'extreme' | 'direction'
  readonly word: string
  /** Offsets into the text of the line. */
  readonly start: number
  readonly end: number
  readonly drops: boolean
}

/** As written: what the tracked block supplies is still missing. */
export interface TrackLine {
  readonly name: string
  /** undefined = the weight of what is tracked. */
  readonly weight: number | undefined
  /** undefined = as what is tracked says. */
  readonly reverse: boolean | undefined
  readonly faults: readonly TrackFault[] | undefined
}

/** The line of an interface; `faults` is there only when there are any. */
export type InterfaceLine = TrackedInterface & { readonly faults?: readonly TrackFault[] }

interface LineRules {
  /** The largest weight that keepalived reads. */
  readonly limit: 253 | 254
  /** Whether 254 is brought down to 253. */
  readonly reduces: boolean
  readonly directions: readonly string[]
  /** Whether an unknown direction costs the whole line. */
  readonly strict: boolean
}

const both = ['reverse', 'noreverse']
const ofInterface: LineRules = { limit: 254, reduces: true, directions: ['reverse'], strict: false }
const ofScript: LineRules = { limit: 254, reduces: true, directions: both, strict: false }
const ofFile: LineRules = { limit: 254, reduces: false, directions: both, strict: true }
const ofProcess: LineRules = { limit: 254, reduces: false, directions: both, strict: false }
const ofBfd: LineRules = { limit: 253, reduces: false, directions: both, strict: true }

/** A line of track_interface. */
export const trackedInterface = (): Arg<InterfaceLine> => ({
  expects: 'an interface name of at most 15 characters',
  read: (cursor) => {
    const name = interfaceName().read(cursor)
    if (name === undefined) return undefined
    const { weight, reverse, faults } = readRest(cursor, name, ofInterface)
    const value = { interface: name, weight: weight ?? 0, reverse: reverse ?? false }
    return faults === undefined ? value : { ...value, faults }
  },
  plain: (line) => trackText({ ...line, name: line.interface }),
})

const tracked = (what: string, rules: LineRules): Arg<TrackLine> => ({
  expects: `the name of a ${what}, optionally with \`weight NUMBER\``,
  read: (cursor) => readRest(cursor, cursor.word, rules),
  plain: trackText,
})

/** A line of track_script. */
export const trackedScript = (): Arg<TrackLine> => tracked('vrrp_script', ofScript)
/** A line of track_file. */
export const trackedFile = (): Arg<TrackLine> => tracked('track_file', ofFile)
/** A line of track_process. */
export const trackedProcess = (): Arg<TrackLine> => tracked('vrrp_track_process', ofProcess)
/** A line of track_bfd. */
export const trackedBfd = (): Arg<TrackLine> => tracked('bfd_instance', ofBfd)

const trackText = ({ name, weight, reverse }: Omit<TrackLine, 'faults'>): string =>
  `${name}${weight === undefined ? '' : ` weight ${weight}`}${reverse === true ? ' reverse' : ''}`

function readRest(cursor: Cursor, name: string, rules: LineRules): TrackLine {
  if (!cursor.next()) return { name, weight: undefined, reverse: undefined, faults: undefined }
  const option: string = cursor.word
  if (option !== 'weight') return dropped(cursor, name, 'option')
  if (!cursor.next()) return dropped(cursor, name, 'no-weight')
  const faults: TrackFault[] = []
  const weight = readWeight(cursor, rules, faults)
  let reverse: boolean | undefined
  if (cursor.next()) {
    const direction: string = cursor.word
    if (rules.directions.includes(direction)) reverse = direction === 'reverse'
    else {
      faults.push(faultAt(cursor, 'direction', rules.strict))
      if (rules.strict) cursor.skipRest()
    }
  }
  return { name, weight, reverse, faults: faults.length === 0 ? undefined : faults }
}

function dropped(cursor: Cursor, name: string, kind: 'option' | 'no-weight'): TrackLine {
  const faults = [faultAt(cursor, kind, true)]
  cursor.skipRest()
  return { name, weight: undefined, reverse: undefined, faults }
}

const faultAt = ({ word, start, end }: Cursor, kind: TrackFault['kind'], drops: boolean): TrackFault => ({
  kind,
  word,
  start,
  end,
  drops,
})

function readWeight(cursor: Cursor, { limit, reduces }: LineRules, faults: TrackFault[]): number | undefined {
  const { word } = cursor
  const weight = readInteger(word, 'int')
  if (weight === undefined || integerFault(word, -limit, limit, 'int') !== undefined) {
    faults.push(faultAt(cursor, 'weight', false))
    return undefined
  }
  if (!reduces || Math.abs(weight) !== 254) return weight
  faults.push(faultAt(cursor, 'extreme', false))
  return Math.sign(weight) * 253
}

/** Whether a line is kept in spite of its faults. */
export const isKept = (line: { readonly faults?: readonly TrackFault[] | undefined }): boolean =>
  line.faults?.some(({ drops }) => drops) !== true

/** The interfaces of a list without what is dropped and without those that are named a second time. */
export function withoutRepeats(entries: readonly Entry<InterfaceLine>[]): readonly Entry<TrackedInterface>[] {
  if (entries.length === 0) return entries
  const seen = new Set<string>()
  return entries.flatMap((entry) => {
    const { interface: name, weight, reverse, faults } = entry.value
    if (seen.has(name) || !isKept(entry.value)) return []
    seen.add(name)
    return [faults === undefined ? entry : { ...entry, value: { interface: name, weight, reverse } }]
  })
}
