// What of a service the daemon runs today: IPv4, TCP or UDP, plain addresses; servers of the same family with the checks that are made.
// What it leaves out is said.

import type { Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellValues } from '../../config/schema/cursor.js'
import { notYet } from '../../config/schema/not-yet.js'
import { familyOf, type IpAddress } from '../../config/values/ip.js'
import { isRunnable, runnableOf } from './checkers.js'
import type {
  AddressService,
  RealServerConfig,
  RunnableServer,
  RunnableService,
  SorryServerConfig,
  VirtualServerConfig,
} from './model.js'
import { clampQuorum, weightOf } from './quorum.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** undefined: the service is left out. Mostly the very same object. */
export function runnableService(
  config: VirtualServerConfig,
  bound: BoundVirtualServer,
  report: Report,
): RunnableService | undefined {
  const missing = whatIsMissing(config)
  if (missing !== undefined) {
    tellValues(report, bound.statement, notYet(missing, 'The service is left out.'))
    return undefined
  }
  if (!('address' in config) || !runs(config)) return undefined
  if (isWhole(config)) return config
  const realServers: RunnableServer[] = []
  for (const server of config.realServers) {
    if (isHere(server)) realServers.push({ ...server, checkers: runnableOf(server.checkers) })
    else tellFar(bound, server.address, report)
  }
  const { sorryServer } = config
  if (sorryServer !== undefined && !isHere(sorryServer)) tellFarSorry(bound, report)
  if (realServers.length === 0) return undefined
  return {
    ...config,
    ...clampQuorum(config, weightOf(realServers)),
    sorryServer: sorryServer !== undefined && isHere(sorryServer) ? sorryServer : undefined,
    realServers,
  }
}

function whatIsMissing(config: VirtualServerConfig): string | undefined {
  if ('fwmark' in config) return '`virtual_server fwmark`'
  if ('group' in config) return '`virtual_server group`'
  if (familyOf(config.address) === 'inet6') return 'A virtual server of IPv6'
  return config.protocol === 'SCTP' ? 'SCTP' : undefined
}

const runs = (config: AddressService): config is AddressService & { readonly protocol: 'TCP' | 'UDP' } =>
  config.protocol !== 'SCTP'

const isHere = ({ address }: RealServerConfig | SorryServerConfig): boolean => familyOf(address) === 'inet'

function isWhole(config: AddressService & { readonly protocol: 'TCP' | 'UDP' }): config is RunnableService {
  if (config.sorryServer !== undefined && !isHere(config.sorryServer)) return false
  for (const server of config.realServers) {
    if (!isHere(server)) return false
    for (const checker of server.checkers) if (!isRunnable(checker)) return false
  }
  return true
}

function tellFar(bound: BoundVirtualServer, address: IpAddress, report: Report): void {
  const server = bound.values.realServers.find(({ header }) => header.address === address)
  tellValues(
    report,
    server?.statement ?? bound.statement,
    notYet('A tunnel to a server of the other family', 'The server is left out.'),
  )
}

function tellFarSorry(bound: BoundVirtualServer, report: Report): void {
  tellValues(
    report,
    statementOf(bound, 'sorryServer') ?? bound.statement,
    notYet('A tunnel to a sorry server of the other family', 'The service has no sorry server.'),
  )
}
