// What the machine does not allow: packets longer than its interfaces take, sockets without the right to open them.

import { spanOf } from '../../config/schema/block.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import type { InstanceConfig } from '../../vrrp/config/model.js'
import { tellLive, type LiveRule } from './rule.js'

/** An advert that is longer than the MTU is not sent: raw packets are not taken apart. */
export const checkAdvertLength: LiveRule = (whole, machine, report) => {
  for (const config of [...whole.vrrp.instances, ...whole.vrrp.leftOut]) {
    const bound = whole.root.values.instances.find(({ header }) => header === config.name)
    const mtu = config.interface === undefined ? undefined : machine.interfaces?.get(config.interface)?.mtu
    const length = advertLength(config)
    if (bound === undefined || mtu === undefined || length <= mtu) continue
    tellLive(report, {
      code: 'advert-too-long',
      severity: 'warning',
      message: `An advert with ${config.addresses.length} addresses has ${length} bytes, and \`${config.interface ?? ''}\` takes ${mtu}`,
      hint: 'It cannot be sent, so both directors become master. Move addresses to `virtual_ipaddress_excluded`, where they are not advertised.',
      span: spanOf(bound, 'addresses'),
    })
  }
}

/** With the IP header: vrrp-conformance A.2 to A.5. */
function advertLength({ version, family, addresses, authentication, unenforced }: InstanceConfig): number {
  const header = family === 'inet' ? 20 : 40
  const each = family === 'inet' ? 4 : 16
  const password = version === 2 && family === 'inet' ? 8 : 0
  const extra = (authentication.type === 'ah' ? 24 : 0) + (unenforced.hmac === undefined ? 0 : 28)
  return header + 8 + each * addresses.length + password + extra
}

const NET_ADMIN = 12n
const NET_RAW = 13n

/** Whoever checks is often not who runs the daemon: no more than a hint. */
export const checkRights: LiveRule = (whole, machine, report) => {
  const { capabilities } = machine
  if (capabilities === undefined || machine.uid === 0) return
  const missing = [
    ...((capabilities >> NET_ADMIN) & 1n ? [] : ['CAP_NET_ADMIN']),
    ...((capabilities >> NET_RAW) & 1n ? [] : ['CAP_NET_RAW']),
  ]
  const [first] = whole.root.values.instances
  if (missing.length === 0 || (first === undefined && whole.services.places.length === 0)) return
  tellLive(report, {
    code: 'missing-capability',
    severity: 'hint',
    message: `This user does not have ${missing.join(' and ')}`,
    hint: 'The daemon needs both for adverts, addresses and services. The check itself does not, but it sees less of files that only root may read.',
    span: first === undefined ? whole.services.places[0] : spanOfStatement(first.statement),
  })
}
