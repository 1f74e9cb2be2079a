// Keywords of global_defs about the processes: their names, priorities, processors and memory, and the permissions of their files.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { integer } from '../schema/args.js'
import { niceness, permissions, processorSet, realTimeLimit, realTimePriority } from '../schema/args-process.js'
import { flag, keyword, type Field, type OldSpelling } from '../schema/keyword.js'

/** The kernel keeps no more of a process's name. */
const LONGEST_NAME = 15

const processName = (): Arg<string> => ({
  expects: `a name of at most ${LONGEST_NAME} characters`,
  read: (cursor) => {
    const name = cursor.word
    if (name.length <= LONGEST_NAME) return name
    cursor.tell({
      code: 'adjusted-value',
      severity: 'error',
      message: `\`${name}\` is too long for the name of a process: ${LONGEST_NAME} characters are kept`,
      hint: `\`${name.slice(0, LONGEST_NAME)}\` is used, as in keepalived.`,
      keepalived: says(`Process name ${name} more than ${LONGEST_NAME} characters, truncating`),
    })
    return name.slice(0, LONGEST_NAME)
  },
})

const nameOf = (keywordName: string, deprecated: readonly OldSpelling[] = []): Field<string | undefined> =>
  keyword(keywordName, processName(), { deprecated, notYet: 'The process keeps its own name.' })

const priorityUnchanged = 'The process runs with the priority it is started with: set `Nice=` in its unit.'
const swapped = 'The memory of the process may be swapped out.'
const noRealTime = 'The process runs without real-time priority: on a busy machine it may be late.'
const anyProcessor = 'The process runs on any processor: set `CPUAffinity=` in its unit.'

const nicenessOf = (role: string): Field<number | undefined> =>
  keyword(`${role}_priority`, niceness(), {
    wrong: 0,
    notYet: priorityUnchanged,
    says: () => `Invalid ${role} process priority specified`,
    saysMissing: () => `No ${role} process priority specified`,
  })

const noSwap = (role: string): Field<boolean> => flag(`${role}_no_swap`, { notYet: swapped })

const realTimeOf = (role: string): Field<number | undefined> =>
  keyword(`${role}_rt_priority`, realTimePriority(role), {
    notYet: noRealTime,
    says: (word) => `${role} process real-time priority '${word}' invalid`,
    saysMissing: () => `No ${role} process real-time priority specified`,
  })

const processorsOf = (role: string): Field<readonly number[] | undefined> =>
  keyword(`${role}_cpu_affinity`, processorSet(role), {
    notYet: anyProcessor,
    saysMissing: () => `No ${role} cpu_id set specified`,
  })

const limitOf = (role: string): Field<number> =>
  keyword(`${role}_rlimit_rttime`, realTimeLimit(), {
    wrong: 0,
    default: 10000,
    deprecated: [`${role}_rlimit_rtime`],
    notYet: 'The process runs without real-time priority, so there is nothing to limit.',
    says: (word) => `Invalid ${role} real-time limit - ${word}`,
  })

export const processFields = {
  /** The conventional names, for every process at once. */
  processNames: flag('process_names', { notYet: 'The processes keep their own names.' }),
  processName: nameOf('process_name'),
  vrrpProcessName: nameOf('vrrp_process_name'),
  checkerProcessName: nameOf('checker_process_name', ['lvs_process_name']),
  bfdProcessName: nameOf('bfd_process_name'),
  maxAutoPriority: keyword('max_auto_priority', integer(-1, 99), {
    bare: 99,
    default: 0,
    notYet: 'Priorities are not raised by themselves when a process is late.',
    notYetIf: (priority) => priority > 0,
    says: (word) => `max_auto_priority '${word}' must be in [0, 99] (or -1 to disable) - ignoring`,
  }),
  /** Microseconds. */
  minAutoPriorityDelay: keyword('min_auto_priority_delay', integer(1, 10000000), {
    default: 1000000,
    notYet: 'Priorities are not raised by themselves when a process is late.',
    says: (word) => `min_auto_priority_delay '${word}' must be in [1, 10000000] - ignoring`,
    saysMissing: () => 'min_auto_priority_delay requires delay time',
  }),
  vrrpNiceness: nicenessOf('vrrp'),
  vrrpNoSwap: noSwap('vrrp'),
  vrrpRealTimePriority: realTimeOf('vrrp'),
  vrrpProcessors: processorsOf('vrrp'),
  /** Microseconds. */
  vrrpRealTimeLimit: limitOf('vrrp'),
  checkerNiceness: nicenessOf('checker'),
  checkerNoSwap: noSwap('checker'),
  checkerRealTimePriority: realTimeOf('checker'),
  checkerProcessors: processorsOf('checker'),
  checkerRealTimeLimit: limitOf('checker'),
  bfdNiceness: nicenessOf('bfd'),
  bfdNoSwap: noSwap('bfd'),
  bfdRealTimePriority: realTimeOf('bfd'),
  bfdProcessors: processorsOf('bfd'),
  bfdRealTimeLimit: limitOf('bfd'),
  /** Permission bits that new files do not get. */
  umask: keyword('umask', permissions(), {
    default: 0o177,
    notYet: 'Files get the permissions the service manager sets: set `UMask=` in the unit.',
  }),
}
