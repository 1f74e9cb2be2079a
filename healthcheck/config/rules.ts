// From all bound virtual servers to the health-check configuration: one service for each address, port and protocol.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { bind } from '../../config/schema/bind.js'
import { Cursor, spanOfStatement, tellValues } from '../../config/schema/cursor.js'
import type { Language } from '../../config/schema/language.js'
import type { Span } from '../../config/source.js'
import type { Statement } from '../../config/tree.js'
import type { HealthcheckConfig, VirtualServerConfig } from './model.js'
import { serviceConfig } from './service.js'
import type { BoundHealthcheckTopLevel } from './top-level.js'
import { virtualServer } from './virtual-server.js'

/** The services of a file, and where each of them opens. */
export interface Services {
  readonly config: HealthcheckConfig
  /** For each of config.virtualServers the place of its opening line. */
  readonly places: readonly Span[]
}

/**
 * The services of the virtual_server blocks of the file; everything wrong in and between them is reported. Blocks are taken one
 * at a time and not kept: there may be very many. What they need of other blocks is settled by settleServices.
 */
export function readServices(
  blocks: Iterable<Statement>,
  globals: GlobalValues,
  report: Report,
  language?: Language,
): Services {
  const seen = new Map<string, Statement>()
  const virtualServers: VirtualServerConfig[] = []
  const places: Span[] = []
  const cursor = new Cursor(report, language)
  for (const statement of blocks) {
    const bound = bind(virtualServer, statement, cursor)
    const config = bound === undefined ? undefined : serviceConfig(bound, globals, report)
    if (config === undefined) continue
    const key = `${config.protocol} ${config.address} ${config.port}`
    const earlier = seen.get(key)
    if (earlier === undefined) {
      seen.set(key, { ...statement, block: undefined })
      virtualServers.push(config)
      places.push(spanOfStatement(statement))
    } else tellDuplicate(statement, earlier, report)
  }
  return { config: { virtualServers }, places }
}

/** The services once the rest of the file is known: groups of virtual servers may stand behind the services that name them. */
export function settleServices(
  services: Services,
  _root: Pick<BoundHealthcheckTopLevel, 'values' | 'block'>,
  _globals: GlobalValues,
  _report: Report,
): Services {
  return services
}

/** keepalived does not notice; the kernel has one such service only, and both blocks would fight for it. */
function tellDuplicate(statement: Statement, earlier: Statement, report: Report): void {
  tellValues(report, statement, {
    code: 'duplicate-service',
    severity: 'error',
    message: 'There is already a virtual server with this address, port and protocol',
    hint: 'The second one is left out. Put all real servers into one block.',
    related: [{ message: 'the first one', span: spanOfStatement(earlier) }],
  })
}
