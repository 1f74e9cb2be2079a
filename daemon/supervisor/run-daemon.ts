// `lvs-ha run` put together: log, configuration, pid file, service manager, signals and the supervisor.
// The only place where the supervisor's parts meet the real world; decides only whether the daemon may start.

import { readFileSync } from 'node:fs'
import { release, type } from 'node:os'
import { Milliseconds, Seconds } from '../../config/values/time.js'
import type { LogEntry } from '../../config/values/log-entry.js'
import { DEFAULT_PID_FILE, type RunOptions } from '../commands/run.js'
import { ExitStatus } from '../exit-status.js'
import { roleArguments } from '../ipc/channel.js'
import type { ChildOptions } from '../ipc/messages.js'
import { loadConfig } from '../load-config.js'
import { createLogger } from '../runtime/log.js'
import { programVersion } from '../version.js'
import type { Program, Role } from './child.js'
import type { LoadedConfig } from './loaded-config.js'
import { createMailer } from './mail.js'
import { createPidFile, type PidFile } from './pidfile.js'
import { diagnosticLine } from './reload.js'
import { createScriptRunner } from './scripts.js'
import { connectServiceManager } from './service-manager.js'
import { handleSignals, type SignalAction, type SignalRow } from './signals.js'
import { startSupervisor, type Supervisor, type SupervisorTimings } from './supervisor.js'

type Log = (entry: LogEntry) => void

/**
 * A vrrp process whose event loop has not turned for five seconds advertises nothing: with an interval of a second its
 * backup has taken over by now, while the addresses are still here. Only a restart ends that. Digests may take longer.
 */
const TIMINGS: SupervisorTimings = {
  child: {
    vrrp: { ping: Seconds(1), stuckAfter: 5, stuckAfterStart: 60 },
    checkers: { ping: Seconds(1), stuckAfter: 30, stuckAfterStart: 60 },
  },
  lastScripts: Milliseconds(900),
  statusDelay: Milliseconds(200),
}

/** Runs until a signal or a permanent failure ends it; the exit status. */
export async function runDaemon(options: RunOptions): Promise<number> {
  const logger = createLogger({
    identity: 'Keepalived',
    format: options.logFormat,
    detail: options.logDetail === true,
  })
  const log: Log = (entry) => logger.write(entry)
  process.on('uncaughtException', (error) => {
    log({ level: 'error', text: `internal error: ${error.stack ?? error.message}` })
    process.exit(ExitStatus.internal)
  })

  const wanted = new Set<SignalAction>()
  let handle = ({ action }: SignalRow): void => void wanted.add(action)
  handleSignals((row) => handle(row))

  const version = programVersion()
  introduce(version, options, log)
  const config = load(options)
  const obstacle = whyNot(config, options)
  if (obstacle !== undefined) {
    for (const text of obstacle.lines) log({ level: 'error', text, kind: 'lifecycle' })
    return obstacle.status
  }
  const pidFile = claimPidFile(options, log)
  if (typeof pidFile === 'number') return pidFile
  process.once('exit', () => pidFile?.remove())

  const serviceManager = await connectServiceManager(process.env, (text) => log({ level: 'warning', text }))
  const supervisor = startSupervisor(config, {
    version,
    configFile: options.useFile,
    // Thrown inside a promise, an error in reading refuses the reload instead of ending the daemon.
    load: () => new Promise((resolve) => resolve(load(options))),
    programs: { vrrp: programOf('vrrp', options), checkers: programOf('checkers', options) },
    log,
    scripts: createScriptRunner(log, { patience: Seconds(60) }),
    mailer: createMailer(log, () => Date.now()),
    serviceManager,
    timings: TIMINGS,
  })
  handle = signalHandler(supervisor, log)
  if (wanted.has('stop')) supervisor.stop()
  else if (wanted.has('reload')) supervisor.reload()
  const status = await supervisor.finished
  // Scripts that outlive their second would keep this process, too.
  setImmediate(() => process.exit(status))
  return status
}

