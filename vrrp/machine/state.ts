// What the VRRP core remembers: plain records, owned by the router and changed in place. Only transitions.ts writes
// `state` of an instance. Absolute instants stand for timers: undefined = not running.

import type { IpAddress } from '../../config/values/ip.js'
import type { Instant } from '../../config/values/time.js'
import type {
  RunnableInstance as InstanceConfig,
  SyncGroupConfig,
  VirtualAddress,
  VrrpConfig,
} from '../config/model.js'
import type { AdvertSlots } from './adverts.js'
import type { FaultCounter, InterfaceAddress, LinkState } from './events.js'
import type { VrrpState } from './effects.js'
import type { VipTable } from './vips.js'

/** Why a state changed; appears as `reason` in logs and reports. */
export type TransitionReason =
  | 'startup'
  | 'address-owner'
  | 'receive-timeout'
  | 'preempt'
  | 'priority-0'
  | 'higher-priority-advert'
  | 'same-priority-higher-address'
  | 'virtual-address-removed'
  | 'link-down'
  | 'link-up'
  | 'tracked-interface-down'
  | 'tracked-interface-up'
  | 'no-source-address'
  | 'source-address-added'
  | 'duplicate-vrid'
  | 'duplicate-vrid-resolved'
  | 'sync-group'
  | 'deleted'
  | 'stop'

/** Each reason stands for itself; an instance runs only when there is none (IF-03). */
export type Fault =
  | { readonly kind: 'link-down'; readonly interface: string }
  | { readonly kind: 'tracked-interface-down'; readonly interface: string }
  | { readonly kind: 'no-source-address' }
  | { readonly kind: 'duplicate-vrid'; readonly holder: string }

export type Counter =
  | FaultCounter
  | 'advertReceived'
  | 'advertSent'
  | 'becomeMaster'
  | 'releaseMaster'
  | 'priorityZeroReceived'
  | 'priorityZeroSent'
  | 'sendErrors'
  | 'addressErrors'

export interface Instance {
  config: InstanceConfig
  state: VrrpState
  /** When `state` was entered, and why. */
  since: Instant
  reason: TransitionReason
  group: Group | undefined
  /** The wish to be master, apart from what the sync group allows (SYN-02). */
  wantsMaster: boolean
  faults: readonly Fault[]
  effectivePriority: number
  /** Primary address: the last one known while there is none, so that a last priority 0 can still be sent (IF-04). */
  source: IpAddress | undefined
  /** Whose adverts we obey as BACKUP; undefined = nobody's yet, or we are master. */
  master: IpAddress | undefined
  /** Who was heard last, obeyed or not, and with which priority. */
  peerAddress: IpAddress | undefined
  peerPriority: number

  /** BACKUP: when we take over, and what that will have been due to. */
  masterDownAt: Instant | undefined
  takeoverReason: TransitionReason
  /** BACKUP: adverts of a lower priority are obeyed until then (FSM-30). Not a deadline: looked at on each advert. */
  preemptAt: Instant | undefined
  /** MASTER */
  advertAt: Instant | undefined
  secondBurstAt: Instant | undefined
  lowerPriorityBurstAt: Instant | undefined
  refreshAt: Instant | undefined

  /** True while the virtual addresses are (to be) on the interface: as master, or adopted from a process that died. */
  holdsAddresses: boolean
  /** Addresses then excluded addresses, in configured order. */
  allAddresses: readonly VirtualAddress[]
  vips: VipTable
  /** The addresses in our adverts: as many as fit (PKT-13). */
  advertised: readonly IpAddress[]
  adverts: AdvertSlots | undefined
  /** IP identification of the last advert sent; 0 = none yet. */
  identification: number
  /** Kinds of problem already logged in this state period (RX-23). */
  problemsLogged: Set<string>
  /** The last state a mail may have been sent for. */
  notifiedState: VrrpState
  counters: Record<Counter, number>
}

export interface Group {
  readonly config: SyncGroupConfig
  state: VrrpState
  since: Instant
  members: readonly Instance[]
  notifiedState: VrrpState
}

export interface RouterState {
  /** undefined until the first `configured`. */
  config: VrrpConfig | undefined
  instances: Map<string, Instance>
  groups: Map<string, Group>
  /** The instance behind an interface and a virtual router id. */
  byInterface: Map<string, Map<number, Instance>>
  links: Map<string, LinkState>
  /** By interface, in the order in which the kernel told of them. */
  addresses: Map<string, InterfaceAddress[]>
  /** Every virtual address of every instance: never a source of adverts. */
  virtualAddresses: Set<IpAddress>
  /** vrrp_startup_delay still runs until then. */
  startupDelayEnds: Instant | undefined
  /** `stop` has been done: nothing happens any more. */
  stopped: boolean
}

export const newCounters = (): Record<Counter, number> => ({
  advertReceived: 0,
  advertSent: 0,
  becomeMaster: 0,
  releaseMaster: 0,
  priorityZeroReceived: 0,
  priorityZeroSent: 0,
  sendErrors: 0,
  addressErrors: 0,
  packetLengthErrors: 0,
  ipTtlErrors: 0,
  versionErrors: 0,
  invalidAuthType: 0,
  authTypeMismatch: 0,
  authFailure: 0,
  advertIntervalErrors: 0,
  invalidTypeReceived: 0,
  checksumErrors: 0,
  addressListErrors: 0,
})

/** The interface exists, is administratively up and has a carrier (IF-01). */
export const isUp = (router: RouterState, name: string): boolean => {
  const link = router.links.get(name)
  return link !== undefined && link.exists && link.up
}
