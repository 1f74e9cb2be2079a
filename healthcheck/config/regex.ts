// The regular expression of a url: its keywords and what they come to. Patterns are PCRE2's, so only what cannot be right in any of
// them is reported (pattern.ts), and as a warning: keepalived's configuration test accepts such a pattern.

import type { Report } from '../../config/diagnostic.js'
import { statementOf, type Bound, type Values } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword, tellValues } from '../../config/schema/cursor.js'
import { flag, keyword } from '../../config/schema/keyword.js'
import { faultOfPattern } from './pattern.js'
import { offset, pattern, regexOptions, stack } from './regex-arguments.js'
import type { RegexConfig } from './model.js'

/** A keyword without its number, where that is no error. */
const NONE = -1

/** Fields of a url; `notYet` where only these are not enforced. */
export const regexFields = (notYet: { readonly notYet?: string }) => ({
  regex: keyword('regex', pattern(), { saysMissing: () => 'regex missing or too many fields', ...notYet }),
  regexNoMatch: flag('regex_no_match', notYet),
  regexOptions: keyword('regex_options', regexOptions(), {
    bare: [],
    merge: { choose: (before, next) => [...before, ...next] },
  }),
  regexMinOffset: keyword('regex_min_offset', offset(), { bare: NONE }),
  regexMaxOffset: keyword('regex_max_offset', offset(), { bare: NONE }),
  regexStack: keyword('regex_stack', stack(), { bare: false }),
})

type RegexValues = Values<ReturnType<typeof regexFields>>
type BoundRegex = Bound<RegexValues>

const parts = ['regexNoMatch', 'regexOptions', 'regexMinOffset', 'regexMaxOffset', 'regexStack'] as const

/** undefined when the url has no pattern. */
export function regexConfig(bound: BoundRegex, report: Report): RegexConfig | undefined {
  const { values } = bound
  if (values.regex === undefined) {
    tellParts(bound, report)
    return undefined
  }
  for (const field of ['regexMinOffset', 'regexMaxOffset', 'regexStack'] as const) tellBare(bound, field, report)
  checkPattern(bound, values.regex, report)
  const { minOffset, maxOffset } = offsetsOf(bound, report)
  return {
    pattern: values.regex,
    options: values.regexOptions ?? [],
    noMatch: values.regexNoMatch,
    minOffset,
    maxOffset,
    stack: values.regexStack === false ? undefined : values.regexStack,
  }
}

/** Settings of a pattern that is not there. */
function tellParts(bound: BoundRegex, report: Report): void {
  const { values } = bound
  const has = parts.some((part) => values[part] !== undefined && values[part] !== false)
  // A pattern that is wrong has been reported, and is what these settings were for.
  if (!has || bound.block.statements.some(({ keyword: word }) => word === 'regex')) return
  const first = parts.map((part) => statementOf(bound, part)).find((statement) => statement !== undefined)
  if (first === undefined) return
  tellKeyword(report, first, {
    code: 'ignored-flag',
    severity: 'warning',
    message: `\`${first.keyword}\` has no effect without \`regex\``,
    hint: 'It is ignored, as in keepalived: the body is not searched.',
  })
}

function tellBare(bound: BoundRegex, field: 'regexMinOffset' | 'regexMaxOffset' | 'regexStack', report: Report): void {
  const value = bound.values[field]
  if (value !== NONE && value !== false) return
  const statement = statementOf(bound, field)
  if (statement === undefined || (value === false && hasWords(statement.line.text, statement.from, statement.to)))
    return
  tellKeyword(report, statement, {
    code: 'missing-value',
    severity: 'warning',
    message: `\`${statement.keyword}\` must be followed by ${field === 'regexStack' ? 'two sizes' : 'a number'} in bytes`,
    hint: field === 'regexStack' ? 'The line is ignored, as in keepalived.' : '0 is used, as in keepalived.',
  })
}

const hasWords = (text: string, from: number, to: number): boolean => /\s\S/.test(text.slice(from, to))

function offsetsOf(bound: BoundRegex, report: Report): Pick<RegexConfig, 'minOffset' | 'maxOffset'> {
  const { regexMinOffset, regexMaxOffset } = bound.values
  const minOffset = Math.max(regexMinOffset ?? 0, 0)
  const maxOffset = regexMaxOffset === NONE ? 0 : regexMaxOffset
  if (maxOffset === undefined || minOffset <= maxOffset) return { minOffset, maxOffset }
  const min = statementOf(bound, 'regexMinOffset')
  const max = statementOf(bound, 'regexMaxOffset')
  if (min === undefined || max === undefined) return { minOffset: 0, maxOffset: undefined }
  tellValues(report, max, {
    code: 'empty-range',
    severity: 'warning',
    message: `\`regex_max_offset\` ${maxOffset} is below \`regex_min_offset\` ${minOffset}`,
    hint: 'Both are ignored, as in keepalived: a match may be anywhere.',
    related: [{ message: 'the lower end', span: spanOfStatement(min) }],
  })
  return { minOffset: 0, maxOffset: undefined }
}

function checkPattern(bound: BoundRegex, text: string, report: Report): void {
  const fault = faultOfPattern(text, bound.values.regexOptions ?? [])
  const statement = fault === undefined ? undefined : statementOf(bound, 'regex')
  if (fault === undefined || statement === undefined) return
  tellValues(report, statement, {
    code: 'invalid-regex',
    severity: 'warning',
    message: `This is not a regular expression of PCRE2: ${fault}`,
    hint: 'The url has no pattern that could be searched for. Remember that quotes and backslashes are taken off first: `\\\\.` in the file is `\\.` in the pattern.',
  })
}
