// What operators get to read: the three forms of an entry, what -D adds, and that nothing waits for a reader who does not read.

import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { LogEntry, LogKind } from '../../../config/values/log-entry.js'
import { encodeJournalEntry, journalName, messageIds } from '../../../daemon/runtime/journal.js'
import { createLogger } from '../../../daemon/runtime/log.js'
import type { LoggerOptions } from '../../../daemon/runtime/log.js'
import { createOutlet } from '../../../daemon/runtime/outlet.js'
import { prettyLine } from '../../../daemon/runtime/pretty.js'

const transition: LogEntry = {
  level: 'info',
  text: '(VI_1) Entering MASTER STATE',
  kind: 'instance-transition',
  fields: { instance: 'VI_1', old_state: 'BACKUP', new_state: 'MASTER', reason: 'receive-timeout', priority: 150 },
}

function captured(over: Partial<LoggerOptions>) {
  const chunks: Buffer[] = []
  const logger = createLogger({
    identity: 'Keepalived_vrrp',
    format: 'pretty',
    detail: false,
    output: (chunk) => {
      chunks.push(Buffer.from(chunk))
      return chunk.length
    },
    ...over,
  })
  return { logger, chunks, text: () => Buffer.concat(chunks).toString() }
}

describe('readable lines', () => {
  it('have the time, the identity and the text', () => {
    const { logger, text } = captured({})
    logger.write(transition)
    expect(text()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3} Keepalived_vrrp: \(VI_1\) Entering MASTER STATE\n$/)
  })

  it('are coloured only when asked', () => {
    const time = new Date(2026, 10, 21, 10, 0, 0, 123)
    expect(prettyLine('Keepalived', time, { level: 'error', text: 'no' }, false)).toBe(
      '2026-11-21T10:00:00.123 Keepalived: no\n',
    )
    expect(prettyLine('Keepalived', time, { level: 'error', text: 'no' }, true)).toBe(
      '\u001b[2m2026-11-21T10:00:00.123 Keepalived:\u001b[0m \u001b[31mno\u001b[0m\n',
    )
  })

  it('are one line each and never steer the terminal, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = prettyLine('Keepalived', new Date(0), { level: 'info', text }, false)
        const steering = [...line.slice(0, -1)].filter((c) => c < ' ' || (c >= '\u007f' && c <= '\u009f'))
        expect(steering).toEqual([])
        expect(line.endsWith('\n')).toBe(true)
      }),
    )
  })
})

describe('-D', () => {
  it.each([
    { detail: false, lines: 1 },
    { detail: true, lines: 2 },
  ])('with detail $detail, $lines of two entries are written', ({ detail, lines }) => {
    const { logger, chunks } = captured({ detail })
    logger.write({ level: 'info', text: 'always' })
    logger.write({ level: 'info', text: 'sometimes', detail: true })
    expect(chunks).toHaveLength(lines)
  })
})

describe('JSON', () => {
  it('is one object on each line, with level, time, ident, kind, fields and text', () => {
    const { logger, text } = captured({ format: 'json' })
    logger.write(transition)
    logger.write({ level: 'notice', text: 'two\nlines' })
    const lines = text().trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(first).toMatchObject({
      level: 'info',
      ident: 'Keepalived_vrrp',
      pid: process.pid,
      kind: 'instance-transition',
      fields: transition.fields,
      text: transition.text,
    })
    expect(new Date(first?.time as string).getTime()).toBeGreaterThan(0)
    expect(second).toMatchObject({ level: 'notice', text: 'two\nlines' })
  })
})

/** Reads the native protocol back: what journald does. */
function decodeJournal(datagram: Buffer): Map<string, string> {
  const fields = new Map<string, string>()
  for (let at = 0; at < datagram.length;) {
    const line = datagram.indexOf(10, at)
    const text = datagram.toString('utf8', at, line)
    const equals = text.indexOf('=')
    if (equals >= 0) {
      fields.set(text.slice(0, equals), text.slice(equals + 1))
      at = line + 1
    } else {
      const length = Number(datagram.readBigUInt64LE(line + 1))
      fields.set(text, datagram.toString('utf8', line + 9, line + 9 + length))
      expect(datagram[line + 9 + length]).toBe(10)
      at = line + 10 + length
    }
  }
  return fields
}

