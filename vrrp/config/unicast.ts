// Unicast: the lines of unicast_peer as they are written, and what an instance makes of them and of the other unicast keywords.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { ipAddress, parseInteger } from '../../config/schema/args.js'
import { statementOf } from '../../config/schema/block.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { spanAt, tellAt, tellKeyword, type Complaint } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { familyOf, type AddressFamily, type IpAddress } from '../../config/values/ip.js'
import type { GlobalValues } from '../../config/global-defs.js'
import type { BoundInstance } from './instance.js'
import type { UnicastConfig, UnicastPeer } from './model.js'

/** A peer as written, with what is wrong in it: keepalived names the instance in what it says, which the line does not know. */
export interface PeerLine {
  /** undefined = it is none. */
  readonly address: IpAddress | undefined
  readonly minTtl: number | undefined
  readonly maxTtl: number | undefined
  readonly faults: readonly PeerFault[]
}

interface PeerFault {
  readonly code: string
  readonly message: string
  /** Offsets into the text of the line. */
  readonly start: number
  readonly end: number
  /** After the name of the instance and the address. */
  readonly says: string
}

type Draft = { -readonly [K in keyof PeerLine]: PeerLine[K] }

/** ADDRESS [min_ttl N] [max_ttl N]; a wrong option does not cost the peer. */
export const unicastPeer = (): Arg<PeerLine> => ({
  expects: 'an IP address, optionally with `min_ttl` and `max_ttl`',
  read: (cursor) => {
    const peer: Draft = { address: ipAddress().read(cursor), minTtl: undefined, maxTtl: undefined, faults: noFaults }
    if (peer.address !== undefined) while (cursor.next() && readOption(cursor, peer));
    cursor.skipRest()
    return peer
  },
})

const noFaults: readonly PeerFault[] = []

/** False when the rest of the line is not looked at. */
function readOption(cursor: Cursor, peer: Draft): boolean {
  const option = cursor.word
  if (option !== 'min_ttl' && option !== 'max_ttl') {
    const message = `Unknown option \`${option}\` for a peer: only \`min_ttl\` and \`max_ttl\` exist`
    addFault(cursor, peer, 'unknown-option', message, `unknown unicast_peer option ${option}`)
    return false
  }
  if (!cursor.next()) {
    const message = `\`${option}\` must be followed by a number`
    addFault(cursor, peer, 'missing-value', message, `${option} is missing a value`)
    return false
  }
  const ttl = parseInteger(cursor.word)
  if (ttl === undefined || ttl > 255) {
    const message = `\`${cursor.word}\` is not a TTL: a whole number from 0 to 255 is expected`
    addFault(cursor, peer, 'wrong-value', message, '')
  } else if (option === 'min_ttl') peer.minTtl = ttl
  else peer.maxTtl = ttl
  return true
}

function addFault({ start, end }: Cursor, peer: Draft, code: string, message: string, said: string): void {
  peer.faults = [...peer.faults, { code, message, start, end, says: said }]
}

const unicastKeywords = new Set([
  'unicast_peer',
  'unicast_fault_no_peer',
  'check_unicast_src',
  'old_unicast_checksum',
  'unicast_src_ip',
])

/** Whether the block has a keyword that asks for unicast, peers or not. */
export const asksForUnicast = (bound: BoundInstance): boolean =>
  bound.block.statements.some((statement) => unicastKeywords.has(statement.keyword))

/** The unicast side of an instance; undefined = it uses multicast. */
export function unicastConfig(
  bound: BoundInstance,
  family: AddressFamily,
  globals: GlobalValues,
  report: Report,
): UnicastConfig | undefined {
  const { values } = bound
  const peers = peersOf(bound, family, report)
  if (peers.length === 0) {
    checkWithoutPeers(bound, report)
    return undefined
  }
  const limited = values.unicastPeers.some(({ value }) => value.minTtl !== undefined || value.maxTtl !== undefined)
  return {
    peers,
    checkSource: values.checkUnicastSource || limited || globals.checkUnicastSource,
    ttl: values.unicastTtl,
    oldChecksum: values.oldUnicastChecksum ?? 'auto',
  }
}

function peersOf(bound: BoundInstance, family: AddressFamily, report: Report): readonly UnicastPeer[] {
  const seen = new Map<IpAddress, Entry<PeerLine>>()
  const peers: UnicastPeer[] = []
  for (const entry of bound.values.unicastPeers) {
    const { address, minTtl = 0, maxTtl = 255 } = entry.value
    if (address === undefined) tellMalformed(bound, entry, report)
    else if (familyOf(address) !== family) tellFamily(bound, entry, family, report)
    else {
      for (const fault of entry.value.faults) tellFault(bound, entry, fault, report)
      const first = seen.get(address)
      if (first === undefined) {
        seen.set(address, entry)
        checkRange(bound, entry, minTtl, maxTtl, report)
        peers.push({ address, minTtl, maxTtl })
      } else tellTwice(bound, entry, first, report)
    }
  }
  return peers
}

