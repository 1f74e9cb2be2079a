// Messages in a buffer, batches, and what an ERROR or DONE message says.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { formatError, netlinkError } from '../../../ipvs/netlink/errors.js'
import {
  frame,
  NLM_F,
  splitMessages,
  stampBatch,
  statusOf,
  type NetlinkMessage,
} from '../../../ipvs/netlink/framing.js'
import { hex, unhex } from '../bytes.js'

const join = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

describe('messages in a datagram', () => {
  it('come apart as they were put together', () => {
    const one = fc.record({
      type: fc.integer({ min: 0, max: 0xffff }),
      flags: fc.integer({ min: 0, max: 0xffff }),
      sequence: fc.integer({ min: 0, max: 0xffff_ffff }),
      port: fc.integer({ min: 0, max: 0xffff_ffff }),
      payload: fc.uint8Array({ maxLength: 30 }),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), (messages) => {
        const bytes = join(messages.map((m) => frame(m.type, m.flags, m.sequence, m.port, m.payload)))
        expect(splitMessages(bytes).map((m) => ({ ...m, payload: Uint8Array.from(m.payload) }))).toEqual(messages)
      }),
    )
  })

  it('end where a length cannot be, and never throw', () => {
    const good = frame(16, 0, 1, 2, unhex('01020304'))
    expect(splitMessages(join([good, unhex('0f000000 1000 0000 00000000 00000000')]))).toHaveLength(1)
    expect(splitMessages(good.subarray(0, good.length - 1))).toHaveLength(0)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => Array.isArray(splitMessages(bytes))))
  })
})

describe('a batch', () => {
  it('is numbered in order, with an acknowledgement asked of its last request only (NL-23)', () => {
    const bytes = join([1, 2, 3].map((payload) => frame(32, NLM_F.ACK, 0, 0, Uint8Array.of(payload))))
    expect(stampBatch(bytes, 100, 7)).toBe(3)
    expect(splitMessages(bytes).map(({ flags, sequence, port }) => ({ flags, sequence, port }))).toEqual([
      { flags: NLM_F.REQUEST, sequence: 100, port: 7 },
      { flags: NLM_F.REQUEST, sequence: 101, port: 7 },
      { flags: NLM_F.REQUEST | NLM_F.ACK, sequence: 102, port: 7 },
    ])
  })

  it('may be stamped again, and may be empty', () => {
    const bytes = frame(32, 0, 0, 0, new Uint8Array(0))
    stampBatch(bytes, 1, 1)
    expect(stampBatch(bytes, 5, 2)).toBe(1)
    expect(hex(bytes)).toBe('10000000 2000 0500 05000000 02000000'.replaceAll(' ', ''))
    expect(stampBatch(new Uint8Array(0), 1, 1)).toBe(0)
  })

  it('with a wrong length is refused', () => {
    const bytes = frame(32, 0, 0, 0, new Uint8Array(4))
    expect(stampBatch(bytes.subarray(0, 16), 1, 1)).toBeUndefined()
    expect(stampBatch(bytes.subarray(0, 12), 1, 1)).toBeUndefined()
  })
})

describe('an ERROR or DONE message', () => {
  const error = (flags: number, payload: string, type = 2): NetlinkMessage => ({
    type,
    flags,
    sequence: 1,
    port: 1,
    payload: unhex(payload),
  })
  const echoed = '14000000 1000 0500 01000000 01000000'
  const words = '0a00 0100 4e6f7065 2100 0000'

  it.each([
    ['error 0 is an acknowledgement', error(0, `00000000 ${echoed}`), undefined],
    ['a negative error is a failure with its name', error(0, `fdffffff ${echoed} aabbccdd`), netlinkError(3)],
    ['an error without a name here keeps its number', error(0, `85ffffff ${echoed}`), netlinkError(123)],
    ['a body that is too short is a protocol error', error(0, '0000'), netlinkError(71)],
    [
      "the kernel's words follow the echoed request",
      error(NLM_F.ACK_TLVS, `eaffffff ${echoed} aabbccdd ${words}`),
      netlinkError(22, 'Nope!'),
    ],
    [
      "the kernel's words follow the header when the request is left out",
      error(NLM_F.ACK_TLVS | NLM_F.CAPPED, `eaffffff ${echoed} ${words}`),
      netlinkError(22, 'Nope!'),
    ],
    [
      'words cut short are no words',
      error(NLM_F.ACK_TLVS | NLM_F.CAPPED, `eaffffff ${echoed} 0c00 0100`),
      netlinkError(22),
    ],
    ['DONE carries a status of its own (NL-27)', error(NLM_F.MULTI, 'f0ffffff', 3), netlinkError(16)],
    ['DONE with status 0 is an end', error(NLM_F.MULTI, '00000000', 3), undefined],
  ])('%s', (_, message, expected) => {
    expect(statusOf(message)).toEqual(expected)
  })

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom(0, 0x100, 0x200, 0x300),
        fc.constantFrom(2, 3),
        (payload, flags, type) => {
          const outcome = statusOf({ type, flags, sequence: 0, port: 0, payload })
          return outcome === undefined || outcome.errno > 0
        },
      ),
    )
  })

  it.each([
    [netlinkError(2), 'ENOENT (2)'],
    [netlinkError(22, 'Invalid prefix length'), 'EINVAL (22): Invalid prefix length'],
    [netlinkError(123), 'errno 123'],
  ])('reads %j as text', (error, text) => {
    expect(formatError(error)).toBe(text)
  })
})
