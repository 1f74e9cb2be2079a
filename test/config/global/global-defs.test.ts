import { describe, expect, it } from 'vitest'
import { globalDefs, globalTopLevel, type GlobalValues } from '../../../config/global-defs.js'
import { meanings } from '../../../config/meanings.js'
import { markedBy } from '../schema/marked.js'
import { bindTop, globalsOf } from './bind-globals.js'

const values: readonly (readonly [string, Partial<GlobalValues>])[] = [
  ['process_names', { processNames: true }],
  ['process_name director', { processName: 'director' }],
  ['process_name a-name-of-more-than-15', { processName: 'a-name-of-more-' }],
  ['lvs_process_name checks', { checkerProcessName: 'checks' }],
  ['use_symlink_paths', { useSymlinkPaths: true }],
  ['use_symlink_paths off', { useSymlinkPaths: false }],
  ['router_id ""', { routerId: '' }],
  ['smtp_server mail.example.org 587', { smtpServer: { host: 'mail.example.org', port: 587 } }],
  ['smtp_server 192.0.2.1 x', { smtpServer: undefined }],
  ['notification_email_from a@b.c d', { notificationEmailFrom: 'a@b.c' }],
  ['smtp_connect_timeout 0', { smtpConnectTimeout: 1 }],
  [
    'startup_script "/usr/bin/x -a" op :staff',
    { startupScript: { argv: ['/usr/bin/x', '-a'], runAs: { user: 'op', group: 'staff' } } },
  ],
  ['startup_script /a\nstartup_script /b', { startupScript: { argv: ['/a'], runAs: undefined } }],
  ['max_auto_priority', { maxAutoPriority: 99 }],
  ['dynamic_interfaces', { dynamicInterfaces: 'on' }],
  ['dynamic_interfaces foo', { dynamicInterfaces: 'on' }],
  ['dynamic_interfaces allow_if_changes', { dynamicInterfaces: 'allow_if_changes' }],
  ['v3_checksum_as_v2 off', { checksumAsV2: true }],
  ['vrrp_skip_check_adv_addr off', { skipCheckAdvAddr: false }],
  ['vrrp_min_garp\nvrrp_min_garp off', { minGarp: true }],
  ['lvs_flush_on_stop', { lvsFlushOnStop: 'all' }],
  ['lvs_flush_onstop VS', { lvsFlushOnStop: 'VS' }],
  ['lvs_timeouts tcp 900 udp 0', { lvsTimeouts: { tcp: 900_000, tcpfin: undefined, udp: 0 } as never }],
  ['lvs_timeouts tcp 900\nlvs_timeouts tcpfin 5', { lvsTimeouts: { tcp: 900_000, tcpfin: 5000 } as never }],
  [
    'lvs_sync_daemon eth0 inst VI_1 id 5 maxlen 1000 port 9000 ttl 3 group 224.0.0.90',
    {
      lvsSyncDaemon: {
        interface: 'eth0',
        instance: 'VI_1',
        id: 5,
        maxLength: 1000,
        port: 9000,
        ttl: 3,
        group: '224.0.0.90',
      } as never,
    },
  ],
  ['lvs_sync_daemon eth0 VI_1 5', { lvsSyncDaemon: { interface: 'eth0', instance: 'VI_1', id: 5 } as never }],
  ['vrrp_version " 3"', { vrrpVersion: '3' }],
  ['vrrp_startup_delay 5\nvrrp_startup_delay 2', { startupDelay: 5000 as never }],
  ['vrrp_garp_extra_if all 60', { extraGarp: { every: 60_000, all: true } as never }],
  ['vrrp_garp_master_refresh x', { garpMasterRefresh: 0 as never }],
  ['vrrp_priority x', { vrrpNiceness: 0 }],
  ['vrrp_rt_priority 500', { vrrpRealTimePriority: 99 }],
  ['vrrp_cpu_affinity 3 1 1', { vrrpProcessors: [1, 3] }],
  ['vrrp_cpu_affinity 3 x', { vrrpProcessors: [] }],
  ['vrrp_rlimit_rttime 1', { vrrpRealTimeLimit: 2 }],
  ['vrrp_rlimit_rtime 500', { vrrpRealTimeLimit: 500 }],
  ['vrrp_iptables', { iptables: { input: 'INPUT', output: 'OUTPUT' } }],
  ['vrrp_iptables a', { iptables: { input: 'a', output: undefined } }],
  ['vrrp_iptables a a', { iptables: undefined }],
  ['vrrp_ipsets', { ipsets: [] }],
  ['nftables', { nftables: 'keepalived' }],
  ['nftables_ipvs mine', { nftablesIpvs: 'mine' }],
  ['notify_fifo /run/f op staff', { notifyFifo: { path: '/run/f', runAs: { user: 'op', group: 'staff' } } }],
  ['vrrp_rx_bufs_policy MTU', { receiveBuffers: { mtu: true, advert: false, size: undefined } }],
  ['vrrp_rx_bufs_policy MTU\nvrrp_rx_bufs_policy 9000', { receiveBuffers: { mtu: false, advert: false, size: 9000 } }],
  ['vmac_prefix a\nvmac_prefix b', { vmacPrefix: 'a' }],
  ['umask 022', { umask: 0o022 }],
  ['umask 0x1ff', { umask: 0o777 }],
  ['umask IRUSR | IWUSR|IRWXO', { umask: 0o607 }],
  ['include_check', { includeCheck: ['read', 'match', 'wildcard_match', 'brace_match'] }],
  ['include_check read +match', { includeCheck: ['read', '+match'] }],
  ['reload_check_config', { reloadCheckConfig: '/dev/null' }],
  ['json_version 2', { jsonVersion: '2' }],
]

