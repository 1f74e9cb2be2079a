// Instances that must not run at all yet: with what is missing, two directors could both be master, or nobody would hear this one.
// Leaving them out, loudly, is the smaller evil. What a keyword alone decides is reported where the keyword is bound.

import type { Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import { notYet } from '../../config/schema/not-yet.js'
import type { IpAddress } from '../../config/values/ip.js'
import type { Protocol } from './family.js'
import type { BoundInstance } from './instance.js'
import type { InstanceConfig, RunnableInstance } from './model.js'

/** Reports why an instance is left out, as far as no keyword has. `groupOf` is the multicast group of all instances. */
export function tellLeftOut(bound: BoundInstance, config: InstanceConfig, protocol: Protocol, report: Report): void {
  const { decidedBy } = protocol
  if (config.family === 'inet6' && decidedBy !== undefined && decidedBy.keyword !== 'native_ipv6') {
    tellValues(report, firstLineOf(decidedBy), notYet('VRRP over IPv6', 'The instance is left out.'))
  }
  const version = statementOf(bound, 'version')
  if (config.version === 3 && version !== undefined) {
    tellValues(report, version, notYet('VRRP version 3', 'The instance is left out: its peers do not speak version 2.'))
  }
  if (config.authentication.type === 'ah') {
    const typed = bound.values.authentication.findLast((one) => one.values.authType === 'AH')
    const statement = typed === undefined ? undefined : statementOf(typed, 'authType')
    const why = 'The instance is left out: without its authentication two directors could both be master.'
    tellKeyword(report, statement ?? bound.statement, notYet('`auth_type AH`', why))
  }
}

/** The line of the address when it is the first in a list. */
const firstLineOf = (statement: BoundInstance['statement']): BoundInstance['statement'] =>
  statement.block?.statements[0] ?? statement

/** Whether the machine can run it. `group` is the multicast group of all IPv4 instances. */
export function isRunnable(config: InstanceConfig, bound: BoundInstance, group: IpAddress): config is RunnableInstance {
  const { unenforced } = config
  return (
    config.interface !== undefined &&
    config.version === 2 &&
    config.family === 'inet' &&
    config.authentication.type !== 'ah' &&
    unenforced.unicast === undefined &&
    !bound.values.unicastFaultNoPeer &&
    bound.values.unicastPeers.length === 0 &&
    bound.values.hmac.length === 0 &&
    (unenforced.multicastGroup ?? group) === group
  )
}
