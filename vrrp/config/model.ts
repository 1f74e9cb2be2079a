// The VRRP part of a configuration after binding, defaults and cross-block rules: what the vrrp process is sent.
// Plain readonly data; names are keepalived.conf's in camel case.

import type { ScriptCommand } from '../../config/global-model.js'
import type { IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'

export interface VrrpConfig {
  /** In file order. */
  readonly instances: readonly InstanceConfig[]
  /** In file order; members exist, and stand in at most one group. */
  readonly syncGroups: readonly SyncGroupConfig[]
  /** vrrp_garp_* and friends are already merged into the instances. vrrp_mcast_group4, default 224.0.0.18. */
  readonly multicastGroup4: IpAddress
  /** vrrp_startup_delay, default 0. */
  readonly startupDelay: Duration
}

export interface InstanceConfig {
  readonly name: string
  readonly interface: string
  /** 1–255 */
  readonly virtualRouterId: number
  readonly version: 2
  readonly family: 'inet'
  /** `state`, after FSM-54/55: what the file asks for at start. */
  readonly initialState: 'MASTER' | 'BACKUP'
  /** 1–255; 255 = address owner. */
  readonly priority: number
  /** Whole seconds for version 2: 1–255 s. */
  readonly advertInterval: Duration
  readonly preempt: boolean
  /** preempt_delay, 0–1000 s. */
  readonly preemptDelay: Duration
  readonly authentication: AuthenticationConfig
  /** mcast_src_ip; undefined = the interface's primary address. */
  readonly sourceAddress: IpAddress | undefined
  readonly addresses: readonly VirtualAddress[]
  readonly excludedAddresses: readonly VirtualAddress[]
  readonly garp: GarpConfig
  /** higher_prio_send_advert, default false. */
  readonly higherPriorityAdvert: boolean
  /** lower_prio_no_advert, default false: true = stay silent on a lower-priority advert. */
  readonly lowerPriorityNoAdvert: boolean
  /** down_timer_adverts, 1–100, default 3. */
  readonly downTimerAdverts: number
  /** dont_track_primary: the instance's own interface going down is no fault. */
  readonly dontTrackPrimary: boolean
  /** track_interface of the instance and of its group, own interface not included. */
  readonly trackInterfaces: readonly TrackedInterface[]
  /** skip_check_adv_addr */
  readonly skipCheckAdvertAddresses: boolean
  readonly notify: NotifyConfig
  /** effective smtp_alert */
  readonly smtpAlert: boolean
}

export type AuthenticationConfig =
  | { readonly type: 'none' }
  /** The eight bytes on the wire as 16 hexadecimal digits (cut or zero-padded, RFC 2338 §5.3.6.2). Never logged. */
  | { readonly type: 'pass'; readonly key: string }

export interface VirtualAddress {
  readonly address: IpAddress
  /** Default 32 (128). */
  readonly prefixLength: number
  /** `dev`; the instance's interface when not given. */
  readonly device: string
  readonly label: string | undefined
  /** rtnetlink scope number: 0 global (default), 200 site, 253 link, 254 host, or a number. */
  readonly scope: number
  /** `broadcast`/`brd`: an address, '+' (host bits set) or '-' (host bits clear); undefined = none. */
  readonly broadcast: IpAddress | '+' | '-' | undefined
}

export interface GarpConfig {
  /** garp_master_delay, default 5 s; 0 = no second burst. */
  readonly delay: Duration
  /** garp_master_repeat, default 5, at least 1: packets per address per burst. */
  readonly repeat: number
  /** garp_master_refresh, default 0 = none. */
  readonly refresh: Duration
  /** garp_master_refresh_repeat, default 1. */
  readonly refreshRepeat: number
  /** garp_lower_prio_delay, default the global one, else the global garp_master_delay (5 s). */
  readonly lowerPriorityDelay: Duration
  /** garp_lower_prio_repeat, default the global one, else the global garp_master_repeat (5); 0 = none. */
  readonly lowerPriorityRepeat: number
}

export interface TrackedInterface {
  readonly interface: string
  /** -253…253; 0 = a fault when down. */
  readonly weight: number
  readonly reverse: boolean
}

export interface NotifyConfig {
  readonly master: ScriptCommand | undefined
  readonly backup: ScriptCommand | undefined
  readonly fault: ScriptCommand | undefined
  readonly stop: ScriptCommand | undefined
  /** `notify`: gets GROUP|INSTANCE, name, state and priority appended. */
  readonly any: ScriptCommand | undefined
}

export interface SyncGroupConfig {
  readonly name: string
  /** Instance names in configured order, at least one. */
  readonly members: readonly string[]
  readonly notify: NotifyConfig
  readonly smtpAlert: boolean
}
