// The vrrp process: wires the VRRP core and its edges to the supervisor's channel. Nothing slow happens here, and nothing is
// decided here; scripts, mail and files are the supervisor's.

import { readAddresses, addAddress, removeAddress } from '../../vrrp/edge/addresses.js'
import { readLinks } from '../../vrrp/edge/links.js'
import { startMonitor } from '../../vrrp/edge/monitor.js'
import { createRunner } from '../../vrrp/edge/runner.js'
import { receivePacket } from '../../vrrp/machine/receive.js'
import { createRouter, nextDeadline, step } from '../../vrrp/machine/router.js'
import { renderReport, reportRouter } from '../../vrrp/report.js'
import { ExitStatus } from '../exit-status.js'
import { childOptions, openChannel } from '../ipc/channel.js'
import type { ToVrrp } from '../ipc/messages.js'
import { monotonicClock } from '../runtime/clock.js'
import { createLogger, writeReport } from '../runtime/log.js'
import { openRecorder } from '../runtime/recorder.js'

/** Resolves when the process has stopped in order; until then it serves the channel. */
export async function run(): Promise<void> {
  const { logFormat, logDetail } = childOptions()
  const log = createLogger({ identity: 'Keepalived_vrrp', format: logFormat, detail: logDetail })
  const runner = createRunner({
    core: { createRouter, step, nextDeadline, receivePacket },
    kernel: { readLinks, readAddresses, addAddress, removeAddress, startMonitor },
    clock: monotonicClock,
    log,
    recorder: openRecorder('vrrp'),
    notify: ({ subject, name, state, priority, mail }) =>
      channel.send({ kind: 'vrrpState', subject, name, state, priority, mail }),
  })
  const channel = openChannel<ToVrrp>(receive, () => {
    log.write({ level: 'error', text: 'The supervisor is gone: stopping', kind: 'lifecycle' })
    runner.stop()
  })

  function receive(message: Exclude<ToVrrp, { kind: 'ping' }>): void {
    switch (message.kind) {
      case 'stop':
        return runner.stop()
      case 'report':
        return writeReport(log, renderReport(reportRouter(runner.state(), monotonicClock.now())))
      case 'configure':
        void configure(message)
    }
  }

  async function configure(message: Extract<ToVrrp, { kind: 'configure' }>): Promise<void> {
    const { generation } = message
    const result = await runner.configure(message.config, message.adopted)
    if (result.ok) channel.send({ kind: 'configured', generation })
    else channel.send({ kind: 'failed', generation, reason: result.reason, permanent: result.permanent })
  }

  channel.send({ kind: 'ready' })
  await runner.stopped
  await channel.sendLast({ kind: 'stopped' })
  log.flush()
  process.exit(ExitStatus.ok)
}
