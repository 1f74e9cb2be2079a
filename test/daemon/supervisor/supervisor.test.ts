// The supervisor with small programs as children: start, death, reload, stop.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Milliseconds } from '../../../config/values/time.js'
import {
  FIXTURE,
  bench,
  command,
  config,
  end,
  error,
  instance,
  newFolder,
  noScripts,
  virtualServer,
  type Bench,
  type BenchOptions,
} from './helpers.js'

const open: Bench[] = []
const start = (options: BenchOptions): Bench => {
  const made = bench(options)
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(end))
})

const both = config({ healthcheck: { virtualServers: [virtualServer] } })

describe('starting', () => {
  it('starts the roles the configuration needs, and is ready when all have confirmed it', async () => {
    const it = start({ config: both })
    await it.line('Startup complete')
    expect(it.lines).toContainEqual(expect.stringMatching(/^Starting VRRP child process, pid=\d+$/))
    expect(it.lines).toContainEqual(expect.stringMatching(/^Starting Healthcheck child process, pid=\d+$/))
    expect(it.service).toEqual(['ready nothing configured'])
  })

  it('starts only vrrp when there is no virtual server', async () => {
    const it = start({})
    await it.line('Startup complete')
    expect(it.lines.filter((line) => line.startsWith('Starting '))).toHaveLength(1)
  })

  it('stays up and says so when there is nothing to run', async () => {
    const it = start({ config: config({ vrrp: { ...config().vrrp, instances: [] } }) })
    expect(await it.line('nothing to run')).toContain('k.conf')
    expect(await end(it)).toBe(0)
  })

  it('logs every diagnostic with its place, and that it runs without what the errors name', async () => {
    const it = start({ config: config({ diagnostics: [error("Unknown keyword 'smtp_alter'", 3)] }) })
    expect(await it.line('smtp_alter')).toBe("k.conf:3:1: error: Unknown keyword 'smtp_alter' [unknown-keyword]")
    expect(await it.line('running without')).toBe('k.conf: 1 error; running without what they name')
  })
})

describe('a child that dies', () => {
  it('is started again and adopts what it had: LIFE-08', async () => {
    const it = start({ vrrp: ['crashOnce', join(newFolder(), 'flag')] })
    await it.line('Starting VRRP child process', (await indexOf(it, 'died: Respawning')) + 1)
    await it.line('Startup complete')
    expect(it.lines).toContain('Keepalived_vrrp exited due to signal SIGSEGV')
    expect(it.lines).toContainEqual(expect.stringMatching(/^VRRP child process\(\d+\) died: Respawning$/))
    await until(() => it.told().length === 2)
    expect(it.told()).toEqual([
      { generation: 1, adopted: [] },
      { generation: 1, adopted: ['VI_1'] },
    ])
  })

  it('is given the health it last reported when it was the checkers', async () => {
    const only = config({ vrrp: { ...config().vrrp, instances: [] }, healthcheck: { virtualServers: [virtualServer] } })
    const it = start({ config: only, checkers: ['crashOnce', join(newFolder(), 'flag')] })
    await it.line('Healthcheck child process')
    await until(() => it.told().length === 2)
    expect(it.told()[1]).toEqual({ generation: 1, adopted: { '[192.0.2.1]:tcp:80 [192.0.2.11]:tcp:80': 'down' } })
  })

  it('is killed and started again when its event loop hangs', async () => {
    const quick = { ping: Milliseconds(10), stuckAfter: 5, stuckAfterStart: 1000 }
    const it = start({
      vrrp: ['hangOnce', join(newFolder(), 'flag')],
      timings: { child: { vrrp: quick, checkers: quick } },
    })
    expect(await it.line('is stuck')).toMatch(/^VRRP child process\(\d+\) is stuck: 5 pings unanswered/)
    await it.line('exited due to signal SIGKILL')
    await until(() => it.told().length === 2)
  })

  it.each([
    [1, 'Keepalived_vrrp exited with permanent error FATAL. Terminating', 'errno 22'],
    [2, 'Keepalived_vrrp exited with permanent error CONFIG. Terminating', 'errno 22'],
    [4, 'Keepalived_vrrp exited with permanent error missing permission. Terminating', 'errno 1'],
  ])('ends everything with status %i when starting it again cannot help', async (status, line, errno) => {
    const it = start({ config: both, vrrp: ['exit', String(status)] })
    expect(await it.supervisor.finished).toBe(status)
    expect(it.lines).toContain(line)
    expect(it.service).toContain(errno)
    expect(it.lines.at(-1)).toBe('Stopped lvs-ha v1.2.3')
  })

  it('is started again after any other status', async () => {
    const it = start({ vrrp: ['exit', '3'] })
    await it.line('Keepalived_vrrp exited with status 3')
    await it.line('died: Respawning')
  })

  it('does not hold up the start of the other for ever, nor later reloads', async () => {
    const it = start({ config: both, checkers: ['exit', '3'] })
    await it.line('Startup complete')
    expect(it.lines).toContain('Healthcheck child process starts again in 1 s')
    expect(it.service).toEqual(['ready Healthcheck process down'])
    it.supervisor.reload()
    await it.line('died: Respawning', it.lines.length)
    await it.line('Reload complete')
  })

  it('ends everything when it cannot take its first configuration for good', async () => {
    const it = start({ vrrp: ['refuse'] })
    expect(await it.supervisor.finished).toBe(2)
    expect(it.lines).toContain('Keepalived_vrrp cannot start: no such thing')
  })

  it('is tried again when it cannot take its first configuration yet', async () => {
    const it = start({ vrrp: ['refuseOnce', join(newFolder(), 'flag')] })
    await it.line('Keepalived_vrrp cannot start: not yet')
    await it.line('Startup complete')
  })
})

