// Recordings are read back as they were written, and never get in the way. Chance is repeatable when it is seeded.

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asInstant } from '../../../config/values/time.js'
import { seededRandom, systemRandom } from '../../../daemon/runtime/random.js'
import { decodeRecord, encodeRecord, openRecorder, recordTo } from '../../../daemon/runtime/recorder.js'

describe('a recording', () => {
  it('holds one event on each line, for the owner alone to read', () => {
    const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-recorder-'))
    const recorder = openRecorder('vrrp', { LVS_HA_RECORD: directory })
    recorder.record(asInstant(1.5), { kind: 'clock' })
    recorder.record(asInstant(2), { kind: 'advert', packet: Uint8Array.of(0, 255) })
    recorder.close()
    const path = join(directory, `vrrp-${process.pid}.jsonl`)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    const mode = statSync(path).mode & 0o777
    rmSync(directory, { recursive: true })
    expect(lines.map(decodeRecord)).toEqual([
      { at: 1.5, event: { kind: 'clock' } },
      { at: 2, event: { kind: 'advert', packet: Uint8Array.of(0, 255) } },
    ])
    expect(mode).toBe(0o600)
  })

  it('gives back any event', () => {
    const value = fc.jsonValue({ maxDepth: 4 }).filter((json) => !JSON.stringify(json).includes('"hex"'))
    fc.assert(
      fc.property(value, fc.uint8Array(), (json, packet) => {
        const plain: unknown = JSON.parse(JSON.stringify(json))
        expect(decodeRecord(encodeRecord(asInstant(1), { plain, packet }))).toEqual({ at: 1, event: { plain, packet } })
        expect(encodeRecord(asInstant(1), Buffer.from(packet))).toBe(encodeRecord(asInstant(1), packet))
      }),
    )
  })

  it.each(['', 'nonsense', '1', '{"at":1}', '{"event":1}'])('does not take %j for a record', (line) =>
    expect(decodeRecord(line)).toBeUndefined(),
  )

  it('that cannot be written is no reason to fail', () => {
    const recorder = recordTo('/nonexistent/directory/file')
    recorder.record(asInstant(1), {})
    recorder.close()
    const full = recordTo('/dev/full')
    full.record(asInstant(1), {})
    full.record(asInstant(1), {})
    full.close()
    openRecorder('vrrp', {}).record(asInstant(1), {})
  })
})

describe('chance', () => {
  it('is the same for the same seed, and different for another', () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed)
      return Array.from({ length: 50 }, () => random.next())
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it.each([seededRandom(1), systemRandom])('lies evenly between 0 and 1', (random) => {
    const draws = Array.from({ length: 4000 }, () => random.next())
    expect(draws.every((value) => value >= 0 && value < 1)).toBe(true)
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05)
  })
})
