import { describe, expect, it } from 'vitest'
import { bindText } from './bind-text.js'

/** Code and hint of the one complaint about a line in a block. */
function adviceOn(block: string, line: string): string {
  const shells: Readonly<Record<string, string>> = {
    '': '@',
    global_defs: 'global_defs {\n@\n}',
    vrrp_instance: 'vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\nno_virtual_ipaddress\n@\n}',
    virtual_server:
      'virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\nlb_kind NAT\n@\nreal_server 10.0.0.2 80 { }\n}',
  }
  const { diagnostics } = bindText((shells[block] ?? '').replace('@', line))
  const found = diagnostics.filter(({ code }) => code === 'unknown-keyword' || code === 'obsolete-keyword')
  return found.map(({ severity, hint }) => `${severity}: ${hint}`).join('\n')
}

describe('advice on a keyword that nobody knows there', () => {
  it.each([
    ['vrrp_instance', 'priorty 100', 'Did you mean `priority`?'],
    ['vrrp_instance', 'router_id x', 'Did you mean `virtual_router_id`?'],
    ['vrrp_instance', 'smtp_server 192.0.2.1', 'It belongs in `global_defs`.'],
    ['vrrp_instance', 'vrrp_garp_master_delay 5', 'Did you mean `garp_master_delay`?'],
    ['vrrp_instance', 'priority: 100', 'Only a blank stands between `priority` and its value.'],
    ['vrrp_instance', 'priority=100', 'Only a blank stands between `priority` and its value.'],
    ['vrrp_instance', '// a comment', 'Comments begin with `#` or `!`.'],
    ['vrrp_instance', '192.0.2.1/24', 'An address stands between the braces of a list, such as `virtual_ipaddress`.'],
    ['vrrp_instance', '...', 'It looks like a placeholder that nobody has filled in.'],
    ['vrrp_instance', 'priority\u200b 100', 'The word contains characters that cannot be seen: delete them.'],
    ['vrrp_instance', 'child_wait_time 5', 'It belongs at the top level.'],
    ['global_defs', 'garp_master_delay 5', 'Did you mean `vrrp_garp_master_delay`?'],
    ['global_defs', 'lvs_id d1', 'Did you mean `router_id`?'],
    ['global_defs', 'state_file_location /tmp/x', 'Did you mean `state_dump_file`?'],
    ['global_defs', 'use_pid_dir', 'It belongs at the top level, outside `global_defs`.'],
    ['virtual_server', 'syn_proxy', 'Only programs made from keepalived for other kinds of load balancing know it'],
    ['virtual_server', 'weight_of_it', 'The line is ignored, as in keepalived.'],
    ['', 'static_track_group G {\n}', 'Did you mean `track_group`?'],
    ['', 'virtual_ipaddress {\n}', 'It belongs in `vrrp_instance`.'],
  ])('in `%s`: `%s`', (block, line, hint) => {
    expect(adviceOn(block, line)).toContain(`error: ${hint}`)
  })

  it('is no error about a keyword of long ago that has no effect', () => {
    expect(adviceOn('virtual_server', 'nat_mask 255.255.255.0')).toMatch(/^hint: Remove the line/)
  })
})
