// Whether two directors keep their connections in step: both must run the daemon, with one session, and the instances it follows must be the
// two halves of one virtual router.

import type { Report } from '../../config/diagnostic.js'
import type { SyncDaemon } from '../../config/global-defs/sync-daemon.js'
import { syncDaemonOf, type PlacedSyncDaemon } from '../lint/sync-daemon.js'
import { listOf } from '../lint/list-of.js'
import { tellPair } from './complaint.js'
import type { Director } from './director.js'
import type { RouterPair } from './matching.js'

export function compareSyncDaemons(own: Director, other: Director, pairs: readonly RouterPair[], report: Report): void {
  const [mine, theirs] = [syncDaemonOf(own.whole), syncDaemonOf(other.whole)]
  if (mine === undefined && theirs === undefined) return
  if (mine === undefined || theirs === undefined) {
    tellAlone(
      mine ?? theirs,
      mine === undefined ? other.label : own.label,
      mine === undefined ? own.label : other.label,
      report,
    )
    return
  }
  const differences = [
    ...different('id', idOf(own, mine.daemon), idOf(other, theirs.daemon)),
    ...different('group', mine.daemon.group ?? defaultGroup, theirs.daemon.group ?? defaultGroup),
    ...different('port', mine.daemon.port ?? defaultPort, theirs.daemon.port ?? defaultPort),
    ...instances(mine.daemon, theirs.daemon, pairs),
  ]
  if (differences.length === 0) return
  tellPair(report, {
    code: 'peer-sync-daemon',
    severity: 'warning',
    message: `\`lvs_sync_daemon\` differs in \`${other.label}\`: ${listOf(differences)}`,
    hint: 'What the master sends is not what the backup listens to: connections break at a take-over. Write the same line in both files; only the interface may have another name.',
    span: mine.place,
    related: [{ message: 'there', span: theirs.place }],
  })
}

const defaultGroup = '224.0.0.81'
const defaultPort = 8848

/** Without an id it is that of the virtual router it follows. */
function idOf({ routers }: Director, { id, instance }: SyncDaemon): number {
  return id ?? routers.find(({ config }) => config.name === instance)?.config.virtualRouterId ?? 0
}

const different = (what: string, own: string | number, other: string | number): readonly string[] =>
  own === other ? [] : [`${what} ${own}/${other}`]

/** Names may differ; what counts is that both follow the same virtual router. */
function instances(own: SyncDaemon, other: SyncDaemon, pairs: readonly RouterPair[]): readonly string[] {
  const pair = pairs.find((one) => one.own.config.name === own.instance)
  const expected = own.instance === undefined ? undefined : pair?.other.config.name
  if (own.instance !== undefined && pair === undefined) return []
  return other.instance === expected ? [] : [`inst ${own.instance ?? 'none'}/${other.instance ?? 'none'}`]
}

function tellAlone(found: PlacedSyncDaemon | undefined, here: string, there: string, report: Report): void {
  tellPair(report, {
    code: 'peer-sync-daemon',
    severity: 'warning',
    message: `\`lvs_sync_daemon\` is in \`${here}\` only`,
    hint: `Nobody listens to what it sends, and after a take-over by \`${there}\` its connections are unknown there. Add it to the other file.`,
    span: found?.place,
  })
}
