// The virtual_server block: its keywords. The service made from them is in service.ts.

import { anyWord, boolean, integer, oneOf } from '../../config/schema/args.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { blocks, flag, keyword } from '../../config/schema/keyword.js'
import { script } from '../../config/schema/script.js'
import { inheritedFields } from './checker-fields.js'
import { serviceHeader, sorryServerAddress } from './endpoint.js'
import { forwarding, saysUnknownMethod } from './forwarding.js'
import type { ServiceHeader } from './naming.js'
import { engine } from './persistence.js'
import { realServer } from './real-server.js'
import { schedulers } from './schedulers.js'

const counter = 4294967295

/** keepalived's words about a script given twice: it names the group of the service. */
const saysSecondScript = (name: string) => (word: string, _before: unknown, header: unknown) =>
  `(${groupOf(header) ?? '(null)'}) ${name} script already specified - ignoring ${word}`

const groupOf = (header: unknown): string | undefined =>
  typeof header === 'object' && header !== null && 'group' in header ? String(header.group) : undefined

const snmpMissing = () => 'virtual server snmp_name missing or extra parameters'

export const virtualServer = block(
  'virtual_server',
  {
    ipFamily: keyword('ip_family', oneOf(['inet', 'inet6']), { says: (word) => `unknown address family ${word}` }),
    ...inheritedFields(),
    inhibitOnFailure: flag('inhibit_on_failure'),
    scheduler: keyword('lb_algo', oneOf(schedulers), {
      aliases: ['lvs_sched'],
      fallback: 'wlc',
      says: (word) => `Invalid lvs_scheduler '${word}' - ignoring`,
    }),
    hashed: flag('hashed'),
    onePacket: flag('ops'),
    flag1: flag('flag-1'),
    flag2: flag('flag-2'),
    flag3: flag('flag-3'),
    shPort: flag('sh-port'),
    shFallback: flag('sh-fallback'),
    mhPort: flag('mh-port'),
    mhFallback: flag('mh-fallback'),
    forwarding: keyword('lb_kind', forwarding('virtual'), {
      aliases: ['lvs_method'],
      fallback: 'NAT',
      says: saysUnknownMethod('virtual'),
    }),
    persistenceEngine: keyword('persistence_engine', engine(), { notYet: 'Persistence goes by client address.' }),
    persistenceTimeout: keyword('persistence_timeout', integer(1, 2678400), {
      bare: 360,
      says: () => 'persistence_timeout invalid',
    }),
    persistenceGranularity: keyword(
      'persistence_granularity',
      anyWord('a netmask such as 255.255.255.0, or for IPv6 a prefix length'),
    ),
    protocol: keyword('protocol', oneOf(['TCP', 'UDP', 'SCTP'], { anyCase: true }), {
      fallback: 'UDP',
      says: (word) => `Unknown protocol ${word} - ignoring`,
    }),
    haSuspend: flag('ha_suspend', { notYet: 'Checks run whether or not the virtual address is on this machine.' }),
    smtpAlert: keyword('smtp_alert', boolean(), {
      bare: true,
      says: (word) => `Invalid virtual_server smtp_alert parameter ${word}`,
    }),
    virtualHost: keyword('virtualhost', anyWord('a host name'), {
      saysMissing: () => 'virtual server virtualhost missing',
    }),
    snmpName: keyword('snmp_name', anyWord('a name'), {
      notYet: 'There is no SNMP agent.',
      surplus: 'refused',
      saysMissing: snmpMissing,
      saysSurplus: snmpMissing,
    }),
    alpha: flag('alpha'),
    omega: flag('omega'),
    quorumUp: keyword('quorum_up', script(), { repeat: 'first', saysRepeated: saysSecondScript('quorum_up') }),
    quorumDown: keyword('quorum_down', script(), { repeat: 'first', saysRepeated: saysSecondScript('quorum_down') }),
    quorum: keyword('quorum', integer(1, counter), {
      wrong: 1,
      default: 1,
      says: (word) => `Quorum ${word} must be in [1, ${counter}]. Setting to 1.`,
    }),
    hysteresis: keyword('hysteresis', integer(0, counter), {
      default: 0,
      says: (word) => `Hysteresis ${word} must be in [0, ${counter}] - ignoring`,
    }),
    weight: keyword('weight', integer(1, 2147483647), {
      default: 1,
      says: (word) => `Virtual server weight ${word} is outside range 1-2147483647`,
    }),
    sorryServer: keyword('sorry_server', sorryServerAddress()),
    sorryServerInhibit: flag('sorry_server_inhibit'),
    sorryServerForwarding: keyword('sorry_server_lvs_method', forwarding('sorry'), {
      says: saysUnknownMethod('sorry'),
    }),
    realServers: blocks(realServer),
  },
  { header: serviceHeader() },
)

export type BoundVirtualServer = Bound<Infer<typeof virtualServer>, ServiceHeader>
