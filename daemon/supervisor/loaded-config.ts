// A configuration as the supervisor holds it, and what follows from it: which roles are needed, what they will report on.
// Pure values; how it is read is daemon/load-config.ts's business.

import type { Diagnostic } from '../../config/diagnostic.js'
import type { GlobalConfig } from '../../config/global-model.js'
import type { RunnableConfig } from '../../healthcheck/config/model.js'
import { serverId } from '../../healthcheck/state/names.js'
import type { VrrpConfig } from '../../vrrp/config/model.js'
import type { Role } from './child.js'

/** A configuration as loaded, with what is wrong with it. */
export interface LoadedConfig {
  readonly global: GlobalConfig
  readonly vrrp: VrrpConfig
  readonly healthcheck: RunnableConfig
  readonly diagnostics: readonly Diagnostic[]
  /** False when the file itself could not be read. */
  readonly readable: boolean
}

/** Roles that have something to do. */
export function neededRoles(config: LoadedConfig): Role[] {
  const roles: Role[] = []
  if (config.vrrp.instances.length > 0) roles.push('vrrp')
  if (config.healthcheck.virtualServers.length > 0) roles.push('checkers')
  return roles
}

/** Ids under which the checkers report the servers of a configuration. */
export const serverIds = (config: RunnableConfig): Set<string> =>
  new Set(config.virtualServers.flatMap((service) => service.realServers.map((server) => serverId(service, server))))
