// The VRRP part of a configuration after binding, defaults and cross-block rules: what the vrrp process is sent.
// Plain readonly data; names are keepalived.conf's in camel case.

import type { ScriptCommand } from '../../config/global-model.js'
import type { AddressFamily, IpAddress, IpPrefix } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'
import type { AddressOptions } from './virtual-address.js'
import type { RouteLine, RuleLine } from './route-model.js'

export interface VrrpConfig {
  /** What is run, in file order. */
  readonly instances: readonly RunnableInstance[]
  /** Instances that the file means and nothing runs yet, in file order, and those whose sync group has such a member. */
  readonly leftOut: readonly InstanceConfig[]
  /** In file order; members are run, and stand in at most one group. */
  readonly syncGroups: readonly SyncGroupConfig[]
  /** vrrp_garp_* and friends are already merged into the instances. vrrp_mcast_group4, default 224.0.0.18. */
  readonly multicastGroup4: IpAddress
  /** vrrp_startup_delay, default 0. */
  readonly startupDelay: Duration
}

/** One virtual router as the file means it, with keepalived's defaults and corrections. */
export interface InstanceConfig {
  readonly name: string
  /** undefined = none: unicast that leaves the choice to the routing table. */
  readonly interface: string | undefined
  /** 1–255 */
  readonly virtualRouterId: number
  readonly version: VrrpVersion
  /** That of the adverts and of the addresses they list. */
  readonly family: AddressFamily
  /** `state`, after FSM-54/55: what the file asks for at start. */
  readonly initialState: 'MASTER' | 'BACKUP'
  /** 1–255; 255 = address owner. */
  readonly priority: number
  /** Version 2: 1–255 s in whole seconds. Version 3: 0.01–40.95 s in steps of 0.01 s. */
  readonly advertInterval: Duration
  readonly preempt: boolean
  /** preempt_delay, 0–1000 s. */
  readonly preemptDelay: Duration
  readonly authentication: AuthenticationConfig
  /** mcast_src_ip or unicast_src_ip; undefined = the interface's primary (IPv6: link-local) address. */
  readonly sourceAddress: IpAddress | undefined
  /** In the order of the adverts; of the instance's family. */
  readonly addresses: readonly VirtualAddress[]
  /** Not advertised; of the instance's family. */
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
  /** The sync group it is a member of. */
  readonly group: string | undefined
  /** What is read and not acted on yet. Nothing that runs may depend on it. */
  readonly unenforced: UnenforcedConfig
}

/** An instance that the machine can run: version 2, IPv4, multicast on an interface, at most a password. */
export interface RunnableInstance extends InstanceConfig {
  readonly interface: string
  readonly version: 2
  readonly family: 'inet'
  readonly authentication: Exclude<AuthenticationConfig, { type: 'ah' }>
}

export type VrrpVersion = 2 | 3

export type AuthenticationConfig =
  | { readonly type: 'none' }
  /** The eight bytes on the wire as 16 hexadecimal digits (cut or zero-padded, RFC 2338 §5.3.6.2). Never logged. */
  | { readonly type: 'pass'; readonly key: string }
  /** IPsec authentication header (RFC 2402); the key as above. */
  | { readonly type: 'ah'; readonly key: string }

