// The vrrp_track_process block: processes that must run, or must not, for instances that track them.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { integer, oneOf, seconds, string } from '../../config/schema/args.js'
import { block, isMentioned, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword, tellValues, valueRange } from '../../config/schema/cursor.js'
import { flag, keyword } from '../../config/schema/keyword.js'
import type { Statement } from '../../config/tree.js'
import { blockWeight } from './block-weight.js'
import { keptWeight } from './repeated-weight.js'

export interface ProcessPattern {
  /** A name or a path. */
  readonly command: string
  readonly parameters: readonly string[]
}

/** COMMAND [PARAMETER …] */
const pattern = (): Arg<ProcessPattern> => ({
  expects: 'a command, optionally followed by its parameters',
  read: (cursor) => {
    const command = cursor.word
    const parameters: string[] = []
    while (cursor.next()) parameters.push(cursor.word)
    return { command, parameters }
  },
  plain: ({ command, parameters }) => [command, ...parameters].join(' '),
})

const most = 65535
const range = (low: number, name: string) => (word: string, header: unknown) =>
  `${name} (${word}) for vrrp_track_process ${String(header)} must be between [${low}..${most}] inclusive. Ignoring...`

const delay = (name: string) =>
  keyword(name, seconds(1e-6, 3600), {
    says: (word, header) =>
      `${name} (${word}) for vrrp_track_process ${String(header)} must be between [0.000001..3600] inclusive. Ignoring...`,
  })

export const vrrpTrackProcess = block(
  'vrrp_track_process',
  {
    process: keyword('process', pattern(), {
      repeat: 'first',
      saysRepeated: (word, _before, header) =>
        `Process already set for track process ${String(header)} - ignoring ${word}`,
    }),
    parameterMatch: keyword<'exact' | 'initial' | 'partial'>('param_match', oneOf(['initial', 'partial']), {
      bare: 'exact',
      says: (word) => `Invalid param_match type ${word} - ignoring`,
    }),
    weight: keyword('weight', blockWeight(254), {
      merge: keptWeight(0),
      surplus: 'reported',
      says: (word, header) =>
        `Weight (${word}) for vrrp_track_process ${String(header)} must be between [-254..254] inclusive. Ignoring...`,
      saysMissing: (_word, header) => `No weight specified for track process ${String(header)} - ignoring`,
      saysSurplus: (word, header) => `vrrp_track_process ${String(header)} unknown weight option ${word}`,
    }),
    quorum: keyword('quorum', integer(1, most), { says: range(1, 'Quorum') }),
    quorumMax: keyword('quorum_max', integer(0, most), { says: range(0, 'quorum_max') }),
    /** Stands for both of the next ones; of those that are given, the last counts. */
    delay: delay('delay'),
    terminateDelay: delay('terminate_delay'),
    forkDelay: delay('fork_delay'),
    fullCommand: flag('full_command'),
  },
  { header: string('the name of the entry') },
)

export type BoundTrackProcess = Bound<Infer<typeof vrrpTrackProcess>, string>

/** An entry without a process does not exist for those who track it. */
export const isUsable = ({ values }: BoundTrackProcess): boolean => values.process !== undefined

/** What is wrong with the block as a whole. */
export function checkTrackProcess(bound: BoundTrackProcess, report: Report): void {
  checkQuorums(bound, report)
  if (isUsable(bound) || isMentioned(bound, 'process')) return
  tellKeyword(report, bound.statement, {
    code: 'missing-keyword',
    severity: 'error',
    message: `\`vrrp_track_process ${bound.header}\` has no \`process\``,
    hint: 'It is removed, as in keepalived, and nothing can track it. Add `process NAME`.',
    keepalived: says(`track process '${bound.header}' process name not specified`),
  })
}

/** Each is held against the other as it is at that line: what does not fit is ignored. */
function checkQuorums(bound: BoundTrackProcess, report: Report): void {
  if (bound.values.quorum === undefined || bound.values.quorumMax === undefined) return
  let quorum = 1
  let max = Infinity
  for (const statement of bound.block.statements) {
    if (statement.keyword !== 'quorum' && statement.keyword !== 'quorum_max') continue
    if (bound.refused?.has(statement) === true) continue
    const value = numberOf(statement)
    if (statement.keyword === 'quorum') {
      if (value > max) tellQuorum(statement, 'Quorum is greater than quorum_max - ignoring', report)
      else quorum = value
    } else if ((value > 0 || quorum > 1) && value < quorum) {
      tellQuorum(statement, 'quorum_max is less than quorum - ignoring', report)
    } else {
      max = value
      quorum = value === 0 ? 0 : Math.max(1, quorum)
    }
  }
}

function numberOf(statement: Statement): number {
  const { from, to } = valueRange(statement)
  return Number.parseInt(statement.line.text.slice(from, to).replace(/^"\s*/, ''), 10)
}

function tellQuorum(statement: Statement, said: string, report: Report): void {
  tellValues(report, statement, {
    code: 'wrong-value',
    severity: 'error',
    message: '`quorum` is more than `quorum_max`',
    hint: 'This line is ignored, as in keepalived. Make `quorum` the smaller of the two.',
    keepalived: says(said),
  })
}
