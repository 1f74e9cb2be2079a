// The HTTP_GET block and its urls: keywords and configuration.

import type { Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { boolean, oneOf, parseInteger, string } from '../../config/schema/args.js'
import { oneWord } from '../../config/schema/arg.js'
import { block, isMentioned, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { blocks, keyword } from '../../config/schema/keyword.js'
import { Seconds } from '../../config/values/time.js'
import { connectingFields, connectionOf, type Inherited } from './checker-fields.js'
import type { HttpGetConfig, HttpUrlConfig } from './model.js'

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

const md5 = (): Arg<string> =>
  oneWord('an MD5 digest of 32 hexadecimal digits', (word) =>
    /^[0-9a-fA-F]{32}$/.test(word) ? word.toLowerCase() : undefined,
  )

/** The codes of all such lines count. */
const concatenated = {
  choose: (before: StatusCodes, next: StatusCodes): StatusCodes => [...before, ...next],
}

const url = block('virtual_server/real_server/HTTP_GET/url', {
  path: keyword('path', string('a path')),
  digest: keyword('digest', md5(), { repeat: 'first' }),
  statusCodes: keyword('status_code', statusCodes(), { merge: concatenated }),
  virtualHost: keyword('virtualhost', string('a host name')),
})

export const httpGet = block('virtual_server/real_server/HTTP_GET', {
  ...connectingFields(['nb_get_retry']),
  virtualHost: keyword('virtualhost', string('a host name')),
  httpProtocol: keyword('http_protocol', oneOf(['1.0', '1.0C', '1.0c', '1.1']), { default: '1.0' }),
  fastRecovery: keyword('fast_recovery', boolean(), { bare: true, default: false }),
  urls: blocks(url),
})

const defaults = { retry: 1, delayBeforeRetry: Seconds(3) }
const success: StatusCodes = [{ from: 200, to: 299 }]

/** The checker's configuration; undefined when it has nothing to fetch (reported). */
export function httpGetConfig(
  bound: Bound<Infer<typeof httpGet>>,
  inherited: Inherited,
  report: Report,
): HttpGetConfig | undefined {
  const { values } = bound
  const urls = values.urls.flatMap((one) => urlConfig(one, report) ?? [])
  if (urls.length === 0) {
    tellKeyword(report, bound.statement, {
      code: 'no-url',
      severity: 'error',
      message: '`HTTP_GET` has no `url` with a `path`',
      hint: 'The check is dropped, as in keepalived: the server is not checked by it. Add `url { path / }`.',
    })
    return undefined
  }
  const delayLoop = values.delayLoop ?? inherited.delayLoop
  return {
    kind: 'HTTP_GET',
    delayLoop,
    warmup: values.warmup ?? inherited.warmup ?? delayLoop,
    retry: values.retry ?? inherited.retry ?? defaults.retry,
    delayBeforeRetry: values.delayBeforeRetry ?? inherited.delayBeforeRetry ?? defaults.delayBeforeRetry,
    alpha: values.alpha ?? inherited.alpha,
    connection: connectionOf(values, inherited),
    virtualHost: values.virtualHost ?? inherited.virtualHost,
    httpProtocol: values.httpProtocol === '1.0c' ? '1.0C' : values.httpProtocol,
    fastRecovery: values.fastRecovery,
    urls,
  }
}

function urlConfig(bound: Bound<Infer<typeof url>>, report: Report): HttpUrlConfig | undefined {
  const { path, digest, virtualHost } = bound.values
  if (path === undefined) {
    if (!isMentioned(bound, 'path')) {
      tellKeyword(report, bound.statement, {
        code: 'missing-keyword',
        severity: 'error',
        message: '`url` has no `path`',
        hint: 'The url is dropped, as in keepalived.',
      })
    }
    return undefined
  }
  return { path, digest, virtualHost, statusCodes: bound.values.statusCodes ?? success }
}
