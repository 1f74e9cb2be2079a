// All blocks of keepalived.conf in one schema, and the whole model that comes of it. Which keywords a block has is the
// business of its own table.

import type { Diagnostic, Report } from '../config/diagnostic.js'
import { checkGlobalDefs } from '../config/global-defs/check.js'
import { globalConfig, globalDefs, globalTopLevel, noGlobalValues } from '../config/global-defs.js'
import type { GlobalConfig } from '../config/global-model.js'
import { bindTopLevel } from '../config/schema/bind.js'
import { block, type Infer } from '../config/schema/block.js'
import { languageOf, treeHintsOf } from '../config/schema/language.js'
import type { Statement, TopLevel } from '../config/tree.js'
import type { HealthcheckConfig } from '../healthcheck/config/model.js'
import { readServices, settleServices } from '../healthcheck/config/rules.js'
import { healthcheckTopLevel } from '../healthcheck/config/top-level.js'
import { virtualServer } from '../healthcheck/config/virtual-server.js'
import type { VrrpConfig } from '../vrrp/config/model.js'
import { vrrpConfig } from '../vrrp/config/rules.js'
import { vrrpTopLevel } from '../vrrp/config/top-level.js'
import { lintRules } from './lint/list.js'
import type { Whole } from './lint/whole.js'
import { TopLevelWalk } from './top-level.js'

export interface Model {
  readonly global: GlobalConfig
  readonly vrrp: VrrpConfig
  readonly healthcheck: HealthcheckConfig
}

interface Read {
  readonly model: Model
  readonly whole: Whole
}

/** The whole language. Virtual servers are bound one at a time, not with the rest. */
export const rootSchema = block('', { ...globalTopLevel, ...vrrpTopLevel, ...healthcheckTopLevel })

export type RootValues = Infer<typeof rootSchema>

/** Where braces belong. */
export const treeHints = treeHintsOf(rootSchema)

const language = languageOf(() => rootSchema)

/**
 * The model of a whole file, and diagnostics for all that is wrong with it. `hostName` stands in for an absent router_id.
 *
 * Virtual servers can be many, so none is kept longer than it takes to make a service of it: the file is gone through once, with the
 * global defaults known before the first of them. Only if a global_defs block follows later is it gone through again.
 */
export function bindRoot(root: TopLevel, report: Report, options: { readonly hostName: string }): Read {
  const walk = new TopLevelWalk(root, isVirtualServer)
  const early = walk.others.length
  const { globals: before } = bindOthers(walk.others, () => undefined)
  const found: Diagnostic[] = []
  let read = readServices(walk.servers(), before, (diagnostic) => found.push(diagnostic), language)
  const { bound, globals } = bindOthers(walk.others, report)
  if (walk.others.slice(early).some(isGlobalDefs)) {
    const again = new TopLevelWalk(root, isVirtualServer)
    read = readServices(again.servers(), globals, report, language)
  } else found.forEach(report)
  const [definitions] = bound.values.globalDefs
  if (definitions !== undefined) checkGlobalDefs(definitions, report)
  const vrrp = vrrpConfig(bound, globals, report)
  const services = settleServices(read, bound, globals, report)
  const whole: Whole = { root: bound, globals, vrrp, services }
  for (const rule of lintRules) rule(whole, report)
  const global = globalConfig(globals, bound.values.childWaitTime, options.hostName)
  return { whole, model: { global, vrrp, healthcheck: services.config } }
}

function bindOthers(statements: readonly Statement[], report: Report) {
  const bound = bindTopLevel(rootSchema, withMergedGlobals(statements), report, language)
  return { bound, globals: bound.values.globalDefs[0]?.values ?? noGlobalValues }
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
