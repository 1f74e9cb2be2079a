// What is said about the lines of track lists, in our words and in keepalived's, which differ from kind to kind.

import { says, type Report } from '../../config/diagnostic.js'
import { spanAt, tellAt, type Complaint } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { integerFault } from '../../config/schema/numbers.js'
import type { TrackedKind } from './tracked-blocks.js'
import type { TrackFault } from './trackers.js'

export type ListKind = TrackedKind | 'interfaces'

interface Wording {
  /** The keyword of the list. */
  readonly keyword: string
  /** The largest weight. */
  readonly limit: number
  readonly option: (name: string, word: string) => string
  readonly noWeight: (name: string) => string
  readonly weight: (name: string, word: string) => string
  readonly direction: (name: string, word: string) => string
  readonly unknown: (name: string) => string
}

const wordings: Readonly<Record<ListKind, Wording>> = {
  interfaces: {
    keyword: 'track_interface',
    limit: 254,
    option: (name, word) => `unknown track_interface ${name} option ${word} - ignoring`,
    noWeight: (name) => `weight without value specified for track_interface ${name} - ignoring`,
    weight: (name, word) => `weight ${word} for ${name} must be between [-253..253] inclusive. Ignoring...`,
    direction: (name, word) => `unknown track_interace ${name} weight option ${word} - ignoring`,
    unknown: (name) => `tracked interface ${name} doesn't exist`,
  },
  scripts: {
    keyword: 'track_script',
    limit: 254,
    option: (_name, word) => `unknown track script option ${word} - ignoring`,
    noWeight: (name) => `weight without value specified for track script ${name} - ignoring`,
    weight: (name) => `track script ${name}: weight must be between [-253..253] inclusive, ignoring...`,
    direction: (name, word) => `unknown track_script ${name} weight option ${word} - ignoring`,
    unknown: (name) => `track script ${name} not found, ignoring...`,
  },
  files: {
    keyword: 'track_file',
    limit: 254,
    option: (_name, word) => `unknown track file option ${word} - ignoring`,
    noWeight: (name) => `weight without value specified for track file ${name} - ignoring`,
    weight: (name) => `weight for track file ${name} must be in [-254..254] inclusive. Ignoring...`,
    direction: (name, word) => `unknown track file ${name} weight option ${word} - ignoring`,
    unknown: (name) => `track file ${name} not found, ignoring...`,
  },
  processes: {
    keyword: 'track_process',
    limit: 254,
    option: (_name, word) => `unknown track process option ${word} - ignoring`,
    noWeight: (name) => `weight without value specified for track process ${name} - ignoring`,
    weight: (name) => `weight for track process ${name} must be in [-254..254] inclusive. Ignoring...`,
    direction: (name, word) => `unknown track_process ${name} weight option ${word} - ignoring`,
    unknown: (name) => `track process ${name} not found, ignoring...`,
  },
  bfds: {
    keyword: 'track_bfd',
    limit: 253,
    option: (name, word) => `unknown track bfd ${name} option ${word} - ignoring`,
    noWeight: (name) => `weight without value specified for track bfd ${name} - ignoring`,
    weight: (name) => `weight for track bfd ${name} must be in [-253..253] inclusive. Ignoring...`,
    direction: (name, word) => `unknown track bfd ${name} weight option ${word} - ignoring`,
    unknown: (name) => `track bfd ${name} not found, ignoring...`,
  },
}

/** A line of the list of an instance or group. */
export interface PlacedLine {
  readonly kind: ListKind
  /** Name of the instance or group. */
  readonly owner: string
  /** What is tracked. */
  readonly name: string
  readonly entry: Entry<unknown>
}

/** keepalived's words about a name it does not know. */
export const saidOfUnknown = ({ kind, owner, name }: PlacedLine): string => `(${owner}) ${wordings[kind].unknown(name)}`

export const keywordOf = (kind: ListKind): string => wordings[kind].keyword

/** What is wrong with the words after the name. */
export function tellFault(line: PlacedLine, fault: TrackFault, report: Report): void {
  const { statement } = line.entry
  tellAt(report, statement, fault.start, fault.end, complaintAbout(line, fault))
}

const droppedLine = 'The line is dropped, as in keepalived.'

function complaintAbout({ kind, owner, name }: PlacedLine, { kind: what, word, drops }: TrackFault): Complaint {
  const wording = wordings[kind]
  const said = (text: string) => says(`(${owner}) ${text}`)
  switch (what) {
    case 'option':
      return {
        code: 'unknown-option',
        severity: 'error',
        message: `\`${word}\` is not valid here: \`weight\` is expected`,
        hint: droppedLine,
        keepalived: said(wording.option(name, word)),
      }
    case 'no-weight':
      return {
        code: 'missing-value',
        severity: 'error',
        message: '`weight` must be followed by a number',
        hint: droppedLine,
        keepalived: said(wording.noWeight(name)),
      }
    case 'weight':
      return {
        code: 'wrong-value',
        severity: 'error',
        message: `\`${word}\` is not a weight: a whole number from -${kept(wording)} to ${kept(wording)} is expected`,
        hint:
          kind === 'interfaces'
            ? 'The line counts without weight, as in keepalived: a failure of the interface is a fault.'
            : 'The line counts with the weight of what it tracks, as in keepalived.',
        keepalived: says(
          integerFault(word, -wording.limit, wording.limit, 'int') ?? '',
          `(${owner}) ${wording.weight(name, word)}`,
        ),
      }
    case 'extreme':
      return {
        code: 'adjusted-value',
        severity: 'error',
        message: `A weight of ${word} is not possible`,
        hint: `${word.trim().startsWith('-') ? -253 : 253} is used instead, as in keepalived.`,
        keepalived: said(`weight for ${name} cannot be +/-254. Setting to +/-253`),
      }
    case 'direction':
      return {
        code: 'unknown-option',
        severity: 'error',
        message: `\`${word}\` is not valid here: only \`reverse\`${kind === 'interfaces' ? '' : ' or `noreverse`'} may follow a weight`,
        hint: drops ? droppedLine : 'The word is ignored, as in keepalived.',
        keepalived: said(wording.direction(name, word)),
      }
  }
}

const kept = ({ limit, keyword }: Wording): number =>
  keyword === 'track_file' || keyword === 'track_process' ? limit : 253

/** A name that is in the list already. */
export function tellRepeatedName(line: PlacedLine, first: Entry<unknown>, report: Report): void {
  const { kind, owner, name, entry } = line
  tellAt(report, entry.statement, entry.start, entry.end, {
    code: 'duplicate-entry',
    severity: 'error',
    message: `\`${name}\` is already tracked here`,
    hint: 'The second entry is dropped, as in keepalived.',
    related: [{ message: 'the first one', span: spanAt(first.statement, first.start, first.end) }],
    keepalived: says(`(${owner}) duplicate ${keywordOf(kind)} ${name} - ignoring`),
  })
}
