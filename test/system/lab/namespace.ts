// Network namespaces without names: each is held open by a process that waits for its standard input to close, so that nothing is
// left behind however the laboratory ends. Each has its own mounts with an empty /run, so that daemons with fixed pid files do not meet.
// Works as root, and as root of a user namespace (`unshare -Urn`).

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'

import { startProcess, type Running } from './process.js'

export interface Namespace {
  readonly name: string
  /** The holder's process id: /proc/PID/ns/net is the namespace. */
  readonly pid: number
  /** `argv`, prefixed so that it runs inside. */
  inside(argv: readonly string[]): string[]
  /** Runs to the end and returns the standard output; throws with its error output on a status other than 0. */
  run(argv: readonly string[], options?: RunOptions): Promise<string>
  /** `ip -batch` with these lines. */
  ip(...lines: string[]): Promise<void>
  /** Writes kernel settings: `net.ipv4.ip_forward=1`. Those in `optional` may be missing. */
  sysctl(settings: readonly string[], optional?: readonly string[]): Promise<void>
  /** Starts a long-running program; it is killed when the namespace closes. */
  start(argv: readonly string[], env?: Readonly<Record<string, string>>): Running
  close(): Promise<void>
}

export interface RunOptions {
  readonly input?: string
  /** Milliseconds, default 60 000. */
  readonly timeout?: number
}

export interface Finished {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Opens a namespace with its loopback up. */
export async function openNamespace(name: string): Promise<Namespace> {
  const holder = startProcess(['unshare', '--net', '--mount', '--', 'sh', '-c', prepare()])
  await Promise.race([
    holder.line(/^ready$/),
    holder.ended.then((status) => {
      throw new Error(
        `cannot open network namespace ${name}: ${status} ${holder.lines.map(({ text }) => text).join('; ')}`,
      )
    }),
  ])
  const programs: Running[] = []
  const inside = (argv: readonly string[]): string[] => [
    'nsenter',
    `--target=${holder.pid}`,
    '--net',
    '--mount',
    '--',
    ...argv,
  ]
  const run = async (argv: readonly string[], options: RunOptions = {}): Promise<string> => {
    const result = await finish(inside(argv), options)
    if (result.status !== 0) {
      throw new Error(`${name}: ${argv.join(' ')}: status ${result.status}: ${result.stderr}${result.stdout}`)
    }
    return result.stdout
  }
  return {
    name,
    pid: holder.pid,
    inside,
    run,
    ip: async (...lines) => {
      await run(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
    },
    sysctl: async (settings, optional = []) => {
      const write = (setting: string): string => {
        const [key = '', value = ''] = setting.split('=')
        return `echo ${value} > /proc/sys/${key.replaceAll('.', '/')}`
      }
      const script = [
        ...settings.map(write),
        ...optional.map((setting) => `{ ${write(setting)}; } 2>/dev/null || true`),
      ]
      await run(['sh', '-ec', script.join('\n')])
    },
    start: (argv, env) => {
      const program = startProcess(inside(argv), env)
      programs.push(program)
      return program
    },
    close: async () => {
      await Promise.all(programs.filter(({ isRunning }) => isRunning).map((program) => program.crash()))
      await holder.crash()
    },
  }
}

/** Runs a command to its end. Never throws for its status. */
export function finish(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const [file = '', ...args] = argv
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { timeout: options.timeout ?? 60_000, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 128
        resolve({ status, stdout, stderr: error !== null && stderr === '' ? error.message : stderr })
      },
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(options.input ?? '')
  })
}

/** An empty /run (where the journal's socket stays reachable), a /sys of its own, loopback up, then waiting for the end of standard input. */
function prepare(): string {
  const journal = existsSync('/run/systemd/journal')
  return [
    'set -e',
    journal ? 'exec 3</run/systemd/journal' : '',
    'mount -t tmpfs run /run',
    journal
      ? 'mkdir -p /run/systemd/journal; mount -c --bind /proc/self/fd/3 /run/systemd/journal || true; exec 3<&-'
      : '',
    'mount -t sysfs sys /sys 2>/dev/null || true',
    'ip link set lo up',
    'echo ready',
    'exec cat',
  ].join('\n')
}
