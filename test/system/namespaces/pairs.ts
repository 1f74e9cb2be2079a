// Which daemons the pair tests put together, and pairs that end with their test. LVS_HA_LAB_PAIRS=keepalived,keepalived proves the laboratory itself.

import type { DaemonKind } from '../lab/daemon.js'
import type { DirectorName } from '../lab/network.js'
import { openPair, type Pair, type PairOptions } from '../lab/pair.js'

/** What is used of a test's context. */
export interface TestContext {
  readonly onTestFinished: (callback: () => Promise<void>) => void
}

export const testedPairs: readonly (readonly [DaemonKind, DaemonKind])[] = chosen() ?? [
  ['lvs-ha', 'lvs-ha'],
  ['lvs-ha', 'keepalived'],
  ['keepalived', 'lvs-ha'],
]

/** The kind under test where one director is enough. */
export const testedKind: DaemonKind = testedPairs[0]?.[0] ?? 'lvs-ha'

/** Opens a pair that is closed when the test has ended, however it ends. */
export async function pairFor(
  context: TestContext,
  kinds: Readonly<Record<DirectorName, DaemonKind>>,
  options?: PairOptions,
): Promise<Pair> {
  const pair = await openPair(kinds, options)
  context.onTestFinished(() => pair.close())
  return pair
}

function chosen(): (readonly [DaemonKind, DaemonKind])[] | undefined {
  const [a, b] = (process.env.LVS_HA_LAB_PAIRS ?? '').split(',')
  return isKind(a) && isKind(b) ? [[a, b]] : undefined
}

function isKind(text: string | undefined): text is DaemonKind {
  return text === 'lvs-ha' || text === 'keepalived'
}