describe('reloading', () => {
  it('sends the new configuration to running children and restarts nothing', async () => {
    const it = start({ next: () => Promise.resolve(both) })
    await it.line('Startup complete')
    it.supervisor.reload()
    await it.line('Reload complete')
    expect(it.lines.filter((line) => line.startsWith('Starting VRRP'))).toHaveLength(1)
    expect(it.lines.filter((line) => line.startsWith('Starting Healthcheck'))).toHaveLength(1)
    expect(it.told().map((one) => one.generation)).toEqual([1, 2, 2])
    expect(it.service.slice(-2)).toEqual(['reloading', 'ready nothing configured'])
  })

  it('LIFE-06: keeps the configuration in force when the new one has errors it does not have', async () => {
    const broken = config({ diagnostics: [error('old fault', 7), error('new fault', 9)] })
    const it = start({ config: config({ diagnostics: [error('old fault', 3)] }), next: () => Promise.resolve(broken) })
    await it.line('Startup complete')
    const from = it.lines.length
    it.supervisor.reload()
    await it.line('Reload refused')
    expect(it.lines.slice(from)).toEqual([
      'Reloading ...',
      'k.conf:9:1: error: new fault [unknown-keyword]',
      'Reload refused: k.conf has 1 error that the configuration in force does not have. The configuration in force stays',
    ])
    expect(it.told()).toHaveLength(1)
    expect(it.service.at(-1)).toBe('ready nothing configured')
  })

  it('keeps the configuration in force when the file cannot be read', async () => {
    const it = start({ next: () => Promise.resolve(config({ readable: false })) })
    await it.line('Startup complete')
    it.supervisor.reload()
    await it.line('Reload refused')
    expect(it.told()).toHaveLength(1)
  })

  it('keeps the configuration in force when reading the new one fails on our side', async () => {
    const it = start({ next: () => Promise.reject(new Error('oops')) })
    await it.line('Startup complete')
    it.supervisor.reload()
    expect(await it.line('Reload refused')).toContain('internal error: Error: oops')
    expect(it.service.at(-1)).toBe('ready nothing configured')
  })

  it('does a second request after the first', async () => {
    const it = start({})
    it.supervisor.reload()
    await it.line('Reload already in progress, request queued')
    await it.line('Processing queued reload')
    await it.line('Reload complete')
  })

  it('completes, loudly, when a child keeps the old configuration', async () => {
    const it = start({ vrrp: ['refuseReload'] })
    await it.line('Startup complete')
    it.supervisor.reload()
    await it.line('Reload complete')
    expect(it.lines).toContain('VRRP child process keeps the old configuration: busy')
  })
})

