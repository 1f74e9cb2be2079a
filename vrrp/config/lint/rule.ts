// What rules about VRRP see, beyond what keepalived itself complains about: such rules warn or hint, and never fail a configuration.

import type { Report } from '../../../config/diagnostic.js'
import type { GlobalValues } from '../../../config/global-defs.js'
import type { Group } from '../group-members.js'
import type { BoundInstance } from '../instance.js'
import type { InstanceConfig } from '../model.js'

export interface LintedVrrp {
  /** Every instance that can run anywhere, in file order. */
  readonly made: ReadonlyMap<BoundInstance, InstanceConfig>
  readonly groups: readonly Group[]
  readonly globals: GlobalValues
}

export type VrrpRule = (linted: LintedVrrp, report: Report) => void
