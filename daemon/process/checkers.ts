// The checkers process: wires the checkers' core and its edges to the supervisor's channel. Probes and the IPVS table are
// here; scripts, mail and files are the supervisor's.

import { createRunner } from '../../healthcheck/edge/runner.js'
import { healthReport, renderHealth } from '../../healthcheck/report.js'
import { openIpvsClient, type OpenResult } from '../../ipvs/client.js'
import { createMemoryIpvs } from '../../ipvs/memory.js'
import { ExitStatus } from '../exit-status.js'
import { childOptions, openChannel } from '../ipc/channel.js'
import type { ToCheckers } from '../ipc/messages.js'
import { monotonicClock } from '../runtime/clock.js'
import { createLogger, writeReport } from '../runtime/log.js'
import { systemRandom } from '../runtime/random.js'
import { openRecorder } from '../runtime/recorder.js'

/** Resolves never: the process exits when it has stopped in order. */
export async function run(): Promise<void> {
  const { logFormat, logDetail, ipvs } = childOptions()
  const log = createLogger({ identity: 'Keepalived_healthcheckers', format: logFormat, detail: logDetail })
  const runner = createRunner({
    clock: monotonicClock,
    random: systemRandom,
    log,
    recorder: openRecorder('checkers'),
    openIpvs: ipvs === 'memory' ? inMemory() : openIpvsClient,
    ask: (request) => channel.send(request),
  })
  const channel = openChannel<ToCheckers>(receive, () => {
    log.write({ level: 'error', text: 'The supervisor is gone: stopping', kind: 'lifecycle' })
    runner.stop()
  })

  function receive(message: Exclude<ToCheckers, { kind: 'ping' }>): void {
    switch (message.kind) {
      case 'stop':
        return runner.stop()
      case 'report':
        return writeReport(log, renderHealth(healthReport(runner.state())))
      case 'configure':
        runner.configure(message.config, message.adopted)
        channel.send({ kind: 'configured', generation: message.generation })
    }
  }

  if (ipvs === 'memory')
    log.write({ level: 'warning', text: 'The IPVS table is kept in memory (--ipvs=memory): no traffic is balanced' })
  channel.send({ kind: 'ready' })
  await runner.stopped
  await channel.sendLast({ kind: 'stopped' })
  log.flush()
  process.exit(ExitStatus.ok)
}

function inMemory(): () => Promise<OpenResult> {
  const client = createMemoryIpvs()
  return () => Promise.resolve({ ok: true, client })
}
