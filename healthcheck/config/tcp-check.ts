// The TCP_CHECK block: its keywords and its configuration.

import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { Seconds } from '../../config/values/time.js'
import { connectingFields, connectionOf, type Inherited } from './checker-fields.js'
import type { TcpCheckConfig } from './model.js'

export const tcpCheck = block('virtual_server/real_server/TCP_CHECK', connectingFields())

const defaults = { retry: 1, delayBeforeRetry: Seconds(1) }

export function tcpCheckConfig(bound: Bound<Infer<typeof tcpCheck>>, inherited: Inherited): TcpCheckConfig {
  const { values } = bound
  const delayLoop = values.delayLoop ?? inherited.delayLoop
  return {
    kind: 'TCP_CHECK',
    delayLoop,
    warmup: values.warmup ?? inherited.warmup ?? delayLoop,
    retry: values.retry ?? inherited.retry ?? defaults.retry,
    delayBeforeRetry: values.delayBeforeRetry ?? inherited.delayBeforeRetry ?? defaults.delayBeforeRetry,
    alpha: values.alpha ?? inherited.alpha,
    connection: connectionOf(values, inherited),
  }
}
