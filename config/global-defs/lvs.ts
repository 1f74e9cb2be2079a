// Keywords of global_defs about IPVS and the checks of its servers.

import { oneOf } from '../schema/args.js'
import { flag, keyword } from '../schema/keyword.js'
import { bufferForce, bufferSize, onOff } from './fields.js'
import { lvsTimeouts } from './lvs-timeouts.js'
import { syncDaemon } from './sync-daemon.js'

export const lvsFields = {
  lvsTimeouts: lvsTimeouts(),
  lvsFlush: flag('lvs_flush', { notYet: 'What others put into the IPVS table stays there.' }),
  /** all: every entry of the kernel's table; VS: the virtual servers as a whole. undefined = one by one. */
  lvsFlushOnStop: keyword('lvs_flush_on_stop', oneOf<'all' | 'VS'>(['VS']), {
    bare: 'all',
    deprecated: ['lvs_flush_onstop'],
    notYet: 'Entries are removed one by one at stop, those of others stay.',
    says: (word) => `Unknown lvs_flush_on_stop type ${word}`,
  }),
  lvsSyncDaemon: syncDaemon(),
  checkerLogAllFailures: onOff('checker_log_all_failures', {
    notYet: 'Failed tries of a check are logged when the verdict changes.',
    says: () => 'Invalid value for checker_log_all_failures specified',
  }),
  rsInitNotifies: onOff('rs_init_notifies', {
    notYet: 'Scripts run at changes only, not for servers that are up at start.',
  }),
  lvsCommandBuffer: bufferSize('lvs_netlink_cmd_rcv_bufs', 'lvs_netlink_cmd'),
  lvsCommandBufferForce: bufferForce('lvs_netlink_cmd_rcv_bufs_force'),
  lvsMonitorBuffer: bufferSize('lvs_netlink_monitor_rcv_bufs', 'lvs_netlink_monitor'),
  lvsMonitorBufferForce: bufferForce('lvs_netlink_monitor_rcv_bufs_force'),
}
