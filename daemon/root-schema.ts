// All blocks of keepalived.conf in one schema, and the whole model that comes of it. Which keywords a block has is the
// business of its own table.

import type { Diagnostic, Report } from '../config/diagnostic.js'
import { checkGlobalDefs, globalConfig, globalDefs, noGlobalValues } from '../config/global-defs.js'
import type { GlobalConfig } from '../config/global-model.js'
import { wholeSeconds } from '../config/schema/args.js'
import { bindTopLevel } from '../config/schema/bind.js'
import { block } from '../config/schema/block.js'
import { blocks, keyword } from '../config/schema/keyword.js'
import type { Statement, TopLevel } from '../config/tree.js'
import { Seconds } from '../config/values/time.js'
import type { HealthcheckConfig } from '../healthcheck/config/model.js'
import { healthcheckConfig } from '../healthcheck/config/rules.js'
import { virtualServer } from '../healthcheck/config/virtual-server.js'
import { vrrpInstance } from '../vrrp/config/instance.js'
import type { VrrpConfig } from '../vrrp/config/model.js'
import { vrrpConfig } from '../vrrp/config/rules.js'
import { vrrpSyncGroup } from '../vrrp/config/sync-group.js'
import { checkMail } from './mail-rule.js'
import { TopLevelWalk } from './top-level.js'

export interface Model {
  readonly global: GlobalConfig
  readonly vrrp: VrrpConfig
  readonly healthcheck: HealthcheckConfig
}

/** The top level, except virtual servers. */
export const rootSchema = block('', {
  childWaitTime: keyword('child_wait_time', wholeSeconds(0, 4294967295), { default: Seconds(5) }),
  globalDefs: blocks(globalDefs),
  syncGroups: blocks(vrrpSyncGroup),
  instances: blocks(vrrpInstance),
})

/**
 * The model of a whole file, and diagnostics for all that is wrong with it. `hostName` stands in for an absent router_id.
 *
 * Virtual servers can be many, so none is kept longer than it takes to make a service of it: the file is gone through once, with the
 * global defaults known before the first of them. Only if a global_defs block follows later is it gone through again.
 */
export function bindRoot(root: TopLevel, report: Report, options: { readonly hostName: string }): Model {
  const walk = new TopLevelWalk(root, isVirtualServer)
  const early = walk.others.length
  const { globals: before } = bindOthers(walk.others, () => undefined)
  const found: Diagnostic[] = []
  let healthcheck = healthcheckConfig(walk.servers(), before, (diagnostic) => found.push(diagnostic))
  const { values, globals } = bindOthers(walk.others, report)
  if (walk.others.slice(early).some(isGlobalDefs)) {
    const again = new TopLevelWalk(root, isVirtualServer)
    healthcheck = healthcheckConfig(again.servers(), globals, report)
  } else found.forEach(report)
  const [definitions] = values.globalDefs
  if (definitions !== undefined) checkGlobalDefs(definitions, report)
  checkMail(globals, [...values.syncGroups, ...values.instances], report)
  return {
    global: globalConfig(globals, values.childWaitTime, options.hostName),
    vrrp: vrrpConfig(values.instances, values.syncGroups, globals, report),
    healthcheck,
  }
}

function bindOthers(statements: readonly Statement[], report: Report) {
  const { values } = bindTopLevel(rootSchema, withMergedGlobals(statements), report)
  return { values, globals: values.globalDefs[0]?.values ?? noGlobalValues }
}

const isVirtualServer = (statement: Statement): boolean => statement.keyword === virtualServer.keyword
const isGlobalDefs = (statement: Statement): boolean => statement.keyword === globalDefs.keyword

/** Several global_defs blocks are one: the first, with the statements of all. */
function withMergedGlobals(statements: readonly Statement[]): readonly Statement[] {
  const isPart = (one: Statement): boolean => isGlobalDefs(one) && one.block !== undefined
  const parts = statements.filter(isPart)
  const first = parts[0]
  if (first === undefined || parts.length === 1) return statements
  const all = parts.flatMap((part) => part.block?.statements ?? [])
  const merged: Statement = { ...first, block: { statements: all, closed: true } }
  return statements.filter((one) => one === first || !isPart(one)).map((one) => (one === first ? merged : one))
}
