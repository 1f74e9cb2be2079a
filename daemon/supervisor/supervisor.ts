// Keeps the two children running with the configuration in force, carries out what they ask for, and ends them in order.
// Knows what the children report, not how they do it; all I/O but forking is handed in.

import { Milliseconds, type Duration } from '../../config/values/time.js'
import type { LogEntry, LogLevel } from '../../config/values/log-entry.js'
import { ExitStatus } from '../exit-status.js'
import type { FromChild } from '../ipc/messages.js'
import { ROLE_NAMES, startChild, type Child, type ChildTimings, type Program, type Role } from './child.js'
import { neededRoles, serverIds, type LoadedConfig } from './loaded-config.js'
import type { Mailer } from './mail.js'
import { createNotifier } from './notifier.js'
import { configuredCommands, subjectOf, type VrrpStateMessage } from './notifications.js'
import { announcement, diagnosticLine, refusalOf } from './reload.js'
import { emptyPicture, healthOf, keepOnly, mastersOf, recordVrrpState, reportLines, statusLine } from './reports.js'
import { scriptRules, scriptWarnings } from './script-security.js'
import type { ScriptRunner } from './scripts.js'
import type { ServiceManager } from './service-manager.js'

export interface SupervisorOptions {
  readonly version: string
  /** As the user named it, for messages. */
  readonly configFile: string
  /** Reads the configuration again. A rejection, an error of ours, refuses the reload. */
  readonly load: () => Promise<LoadedConfig>
  readonly programs: Readonly<Record<Role, Program>>
  readonly log: (entry: LogEntry) => void
  readonly scripts: ScriptRunner
  readonly mailer: Mailer
  readonly serviceManager: ServiceManager
  readonly timings: SupervisorTimings
}

export interface SupervisorTimings {
  readonly child: Readonly<Record<Role, ChildTimings>>
  /** What scripts and mails of the stop itself are given. */
  readonly lastScripts: Duration
  /** Changes of state within this time make one status line. */
  readonly statusDelay: Duration
}

export interface Supervisor {
  /** Reads the file again and applies the differences; a second request while one is under way is queued. */
  reload(): void
  /** Writes the state of everything to the log. */
  report(): void
  /** Stops in order. `finished` resolves afterwards. */
  stop(): void
  /** The exit status of the daemon. */
  readonly finished: Promise<number>
}

interface RoleState {
  readonly child: Child
  restarts: number
  /** The running process has confirmed a configuration. */
  configured: boolean
}

