// All checkers of a real server: the line each has in its table, and the configurations that come of them. Which of them the daemon
// can run is said here alone.

import type { Report } from '../../config/diagnostic.js'
import type { Bound, Values } from '../../config/schema/block.js'
import type { Block } from '../../config/tree.js'
import { bfdCheck, bfdCheckConfig } from './bfd-check.js'
import { checks, notMade, type Inherited } from './checker-fields.js'
import { dnsCheck, dnsCheckConfig } from './dns-check.js'
import { fileCheck, fileCheckConfig } from './file-check.js'
import { httpGet, httpGetConfig } from './http-get.js'
import { lintChecker, lintTogether } from './lint-checkers.js'
import { miscCheck, miscCheckConfig } from './misc-check.js'
import type { CheckerConfig, RunnableChecker } from './model.js'
import { pingCheck, pingCheckConfig } from './ping-check.js'
import { smtpCheck, smtpCheckConfigs } from './smtp-check.js'
import { sslGet, sslGetConfig } from './ssl-get.js'
import { tcpCheck, tcpCheckConfig } from './tcp-check.js'
import { udpCheck, udpCheckConfig } from './udp-check.js'

const later = { notYet: notMade }

/** The checkers' lines in the table of real_server. */
export const checkerFields = {
  tcpChecks: checks(tcpCheck),
  httpGets: checks(httpGet),
  sslGets: checks(sslGet, later),
  smtpChecks: checks(smtpCheck, later),
  dnsChecks: checks(dnsCheck, later),
  miscChecks: checks(miscCheck, later),
  udpChecks: checks(udpCheck, later),
  pingChecks: checks(pingCheck, later),
  fileChecks: checks(fileCheck, later),
  bfdChecks: checks(bfdCheck, later),
}

export type CheckerValues = Values<typeof checkerFields>

export const isRunnable = (checker: CheckerConfig): checker is RunnableChecker =>
  checker.kind === 'TCP_CHECK' || checker.kind === 'HTTP_GET'

const areRunnable = (checkers: readonly CheckerConfig[]): checkers is readonly RunnableChecker[] =>
  checkers.every(isRunnable)

/** Those the daemon can run: mostly all of them, and then the same array. */
export const runnableOf = (checkers: readonly CheckerConfig[]): readonly RunnableChecker[] =>
  areRunnable(checkers) ? checkers : checkers.filter(isRunnable)

/** A real server as far as its checkers are concerned. */
interface BoundServer {
  readonly values: CheckerValues
  readonly block: Block
}

const none: readonly CheckerConfig[] = []

/**
 * A real server's checkers in file order, whether or not the daemon runs them; all that is wrong in them is reported. Of a server with
 * one TCP_CHECK or one HTTP_GET and nothing else, as most have, only the result is made.
 */
export function checkersOf(server: BoundServer, inherited: Inherited, report: Report): readonly CheckerConfig[] {
  const { tcpChecks, httpGets } = server.values
  const count = (tcpChecks?.length ?? 0) + (httpGets?.length ?? 0)
  if (count > 1 || hasOthers(server.values)) return allOf(server, inherited, report)
  const tcp = tcpChecks?.[0]
  if (tcp !== undefined) return alone(tcpCheckConfig(tcp, inherited, report), tcp, report)
  const http = httpGets?.[0]
  return http === undefined ? none : alone(httpGetConfig(http, inherited, report), http, report)
}

function alone(config: CheckerConfig | undefined, bound: Bound<object>, report: Report): readonly CheckerConfig[] {
  if (config === undefined) return none
  lintChecker(config, bound, report)
  return [config]
}

const hasOthers = (values: CheckerValues): boolean =>
  values.miscChecks !== undefined ||
  values.sslGets !== undefined ||
  values.smtpChecks !== undefined ||
  values.dnsChecks !== undefined ||
  values.udpChecks !== undefined ||
  values.pingChecks !== undefined ||
  values.fileChecks !== undefined ||
  values.bfdChecks !== undefined

/** A checker and the block it comes from. */
export interface Made {
  readonly config: CheckerConfig
  readonly bound: Bound<object>
}

function allOf(server: BoundServer, inherited: Inherited, report: Report): readonly CheckerConfig[] {
  const { values, block } = server
  const made: Made[] = []
  const add = (bound: Bound<object>, config: CheckerConfig | undefined): void => {
    if (config === undefined) return
    lintChecker(config, bound, report)
    made.push({ config, bound })
  }
  values.tcpChecks?.forEach((one) => add(one, tcpCheckConfig(one, inherited, report)))
  values.httpGets?.forEach((one) => add(one, httpGetConfig(one, inherited, report)))
  values.sslGets?.forEach((one) => add(one, sslGetConfig(one, inherited, report)))
  values.dnsChecks?.forEach((one) => add(one, dnsCheckConfig(one, inherited, report)))
  values.miscChecks?.forEach((one) => add(one, miscCheckConfig(one, inherited, report)))
  values.udpChecks?.forEach((one) => add(one, udpCheckConfig(one, inherited, report)))
  values.pingChecks?.forEach((one) => add(one, pingCheckConfig(one, inherited, report)))
  values.fileChecks?.forEach((one) => add(one, fileCheckConfig(one, report)))
  values.bfdChecks?.forEach((one) => add(one, bfdCheckConfig(one, inherited, report)))
  for (const one of values.smtpChecks ?? []) {
    const [first, ...more] = smtpCheckConfigs(one, inherited, report)
    add(one, first)
    for (const config of more) made.push({ config, bound: one })
  }
  if (made.length < 2) return made.map(({ config }) => config)
  const placeOf = ({ bound }: Made): number => block.statements.indexOf(bound.statement)
  made.sort((a, b) => placeOf(a) - placeOf(b))
  return lintTogether(made, report).map(({ config }) => config)
}
