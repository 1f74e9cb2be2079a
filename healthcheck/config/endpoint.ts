// Addresses with an optional port: of virtual servers, real servers and sorry servers. What follows an address behind `/` or `-` is cut
// off and a port of zeros is none, as keepalived reads them.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { integer, parseInteger, port } from '../../config/schema/args.js'
import { faultOf, quoted } from '../../config/schema/complaints.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { parseIpAddress, type Endpoint, type IpAddress } from '../../config/values/ip.js'
import type { ServiceHeader } from './naming.js'

/** keepalived's words about an address or port it refuses; `portWord` is undefined when no port counts. */
type SaysWrong = (word: string, portWord: string | undefined) => string

interface Wording {
  readonly says: SaysWrong
  readonly hint: string
}

const expects = 'an IP address, and optionally a port'
const portNumber = port()

const isZeros = (word: string): boolean => /^0*$/.test(word)

/** 1–65535, or 0 for a word of zeros; undefined for anything else. */
function portOf(cursor: Cursor): number | undefined {
  const plain = parseInteger(cursor.word)
  if (plain !== undefined && plain > 0 && plain <= 65535) return plain
  return isZeros(cursor.word) ? 0 : portNumber.read(cursor)
}

/** ADDRESS [PORT]; port 0 = none given. */
const endpoint = (wording: Wording): Arg<Endpoint> => ({
  expects,
  read: (cursor) => {
    const { word, start, end } = cursor
    const address = parseIpAddress(word)
    if (!cursor.next()) {
      return address === undefined ? cutAddress(cursor, word, start, end, undefined, wording) : { address, port: 0 }
    }
    const port = portOf(cursor)
    if (port === undefined) return tellPort(cursor, word, wording)
    if (address !== undefined) return { address, port }
    return cutAddress(cursor, word, start, end, port, wording)
  },
})

/** The address before a suffix, which is said; undefined when there is none there either. */
function cutAddress(
  cursor: Cursor,
  word: string,
  start: number,
  end: number,
  port: number | undefined,
  wording: Wording,
): Endpoint | undefined {
  const dash = word.indexOf('-')
  const cut = dash >= 0 ? dash : word.indexOf('/')
  const address = cut < 0 ? undefined : parseIpAddress(word.slice(0, cut))
  const portWord = port === undefined || port === 0 ? undefined : cursor.word
  const after = { word: cursor.word, start: cursor.start, end: cursor.end }
  Object.assign(cursor, { word, start, end })
  if (address === undefined) tellAddress(cursor, portWord, wording)
  else tellSuffix(cursor, word.slice(cut), address)
  Object.assign(cursor, after)
  return address === undefined ? undefined : { address, port: port ?? 0 }
}

function tellAddress(cursor: Cursor, portWord: string | undefined, { says: wrong, hint }: Wording): void {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `${quoted(cursor.word)} is not valid after \`${cursor.statement.keyword}\`: ${expects} is expected`,
    hint,
    keepalived: says(wrong(cursor.word, portWord)),
  })
}

function tellSuffix(cursor: Cursor, suffix: string, address: IpAddress): void {
  cursor.tell({
    code: 'ignored-suffix',
    severity: 'warning',
    message: `\`${suffix}\` is not part of the address and is ignored`,
    hint: `Write \`${address}\`. Ranges and networks are for \`virtual_server_group\`.`,
  })
}

function tellPort(cursor: Cursor, addressWord: string, { says: wrong, hint }: Wording): undefined {
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `${quoted(cursor.word)} is no port: a whole number from 1 to 65535 is expected`,
    hint,
    keepalived: [...faultOf(portNumber, cursor.word), ...says(wrong(addressWord, cursor.word))],
  })
  return undefined
}

/** keepalived's words about a missing word, which ends its test. */
const missing = (keyword: string): string =>
  `*** Configuration line starting \`${keyword}\` is missing a parameter after keyword \`${keyword}\` at word position 2`

/** Of a real_server block. */
export const realServerHeader = (): Arg<Endpoint> => ({
  ...endpoint({
    says: (word, portWord) => `Invalid real server ip address/port ${word}/${portWord ?? '(null)'} - skipping`,
    hint: 'The server is skipped, as in keepalived.',
  }),
  fault: () => missing('real_server'),
})

/** The value of sorry_server. */
export const sorryServerAddress = (): Arg<Endpoint> => ({
  ...endpoint({
    says: (word) => `Invalid sorry server IP address ${word} - skipping`,
    hint: 'The line is ignored, as in keepalived.',
  }),
  plain: ({ address, port: number }) => (number === 0 ? address : `${address} ${number}`),
})

const mark = integer(0, 4294967295)

/** ADDRESS [PORT], `fwmark N` or `group NAME`. */
export const serviceHeader = (): Arg<ServiceHeader> => {
  const plain = endpoint({
    says: (word, portWord) =>
      portWord === undefined
        ? `Invalid virtual server IP address ${word} - skipping`
        : `Invalid virtual server IP address/port ${word}/${portWord} - skipping`,
    hint: 'The whole block is skipped, as in keepalived.',
  })
  return {
    expects: 'an IP address and optionally a port, `fwmark` with a mark, or `group` with a name',
    fault: () => missing('virtual_server'),
    read: (cursor) => {
      const { word } = cursor
      if (word !== 'fwmark' && word !== 'group') return plain.read(cursor)
      if (!cursor.next()) return tellNothing(cursor, word)
      return word === 'group' ? { group: cursor.word } : readMark(cursor)
    },
  }
}

function tellNothing(cursor: Cursor, word: 'fwmark' | 'group'): undefined {
  cursor.tell({
    code: 'missing-value',
    severity: 'error',
    message: `\`virtual_server ${word}\` must be followed by ${word === 'group' ? 'the name of a `virtual_server_group`' : mark.expects}`,
    hint: 'The whole block is skipped.',
  })
  return undefined
}

function readMark(cursor: Cursor): ServiceHeader | undefined {
  const fwmark = mark.read(cursor)
  if (fwmark === undefined) {
    cursor.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `${quoted(cursor.word)} is no firewall mark: ${mark.expects} is expected`,
      hint: 'The whole block is skipped, as in keepalived.',
      keepalived: [
        ...faultOf(mark, cursor.word),
        ...says(`virtual server fwmark '${cursor.word}' must be in [0, 4294967295] - ignoring`),
      ],
    })
    return undefined
  }
  if (fwmark === 0) {
    cursor.tell({
      code: 'wrong-value',
      severity: 'warning',
      message: 'The firewall mark 0 is that of packets without a mark',
      hint: 'The kernel has no service of it. Give the packets another mark.',
    })
  }
  return { fwmark }
}