describe('changes of state', () => {
  const scripts = { ...noScripts, master: command('/bin/m', 'x'), any: command('/bin/n'), stop: command('/bin/s') }
  const withScripts = config({ vrrp: { ...config().vrrp, instances: [instance('VI_1', scripts), instance('VI_2')] } })

  it('run the scripts in order, send one mail, and show in the status', async () => {
    const it = start({ config: withScripts, vrrp: ['states'] })
    await it.line('Startup complete')
    expect(it.scripts).toEqual([
      { argv: ['/bin/m', 'x'], label: 'INSTANCE VI_1' },
      { argv: ['/bin/n', 'INSTANCE', 'VI_1', 'MASTER', '100'], label: 'INSTANCE VI_1' },
    ])
    expect(it.mails.filter((letter) => !letter.subject.startsWith('{'))).toEqual([
      { subject: 'VRRP Instance VI_1 - Entering MASTER state', body: '=> VRRP Instance is now owning VRRP VIPs <=' },
      {
        subject: 'VRRP Instance VI_2 - Entering BACKUP state',
        body: '=> VRRP Instance is no longer owning VRRP VIPs <=',
      },
    ])
    expect(it.service).toContain('ready 1 MASTER, 1 BACKUP')
  })

  it('a state mailed already is not mailed again after a reload', async () => {
    const it = start({ config: withScripts, vrrp: ['states'] })
    await it.line('Startup complete')
    it.supervisor.reload()
    await it.line('Reload complete')
    expect(it.mails.filter((letter) => letter.subject.includes('MASTER'))).toHaveLength(1)
  })

  it('LIFE-07: a stop runs the STOP scripts', async () => {
    const it = start({ config: withScripts, vrrp: ['states'] })
    await it.line('Startup complete')
    await end(it)
    expect(it.scripts.map((one) => one.argv.join(' ')).slice(2)).toEqual(['/bin/s', '/bin/n INSTANCE VI_1 STOP 100'])
  })

  it('are asked to write their part of the report', async () => {
    const it = start({ vrrp: ['states'] })
    await it.line('Startup complete')
    it.supervisor.report()
    expect(it.lines).toContainEqual(expect.stringMatching(/^VRRP process: pid \d+, 0 restarts$/))
    await until(() => it.mails.some(({ subject }) => subject === 'report'))
  })
})

describe('stopping', () => {
  it('stops the children in order and ends with status 0', async () => {
    const it = start({ config: both })
    await it.line('Startup complete')
    expect(await end(it)).toBe(0)
    expect(it.lines.slice(-2)).toEqual(['Stopping', 'Stopped lvs-ha v1.2.3'])
    expect(it.service.at(-1)).toBe('stopping')
  })

  it('kills a child that does not stop within child_wait_time', async () => {
    const it = start({ vrrp: ['deaf'] })
    await it.line('Startup complete')
    expect(await end(it)).toBe(0)
  })

  it('LIFE-08: children see the supervisor die and stop by themselves', async () => {
    const file = join(newFolder(), 'stopped')
    const text = `import { fork } from 'node:child_process'
      const options = { serialization: 'advanced', detached: true, execArgv: [] }
      fork(${JSON.stringify(FIXTURE)}, ['orphan', ${JSON.stringify(file)}], options)
        .once('message', () => process.kill(process.pid, 'SIGKILL'))`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    // Closed when the last process that has it, the orphan, is gone.
    await new Promise((resolve) => parent.once('close', resolve))
    expect(parent.signalCode).toBe('SIGKILL')
    expect(readFileSync(file, 'utf8')).toBe('stopped in order\n')
  })
})

async function indexOf(it: Bench, text: string): Promise<number> {
  const line = await it.line(text)
  return it.lines.indexOf(line)
}

/** Turns of the event loop until something is so; the test's own timeout bounds it. */
async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 5))
}
