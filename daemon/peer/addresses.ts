// Whether two directors hold the same addresses. A receiver compares the list of an advert with its own and only writes that they differ
// (RX-20); what hurts is the address that is missing after a take-over.

import type { RelatedPlace, Report } from '../../config/diagnostic.js'
import { spanAt } from '../../config/schema/cursor.js'
import type { IpAddress } from '../../config/values/ip.js'
import type { VirtualAddress } from '../../vrrp/config/model.js'
import { listOf } from '../lint/list-of.js'
import { tellPair } from './complaint.js'
import { headerOf, placeOf, type Router } from './director.js'
import type { RouterPair } from './matching.js'

export function compareAddresses(pair: RouterPair, otherLabel: string, report: Report): void {
  const [own, other] = [allOf(pair.own), allOf(pair.other)]
  const ownOnly = [...own.keys()].filter((address) => !other.has(address))
  const otherOnly = [...other.keys()].filter((address) => !own.has(address))
  if (ownOnly.length + otherOnly.length > 0) {
    tellMissing(pair, ownOnly, otherOnly, otherLabel, report)
    return
  }
  if (tellAdvertised(pair, otherLabel, report)) return
  tellOrder(pair, otherLabel, report)
  tellLengths(pair, own, other, otherLabel, report)
}

function tellMissing(
  { own, other }: RouterPair,
  ownOnly: readonly IpAddress[],
  otherOnly: readonly IpAddress[],
  otherLabel: string,
  report: Report,
): void {
  const parts = [
    ...(ownOnly.length > 0 ? [`${listOf(ownOnly)} only here`] : []),
    ...(otherOnly.length > 0 ? [`${listOf(otherOnly)} only in \`${otherLabel}\``] : []),
  ]
  const [mine] = ownOnly
  const [theirs] = otherOnly
  const notes = theirs === undefined ? [] : noteOn(other, theirs, 'only here')
  tellPair(report, {
    code: 'peer-addresses',
    severity: 'warning',
    message: `\`${own.config.name}\`: ${parts.join(', ')}`,
    hint: "After a take-over such an address is nowhere, and both write about each other's adverts. Write the same addresses in both files.",
    span: mine === undefined ? placeOf(own, 'addresses') : (entryPlace(own, mine) ?? headerOf(own)),
    related: notes.length > 0 ? notes : [{ message: 'the addresses there', span: placeOf(other, 'addresses') }],
  })
}

/** The same address may be advertised by one and excluded by the other. */
function tellAdvertised({ own, other }: RouterPair, otherLabel: string, report: Report): boolean {
  const theirs = new Set(other.config.addresses.map(({ address }) => address))
  const mine = new Set(own.config.addresses.map(({ address }) => address))
  const differing = [...mine].filter((one) => !theirs.has(one)).concat([...theirs].filter((one) => !mine.has(one)))
  const [first] = differing
  if (first === undefined) return false
  tellPair(report, {
    code: 'peer-addresses',
    severity: 'warning',
    message: `\`${own.config.name}\`: ${listOf(differing)} ${differing.length === 1 ? 'is' : 'are'} advertised by one director and excluded by the other (\`${otherLabel}\`)`,
    hint: "Both write about a different address list in each other's adverts. Put the address into the same block in both files.",
    span: entryPlace(own, first) ?? headerOf(own),
    related: noteOn(other, first, 'there'),
  })
  return true
}

function tellOrder({ own, other }: RouterPair, otherLabel: string, report: Report): void {
  const theirs = other.config.addresses
  const at = own.config.addresses.findIndex(({ address }, index) => theirs[index]?.address !== address)
  const [mine, there] = [own.config.addresses[at]?.address, theirs[at]?.address]
  if (mine === undefined || there === undefined) return
  tellPair(report, {
    code: 'peer-address-order',
    severity: 'hint',
    message: `\`${own.config.name}\`: the addresses stand in another order in \`${otherLabel}\``,
    hint: 'Directors accept it; other implementations of VRRP may compare the list as it stands. Keep one order, and files are easier to compare.',
    span: entryPlace(own, mine) ?? headerOf(own),
    related: noteOn(other, there, 'in its place there'),
  })
}

function tellLengths(
  { own, other }: RouterPair,
  mine: ReadonlyMap<IpAddress, VirtualAddress>,
  theirs: ReadonlyMap<IpAddress, VirtualAddress>,
  otherLabel: string,
  report: Report,
): void {
  for (const [address, { prefixLength }] of mine) {
    const there = theirs.get(address)?.prefixLength
    if (there === undefined || there === prefixLength) continue
    tellPair(report, {
      code: 'peer-addresses',
      severity: 'warning',
      message: `\`${own.config.name}\`: ${address} has the length /${prefixLength} here and /${there} in \`${otherLabel}\``,
      hint: 'The routes that come with the address change at a take-over. Write the same length in both files.',
      span: entryPlace(own, address) ?? headerOf(own),
      related: noteOn(other, address, `/${there}`),
    })
    return
  }
}

const allOf = ({ config }: Router): ReadonlyMap<IpAddress, VirtualAddress> =>
  new Map(
    [...config.addresses, ...config.excludedAddresses, ...config.unenforced.otherFamily].map((one) => [
      one.address,
      one,
    ]),
  )

function entryPlace({ bound }: Router, address: IpAddress) {
  const entry = [...bound.values.addresses, ...bound.values.excludedAddresses].find(
    (one) => one.value.address === address,
  )
  return entry === undefined ? undefined : spanAt(entry.statement, entry.start, entry.end)
}

function noteOn(router: Router, address: IpAddress, message: string): readonly RelatedPlace[] {
  const span = entryPlace(router, address)
  return span === undefined ? [] : [{ message, span }]
}
