// A long-running program of the laboratory and the lines it prints: started, watched, signalled, and never left behind.
// It dies with the process that started it, even when that one is killed with SIGKILL (parent-death signal).

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { until } from './wait.js'

export interface Line {
  /** Milliseconds of `performance.now()` when the line was read. */
  readonly at: number
  readonly text: string
}

export interface Running {
  readonly pid: number
  readonly lines: readonly Line[]
  /** Called for each further line. */
  onLine(listener: (line: Line) => void): void
  /** The first line matching `pattern`, at or after index `from` (default 0: also what has been printed already). */
  line(pattern: RegExp, options?: { readonly from?: number; readonly within?: number }): Promise<Line>
  /** Whether a line matched so far, at or after index `from`. */
  printed(pattern: RegExp, from?: number): boolean
  write(text: string): void
  signal(signal: NodeJS.Signals): void
  /** Exit status, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>
  readonly isRunning: boolean
  /** SIGKILL to it and everything it started. Resolves when it is gone. */
  crash(): Promise<void>
  /** SIGTERM, and SIGKILL to what is left after `grace` milliseconds (default 5000). */
  stop(grace?: number): Promise<number | string>
}

/** Starts `argv`; it is killed when this process dies. */
export function startProcess(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...argv], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  return watch(child, argv)
}

function watch(child: ChildProcess, argv: readonly string[]): Running {
  const lines: Line[] = []
  const listeners: ((line: Line) => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (text) => {
      const line = { at: performance.now(), text }
      lines.push(line)
      for (const listener of listeners) listener(line)
    })
  }
  child.stdin?.on('error', () => undefined)
  let running = true
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('exit', (status, signal) => {
      running = false
      resolve(status ?? signal ?? 'unknown')
    })
    child.once('error', (error) => {
      running = false
      reject(error)
    })
  })
  ended.catch(() => undefined)
  const pid = child.pid
  if (pid === undefined) throw new Error(`cannot start ${argv.join(' ')}`)

  const running_: Running = {
    pid,
    lines,
    ended,
    get isRunning() {
      return running
    },
    onLine: (listener) => listeners.push(listener),
    printed: (pattern, from = 0) => lines.slice(from).some(({ text }) => pattern.test(text)),
    line: (pattern, { from = 0, within = 15_000 } = {}) =>
      until(
        `a line matching ${String(pattern)} from ${argv.slice(-6).join(' ')}`,
        () => firstMatch(lines, pattern, from),
        {
          within,
          detail: () => `it printed:\n${lines.map(({ text }) => `  ${text}`).join('\n')}`,
        },
      ),
    write: (text) => child.stdin?.write(text),
    signal: (signal) => {
      child.kill(signal)
    },
    crash: async () => {
      killTree(pid)
      if (running) await once(child, 'exit')
    },
    stop: async (grace = 5_000) => {
      if (!running) return ended
      const tree = descendants(pid)
      child.kill('SIGTERM')
      const timer = setTimeout(() => {
        killTree(pid)
      }, grace)
      const status = await ended
      clearTimeout(timer)
      for (const left of tree) send(left, 'SIGKILL')
      return status
    },
  }
  return running_
}

function firstMatch(lines: readonly Line[], pattern: RegExp, from: number): Line | undefined {
  for (let index = from; index < lines.length; index++) {
    const line = lines[index]
    if (line !== undefined && pattern.test(line.text)) return line
  }
  return undefined
}

/** Process ids of `pid`'s children. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Process ids of everything below `pid`, without itself. */
export function descendants(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)])
}

/** The command line of a process with its arguments separated by spaces; empty when it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** As a power failure does it: the whole tree stops at once, so that no process sees another die, and then is killed. */
function killTree(pid: number): void {
  const stopped = new Set<number>()
  // Children may appear until their parent has stopped, hence the second look.
  for (let look = 0; look < 2; look++) {
    for (const each of [pid, ...descendants(pid)]) {
      if (!stopped.has(each)) send(each, 'SIGSTOP')
      stopped.add(each)
    }
  }
  for (const each of [...stopped].reverse()) send(each, 'SIGKILL')
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Already gone.
  }
}
