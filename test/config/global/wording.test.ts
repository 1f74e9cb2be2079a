import { describe, expect, it } from 'vitest'
import { bindTop, globalsOf } from './bind-globals.js'

// What keepalived says about each line, as it was heard from it.

const missing = (keyword: string): string =>
  `*** Configuration line starting \`${keyword}\` is missing a parameter after keyword \`${keyword}\` at word position 2`
const boolean = (keyword: string): [string, string[]] => [
  `${keyword} x`,
  [`Invalid value 'x' for global ${keyword} specified`],
]
const invalid = (keyword: string): [string, string[]] => [`${keyword} x`, [`Invalid value for ${keyword} specified`]]

const cases: readonly (readonly [string, readonly string[]])[] = [
  boolean('smtp_alert'),
  boolean('smtp_alert_vrrp'),
  boolean('smtp_alert_checker'),
  boolean('rs_init_notifies'),
  boolean('no_checker_emails'),
  boolean('vrrp_notify_priority_changes'),
  boolean('vrrp_netlink_cmd_rcv_bufs_force'),
  boolean('vrrp_strict'),
  invalid('checker_log_all_failures'),
  invalid('vrrp_min_garp'),
  invalid('vrrp_lower_prio_no_advert'),
  invalid('vrrp_higher_prio_send_advert'),
  ['smtp_alert On', ["Invalid value 'On' for global smtp_alert specified"]],
  ['use_symlink_paths x', ["Invalid value 'x' for global use_symlink_path specified"]],
  ['set_supplementary_groups x', ['Invalid set_supplementary_groups parameter x']],
  ['vrrp_skip_check_adv_addr x', ["Invalid value 'x' for global vrrp_check_adv_addr specified"]],
  ['data_use_instance x', ["Invalid value 'x' for global date_use_instance specified"]],
  ['router_id', ['routerid name missing - ignoring']],
  ['router_id a b', []],
  ['notification_email_from', ['emailfrom missing - ignoring']],
  ['notification_email_from a@b.c d e', ["emailfrom - ignoring extra entries 'd' ..."]],
  ['notification_email {\n}', ['Warning - empty notification_email block']],
  ['notification_email all {\na@b.c\n}', ['Block notification_email has extra parameters all ...']],
  ['smtp_helo_name', []],
  ['smtp_server', [missing('smtp_server')]],
  ['smtp_server 192.0.2.1 0', ["number '0' outside range [1, 65535]", 'Invalid smtp server 192.0.2.1 0']],
  ['smtp_server 192.0.2.300', ['Invalid smtp server 192.0.2.300 25']],
  ['smtp_server ""', ['Invalid smtp server  25']],
  ['smtp_connect_timeout 0', ['smtp_conect_timeout must be greater than 0, setting to 1']],
  [
    'smtp_connect_timeout 4295',
    ["number '4295' outside range [0, 4294]", "smtp_connect_timeout '4295' must be in [0, 4294] - ignoring"],
  ],
  ['startup_script', ['startup script missing']],
  ["startup_script '/bin/true", ["String 'startup_script '/bin/true': missing terminating '"]],
  ['startup_script /bin/a\nstartup_script /bin/b', ['startup script already specified']],
  ['startup_script_timeout', ['startup_script_timeout requires value']],
  [
    'shutdown_script_timeout 0',
    ["number '0' outside range [1, 1000]", "shutdown_script_timeout '0' must be in [1, 1000] - ignoring"],
  ],
  [
    'max_auto_priority 100',
    ["number '100' outside range [-1, 99]", "max_auto_priority '100' must be in [0, 99] (or -1 to disable) - ignoring"],
  ],
  ['max_auto_priority', []],
  ['min_auto_priority_delay', ['min_auto_priority_delay requires delay time']],
  ['default_interface', ['default_interface requires interface name']],
  ['dynamic_interfaces foo', ["Unknown dynamic_interfaces option 'foo'"]],
  ['dynamic_interfaces', []],
  ['process_name aaaaaaaaaaaaaaaaaaaa', ['Process name aaaaaaaaaaaaaaaaaaaa more than 15 characters, truncating']],
  ['lvs_process_name a', []],
  ['lvs_timeouts', ['lvs_timeouts requires at least one option']],
  ['lvs_timeouts tcp', ['lvs_timeouts requires at least one option']],
  ['lvs_timeouts tcp 5 udp', ['No value specified for lvs_timeout udp - ignoring']],
  [
    'lvs_timeouts tcp x foo',
    ["invalid number 'x'", 'Invalid lvs_timeout tcp (x) - ignoring', 'Unknown option foo specified for lvs_timeouts'],
  ],
  [
    'lvs_timeouts foo bar',
    ['Unknown option foo specified for lvs_timeouts', 'Unknown option bar specified for lvs_timeouts'],
  ],
  ['lvs_flush_on_stop FOO', ['Unknown lvs_flush_on_stop type FOO']],
  ['lvs_sync_daemon', ['lvs_sync_daemon requires interface']],
  ['lvs_sync_daemon abcdefghijklmnop', ["lvs_sync_daemon interface name 'abcdefghijklmnop' too long - ignoring"]],
  [
    'lvs_sync_daemon eth0 VI_1 5 foo',
    ['Please use keyword "id" before lvs_sync_daemon SYNCID', 'Unknown option foo specified for lvs_sync_daemon'],
  ],
  [
    'lvs_sync_daemon eth0 inst VI_1 id 300 maxlen 0',
    [
      "number '300' outside range [0, 255]",
      'Invalid syncid (300) - defaulting to vrid',
      "number '0' outside range [1, 65507]",
      'Invalid lvs_sync_daemon maxlen (0) - ignoring',
    ],
  ],
  [
    'lvs_sync_daemon eth0 VI_1\nlvs_sync_daemon eth1',
    ['lvs_sync_daemon has already been specified as eth0 VI_1 - ignoring'],
  ],
  [
    'lvs_sync_daemon eth0 inst',
    [
      '*** Configuration line starting `lvs_sync_daemon` is missing a parameter after keyword `inst` at word position 4',
    ],
  ],
  ['lvs_sync_daemon eth0 group 10.0.0.1', ['lvs_sync_daemon group address 10.0.0.1 is not multicast - ignoring']],
  ['vrrp_mcast_group4', [missing('vrrp_mcast_group4')]],
  ['vrrp_mcast_group4 foo', ["Can't parse vrrp_mcast_group4 [foo]. Skipping"]],
  ['vrrp_mcast_group4 ff02::12', ['vrrp_mcast_group4 [ff02::12] is not IPv4. Skipping']],
  ['vrrp_mcast_group4 10.0.0.1', ['vrrp_mcast_group4 [10.0.0.1] is not multicast. Skipping']],
  ['vrrp_mcast_group6 fe80::1', ['vrrp_mcast_group6 [fe80::1] is not multicast. Skipping']],
  ['vrrp_mcast_group6 ff05::12', ['vrrp_mcast_group6 [ff05::12] should be link-local multicast.']],
  ['vrrp_mcast_group6 ff02::12', []],
  ['vrrp_garp_master_delay x', ["invalid number 'x'", "vrrp_garp_master_delay 'x' invalid - ignoring"]],
  ['vrrp_garp_master_repeat 0', ['vrrp_garp_master_repeat must be greater than 0, setting to 1']],
  ['vrrp_garp_master_refresh x', ["invalid number 'x'", "Invalid vrrp_garp_master_refresh 'x' - ignoring"]],
  ['vrrp_garp_lower_prio_repeat x', ["invalid number 'x'", "Invalid vrrp_garp_lower_prio_repeat 'x'"]],
  ['vrrp_down_timer_adverts 0', ["number '0' outside range [1, 100]", "Invalid vrrp_down_timer_adverts [1:100] '0'"]],
  ['vrrp_garp_interval 0', ["number '0' outside range [0.000001, 4294.967295]", "vrrp_garp_interval '0' is invalid"]],
  ['vrrp_garp_extra_if', ['vrrp_garp_extra_if specified without time - ignoring']],
  ['vrrp_garp_extra_if all', ['vrrp_garp_extra_if specified without time - ignoring']],
  ['vrrp_garp_extra_if 5 x', ["invalid number 'x'", "vrrp_garp_extra_if 'x' invalid - ignoring"]],
  ['vrrp_vmac_garp_intvl 5 all', ['Keyword "vrrp_vmac_garp_intvl" is deprecated - please use "vrrp_garp_extra_if"']],
  ['vrrp_version 4', ["number '4' outside range [2, 3]", 'VRRP Error: Version must be either 2 or 3']],
  ['vrrp_version 03', []],
  ['vrrp_priority', ['No vrrp process priority specified']],
  ['checker_priority x', ["invalid number 'x'", 'Invalid checker process priority specified']],
  ['vrrp_rt_priority', ['No vrrp process real-time priority specified']],
  ['vrrp_rt_priority x', ["invalid number 'x'", "vrrp process real-time priority 'x' invalid"]],
  ['vrrp_rt_priority 0', ['vrrp process real-time priority 0 less than minimum 1 - setting to minimum']],
  ['bfd_rt_priority 500', ['bfd process real-time priority 500 greater than maximum 99 - setting to maximum']],
  ['vrrp_cpu_affinity', ['No vrrp cpu_id set specified']],
  ['vrrp_cpu_affinity x', ["invalid number 'x'", 'Invalid cpu_id:0 specified for vrrp process']],
  ['vrrp_rlimit_rttime 0', ["number '0' outside range [1, 4294967295]", 'Invalid vrrp real-time limit - 0']],
  ['vrrp_rlimit_rtime 5', []],
  ['nftables a\nnftables b', ['nftables already specified - ignoring']],
  ['nftables_priority x', ["invalid number 'x'", "invalid nftables chain priority 'x'"]],
  [
    'nftables_ipvs_start_fwmark 0',
    ["number '0' outside range [1, 4294967295]", "invalid ipvs nftables start_fwmark priority '0'"],
  ],
  ['notify_fifo', ['No notify_fifo name specified']],
  ['lvs_notify_fifo /a\nlvs_notify_fifo /b', ['lvs_notify_fifo already specified - ignoring /b']],
  ['vrrp_notify_fifo_script', ['No vrrp_notify_fifo_script specified']],
  ['notify_fifo_script /a\nnotify_fifo_script /b', ['notify_fifo_script already specified - ignoring /b']],
  ['vrrp_rx_bufs_policy', ['vrrp_rx_bufs_policy missing']],
  ['vrrp_rx_bufs_policy foo', ["invalid number 'foo'", 'Invalid vrrp_rx_bufs_policy foo']],
  [
    'vrrp_rx_bufs_policy MTU 500 advert',
    [
      "invalid number 'MTU'",
      'Invalid vrrp_rx_bufs_policy 500',
      'Cannot set both vrrp_rx_bufs_policy MTU and ADVERT, ignoring ADVERT',
    ],
  ],
  ['vrrp_rx_bufs_policy 500 mtu', ['Cannot set vrrp_rx_bufs_policy size and policy, ignoring policy']],
  ['vrrp_rx_bufs_multiplier', ['Invalid vrrp_rx_bufs_multiplier']],
  ['vrrp_rx_bufs_multiplier 1 2', ['Invalid vrrp_rx_bufs_multiplier']],
  ['vrrp_rx_bufs_multiplier 0', ["number '0' outside range [1, 4294967295]", 'Invalid vrrp_rx_bufs_multiplier 0']],
  ['process_monitor_rcv_bufs', ['process_monitor_rcv_bufs size missing']],
  ['lvs_netlink_cmd_rcv_bufs x', ["invalid number 'x'", 'lvs_netlink_cmd_rcv_bufs size (x) invalid']],
  ['vrrp_startup_delay x', ["invalid number 'x'", "vrrp_startup_delay 'x' is invalid"]],
  ['vrrp_startup_delay 1.1234567', ["number '1.1234567' has too many decimal places"]],
  ['vmac_prefix a\nvmac_prefix b', ['vmac prefix has already been specified - ignoring b']],
  ['umask 0999', ['invalid umask value 0999']],
  ['umask 022 1', ['Extra parameter(s) to umask option']],
  ['umask IRUSR IWUSR', ['Invalid umask syntax IWUSR']],
  ['umask IRUSR|', ['umask missing bit value']],
  ['umask foo', ['Unknown umask bit foo']],
  ['umask IRUSR | IWUSR|IXUSR', []],
  ['random_seed x', ["invalid number 'x'", 'random_seed x invalid']],
  ['include_check read match', ["Duplicate include_check 'match' specified - ignoring"]],
  ['include_check +readable', ["Unknown include_check type 'readable' - ignoring"]],
  ['snmp_socket', ['SNMP error : snmp socket name missing']],
  ['snmp_socket a b', ['Too many parameters specified for snmp_socket - ignoring']],
  ['snmp_socket a\nsnmp_socket b', ['SNMP socket already set to a - ignoring']],
  [
    'snmp_vs_stats_update_interval 31',
    ["number '31' outside range [0.001000, 30.000000]", "snmp stats vs update interval '31' invalid - ignoring"],
  ],
  ['dbus_service_name', ['dbus_service_name missing - ignoring']],
  ['reload_time_file', ['reload_time_file invalid']],
  ['reload_time_file a b', ['reload_time_file invalid']],
  ['reload_file a', []],
  ['tmp_config_directory', ['tmp_config_directory missing directory name']],
  ['tmp_config_directory /a\ntmp_config_directory /b', ['tmp_config_directory already specified - ignoring']],
  ['json_version 3', ["number '3' outside range [1, 2]", 'Invalid JSON version']],
  ['iproute_usr_dir', ['iproute_usr_dir requires path']],
  ['state_dump_file ""', ['state_dump_file requires a non-empty path']],
  ['script_user', ['No script username specified']],
  ['vrrp_iptables abcdefghijklmnopqrstuvwxyz01', ['VRRP Error : iptables in chain name too long - ignored']],
  ['vrrp_ipsets a b a', ['vrrp_ipsets: set name a used more than once']],
]