function tellMalformed(bound: BoundInstance, entry: Entry<PeerLine>, report: Report): void {
  tellEntry(entry, report, {
    code: 'wrong-value',
    severity: 'error',
    message: `\`${textOf(entry)}\` is not a peer: an IP address is expected`,
    hint: 'The peer is dropped, as in keepalived.',
    keepalived: says(
      `Configuration error: VRRP instance[${bound.header}] malformed unicast peer address[${textOf(entry)}]. Skipping...`,
    ),
  })
}

function tellFault(bound: BoundInstance, entry: Entry<PeerLine>, fault: PeerFault, report: Report): void {
  const { code, message, start, end, says: said } = fault
  tellAt(report, entry.statement, start, end, {
    code,
    severity: 'error',
    message,
    hint: 'The peer is kept without it, as in keepalived.',
    keepalived: said === '' ? undefined : says(`(${bound.header}) ${textOf(entry)} - ${said}`),
  })
}

function checkRange(
  bound: BoundInstance,
  entry: Entry<PeerLine>,
  minTtl: number,
  maxTtl: number,
  report: Report,
): void {
  if (minTtl <= maxTtl) return
  tellEntry(entry, report, {
    code: 'empty-range',
    severity: 'error',
    message: `No packet has a TTL of at least ${minTtl} and at most ${maxTtl}`,
    hint: 'All adverts of this peer are dropped, as in keepalived: both directors would be master. Exchange the numbers.',
    keepalived: says(
      `(${bound.header}) ${textOf(entry)} - min_ttl ${minTtl} > max_ttl ${maxTtl} - all packets will be discarded`,
    ),
  })
}

function tellFamily(bound: BoundInstance, entry: Entry<PeerLine>, family: AddressFamily, report: Report): void {
  tellEntry(entry, report, {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${textOf(entry)}\` is a peer of the other family: the instance is an ${family === 'inet' ? 'IPv4' : 'IPv6'} one`,
    hint: 'The peer is dropped, as in keepalived. Use an instance for each family.',
    keepalived: says(
      `Configuration error: VRRP instance[${bound.header}] and unicast peer address[${textOf(entry)}] MUST be of the same family !!! Skipping...`,
    ),
  })
}

function tellTwice(bound: BoundInstance, entry: Entry<PeerLine>, first: Entry<PeerLine>, report: Report): void {
  tellEntry(entry, report, {
    code: 'duplicate-entry',
    severity: 'error',
    message: `\`${textOf(entry)}\` is already a peer of this instance`,
    hint: 'The second one is dropped, as in keepalived.',
    related: [{ message: 'the first one', span: spanAt(first.statement, first.start, first.end) }],
    keepalived: says(`(${bound.header}) ${textOf(entry)} - duplicate unicast_peer`),
  })
}

/** Unicast was asked for, and nobody is there to send to. */
function checkWithoutPeers(bound: BoundInstance, report: Report): void {
  const { values } = bound
  const ttl = values.unicastTtl === undefined ? undefined : statementOf(bound, 'unicastTtl')
  if (ttl !== undefined) {
    tellKeyword(report, ttl, {
      code: 'ignored-flag',
      severity: 'error',
      message: '`unicast_ttl` means nothing without unicast peers',
      hint: 'It is ignored: multicast adverts have a TTL of 255. Remove the line, or add `unicast_peer { ADDRESS }`.',
      keepalived: says(`(${bound.header}): Cannot use unicast_ttl without unicast peers - resetting`),
    })
  }
  const first = bound.block.statements.find((statement) => unicastKeywords.has(statement.keyword))
  if (first === undefined) return
  const faulty = values.unicastFaultNoPeer
  tellKeyword(report, first, {
    code: 'unicast-without-peers',
    severity: faulty ? 'warning' : 'error',
    message: `\`${first.keyword}\` asks for unicast, but \`vrrp_instance ${bound.header}\` has no unicast peer`,
    hint: faulty
      ? 'The instance would stay in FAULT for ever: it is left out. Add `unicast_peer { ADDRESS }`.'
      : 'Multicast is used, as in keepalived. Add `unicast_peer { ADDRESS }`, or remove the line.',
    ...(faulty
      ? {}
      : {
          keepalived: saysAtEnd(
            `(${bound.header}) A unicast keyword has been specified without any unicast peers. Defaulting to multicast. This usage is deprecated - please update your configuration.`,
          ),
        }),
  })
}

const textOf = (entry: Entry<unknown>): string => entry.statement.line.text.slice(entry.start, entry.end)

const tellEntry = (entry: Entry<unknown>, report: Report, complaint: Complaint): void => {
  tellAt(report, entry.statement, entry.start, entry.end, complaint)
}
