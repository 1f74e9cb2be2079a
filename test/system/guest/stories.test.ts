// One boot of the guest kernel plays all stories; here each of their steps is a test. Where no guest has been built, the first test says so.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bootGuest, type Guest } from '../lab/guest.js'
import type { StepResult } from './programs/story.js'
import { stories } from './programs/stories.js'

const program = ['.cache', 'guest-programs', 'test', 'system', 'guest', 'programs', 'main.js'].join('/')

describe('in the guest kernel', () => {
  const results = new Map<string, StepResult>()
  const waiting = new Map<string, (result: StepResult) => void>()
  const printed: string[] = []
  let guest: Guest
  let over: Error | undefined

  beforeAll(() => {
    guest = bootGuest({
      program: [program],
      env: { LVS_HA_LAB_SLOWNESS: '4', LVS_HA_LAB_KIND: process.env.LVS_HA_LAB_KIND ?? 'lvs-ha' },
      onLine: (line) => {
        if (!line.startsWith('@@')) {
          if (line !== '') printed.push(line)
          return
        }
        const result = JSON.parse(line.slice(2)) as StepResult
        const key = `${result.story}: ${result.step}`
        results.set(key, result)
        waiting.get(key)?.(result)
      },
    })
    guest.ended.then(
      (status) => end(new Error(`the guest's program ended with status ${status}:\n${printed.slice(-40).join('\n')}`)),
      end,
    )
  })

  afterAll(() => guest.stop())

  function end(error: unknown): void {
    over = error instanceof Error ? error : new Error(String(error))
    for (const resolve of waiting.values()) resolve({ story: '', step: '', error: over.message, milliseconds: 0 })
  }

  function resultOf(key: string): Promise<StepResult> {
    const there = results.get(key)
    if (there !== undefined) return Promise.resolve(there)
    if (over !== undefined) return Promise.reject(over)
    return new Promise((resolve) => waiting.set(key, resolve))
  }

  describe.each(stories)('$title', ({ title, steps }) => {
    it.each(steps)('%s', async (step) => {
      const { error } = await resultOf(`${title}: ${step}`)
      expect(error ?? 'no error').toBe('no error')
    })
  })
})
