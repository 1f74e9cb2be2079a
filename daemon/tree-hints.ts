// Which keywords open blocks where: what the tree needs to find the place of a forgotten brace. Facts of the language; what is
// supported stands in the blocks' own tables.

import type { TreeHints } from '../config/tree.js'

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

const topLevel =
  'global_defs track_group static_ipaddress static_routes static_rules vrrp_sync_group garp_group linkbeat_interfaces ' +
  'vrrp_instance vrrp_script vrrp_track_process interface_up_down_delays SSL virtual_server_group virtual_server ' +
  'bfd_instance vrrp_track_file'
const trackers = 'track_interface track_script track_file track_process track_bfd'
const checkers = 'MISC_CHECK SMTP_CHECK TCP_CHECK PING_CHECK UDP_CHECK HTTP_GET SSL_GET DNS_CHECK FILE_CHECK BFD_CHECK'

export const treeHints: TreeHints = {
  topLevel: set(topLevel),
  blocksIn: new Map([
    ['', set(`${topLevel} track_file`)],
    ['global_defs', set('notification_email')],
    ['track_group', set('group')],
    ['vrrp_sync_group', set(`group ${trackers}`)],
    ['garp_group', set('interfaces')],
    [
      'vrrp_instance',
      set(
        `${trackers} unicast_peer virtual_ipaddress virtual_ipaddress_excluded virtual_routes virtual_rules ` +
          'authentication auth_hmac',
      ),
    ],
    ['virtual_server', set('real_server')],
    ['real_server', set(checkers)],
    ['SMTP_CHECK', set('host')],
    ['HTTP_GET', set('url')],
    ['SSL_GET', set('url')],
  ]),
}
