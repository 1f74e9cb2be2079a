// The blocks and keywords of the top level that concern VRRP, one line each.

import type { Bound, Values } from '../../config/schema/block.js'
import { blocks } from '../../config/schema/keyword.js'
import { vrrpInstance } from './instance.js'
import { vrrpSyncGroup } from './sync-group.js'

export const vrrpTopLevel = {
  syncGroups: blocks(vrrpSyncGroup),
  instances: blocks(vrrpInstance),
}

/** The top level of a file as far as it concerns VRRP; its statements are those of the whole file, virtual servers excepted. */
export type BoundVrrpTopLevel = Bound<Values<typeof vrrpTopLevel>>
