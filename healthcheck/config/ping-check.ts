// The PING_CHECK block: its keywords and its configuration. It knows ports like every checker that connects; an echo has none.

import type { Report } from '../../config/diagnostic.js'
import type { Bound, Infer } from '../../config/schema/block.js'
import { checkerBlock, connectingFields, timesOf, usualTimes, type Inherited } from './checker-fields.js'
import { connectionOf } from './connection.js'
import type { PingCheckConfig } from './model.js'

export const pingCheck = checkerBlock('PING_CHECK', connectingFields())

/** undefined when it cannot be sent (reported). */
export function pingCheckConfig(
  bound: Bound<Infer<typeof pingCheck>>,
  inherited: Inherited,
  report: Report,
): PingCheckConfig | undefined {
  const connection = connectionOf(bound, inherited, report)
  if (connection === undefined) return undefined
  return { kind: 'PING_CHECK', ...timesOf(bound.values, inherited, usualTimes), connection }
}
