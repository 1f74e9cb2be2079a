// Netlink attributes from tables: one table per nest names each attribute once, and both directions follow from it.
// Writes into one buffer that is allocated once; reading is total: bytes that cannot be give a fault, never a throw.
// Knows no family.
//
//   u16 length (header included, padding not) | u16 type | value, padded to 4

import { align4, LITTLE_ENDIAN, NLMSG_HEADER, viewOf } from './framing.js'

/** How a value stands in its attribute. Numbers are in host byte order unless the kind ends in `be`. */
export type AttributeKind =
  | 'u8'
  | 'u16'
  | 'u16be'
  | 'u32'
  | 'u32be'
  /** Text, with a zero byte at the end when written, with or without when read. */
  | 'string'
  | 'bytes'
  /** u32 flags and a u32 mask. The value is the flags; the mask is written as all ones. */
  | 'flags'

export type AttributeTable = Readonly<Record<string, AttributeSpec>>
export type AttributeSpec = readonly [type: number, kind: AttributeKind] | readonly [type: number, nest: AttributeTable]

type ValueOf<Kind> = Kind extends 'string'
  ? string
  : Kind extends 'bytes'
    ? Uint8Array
    : Kind extends AttributeKind
      ? number
      : Kind extends AttributeTable
        ? AttributeValues<Kind>
        : never

/** What a table's attributes hold; any of them may be absent. */
export type AttributeValues<Table extends AttributeTable> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name][1]> | undefined
}

/** A buffer that requests are laid into, one behind the other. */
export interface MessageWriter {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Bytes written so far. */
  length: number
}

export function createWriter(capacity: number): MessageWriter {
  const bytes = new Uint8Array(capacity)
  return { bytes, view: viewOf(bytes), length: 0 }
}

/** Makes the writer empty again. What it held becomes zeros, so that padding is always zero. */
export function clearWriter(writer: MessageWriter): void {
  writer.bytes.fill(0, 0, writer.length)
  writer.length = 0
}

/** What has been written: a window, not a copy. */
export const written = (writer: MessageWriter): Uint8Array => writer.bytes.subarray(0, writer.length)

/** Makes room for `length` bytes, zero until written, and returns where they start. Throws when the buffer is too small. */
export function reserve(writer: MessageWriter, length: number): number {
  const start = writer.length
  const end = start + align4(length)
  if (end > writer.bytes.length) throw new RangeError(`netlink buffer of ${writer.bytes.length} bytes is full`)
  writer.length = end
  return start
}

/** Begins a message; `endMessage` with the same start completes its header. Sequence and port are filled in when it is sent. */
export function beginMessage(writer: MessageWriter, type: number, flags: number): number {
  const start = reserve(writer, NLMSG_HEADER)
  writer.view.setUint16(start + 4, type, LITTLE_ENDIAN)
  writer.view.setUint16(start + 6, flags, LITTLE_ENDIAN)
  return start
}

export function endMessage(writer: MessageWriter, start: number): void {
  writer.view.setUint32(start, writer.length - start, LITTLE_ENDIAN)
}

const NLA_F_NESTED = 0x8000
const NLA_TYPE_MASK = 0x3fff

/** Writes the values that are present, in the table's order. */
export function encodeAttributes<Table extends AttributeTable>(
  writer: MessageWriter,
  table: Table,
  values: AttributeValues<Table>,
): void {
  for (const name in table) {
    const value: unknown = values[name]
    const spec: AttributeSpec | undefined = table[name]
    if (value === undefined || spec === undefined) continue
    if (isNest(spec)) {
      const start = beginNest(writer, spec)
      encodeAttributes(writer, spec[1], value as AttributeValues<AttributeTable>)
      endNest(writer, start)
    } else putAttribute(writer, spec, value as number | string | Uint8Array)
  }
}

type NestSpec = readonly [type: number, nest: AttributeTable]
type ValueSpec<Kind extends AttributeKind = AttributeKind> = readonly [type: number, kind: Kind]

const isNest = (spec: AttributeSpec): spec is NestSpec => typeof spec[1] !== 'string'

/** Opens a nest of a table; `endNest` with the same start closes it. */
export function beginNest(writer: MessageWriter, [type]: NestSpec): number {
  const start = reserve(writer, 4)
  writer.view.setUint16(start + 2, type | NLA_F_NESTED, LITTLE_ENDIAN)
  return start
}

export function endNest(writer: MessageWriter, start: number): void {
  writer.view.setUint16(start, writer.length - start, LITTLE_ENDIAN)
}

/**
 * Writes one attribute of a table. For requests that come by the ten thousand, where objects made only to be
 * encoded would cost more than the kernel does; otherwise `encodeAttributes` is shorter.
 */
export function putAttribute<Kind extends AttributeKind>(
  writer: MessageWriter,
  [type, kind]: ValueSpec<Kind>,
  value: ValueOf<Kind> & (number | string | Uint8Array),
): void {
  const length = 4 + valueLength(kind, value)
  const start = reserve(writer, length)
  writer.view.setUint16(start, length, LITTLE_ENDIAN)
  writer.view.setUint16(start + 2, type, LITTLE_ENDIAN)
  putValue(writer, start + 4, kind, value)
}

