// All blocks of keepalived.conf in one schema, and the whole model that comes of it. Which keywords a block has is the
// business of its own table.

import type { Report } from '../config/diagnostic.js'
import { checkGlobalDefs, globalConfig, globalDefs, noGlobalValues } from '../config/global-defs.js'
import type { GlobalConfig } from '../config/global-model.js'
import { wholeSeconds } from '../config/schema/args.js'
import { bindTopLevel } from '../config/schema/bind.js'
import { block } from '../config/schema/block.js'
import { blocks, keyword, later } from '../config/schema/keyword.js'
import type { Block, Statement } from '../config/tree.js'
import { Seconds } from '../config/values/time.js'
import type { HealthcheckConfig } from '../healthcheck/config/model.js'
import { healthcheckConfig } from '../healthcheck/config/rules.js'
import { virtualServer } from '../healthcheck/config/virtual-server.js'
import { vrrpInstance } from '../vrrp/config/instance.js'
import type { VrrpConfig } from '../vrrp/config/model.js'
import { vrrpConfig } from '../vrrp/config/rules.js'
import { vrrpSyncGroup } from '../vrrp/config/sync-group.js'
import { checkMail } from './mail-rule.js'

export interface Model {
  readonly global: GlobalConfig
  readonly vrrp: VrrpConfig
  readonly healthcheck: HealthcheckConfig
}

export const rootSchema = block('', {
  childWaitTime: keyword('child_wait_time', wholeSeconds(0, 4294967295), { default: Seconds(5) }),
  globalDefs: blocks(globalDefs),
  syncGroups: blocks(vrrpSyncGroup),
  instances: blocks(vrrpInstance),
  virtualServers: later(virtualServer.keyword),
})

/** The model of a whole file, and diagnostics for all that is wrong with it. `hostName` stands in for an absent router_id. */
export function bindRoot(root: Block, report: Report, options: { readonly hostName: string }): Model {
  const { values } = bindTopLevel(rootSchema, withMergedGlobals(root), report)
  const definitions = values.globalDefs[0]
  const globals = definitions?.values ?? noGlobalValues
  if (definitions !== undefined) checkGlobalDefs(definitions, report)
  checkMail(globals, [...values.syncGroups, ...values.instances], report)
  return {
    global: globalConfig(globals, values.childWaitTime, options.hostName),
    vrrp: vrrpConfig(values.instances, values.syncGroups, globals, report),
    healthcheck: healthcheckConfig(values.virtualServers, globals, report),
  }
}

/** Several global_defs blocks are one: the first, with the statements of all. */
function withMergedGlobals(root: Block): Block {
  const parts = root.statements.filter(
    (statement) => statement.keyword === 'global_defs' && statement.block !== undefined,
  )
  const first = parts[0]
  if (first === undefined || parts.length === 1) return root
  const merged: Statement = {
    ...first,
    block: { statements: parts.flatMap((part) => part.block?.statements ?? []), closed: true },
  }
  const rest = new Set(parts.slice(1))
  return {
    statements: root.statements.filter((statement) => !rest.has(statement)).map((s) => (s === first ? merged : s)),
    closed: root.closed,
  }
}
