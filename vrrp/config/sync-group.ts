// The vrrp_sync_group block: its keywords. Which instances its names stand for is settled in rules.ts.

import { blockName, string } from '../../config/schema/args.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { flag, lines, words } from '../../config/schema/keyword.js'
import { notifyFields } from './notify.js'
import { trackedInterface } from './trackers.js'

export const vrrpSyncGroup = block(
  'vrrp_sync_group',
  {
    members: words('group', string('the name of an instance'), { repeat: 'first' }),
    trackInterfaces: lines('track_interface', trackedInterface()),
    trackingWeight: flag('sync_group_tracking_weight', { deprecated: ['global_tracking'] }),
    ...notifyFields(),
  },
  { header: blockName() },
)

export type BoundSyncGroup = Bound<Infer<typeof vrrpSyncGroup>, string>
