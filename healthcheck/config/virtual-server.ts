// The virtual_server block: its keywords. The service made from them is in service.ts.

import type { Arg } from '../../config/schema/arg.js'
import { boolean, integer, oneOf, parseInteger, string } from '../../config/schema/args.js'
import { oneWord } from '../../config/schema/arg.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { blocks, flag, keyword } from '../../config/schema/keyword.js'
import { script } from '../../config/schema/script.js'
import { familyOf, parseIpv4, type Endpoint } from '../../config/values/ip.js'
import { inheritedFields } from './checker-fields.js'
import { endpoint, method } from './forwarding.js'
import { realServer } from './real-server.js'

const counter = 4294967295

const schedulers = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'lblc',
  'sh',
  'mh',
  'dh',
  'fo',
  'ovf',
  'lblcr',
  'sed',
  'nq',
  'twos',
] as const

/** ADDRESS [PORT]; services by firewall mark or group, and IPv6, are not supported yet. */
const serviceAddress = (): Arg<Endpoint> => {
  const plain = endpoint()
  return {
    expects: 'an IP address, and optionally a port',
    read: (cursor) => {
      const { word, start, end } = cursor
      if (word === 'fwmark' || word === 'group') return notYet(cursor, `\`virtual_server ${word}\` is`)
      const address = plain.read(cursor)
      if (address === undefined || familyOf(address.address) === 'inet') return address
      cursor.start = start
      cursor.end = end
      return notYet(cursor, 'IPv6 is')
    },
  }
}

function notYet(cursor: Cursor, what: string): undefined {
  cursor.tell({
    code: 'not-enforced-yet',
    severity: 'warning',
    message: `${what} read, but not enforced yet`,
    hint: 'The service is left out.',
  })
  return undefined
}

/** A dotted mask as a prefix length. */
const netmask = (): Arg<number> =>
  oneWord('a netmask such as 255.255.255.0', (word) => {
    if (parseIpv4(word) === undefined) return undefined
    const bits = word
      .split('.')
      .map((octet) => (parseInteger(octet) ?? 0).toString(2).padStart(8, '0'))
      .join('')
    return /^1+0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined
  })

export const virtualServer = block(
  'virtual_server',
  {
    ipFamily: keyword('ip_family', oneOf(['inet', 'inet6'])),
    ...inheritedFields(),
    inhibitOnFailure: flag('inhibit_on_failure'),
    scheduler: keyword('lb_algo', oneOf(schedulers), { aliases: ['lvs_sched'], fallback: 'wlc' }),
    hashed: flag('hashed'),
    onePacket: flag('ops'),
    flag1: flag('flag-1'),
    flag2: flag('flag-2'),
    flag3: flag('flag-3'),
    shPort: flag('sh-port'),
    shFallback: flag('sh-fallback'),
    mhPort: flag('mh-port'),
    mhFallback: flag('mh-fallback'),
    method: keyword('lb_kind', method(), { aliases: ['lvs_method'], fallback: 'NAT' }),
    persistenceTimeout: keyword('persistence_timeout', integer(1, 2678400), { bare: 360 }),
    persistencePrefix: keyword('persistence_granularity', netmask(), { default: 32 }),
    protocol: keyword('protocol', oneOf(['TCP', 'UDP', 'SCTP'], { anyCase: true }), { fallback: 'UDP' }),
    smtpAlert: keyword('smtp_alert', boolean(), { bare: true }),
    virtualHost: keyword('virtualhost', string('a host name')),
    alpha: flag('alpha'),
    omega: flag('omega'),
    quorumUp: keyword('quorum_up', script(), { repeat: 'first' }),
    quorumDown: keyword('quorum_down', script(), { repeat: 'first' }),
    quorum: keyword('quorum', integer(1, counter), { wrong: 1, default: 1 }),
    hysteresis: keyword('hysteresis', integer(0, counter), { default: 0 }),
    weight: keyword('weight', integer(1, 2147483647), { default: 1 }),
    sorryServer: keyword('sorry_server', endpoint()),
    sorryServerInhibit: flag('sorry_server_inhibit'),
    sorryServerMethod: keyword('sorry_server_lvs_method', method()),
    realServers: blocks(realServer),
  },
  { header: serviceAddress() },
)

export type BoundVirtualServer = Bound<Infer<typeof virtualServer>, Endpoint>