function putValue(writer: MessageWriter, at: number, kind: AttributeKind, value: number | string | Uint8Array): void {
  const { view, bytes } = writer
  if (typeof value === 'string') {
    for (let i = 0; i < value.length; i++) bytes[at + i] = value.charCodeAt(i)
    return
  }
  if (typeof value !== 'number') return bytes.set(value, at)
  switch (kind) {
    case 'u8':
      return view.setUint8(at, value)
    case 'u16':
      return view.setUint16(at, value, LITTLE_ENDIAN)
    case 'u16be':
      return view.setUint16(at, value)
    case 'u32':
      return view.setUint32(at, value, LITTLE_ENDIAN)
    case 'u32be':
      return view.setUint32(at, value)
    case 'flags':
      view.setUint32(at, value, LITTLE_ENDIAN)
      return view.setUint32(at + 4, 0xffff_ffff, LITTLE_ENDIAN)
    case 'string':
    case 'bytes':
      throw new TypeError(`a number as ${kind}`)
  }
}

/** Bytes of a value without padding. Text is ASCII: every name in these families is. */
function valueLength(kind: AttributeKind, value: number | string | Uint8Array): number {
  switch (kind) {
    case 'u8':
      return 1
    case 'u16':
    case 'u16be':
      return 2
    case 'u32':
    case 'u32be':
      return 4
    case 'flags':
      return 8
    case 'string':
      return (value as string).length + 1
    case 'bytes':
      return (value as Uint8Array).length
  }
}

export type DecodedAttributes<Table extends AttributeTable> =
  { readonly ok: true; readonly values: AttributeValues<Table> } | { readonly ok: false; readonly fault: string }

/**
 * Reads the attributes the table names; others are skipped, since newer kernels send more. Numbers longer than their kind
 * are read by their first bytes, shorter ones are a fault, as is a length that leaves the bytes. Bytes too few
 * for another header at the end are padding. The last of a repeated attribute holds.
 */
export function decodeAttributes<Table extends AttributeTable>(
  table: Table,
  bytes: Uint8Array,
): DecodedAttributes<Table> {
  const index = indexOf(table)
  const view = viewOf(bytes)
  const values: Record<string, unknown> = {}
  for (let offset = 0; offset + 4 <= bytes.length;) {
    const length = view.getUint16(offset, LITTLE_ENDIAN)
    if (length < 4 || length > bytes.length - offset)
      return { ok: false, fault: `attribute of ${length} bytes where ${bytes.length - offset} are left` }
    const entry = index.get(view.getUint16(offset + 2, LITTLE_ENDIAN) & NLA_TYPE_MASK)
    if (entry !== undefined) {
      const value = decodeValue(entry.kind, bytes.subarray(offset + 4, offset + length))
      if (!value.ok) return { ok: false, fault: `${entry.name}: ${value.fault}` }
      values[entry.name] = value.value
    }
    offset += align4(length)
  }
  return { ok: true, values: values as AttributeValues<Table> }
}

type Decoded = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: string }

function decodeValue(kind: AttributeKind | AttributeTable, bytes: Uint8Array): Decoded {
  if (typeof kind !== 'string') {
    const nest = decodeAttributes(kind, bytes)
    return nest.ok ? { ok: true, value: nest.values } : nest
  }
  const least = smallest[kind]
  if (bytes.length < least) return { ok: false, fault: `${bytes.length} bytes for ${kind}` }
  return { ok: true, value: readValue(kind, bytes, viewOf(bytes)) }
}

const smallest: Readonly<Record<AttributeKind, number>> = {
  u8: 1,
  u16: 2,
  u16be: 2,
  u32: 4,
  u32be: 4,
  flags: 4,
  string: 0,
  bytes: 0,
}

function readValue(kind: AttributeKind, bytes: Uint8Array, view: DataView): unknown {
  switch (kind) {
    case 'u8':
      return view.getUint8(0)
    case 'u16':
      return view.getUint16(0, LITTLE_ENDIAN)
    case 'u16be':
      return view.getUint16(0)
    case 'u32':
    case 'flags':
      return view.getUint32(0, LITTLE_ENDIAN)
    case 'u32be':
      return view.getUint32(0)
    case 'string':
      return latin1(bytes)
    case 'bytes':
      return bytes
  }
}

function latin1(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)))
}

interface IndexEntry {
  readonly name: string
  readonly kind: AttributeKind | AttributeTable
}

const indexes = new WeakMap<AttributeTable, ReadonlyMap<number, IndexEntry>>()

/** The table by attribute number, made once for each table. */
function indexOf(table: AttributeTable): ReadonlyMap<number, IndexEntry> {
  const known = indexes.get(table)
  if (known !== undefined) return known
  const index = new Map(Object.entries(table).map(([name, [type, kind]]) => [type, { name, kind }]))
  indexes.set(table, index)
  return index
}
