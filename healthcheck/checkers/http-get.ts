// HTTP_GET: asks for one url and holds status and MD5 digest against what is configured. Redirects are not followed, bodies
// not decompressed. The order of several urls is the schedule's.

import { encodeRequest, hostHeader, judgeAnswer, type CodeRange } from '../protocols/http.js'
import { down, failed, up, type Checker, type ConnectionOptions } from './define-checker.js'

export interface HttpGetOptions {
  readonly connection: ConnectionOptions
  readonly virtualHost: string | undefined
  readonly httpProtocol: '1.0' | '1.0C' | '1.1'
  readonly urls: readonly HttpGetUrl[]
}

export interface HttpGetUrl {
  readonly path: string
  readonly virtualHost: string | undefined
  /** 32 lower-case hexadecimal digits. */
  readonly digest: string | undefined
  readonly statusCodes: readonly CodeRange[]
}

/** Far more than any page that is asked for every few seconds; an endless body has to end somewhere. */
const BODY_LIMIT = 64 * 1024 * 1024

export const httpGet: Checker<HttpGetOptions> = {
  keyword: 'HTTP_GET',
  async probe({ options, server, url: index, io, signal }) {
    const url = options.urls[index]
    if (url === undefined) throw new Error(`HTTP_GET has no url ${index}`)
    const host = hostHeader([url.virtualHost, options.virtualHost], server)
    const head = encodeRequest({ path: url.path, host, protocol: options.httpProtocol })
    if (head === undefined) return { verdict: 'local', reason: 'path or virtualhost contain a line end' }
    const { connection } = options
    const answer = await io.exchange(
      {
        connection,
        head,
        answerTimeout: connection.connectTimeout,
        bodyLimit: BODY_LIMIT,
        digest: url.digest !== undefined,
      },
      signal,
    )
    if (!answer.ok) return failed(answer)
    const judgement = judgeAnswer(answer, url)
    return judgement.ok ? up(judgement.remark) : down(judgement.fault, judgement.reason)
  },
}
