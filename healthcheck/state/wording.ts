// What operators read: log lines and mails about servers, services and their checkers. keepalived's exact texts where it has
// them, because monitoring matches them. Values to text, nothing else.

import type { LogEntry } from '../../config/values/log-entry.js'
import type { RunnableService } from '../config/model.js'
import type { CheckersEffect } from './effects.js'
import type { ProbeFault } from './events.js'
import type { CheckerState, ServerState, ServiceState } from './state.js'

type Fields = NonNullable<LogEntry['fields']>
export type Mail = Omit<Extract<CheckersEffect, { kind: 'mail' }>, 'kind'>

const serverFields = (server: ServerState): Fields => ({ service: server.service.name, server: server.name })

const checkerFields = (checker: CheckerState): Fields => ({
  ...serverFields(checker.server),
  checker: checker.config.kind,
  ...(checker.reason === undefined ? {} : { reason: checker.reason }),
})

const checkerLine = (checker: CheckerState, text: string, more: Omit<LogEntry, 'text' | 'level'> = {}): LogEntry => ({
  level: 'info',
  text,
  ...more,
  fields: checkerFields(checker),
})

// Checkers

export const activating = (checker: CheckerState): LogEntry =>
  checkerLine(
    checker,
    `Activating healthchecker for service ${checker.server.name} for VS ${checker.server.service.name}`,
  )

export const checkerPassed = (checker: CheckerState): LogEntry =>
  checkerLine(
    checker,
    checker.config.kind === 'TCP_CHECK'
      ? `TCP connection to ${checker.server.name} success.`
      : `Remote Web server ${checker.server.name} succeed on service.`,
  )

/** One url of a server that is not up has passed. */
export function urlPassed(checker: CheckerState, url: number): LogEntry | undefined {
  if (checker.config.kind !== 'HTTP_GET') return undefined
  const asked = checker.config.urls[url]
  if (asked === undefined) return undefined
  const what = asked.digest === undefined ? 'HTTP status code' : 'MD5 digest'
  return checkerLine(checker, `${what} success to ${checker.server.name} url(${asked.path})`)
}

/** A failure that counts. `first`: the checker has never run before. */
export function checkerFailed(checker: CheckerState, first: boolean): LogEntry {
  const { kind, retry } = checker.config
  const label = kind === 'TCP_CHECK' ? 'TCP_CHECK' : 'HTTP_CHECK'
  const counted = retry > 0 && (kind !== 'TCP_CHECK' || !first)
  const ending = counted ? `failed after ${retry} retries.` : 'failed.'
  return checkerLine(checker, `${label} on service ${checker.server.name} ${ending}`)
}

const HTTP_FAULTS: Readonly<Record<ProbeFault, string>> = {
  connect: 'Connection failed',
  connectTimeout: 'Timeout connecting',
  read: 'Read error with',
  readTimeout: 'Timeout HTTP read',
  noData: 'Read, no data received from ',
  status: 'HTTP status code error to',
  digest: 'MD5 digest error to',
}

/** Every single failure of a checker that was up until now. */
export function tryFailed(checker: CheckerState, fault: ProbeFault): LogEntry {
  const { name } = checker.server
  const text =
    checker.config.kind === 'TCP_CHECK'
      ? `TCP connection to ${name} ${fault === 'connectTimeout' ? 'timeout' : 'failed'}.`
      : `${HTTP_FAULTS[fault]} server ${name}.`
  return checkerLine(checker, text, { detail: true })
}

export const oddAnswer = (checker: CheckerState, url: number, remark: string): LogEntry => {
  const { server, config } = checker
  const path = config.kind === 'HTTP_GET' ? (config.urls[url]?.path ?? '') : ''
  return checkerLine(checker, `http_check for RS ${server.name} VS ${server.service.name} url ${path}: ${remark}`)
}

export const cannotAsk = (checker: CheckerState, reason: string): LogEntry => ({
  level: 'warning',
  text:
    `${checker.config.kind} of service ${checker.server.name} of VS ${checker.server.service.name} cannot run here: ` +
    `${reason}. Rescheduling; the server stays ${checker.server.alive ? 'up' : 'down'}`,
  fields: { ...serverFields(checker.server), checker: checker.config.kind, reason },
})

export const canAskAgain = (checker: CheckerState): LogEntry => ({
  level: 'info',
  text: `${checker.config.kind} of service ${checker.server.name} of VS ${checker.server.service.name} can run again`,
  fields: { ...serverFields(checker.server), checker: checker.config.kind },
})

// Servers

const serverLine = (server: ServerState, text: string, reason?: string): LogEntry => ({
  level: 'info',
  text,
  kind: 'server-transition',
  fields: { ...serverFields(server), ...(reason === undefined ? {} : { reason }) },
})

export const serverUp = (server: ServerState): LogEntry =>
  serverLine(
    server,
    server.config.inhibitOnFailure
      ? `Enabling service ${server.name} of VS ${server.service.name}`
      : `Adding service ${server.name} to VS ${server.service.name}`,
  )

