// What the keywords of instances and sync groups mean, one sentence each. Arguments and defaults are in the tables.

const notifications = (whose: string) => ({
  notify_master: `Script that is run when ${whose} becomes MASTER.`,
  notify_backup: `Script that is run when ${whose} becomes BACKUP.`,
  notify_fault: `Script that is run when ${whose} goes to FAULT.`,
  notify_stop: `Script that is run when ${whose} is stopped with the daemon.`,
  notify: `Script that is run at every change of state, with the kind, the name, the new state and the priority as arguments.`,
  smtp_alert: `Sends mail at every change of state; without it the setting of global_defs counts.`,
  notify_priority_changes: 'Writes a line to the notify FIFOs whenever the effective priority changes.',
})

const tracking = (whose: string) => ({
  track_interface: `Interfaces that ${whose} tracks, one on each line: their failure is a fault, or changes the priority by a weight.`,
  track_script: `Scripts (vrrp_script) whose result ${whose} depends on, one on each line.`,
  track_file: `Files (track_file) whose number changes the priority or is a fault, one on each line.`,
  track_process: `Processes (vrrp_track_process) that must run, one on each line.`,
  track_bfd: `BFD sessions (bfd_instance) that must be up, one on each line.`,
})

export const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    vrrp_instance: 'A virtual router: addresses that move between the machines that take part in it.',
    vrrp_sync_group: 'Instances that are always in the same state: if one of them fails, all move.',
  },
  vrrp_sync_group: {
    group: 'Names of the member instances; they may be defined before or after the group.',
    ...tracking('every member'),
    global_tracking: 'Old spelling of sync_group_tracking_weight.',
    sync_group_tracking_weight:
      'Lets weights of tracked things change the priorities of members; without it they are taken as 0.',
    ...notifications('the group'),
  },
  vrrp_instance: {
    use_vmac: 'Makes an interface with the hardware address of the virtual router (00:00:5e:00:01:VRID) and uses it.',
    use_vmac_addr: 'Makes such interfaces also on the other interfaces that have virtual addresses.',
    vmac_xmit_base: 'Sends adverts from the interface itself instead of the one made by use_vmac.',
    use_ipvlan: 'Makes an ipvlan interface with an address of its own and uses it.',
    unicast_peer:
      'Addresses of the other routers, one on each line: adverts go to them instead of the multicast group.',
    unicast_fault_no_peer: 'Keeps the instance in FAULT when no peer is named, instead of using multicast.',
    check_unicast_src: 'Drops adverts that do not come from one of the peers.',
    old_unicast_checksum: 'Uses, or never uses, the checksum of version 3 that keepalived up to 1.3.6 sent by unicast.',
    native_ipv6: 'Makes this an IPv6 instance of version 3 even without an IPv6 address.',
    state:
      'The state to start with: MASTER does not wait for an advert of somebody else, and yields to a higher priority.',
    interface: 'The interface that adverts are sent and received on; its failure is a fault.',
    vrf: 'The VRF that a unicast instance without interface works in.',
    dont_track_primary: "Keeps the state when the instance's own interface goes down.",
    ...tracking('the instance'),
    mcast_src_ip: 'The address adverts are sent from, instead of the primary one of the interface.',
    unicast_src_ip: "The same as mcast_src_ip for unicast: this router's address, which its peers list.",
    mcast_dst_ip: 'The multicast group of this instance, instead of the usual one.',
    track_src_ip: 'Makes the disappearance of the configured source address a fault.',
    virtual_router_id:
      'The number of the virtual router: the same on all machines that take part, and used once on a network.',
    unicast_ttl: 'The TTL or hop limit of unicast adverts.',
    version: 'The version of VRRP to speak: 2 for IPv4, 3 for IPv6 and for intervals below a second.',
    priority: 'Who becomes master: the highest wins; 255 is for the machine that owns the addresses.',
    advert_int: 'The time between two adverts of the master, in seconds.',
    virtual_ipaddress: 'The addresses that the master has and advertises, one on each line.',
    virtual_ipaddress_excluded: 'More addresses that the master has, without a place in the adverts; of either family.',
    no_virtual_ipaddress: 'Says that an instance without virtual address is meant.',
    promote_secondaries:
      'Lets the next address of a subnet stay when the first one of it is removed from the interface.',
    linkbeat_use_polling: 'Polls the state of the link instead of waiting for news of the kernel.',
    v3_checksum_as_v2: 'Leaves the pseudo header out of the checksum of version 3, for routers that expect that.',
    virtual_routes: 'Routes that are there while the instance is master, one on each line.',
    virtual_rules: 'Policy rules that are there while the instance is master, one on each line.',
    accept: 'Takes packets to the virtual addresses while master.',
    no_accept: 'Drops packets to the virtual addresses while master, except neighbour discovery.',
    skip_check_adv_addr:
      'Does not compare the addresses in an advert when it comes from the same master as the one before.',
    strict_mode: 'Keeps to the letter of the standards: what they do not allow is refused or corrected.',
    preempt: 'Takes over from a living master of lower priority; the default.',
    nopreempt: 'Leaves a living master alone even if its priority is lower.',
    preempt_delay: 'How long a backup waits before it takes over from a living master of lower priority, in seconds.',
    debug: 'The level of debug messages.',
    ...notifications('the instance'),
    notify_deleted:
      'Reports an instance that a reload removed as DELETED instead of FAULT, and runs the script if one is given.',
    notify_master_rx_lower_pri: 'Script that is run when a master hears an advert of lower priority.',
    lvs_sync_daemon_interface:
      'Old way to run the IPVS connection synchronisation on an interface; lvs_sync_daemon replaces it.',
    garp_master_delay: 'The time until the addresses are announced a second time after becoming master, in seconds.',
    garp_master_refresh: 'The time between announcements while master, in seconds; 0 means none.',
    garp_master_repeat: 'How often each address is announced at a time.',
    garp_master_refresh_repeat: 'How often each address is announced at a refresh.',
    garp_lower_prio_delay:
      'The time until a second announcement after an advert of lower priority was heard, in seconds.',
    garp_lower_prio_repeat: 'How often each address is announced after an advert of lower priority was heard.',
    down_timer_adverts: 'How many adverts may be missed before the master counts as gone.',
    timer_expired_backup: 'Goes back to BACKUP when a timer was so late that another router may have taken over.',
    thread_timer_expired: 'Old spelling of timer_expired_backup.',
    garp_extra_if: 'Announces the addresses again on the interfaces made for them at this interval, in seconds.',
    vmac_garp_intvl: 'Old spelling of garp_extra_if.',
    lower_prio_no_advert: 'Does not answer an advert of lower priority.',
    higher_prio_send_advert: 'Sends one more advert before giving way to a higher priority.',
    owner_ignore_adverts: 'Lets the owner of the addresses (priority 255) ignore all adverts.',
    kernel_rx_buf_size: 'The size of the receive buffer of this instance, in bytes.',
    authentication: 'A password in the adverts of version 2.',
    auth_hmac: 'Signs adverts with HMAC-SHA256, and drops those without a valid signature.',
  },
  'vrrp_instance/authentication': {
    auth_type: 'PASS sends the password in clear text; AH signs adverts with the IPsec authentication header.',
    auth_pass: 'The password, the same on all routers; eight bytes count.',
  },
  'vrrp_instance/auth_hmac': {
    key: 'A key by its number: 32 to 64 bytes as text, as hex:DIGITS, or in a file as file:PATH.',
    active_key: 'The number of the key that adverts are signed with; the others are accepted as well.',
    time_window: 'How much the clocks of the routers may differ, in seconds.',
    anti_replay: 'How recorded adverts are recognised: by the time in them, or by a number that only grows.',
    mode: 'Whether adverts without a signature are dropped (enforce), accepted (permissive), or also sent (receive-only).',
  },
}
