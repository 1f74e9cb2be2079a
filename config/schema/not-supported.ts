// What it means that a keyword is left out: whether something the file asks for will not happen (an error), or nothing that
// matters changes (a warning), and what the operator has to reckon with. Only keywords of known-keywords.ts are asked about.

import type { Severity } from '../diagnostic.js'

/** By block path: keywords whose absence changes nothing essential. */
const harmless: Readonly<Record<string, string>> = {
  '': 'namespace_with_ipsets use_pid_dir instance garp_group',
  global_defs: `
    process_names process_name vrrp_process_name checker_process_name lvs_process_name bfd_process_name
    use_symlink_paths set_supplementary_groups startup_script_timeout shutdown_script_timeout max_auto_priority
    min_auto_priority_delay checker_log_all_failures dynamic_interfaces disable_local_igmp v3_checksum_as_v2
    vrrp_mcast_group6 vrrp_garp_interval vrrp_gna_interval vrrp_garp_extra_if vrrp_vmac_garp_intvl vrrp_iptables
    vrrp_ipsets nftables nftables_priority nftables_ifindex vrrp_check_unicast_src vrrp_priority vrrp_no_swap
    vrrp_rt_priority vrrp_cpu_affinity vrrp_rlimit_rttime vrrp_rlimit_rtime nftables_ipvs nftables_ipvs_priority
    nftables_ipvs_start_fwmark nftables_counters vrrp_notify_priority_changes fifo_write_vrrp_states_on_reload
    checker_priority checker_no_swap checker_rt_priority checker_cpu_affinity checker_rlimit_rttime
    checker_rlimit_rtime bfd_priority bfd_no_swap bfd_rt_priority bfd_cpu_affinity bfd_rlimit_rttime
    bfd_rlimit_rtime snmp_socket enable_traps enable_snmp_vrrp enable_snmp_keepalived enable_snmp_rfc
    enable_snmp_rfcv2 enable_snmp_rfcv3 enable_snmp_checker snmp_vs_stats_update_interval
    snmp_rs_stats_update_interval enable_dbus dbus_service_name dbus_no_interface_name vrrp_netlink_cmd_rcv_bufs
    vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force
    process_monitor_rcv_bufs process_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs
    lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs lvs_netlink_monitor_rcv_bufs_force
    no_checker_emails no_email_faults vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier log_unknown_vrids vmac_prefix
    vmac_addr_prefix umask random_seed reload_check_config include_check config_save_dir tmp_config_directory
    data_use_instance json_version iproute_usr_dir iproute_etc_dir state_dump_file stats_dump_file json_dump_file`,
  vrrp_sync_group: 'notify_priority_changes',
  vrrp_instance: `
    debug kernel_rx_buf_size notify_priority_changes timer_expired_backup thread_timer_expired garp_extra_if
    vmac_garp_intvl v3_checksum_as_v2 old_unicast_checksum unicast_fault_no_peer check_unicast_src unicast_ttl`,
  virtual_server: 'snmp_name',
  'virtual_server/real_server': 'snmp_name',
  'virtual_server/real_server/TCP_CHECK': 'log_all_failures',
  'virtual_server/real_server/HTTP_GET': 'log_all_failures enable_sni sni_name',
}

const alwaysUp = 'This check is not made: a server without another check counts as up all the time.'
const notTracked = 'What is tracked here does not change the state or the priority: a failure of it goes unnoticed.'
const noUnicast = 'The instance is left out: without its unicast peers two directors could both be master.'
const ownMac = "The interface's own hardware address is used; gratuitous ARP tells the network of a change."
const bodyUnread = 'The body is not searched: the check passes without it.'
const noFifo = 'Nothing is written to the pipe: whoever reads it hears nothing.'

