// A director's daemon in its namespace: lvs-ha or keepalived, started with the same file and watched through the same log lines.

import { childrenOf, commandLine, type Line, type Running } from './process.js'
import type { Namespace } from './namespace.js'
import { inProject } from './root.js'
import { until } from './wait.js'

export type DaemonKind = 'lvs-ha' | 'keepalived'
export type Part = 'vrrp' | 'checkers'

export interface DaemonOptions {
  /** Where IPVS services go: the kernel (default), memory, or nowhere. keepalived knows no memory: there it means nowhere. */
  readonly ipvs?: 'kernel' | 'memory' | 'none'
  /** How lvs-ha logs; default JSON lines. */
  readonly logFormat?: 'json' | 'journal'
}

export interface Daemon extends Running {
  readonly kind: DaemonKind
  /** Waits for a state transition in the log, at or after line `from`. */
  state(
    instance: string,
    state: 'MASTER' | 'BACKUP' | 'FAULT',
    options?: { from?: number; within?: number },
  ): Promise<Line>
  /** The pid of the child process that plays a part; undefined while there is none. */
  part(part: Part): number | undefined
}

export function startDaemon(kind: DaemonKind, machine: Namespace, file: string, options: DaemonOptions = {}): Daemon {
  const running = machine.start(commandOf(kind, file, options), { TMPDIR: '/run' })
  return Object.assign(Object.create(running) as Running, {
    kind,
    state: (instance: string, state: string, wait?: { from?: number; within?: number }) =>
      running.line(new RegExp(`\\(${instance}\\) Entering ${state} STATE`, 'i'), wait),
    part: (part: Part) => childrenOf(running.pid).find((pid) => isPart(kind, pid, part, running.pid)),
  })
}

/** Waits until the child process for `part` exists (and is not `other`, when given). */
export function waitForPart(daemon: Daemon, part: Part, other?: number): Promise<number> {
  return until(`${daemon.kind} having a ${part} process`, () => {
    const pid = daemon.part(part)
    return pid === other ? undefined : pid
  })
}

function commandOf(kind: DaemonKind, file: string, { ipvs = 'kernel', logFormat = 'json' }: DaemonOptions): string[] {
  if (kind === 'keepalived') {
    const parts = ipvs === 'kernel' ? [] : ['--vrrp']
    return ['keepalived', '--dont-fork', '--log-console', '--no-syslog', '--log-detail', ...parts, '--use-file', file]
  }
  const table = ipvs === 'kernel' ? [] : ['--ipvs=memory']
  return [
    process.execPath,
    inProject('dist', 'daemon', 'main.js'),
    'run',
    '-f',
    file,
    '--log-format',
    logFormat,
    ...table,
  ]
}

/** lvs-ha's children name their role on the command line; keepalived's all look alike, the checkers start before VRRP. */
function isPart(kind: DaemonKind, pid: number, part: Part, parent: number): boolean {
  if (kind === 'lvs-ha') return new RegExp(`\\b${part}\\b`).test(commandLine(pid))
  const children = childrenOf(parent)
  return children.length === 1 ? part === 'vrrp' : children[part === 'checkers' ? 0 : 1] === pid
}

/** The daemon under test: lvs-ha, unless LVS_HA_LAB_KIND=keepalived asks for a proof of the laboratory. */
export const daemonUnderTest: DaemonKind = process.env.LVS_HA_LAB_KIND === 'keepalived' ? 'keepalived' : 'lvs-ha'