function load(options: RunOptions): LoadedConfig {
  const { model, diagnostics, readable } = loadConfig(options.useFile, { configId: options.configId })
  const { global, vrrp, healthcheck } = model
  // What does not run yet is of no use to the children.
  const running = { vrrp: { ...vrrp, leftOut: [] }, healthcheck: { virtualServers: healthcheck.virtualServers } }
  return { global, ...running, diagnostics, readable }
}

function signalHandler(supervisor: Supervisor, log: Log): (row: SignalRow) => void {
  let interrupts = 0
  return ({ signal, action }) => {
    if (signal === 'SIGINT' && ++interrupts > 1) process.exit(ExitStatus.fatal)
    if (action === 'log') log({ level: 'info', text: `received ${signal}: nothing is done for it` })
    else supervisor[action]()
  }
}

function introduce(version: string, options: RunOptions, log: Log): void {
  const say = (text: string): void => log({ level: 'info', text, kind: 'lifecycle' })
  say(`Starting lvs-ha v${version}`)
  say(`Running on ${type()} ${release()} (Node ${process.version})`)
  say(`Command line: ${['lvs-ha', ...process.argv.slice(2)].map((word) => `'${word}'`).join(' ')}`)
  say(`Configuration file ${options.useFile}`)
}

/** Reasons not to start at all, each a line, and the exit status that goes with them. */
function whyNot(config: LoadedConfig, options: RunOptions): { status: number; lines: string[] } | undefined {
  const fatal = config.diagnostics.filter((one) => one.severity === 'fatal')
  if (!config.readable) {
    const lines = fatal.length > 0 ? fatal.map(diagnosticLine) : [`${options.useFile} cannot be read`]
    return { status: ExitStatus.unreadable, lines }
  }
  if (fatal.length > 0)
    return {
      status: ExitStatus.config,
      lines: [
        ...fatal.map(diagnosticLine),
        `${options.useFile} cannot be run; lvs-ha check ${options.useFile} shows why`,
      ],
    }
  const missing = missingCapabilities(config, options)
  if (missing.length === 0) return undefined
  return {
    status: ExitStatus.permission,
    lines: [`missing permission: ${missing.join(' and ')}. Run lvs-ha as root, or through its systemd unit`],
  }
}

const CAPABILITIES = { CAP_NET_ADMIN: 12, CAP_NET_RAW: 13 } as const

/** Capabilities (linux/capability.h) the configuration needs and this process does not have. */
function missingCapabilities(config: LoadedConfig, options: RunOptions): string[] {
  const effective = effectiveCapabilities()
  if (effective === undefined) return []
  const needed: (keyof typeof CAPABILITIES)[] = []
  const vrrp = config.vrrp.instances.length > 0
  if (vrrp || (config.healthcheck.virtualServers.length > 0 && options.ipvs === 'kernel')) needed.push('CAP_NET_ADMIN')
  if (vrrp) needed.push('CAP_NET_RAW')
  return needed.filter((name) => ((effective >> BigInt(CAPABILITIES[name])) & 1n) === 0n)
}

function effectiveCapabilities(): bigint | undefined {
  try {
    const hex = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return hex === undefined ? undefined : BigInt(`0x${hex}`)
  } catch {
    return undefined
  }
}

/** The pid file, undefined when the default one cannot be had, or the status to exit with. */
function claimPidFile(options: RunOptions, log: Log): PidFile | undefined | number {
  const path = options.pid ?? DEFAULT_PID_FILE
  const result = createPidFile(path)
  if (result.ok) return result.pidFile
  if (result.kind === 'running') {
    log({
      level: 'error',
      text: `daemon is already running: pid ${result.pid} in ${path}. Another pid file (-p) lets a second one run in another network namespace`,
    })
    return ExitStatus.ok
  }
  const asked = options.pid !== undefined
  log({ level: asked ? 'error' : 'warning', text: `no pid file: ${result.reason}` })
  return asked ? ExitStatus.fatal : undefined
}

function programOf(role: Role, options: RunOptions): Program {
  const child: ChildOptions = {
    logFormat: options.logFormat,
    logDetail: options.logDetail === true,
    ipvs: options.ipvs,
  }
  // The program that was started: where its files lie is the business of the build.
  return { path: process.argv[1] ?? '', arguments: roleArguments(role, child) }
}