describe('global_defs', () => {
  it.each(values)('`%s`', (lines, expected) => {
    expect(globalsOf(lines).values).toMatchObject(expected)
  })

  it('has every keyword of the block, each with a meaning', () => {
    const known = Object.keys(meanings.global_defs ?? {}).sort()
    expect([...globalDefs.entries.keys()].sort()).toEqual(known)
    const top = Object.values(globalTopLevel).flatMap((field) => field.spellings.map(({ keyword }) => keyword))
    expect(top.sort()).toEqual(Object.keys(meanings[''] ?? {}).sort())
  })

  it('says nothing about a block that sets everything as keepalived has it by default', () => {
    const lines = [
      'smtp_connect_timeout 30',
      'router_id director1',
      'vrrp_version 2',
      'vrrp_mcast_group4 224.0.0.18',
      'vrrp_garp_master_delay 5',
      'vrrp_garp_master_repeat 5',
      'vrrp_garp_master_refresh 0',
      'vrrp_garp_master_refresh_repeat 1',
      'vrrp_down_timer_adverts 3',
      'vrrp_strict off',
      'max_auto_priority 0',
      'use_symlink_paths no',
      'checker_log_all_failures false',
      'vrrp_netlink_cmd_rcv_bufs 0',
      'reload_check_config',
      'random_seed 5',
    ]
    expect(globalsOf(lines.join('\n')).diagnostics).toEqual([])
  })

  it('says of a keyword without effect yet what follows, once, and only when it is turned on', () => {
    const codes = (lines: string): readonly string[] => globalsOf(lines).diagnostics.map(({ code }) => code)
    expect(codes('vrrp_owner_ignore_adverts')).toEqual(['not-enforced-yet'])
    expect(codes('vrrp_owner_ignore_adverts on')).toEqual(['not-enforced-yet'])
    expect(codes('vrrp_owner_ignore_adverts off')).toEqual([])
    expect(codes('lvs_flush_on_stop VS')).toEqual(['not-enforced-yet'])
    expect(codes('vrrp_strict')).toEqual(['not-enforced-yet'])
  })
})

const rules: readonly (readonly [string, readonly string[], string])[] = [
  ['router_id "first director"', ['hint odd-router-id'], '"first director"'],
  ['router_id ""', ['hint odd-router-id'], '""'],
  ['notification_email_from keepalived', ['warning mail-address-without-domain'], 'keepalived'],
  ['notification_email {\na@b.c root\n}', ['hint mail-address-without-domain'], 'root'],
  ['notification_email {\nfailover@firewall.loc\n}', ['hint sample-mail-address'], 'failover@firewall.loc'],
  [
    'notification_email_from "K <Alexandre.Cassen@firewall.loc>"',
    ['hint sample-mail-address'],
    '"K <Alexandre.Cassen@firewall.loc>"',
  ],
  [
    'notification_email {\na@firewall.loc\nb@firewall.loc\n}\nnotification_email_from c@firewall.loc',
    ['hint sample-mail-address'],
    'a@firewall.loc',
  ],
  ['script_user root', ['hint script-security'], 'root'],
  ['script_user root\nenable_script_security', [], ''],
  ['script_user nobody', [], ''],
  ['startup_script_timeout 5', ['hint no-effect-alone'], 'startup_script_timeout'],
  ['startup_script_timeout 5\nstartup_script /a', [], ''],
  ['nftables_counters', ['hint no-effect-alone'], 'nftables_counters'],
  ['nftables_counters\nnftables_ipvs', [], ''],
  ['vrrp_netlink_cmd_rcv_bufs_force off', [], ''],
  ['lvs_flush_on_stop\nlvs_flush_onstop', ['warning repeated-keyword', 'hint deprecated-keyword'], 'lvs_flush_onstop'],
  ['vrrp_mcast_group6 ff05::1', ['warning multicast-scope'], 'ff05::1'],
  ['vrrp_iptables a a', ['warning duplicate-name'], 'a'],
]

describe('rules about global_defs', () => {
  it.each(rules)('`%s` gives %j', (lines, problems, marked) => {
    const found = globalsOf(lines)
    expect([...found.problems].sort()).toEqual([...problems].sort())
    const [first] = found.diagnostics.filter(({ code }) => code !== 'not-enforced-yet')
    expect(first === undefined ? '' : markedBy(first)).toBe(marked)
  })
})

describe('the keywords of the daemon at the top level', () => {
  it('are read with their values', () => {
    const { bound, diagnostics } = bindTop(
      'child_wait_time 7\nnet_namespace n\nnet_namespace_ipvs\nuse_pid_dir\ninstance i\n',
    )
    expect(bound.values).toMatchObject({
      childWaitTime: 7000,
      netNamespace: 'n',
      netNamespaceIpvs: '',
      usePidDir: true,
      instanceName: 'i',
      namespaceWithIpsets: false,
    })
    expect(diagnostics.map(({ code }) => code)).toEqual(['not-enforced-yet', 'not-enforced-yet', 'not-enforced-yet'])
  })
})
