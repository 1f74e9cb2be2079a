// Everything that enters the VRRP core. Plain values: a recording of them replays as a test.

import type { IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'
import type { VrrpConfig } from '../config/model.js'

export type VrrpEvent =
  /** First configuration, or a new one (reload): applied by difference. */
  | {
      readonly kind: 'configured'
      readonly config: VrrpConfig
      /** Names of instances that were MASTER when a previous vrrp process died; their addresses are still in place. */
      readonly adopted: readonly string[]
      /** Current links and IPv4/IPv6 addresses of all interfaces, read just before. */
      readonly links: readonly LinkState[]
      readonly addresses: readonly InterfaceAddress[]
    }
  /** A packet that passed all checks of vrrp/machine/receive.ts. */
  | { readonly kind: 'advert'; readonly instance: string; readonly advert: ReceivedAdvert }
  /** A packet for a known instance that failed a check: counted, logged once, changes nothing. */
  | { readonly kind: 'rejected'; readonly instance: string; readonly source: IpAddress; readonly fault: AdvertFault }
  /** A deadline may have passed. Changes nothing when nothing is due. */
  | { readonly kind: 'clock' }
  /** A link appeared, changed or vanished (exists: false). */
  | { readonly kind: 'link'; readonly link: LinkState }
  | { readonly kind: 'address'; readonly address: InterfaceAddress; readonly present: boolean }
  /** An address could not be added or removed; EEXIST and EADDRNOTAVAIL are not failures and never arrive here. */
  | { readonly kind: 'addressFailed'; readonly instance: string; readonly address: IpAddress; readonly reason: string }
  | { readonly kind: 'sendFailed'; readonly instance: string; readonly reason: string }
  /** Stop in order: priority 0, addresses removed, notifies. */
  | { readonly kind: 'stop' }

export interface LinkState {
  readonly name: string
  readonly index: number
  readonly exists: boolean
  /** Administratively up and RUNNING (IF-01). */
  readonly up: boolean
  readonly mtu: number
  /** Six bytes as aa:bb:cc:dd:ee:ff; undefined for links without an Ethernet address. */
  readonly mac: string | undefined
  /** IFF_NOARP is set: no gratuitous ARP is sent here. */
  readonly noArp: boolean
}

export interface InterfaceAddress {
  readonly interface: string
  readonly address: IpAddress
  readonly prefixLength: number
  /** rtnetlink scope: 0 global, 253 link, 254 host. */
  readonly scope: number
  /** IFA_F_SECONDARY */
  readonly secondary: boolean
}

export interface ReceivedAdvert {
  readonly source: IpAddress
  /** 0–255 */
  readonly priority: number
  readonly interval: Duration
  readonly addresses: readonly IpAddress[]
}

/** Why a packet was refused, in the order of the checks (conformance section E). `counter` names the statistic that moves. */
export interface AdvertFault {
  readonly counter: FaultCounter
  /** keepalived's wording without the "(instance) " prefix. */
  readonly text: string
}

export type FaultCounter =
  | 'packetLengthErrors'
  | 'ipTtlErrors'
  | 'versionErrors'
  | 'invalidAuthType'
  | 'authTypeMismatch'
  | 'authFailure'
  | 'advertIntervalErrors'
  | 'invalidTypeReceived'
  | 'checksumErrors'
  | 'addressListErrors'
