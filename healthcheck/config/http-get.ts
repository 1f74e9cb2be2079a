// The HTTP_GET block: keywords and configuration. SSL_GET knows the same and more.

import type { Report } from '../../config/diagnostic.js'
import { anyWord, boolean, oneOf } from '../../config/schema/args.js'
import { block, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { blocks, keyword } from '../../config/schema/keyword.js'
import { Seconds } from '../../config/values/time.js'
import { checkerBlock, connectingFields, type Inherited, type TimeDefaults } from './checker-fields.js'
import { connectionOf } from './connection.js'
import type { HttpGetConfig, HttpUrlConfig } from './model.js'
import { tellNoUrl, urlConfig, urlFields } from './url.js'

/** The name for TLS: with a word that word, alone the virtual host. */
export const VIRTUAL_HOST = ''

const oldRetry = { keyword: 'nb_get_retry', says: "nb_get_retry is deprecated - please use 'retry'" }

/** `runs`: whether the daemon runs this checker. */
export const webFields = (runs: boolean) => ({
  ...connectingFields({ runs, oldRetry }),
  virtualHost: keyword('virtualhost', anyWord('a host name'), {
    saysMissing: () => 'HTTP_GET virtualhost name missing',
  }),
  httpProtocol: keyword('http_protocol', oneOf(['1.0', '1.0C', '1.0c', '1.1']), {
    default: '1.0',
    fallback: '`1.0`',
    says: (word) => `Invalid http_protocol version ${word}`,
    saysMissing: () => 'Missing http_protocol version',
  }),
  enableSni: keyword('enable_sni', boolean(), { bare: true, says: (word) => `Invalid enable_sni parameter ${word}` }),
  sniName: keyword('sni_name', anyWord('a host name'), { bare: VIRTUAL_HOST }),
  fastRecovery: keyword('fast_recovery', boolean(), {
    bare: true,
    default: false,
    says: (word) => `Invalid fast_recovery parameter ${word}`,
  }),
})

/** One try more, three seconds later. */
export const webTimes: TimeDefaults = { retry: 1, delayBeforeRetry: Seconds(3) }

export const httpGet = checkerBlock('HTTP_GET', {
  ...webFields(true),
  urls: blocks(block('virtual_server/real_server/HTTP_GET/url', urlFields(true))),
})

/** undefined when it has nothing to fetch, or cannot connect (reported). Written out, as in tcp-check.ts. */
export function httpGetConfig(
  bound: Bound<Infer<typeof httpGet>>,
  inherited: Inherited,
  report: Report,
): HttpGetConfig | undefined {
  const { values } = bound
  const urls: HttpUrlConfig[] = []
  for (const one of values.urls) {
    const config = urlConfig(one, values.urls, report)
    if (config !== undefined) urls.push(config)
  }
  const connection = connectionOf(bound, inherited, report)
  if (values.enableSni !== undefined || values.sniName !== undefined) tellNoTls(bound, report)
  if (values.urls.length === 0) tellNoUrl(bound.statement, report)
  if (urls.length === 0 || connection === undefined) return undefined
  const delayLoop = values.delayLoop ?? inherited.delayLoop
  return {
    kind: 'HTTP_GET',
    delayLoop,
    warmup: values.warmup ?? inherited.warmup ?? delayLoop,
    retry: values.retry ?? inherited.retry ?? webTimes.retry,
    delayBeforeRetry: values.delayBeforeRetry ?? inherited.delayBeforeRetry ?? webTimes.delayBeforeRetry ?? delayLoop,
    alpha: values.alpha ?? inherited.alpha,
    logAllFailures: values.logAllFailures,
    connection,
    virtualHost: values.virtualHost ?? inherited.virtualHost,
    httpProtocol: values.httpProtocol === '1.0c' ? '1.0C' : values.httpProtocol,
    fastRecovery: values.fastRecovery,
    urls,
  }
}

function tellNoTls(bound: Bound<Infer<typeof httpGet>>, report: Report): void {
  const statement = statementOf(bound, 'enableSni') ?? statementOf(bound, 'sniName')
  if (statement === undefined) return
  tellKeyword(report, statement, {
    code: 'ignored-flag',
    severity: 'warning',
    message: `\`${statement.keyword}\` has no effect in \`HTTP_GET\`: it does not use TLS`,
    hint: 'Use `SSL_GET`, or remove the line.',
  })
}
