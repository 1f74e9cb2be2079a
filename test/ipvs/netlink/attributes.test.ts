// The attribute codec: both directions of a table, and bytes that cannot be.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  beginMessage,
  clearWriter,
  createWriter,
  decodeAttributes,
  encodeAttributes,
  endMessage,
  reserve,
  written,
  type AttributeTable,
  type AttributeValues,
} from '../../../ipvs/netlink/attributes.js'
import { hex, unhex } from '../bytes.js'

const inner = { mark: [1, 'u32'], word: [2, 'bytes'] } as const
const table = {
  tiny: [1, 'u8'],
  short: [2, 'u16'],
  port: [3, 'u16be'],
  count: [4, 'u32'],
  mask: [5, 'u32be'],
  name: [6, 'string'],
  raw: [7, 'bytes'],
  flags: [8, 'flags'],
  nest: [9, inner],
} as const satisfies AttributeTable

const encode = (values: AttributeValues<typeof table>): Uint8Array => {
  const writer = createWriter(1024)
  encodeAttributes(writer, table, values)
  return written(writer)
}

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const u16 = fc.integer({ min: 0, max: 0xffff })
const values: fc.Arbitrary<AttributeValues<typeof table>> = fc.record(
  {
    tiny: fc.integer({ min: 0, max: 255 }),
    short: u16,
    port: u16,
    count: u32,
    mask: u32,
    name: fc.stringMatching(/^[a-z0-9_.-]{0,15}$/),
    raw: fc.uint8Array({ maxLength: 40 }),
    flags: u32,
    nest: fc.record({ mark: u32, word: fc.uint8Array({ maxLength: 9 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)

describe('attributes written from a table', () => {
  it.each([
    ['a byte, padded to four', { tiny: 7 }, '0500 0100 07000000'],
    ['a number of two bytes in host order', { short: 0x1234 }, '0600 0200 34120000'],
    ['a number of two bytes in network order', { port: 80 }, '0600 0300 00500000'],
    ['a number of four bytes in host order', { count: 1 }, '0800 0400 01000000'],
    ['a number of four bytes in network order', { mask: 0xffffff00 }, '0800 0500 ffffff00'],
    ['text with its zero byte', { name: 'wrr' }, '0800 0600 77727200'],
    ['bytes as they are', { raw: unhex('aabbcc') }, '0700 0700 aabbcc00'],
    ['flags with a mask of all ones', { flags: 1 }, '0c00 0800 01000000 ffffffff'],
    ['a nest, marked as one', { nest: { mark: 7 } }, '0c00 0980 0800 0100 07000000'],
    ['nothing for what is absent', { tiny: undefined }, ''],
  ] as const)('hold %s', (_, given, expected) => {
    expect(hex(encode(given))).toBe(expected.replaceAll(' ', ''))
  })

  it('come back as they were written', () => {
    fc.assert(
      fc.property(values, (given) => {
        const bytes = encode(given)
        expect(bytes.length % 4).toBe(0)
        expect(decodeAttributes(table, bytes)).toEqual({ ok: true, values: given })
      }),
    )
  })

  it('do not fit a buffer that is too small', () => {
    expect(() => encodeAttributes(createWriter(8), table, { raw: new Uint8Array(5) })).toThrow(RangeError)
  })

  it('leave no trace of what the buffer held before', () => {
    const writer = createWriter(64)
    encodeAttributes(writer, table, { raw: new Uint8Array(50).fill(0xee) })
    clearWriter(writer)
    encodeAttributes(writer, table, { tiny: 1, name: 'a' })
    expect(hex(written(writer))).toBe('0500010001000000' + '0600060061000000')
  })
})

describe('attributes being read', () => {
  it.each([
    ['unknown ones are skipped (NL-15)', '0800 6300 01020304 0500 0100 09000000', { tiny: 9 }],
    ['flag bits of the type are masked (NL-04)', '0500 0140 09000000', { tiny: 9 }],
    ['a nest may come without its mark (NL-04)', '0c00 0900 0800 0100 07000000', { nest: { mark: 7 } }],
    ['numbers longer than their kind are read by their first bytes', '0800 0100 09aabbcc', { tiny: 9 }],
    ['text may come without its zero byte', '0600 0600 72720000', { name: 'rr' }],
    ['flags may come without a mask', '0800 0800 03000000', { flags: 3 }],
    ['bytes too few for a header at the end are padding', '0500 0100 09000000 0000', { tiny: 9 }],
    ['the last of a repeated attribute holds', '0500 0100 01000000 0500 0100 02000000', { tiny: 2 }],
    ['the last value needs no padding', '0500 0100 09', { tiny: 9 }],
  ] as const)('%s', (_, bytes, expected) => {
    expect(decodeAttributes(table, unhex(bytes))).toEqual({ ok: true, values: expected })
  })

  it.each([
    ['a length below the header', '0300 0100 09000000', 'attribute of 3 bytes where 8 are left'],
    ['a length beyond the end', '0900 0100 09000000', 'attribute of 9 bytes where 8 are left'],
    ['a number that is too short', '0600 0400 01020000', 'count: 2 bytes for u32'],
    ['an empty number', '0400 0100', 'tiny: 0 bytes for u8'],
    ['a fault inside a nest', '0a00 0980 0600 0100 0102', 'nest: mark: 2 bytes for u32'],
  ])('%s is a fault', (_, bytes, fault) => {
    expect(decodeAttributes(table, unhex(bytes))).toEqual({ ok: false, fault })
  })

  it('never throw, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof decodeAttributes(table, bytes).ok === 'boolean'),
    )
  })

  it('never throw on damaged attributes', () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(), (given, at, byte, cut) => {
        const bytes = encode(given).slice()
        if (bytes.length > 0) bytes[at % bytes.length] = byte
        return typeof decodeAttributes(table, bytes.subarray(0, cut % (bytes.length + 1))).ok === 'boolean'
      }),
    )
  })
})

describe('a message in a writer', () => {
  it('has its length in its header and stands behind the one before', () => {
    const writer = createWriter(256)
    for (const type of [0x20, 0x21]) {
      const start = beginMessage(writer, type, 5)
      writer.bytes[reserve(writer, 4)] = 1
      encodeAttributes(writer, table, { tiny: 3 })
      endMessage(writer, start)
    }
    expect(hex(written(writer))).toBe(
      ['2000', '2100'].map((type) => `1c000000${type}05000000000000000000` + '01000000' + '0500010003000000').join(''),
    )
  })
})
