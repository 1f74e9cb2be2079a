// The TCP_CHECK block: its keywords and its configuration.

import type { Report } from '../../config/diagnostic.js'
import type { Bound, Infer } from '../../config/schema/block.js'
import { checkerBlock, connectingFields, usualTimes, type Inherited } from './checker-fields.js'
import { connectionOf } from './connection.js'
import type { TcpCheckConfig } from './model.js'

export const tcpCheck = checkerBlock('TCP_CHECK', connectingFields({ runs: true }))

/** undefined when it cannot connect (reported). Written out: most servers of a large file have one. */
export function tcpCheckConfig(
  bound: Bound<Infer<typeof tcpCheck>>,
  inherited: Inherited,
  report: Report,
): TcpCheckConfig | undefined {
  const { values } = bound
  const connection = connectionOf(bound, inherited, report)
  if (connection === undefined) return undefined
  const delayLoop = values.delayLoop ?? inherited.delayLoop
  return {
    kind: 'TCP_CHECK',
    delayLoop,
    warmup: values.warmup ?? inherited.warmup ?? delayLoop,
    retry: values.retry ?? inherited.retry ?? usualTimes.retry,
    delayBeforeRetry: values.delayBeforeRetry ?? inherited.delayBeforeRetry ?? usualTimes.delayBeforeRetry ?? delayLoop,
    alpha: values.alpha ?? inherited.alpha,
    logAllFailures: values.logAllFailures,
    connection,
  }
}
