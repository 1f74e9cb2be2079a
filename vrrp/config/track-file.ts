// The track_file block (once vrrp_track_file): a file with a number in it that changes priorities of instances and weights of servers.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { string } from '../../config/schema/args.js'
import { block, isMentioned, type Bound, type Infer } from '../../config/schema/block.js'
import { tellAt, tellKeyword } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import { integerFault, readInteger } from '../../config/schema/numbers.js'
import type { Statement } from '../../config/tree.js'
import { splitWords, type Word } from '../../config/words.js'
import { blockWeight } from './block-weight.js'
import { checkRepeatedWeight, keptWeight } from './repeated-weight.js'

export interface InitFile {
  /** What is written into the file; more than ±254 makes no sense. */
  readonly value: number
  /** Even if the file is there. */
  readonly overwrite: boolean
}

/** [NUMBER] [overwrite], the last number counting; what is wrong with the words is told in checkTrackFile, which knows the block's name. */
const initFile = (): Arg<InitFile> => ({
  expects: 'a whole number, and optionally `overwrite`',
  read: (cursor) => {
    let value = 0
    let overwrite = false
    do {
      const { word } = cursor
      if (isNumeric(word)) value = readInteger(word, 'int') ?? 0
      else if (word === 'overwrite') overwrite = true
    } while (cursor.next())
    return { value, overwrite }
  },
  plain: ({ value, overwrite }) => `${value}${overwrite ? ' overwrite' : ''}`,
})

const isNumeric = (word: string): boolean => /^\s*[-0-9]/.test(word)

const fields = {
  file: keyword('file', string('a path'), {
    repeat: 'first',
    saysMissing: () => 'track file file name missing',
    saysRepeated: (word, _before, header) => `File already set for track file ${String(header)} - ignoring ${word}`,
  }),
  weight: keyword('weight', blockWeight(254), {
    merge: keptWeight(1),
    wrong: { weight: 1, reverse: false },
    surplus: 'reported',
    says: (word, header) =>
      `Weight (${word}) for track_file ${String(header)} must be between [-254..254] inclusive. Ignoring...`,
    saysMissing: (_word, header) => `No weight specified for track file ${String(header)} - ignoring`,
    saysSurplus: (word, header) => `track_file ${String(header)} unknown weight option ${word}`,
  }),
  initFile: keyword('init_file', initFile(), { bare: { value: 0, overwrite: false } }),
}

const header = string('the name of the entry')

export const trackFile = block('track_file', fields, { header })
/** The old spelling. */
export const vrrpTrackFile = block('vrrp_track_file', fields, { header })

export type BoundTrackFile = Bound<Infer<typeof trackFile>, string>

/** An entry without a file does not exist for those who track it. */
export const isUsable = ({ values }: BoundTrackFile): boolean => values.file !== undefined

/** What is wrong with the block as a whole. */
export function checkTrackFile(bound: BoundTrackFile, report: Report): void {
  checkRepeatedWeight(bound, 1, 'file', report)
  for (const statement of bound.block.statements) {
    if (statement.keyword === 'init_file') checkInitFile(bound, statement, report)
  }
  if (isUsable(bound) || isMentioned(bound, 'file')) return
  tellKeyword(report, bound.statement, {
    code: 'missing-keyword',
    severity: 'error',
    message: `\`${bound.schema.keyword} ${bound.header}\` has no \`file\``,
    hint: 'It is removed, as in keepalived, and nothing can track it. Add `file PATH`.',
    keepalived: says(`No file set for track_file ${bound.header} - ignoring`),
  })
}

function checkInitFile(bound: BoundTrackFile, statement: Statement, report: Report): void {
  const name = bound.header
  for (const word of splitWords(statement.line.text, statement.from, statement.to).slice(1)) {
    const { text } = word
    if (!isNumeric(text)) {
      if (text === 'overwrite') continue
      tellWord(statement, word, report, {
        code: 'unknown-option',
        message: `\`${text}\` is not an option of \`init_file\`: a whole number or \`overwrite\` is expected`,
        hint: 'The word is ignored, as in keepalived.',
        said: [`Unknown track file init option ${text}`],
      })
      continue
    }
    const fault = integerFault(text, -2147483648, 2147483647, 'int')
    const value = readInteger(text, 'int') ?? 0
    if (fault !== undefined) {
      tellWord(statement, word, report, {
        code: 'wrong-value',
        message: `\`${text}\` is not valid for \`init_file\`: a whole number is expected`,
        hint: '0 is used instead, as in keepalived.',
        said: [fault, `Track file ${name} init value ${text.trimStart()} is invalid`],
      })
    } else if (Math.abs(value) > 254) {
      tellWord(statement, word, report, {
        code: 'wrong-value',
        message: `A priority changes by at most 254: ${value} is too much`,
        hint: 'The number is written nevertheless, as in keepalived.',
        said: [`Track file ${name} init value ${value} is outside sensible range [-254, 254]`],
      })
    }
  }
}

interface WordFault {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly said: readonly string[]
}

function tellWord(statement: Statement, { start, end }: Word, report: Report, fault: WordFault): void {
  const { code, message, hint, said } = fault
  tellAt(report, statement, start, end, { code, severity: 'error', message, hint, keepalived: says(...said) })
}