export const serverDown = (server: ServerState, reason: string | undefined): LogEntry =>
  serverLine(
    server,
    server.config.inhibitOnFailure
      ? `Disabling service ${server.name} of VS ${server.service.name}`
      : `Removing service ${server.name} from VS ${server.service.name}`,
    reason,
  )

const inhibited = (server: ServerState): string =>
  !server.alive && server.config.inhibitOnFailure ? '(inhibited) ' : ''

export const serverRemoved = (server: ServerState): LogEntry =>
  serverLine(server, `Removing ${inhibited(server)}service ${server.name} from VS ${server.service.name}`)

export const serverShutDown = (server: ServerState): LogEntry =>
  serverLine(server, `Shutting down ${inhibited(server)}service ${server.name} from VS ${server.service.name}`)

export const serverGone = (server: ServerState): LogEntry => ({
  level: 'info',
  text: `service ${server.name} no longer exist`,
  fields: serverFields(server),
})

export const weightChanged = (server: ServerState, from: number, to: number): LogEntry => ({
  level: 'info',
  text:
    `Changing weight from ${from} to ${to} for ${server.alive ? 'active' : 'inactive'} service ${server.name} ` +
    `of VS ${server.service.name}`,
  fields: { ...serverFields(server), weight: to },
})

// Services

const serviceLine = (service: ServiceState, text: string, fields: Fields = {}): LogEntry => ({
  level: 'info',
  text,
  kind: 'quorum-transition',
  fields: { service: service.name, ...fields },
})

export const serviceRemoved = (service: ServiceState): LogEntry => ({
  level: 'info',
  text: `Removing Virtual Server ${service.name}`,
  fields: { service: service.name },
})

type QuorumConfig = Pick<RunnableService, 'quorum' | 'hysteresis'>

const gained = ({ quorum, hysteresis }: QuorumConfig): string => `${quorum}+${hysteresis}=${quorum + hysteresis}`

export const quorumGained = (service: ServiceState, live: number): LogEntry =>
  serviceLine(service, `Gained quorum ${gained(service.config)} <= ${live} for VS ${service.name}`, { weight: live })

export function quorumLost(service: ServiceState, live: number): LogEntry {
  const { quorum, hysteresis } = service.config
  const text = `Lost quorum ${quorum}-${hysteresis}=${quorum - hysteresis} > ${live} for VS ${service.name}`
  return serviceLine(service, text, { weight: live })
}

/** The sum is the one that has to be reached, under a minus sign: so keepalived prints it. */
export function quorumMissing(service: ServiceState, live: number): LogEntry {
  const { quorum, hysteresis } = service.config
  const sum = `${quorum}-${hysteresis}=${quorum + hysteresis}`
  return serviceLine(service, `Starting with quorum down ${sum} > ${live} for VS ${service.name}`, { weight: live })
}

export const sorryLine = (service: ServiceState, sorryName: string, inhibit: boolean, use: boolean): LogEntry => {
  const [verb, side] = use ? [inhibit ? 'Enabling' : 'Adding', 'to'] : [inhibit ? 'Disabling' : 'Removing', 'from']
  return serviceLine(service, `${verb} sorry server ${sorryName} ${side} VS ${service.name}`, { server: sorryName })
}

export const poolLine = (service: ServiceState, adding: boolean): LogEntry =>
  serviceLine(
    service,
    adding
      ? `Adding alive servers to the pool for VS ${service.name}`
      : `Removing alive servers from the pool for VS ${service.name}`,
  )

// Mails

const upOrDown = (up: boolean): string => (up ? 'UP' : 'DOWN')

/** The subject tells the server's state, which may be another than the checker's. */
export const serverMail = (server: ServerState, body: string, up = server.alive): Mail => ({
  subject: `Realserver ${server.name} of virtual server ${server.service.name} - ${upOrDown(up)}`,
  body,
})

export function checkerMailBody(checker: CheckerState): string {
  const { up } = checker.progress
  if (checker.config.kind === 'TCP_CHECK') return `=> TCP CHECK ${up ? 'succeed' : 'failed'} on service <=`
  return up ? '=> CHECK succeed on service <=' : '=> CHECK failed on service : HTTP request failed <='
}

export const removingBody = '=> Removing <='
export const shuttingDownBody = '=> Shutting down <='

export type QuorumNews = 'Gained quorum' | 'Lost quorum' | 'Starting with quorum up' | 'Starting with quorum down'

/** All four have the same `+` form. */
export const quorumMailBody = (service: ServiceState, news: QuorumNews, live: number): string =>
  `=> ${news} ${gained(service.config)} <= ${live} <=`

export const serviceMail = (service: ServiceState, up: boolean, body: string): Mail => ({
  subject: `Virtualserver ${service.name} - ${upOrDown(up)}`,
  body,
})