/** What follows from leaving a keyword out, where that is not plain from its name. */
const consequences: Readonly<Record<string, string>> = {
  net_namespace: 'lvs-ha works in the network namespace it is started in: start it with `ip netns exec`.',
  net_namespace_ipvs: 'IPVS is configured in the network namespace lvs-ha is started in.',
  vrrp_script: notTracked,
  vrrp_track_process: notTracked,
  track_file: notTracked,
  vrrp_track_file: notTracked,
  track_script: notTracked,
  track_process: notTracked,
  track_bfd: notTracked,
  bfd_instance: 'No BFD session is kept.',
  static_ipaddress: 'The addresses are not added: configure them in the system.',
  static_routes: 'The routes are not added: configure them in the system.',
  static_rules: 'The rules are not added: configure them in the system.',
  virtual_routes: 'The master does not add the routes.',
  virtual_rules: 'The master does not add the rules.',
  interface_up_down_delays: 'A link counts as down at once, however short the interruption.',
  linkbeat_interfaces: 'The state of the link is taken from the kernel, not polled.',
  linkbeat_use_polling: 'The state of the link is taken from the kernel, not polled.',
  virtual_server_group: 'Virtual servers of the group are left out.',
  SSL: 'No checks over TLS are made.',
  MISC_CHECK: alwaysUp,
  SMTP_CHECK: alwaysUp,
  PING_CHECK: alwaysUp,
  UDP_CHECK: alwaysUp,
  SSL_GET: alwaysUp,
  DNS_CHECK: alwaysUp,
  FILE_CHECK: alwaysUp,
  BFD_CHECK: alwaysUp,
  regex: bodyUnread,
  regex_no_match: bodyUnread,
  use_vmac: ownMac,
  use_vmac_addr: ownMac,
  vmac_xmit_base: ownMac,
  use_ipvlan: ownMac,
  unicast_peer: noUnicast,
  native_ipv6: 'The instance is left out: only IPv4 is supported.',
  auth_hmac: 'The instance is left out: without its authentication two directors could both be master.',
  mcast_dst_ip: 'The instance is left out: its peer would not hear it in another multicast group.',
  vrf: 'The instance works outside the VRF.',
  no_accept: 'Packets to the virtual addresses are accepted while master.',
  track_src_ip: 'The instance keeps its state when its source address disappears.',
  owner_ignore_adverts: 'The owner of the addresses reacts to the adverts of others.',
  vrrp_owner_ignore_adverts: 'The owner of the addresses reacts to the adverts of others.',
  promote_secondaries: 'Set the sysctl net.ipv4.conf.INTERFACE.promote_secondaries yourself.',
  notify_fifo: noFifo,
  notify_fifo_script: 'The script is not started.',
  vrrp_notify_fifo: noFifo,
  vrrp_notify_fifo_script: 'The script is not started.',
  lvs_notify_fifo: noFifo,
  lvs_notify_fifo_script: 'The script is not started.',
  notify_deleted: 'A removed instance is reported as FAULT, and the script is not run.',
  notify_master_rx_lower_pri: 'The script is not run.',
  startup_script: 'The script is not run.',
  shutdown_script: 'The script is not run.',
  lvs_sync_daemon: 'Connections are not synchronised: they break at a fail-over.',
  lvs_sync_daemon_interface: 'Connections are not synchronised: they break at a fail-over.',
  lvs_timeouts: "The kernel's timeouts stay as they are: set them with `ipvsadm --set`.",
  lvs_flush: 'What others put into the IPVS table stays there.',
  lvs_flush_on_stop: 'Entries are removed one by one at stop, those of others stay.',
  lvs_flush_onstop: 'Entries are removed one by one at stop, those of others stay.',
  vrrp_delay_after_boot: 'Instances start at once: use `vrrp_startup_delay`.',
  reload_check_config: 'lvs-ha always checks a configuration before it takes it.',
  reload_time_file: 'Reload with SIGHUP instead.',
  reload_repeat: 'Reload with SIGHUP instead.',
  reload_file: 'The file is not created or removed.',
  rs_init_notifies: 'Scripts run at changes only, not for servers that are up at start.',
  persistence_engine: 'Persistence goes by client address.',
  ha_suspend: 'Checks run whether or not the virtual address is on this machine.',
  bind_if: 'The system chooses the interface.',
  enable_sni: 'It matters only for checks over TLS.',
  sni_name: 'It matters only for checks over TLS.',
}

let harmlessIndex: ReadonlyMap<string, ReadonlySet<string>> | undefined

export interface Loss {
  readonly severity: Severity
  readonly hint: string
}

/** What is lost when a keyword that keepalived knows in the block is left out. */
export function lossOf(path: string, keyword: string, opensBlock: boolean): Loss {
  harmlessIndex ??= new Map(Object.entries(harmless).map(([p, words]) => [p, new Set(words.split(/\s+/))]))
  const isHarmless = harmlessIndex.get(path)?.has(keyword) === true
  return {
    severity: isHarmless ? 'warning' : 'error',
    hint: consequences[keyword] ?? (opensBlock ? 'The whole block is skipped.' : 'The line is ignored.'),
  }
}
