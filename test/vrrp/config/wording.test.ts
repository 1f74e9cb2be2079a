import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { keepalivedSays, saidOf } from './vrrp-text.js'

describe("keepalived's own words about a line of an instance", () => {
  it.each([
    ['state SLAVE', "5: (V) unknown state 'SLAVE', defaulting to BACKUP"],
    ['state MASTER\npriority 9\nstate BACKUP', '7: (V) state previously set as MASTER - ignoring BACKUP'],
    ['priority 300', '5: (V) Priority not valid! must be between 1 & 255. Using default 100'],
    ['advert_int 1x', '5: (V) Advert interval (1x) not valid! Must be > 0 - ignoring'],
    ['advert_int 1.5', '(V) VRRPv2 advertisement interval 1.500000s must be an integer. rounding'],
    [
      'version 3\nadvert_int 50',
      '(V) VRRPv3 advertisement interval 50.00s is out of range. Must be less than 40.96s. Setting to 40.95s',
    ],
    ['version 4', '5: (V): Version must be either 2 or 3'],
    ['preempt_delay 2000', '5: (V) Preempt_delay not valid! must be between 0-1000'],
    ['unicast_ttl 256', "5: (V): TTL '256' not valid - must be between 0 & 255"],
    ['debug 9', "5: (V) Debug value '9' not valid; must be between 0-4"],
    ['strict_mode On', '5: (V) invalid strict_mode On specified'],
    ['skip_check_adv_addr 1', '5: (V) invalid skip_check_adv_addr 1 specified'],
    ['owner_ignore_adverts 1', '5: (V) invalid owner_ignore_adverts 1 specified'],
    ['v3_checksum_as_v2 1', '5: (V) invalid v3_checksum_as_v2 1 specified'],
    ['lower_prio_no_advert 1', '5: (V) invalid lower_prio_no_advert 1 specified'],
    ['higher_prio_send_advert 1', '5: (V) invalid higher_prio_send_advert 1 specified'],
    ['down_timer_adverts 0', "5: (V): Invalid down_timer_adverts [1:100] '0'"],
    ['garp_master_delay x', "5: (V): garp_master_delay 'x' invalid - ignoring"],
    ['garp_master_refresh x', "5: (V): Invalid garp_master_refresh 'x' - ignoring"],
    ['garp_lower_prio_repeat x', "5: (V): Invalid garp_lower_prio_repeat 'x'"],
    ['garp_extra_if all', "5: (V): garp_extra_if 'all' invalid - ignoring"],
    ['garp_extra_if', '5: (V): garp_extra_if specified without time - ignoring'],
    ['kernel_rx_buf_size', '5: (V) invalid kernel_rx_buf_size specified'],
    [
      'timer_expired_backup 255',
      '5: (V) timer_expired_backup highest_other_priority not valid! must be between 1 & 254',
    ],
    ['timer_expired_backup', '(V) expired_timer_backup requires nopreempt - resetting'],
    [
      'linkbeat_use_polling',
      "5: (V) 'linkbeat_use_polling' in vrrp instance deprecated - use linkbeat_interfaces block",
    ],
    ['owner_ignore_adverts', '(V) ignoring owner_ignore_adverts since priority is not 255'],
    ['mcast_src_ip x', '5: Configuration error: VRRP instance[V] malformed src address[x]. Skipping...'],
    ['mcast_dst_ip x', '5: (V) malformed mcast dest address x. Skipping...'],
    ['smtp_alert On', '5: Invalid vrrp_instance smtp_alert parameter On'],
    ['notify_master /a\nnotify_master "/b c"', '6: (V) notify_master script already specified - ignoring /b c'],
    ['notify_deleted\nnotify_deleted /b', '6: (V) notify_deleted already specified - ignoring /b'],
    ['use_ipvlan 10.0.0.1\nuse_ipvlan', '6: (V) use_ipvlan already specified'],
    [
      'old_unicast_checksum always\nunicast_peer { 10.0.0.2 }',
      '5: (V) Unknown old_unicast_chksum mode always - ignoring',
    ],
    ['virtual_ipaddress {\n10.0.0.1/24\n10.0.0.1\n}', '7: (V): VIP duplicates a VIP 10.0.0.1 - ignoring'],
    [
      'virtual_ipaddress {\n10.0.0.1\n}\nvirtual_ipaddress_excluded {\n10.0.0.1\n10.0.0.1 dev eth1\n}',
      '9: (V): Excluded VIP duplicates a VIP 10.0.0.1 - ignoring',
    ],
    ['track_interface {\neth0\n}', '(V) Ignoring track_interface eth0 since own interface'],
  ])('`%s`', (lines, said) => {
    // What is wrong with a number as a number is said before, in the words of all numbers.
    expect(saidOf(lines).at(-1)).toBe(said)
  })

  it.each([
    ['vrrp_instance V {\nvirtual_router_id 1\nno_virtual_ipaddress\n}', ['(V) Unknown interface!']],
    ['vrrp_instance V {\ninterface eth0\nno_virtual_ipaddress\n}', ['(V) the virtual router id must be set']],
    ['vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\n}', ['(V) No VIP specified; at least one is sensible']],
    [
      'vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\nversion 3\n}',
      ['(V) No VIP specified; at least one is required'],
    ],
    [
      'vrrp_instance V {\ninterface lo\nvirtual_router_id 1\nno_virtual_ipaddress\n}',
      ['2: (V) cannot use a loopback interface (lo) for vrrp - ignoring', '(V) Unknown interface!'],
    ],
  ])('about what an instance needs: %j', (text, said) => {
    expect(keepalivedSays(text)).toEqual(said)
  })

  it('about the synchronisation of connections, in its own alignment', () => {
    const instance = (name: string, id: number): string =>
      `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id ${id}\nno_virtual_ipaddress\nlvs_sync_daemon_interface eth${id}\n}\n`
    expect(keepalivedSays(instance('LONG', 1) + instance('B', 2))).toEqual([
      '5: (LONG) Specifying lvs_sync_daemon_interface against a vrrp is deprecated.',
      '5:         Please use global lvs_sync_daemon',
      '11: (B) Specifying lvs_sync_daemon_interface against a vrrp is deprecated.',
      '11:       Please use global lvs_sync_daemon',
      '11: (B) lvs_sync_daemon_interface has already been specified as eth1 - ignoring',
    ])
  })
})

describe('addresses that cannot be advertised', () => {
  const fill = (count: number, of: (i: number) => string, more = ''): string =>
    `vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\n${more}\nvirtual_ipaddress {\n${Array.from({ length: count }, (_, i) => of(i)).join('\n')}\n}\n}`
  const six = (i: number): string => `fe80::${(i + 1).toString(16)}/64`

  it.each([
    [fill(89, six), 0],
    [fill(90, six), 1],
    [fill(89, six, 'auth_hmac {\nkey 1 0123456789abcdef0123456789abcdef\nactive_key 1\n}'), 1],
  ])('are those that an IPv6 packet has no room for (PKT-13)', (text, excluded) => {
    expect(bindText(text).model.vrrp.leftOut[0]?.excludedAddresses).toHaveLength(excluded)
  })
})
