// The health-check part of a configuration after binding, inheritance and defaults: what the checkers process is sent.

import type { ScriptCommand } from '../../config/global-model.js'
import type { Span } from '../../config/source.js'
import type { AddressFamily, Endpoint, IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'
import type { DnsType } from './dns-check.js'
import type { RegexOption, RegexStack } from './regex-arguments.js'
import type { Scheduler } from './schedulers.js'

/** What the checkers process runs. */
export interface RunnableConfig {
  readonly virtualServers: readonly RunnableService[]
}

/** All services of a file: those that run, and those that do not yet, in full and in file order. */
export interface HealthcheckConfig extends RunnableConfig {
  readonly leftOut: readonly VirtualServerConfig[]
}

/** A service as the file means it, by what tells it from others. */
export type VirtualServerConfig = AddressService | MarkService | GroupService

/** A service of an address, in either family. */
export interface AddressService<Server = RealServerConfig> extends ServiceSettings<Server> {
  readonly address: IpAddress
  /** 0 = all ports: such a service is persistent. */
  readonly port: number
  readonly protocol: Protocol
}

/** A service of the packets with a firewall mark, whatever their address and protocol. */
export interface MarkService extends ServiceSettings<RealServerConfig> {
  readonly fwmark: number
  readonly family: AddressFamily
}

/** A service of a virtual_server_group: one for each of its addresses and marks. */
export interface GroupService extends ServiceSettings<RealServerConfig> {
  readonly group: string
  readonly entries: readonly GroupEntry[]
  /** undefined: the group has marks only. */
  readonly protocol: Protocol | undefined
  /** undefined: addresses of both families. */
  readonly family: AddressFamily | undefined
}

/** What the daemon runs: IPv4, TCP or UDP, with servers and checks that it can run. */
export interface RunnableService extends AddressService<RunnableServer> {
  readonly protocol: 'TCP' | 'UDP'
}

export type GroupEntry = AddressRange | GroupMark

export interface AddressRange {
  readonly first: IpAddress
  /** Of the same family, not below `first`. */
  readonly last: IpAddress
  /** 0 = none given */
  readonly port: number
}

export interface GroupMark {
  readonly fwmark: number
  /** undefined: that of the service. */
  readonly family: AddressFamily | undefined
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP'

export type Method = 'NAT' | 'DR' | 'TUN'

/** A tunnel that is not plain IP in IP. */
export type TunnelConfig =
  | { readonly type: 'gue'; readonly port: number; readonly checksum: 'nocsum' | 'csum' | 'remcsum' }
  | { readonly type: 'gre'; readonly checksum: 'nocsum' | 'csum' }

export interface Forwarding {
  readonly method: Method
  /** With TUN; undefined = plain IP in IP. */
  readonly tunnel: TunnelConfig | undefined
}

interface ServiceSettings<Server> extends Forwarding {
  /** `lb_algo`/`lvs_sched`, default wlc. */
  readonly scheduler: Scheduler
  /** Flag bits as in ipvs/table.ts. */
  readonly schedulerFlags: number
  /** Whole seconds; 0 = off. Bare `persistence_timeout` = 360. */
  readonly persistenceTimeout: number
  /** `persistence_granularity` as a prefix length, default all bits. */
  readonly persistencePrefix: number
  /** A netmask with holes, which is no prefix; persistencePrefix is all bits then. */
  readonly persistenceMask: IpAddress | undefined
  /** Of the kernel, for example sip; at most 16 characters. */
  readonly persistenceEngine: string | undefined
  /** Checks only while the virtual address is on this machine. */
  readonly haSuspend: boolean
  readonly snmpName: string | undefined
  readonly alpha: boolean
  readonly omega: boolean
  /** Default 1, at most the total weight (QRM-03). */
  readonly quorum: number
  /** Default 0, less than quorum. */
  readonly hysteresis: number
  readonly quorumUp: ScriptCommand | undefined
  readonly quorumDown: ScriptCommand | undefined
  readonly sorryServer: SorryServerConfig | undefined
  /** effective smtp_alert for quorum changes */
  readonly smtpAlert: boolean
  readonly realServers: readonly Server[]
}

export interface SorryServerConfig extends Forwarding {
  readonly address: IpAddress
  readonly port: number
  /** sorry_server_inhibit */
  readonly inhibit: boolean
}

export interface RealServerConfig<Checker = CheckerConfig> extends Forwarding {
  readonly address: IpAddress
  /** Already the service's port for DR and TUN (NL-33); 0 in services that have none. */
  readonly port: number
  readonly weight: number
  readonly upperThreshold: number
  readonly lowerThreshold: number
  /** inhibit_on_failure, own or the service's. */
  readonly inhibitOnFailure: boolean
  /** Starts down (CHK-03), own or the service's; a checker may have its own. */
  readonly alpha: boolean
  readonly notifyUp: ScriptCommand | undefined
  readonly notifyDown: ScriptCommand | undefined
  /** effective smtp_alert, default on */
  readonly smtpAlert: boolean
  readonly snmpName: string | undefined
  readonly checkers: readonly Checker[]
}

/** A server of a service that runs: its family, and only the checks that are made. */
export type RunnableServer = RealServerConfig<RunnableChecker>

/** When a checker runs; inheritance applied (checker ← real server ← virtual server ← built-in). */
export interface CheckerTimes {
  /** Between the end of one run and the next. */
  readonly delayLoop: Duration
  /** First run at a random time in 0…warmup. */
  readonly warmup: Duration
  /** Further tries after a failure before it counts; 0… */
  readonly retry: number
  readonly delayBeforeRetry: Duration
  readonly alpha: boolean
  /** log_all_failures; undefined = checker_log_all_failures of global_defs. */
  readonly logAllFailures: boolean | undefined
}

/** What every checker has that connects. */
export interface CheckerCommon extends CheckerTimes {
  readonly connection: ConnectionConfig
}

export interface ConnectionConfig {
  /** connect_ip and connect_port, default the real server's. */
  readonly target: Endpoint
  readonly connectTimeout: Duration
  /** bindto */
  readonly bindAddress: IpAddress | undefined
  /** bind_port; 0 = any */
  readonly bindPort: number
  /** bind_if */
  readonly bindInterface: string | undefined
  /** fwmark of the socket; undefined = none */
  readonly mark: number | undefined
}

/** What the checkers process can run. */
export type RunnableChecker = TcpCheckConfig | HttpGetConfig

export type CheckerConfig =
  | RunnableChecker
  | SslGetConfig
  | SmtpCheckConfig
  | DnsCheckConfig
  | MiscCheckConfig
  | UdpCheckConfig
  | PingCheckConfig
  | FileCheckConfig
  | BfdCheckConfig

export interface TcpCheckConfig extends CheckerCommon {
  readonly kind: 'TCP_CHECK'
}

/** What HTTP_GET and SSL_GET share. */
interface WebCheckConfig extends CheckerCommon {
  /** Host header when a url has none: the checker's, else the real server's, else the virtual server's virtualhost. */
  readonly virtualHost: string | undefined
  readonly httpProtocol: '1.0' | '1.0C' | '1.1'
  readonly fastRecovery: boolean
}

export interface HttpGetConfig extends WebCheckConfig {
  readonly kind: 'HTTP_GET'
  readonly urls: readonly HttpUrlConfig[]
}

export interface SslGetConfig extends WebCheckConfig {
  readonly kind: 'SSL_GET'
  /** enable_sni and sni_name: undefined = no server name is sent; without a name it is the virtual host. */
  readonly serverName: { readonly name: string | undefined } | undefined
  readonly urls: readonly SslUrlConfig[]
}

export interface HttpUrlConfig {
  readonly path: string
  readonly virtualHost: string | undefined
  /** 32 lower-case hexadecimal digits: MD5 of the body bytes. */
  readonly digest: string | undefined
  /** Inclusive ranges of accepted codes; default 200–299. */
  readonly statusCodes: readonly { readonly from: number; readonly to: number }[]
  /** What the body must match, or must not; undefined = it is not searched. */
  readonly regex: RegexConfig | undefined
}

export interface SslUrlConfig extends HttpUrlConfig {
  /** Ends the TLS session in order; the url's setting or the checker's. */
  readonly tlsCompliant: boolean
}

export interface RegexConfig {
  /** PCRE2 */
  readonly pattern: string
  readonly options: readonly RegexOption[]
  /** regex_no_match: the body must not match. */
  readonly noMatch: boolean
  /** First byte at which a match may start. */
  readonly minOffset: number
  /** Last byte at which a match may start; undefined = no limit. */
  readonly maxOffset: number | undefined
  /** regex_stack in bytes; undefined = the library's. */
  readonly stack: RegexStack | undefined
}

export interface SmtpCheckConfig extends CheckerCommon {
  readonly kind: 'SMTP_CHECK'
  /** Default smtpchecker.keepalived.org. */
  readonly heloName: string
}

export interface DnsCheckConfig extends CheckerCommon {
  readonly kind: 'DNS_CHECK'
  /** Default SOA. */
  readonly type: DnsType
  /** '' is the root, the default. */
  readonly name: string
}

export interface MiscCheckConfig extends CheckerTimes {
  readonly kind: 'MISC_CHECK'
  /** misc_path and user. */
  readonly command: ScriptCommand
  /** Whole seconds, more than 0; undefined = delay_loop of the virtual server. */
  readonly timeout: Duration | undefined
  /** The exit status 2…255 sets the weight to itself less 2. */
  readonly dynamic: boolean
}

export interface UdpCheckConfig extends CheckerCommon {
  readonly kind: 'UDP_CHECK'
  /** Pairs of lower-case hexadecimal digits; '' = an empty datagram. */
  readonly payload: string
  /** Whether silence is a failure. */
  readonly requireReply: boolean
  /** What a reply starts with, as pairs of hexadecimal digits in which `x` stands for any; undefined = anything. */
  readonly reply: string | undefined
  /** Bytes, 0–65535; default 0. */
  readonly minReplyLength: number
  /** Bytes, 0–65535; default 255. */
  readonly maxReplyLength: number
}

export interface PingCheckConfig extends CheckerCommon {
  readonly kind: 'PING_CHECK'
}

export interface FileCheckConfig {
  readonly kind: 'FILE_CHECK'
  /** Of a track_file. */
  readonly name: string
  /** What the number in the file is multiplied by; undefined = the weight of the track_file. */
  readonly weight: { readonly factor: number; readonly reverse: boolean } | undefined
  /** Where the name stands. */
  readonly place: Span
}

export interface BfdCheckConfig {
  readonly kind: 'BFD_CHECK'
  /** Of a bfd_instance. */
  readonly name: string
  readonly alpha: boolean
  /** Where the name stands. */
  readonly place: Span
}
