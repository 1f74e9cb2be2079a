// The health-check part of a configuration after binding, inheritance and defaults: what the checkers process is sent.

import type { ScriptCommand } from '../../config/global-model.js'
import type { Endpoint, IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'

export interface HealthcheckConfig {
  readonly virtualServers: readonly VirtualServerConfig[]
}

export interface VirtualServerConfig {
  readonly address: IpAddress
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  /** `lb_algo`/`lvs_sched`, default wlc. */
  readonly scheduler: string
  /** Flag bits as in ipvs/table.ts. */
  readonly schedulerFlags: number
  /** `lb_kind`/`lvs_method`, default NAT. */
  readonly method: 'NAT' | 'DR' | 'TUN'
  /** Whole seconds; 0 = off. Bare `persistence_timeout` = 360. */
  readonly persistenceTimeout: number
  /** `persistence_granularity` as a prefix length, default 32. */
  readonly persistencePrefix: number
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
  readonly realServers: readonly RealServerConfig[]
}

export interface SorryServerConfig {
  readonly address: IpAddress
  readonly port: number
  readonly method: 'NAT' | 'DR' | 'TUN'
  /** sorry_server_inhibit */
  readonly inhibit: boolean
}

export interface RealServerConfig {
  readonly address: IpAddress
  /** Already the service's port for DR and TUN (NL-33). */
  readonly port: number
  readonly method: 'NAT' | 'DR' | 'TUN'
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
  readonly checkers: readonly CheckerConfig[]
}

/** What every checker has, inheritance applied (checker ← real server ← virtual server ← built-in). */
export interface CheckerCommon {
  /** Between the end of one run and the next. */
  readonly delayLoop: Duration
  /** First run at a random time in 0…warmup. */
  readonly warmup: Duration
  /** Further tries after a failure before it counts; 0… */
  readonly retry: number
  readonly delayBeforeRetry: Duration
  readonly alpha: boolean
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
}

export type CheckerConfig = TcpCheckConfig | HttpGetConfig

export interface TcpCheckConfig extends CheckerCommon {
  readonly kind: 'TCP_CHECK'
}

export interface HttpGetConfig extends CheckerCommon {
  readonly kind: 'HTTP_GET'
  /** Host header when a url has none: the checker's, else the real server's, else the virtual server's virtualhost. */
  readonly virtualHost: string | undefined
  readonly httpProtocol: '1.0' | '1.0C' | '1.1'
  readonly fastRecovery: boolean
  readonly urls: readonly HttpUrlConfig[]
}

export interface HttpUrlConfig {
  readonly path: string
  readonly virtualHost: string | undefined
  /** 32 lower-case hexadecimal digits: MD5 of the body bytes. */
  readonly digest: string | undefined
  /** Inclusive ranges of accepted codes; default 200–299. */
  readonly statusCodes: readonly { readonly from: number; readonly to: number }[]
}
