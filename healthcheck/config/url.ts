// The url blocks of HTTP_GET and SSL_GET: keywords and configuration.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { anyWord, parseInteger } from '../../config/schema/args.js'
import { isMentioned, type Bound, type Values } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import type { Statement } from '../../config/tree.js'
import type { HttpUrlConfig } from './model.js'
import { regexConfig, regexFields } from './regex.js'

type StatusCodes = HttpUrlConfig['statusCodes']

/** One or more of N and N-M, 100–599; a word that is neither is dropped on its own. */
const statusCodes = (): Arg<StatusCodes> => ({
  expects: 'status codes from 100 to 599, or ranges of them',
  read: (cursor) => {
    const ranges: { from: number; to: number }[] = []
    do {
      const range = parseRange(cursor.word)
      if (range !== undefined) ranges.push(range)
      else {
        cursor.tell({
          code: 'wrong-value',
          severity: 'error',
          message: `\`${cursor.word}\` is not a status code from 100 to 599 or a range of them`,
          hint: 'The word is ignored, as in keepalived.',
          keepalived: says(`Invalid HTTP_GET status code '${cursor.word}'`),
        })
      }
    } while (cursor.next())
    return ranges.length > 0 ? ranges : undefined
  },
})

function parseRange(word: string): { from: number; to: number } | undefined {
  const dash = word.indexOf('-')
  const from = parseInteger(dash < 0 ? word : word.slice(0, dash))
  const to = dash < 0 ? from : parseInteger(word.slice(dash + 1))
  if (from === undefined || to === undefined || from < 100 || to > 599 || from > to) return undefined
  return { from, to }
}

const digestLength = 32

const md5 = (): Arg<string> => ({
  expects: 'an MD5 digest of 32 hexadecimal digits',
  read: ({ word }) =>
    word.length === digestLength && hexDigitsOf(word) === digestLength ? word.toLowerCase() : undefined,
  fault: (word) => {
    if (word.length !== digestLength) {
      return `digest '${word}' character length should be ${digestLength} rather than ${word.length}`
    }
    // Read from the end, in pairs.
    const pair = [...Array(digestLength / 2).keys()]
      .reverse()
      .find((at) => hexDigitsOf(word.slice(2 * at, 2 * at + 2)) < 2)
    return pair === undefined
      ? undefined
      : `Unable to interpret hex digit in '${word.slice(0, 2 * pair + 2)}' at offset ${2 * pair}/${2 * pair + 1}`
  },
})

function hexDigitsOf(word: string): number {
  let digits = 0
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at) | 32
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 102)) digits++
  }
  return digits
}

/** The codes of all such lines count. */
const concatenated = {
  choose: (before: StatusCodes, next: StatusCodes): StatusCodes => [...before, ...next],
}

const unsearched = 'The body is not searched: the check passes without it.'

/** `runs`: whether the daemon fetches the url. */
export const urlFields = (runs: boolean) => ({
  path: keyword('path', anyWord('a path')),
  digest: keyword('digest', md5(), { repeat: 'first', saysRepeated: (word) => `Digest '${word}' is a duplicate` }),
  statusCodes: keyword('status_code', statusCodes(), { bare: [], merge: concatenated }),
  virtualHost: keyword('virtualhost', anyWord('a host name'), {
    saysMissing: () => 'Missing HTTP_GET virtualhost name',
  }),
  ...regexFields(runs ? { notYet: unsearched } : {}),
})

type UrlValues = Values<ReturnType<typeof urlFields>>

const noPath = 'HTTP/SSL_GET checker url has no path - ignoring'
const noUrls = 'HTTP/SSL_GET checker has no urls specified - ignoring'

const success: StatusCodes = [{ from: 200, to: 299 }]

type BoundUrl = Bound<UrlValues>

/** undefined when there is nothing to ask for (reported). `all`: the urls of the checker, which is dropped without any. */
export function urlConfig(bound: BoundUrl, all: readonly BoundUrl[], report: Report): HttpUrlConfig | undefined {
  const { path, digest, virtualHost, statusCodes } = bound.values
  const regex = regexConfig(bound, report)
  if (path === undefined) {
    if (!isMentioned(bound, 'path')) tellNoPath(bound, all, report)
    return undefined
  }
  const any = statusCodes === undefined || statusCodes.length === 0
  return { path, digest, virtualHost, statusCodes: any ? success : statusCodes, regex }
}

function tellNoPath(bound: BoundUrl, all: readonly BoundUrl[], report: Report): void {
  const none = all.every(({ values }) => values.path === undefined)
  tellKeyword(report, bound.statement, {
    code: 'missing-keyword',
    severity: 'error',
    message: '`url` has no `path`',
    hint: `The ${none ? 'whole check' : 'url'} is dropped, as in keepalived. Add \`path\`.`,
    keepalived: none && bound === all.at(-1) ? says(noPath, noUrls) : says(noPath),
  })
}

/** For a checker without any url block. */
export function tellNoUrl(checker: Statement, report: Report): void {
  tellKeyword(report, checker, {
    code: 'no-url',
    severity: 'error',
    message: `\`${checker.keyword}\` has no \`url\``,
    hint: 'The check is dropped, as in keepalived: the server is not checked by it. Add `url { path / }`.',
    keepalived: says(noUrls),
  })
}
