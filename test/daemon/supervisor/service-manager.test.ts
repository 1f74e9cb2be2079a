// What the service manager is told.

import { describe, expect, it } from 'vitest'
import { createServiceManager, watchdogInterval } from '../../../daemon/supervisor/service-manager.js'

describe('the service manager', () => {
  const told: string[] = []
  const manager = createServiceManager((bytes) => told.push(Buffer.from(bytes).toString()), undefined)
  const said = (act: () => void): string[] => {
    told.length = 0
    act()
    return told.flatMap((text) => text.trimEnd().split('\n'))
  }

  it('learns that the daemon is ready, and who it is', () => {
    expect(said(() => manager.ready('1 MASTER'))).toEqual(['READY=1', `MAINPID=${process.pid}`, 'STATUS=1 MASTER'])
  })

  it('gets a status only when it changed', () => {
    expect(said(() => manager.status('1 MASTER'))).toEqual([])
    expect(said(() => manager.status('1 BACKUP'))).toEqual(['STATUS=1 BACKUP'])
  })

  it('learns of a reload with the monotonic time in microseconds', () => {
    const before = process.hrtime.bigint() / 1000n
    const [reloading, time] = said(() => manager.reloading())
    expect(reloading).toBe('RELOADING=1')
    const sent = BigInt(time?.replace('MONOTONIC_USEC=', '') ?? '')
    expect(sent >= before && sent <= process.hrtime.bigint() / 1000n).toBe(true)
  })

  it.each<[string, () => void, string[]]>([
    ['stopping', () => manager.stopping(), ['STOPPING=1', 'STATUS=stopping']],
    ['a sign of life', () => manager.alive(), ['WATCHDOG=1']],
    ['a permanent failure', () => manager.failed(22), ['ERRNO=22']],
  ])('learns of %s', (_title, act, lines) => {
    expect(said(act)).toEqual(lines)
  })
})

describe('the watchdog interval', () => {
  it.each<[NodeJS.ProcessEnv, number | undefined]>([
    [{ WATCHDOG_USEC: '30000000' }, 15_000],
    [{ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '7' }, 15_000],
    [{ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '8' }, undefined],
    [{ WATCHDOG_USEC: '0' }, undefined],
    [{ WATCHDOG_USEC: 'x' }, undefined],
    [{}, undefined],
  ])('of %j is %s ms: half, and only when it is meant for this process', (environment, expected) => {
    expect(watchdogInterval(environment, 7)).toBe(expected)
  })
})
