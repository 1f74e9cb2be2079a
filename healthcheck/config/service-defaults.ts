// What a virtual_server block leaves open and keepalived fills in: protocol, scheduler, forwarding method, and the persistence of a service
// without port. Said, unless a wrong value was given, which has been said already.

import { saysAtEnd, type Diagnostic, type KeepalivedSays, type Report } from '../../config/diagnostic.js'
import { isMentioned, statementOf } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword, type Complaint } from '../../config/schema/cursor.js'
import type { Protocol } from './model.js'
import { serviceName } from './naming.js'
import { defaultTimeout } from './persistence.js'
import { defaultScheduler } from './schedulers.js'
import type { BoundVirtualServer } from './virtual-server.js'

/** The block, and keepalived's name for it once its protocol is settled. */
export interface Scene {
  readonly bound: BoundVirtualServer
  /** undefined: it has none, because it is of firewall marks only. */
  readonly protocol: Protocol | undefined
  /** How many services of the same group stand before it. */
  readonly sequence: number
}

export const sceneName = ({ bound, protocol, sequence }: Scene): string => serviceName(bound.header, protocol, sequence)

/** `addressed`: whether it is the service of an address, and not of marks only. */
export const protocolOf = (bound: BoundVirtualServer, addressed: boolean): Protocol | undefined =>
  addressed ? (bound.values.protocol ?? 'UDP') : undefined

/** What a block needs besides servers, once it is known that it has some. `told`: what has been said of it so far. */
export function tellDefaults(scene: Scene, settings: Forwarded, told: Diagnostic[] | undefined, report: Report): void {
  const { bound, protocol, sequence } = scene
  const { values, header } = bound
  const missing: Missing[] = []
  if (values.protocol === undefined && protocol !== undefined) {
    const said = `${serviceName(header, undefined, sequence)}: no protocol set - defaulting to UDP`
    missing.push({ field: 'protocol', what: 'protocol', keyword: 'protocol', used: 'UDP', said })
  }
  if (values.protocol !== undefined && protocol === undefined) tellNoProtocol(bound, sequence, report)
  if (values.scheduler === undefined) {
    const said = `${sceneName(scene)}: no scheduler set, setting default '${defaultScheduler}'`
    missing.push({ field: 'scheduler', what: 'scheduler', keyword: 'lb_algo', used: defaultScheduler, said })
  }
  if (values.forwarding === undefined && needsMethod(bound, settings)) {
    const said = `${sceneName(scene)}: no forwarding method set, setting default NAT`
    missing.push({ field: 'forwarding', what: 'forwarding method', keyword: 'lb_kind', used: 'NAT', said })
  }
  for (const one of missing) tellDefault(bound, one, told, report)
}

interface Forwarded {
  readonly sorryServer: unknown
}

/** Where every server has a method of its own, that of the service does not matter. */
const needsMethod = ({ values }: BoundVirtualServer, { sorryServer }: Forwarded): boolean =>
  values.realServers.some((server) => server.values.forwarding === undefined) ||
  (sorryServer !== undefined && values.sorryServerForwarding === undefined)

function tellNoProtocol(bound: BoundVirtualServer, sequence: number, report: Report): void {
  tellKeyword(report, statementOf(bound, 'protocol') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: '`protocol` has no effect for a firewall mark: the rule that sets the mark chooses the packets',
    hint: 'It is ignored, as in keepalived. Remove the line.',
    keepalived: saysAtEnd(
      `Warning: Virtual server ${serviceName(bound.header, undefined, sequence)}: protocol specified for fwmark - protocol will be ignored`,
    ),
  })
}

/** A service for all ports must be persistent; keepalived makes it so. */
export function timeoutWithoutPort(scene: Scene, report: Report): number {
  tellService(scene.bound, report, {
    code: 'persistence-added',
    severity: 'warning',
    message: `A service without port must be persistent: a timeout of ${defaultTimeout} seconds is used`,
    hint: 'keepalived does the same. Add `persistence_timeout`, or a port.',
    keepalived: saysAtEnd(`Virtual server ${sceneName(scene)}: zero port only valid for persistent services - setting`),
  })
  return defaultTimeout
}

/** Whether a mark is on this machine cannot be asked. */
export function tellNoSuspend(scene: Scene, report: Report): void {
  tellKeyword(report, statementOf(scene.bound, 'haSuspend') ?? scene.bound.statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: '`ha_suspend` has no effect for a firewall mark: there is no address to look for',
    hint: 'It is ignored, as in keepalived: the checks always run.',
    keepalived: saysAtEnd(
      `Virtual server ${sceneName(scene)}: cannot use ha_suspend with fwmarks - clearing ha_suspend`,
    ),
  })
}

interface Missing {
  readonly field: 'protocol' | 'forwarding' | 'scheduler'
  readonly what: string
  readonly keyword: string
  readonly used: string
  readonly said: string
}

/** A default that is used although the keyword should be there. Where it is there with a wrong value, that has been said. */
function tellDefault(
  bound: BoundVirtualServer,
  missing: Missing,
  told: Diagnostic[] | undefined,
  report: Report,
): void {
  const { field, what, keyword, used, said } = missing
  const keepalived = saysAtEnd(`Virtual server ${said}`)
  if (isMentioned(bound, field)) {
    if (told !== undefined) addSayings(bound, field, keepalived, told)
    return
  }
  tellService(bound, report, {
    code: `no-${what.replace(' ', '-')}`,
    severity: 'warning',
    message: `This service has no ${what}: ${used} is used`,
    hint: `keepalived does the same and reports it as an error. Add \`${keyword}\`.`,
    keepalived,
  })
}

/** keepalived speaks of a wrong value a second time, at the end: both belong to the one diagnostic. */
function addSayings(
  bound: BoundVirtualServer,
  field: string,
  more: readonly KeepalivedSays[],
  told: Diagnostic[],
): void {
  const statement = bound.block.statements.findLast(({ keyword }) => bound.schema.entries.get(keyword)?.name === field)
  if (statement === undefined) return
  const { source, start, end } = spanOfStatement(statement)
  const index = told.findLastIndex(
    ({ severity, span }) => severity === 'error' && span?.source === source && span.start >= start && span.end <= end,
  )
  const diagnostic = told[index]
  if (diagnostic !== undefined) told[index] = { ...diagnostic, keepalived: [...(diagnostic.keepalived ?? []), ...more] }
}

export const tellService = (bound: BoundVirtualServer, report: Report, complaint: Complaint): void => {
  tellKeyword(report, bound.statement, complaint)
}
