// Which address family a service is of. An address says it; a firewall mark or a group takes it from what stands first in the block:
// `ip_family`, a netmask, or a server that is not reached through a tunnel.

import { says, type Report } from '../../config/diagnostic.js'
import { tellValues } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { familyOf, type AddressFamily } from '../../config/values/ip.js'
import { splitWords } from '../../config/words.js'
import type { BoundRealServer } from './real-server.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** undefined: a group must say it. */
export function serviceFamily(bound: BoundVirtualServer, report: Report): AddressFamily | undefined {
  const { header, values } = bound
  if ('address' in header) {
    const family = familyOf(header.address)
    if (values.ipFamily !== undefined && values.ipFamily !== family) checkFamily(bound, family, report)
    return family
  }
  const family = firstFamily(bound, report)
  return family ?? ('fwmark' in header ? familyOfTunnels(bound) : undefined)
}

function checkFamily(bound: BoundVirtualServer, family: AddressFamily, report: Report): void {
  for (const statement of bound.block.statements) {
    if (statement.keyword !== 'ip_family' || bound.refused?.has(statement) === true) continue
    if (wordOf(statement) !== family) tellConflict(statement, family, report)
  }
}

const wordOf = ({ line, from, to }: Statement): string => splitWords(line.text, from, to)[1]?.text ?? ''

function firstFamily(bound: BoundVirtualServer, report: Report): AddressFamily | undefined {
  const servers = new Map(bound.values.realServers.map((server) => [server.statement, server]))
  let family: AddressFamily | undefined
  for (const statement of bound.block.statements) {
    if (bound.refused?.has(statement) === true) continue
    const field = bound.schema.entries.get(statement.keyword)?.name
    if (field === 'ipFamily') {
      const word = wordOf(statement) === 'inet' ? 'inet' : 'inet6'
      if (family !== undefined && family !== word) tellConflict(statement, family, report)
      family ??= word
    } else if (field === 'persistenceGranularity') family ??= wordOf(statement).includes('.') ? 'inet' : 'inet6'
    else if (field === 'realServers') family ??= directFamily(bound, servers.get(statement))
  }
  const { sorryServer, sorryServerForwarding, forwarding } = bound.values
  const direct = (sorryServerForwarding ?? forwarding)?.method !== 'TUN'
  return family ?? (sorryServer !== undefined && direct ? familyOf(sorryServer.address) : undefined)
}

/** undefined for a server behind a tunnel. */
function directFamily(bound: BoundVirtualServer, server: BoundRealServer | undefined): AddressFamily | undefined {
  if (server === undefined || (server.values.forwarding ?? bound.values.forwarding)?.method === 'TUN') return undefined
  return familyOf(server.header.address)
}

/** All servers are behind tunnels: their family where they agree, else IPv4. */
function familyOfTunnels({ values: { realServers, sorryServer } }: BoundVirtualServer): AddressFamily {
  const addresses = realServers.map(({ header }) => header.address)
  if (sorryServer !== undefined) addresses.push(sorryServer.address)
  return addresses.length > 0 && addresses.every((address) => familyOf(address) === 'inet6') ? 'inet6' : 'inet'
}

function tellConflict(statement: Statement, family: AddressFamily, report: Report): void {
  const word = wordOf(statement)
  tellValues(report, statement, {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${word}\` is not possible for a service of ${family === 'inet' ? 'IPv4' : 'IPv6'}`,
    hint: 'The line is ignored, as in keepalived.',
    keepalived: says(`Virtual server specified family ${word} conflicts with server family`),
  })
}