/** Starts the children that `initial` needs. */
export function startSupervisor(initial: LoadedConfig, options: SupervisorOptions): Supervisor {
  const { log, scripts, mailer, serviceManager, timings } = options
  const picture = emptyPicture()
  const roles = new Map<Role, RoleState>()
  const notifier = createNotifier(scripts, mailer)
  let inForce = initial
  let previous = initial
  let generation = 1
  /** Roles that have not yet answered for the current generation. */
  const awaited = new Set<Role>()
  let phase: 'starting' | 'running' | 'loading' | 'reloading' | 'stopping' = 'starting'
  let reloadQueued = false
  let statusTimer: NodeJS.Timeout | undefined
  let finish: (status: number) => void = () => undefined
  const finished = new Promise<number>((resolve) => {
    finish = resolve
  })

  const say = (level: LogLevel, text: string): void => log({ level, text, kind: 'lifecycle' })

  const startRole = (role: Role): void => {
    const { title, identity } = ROLE_NAMES[role]
    awaited.add(role)
    const child = startChild(role, options.programs[role], timings.child[role], {
      started: (pid) => say('info', `Starting ${title} child process, pid=${pid}`),
      ready: () => {
        awaited.add(role)
        configure(role)
      },
      message: (message) => receive(role, message),
      stuck: (pid, unanswered) =>
        say('error', `${title} child process(${pid}) is stuck: ${unanswered} pings unanswered. Killing it`),
      died: (pid, reason, delay) => {
        const state = roles.get(role)
        if (state !== undefined) {
          state.restarts++
          state.configured = false
        }
        say('error', `${identity} ${reason}`)
        say('error', `${title} child process(${pid}) died: Respawning`)
        showStatus()
        if (delay === 0) return
        say('info', `${title} child process starts again in ${delay / 1000} s`)
        // It may never come up. The other child must not be restarted for that, nor a reload that mends it be refused.
        settle(role)
      },
      ended: (_pid, reason, status) => {
        say('error', `${identity} ${reason}`)
        serviceManager.failed(status === ExitStatus.permission ? EPERM : EINVAL)
        stop(status)
      },
    })
    roles.set(role, { child, restarts: 0, configured: false })
  }

  const configure = (role: Role): void => {
    const child = roles.get(role)?.child
    if (role === 'vrrp')
      child?.send({ kind: 'configure', generation, config: inForce.vrrp, adopted: mastersOf(picture) })
    else child?.send({ kind: 'configure', generation, config: inForce.healthcheck, adopted: healthOf(picture) })
  }

  const receive = (role: Role, message: FromChild): void => {
    switch (message.kind) {
      case 'configured':
        return answered(role, message.generation)
      case 'failed':
        return refused(role, message)
      case 'vrrpState':
        return changed(message)
      case 'serverState':
        picture.servers.set(message.id, message.up)
        return showStatus()
      case 'runScript':
        return scripts.run(message.command, message.label, scriptRules(inForce.global))
      case 'mail':
        return mailer.post(inForce.global, message)
      case 'ready':
      case 'alive':
      case 'stopped':
        return
    }
  }

  const answered = (role: Role, answeredGeneration: number): void => {
    const state = roles.get(role)
    if (state !== undefined) state.configured = true
    if (answeredGeneration === generation) settle(role)
  }

  const refused = (role: Role, message: Extract<FromChild, { kind: 'failed' }>): void => {
    if (message.generation !== generation) return
    const { title, identity } = ROLE_NAMES[role]
    const state = roles.get(role)
    if (state?.configured === true) {
      say('error', `${title} child process keeps the old configuration: ${message.reason}`)
      return settle(role)
    }
    say('error', `${identity} cannot start: ${message.reason}`)
    if (message.permanent) {
      serviceManager.failed(EINVAL)
      return stop(ExitStatus.config)
    }
    // It ends by itself when told to stop, and is started again after the usual delay.
    state?.child.send({ kind: 'stop' })
  }

  /** A role has answered; the last answer completes the start or the reload. */
  const settle = (role: Role): void => {
    if (!awaited.delete(role) || awaited.size > 0) return
    if (phase === 'starting') say('info', 'Startup complete')
    else if (phase === 'reloading') say('info', 'Reload complete')
    else return
    idle()
  }

  /** Nothing is under way: ready, until the next reload. */
  const idle = (): void => {
    phase = 'running'
    serviceManager.ready(status())
    if (!reloadQueued) return
    reloadQueued = false
    say('info', 'Processing queued reload')
    reload()
  }

  const changed = (message: VrrpStateMessage): void => {
    const known = subjectOf(inForce.vrrp, message)
    if (known !== undefined) recordVrrpState(picture, message)
    showStatus()
    // A deleted instance is known to the configuration before.
    const subject = known ?? subjectOf(previous.vrrp, message)
    if (subject !== undefined) notifier.notify(subject, message, inForce.global)
  }

  const status = (): string => {
    const down = [...roles].filter(([, { child }]) => child.pid() === undefined).map(([role]) => ROLE_NAMES[role].title)
    return statusLine(picture, down)
  }

  const showStatus = (): void => {
    statusTimer ??= setTimeout(() => {
      statusTimer = undefined
      if (phase === 'running') serviceManager.status(status())
    }, timings.statusDelay)
  }

  const reload = (): void => {
    if (phase === 'stopping') return
    if (phase !== 'running') {
      reloadQueued = true
      return say('info', 'Reload already in progress, request queued')
    }
    phase = 'loading'
    serviceManager.reloading()
    say('info', 'Reloading ...')
    options.load().then(loaded, (error: unknown) => {
      say(
        'error',
        `Reload refused: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
      if (phase === 'loading') idle()
    })
  }

  const loaded = (next: LoadedConfig): void => {
    if (phase !== 'loading') return
    const refusal = refusalOf(inForce, next, options.configFile)
    if (refusal !== undefined) {
      for (const diagnostic of refusal.shown) log({ level: 'error', text: diagnosticLine(diagnostic) })
      say('error', `Reload refused: ${refusal.reason}. The configuration in force stays`)
      return idle()
    }
    phase = 'reloading'
    generation++
    previous = inForce
    inForce = next
    announce(next)
    forgetRemoved()
    for (const [role] of roles) {
      awaited.add(role)
      configure(role)
    }
    for (const role of neededRoles(next)) if (!roles.has(role)) startRole(role)
    if (awaited.size === 0) {
      say('info', 'Reload complete')
      idle()
    }
  }

  const announce = (config: LoadedConfig): void => {
    for (const entry of announcement(config.diagnostics, options.configFile)) log(entry)
    const commands = configuredCommands(config.vrrp, config.healthcheck)
    for (const entry of scriptWarnings(commands, scriptRules(config.global))) log(entry)
  }

  const forgetRemoved = (): void => {
    const { vrrp, healthcheck } = inForce
    keepOnly(
      picture,
      new Set(vrrp.instances.map((instance) => instance.name)),
      new Set(vrrp.syncGroups.map((group) => group.name)),
      serverIds(healthcheck),
    )
  }

  const report = (): void => {
    const facts = {
      version: options.version,
      pid: process.pid,
      configFile: options.configFile,
      generation,
      children: [...roles].map(([role, { child, restarts }]) => ({
        title: ROLE_NAMES[role].title,
        pid: child.pid(),
        restarts,
      })),
      scripts: scripts.counts(),
      mails: mailer.counts(),
    }
    for (const line of reportLines(facts)) say('info', line)
    for (const { child } of roles.values()) child.send({ kind: 'report' })
  }

  const stop = (status: number): void => {
    if (phase === 'stopping') return
    phase = 'stopping'
    say('info', 'Stopping')
    serviceManager.stopping()
    clearTimeout(statusTimer)
    void stopAll().then(() => {
      clearInterval(watchdog)
      say('info', `Stopped lvs-ha v${options.version}`)
      finish(status)
    })
  }

  const stopAll = async (): Promise<void> => {
    const patience = inForce.global.childWaitTime
    await Promise.all([...roles.values()].map(({ child }) => child.stop(patience)))
    await Promise.race([Promise.all([scripts.idle(), mailer.idle()]), elapsed(timings.lastScripts)])
    scripts.close()
    mailer.close()
  }

  const watchdog = setInterval(() => {
    if ([...roles.values()].every(({ child }) => child.responsive())) serviceManager.alive()
  }, serviceManager.watchdog ?? IDLE_WATCHDOG)

  announce(initial)
  for (const role of neededRoles(initial)) startRole(role)
  if (roles.size === 0) {
    say('warning', `Warning - ${options.configFile} has nothing to run: no vrrp_instance and no virtual_server`)
    idle()
  }
  return { reload, report, stop: () => stop(ExitStatus.ok), finished }
}

const EPERM = 1
const EINVAL = 22

/** Without a watchdog the timer only keeps a daemon without children alive. */
const IDLE_WATCHDOG = Milliseconds(60_000)

const elapsed = (time: Duration): Promise<void> => new Promise((resolve) => setTimeout(resolve, time).unref())
