// Routes and policy rules as the file means them, in the terms of iproute2. Plain readonly data. Knows nothing of how a line is read.

import type { AddressFamily, IpAddress, IpPrefix } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'

/** A number, or a name that the files of iproute2 on the machine give a number. */
export type TableEntry = number | { readonly name: string }

/** REALM[/REALM] */
export interface Realms {
  readonly from: TableEntry | undefined
  readonly to: TableEntry
}

/** `default` is every address of the family. */
export type Destination = IpPrefix | 'default'

export type RouteType =
  | 'unicast'
  | 'local'
  | 'nat'
  | 'broadcast'
  | 'anycast'
  | 'multicast'
  | 'prohibit'
  | 'unreachable'
  | 'blackhole'
  | 'xresolve'
  | 'throw'
  /** By its number, 0–255. */
  | number

/** A metric of a route; the kernel does not adjust a locked one. */
export interface RouteMetric<T> {
  readonly value: T
  readonly locked: boolean
}

export interface RouteMetrics {
  /** Bytes. */
  readonly mtu?: RouteMetric<number>
  /** Bytes. */
  readonly advmss?: RouteMetric<number>
  /** Packets. */
  readonly reordering?: RouteMetric<number>
  /** Packets. */
  readonly cwnd?: RouteMetric<number>
  /** Packets. */
  readonly ssthresh?: RouteMetric<number>
  /** 0.2–120 s. */
  readonly rtt?: RouteMetric<Duration>
  /** 0.2–120 s. */
  readonly rttvar?: RouteMetric<Duration>
  /** 0.2–120 s. */
  readonly rtoMin?: RouteMetric<Duration>
  /** 0–255 */
  readonly hoplimit?: RouteMetric<number>
  /** Bytes. */
  readonly window?: RouteMetric<number>
  /** Packets. */
  readonly initcwnd?: RouteMetric<number>
  /** Packets. */
  readonly initrwnd?: RouteMetric<number>
  readonly quickack?: RouteMetric<boolean>
  readonly fastopenNoCookie?: RouteMetric<boolean>
  readonly congctl?: RouteMetric<string>
  /** `features ecn` */
  readonly ecn?: RouteMetric<true>
}

export interface IpEncapsulation {
  readonly kind: 'ip' | 'ip6'
  /** Up to 64 bits, as decimal digits. */
  readonly id: string | undefined
  readonly destination: IpAddress | undefined
  readonly source: IpAddress | undefined
  /** `tos`, or `tc` of ip6. */
  readonly tos: TableEntry | undefined
  /** `ttl`, or `hoplimit` of ip6: 0–255. */
  readonly ttl: number | undefined
  /** 0–65535 */
  readonly flags: number | undefined
}

export type Encapsulation =
  | IpEncapsulation
  /** From the outermost to the innermost, 0–1048575 each. */
  | { readonly kind: 'mpls'; readonly labels: readonly number[] }
  /** Four groups of hexadecimal digits. */
  | { readonly kind: 'ila'; readonly locator: string }

export interface Nexthop {
  readonly via: IpAddress | undefined
  readonly device: string | undefined
  /** 1–256; undefined = 1. */
  readonly weight: number | undefined
  readonly onlink: boolean
  readonly encapsulation: Encapsulation | undefined
  readonly realms: Realms | undefined
}

/** One line of virtual_routes or static_routes. */
export interface RouteLine {
  readonly family: AddressFamily
  readonly type: RouteType
  readonly destination: Destination
  /** `from`: packets from these addresses only; IPv6. */
  readonly source: IpPrefix | undefined
  /** `src`: the source address of packets this machine sends. */
  readonly preferredSource: IpAddress | undefined
  readonly via: IpAddress | undefined
  readonly device: string | undefined
  readonly vrf: string | undefined
  readonly onlink: boolean
  readonly nexthops: readonly Nexthop[]
  readonly encapsulation: Encapsulation | undefined
  readonly tos: TableEntry | undefined
  /** Default 254, main. */
  readonly table: TableEntry
  /** Default 18, keepalived. */
  readonly protocol: TableEntry
  /** Default 0, global. */
  readonly scope: TableEntry
  /** `metric`: the lower one is preferred. */
  readonly priority: number | undefined
  readonly realms: Realms | undefined
  /** `pref` of router discovery, IPv6: low, medium, high or 0–255. */
  readonly preference: 'low' | 'medium' | 'high' | number | undefined
  /** IPv6. */
  readonly expires: Duration | undefined
  readonly ttlPropagate: boolean | undefined
  readonly metrics: RouteMetrics
  /** Where it goes among routes to the same destination; `add` refuses to be the second. Default prepend. */
  readonly position: 'add' | 'prepend' | 'append'
  /** Whether the disappearance of the route is a fault; `no_track` = false. */
  readonly tracked: boolean
  /** Of static routes only. */
  readonly trackGroup: string | undefined
}

/** What happens to packets a rule is for. */
export type RuleAction =
  | { readonly kind: 'table'; readonly table: TableEntry }
  /** The table of the VRF the packet belongs to. */
  | { readonly kind: 'l3mdev' }
  | { readonly kind: 'goto'; readonly preference: number }
  | { readonly kind: 'nop' | 'blackhole' | 'unreachable' | 'prohibit' }

export interface NumberRange {
  readonly first: number
  readonly last: number
}

/** One line of virtual_rules or static_rules. */
export interface RuleLine {
  readonly family: AddressFamily
  /** `not`: packets the selectors do not match. */
  readonly inverted: boolean
  readonly from: Destination | undefined
  readonly to: Destination | undefined
  /** `dev`, `iif` */
  readonly inputDevice: string | undefined
  readonly outputDevice: string | undefined
  readonly tos: TableEntry | undefined
  /** 0–4294967295; mask undefined = all bits. */
  readonly fwmark: { readonly mark: number; readonly mask: number | undefined } | undefined
  readonly uidRange: NumberRange | undefined
  readonly ipProtocol: TableEntry | undefined
  readonly sourcePorts: NumberRange | undefined
  readonly destinationPorts: NumberRange | undefined
  /** Up to 64 bits, as decimal digits. */
  readonly tunnelId: string | undefined
  readonly action: RuleAction
  /** 0–4294967295, the lowest is looked at first; undefined = counted down from 16384 for each rule without. */
  readonly preference: number | undefined
  readonly realms: Realms | undefined
  /** Routes with a prefix of that length or shorter do not count, 0–2147483647. */
  readonly suppressPrefixLength: number | undefined
  /** Routes through interfaces of the group do not count. */
  readonly suppressInterfaceGroup: TableEntry | undefined
  /** 0–255, default 18, keepalived. */
  readonly protocol: number
  /** Whether the disappearance of the rule is a fault; `no_track` = false. */
  readonly tracked: boolean
  /** Of static rules only. */
  readonly trackGroup: string | undefined
}
