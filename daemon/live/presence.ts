// Who else is here: another daemon that runs, and virtual addresses that somebody has put on an interface already.

import { spanAt } from '../../config/schema/cursor.js'
import { DEFAULT_PID_FILE } from '../commands/run.js'
import type { Machine } from './machine.js'
import { tellLive, type LiveRule } from './rule.js'

/** Programs that hold virtual addresses when they run. */
const daemons = /(?:^|[/\0 ])(?:lvs-ha|keepalived)(?:[\0 :]|$)/

interface Running {
  readonly pid: number
  readonly program: 'keepalived' | 'lvs-ha'
}

function runningDaemon(machine: Machine): Running | undefined {
  for (const path of [
    DEFAULT_PID_FILE,
    '/var/run/keepalived.pid',
    '/run/keepalived/keepalived.pid',
    '/run/lvs-ha.pid',
  ]) {
    const pid = Number(machine.text(path)?.trim())
    const line = pid > 0 ? machine.commandLine(pid) : undefined
    if (line !== undefined && daemons.test(line))
      return { pid, program: line.includes('lvs-ha') ? 'lvs-ha' : 'keepalived' }
  }
  return undefined
}

/** A running keepalived is worth a word before lvs-ha is started beside it. */
export const checkDaemons: LiveRule = (whole, machine, report) => {
  const running = runningDaemon(machine)
  const [first] = [...whole.root.values.instances.map(({ statement }) => statement)]
  if (running?.program !== 'keepalived') return
  tellLive(report, {
    code: 'keepalived-running',
    severity: 'hint',
    message: `keepalived is running on this machine (pid ${running.pid})`,
    hint: 'Two daemons with one configuration fight for the addresses: stop it before lvs-ha is started.',
    span: first === undefined ? undefined : spanAt(first, first.from, first.to),
  })
}

/** An address on an interface although no daemon runs, or on another interface than the file says. */
export const checkHeldAddresses: LiveRule = (whole, machine, report) => {
  if (machine.interfaces === undefined) return
  const running = runningDaemon(machine) !== undefined
  for (const { values } of whole.root.values.instances) {
    if (values.priority === 255 || (values.priority === undefined && values.state === 'MASTER')) continue
    for (const entry of [...values.addresses, ...values.excludedAddresses]) {
      const meant = entry.value.device ?? values.interface
      // On a loopback interface it is there on purpose: a director that is a real server too.
      const holder = [...machine.interfaces].find(
        ([, { addresses, loopback }]) => !loopback && addresses.some(({ address }) => address === entry.value.address),
      )
      if (holder === undefined || (running && holder[0] === meant)) continue
      tellLive(report, {
        code: 'address-already-set',
        severity: 'warning',
        message: `${entry.value.address} is on \`${holder[0]}\` already, and no daemon that runs here has put it there`,
        hint: 'Two machines answer for it while the other director is master. Remove it from the network configuration, or with `ip address del`.',
        span: spanAt(entry.statement, entry.start, entry.end),
      })
    }
  }
}
