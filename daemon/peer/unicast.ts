// Whether unicast adverts arrive: each side must send to the address the other listens on, and may insist on knowing the sender.

import type { Report } from '../../config/diagnostic.js'
import { tellPair } from './complaint.js'
import { placeOf, type Router } from './director.js'
import type { Hearing } from './adverts.js'
import type { RouterPair } from './matching.js'

/** Reports what does not fit; both hear when either side uses multicast, which is compared elsewhere. */
export function unicastHearing({ own, other }: RouterPair, otherLabel: string, report: Report): Hearing {
  if (own.config.unenforced.unicast === undefined || other.config.unenforced.unicast === undefined) {
    return { own: true, other: true }
  }
  const same = own.config.sourceAddress
  if (same !== undefined && same === other.config.sourceAddress) {
    tellPair(report, {
      code: 'peer-unicast',
      severity: 'error',
      message: `\`${own.config.name}\`: both directors send from ${same}`,
      hint: 'Only one of them can have the address, and neither hears the other: both become master. `unicast_src_ip` is the own address of each.',
      span: placeOf(own, 'sourceAddress'),
      related: [{ message: 'the same address', span: placeOf(other, 'sourceAddress') }],
    })
    return { own: false, other: false }
  }
  const arrives = { other: reaches(own, other), own: reaches(other, own) }
  if (!arrives.other) {
    tellUnreached(own, other, `\`${otherLabel}\` sends from and listens on ${other.config.sourceAddress ?? ''}`, report)
  }
  if (!arrives.own) tellUnknown(own, other, otherLabel, report)
  return {
    own: arrives.own && accepts(own, other),
    other: arrives.other && accepts(other, own),
  }
}

/** Whether the adverts of one go to the address the other listens on; an address that is not configured is given the benefit of doubt. */
const reaches = (sender: Router, listener: Router): boolean =>
  listener.config.sourceAddress === undefined || knows(sender, listener)

const accepts = (listener: Router, sender: Router): boolean =>
  listener.config.unenforced.unicast?.checkSource !== true ||
  sender.config.sourceAddress === undefined ||
  knows(listener, sender)

const knows = (one: Router, another: Router): boolean =>
  one.config.unenforced.unicast?.peers.some((peer) => peer.address === another.config.sourceAddress) === true

function tellUnreached(own: Router, other: Router, fact: string, report: Report): void {
  tellPair(report, {
    code: 'peer-unicast',
    severity: 'error',
    message: `\`${own.config.name}\`: ${fact}, which is not among the unicast peers here`,
    hint: 'It never hears this director and becomes master beside it. Add the address to `unicast_peer`.',
    span: placeOf(own, 'unicastPeers'),
    related: [{ message: 'the address', span: placeOf(other, 'sourceAddress') }],
  })
}

function tellUnknown(own: Router, other: Router, otherLabel: string, report: Report): void {
  tellPair(report, {
    code: 'peer-unicast',
    severity: 'error',
    message: `\`${own.config.name}\`: adverts leave from and arrive at ${own.config.sourceAddress ?? ''}, which is not among the unicast peers of \`${otherLabel}\``,
    hint: 'This director never hears the other and becomes master beside it. Add the address to `unicast_peer` there, or correct `unicast_src_ip`.',
    span: placeOf(own, 'sourceAddress'),
    related: [{ message: 'the peers there', span: placeOf(other, 'unicastPeers') }],
  })
}
