// Keeps the kernel's IPVS table in step with the one that is wanted: when to read, compare, apply and try again.
// How tables differ is diff.ts's, how the kernel is asked is the client's. Owns no clock: timers are handed in.
//
// One pass at a time; a trigger during a pass causes one more. What the kernel holds is remembered between passes and read
// again at the start, when asked to (reload), when services not read before are named, and after anything unexpected.

import { Seconds, type Duration } from '../config/values/time.js'
import type { LogEntry } from '../config/values/log-entry.js'
import type { IpvsClient, OpenResult, OperationResult } from './client.js'
import { applyOperation, copyTable, diffTables, type MutableTable, type Operation } from './diff.js'
import type { ServiceKey, Table } from './table.js'
import { available, notUnderstood, recovered, refusedOperation, subjectOf, unavailable, unreadable } from './wording.js'

export interface ReconcilerOptions {
  /** Opens the kernel's table, or one in memory. Called again while there is none, and after the table could not be read. */
  readonly open: () => Promise<OpenResult>
  /** Runs something once after a time; the result cancels it. */
  readonly setTimer: (wait: Duration, run: () => void) => () => void
  readonly log: (entry: LogEntry) => void
}

export interface Reconciler {
  /**
   * What the table should be, and the services that may be touched for it: those of this and of the previous configuration
   * (desired ones count as owned). Everything else in the kernel is left alone.
   */
  setDesired(desired: Table, owned: ReadonlySet<ServiceKey>): void
  /** Do not trust what is remembered: read the kernel in the next pass, which starts now. For a reload. */
  reread(): void
  /** Resolves when nothing runs or waits to run; a retry after a failure is not waited for. */
  settled(): Promise<void>
  /** Ends all work after the pass that runs. `cleanup`: removes the owned services, in one last try, before. */
  stop(cleanup: boolean): Promise<void>
}

const FIRST_RETRY = Seconds(1)
const LONGEST_RETRY = Seconds(60)
/** Reads within one pass because the table turned out to be different from what was remembered. */
const ROUNDS = 3

export function createReconciler({ open, setTimer, log }: ReconcilerOptions): Reconciler {
  let desired: Table = new Map()
  let owned: ReadonlySet<ServiceKey> = new Set()
  let started = false
  let client: IpvsClient | undefined
  /** What the kernel holds of the services in `read`. */
  let known: MutableTable | undefined
  let forget = false
  let read: ReadonlySet<ServiceKey> = new Set()
  let running: Promise<void> | undefined
  let wanted = false
  let stopped = false
  let cancelRetry: (() => void) | undefined
  let wait = FIRST_RETRY
  /** Lines said since all was well: each is said once. */
  const said = new Set<string>()
  let wasUnavailable = false

  function sayOnce(entry: LogEntry): void {
    if (said.has(entry.text)) return
    said.add(entry.text)
    log(entry)
  }

  function trigger(): void {
    if (stopped || !started) return
    wanted = true
    running ??= run()
  }

  async function run(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false
      cancelRetry?.()
      cancelRetry = undefined
      if (await pass()) succeed()
      else retryLater()
    }
    // Together with the loop's last look, so that no trigger falls between.
    running = undefined
  }

  function succeed(): void {
    wait = FIRST_RETRY
    if (said.size > 0) log(recovered)
    said.clear()
  }

  function retryLater(): void {
    if (stopped) return
    cancelRetry = setTimer(wait, trigger)
    wait = Math.min(wait * 2, LONGEST_RETRY) as Duration
  }

  /** Whether the table is as wanted at its end. */
  async function pass(): Promise<boolean> {
    if (forget) known = undefined
    forget = false
    for (let round = 0; round < ROUNDS; round++) {
      if (!(await connect()) || !(await learn()) || client === undefined || known === undefined) return false
      const operations = diffTables(desired, known, owned)
      if (operations.length === 0) return true
      const outcome = judge(known, operations, await client.apply(operations))
      if (outcome === 'done') return true
      known = undefined
      if (outcome === 'failed') return false
    }
    return false
  }

  async function connect(): Promise<boolean> {
    if (client !== undefined) return true
    const result = await open()
    if (!result.ok) {
      wasUnavailable = true
      sayOnce(unavailable(result))
      return false
    }
    client = result.client
    if (wasUnavailable) {
      log(available)
      said.clear()
    }
    wasUnavailable = false
    return true
  }

  async function learn(): Promise<boolean> {
    if (known !== undefined && isSubset(owned, read) && isSubset(desired, read)) return true
    if (client === undefined) return false
    const only = new Set([...owned, ...desired.keys()])
    const reading = await client.readTable(only)
    if (!reading.ok) {
      sayOnce(unreadable(reading.error))
      client.close()
      client = undefined
      return false
    }
    for (const fault of reading.faults) log(notUnderstood(fault))
    known = copyTable(reading.table)
    read = only
    return true
  }

  /** Carries what was done over into `table`, and says what was not. Destinations of a refused service are not news. */
  function judge(
    table: MutableTable,
    operations: readonly Operation[],
    results: readonly OperationResult[],
  ): 'done' | 'surprised' | 'failed' {
    const refusedServices = new Set<string>()
    let outcome: 'done' | 'surprised' | 'failed' = 'done'
    for (const [index, operation] of operations.entries()) {
      const result = results[index]
      if (result?.ok !== true) {
        outcome = 'failed'
        if (result !== undefined) report(operation, result, refusedServices)
      } else if (result.news !== undefined || applyOperation(table, operation) !== undefined) {
        if (outcome === 'done') outcome = 'surprised'
      }
    }
    return outcome
  }

  function report(
    operation: Operation,
    { error }: Extract<OperationResult, { ok: false }>,
    refusedServices: Set<string>,
  ): void {
    const [service = ''] = subjectOf(operation).split(' -> ')
    if (operation.kind === 'addService') refusedServices.add(service)
    else if (error.name === 'ESRCH' && refusedServices.has(service)) return
    sayOnce(refusedOperation(operation, error))
  }

  return {
    setDesired(nextDesired, nextOwned) {
      desired = nextDesired
      owned = nextOwned
      started = true
      trigger()
    },

    reread() {
      forget = true
      wait = FIRST_RETRY
      said.clear()
      trigger()
    },

    async settled() {
      while (running !== undefined) await running
    },

    async stop(cleanup) {
      stopped = true
      cancelRetry?.()
      while (running !== undefined) await running
      if (cleanup && started && client !== undefined) {
        owned = new Set([...owned, ...desired.keys()])
        desired = new Map()
        await pass()
      }
      client?.close()
      client = undefined
    },
  }
}

function isSubset(keys: ReadonlySet<ServiceKey> | Table, of: ReadonlySet<ServiceKey>): boolean {
  for (const key of keys.keys()) if (!of.has(key)) return false
  return true
}