/** What an instance asks for beyond what the machine does. */
export interface UnenforcedConfig {
  /** strict_mode, else vrrp_strict. What it forces is already in the other fields. */
  readonly strict: boolean
  /** undefined = multicast. */
  readonly unicast: UnicastConfig | undefined
  /** mcast_dst_ip; undefined = the global group of the family, or unicast. */
  readonly multicastGroup: IpAddress | undefined
  readonly hmac: HmacConfig | undefined
  readonly virtualMac: VirtualMacConfig | undefined
  /** use_vmac_addr: addresses on other interfaces get a virtual MAC address as well. */
  readonly virtualMacForAddresses: boolean
  readonly ipvlan: IpvlanConfig | undefined
  readonly vrf: string | undefined
  /** Whether packets to the virtual addresses are accepted while master. */
  readonly accept: boolean
  /** virtual_ipaddress_excluded of the other family. */
  readonly otherFamily: readonly VirtualAddress[]
  /** virtual_routes and virtual_rules, as written. */
  readonly routes: readonly RouteLine[]
  readonly rules: readonly RuleLine[]
  /** track_script, track_file, track_process and track_bfd of the instance and of its group. */
  readonly tracked: TrackedObjects
  /** track_src_ip: the source address disappearing is a fault. */
  readonly trackSourceAddress: boolean
  /** owner_ignore_adverts; true for priority 255 only. */
  readonly ownerIgnoresAdverts: boolean
  /** timer_expired_backup: the highest priority of any other router, 1–254; undefined = off. */
  readonly timerExpiredBackup: number | undefined
  /** v3_checksum_as_v2: the checksum of version 3 does without the pseudo header. */
  readonly v3ChecksumAsV2: boolean
  readonly promoteSecondaries: boolean
  readonly linkbeatPolling: boolean
  /** garp_extra_if */
  readonly extraGarp: ExtraGarp | undefined
  /** kernel_rx_buf_size, bytes. */
  readonly receiveBuffer: number | undefined
  /** debug, 0–4 */
  readonly debug: number
  readonly notifyPriorityChanges: boolean
  /** notify_deleted; `true` = the event is told, and no script is run for it. */
  readonly notifyDeleted: ScriptCommand | true | undefined
  readonly notifyLowerPriority: ScriptCommand | undefined
}

export interface UnicastConfig {
  /** In file order; at least one. */
  readonly peers: readonly UnicastPeer[]
  /** check_unicast_src, vrrp_check_unicast_src or a TTL of a peer: adverts of others are dropped. */
  readonly checkSource: boolean
  /** unicast_ttl, 0–255; undefined = 255 for IPv4 and the kernel's for IPv6. */
  readonly ttl: number | undefined
  /** old_unicast_checksum: `auto` adapts to the peer. */
  readonly oldChecksum: 'auto' | 'always' | 'never'
}

export interface UnicastPeer {
  readonly address: IpAddress
  /** 0–255, default 0. */
  readonly minTtl: number
  /** 0–255, default 255. */
  readonly maxTtl: number
}

export interface HmacConfig {
  readonly keys: readonly HmacKey[]
  /** Names one of the keys. */
  readonly activeKey: number
  /** Accepted difference of clocks, 1–300 s. */
  readonly timeWindow: Duration
  readonly antiReplay: 'time' | 'monotonic'
  readonly mode: 'enforce' | 'permissive' | 'receive-only'
}

export interface HmacKey {
  /** 1–255 */
  readonly id: number
  /** 32–64 bytes in hexadecimal, or the file that has them. Never logged. */
  readonly secret: { readonly hex: string } | { readonly file: string }
}

export interface VirtualMacConfig {
  /** undefined = vmac_prefix and the virtual router id. */
  readonly name: string | undefined
  /** Six octets, `02:00:5e:00:01:33`; undefined = 00:00:5e:00:01:VRID (IPv6: …:02:VRID). */
  readonly address: string | undefined
  /** vmac_xmit_base: adverts leave through the interface itself. */
  readonly sendsFromBase: boolean
  /** netlink_notify_msg */
  readonly notifies: boolean
  /** Interface group, by name or number. */
  readonly interfaceGroup: string | undefined
}

export interface IpvlanConfig {
  readonly name: string | undefined
  readonly address: IpPrefix | undefined
  readonly mode: 'bridge' | 'private' | 'vepa'
  readonly interfaceGroup: string | undefined
}

export interface ExtraGarp {
  /** 0–86400 s; 0 = off. */
  readonly interval: Duration
  /** On other interfaces with virtual addresses as well. */
  readonly everywhere: boolean
}

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
  /** Options that are read and not acted on yet; absent when there are none. */
  readonly unenforced?: AddressOptions
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

export interface TrackedObjects {
  readonly scripts: readonly TrackedObject[]
  /** The number in the file times the weight changes the priority; weight 0: any number but 0 is a fault. */
  readonly files: readonly TrackedObject[]
  readonly processes: readonly TrackedObject[]
  readonly bfds: readonly TrackedObject[]
}

export interface TrackedObject {
  readonly name: string
  /** -254…254; 0 = a fault when it fails. */
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