describe("keepalived's words about global_defs", () => {
  it.each(cases)('`%s`', (lines, said) => {
    expect(globalsOf(lines).said).toEqual(said)
  })

  it.each([
    ['net_namespace', ['net_namespace name missing - ignoring']],
    ['net_namespace a\nnet_namespace b', ['Duplicate net_namespace definition b - ignoring']],
    ['net_namespace_ipvs', []],
    ['net_namespace_ipvs\nnet_namespace_ipvs b', ['Duplicate net_namespace_ipvs definition b - ignoring']],
    ['instance', ['instance name missing - ignoring']],
    ['instance a\ninstance b', ['Duplicate instance definition b - ignoring']],
    ['child_wait_time x', ["invalid number 'x'", 'Invalid child_wait_time x']],
    ['child_wait_time', [missing('child_wait_time')]],
  ])('at the top level: `%s`', (text, said) => {
    const { diagnostics } = bindTop(`${text}\n`)
    expect(diagnostics.flatMap(({ keepalived = [] }) => keepalived.map(({ message }) => message))).toEqual(said)
  })

  it('are never about something that is no error or warning', () => {
    for (const [lines] of cases) {
      for (const { severity, keepalived = [] } of globalsOf(lines).diagnostics) {
        if (keepalived.length > 0) expect(['error', 'warning'], lines).toContain(severity)
        if (severity === 'error') expect(keepalived, lines).not.toEqual([])
      }
    }
  })
})
