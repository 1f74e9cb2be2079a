// The synchronisation of connections: which instance decides who sends, and whether there is such an instance.

import { says } from '../../config/diagnostic.js'
import type { SyncDaemon } from '../../config/global-defs/sync-daemon.js'
import { spanOf, statementOf } from '../../config/schema/block.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import type { Span } from '../../config/source.js'
import { suggest } from '../../config/suggest.js'
import type { LintRule, Whole } from './whole.js'

export interface PlacedSyncDaemon {
  readonly daemon: SyncDaemon
  readonly place: Span
}

/** That of global_defs, else that of the first instance that asks for one in the old way; undefined = there is none. */
export function syncDaemonOf({ globals, root }: Whole): PlacedSyncDaemon | undefined {
  const { lvsSyncDaemon: daemon } = globals
  const [definitions] = root.values.globalDefs
  if (daemon !== undefined && definitions !== undefined) return { daemon, place: spanOf(definitions, 'lvsSyncDaemon') }
  const bound = root.values.instances.find(({ values }) => values.syncDaemonInterface !== undefined)
  const device = bound?.values.syncDaemonInterface
  if (bound === undefined || device === undefined) return undefined
  const unset = { id: undefined, maxLength: undefined, port: undefined, ttl: undefined, group: undefined }
  return {
    daemon: { interface: device, instance: bound.header, ...unset },
    place: spanOf(bound, 'syncDaemonInterface'),
  }
}

export const checkSyncDaemon: LintRule = (whole, report) => {
  const { globals, root } = whole
  if (globals.lvsSyncDaemon === undefined) return
  tellShadowed(whole, globals.lvsSyncDaemon, report)
  const { instance } = globals.lvsSyncDaemon
  const names = root.values.instances.map(({ header }) => header)
  if (instance === undefined || names.includes(instance)) return
  const near = suggest(instance, names)
  report({
    code: 'unknown-name',
    severity: 'warning',
    message: `There is no \`vrrp_instance ${instance}\` for \`lvs_sync_daemon\` to follow`,
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Connections are not synchronised: they break at a fail-over.`,
    ...spanned(syncDaemonOf(whole)?.place),
    related: [],
  })
}

const spanned = (span: Span | undefined): { span?: Span } => (span === undefined ? {} : { span })

/** The old keyword of an instance, beside the one of global_defs. Several of the old ones are told where instances are. */
function tellShadowed({ root }: Whole, daemon: SyncDaemon, report: Parameters<LintRule>[1]): void {
  const bound = root.values.instances.find(({ values }) => values.syncDaemonInterface !== undefined)
  const statement = bound === undefined ? undefined : statementOf(bound, 'syncDaemonInterface')
  if (bound === undefined || statement === undefined) return
  report({
    code: 'repeated-keyword',
    severity: 'error',
    message: '`lvs_sync_daemon` was already given in `global_defs`',
    hint: 'There is one such daemon: this line is ignored, as in keepalived. Remove it.',
    span: spanOfStatement(statement),
    related: [],
    keepalived: says(
      `(${bound.header}) lvs_sync_daemon_interface has already been specified as ${daemon.interface} - ignoring`,
    ),
  })
}
