// What each signal to the supervisor means: one row per signal. The manual page is written from the same rows.
// Children ignore all of them: whatever reaches the whole process group is the supervisor's to handle.

export type SignalAction = 'stop' | 'reload' | 'report' | 'log'

export interface SignalRow {
  readonly signal: NodeJS.Signals | 'SIGRTMIN+2' | 'SIGRTMAX-1' | 'SIGRTMAX'
  readonly action: SignalAction
  /** For the manual page. */
  readonly meaning: string
}

export const SIGNALS: readonly SignalRow[] = [
  {
    signal: 'SIGTERM',
    action: 'stop',
    meaning: 'Stop in order: priority 0 is advertised, addresses are removed, the IPVS table is cleaned.',
  },
  { signal: 'SIGINT', action: 'stop', meaning: 'As SIGTERM. Given twice, ends at once.' },
  {
    signal: 'SIGHUP',
    action: 'reload',
    meaning:
      'Read the configuration again. A file with errors that the configuration in force does not have is refused; otherwise the differences are applied, and nothing else is touched.',
  },
  {
    signal: 'SIGUSR1',
    action: 'report',
    meaning: 'Write the state of processes, virtual routers, groups and servers to the log.',
  },
  { signal: 'SIGUSR2', action: 'log', meaning: 'Noted in the log; statistics are not written yet.' },
  { signal: 'SIGRTMIN+2', action: 'log', meaning: 'Noted in the log; state is not written as JSON yet.' },
  { signal: 'SIGRTMAX-1', action: 'log', meaning: 'Noted in the log; there are no statistics to clear yet.' },
  { signal: 'SIGRTMAX', action: 'log', meaning: 'Noted in the log.' },
  { signal: 'SIGXCPU', action: 'log', meaning: 'Noted in the log: the limit of real-time processor use is exceeded.' },
]

/** Installs one handler per row. */
export function handleSignals(act: (row: SignalRow) => void): void {
  for (const row of SIGNALS) {
    const number = REALTIME[row.signal]
    if (number === undefined) process.on(row.signal, () => act(row))
    else onRealtimeSignal(number, () => act(row))
  }
}

/** For children: signals sent to the whole process group, or by a broad `killall`, are the supervisor's business. */
export function ignoreSignals(): void {
  handleSignals(() => undefined)
}

/** Numbers of the real-time signals that monitors of keepalived send (glibc: SIGRTMIN is 34, SIGRTMAX 64). */
const REALTIME: Readonly<Partial<Record<SignalRow['signal'], number>>> = {
  'SIGRTMIN+2': 36,
  'SIGRTMAX-1': 63,
  SIGRTMAX: 64,
}

interface SignalBinding {
  readonly Signal: new () => { unref(): void; start(number: number): number; onsignal: () => void }
}

/** Wrappers that must not be collected while they listen. */
const listening: unknown[] = []

/**
 * Node names no real-time signals in its own interface, and unhandled they end the process: an exporter made for keepalived
 * would bring the director down. So this takes what `process.on` itself is made of, and does without where that is missing.
 */
function onRealtimeSignal(number: number, act: () => void): void {
  const { noDeprecation } = process
  try {
    process.noDeprecation = true
    const binding = (process as unknown as { binding(name: string): SignalBinding }).binding('signal_wrap')
    const signal = new binding.Signal()
    signal.unref()
    signal.onsignal = act
    signal.start(number)
    listening.push(signal)
  } catch {
    // This Node has no such thing; everything else works.
  } finally {
    if (noDeprecation === undefined) delete process.noDeprecation
    else process.noDeprecation = noDeprecation
  }
}