describe('the journal', () => {
  it('gets identity, priority, facility, MESSAGE_ID and upper-case fields in one datagram', () => {
    const { logger, chunks } = captured({ format: 'journal' })
    logger.write(transition)
    expect(chunks).toHaveLength(1)
    expect(Object.fromEntries(decodeJournal(chunks[0] ?? Buffer.alloc(0)))).toEqual({
      MESSAGE: '(VI_1) Entering MASTER STATE',
      PRIORITY: '6',
      SYSLOG_IDENTIFIER: 'Keepalived_vrrp',
      SYSLOG_FACILITY: '3',
      SYSLOG_PID: String(process.pid),
      MESSAGE_ID: messageIds['instance-transition'],
      INSTANCE: 'VI_1',
      OLD_STATE: 'BACKUP',
      NEW_STATE: 'MASTER',
      REASON: 'receive-timeout',
      VRRP_PRIORITY: '150',
    })
  })

  it.each([
    ['error', '3'],
    ['warning', '4'],
    ['notice', '5'],
    ['info', '6'],
    ['debug', '7'],
  ] as const)('gets %s as priority %s', (level, priority) => {
    expect(decodeJournal(encodeJournalEntry('Keepalived', 1, { level, text: '' })).get('PRIORITY')).toBe(priority)
  })

  it('gives every kind of entry a MESSAGE_ID of its own, which never changes', () => {
    const expected: Record<LogKind, string> = {
      'instance-transition': 'eeaba0da180f47f5b95e9f6900148ca1',
      'group-transition': '1f18a5540d0c4dfc8d4a614693174b7d',
      'server-transition': '995c49a02dcd4cc4bc13f6800d4600c7',
      'quorum-transition': 'f4491234a7174068921e8e7215bfaf69',
      late: 'f7733e48456045f4adff8e0e193dfc45',
      lifecycle: 'd09dfa724e2c429c9f118f2c9fca0304',
    }
    expect(messageIds).toEqual(expected)
  })

  it('can be read back whatever stands in texts and fields', () => {
    const value = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.integer())
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), value, (text, reason) => {
        const fields = decodeJournal(encodeJournalEntry('Keepalived', 1, { level: 'info', text, fields: { reason } }))
        expect(fields.get('MESSAGE')).toBe(Buffer.from(text).toString())
        expect(fields.get('REASON')).toBe(Buffer.from(String(reason)).toString())
      }),
    )
  })

  it('gets a text that is too long cut, with a mark', () => {
    const datagram = encodeJournalEntry('Keepalived', 1, { level: 'info', text: 'x'.repeat(300_000) })
    expect(datagram.length).toBeLessThan(60_000)
    expect(decodeJournal(datagram).get('MESSAGE')).toMatch(/x … \(250848 characters cut\)$/)
  })

  it.each([
    ['instance', 'INSTANCE'],
    ['peer_priority', 'PEER_PRIORITY'],
    ['priority', 'VRRP_PRIORITY'],
    ['message', 'LVS_HA_MESSAGE'],
    ['syslog_pid', 'LVS_HA_SYSLOG_PID'],
    ['_pid', 'LVS_HA__PID'],
    ['4th field', 'LVS_HA_4TH_FIELD'],
    ['constructor', 'CONSTRUCTOR'],
  ])('gets the field %s as %s', (name, expected) => expect(journalName(name)).toBe(expected))
})

describe('a reader who does not read', () => {
  /** Takes so many bytes and then nothing until more is allowed. */
  function slow(capacity?: number) {
    let allowed = 0
    const taken: Buffer[] = []
    const lost = vi.fn((chunks: number) => outlet.write(Buffer.from(`(${chunks} lost)`)))
    const outlet = createOutlet({
      attempt: (chunk) => {
        const length = Math.min(allowed, chunk.length)
        allowed -= length
        taken.push(Buffer.from(chunk.subarray(0, length)))
        return length
      },
      lost,
      ...(capacity === undefined ? {} : { capacity }),
    })
    return { outlet, lost, text: () => Buffer.concat(taken).toString(), allow: (bytes: number) => (allowed += bytes) }
  }

  it('gets everything later, in order, and cut chunks whole', () => {
    const { outlet, text, allow } = slow()
    outlet.write(Buffer.from('one '))
    allow(6)
    outlet.write(Buffer.from('two '))
    outlet.flush(0)
    expect(text()).toBe('one tw')
    allow(100)
    outlet.write(Buffer.from('three'))
    outlet.flush(0)
    expect(text()).toBe('one two three')
  })

  it('loses what exceeds the bound, and is told how much and where', () => {
    const { outlet, lost, text, allow } = slow(20)
    for (let i = 0; i < 10; i++) outlet.write(Buffer.from(`line ${i} `))
    expect(lost).not.toHaveBeenCalled()
    allow(1000)
    outlet.flush(0)
    outlet.write(Buffer.from('after'))
    expect(text()).toBe('line 0 line 1 (8 lost)after')
  })

  it('holds up the end of the process for a bounded time only', () => {
    const { outlet } = slow()
    outlet.write(Buffer.from('never read'))
    const start = performance.now()
    outlet.flush(30)
    expect(performance.now() - start).toBeLessThan(300)
  })

  it('gets no more than once what can never be taken', () => {
    let attempts = 0
    const outlet = createOutlet({ attempt: () => (attempts++, -1), lost: () => undefined })
    outlet.write(Buffer.from('x'))
    outlet.flush(0)
    expect(attempts).toBe(1)
  })

  it('leads to one warning in the log itself', () => {
    let open = false
    const { logger, text } = (() => {
      const chunks: Buffer[] = []
      const made = createLogger({
        identity: 'Keepalived',
        format: 'pretty',
        detail: false,
        output: (chunk) => {
          if (!open) return 0
          chunks.push(Buffer.from(chunk))
          return chunk.length
        },
      })
      return { logger: made, text: () => Buffer.concat(chunks).toString() }
    })()
    for (let i = 0; i < 2000; i++) logger.write({ level: 'info', text: 'y'.repeat(1000) })
    open = true
    logger.flush()
    expect(text()).toMatch(/ \d+ log messages lost: they were not taken in time\n$/)
  })
})
