// A supervisor on test children: everything around it is recorded, and tests wait for log lines instead of time.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../../../config/diagnostic.js'
import type { GlobalConfig, ScriptCommand } from '../../../config/global-model.js'
import type { IpAddress } from '../../../config/values/ip.js'
import { Milliseconds, Seconds } from '../../../config/values/time.js'
import type { LoadedConfig } from '../../../daemon/supervisor/loaded-config.js'
import type { Letter } from '../../../daemon/supervisor/notifications.js'
import { startSupervisor, type Supervisor, type SupervisorTimings } from '../../../daemon/supervisor/supervisor.js'
import type { RunnableServer, RunnableService } from '../../../healthcheck/config/model.js'
import type { RunnableInstance, NotifyConfig } from '../../../vrrp/config/model.js'

export const FIXTURE = fileURLToPath(new URL('../fixtures/child.mjs', import.meta.url))

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'lvs-ha-test-'))

export const global: GlobalConfig = {
  routerId: 'R1',
  mail: {
    to: ['admin@example.org'],
    from: 'lvs@example.org',
    server: { host: '127.0.0.1', port: 25 },
    heloName: undefined,
    connectTimeout: Seconds(30),
  },
  smtpAlert: undefined,
  smtpAlertVrrp: undefined,
  smtpAlertChecker: undefined,
  scriptUser: { user: 'root', group: undefined },
  enableScriptSecurity: false,
  childWaitTime: Milliseconds(400),
}

export const noScripts: NotifyConfig = {
  master: undefined,
  backup: undefined,
  fault: undefined,
  stop: undefined,
  any: undefined,
}

export const command = (...argv: string[]): ScriptCommand => ({ argv, runAs: undefined })

/** Only what the supervisor looks at; the children of these tests look at nothing. */
export const instance = (name: string, notify: NotifyConfig = noScripts): RunnableInstance =>
  ({ name, notify, smtpAlert: true }) as unknown as RunnableInstance

export const virtualServer: RunnableService = {
  address: '192.0.2.1' as IpAddress,
  port: 80,
  protocol: 'TCP',
  quorumUp: undefined,
  quorumDown: undefined,
  realServers: [
    { address: '192.0.2.11' as IpAddress, port: 80, notifyUp: undefined, notifyDown: undefined } as RunnableServer,
  ],
} as unknown as RunnableService

export function config(overrides: Partial<LoadedConfig> = {}): LoadedConfig {
  return {
    global,
    vrrp: {
      instances: [instance('VI_1'), instance('VI_2')],
      leftOut: [],
      syncGroups: [],
      multicastGroup4: '224.0.0.18' as IpAddress,
      startupDelay: Milliseconds(0),
    },
    healthcheck: { virtualServers: [] },
    diagnostics: [],
    readable: true,
    ...overrides,
  }
}

export const error = (message: string, line = 1): Diagnostic => ({
  code: 'unknown-keyword',
  severity: 'error',
  message,
  span: { source: { name: 'k.conf', text: '\n'.repeat(20) }, start: line - 1, end: line },
  related: [],
})

export interface Bench {
  readonly supervisor: Supervisor
  readonly lines: readonly string[]
  readonly mails: readonly Letter[]
  readonly scripts: readonly { readonly argv: readonly string[]; readonly label: string }[]
  readonly service: readonly string[]
  /** The first line, of those there and those to come, that contains `text`. */
  line(text: string, from?: number): Promise<string>
  /** What the children were told: generation and what they are to adopt, in order. */
  told(): { readonly generation: number; readonly adopted: unknown }[]
}

export interface BenchOptions {
  readonly vrrp?: readonly string[]
  readonly checkers?: readonly string[]
  readonly config?: LoadedConfig
  readonly next?: () => Promise<LoadedConfig>
  readonly timings?: Partial<SupervisorTimings>
}

export function bench(options: BenchOptions): Bench {
  const lines: string[] = []
  const mails: Letter[] = []
  const scripts: { argv: readonly string[]; label: string }[] = []
  const service: string[] = []
  let wakes: (() => void)[] = []
  const patient = { ping: Milliseconds(20), stuckAfter: 100, stuckAfterStart: 1000 }
  const initial = options.config ?? config()
  const supervisor = startSupervisor(initial, {
    version: '1.2.3',
    configFile: 'k.conf',
    load: options.next ?? (() => Promise.resolve(initial)),
    programs: {
      vrrp: { path: FIXTURE, arguments: options.vrrp ?? ['good'] },
      checkers: { path: FIXTURE, arguments: options.checkers ?? ['good'] },
    },
    log: (entry) => {
      lines.push(entry.text)
      for (const wake of wakes) wake()
      wakes = []
    },
    scripts: {
      run: (script, label) => void scripts.push({ argv: script.argv, label }),
      counts: () => ({ running: 0, waiting: 0 }),
      idle: () => Promise.resolve(),
      close: () => undefined,
    },
    mailer: {
      post: (_global, letter) => void mails.push(letter),
      counts: () => ({ waiting: 0, sent: 0, failed: 0, dropped: 0 }),
      idle: () => Promise.resolve(),
      close: () => undefined,
    },
    serviceManager: {
      ready: (status) => void service.push(`ready ${status}`),
      reloading: () => void service.push('reloading'),
      stopping: () => void service.push('stopping'),
      status: (text) => void service.push(`status ${text}`),
      failed: (errno) => void service.push(`errno ${errno}`),
      alive: () => void service.push('alive'),
      watchdog: undefined,
    },
    timings: {
      child: { vrrp: patient, checkers: patient },
      lastScripts: Milliseconds(100),
      statusDelay: Milliseconds(5),
      ...options.timings,
    },
  })
  const line = async (text: string, from = 0): Promise<string> => {
    for (;;) {
      const found = lines.slice(from).find((one) => one.includes(text))
      if (found !== undefined) return found
      await new Promise<void>((resolve) => wakes.push(resolve))
    }
  }
  const told = (): { generation: number; adopted: unknown }[] =>
    mails
      .filter((letter) => letter.subject.startsWith('{'))
      .map((letter) => JSON.parse(letter.subject) as { generation: number; adopted: unknown })
  return { supervisor, lines, mails, scripts, service, line, told }
}

/** Stops a bench and waits for the end; the exit status. */
export async function end(bench: Bench): Promise<number> {
  bench.supervisor.stop()
  return bench.supervisor.finished
}
