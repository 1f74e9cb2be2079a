// Keywords of global_defs that do nothing without another one. keepalived says nothing about them.

import type { Report } from '../diagnostic.js'
import type { GlobalValues } from '../global-defs.js'
import { isMentioned, statementOf, type Bound } from '../schema/block.js'
import { tellKeyword } from '../schema/cursor.js'

type Name = keyof GlobalValues

/** Each needs one of the others. */
const needs: readonly (readonly [Name, readonly Name[]])[] = [
  ['startupScriptTimeout', ['startupScript']],
  ['shutdownScriptTimeout', ['shutdownScript']],
  ['notifyFifoScript', ['notifyFifo']],
  ['vrrpNotifyFifoScript', ['vrrpNotifyFifo']],
  ['lvsNotifyFifoScript', ['lvsNotifyFifo']],
  ['fifoWriteStatesOnReload', ['notifyFifo', 'vrrpNotifyFifo']],
  ['minAutoPriorityDelay', ['maxAutoPriority']],
  ['vrrpRealTimeLimit', ['vrrpRealTimePriority', 'maxAutoPriority']],
  ['checkerRealTimeLimit', ['checkerRealTimePriority', 'maxAutoPriority']],
  ['bfdRealTimeLimit', ['bfdRealTimePriority', 'maxAutoPriority']],
  ['receiveBufferMultiplier', ['receiveBuffers']],
  ['vrrpCommandBufferForce', ['vrrpCommandBuffer']],
  ['vrrpMonitorBufferForce', ['vrrpMonitorBuffer']],
  ['processMonitorBufferForce', ['processMonitorBuffer']],
  ['lvsCommandBufferForce', ['lvsCommandBuffer']],
  ['lvsMonitorBufferForce', ['lvsMonitorBuffer']],
  ['ipsets', ['iptables']],
  // Where there are no iptables, vrrp_iptables means nftables.
  ['nftablesPriority', ['nftables', 'iptables']],
  ['nftablesIfindex', ['nftables', 'iptables']],
  ['nftablesIpvsPriority', ['nftablesIpvs']],
  ['nftablesIpvsStartFwmark', ['nftablesIpvs']],
  ['nftablesCounters', ['nftables', 'nftablesIpvs', 'iptables']],
  ['snmpSocket', ['snmpVrrp', 'snmpRfc', 'snmpRfcV2', 'snmpRfcV3', 'snmpChecker']],
  ['snmpTraps', ['snmpVrrp', 'snmpRfc', 'snmpRfcV2', 'snmpRfcV3', 'snmpChecker']],
  ['snmpServiceInterval', ['snmpChecker']],
  ['snmpServerInterval', ['snmpChecker']],
  ['dbusServiceName', ['dbus']],
  ['dbusNoInterfaceName', ['dbus']],
  ['reloadRepeat', ['reloadTimeFile']],
]

export function checkLonelyKeywords(bound: Bound<GlobalValues>, report: Report): void {
  for (const [name, others] of needs) {
    const statement = statementOf(bound, name)
    if (statement === undefined || bound.values[name] === false || others.some((one) => isMentioned(bound, one)))
      continue
    const words = others.map((one) => `\`${keywordOf(bound, one)}\``)
    tellKeyword(report, statement, {
      code: 'no-effect-alone',
      severity: 'hint',
      message: `\`${statement.keyword}\` does nothing without ${words.join(' or ')}`,
      hint: `Add ${words.length === 1 ? 'it' : 'one of them'}, or remove this line.`,
    })
  }
}

const keywordOf = ({ schema }: Bound<GlobalValues>, name: Name): string =>
  [...schema.entries].find(([, entry]) => entry.name === name)?.[0] ?? name
