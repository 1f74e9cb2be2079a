// Keywords of an instance that work and should not be used any more, where the new way is not just another spelling.

import { says, type Report } from '../../config/diagnostic.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import type { BoundInstance } from './instance.js'

export function tellOldKeywords(bound: BoundInstance, report: Report): void {
  if (bound.values.linkbeatPolling) {
    tellOld(bound, 'linkbeat_use_polling', "the top level's `linkbeat_interfaces { INTERFACE }`", report, [
      `(${bound.header}) 'linkbeat_use_polling' in vrrp instance deprecated - use linkbeat_interfaces block`,
    ])
  }
}

/** There is one daemon: the first instance that asks for it has it. */
export function tellSyncDaemons(instances: readonly BoundInstance[], report: Report): void {
  let first: string | undefined
  for (const bound of instances) {
    const device = bound.values.syncDaemonInterface
    if (device === undefined) continue
    const name = bound.header
    tellOld(bound, 'lvs_sync_daemon_interface', '`lvs_sync_daemon INTERFACE INSTANCE` in `global_defs`', report, [
      `(${name}) Specifying lvs_sync_daemon_interface against a vrrp is deprecated.`,
      `      ${' '.repeat(Math.max(0, name.length - 2))}Please use global lvs_sync_daemon`,
      ...(first === undefined
        ? []
        : [`(${name}) lvs_sync_daemon_interface has already been specified as ${first} - ignoring`]),
    ])
    first ??= device
  }
}

function tellOld(
  bound: BoundInstance,
  keyword: string,
  instead: string,
  report: Report,
  said: readonly string[],
): void {
  const statement = bound.block.statements.find((one) => one.keyword === keyword)
  if (statement === undefined) return
  tellKeyword(report, statement, {
    code: 'deprecated-keyword',
    severity: 'warning',
    message: `\`${keyword}\` in an instance is deprecated`,
    hint: `Use ${instead}; this line works, but keepalived's configuration test rejects it.`,
    keepalived: says(...said),
  })
}
