// Binding texts instead of files, and the diagnostics in a form that is easy to compare.

import type { Diagnostic } from '../../../config/diagnostic.js'
import { positionOf } from '../../../config/source.js'
import { buildTree } from '../../../config/tree.js'
import { bindRoot, treeHints, type Model } from '../../../daemon/root-schema.js'
import type { RunnableService } from '../../../healthcheck/config/model.js'
import type { InstanceConfig } from '../../../vrrp/config/model.js'
import { readText } from '../read/reading.js'

export interface BoundText {
  readonly model: Model
  readonly diagnostics: readonly Diagnostic[]
  /** `severity code` of each diagnostic, in the order of the file. */
  readonly problems: readonly string[]
}

export function bindText(text: string): BoundText {
  const { lines, diagnostics: reading } = readText(text)
  const diagnostics: Diagnostic[] = [...reading]
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const { model } = bindRoot(buildTree(lines, report, treeHints), report, { hostName: 'director' })
  diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
  return { model, diagnostics, problems: diagnostics.map(({ severity, code }) => `${severity} ${code}`) }
}

/** What a diagnostic's span covers. */
export const markedBy = ({ span }: Diagnostic): string =>
  span === undefined ? '' : span.source.text.slice(span.start, span.end)

export const lineOf = ({ span }: Diagnostic): number =>
  span === undefined ? 0 : positionOf(span.source, span.start).line

/** One instance made of the given lines, in a configuration with the given global_defs. */
export function instanceOf(lines: string, globals = ''): InstanceConfig {
  const text = `global_defs {\n${globals}\n}\nvrrp_instance V {\ninterface eth0\nvirtual_router_id 1\n${lines}\n}\n`
  const [instance] = bindText(text).model.vrrp.instances
  if (instance === undefined) throw new Error(`no instance: ${bindText(text).problems.join(', ')}`)
  return instance
}

/** Problems of one otherwise sound instance. */
export const instanceProblems = (lines: string): readonly string[] =>
  bindText(`vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\nno_virtual_ipaddress\n${lines}\n}\n`).problems

/** One service made of the given lines. */
export function serviceOf(lines: string, header = '10.0.0.1 80', globals = ''): RunnableService {
  const text = `global_defs {\n${globals}\n}\nvirtual_server ${header} {\nprotocol TCP\nlb_algo rr\n${lines}\n}\n`
  const [service] = bindText(text).model.healthcheck.virtualServers
  if (service === undefined) throw new Error(`no service: ${bindText(text).problems.join(', ')}`)
  return service
}
