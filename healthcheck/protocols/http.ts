// What an HTTP probe sends and which answers are good. Text and numbers only: sockets and parsing are the edge's.
//
//   GET <path> HTTP/1.0 CRLF
//   User-Agent: KeepAliveClient CRLF
//   Connection: close CRLF          with http_protocol 1.0C and 1.1
//   Host: <host> CRLF CRLF

import { familyOf, type Endpoint } from '../../config/values/ip.js'

export interface HttpRequest {
  readonly path: string
  readonly host: string
  readonly protocol: '1.0' | '1.0C' | '1.1'
}

/** The whole request; undefined when path or host contain a line end, which would begin another header or request (HTTP-15). */
export function encodeRequest({ path, host, protocol }: HttpRequest): string | undefined {
  if (lineEnds.test(path) || lineEnds.test(host)) return undefined
  const version = protocol === '1.1' ? '1.1' : '1.0'
  const connection = protocol === '1.0' ? '' : 'Connection: close\r\n'
  return `GET ${path} HTTP/${version}\r\nUser-Agent: KeepAliveClient\r\n${connection}Host: ${host}\r\n\r\n`
}

const lineEnds = /[\r\n\u0000]/

/**
 * The Host header: the first name that is configured, unchanged, else the real server as `addr:port` (IPv6 in brackets).
 * It is the real server even when the checker connects elsewhere (HTTP-01).
 */
export function hostHeader(names: readonly (string | undefined)[], server: Endpoint): string {
  for (const name of names) if (name !== undefined && name !== '') return name
  return familyOf(server.address) === 'inet6'
    ? `[${server.address}]:${server.port}`
    : `${server.address}:${server.port}`
}

export interface CodeRange {
  readonly from: number
  readonly to: number
}

/** Both ends included (HTTP-07). */
export const isAccepted = (status: number, ranges: readonly CodeRange[]): boolean =>
  ranges.some(({ from, to }) => status >= from && status <= to)

export interface HttpAnswer {
  readonly status: number
  /** Body bytes that arrived: as sent, without headers and chunk framing, never decompressed. */
  readonly bodyBytes: number
  /** Content-Length, when the header was there. */
  readonly announcedBytes: number | undefined
  /** MD5 of those bytes in lower-case hexadecimal; undefined when nobody asked. */
  readonly digest: string | undefined
}

export interface HttpExpectation {
  readonly statusCodes: readonly CodeRange[]
  readonly digest: string | undefined
}

export type HttpJudgement =
  | { readonly ok: true; readonly remark?: string }
  | { readonly ok: false; readonly fault: 'status' | 'digest'; readonly reason: string }

/** HTTP-08: status, then digest. A body shorter than announced is judged as it is, with a remark (HTTP-09). */
export function judgeAnswer(answer: HttpAnswer, expected: HttpExpectation): HttpJudgement {
  const { status, digest, announcedBytes, bodyBytes } = answer
  if (!isAccepted(status, expected.statusCodes)) return { ok: false, fault: 'status', reason: `status ${status}` }
  if (expected.digest !== undefined && digest !== expected.digest)
    return { ok: false, fault: 'digest', reason: `digest ${digest}, not ${expected.digest}` }
  if (announcedBytes === undefined || announcedBytes === bodyBytes) return { ok: true }
  return {
    ok: true,
    remark: `content_length (${announcedBytes}) does not match received bytes (${bodyBytes})`,
  }
}
