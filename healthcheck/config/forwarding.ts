// Arguments that virtual servers and real servers share: where a server is, and how packets get to it.

import type { Arg } from '../../config/schema/arg.js'
import { parseInteger } from '../../config/schema/args.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { parseIpAddress, type Endpoint } from '../../config/values/ip.js'

export type Method = 'NAT' | 'DR' | 'TUN'

/** ADDRESS [PORT]; port 0 = none given. */
export const endpoint = (): Arg<Endpoint> => ({
  expects: 'an IP address, and optionally a port',
  read: (cursor) => {
    const address = parseIpAddress(cursor.word)
    if (address === undefined) return undefined
    if (!cursor.next()) return { address, port: 0 }
    const port = parseInteger(cursor.word)
    return port !== undefined && port <= 65535 ? { address, port } : undefined
  },
})

const isMethod = (word: string): word is Method => word === 'NAT' || word === 'DR' || word === 'TUN'

/** NAT, DR or TUN; of the options of a tunnel only the plain type is supported. */
export const method = (): Arg<Method> => ({
  expects: 'one of `NAT`, `DR`, `TUN`',
  words: ['NAT', 'DR', 'TUN'],
  read: (cursor) => {
    const { word } = cursor
    if (!isMethod(word)) return undefined
    while (cursor.next()) readTunnelOption(cursor)
    return word
  },
})

const tunnelOptions = new Set(['type', 'port', 'nocsum', 'csum', 'remcsum'])

function readTunnelOption(cursor: Cursor): void {
  const option = cursor.word
  const known = tunnelOptions.has(option)
  const takesValue = option === 'type' || option === 'port'
  if (takesValue && cursor.next() && option === 'type' && cursor.word === 'ipip') return
  cursor.tell({
    code: known ? 'not-enforced-yet' : 'unknown-option',
    severity: 'error',
    message: known
      ? `\`${option}\` of a tunnel is read, but not enforced yet`
      : `Unknown option \`${option}\` for a forwarding method`,
    hint: known ? 'The tunnel is plain IP in IP.' : 'The word is ignored.',
  })
}
