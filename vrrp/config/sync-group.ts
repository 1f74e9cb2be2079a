// The vrrp_sync_group block: its keywords. Which instances its names stand for is settled in group-members.ts.

import { blockName, string } from '../../config/schema/args.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { flag, words } from '../../config/schema/keyword.js'
import { notifyFields } from './notify.js'
import { trackingFields } from './tracking-fields.js'

export const vrrpSyncGroup = block(
  'vrrp_sync_group',
  {
    members: words('group', string('the name of an instance'), { repeat: 'first' }),
    ...trackingFields(),
    trackingWeight: flag('sync_group_tracking_weight', { deprecated: ['global_tracking'] }),
    ...notifyFields('vrrp_group'),
  },
  { header: blockName() },
)

export type BoundSyncGroup = Bound<Infer<typeof vrrpSyncGroup>, string>
