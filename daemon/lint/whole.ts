// What rules across features see: everything a file means, with the places it came from. A rule is a function of it that reports.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import type { Bound } from '../../config/schema/block.js'
import type { Services } from '../../healthcheck/config/rules.js'
import type { VrrpConfig } from '../../vrrp/config/model.js'
import type { RootValues } from '../root-schema.js'

export interface Whole {
  /** Every block of the file except virtual servers, bound; its statements in file order. */
  readonly root: Bound<RootValues>
  /** All global_defs blocks merged, defaults applied. */
  readonly globals: GlobalValues
  readonly vrrp: VrrpConfig
  /** Services with the place of their opening lines. */
  readonly services: Services
}

export type LintRule = (whole: Whole, report: Report) => void
