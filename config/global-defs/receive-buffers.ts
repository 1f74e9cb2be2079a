// vrrp_rx_bufs_policy: how large the receive buffers of VRRP's sockets are. Several words, and several lines, add up.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import type { Cursor } from '../schema/cursor.js'
import { keyword, type Field } from '../schema/keyword.js'
import { integerFault, readInteger } from '../schema/numbers.js'

export interface ReceiveBuffers {
  /** By the size of packets the interface takes. */
  readonly mtu: boolean
  /** By the size of the longest advert to be expected. */
  readonly advert: boolean
  /** Bytes; undefined = not fixed. */
  readonly size: number | undefined
}

const nothing: ReceiveBuffers = { mtu: false, advert: false, size: undefined }

/** What is left when not all of it can hold: a size before a policy, the MTU before the advert. */
const settled = (all: ReceiveBuffers): ReceiveBuffers =>
  all.size !== undefined ? { ...nothing, size: all.size } : all.mtu ? { ...nothing, mtu: true } : all

const policies = (): Arg<ReceiveBuffers> => ({
  expects: '`MTU`, `ADVERT` or a number of bytes',
  words: ['MTU', 'ADVERT'],
  read: (cursor) => {
    // A number is always looked for in the first word, whichever word asks for it.
    const first = cursor.word
    let found = nothing
    do found = withWord(found, cursor, first)
    while (cursor.next())
    tellConflict(found, cursor)
    return settled(found)
  },
})

function withWord(found: ReceiveBuffers, cursor: Cursor, first: string): ReceiveBuffers {
  const policy = cursor.word.toUpperCase()
  if (policy === 'MTU') return { ...found, mtu: true }
  if (policy === 'ADVERT') return { ...found, advert: true }
  const fault = integerFault(first, 0, 4294967295, 'unsigned')
  if (fault === undefined) return { ...found, size: readInteger(first, 'unsigned') }
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${cursor.word}\` is not valid for \`vrrp_rx_bufs_policy\`: \`MTU\`, \`ADVERT\` or a number of bytes is expected`,
    hint: 'The word is ignored, as in keepalived. A number must stand alone.',
    keepalived: says(fault, `Invalid vrrp_rx_bufs_policy ${cursor.word}`),
  })
  return found
}

function tellConflict({ mtu, advert, size }: ReceiveBuffers, cursor: Cursor): void {
  const both =
    size !== undefined && (mtu || advert)
      ? (['a size and a policy', 'Cannot set vrrp_rx_bufs_policy size and policy, ignoring policy'] as const)
      : mtu && advert
        ? (['`MTU` and `ADVERT`', 'Cannot set both vrrp_rx_bufs_policy MTU and ADVERT, ignoring ADVERT'] as const)
        : undefined
  if (both === undefined) return
  cursor.tell({
    code: 'contradictory-options',
    severity: 'error',
    message: `\`vrrp_rx_bufs_policy\` cannot have both ${both[0]}`,
    hint: 'The first of the two is used, as in keepalived.',
    keepalived: says(both[1]),
  })
}

export const receiveBuffers = (): Field<ReceiveBuffers | undefined> =>
  keyword('vrrp_rx_bufs_policy', policies(), {
    notYet: "The kernel's usual size of receive buffers is used.",
    saysMissing: () => 'vrrp_rx_bufs_policy missing',
    merge: {
      choose: (before, next) =>
        settled({ mtu: before.mtu || next.mtu, advert: before.advert || next.advert, size: next.size ?? before.size }),
    },
  })
