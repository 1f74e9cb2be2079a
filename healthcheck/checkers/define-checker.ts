// What a checker is: a question to a server, and what its answer means. Retries, delays and state are not its business; its
// I/O is handed to it, and everything that it opens ends with the signal.

import type { Endpoint, IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'

export interface Checker<Options> {
  /** The block's name in the configuration. */
  readonly keyword: string
  /** Never rejects for what the world does; a rejection is an error of ours. */
  readonly probe: (run: ProbeRun<Options>) => Promise<ProbeResult>
}

export interface ProbeRun<Options> {
  readonly options: Options
  /** The real server; a checker may connect elsewhere (connect_ip). */
  readonly server: Endpoint
  /** Which url of a list, from 0. */
  readonly url: number
  readonly io: CheckerIo
  /** Aborted: the result is no longer wanted. */
  readonly signal: AbortSignal
}

export type ProbeResult =
  | { readonly verdict: 'up'; readonly remark?: string }
  | { readonly verdict: 'down'; readonly fault: ProbeFaultName; readonly reason: string }
  /** This host could not ask. */
  | { readonly verdict: 'local'; readonly reason: string }

export type ProbeFaultName = 'connect' | 'connectTimeout' | 'read' | 'readTimeout' | 'noData' | 'status' | 'digest'

export const up = (remark?: string): ProbeResult =>
  remark === undefined ? { verdict: 'up' } : { verdict: 'up', remark }

export const down = (fault: ProbeFaultName, reason: string): ProbeResult => ({ verdict: 'down', fault, reason })

/** How to get to a server (CHK-11). */
export interface ConnectionOptions {
  readonly target: Endpoint
  readonly connectTimeout: Duration
  readonly bindAddress: IpAddress | undefined
  /** 0 = any */
  readonly bindPort: number
}

export type IoFailure =
  | { readonly ok: false; readonly fault: ProbeFaultName; readonly reason: string }
  | { readonly ok: false; readonly fault: 'local'; readonly reason: string }

/** What the edge does for checkers. */
export interface CheckerIo {
  /** Establishes a TCP connection and closes it at once; nothing is sent. */
  readonly touch: (connection: ConnectionOptions, signal: AbortSignal) => Promise<{ readonly ok: true } | IoFailure>
  /** Sends a request as it is and reads one HTTP answer to its end. */
  readonly exchange: (exchange: HttpExchange, signal: AbortSignal) => Promise<HttpResponse | IoFailure>
}

export interface HttpExchange {
  readonly connection: ConnectionOptions
  /** Request line, headers and the empty line. */
  readonly head: string
  /** From the established connection to the end of the answer. */
  readonly answerTimeout: Duration
  /** More body bytes are a failure. */
  readonly bodyLimit: number
  /** Whether the digest of the body is wanted. */
  readonly digest: boolean
}

export interface HttpResponse {
  readonly ok: true
  readonly status: number
  readonly bodyBytes: number
  readonly announcedBytes: number | undefined
  /** MD5 of the body, lower-case hexadecimal, when it was wanted. */
  readonly digest: string | undefined
}

export const failed = (failure: IoFailure): ProbeResult =>
  failure.fault === 'local'
    ? { verdict: 'local', reason: failure.reason }
    : { verdict: 'down', fault: failure.fault, reason: failure.reason }
