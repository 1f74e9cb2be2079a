// Everything that leaves the VRRP core, in the order in which it is to be done.

import type { IpAddress } from '../../config/values/ip.js'
import type { LogEntry } from '../../config/values/log-entry.js'
import type { VirtualAddress } from '../config/model.js'

export type VrrpState = 'INIT' | 'BACKUP' | 'MASTER' | 'FAULT'

export type VrrpEffect =
  /** A whole IPv4 packet (header included, header checksum 0) for a header-included raw socket bound to `interface`. */
  | {
      readonly kind: 'sendAdvert'
      readonly instance: string
      readonly interface: string
      readonly destination: IpAddress
      readonly priority: number
      readonly packet: Uint8Array
    }
  /** Added in order; a failure of one does not stop the rest. "Already there" is fine. */
  | { readonly kind: 'addAddresses'; readonly instance: string; readonly addresses: readonly VirtualAddress[] }
  /** Removed in order; "not there" is fine. */
  | { readonly kind: 'removeAddresses'; readonly instance: string; readonly addresses: readonly VirtualAddress[] }
  /** Gratuitous ARP: `repeat` rounds over all addresses in order (GARP-01). */
  | {
      readonly kind: 'announce'
      readonly instance: string
      readonly addresses: readonly VirtualAddress[]
      readonly repeat: number
    }
  /** A change operators may have scripts and mail for; also keeps the supervisor's picture of states. */
  | {
      readonly kind: 'notify'
      readonly subject: 'INSTANCE' | 'GROUP'
      readonly name: string
      readonly state: 'MASTER' | 'BACKUP' | 'FAULT' | 'STOP' | 'DELETED'
      /** Effective priority; 0 for groups (SYN-13). */
      readonly priority: number
      /** False at start-up and when only a state already known is repeated: scripts run, no mail. */
      readonly mail: boolean
    }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  /** The core is done: every instance has stopped. Only after `stop`. */
  | { readonly kind: 'stopped' }
