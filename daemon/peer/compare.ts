// `lvs-ha check --peer`: two directors' files against each other. What each file has to answer for by itself is not said here.

import type { Diagnostic, Report } from '../../config/diagnostic.js'
import { Milliseconds, type Duration } from '../../config/values/time.js'
import { compareAddresses } from './addresses.js'
import { compareAdverts, tellUnevenInterval, type Hearing, type McastGroups } from './adverts.js'
import { listOf } from '../lint/list-of.js'
import { directorOf, labelsOf, type Director, type Peer, type Router } from './director.js'
import { compareElection, type Names } from './election.js'
import { compareGlobals } from './globals.js'
import { compareGroups, unitsOf, type Unit } from './groups.js'
import { tellUnmatched } from './unmatched.js'
import { matchRouters, type RouterPair } from './matching.js'
import type { OutlookSide } from './standing.js'
import { outlookText, type TitledUnit } from './outlook-text.js'
import { compareServices } from './services.js'
import { compareSyncDaemons } from './sync-daemon.js'
import { compareVirtualMacs } from './virtual-mac.js'

export type { Peer } from './director.js'

/** Diagnostics about `own`, with notes on `other`; and a table of who will be master when. */
export function comparePeers(own: Peer, other: Peer): { diagnostics: readonly Diagnostic[]; outlook: string } {
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic)
  const [ownLabel, otherLabel] = labelsOf(own, other)
  const names: Names = { own: ownLabel, other: otherLabel }
  const [mine, theirs] = [directorOf(own, ownLabel), directorOf(other, otherLabel)]
  const matching = matchRouters(mine, theirs)
  const groups = multicastGroups(mine, theirs)
  const hearing = new Map<RouterPair, Hearing>()
  for (const pair of matching.pairs) {
    hearing.set(pair, compareAdverts(pair, groups, otherLabel, report))
    tellUnevenInterval(pair, otherLabel, report)
    compareAddresses(pair, otherLabel, report)
    compareElection(pair, names, report)
    compareVirtualMacs(pair, otherLabel, report)
  }
  tellUnmatched(matching, names, report)
  compareGroups(mine, theirs, matching.pairs, report)
  compareGlobals(mine, theirs, report)
  compareSyncDaemons(mine, theirs, matching.pairs, report)
  compareServices(mine, theirs, report)
  const units = unitsOf(matching.pairs).map((unit) => titled(unit, hearing))
  const alone = aloneLines([...matching.ownOnly, ...matching.estranged.map((pair) => pair.own)], ownLabel).concat(
    aloneLines([...matching.otherOnly, ...matching.estranged.map((pair) => pair.other)], otherLabel),
  )
  const intro = legend(own, other, names)
  const outlook = units.length + alone.length === 0 ? '' : intro + outlookText(units, names, alone)
  return { diagnostics, outlook }
}

const legend = (own: Peer, other: Peer, names: Names): string =>
  names.own === own.name ? '' : `${names.own} is ${own.name}, ${names.other} is ${other.name}.\n\n`

const multicastGroups = (own: Director, other: Director): McastGroups => ({
  own: groupsOf(own),
  other: groupsOf(other),
})

const groupsOf = ({ whole: { vrrp, globals } }: Director): McastGroups['own'] => ({
  inet: vrrp.multicastGroup4,
  inet6: globals.multicastGroup6 ?? 'ff02::12',
})

function aloneLines(routers: readonly Router[], label: string): readonly string[] {
  if (routers.length === 0) return []
  const names = listOf(
    routers.map(({ config }) => config.name),
    8,
  )
  return [`${names}: only on ${label}; nobody takes over.`]
}

function titled({ group, pairs }: Unit, hearing: ReadonlyMap<RouterPair, Hearing>): TitledUnit {
  const members = pairs.map((pair) => titleOf(pair))
  const title = group === undefined ? (members[0] ?? '') : `sync group ${group} (${listOf(members, 8)})`
  return {
    title,
    unit: pairs.map((pair) => {
      const heard = hearing.get(pair)
      return { own: sideOf(pair.own, heard?.own ?? true), other: sideOf(pair.other, heard?.other ?? true) }
    }),
  }
}

const titleOf = ({ own, other }: RouterPair): string =>
  own.config.name === other.config.name ? own.config.name : `${own.config.name}/${other.config.name}`

function sideOf({ config, trackers }: Router, hears: boolean): OutlookSide {
  const ownInterface = config.interface
  const tracked =
    ownInterface === undefined || config.dontTrackPrimary
      ? []
      : [{ kind: 'interface', name: ownInterface, weight: 0, reverse: false } as const]
  return {
    priority: config.priority,
    preempt: config.preempt,
    preemptDelay: config.preemptDelay,
    startsAsMaster: config.initialState === 'MASTER' && config.group === undefined,
    source: config.sourceAddress,
    patience: patienceOf(config),
    hears,
    trackers: [...tracked, ...trackers],
  }
}

/** Master_Down_Interval (TMR-05). */
function patienceOf({ version, priority, advertInterval, downTimerAdverts }: Router['config']): Duration {
  const skew = ((256 - priority) * (version === 2 ? 1000 : advertInterval)) / 256
  return Milliseconds(downTimerAdverts * advertInterval + skew)
}
