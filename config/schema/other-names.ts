// Words that people write where keepalived does not know them, although what they mean is plain: names of long ago, names
// of another block, names that only a manual page has. Near misses in spelling are suggest.ts's business.

import type { Severity } from '../diagnostic.js'

export interface OtherName {
  /** The keyword that does what was meant. */
  readonly instead?: string
  readonly severity: Severity
  /** Replaces the usual "Unknown keyword" when given. */
  readonly message?: string
  readonly hint?: string
}

const checkPath = /^virtual_server\/real_server\/[A-Z_]+$/

/** The name in that block; undefined when nothing is known about it. */
export function otherName(path: string, keyword: string): OtherName | undefined {
  if (keyword === 'nb_get_retry' && path.startsWith('virtual_server')) {
    if (!checkPath.test(path)) return { instead: 'retry', severity: 'error' }
    return {
      instead: 'retry',
      severity: 'error',
      hint: 'Did you mean `retry`? Only HTTP_GET and SSL_GET know the old name; here the line is ignored, as in keepalived, and the check retries as often as without it.',
    }
  }
  return names[path]?.[keyword]
}

const error = (instead: string): OtherName => ({ instead, severity: 'error' })

const ofAnotherProgram: OtherName = {
  severity: 'error',
  hint: 'Only programs made from keepalived for other kinds of load balancing know it (DPVS, full NAT). The line is ignored, as in keepalived.',
}

const withoutEffect = (name: string): OtherName => ({
  severity: 'hint',
  message: `\`${name}\` is obsolete and has no effect`,
  hint: 'Remove the line. keepalived 2 does not know the word any more and reports it as an error.',
})

const names: Readonly<Record<string, Readonly<Record<string, OtherName>>>> = {
  '': {
    static_track_group: error('track_group'),
    global_def: error('global_defs'),
    vrrp_group: error('vrrp_sync_group'),
    vrrp_file: error('track_file'),
    vrrp_process: error('vrrp_track_process'),
    local_address_group: ofAnotherProgram,
  },
  global_defs: {
    lvs_id: error('router_id'),
    email_from: error('notification_email_from'),
    smtp_from: error('notification_email_from'),
    email: error('notification_email'),
    smtp_timeout: error('smtp_connect_timeout'),
    state_file_location: error('state_dump_file'),
    stats_file_location: error('stats_dump_file'),
    json_file_location: error('json_dump_file'),
    script_security: error('enable_script_security'),
    enable_snmp: error('enable_snmp_vrrp'),
    vrrp_mcast_group: error('vrrp_mcast_group4'),
    vrrp_garp_delay: error('vrrp_garp_master_delay'),
    vrrp_owner_ignore_advert: error('vrrp_owner_ignore_adverts'),
    use_pid_dir: {
      severity: 'error',
      hint: 'It belongs at the top level, outside `global_defs`. The line is ignored, as in keepalived.',
    },
  },
  vrrp_sync_group: {
    notify_deleted: {
      severity: 'error',
      hint: 'Only `vrrp_instance` knows it, whatever the manual page says. The line is ignored, as in keepalived.',
    },
    instances: error('group'),
    members: error('group'),
  },
  vrrp_instance: {
    vrid: error('virtual_router_id'),
    router_id: error('virtual_router_id'),
    virtual_router: error('virtual_router_id'),
    advert_interval: error('advert_int'),
    advertisement_interval: error('advert_int'),
    vip: error('virtual_ipaddress'),
    vips: error('virtual_ipaddress'),
    virtual_ip: error('virtual_ipaddress'),
    virtual_address: error('virtual_ipaddress'),
    peers: error('unicast_peer'),
    unicast_bind: error('unicast_src_ip'),
    vrrp_unicast_bind: error('unicast_src_ip'),
    vrrp_unicast_peer: error('unicast_peer'),
    device: error('interface'),
    dev: error('interface'),
    no_preempt: error('nopreempt'),
    lvs_sync_daemon: {
      severity: 'error',
      hint: 'It belongs in `global_defs`: `lvs_sync_daemon INTERFACE inst INSTANCE`. The line is ignored, as in keepalived.',
    },
  },
  'vrrp_instance/authentication': {
    password: error('auth_pass'),
    auth_password: error('auth_pass'),
    pass: error('auth_pass'),
    type: error('auth_type'),
  },
  vrrp_script: { command: error('script'), path: error('script'), delay: error('interval') },
  virtual_server: {
    nat_mask: withoutEffect('nat_mask'),
    net_mask: withoutEffect('net_mask'),
    scheduler: error('lb_algo'),
    algo: error('lb_algo'),
    kind: error('lb_kind'),
    persistence: error('persistence_timeout'),
    interval: error('delay_loop'),
    laddr_group_name: ofAnotherProgram,
    syn_proxy: ofAnotherProgram,
    establish_timeout: ofAnotherProgram,
  },
  'virtual_server/real_server': {
    lb_kind: error('lvs_method'),
    http_check: error('HTTP_GET'),
  },
  'virtual_server/real_server/TCP_CHECK': { port: error('connect_port'), timeout: error('connect_timeout') },
  'virtual_server/real_server/HTTP_GET': { timeout: error('connect_timeout'), host: error('virtualhost') },
  'virtual_server/real_server/SSL_GET': { timeout: error('connect_timeout'), host: error('virtualhost') },
  'virtual_server/real_server/HTTP_GET/url': { status: error('status_code'), uri: error('path') },
  'virtual_server/real_server/SSL_GET/url': { status: error('status_code'), uri: error('path') },
  'virtual_server/real_server/MISC_CHECK': { script: error('misc_path'), timeout: error('misc_timeout') },
  'virtual_server/real_server/FILE_CHECK': {
    file: error('track_file'),
    dynamic: {
      severity: 'error',
      hint: 'Only the manual page has it; the value of the file is always followed. The line is ignored, as in keepalived.',
    },
  },
}
