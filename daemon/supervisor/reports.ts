// The supervisor's picture of what its children report, and how it is told: the service manager's status line, the
// report an operator asks for with SIGUSR1, and what a restarted child is given to adopt. No I/O, no clock.

import type { FromChild } from '../ipc/messages.js'
import type { VrrpStateMessage } from './notifications.js'

export type ServerStateMessage = Extract<FromChild, { kind: 'serverState' }>

export interface Subject {
  readonly state: VrrpStateMessage['state']
  readonly priority: number
}

export interface Picture {
  readonly instances: Map<string, Subject>
  readonly groups: Map<string, Subject>
  /** Health by server id, `<vs> <rs>` as the checkers name it. */
  readonly servers: Map<string, boolean>
}

export const emptyPicture = (): Picture => ({ instances: new Map(), groups: new Map(), servers: new Map() })

export function recordVrrpState(picture: Picture, message: VrrpStateMessage): void {
  const where = message.subject === 'INSTANCE' ? picture.instances : picture.groups
  if (message.state === 'DELETED') where.delete(message.name)
  else where.set(message.name, { state: message.state, priority: message.priority })
}

/** Forgets what the configuration no longer has: it would be adopted, and counted, for ever. */
export function keepOnly(
  picture: Picture,
  instances: ReadonlySet<string>,
  groups: ReadonlySet<string>,
  servers: ReadonlySet<string>,
): void {
  const pairs = [
    [picture.instances, instances],
    [picture.groups, groups],
    [picture.servers, servers],
  ] as const
  for (const [known, kept] of pairs) for (const name of known.keys()) if (!kept.has(name)) known.delete(name)
}

/** Instances last reported MASTER: their addresses are still in place after the vrrp process died. */
export const mastersOf = (picture: Picture): string[] =>
  [...picture.instances].filter(([, subject]) => subject.state === 'MASTER').map(([name]) => name)

/** Health as last reported, for a checkers process that takes over the table of a dead one. */
export const healthOf = (picture: Picture): Record<string, 'up' | 'down'> =>
  Object.fromEntries([...picture.servers].map(([id, up]) => [id, up ? 'up' : 'down']))

const SHOWN_STATES = ['MASTER', 'BACKUP', 'FAULT', 'STOP'] as const

/**
 * `1 MASTER, 1 BACKUP; 2/2 RS up`; `nothing configured` when there is nothing to tell.
 * @param down titles of processes that died and wait for their restart
 */
export function statusLine(picture: Picture, down: readonly string[] = []): string {
  const states = [...picture.instances.values()].map((subject) => subject.state)
  const counts = SHOWN_STATES.map((state) => [state, states.filter((one) => one === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
  const up = [...picture.servers.values()].filter((one) => one).length
  const parts: string[] = []
  if (counts.length > 0) parts.push(counts.join(', '))
  if (picture.servers.size > 0) parts.push(`${up}/${picture.servers.size} RS up`)
  for (const title of down) parts.push(`${title} process down`)
  return parts.length === 0 ? 'nothing configured' : parts.join('; ')
}

/** Facts about the daemon itself for the report; `children` in the order in which they are shown. */
export interface DaemonFacts {
  readonly version: string
  readonly pid: number
  readonly configFile: string
  readonly generation: number
  readonly children: readonly {
    readonly title: string
    readonly pid: number | undefined
    readonly restarts: number
  }[]
  readonly scripts: { readonly running: number; readonly waiting: number }
  readonly mails: { readonly waiting: number; readonly sent: number; readonly failed: number; readonly dropped: number }
}

/** The supervisor's part of the report for SIGUSR1, one log line each; the children write theirs. */
export function reportLines(facts: DaemonFacts): string[] {
  const { scripts, mails } = facts
  const lines = [
    `lvs-ha v${facts.version}, pid ${facts.pid}, configuration ${facts.configFile}, generation ${facts.generation}`,
  ]
  for (const child of facts.children) {
    const life = child.pid === undefined ? 'not running' : `pid ${child.pid}`
    lines.push(`${child.title} process: ${life}, ${child.restarts} restarts`)
  }
  lines.push(`scripts: ${scripts.running} running, ${scripts.waiting} waiting`)
  lines.push(`mails: ${mails.waiting} waiting, ${mails.sent} sent, ${mails.failed} failed, ${mails.dropped} dropped`)
  return lines
}
