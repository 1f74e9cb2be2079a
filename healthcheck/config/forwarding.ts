// How packets get to a server: `lb_kind`, `lvs_method` and `sorry_server_lvs_method`, with the options of a tunnel. The options of a line
// count all together or not at all.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { port } from '../../config/schema/args.js'
import { faultOf, quoted } from '../../config/schema/complaints.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { notYet } from '../../config/schema/not-yet.js'
import type { Forwarding, Method, TunnelConfig } from './model.js'

export const methods = ['NAT', 'DR', 'TUN'] as const

const plain: ReadonlyMap<string, Forwarding> = new Map(methods.map((method) => [method, { method, tunnel: undefined }]))

/** NAT without options: keepalived's default. */
export const defaultForwarding: Forwarding = { method: 'NAT', tunnel: undefined }

/** Whose method it is, in keepalived's messages. */
export type Whose = 'virtual' | 'real' | 'sorry'

/** keepalived's words about another word than these. */
export const saysUnknownMethod =
  (whose: Whose) =>
  (word: string): string =>
    `PARSER : unknown [${word}] routing method for ${whose} server.`

export const forwarding = (whose: Whose): Arg<Forwarding> => ({
  expects: 'one of `NAT`, `DR`, `TUN`',
  words: methods,
  read: (cursor) => {
    const found = plain.get(cursor.word)
    if (found === undefined || !cursor.next()) return found
    return withOptions(found, cursor, whose)
  },
  plain: ({ method, tunnel }) => {
    if (tunnel === undefined) return method
    const options = tunnel.type === 'gue' ? ` port ${tunnel.port}` : ''
    return `${method} type ${tunnel.type}${options}${tunnel.checksum === 'nocsum' ? '' : ` ${tunnel.checksum}`}`
  },
})

type Checksum = 'nocsum' | 'csum' | 'remcsum'

interface Options {
  type: 'ipip' | 'gue' | 'gre'
  port: number
  checksum: Checksum
}

/** The cursor stands on the first option. */
function withOptions(found: Forwarding, cursor: Cursor, whose: Whose): Forwarding {
  const first = { word: cursor.word, start: cursor.start, end: cursor.end }
  const options: Options = { type: 'ipip', port: 0, checksum: 'nocsum' }
  do {
    if (!readOption(options, cursor, whose)) {
      cursor.skipRest()
      return found
    }
  } while (cursor.next())
  const last = cursor.end
  Object.assign(cursor, first, { end: last })
  const tunnel = tunnelOf(options, cursor)
  if (tunnel === undefined) return found
  if (found.method !== 'TUN') {
    tellNoTunnel(cursor, found.method)
    return found
  }
  const what = tunnel.type === 'gue' ? '`type gue`' : '`type gre`'
  cursor.tell(notYet(`${what} of a tunnel`, 'Packets are sent as plain IP in IP: the real servers have to take that.'))
  return { method: 'TUN', tunnel }
}

const types: ReadonlySet<string> = new Set(['ipip', 'gue', 'gre'])
const checksums: ReadonlySet<string> = new Set(['nocsum', 'csum', 'remcsum'])
const portNumber = port()

/** False: the option is wrong (reported). */
function readOption(options: Options, cursor: Cursor, whose: Whose): boolean {
  const { word } = cursor
  if (checksums.has(word)) {
    options.checksum = word as Checksum
    return true
  }
  if (word === 'type') return readType(options, cursor, whose)
  if (word === 'port') return readPort(options, cursor, whose)
  cursor.tell({
    code: 'unknown-option',
    severity: 'error',
    message: `Unknown option ${quoted(word)} for a forwarding method`,
    hint: noOption,
    keepalived: says(`Invalid tunnel option ${word} for ${whose} server.`),
  })
  return false
}

const noOption = 'No option of this line counts, as in keepalived.'

function readType(options: Options, cursor: Cursor, whose: Whose): boolean {
  if (!cursor.next()) return tellNothing(cursor, 'type', `Missing tunnel type for ${whose} server.`)
  if (types.has(cursor.word)) {
    options.type = cursor.word as Options['type']
    return true
  }
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `${quoted(cursor.word)} is no type of a tunnel: one of \`ipip\`, \`gue\`, \`gre\` is expected`,
    hint: noOption,
    keepalived: says(`Unknown tunnel type ${cursor.word} for ${whose} server.`),
  })
  return false
}

function readPort(options: Options, cursor: Cursor, whose: Whose): boolean {
  if (!cursor.next()) return tellNothing(cursor, 'port', `Missing port for ${whose} server gue tunnel.`)
  const number = portNumber.read(cursor)
  if (number !== undefined) {
    options.port = number
    return true
  }
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `${quoted(cursor.word)} is no port: ${portNumber.expects} is expected`,
    hint: noOption,
    keepalived: [
      ...faultOf(portNumber, cursor.word),
      ...says(`Invalid gue tunnel port ${cursor.word} for ${whose} server.`),
    ],
  })
  return false
}

function tellNothing(cursor: Cursor, option: string, message: string): false {
  cursor.tell({
    code: 'missing-value',
    severity: 'error',
    message: `\`${option}\` must be followed by ${option === 'type' ? 'one of `ipip`, `gue`, `gre`' : portNumber.expects}`,
    hint: noOption,
    keepalived: says(message),
  })
  return false
}

/** undefined for a plain tunnel, and for options that do not go together (reported). */
function tunnelOf({ type, port: number, checksum }: Options, cursor: Cursor): TunnelConfig | undefined {
  if ((type === 'gue') !== (number !== 0)) {
    return tellConflict(
      cursor,
      type === 'gue' ? '`type gue` needs `port`' : '`port` is possible with `type gue` only',
      'gue tunnels require port, otherwise cannot have port.',
    )
  }
  if (type === 'gue') return { type, port: number, checksum }
  if (type === 'gre') {
    return checksum === 'remcsum'
      ? tellConflict(
          cursor,
          '`remcsum` is not possible with `type gre`',
          'gre tunnels do not support remote checksum option.',
        )
      : { type, checksum }
  }
  return checksum === 'nocsum'
    ? undefined
    : tellConflict(
        cursor,
        `\`${checksum}\` is not possible with plain IP in IP`,
        'ipip tunnels do not support checksum option.',
      )
}

function tellConflict(cursor: Cursor, message: string, said: string): undefined {
  cursor.tell({
    code: 'contradictory-options',
    severity: 'error',
    message,
    hint: noOption,
    keepalived: says(said),
  })
  return undefined
}

function tellNoTunnel(cursor: Cursor, method: Method): void {
  cursor.tell({
    code: 'ignored-flag',
    severity: 'warning',
    message: `Options of a tunnel have no effect with \`${method}\``,
    hint: 'Remove them, or use `TUN`.',
  })
}
