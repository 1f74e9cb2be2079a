// The SSL_GET block: HTTP_GET over TLS.

import { says, type Report } from '../../config/diagnostic.js'
import { boolean } from '../../config/schema/args.js'
import { block, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { blocks, keyword } from '../../config/schema/keyword.js'
import type { Statement } from '../../config/tree.js'
import { splitWords } from '../../config/words.js'
import { checkerBlock, timesOf, type Inherited } from './checker-fields.js'
import { connectionOf } from './connection.js'
import { VIRTUAL_HOST, webFields, webTimes } from './http-get.js'
import type { SslGetConfig, SslUrlConfig } from './model.js'
import { tellNoUrl, urlConfig, urlFields } from './url.js'

const tlsCompliant = () =>
  keyword('tls_compliant', boolean(), { bare: true, says: (word) => `Invalid tls_compliant option ${word}` })

export const sslGet = checkerBlock('SSL_GET', {
  ...webFields(false),
  tlsCompliant: tlsCompliant(),
  urls: blocks(block('virtual_server/real_server/SSL_GET/url', { ...urlFields(false), tlsCompliant: tlsCompliant() })),
})

type BoundSslGet = Bound<Infer<typeof sslGet>>

/** undefined when it has nothing to fetch, or cannot connect (reported). */
export function sslGetConfig(bound: BoundSslGet, inherited: Inherited, report: Report): SslGetConfig | undefined {
  const { values } = bound
  const urls: SslUrlConfig[] = []
  for (const one of values.urls) {
    const config = urlConfig(one, values.urls, report)
    const compliant = one.values.tlsCompliant === true || values.tlsCompliant === true
    if (config !== undefined) urls.push({ ...config, tlsCompliant: compliant })
  }
  const connection = connectionOf(bound, inherited, report)
  if (values.urls.length === 0) tellNoUrl(bound.statement, report)
  if (urls.length === 0 || connection === undefined) return undefined
  return {
    kind: 'SSL_GET',
    ...timesOf(values, inherited, webTimes),
    connection,
    virtualHost: values.virtualHost ?? inherited.virtualHost,
    httpProtocol: values.httpProtocol === '1.0c' ? '1.0C' : values.httpProtocol,
    fastRecovery: values.fastRecovery,
    serverName: serverNameOf(bound, report),
    urls,
  }
}

/** sni_name turns the server name on as enable_sni does; of the two the later counts. */
function serverNameOf(bound: BoundSslGet, report: Report): SslGetConfig['serverName'] {
  const { enableSni, sniName } = bound.values
  if (enableSni === undefined && sniName === undefined) return undefined
  const { statements } = bound.block
  const name = namedBefore(bound, report) ?? (sniName === VIRTUAL_HOST ? undefined : sniName)
  if (enableSni === undefined || sniName === undefined) return enableSni === false ? undefined : { name }
  const flagAt = statements.indexOf(statementOf(bound, 'enableSni') ?? bound.statement)
  const nameAt = statements.indexOf(statementOf(bound, 'sniName') ?? bound.statement)
  return enableSni || nameAt > flagAt ? { name } : undefined
}

/** `sni_name` alone after one with a name does not take the name back. */
function namedBefore(bound: BoundSslGet, report: Report): string | undefined {
  if (bound.values.sniName !== VIRTUAL_HOST) return undefined
  const last = statementOf(bound, 'sniName')
  const named = bound.block.statements.filter(
    (statement) => statement.keyword === 'sni_name' && statement !== last && wordOf(statement) !== '',
  )
  const name = named.map(wordOf).at(-1)
  if (last === undefined || name === undefined) return undefined
  tellKeyword(report, last, {
    code: 'missing-value',
    severity: 'error',
    message: '`sni_name` already has a name: without a word it is ignored',
    hint: `\`${name}\` is used, as in keepalived.`,
    keepalived: says(`sni_name already specified as ${name} - ignoring setting to default`),
  })
  return name
}

const wordOf = ({ line, from, to }: Statement): string => splitWords(line.text, from, to)[1]?.text ?? ''
