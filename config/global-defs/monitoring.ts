// Keywords of global_defs about being watched from outside: SNMP and D-Bus.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { anyWord, seconds } from '../schema/args.js'
import { flag, keyword, type Field } from '../schema/keyword.js'
import type { Duration } from '../values/time.js'

const noAgent = 'No SNMP agent is spoken to: a monitoring system sees nothing.'
const noBus = 'Nothing is published on D-Bus.'

/** Longest path of the system, with the zero that ends it. */
const LONGEST_PATH = 4096

const socketName = (): Arg<string> => ({
  expects: 'the address of an SNMP master agent, such as `unix:/var/agentx/master`',
  read: (cursor) => {
    if (cursor.word.length < LONGEST_PATH) return cursor.word
    cursor.tell({
      code: 'wrong-value',
      severity: 'error',
      message: 'The name of the socket is too long',
      hint: 'The line is ignored, as in keepalived.',
      keepalived: says('SNMP error : snmp socket name too long - ignored'),
    })
    return undefined
  },
})

/** The least age of figures before they are read again. Both keywords have the same words in keepalived. */
const interval = (name: string): Field<Duration | undefined> =>
  keyword(name, seconds(0.001, 30), {
    notYet: noAgent,
    says: (word) => `snmp stats vs update interval '${word}' invalid - ignoring`,
  })

const busName = (name: string): Field<string | undefined> =>
  keyword(name, anyWord('a name on D-Bus'), { notYet: noBus, saysMissing: () => `${name} missing - ignoring` })

export const monitoringFields = {
  snmpSocket: keyword('snmp_socket', socketName(), {
    repeat: 'first',
    surplus: 'refused',
    notYet: noAgent,
    saysMissing: () => 'SNMP error : snmp socket name missing',
    saysSurplus: () => 'Too many parameters specified for snmp_socket - ignoring',
    saysRepeated: (_word, before) => `SNMP socket already set to ${before} - ignoring`,
  }),
  snmpTraps: flag('enable_traps', { notYet: noAgent }),
  snmpVrrp: flag('enable_snmp_vrrp', { notYet: noAgent, deprecated: ['enable_snmp_keepalived'] }),
  snmpRfc: flag('enable_snmp_rfc', { notYet: noAgent }),
  snmpRfcV2: flag('enable_snmp_rfcv2', { notYet: noAgent }),
  snmpRfcV3: flag('enable_snmp_rfcv3', { notYet: noAgent }),
  snmpChecker: flag('enable_snmp_checker', { notYet: noAgent }),
  snmpServiceInterval: interval('snmp_vs_stats_update_interval'),
  snmpServerInterval: interval('snmp_rs_stats_update_interval'),
  dbus: flag('enable_dbus', { notYet: noBus }),
  dbusServiceName: busName('dbus_service_name'),
  dbusNoInterfaceName: busName('dbus_no_interface_name'),
}
